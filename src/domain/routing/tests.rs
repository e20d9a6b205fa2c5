//! Who is proposed, whatever the order of the candidates; and which rule falls.

use proptest::prelude::{Just, Strategy as Draw, any, prop_assert, prop_assert_eq, proptest};
use uuid::Uuid;

use super::*;
use crate::forms::condition::Condition;
use crate::routing::rule::Clause;

fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

fn candidate(n: u128, load: i64) -> Candidate {
    Candidate {
        person: person(n),
        load,
        capacity: 20,
        last_assigned_ms: 0,
        available: true,
        skills: Vec::new(),
    }
}

fn facts(people: Vec<Candidate>) -> RoutingFacts {
    RoutingFacts {
        vertical: "sport".to_owned(),
        pools: vec![Pool {
            team: TeamKey::from("FR"),
            role: None,
            people,
        }],
        ..RoutingFacts::default()
    }
}

fn rule(key: &str) -> RoutingRule {
    RoutingRule {
        key: key.to_owned(),
        title: Text::default(),
        kinds: Vec::new(),
        request_types: Vec::new(),
        priorities: Vec::new(),
        verticals: Vec::new(),
        tiers: Vec::new(),
        languages: Vec::new(),
        answers: None,
        team: None,
        set_priority: None,
        role: None,
        skills: SkillNeed::ALL.to_vec(),
        strategy: Preference::Portfolio,
    }
}

/// Routes an English request about data with these answers.
fn routed(rules: &[RoutingRule], answers: &Answers, facts: &RoutingFacts) -> Route {
    let form = RequestTypeKey::from("data_analysis");
    let team = TeamKey::from("FR");
    let asked = Asked {
        kind: Kind::Request,
        request_type: Some(&form),
        priority: Priority::P3,
        language: Language::En,
        team: &team,
        answers,
    };
    route(rules, &asked, facts)
}

fn proposed(facts: &RoutingFacts) -> RouteWhy {
    routed(&[], &Answers::new(), facts).why
}

#[test]
fn who_looks_after_the_publisher_goes_first_however_loaded() {
    let mut world = facts(vec![candidate(1, 90), candidate(2, 0)]);
    world.portfolio_owner = Some(person(1));
    world.backup = Some(person(2));
    let why = proposed(&world);
    assert_eq!(
        (why.strategy, why.proposed),
        (Strategy::PortfolioOwner, Some(person(1)))
    );
    assert!(why.load > why.capacity, "a cap warns, it never hides");
}

#[test]
fn new_cases_of_somebody_away_go_to_their_backup_then_to_the_least_loaded() {
    let mut world = facts(vec![candidate(1, 0), candidate(2, 9), candidate(3, 4)]);
    world.portfolio_owner = Some(person(1));
    world.backup = Some(person(2));
    world.pools[0].people[0].available = false;
    assert_eq!(proposed(&world).strategy, Strategy::Backup);
    world.pools[0].people[1].available = false;
    let why = proposed(&world);
    assert_eq!(
        (why.strategy, why.proposed),
        (Strategy::LeastLoad, Some(person(3)))
    );
    world.pools[0].people[2].available = false;
    let why = proposed(&world);
    assert_eq!((why.strategy, why.proposed), (Strategy::Nobody, None));
    assert_eq!(why.compared, 3);
    assert!(
        why.candidates
            .iter()
            .all(|one| one.fitness == Fitness::Absent)
    );
}

#[test]
fn equal_loads_are_told_apart_by_the_longest_wait_then_by_the_lowest_id() {
    let mut world = facts(vec![candidate(3, 4), candidate(2, 4), candidate(1, 4)]);
    world.pools[0].people[1].last_assigned_ms = 5;
    world.pools[0].people[2].last_assigned_ms = 5;
    assert_eq!(proposed(&world).proposed, Some(person(3)));
    world.pools[0].people[0].last_assigned_ms = 9;
    assert_eq!(proposed(&world).proposed, Some(person(1)));
}

#[test]
fn those_with_the_skills_go_before_those_with_less_to_do() {
    let skill = |text| Skill::parse(text).unwrap();
    let mut world = facts(vec![candidate(1, 0), candidate(2, 8)]);
    world.pools[0].people[0].skills = vec![skill("language:fr")];
    world.pools[0].people[1].skills = vec![skill("language:en"), skill("language:fr")];
    assert_eq!(proposed(&world).proposed, Some(person(2)));
    // Nobody who is there has them: somebody is proposed all the same, and the decision says so.
    world.pools[0].people[1].available = false;
    let why = proposed(&world);
    assert_eq!(
        (why.strategy, why.proposed),
        (Strategy::LeastLoadUnskilled, Some(person(1)))
    );
    assert_eq!(why.candidates[0].missing, [skill("language:en")]);
}

#[test]
fn a_verification_is_never_proposed_to_who_looks_after_the_publisher() {
    let mut world = facts(vec![candidate(1, 0), candidate(2, 30)]);
    world.portfolio_owner = Some(person(1));
    let mut independent = rule("verification");
    independent.strategy = Preference::Independent;
    let why = routed(&[independent], &Answers::new(), &world).why;
    assert_eq!(why.proposed, Some(person(2)));
    assert_eq!(why.candidates[1].fitness, Fitness::Excluded);
}

#[test]
fn candidates_of_one_role_are_not_taken_for_those_of_another() {
    let mut world = facts(vec![candidate(1, 0)]);
    world.pools.push(Pool {
        team: TeamKey::from("FR"),
        role: Some(Role::Reviewer),
        people: vec![candidate(2, 30)],
    });
    let mut reviewed = rule("verification");
    reviewed.role = Some(Role::Reviewer);
    let why = routed(&[reviewed], &Answers::new(), &world).why;
    assert_eq!((why.proposed, why.compared), (Some(person(2)), 1));
}

#[test]
fn a_rule_without_a_team_leaves_it_to_the_answers_of_the_form() {
    let mut world = facts(Vec::new());
    world.form_team = Some(TeamKey::from("EMEA"));
    let catch_all = [rule("publishers")];
    let route = routed(&catch_all, &Answers::new(), &world);
    assert_eq!(route.team, TeamKey::from("EMEA"));
    world.form_team = None;
    let route = routed(&catch_all, &Answers::new(), &world);
    assert_eq!(route.team, TeamKey::from("FR"));
}

#[test]
fn the_first_rule_whose_conditions_all_hold_wins() {
    let mut peers = rule("peers");
    peers.answers = Some(Condition::parse("comparison = peers").unwrap());
    peers.team = Some(TeamKey::from("EMEA"));
    let mut sport = rule("sport");
    sport.verticals = vec!["sport".to_owned()];
    sport.priorities = vec![Priority::P1];
    sport.set_priority = Some(Priority::P2);
    let mut english = rule("english");
    english.languages = vec![Language::En];
    english.set_priority = Some(Priority::P4);
    let rules = [peers, sport, english, rule("all")];
    let world = facts(Vec::new());
    let answers = Answers::from([("comparison".to_owned(), "peers".into())]);
    assert_eq!(routed(&rules, &answers, &world).why.rule, "peers");
    let other = routed(&rules, &Answers::new(), &world);
    assert_eq!(
        (other.why.rule.as_str(), other.priority),
        ("english", Priority::P4)
    );
    let team = TeamKey::from("FR");
    let nothing = Answers::new();
    let asked = Asked {
        kind: Kind::Request,
        request_type: None,
        priority: Priority::P3,
        language: Language::Fr,
        team: &team,
        answers: &nothing,
    };
    assert_eq!(rules[1].misses(&asked, &world), [Clause::Priority]);
    assert_eq!(rules[2].misses(&asked, &world), [Clause::Language]);
}

#[test]
fn a_decision_of_earlier_days_is_still_read() {
    let old = r#"{"rule":"Demandes","strategy":"least_load","proposed":null,"load":1,"capacity":2,"compared":3}"#;
    let why: RouteWhy = serde_json::from_str(old).unwrap();
    assert_eq!((why.rule.as_str(), why.compared), ("Demandes", 3));
    let again = serde_json::to_string(&why).unwrap();
    assert_eq!(serde_json::from_str::<RouteWhy>(&again).unwrap(), why);
}

fn any_candidate() -> impl Draw<Value = Candidate> {
    let skills = proptest::collection::vec(
        proptest::sample::select(vec![
            "language:en",
            "language:fr",
            "vertical:sport",
            "vertical:news",
        ]),
        0..3,
    );
    (0_u128..12, 0_i64..40, 0_i64..4, any::<bool>(), skills).prop_map(
        |(n, load, last_assigned_ms, available, skills)| Candidate {
            last_assigned_ms,
            available,
            skills: skills
                .into_iter()
                .map(|text| Skill::parse(text).unwrap())
                .collect(),
            ..candidate(n, load)
        },
    )
}

/// People in two orders; no person twice.
fn two_orders() -> impl Draw<Value = (Vec<Candidate>, Vec<Candidate>)> {
    proptest::collection::vec(any_candidate(), 0..10).prop_flat_map(|mut people| {
        people.sort_by_key(|one| one.person);
        people.dedup_by_key(|one| one.person);
        (Just(people.clone()), Just(people).prop_shuffle())
    })
}

proptest! {
    #[test]
    fn permuting_the_candidates_changes_nothing(
        (one, other) in two_orders(),
        owner in proptest::option::of(0_u128..12),
        backup in proptest::option::of(0_u128..12),
    ) {
        let world = |people| RoutingFacts {
            portfolio_owner: owner.map(person),
            backup: backup.map(person),
            ..facts(people)
        };
        let first = proposed(&world(one.clone()));
        prop_assert_eq!(&first, &proposed(&world(other)));
        prop_assert_eq!(&first, &proposed(&world(one)));
    }

    #[test]
    fn nobody_absent_is_proposed_and_somebody_is_while_anybody_is_there(
        (people, _) in two_orders(),
        owner in proptest::option::of(0_u128..12),
    ) {
        let world = RoutingFacts { portfolio_owner: owner.map(person), ..facts(people.clone()) };
        let why = proposed(&world);
        let there = people.iter().any(|one| one.available);
        prop_assert_eq!(why.proposed.is_some(), there);
        if let Some(chosen) = why.proposed {
            prop_assert!(people.iter().any(|one| one.person == chosen && one.available));
        }
    }

    #[test]
    fn the_least_loaded_of_the_skilled_is_proposed_without_a_portfolio((people, _) in two_orders()) {
        let why = proposed(&facts(people.clone()));
        let asked = &why.asked;
        let best = people
            .iter()
            .filter(|one| one.available && missing(asked, &one.skills).is_empty())
            .map(|one| one.load)
            .min();
        if let Some(least) = best {
            prop_assert_eq!(why.strategy, Strategy::LeastLoad);
            prop_assert_eq!(why.load, least);
        }
    }
}
