use std::sync::LazyLock;

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::case::{Kind, Priority, WorkflowRef};
use crate::clocks::calendar::shipped as calendars;
use crate::ids::OrganisationId;
use crate::source::Source;
use crate::text::Language;
use crate::time::Span;
use crate::workflow::guard::Guard;
use crate::workflow::input::InputKind;
use crate::workflow::parse::{Parsed, parse};

const MACHINES: [(&str, &str); 4] = [
    (
        "workflows/request.toml",
        include_str!("../../../../config/workflows/request.toml"),
    ),
    (
        "workflows/verification.toml",
        include_str!("../../../../config/workflows/verification.toml"),
    ),
    (
        "workflows/escalation.toml",
        include_str!("../../../../config/workflows/escalation.toml"),
    ),
    (
        "workflows/onboarding.toml",
        include_str!("../../../../config/workflows/onboarding.toml"),
    ),
];

static CALENDARS: LazyLock<Arc<Calendars>> = LazyLock::new(|| Arc::new(calendars()));

static SHIPPED: LazyLock<Vec<Parsed>> = LazyLock::new(|| {
    let read = |(file, text)| parse(&Source::new(file, text), &CALENDARS);
    MACHINES.into_iter().map(|one| read(one).unwrap()).collect()
});

/// The four shipped machines as read.
pub fn shipped() -> Vec<Parsed> {
    SHIPPED.clone()
}

/// The shipped request machine.
pub fn request() -> Definition {
    SHIPPED[0].definition.clone()
}

/// Facts of Monday 21 September 2026.
pub fn facts() -> Facts {
    Facts::new(Arc::clone(&CALENDARS), jiff::civil::date(2026, 9, 21))
}

const ACTOR: u128 = 1;
const COLLEAGUE: u128 = 2;

pub fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

fn now() -> Instant {
    Instant::parse_rfc3339("2026-09-21T08:00:00Z").unwrap()
}

/// A case in a state, and everything around it, to be bent until guards hold or fail.
#[derive(Clone)]
pub struct Scene {
    pub case: Case,
    pub facts: Facts,
    pub actor: Actor,
    pub roles: Vec<Role>,
    pub cause: Cause,
    pub given: Given,
}

impl Scene {
    pub fn new(definition: &Definition, state: &StateKey) -> Self {
        let mut facts = facts();
        facts.staff.insert(person(ACTOR), Standing::Available);
        facts.staff.insert(person(COLLEAGUE), Standing::Available);
        facts
            .teams
            .extend([TeamKey::from("FR"), TeamKey::from("EMEA")]);
        let target = CaseId::from_uuid(Uuid::from_u128(90));
        facts.targets.insert(
            Reference::new(Kind::Request, 90),
            OtherCase {
                id: target,
                merging: Fitness::Fit,
                joining: Fitness::Fit,
            },
        );
        Self {
            case: Case {
                id: CaseId::from_uuid(Uuid::from_u128(50)),
                reference: Reference::new(definition.kind, 50),
                kind: definition.kind,
                workflow: WorkflowRef {
                    key: definition.key.clone(),
                    version: definition.version,
                },
                state: state.clone(),
                category: definition.state(state).unwrap().category,
                previous_state: Some(definition.initial.clone()),
                request_type: None,
                title: "Baisse de portée".into(),
                language: Language::Fr,
                organisation: OrganisationId::from_uuid(Uuid::from_u128(60)),
                requester: Some(person(3)),
                team: "FR".into(),
                desk: "FR".into(),
                owner: None,
                priority: Priority::P3,
                impact: 1,
                urgency: 1,
                confidential: false,
                parent: None,
                answers: BTreeMap::new(),
                facts: BTreeMap::new(),
                counters: BTreeMap::new(),
                created_at: now(),
                submitted_at: Some(now()),
                state_since: now(),
                resolved_at: Some(now()),
                updated_at: now(),
                version: 1,
                revision: 1,
            },
            facts,
            actor: Actor::Staff { id: person(ACTOR) },
            roles: vec![],
            cause: Cause::Asked,
            given: Given::new(),
        }
    }

    /// A scene in which every condition of the transition holds for the role.
    fn ready(
        definition: &Definition,
        transition: &Transition,
        state: &StateKey,
        role: Role,
    ) -> Self {
        let mut scene = Self::new(definition, state);
        scene.act_as(role);
        if scene.cause == Cause::Rule && !transition.trigger.iter().any(|one| one.is_by_rule()) {
            scene.cause = Cause::Message;
        }
        if scene.cause == Cause::Asked {
            for input in &transition.inputs {
                scene.given.insert(input.name.clone(), sample(&input.kind));
            }
        }
        for guard in transition.visible_if.iter().chain(&transition.guards) {
            scene.satisfy(guard);
        }
        if let Some(wanted) = &transition.approvals {
            scene.facts.approvals = (0..wanted.count)
                .map(|n| Approval {
                    transition: transition.key.clone(),
                    person: person(100 + u128::from(n)),
                    role: wanted.roles[0],
                })
                .collect();
        }
        scene
    }

    pub fn act_as(&mut self, role: Role) {
        self.roles = vec![role];
        (self.actor, self.cause) = match role {
            Role::System => (
                Actor::System {
                    rule: "test".into(),
                },
                Cause::Rule,
            ),
            Role::Partner => (Actor::Partner { id: person(ACTOR) }, Cause::Asked),
            Role::Manager | Role::Lead | Role::Reviewer | Role::Specialist | Role::Admin => {
                (Actor::Staff { id: person(ACTOR) }, Cause::Asked)
            }
        };
    }

    pub fn decide<'a>(
        &self,
        definition: &'a Definition,
        key: &TransitionKey,
    ) -> Result<Decision<'a>, Refusal> {
        let command = Command {
            transition: key,
            cause: self.cause,
            given: self.given.clone(),
            actor: &self.actor,
            roles: &self.roles,
        };
        decide(definition, &self.case, &command, &self.facts, now())
    }

    fn count(&mut self, counter: &str, count: i64) {
        self.case.counters.insert(counter.to_owned(), count);
    }

    fn record(&mut self, fact: &str, value: Value) {
        self.case.facts.insert(fact.to_owned(), value);
    }

    pub fn satisfy(&mut self, guard: &Guard) {
        match guard {
            Guard::FormValid
            | Guard::AssigneeAvailable
            | Guard::WithinCapacityUnless { .. }
            | Guard::NoOwner
            | Guard::NotPortfolioOwner
            | Guard::TargetMergeable
            | Guard::TargetJoinable
            | Guard::OtherTeam
            | Guard::ChildrenOver
            | Guard::WithinSinceResolved { .. }
            | Guard::NoOtherLink => {}
            Guard::CounterBelow { counter, count }
            | Guard::CounterBelowUnless { counter, count, .. } => self.count(counter, count - 1),
            Guard::AssigneeNot { fact } | Guard::NotActorOf { fact } => {
                self.record(fact, json!(person(77).to_string()));
            }
            Guard::HasOwner => self.case.owner = Some(person(COLLEAGUE)),
            Guard::ActorIsOwner => self.case.owner = Some(person(ACTOR)),
            Guard::OwnerGone => {
                self.case.owner = Some(person(8));
                self.facts.staff.insert(person(8), Standing::Gone);
            }
            Guard::RequestTypeIs { request_type } => {
                self.case.request_type = Some(request_type.clone());
            }
            Guard::ChildOver => self.facts.children_over = 1,
            Guard::CounterAtLeast { counter, count } => self.count(counter, *count),
            Guard::FactPresent { fact } => self.record(fact, json!(person(78).to_string())),
            Guard::FactIs { fact, value } => self.record(fact, json!(value)),
            Guard::DateReached { fact } => self.record(fact, json!("2026-09-21")),
            Guard::ChecklistDone => self.facts.checklist = Completeness::Complete,
            Guard::DocumentsComplete => self.facts.documents = Completeness::Complete,
            Guard::HasLink => self.facts.links = 1,
            Guard::PriorityIs { priority } | Guard::PriorityIsOrCounter { priority, .. } => {
                self.case.priority = *priority;
            }
            Guard::NotPriorityAndCounterBelow { counter, count, .. } => {
                self.case.priority = Priority::P3;
                self.count(counter, count - 1);
            }
        }
    }

    fn everybody_stands(&mut self, standing: Standing) {
        self.facts
            .staff
            .values_mut()
            .for_each(|one| *one = standing);
    }

    /// Bends the scene so that the guard fails; `None` when nobody in these roles could see it fail.
    fn violate(&mut self, guard: &Guard) -> Option<()> {
        match guard {
            Guard::FormValid => {
                self.facts.form = Err(vec![InputError {
                    field: "title".into(),
                    code: "required".into(),
                    params: BTreeMap::new(),
                }]);
            }
            Guard::AssigneeAvailable => self.everybody_stands(Standing::Absent),
            Guard::WithinCapacityUnless { role } => {
                self.everybody_stands(Standing::OverCapacity);
                return (!self.roles.contains(role)).then_some(());
            }
            Guard::AssigneeNot { fact } => {
                let assignee = self.given.get("assignee").cloned();
                self.record(
                    fact,
                    assignee.unwrap_or_else(|| json!(person(ACTOR).to_string())),
                );
            }
            Guard::NoOwner | Guard::ActorIsOwner => self.case.owner = Some(person(COLLEAGUE)),
            Guard::HasOwner => self.case.owner = None,
            Guard::OwnerGone => {
                self.facts.staff.insert(person(8), Standing::Absent);
            }
            Guard::NotPortfolioOwner => self.facts.portfolio_owner = Some(person(ACTOR)),
            Guard::RequestTypeIs { .. } => self.case.request_type = Some("feedback".into()),
            Guard::TargetMergeable => {
                self.facts
                    .targets
                    .values_mut()
                    .for_each(|one| one.merging = Fitness::Over);
            }
            Guard::TargetJoinable => {
                self.facts
                    .targets
                    .values_mut()
                    .for_each(|one| one.joining = Fitness::Over);
            }
            Guard::OtherTeam => self.case.desk = "EMEA".into(),
            Guard::ChildrenOver | Guard::ChildOver => self.facts.children_open = 1,
            Guard::CounterAtLeast { counter, count } => self.count(counter, count - 1),
            Guard::CounterBelow { counter, count } => self.count(counter, *count),
            Guard::CounterBelowUnless {
                counter,
                count,
                role,
            } => {
                self.count(counter, *count);
                return (!self.roles.contains(role)).then_some(());
            }
            Guard::WithinSinceResolved { .. } => {
                self.case.resolved_at = Some(now().minus(Span::days(400)));
            }
            Guard::NotActorOf { fact } => {
                self.record(fact, json!(person(ACTOR).to_string()));
                self.actor.person()?;
            }
            Guard::FactPresent { fact } => {
                self.case.facts.remove(fact);
            }
            Guard::FactIs { fact, .. } => self.record(fact, json!("something else")),
            Guard::DateReached { fact } => self.record(fact, json!("2026-09-22")),
            Guard::ChecklistDone => self.facts.checklist = Completeness::Incomplete,
            Guard::DocumentsComplete => self.facts.documents = Completeness::Incomplete,
            Guard::HasLink => self.facts.links = 0,
            Guard::NoOtherLink => self.facts.links = 2,
            Guard::PriorityIs { .. } | Guard::PriorityIsOrCounter { .. } => {
                self.case.priority = Priority::P4;
                self.case.counters.clear();
            }
            Guard::NotPriorityAndCounterBelow { priority, .. } => self.case.priority = *priority,
        }
        Some(())
    }
}

pub fn sample(kind: &InputKind) -> Value {
    match kind {
        InputKind::Message { min, .. } | InputKind::Text { min, .. } => {
            json!("mot ".repeat(usize::try_from(*min).unwrap() / 4 + 1) + "fin")
        }
        InputKind::Choice { options } => json!(options[0].value),
        InputKind::Date => json!("2026-09-28"),
        InputKind::Team => json!("EMEA"),
        InputKind::Person => json!(person(COLLEAGUE).to_string()),
        InputKind::Case => json!("REQ-0090"),
        InputKind::Confirm => json!(true),
        InputKind::Number => json!(3),
    }
}

/// Calls back once per transition, state it leaves and role of the four machines.
fn every_move(mut check: impl FnMut(&Definition, &Transition, &StateKey, Role)) {
    for Parsed { definition, .. } in shipped() {
        for transition in &definition.transitions {
            for state in &transition.from {
                for role in &transition.roles {
                    check(&definition, transition, state, *role);
                }
            }
        }
    }
}

#[test]
fn every_transition_of_the_four_machines_is_decided_when_all_holds() {
    let mut moves = 0;
    every_move(|definition, transition, state, role| {
        let scene = Scene::ready(definition, transition, state, role);
        let decision = scene
            .decide(definition, &transition.key)
            .unwrap_or_else(|refusal| {
                panic!(
                    "{} {} from {state} as {}: {refusal:?}",
                    definition.key,
                    transition.code,
                    role.as_str()
                )
            });
        match &transition.to {
            Target::State(to) => assert_eq!(&decision.to, to),
            Target::Previous => assert_eq!(Some(&decision.to), scene.case.previous_state.as_ref()),
        }
        assert_eq!(
            definition.state(&decision.to).unwrap().category,
            decision.category
        );
        moves += 1;
    });
    assert!(moves > 100, "{moves}");
}

#[test]
fn every_transition_is_refused_to_every_other_role() {
    every_move(|definition, transition, state, role| {
        for other in Role::ALL
            .into_iter()
            .filter(|other| !transition.roles.contains(other))
        {
            let mut scene = Scene::ready(definition, transition, state, role);
            scene.act_as(other);
            let refusal = scene.decide(definition, &transition.key).unwrap_err();
            assert!(matches!(refusal, Refusal::WrongRole { .. }), "{refusal:?}");
        }
    });
}

#[test]
fn every_transition_is_refused_from_every_other_state() {
    every_move(|definition, transition, state, role| {
        for other in definition
            .states
            .iter()
            .filter(|other| !transition.from.contains(&other.key))
        {
            let mut scene = Scene::ready(definition, transition, state, role);
            scene.case.state = other.key.clone();
            let refusal = scene.decide(definition, &transition.key).unwrap_err();
            assert!(matches!(refusal, Refusal::WrongState { .. }), "{refusal:?}");
        }
    });
}

#[test]
fn every_guard_of_every_transition_refuses_with_its_own_code() {
    let mut refused = 0;
    every_move(|definition, transition, state, role| {
        for guard in transition.visible_if.iter().chain(&transition.guards) {
            let mut scene = Scene::ready(definition, transition, state, role);
            if scene.violate(guard).is_none() {
                continue;
            }
            let refusal = scene.decide(definition, &transition.key).unwrap_err();
            match guard {
                Guard::FormValid => assert!(matches!(refusal, Refusal::Input(_)), "{refusal:?}"),
                _ => assert_eq!(
                    refusal.code(),
                    guard.code(),
                    "{} {}",
                    definition.key,
                    transition.code
                ),
            }
            refused += 1;
        }
    });
    assert!(refused > 30, "{refused}");
}

#[test]
fn every_required_input_is_missed_when_a_person_leaves_it_out() {
    every_move(|definition, transition, state, role| {
        let ready = Scene::ready(definition, transition, state, role);
        for input in transition.inputs.iter().filter(|input| input.required) {
            if ready.cause != Cause::Asked {
                continue;
            }
            let mut scene = ready.clone();
            scene.given.remove(&input.name);
            let Err(Refusal::Input(errors)) = scene.decide(definition, &transition.key) else {
                panic!(
                    "{} {} without {}",
                    definition.key, transition.code, input.name
                );
            };
            assert!(
                errors.iter().all(|error| error.field == input.name),
                "{errors:?}"
            );
        }
    });
}

#[test]
fn a_rule_cannot_press_a_button_and_a_person_cannot_be_a_timer() {
    let request = request();
    let mut scene = Scene::new(&request, &"waiting_partner".into());
    scene.act_as(Role::System);
    scene.count("reminded", 2);
    assert!(scene.decide(&request, &"auto_resolve".into()).is_ok());
    scene.cause = Cause::Asked;
    let refusal = scene.decide(&request, &"auto_resolve".into()).unwrap_err();
    assert!(matches!(refusal, Refusal::WrongRole { .. }), "{refusal:?}");
}

#[test]
fn messages_are_drafts_and_values_are_facts() {
    let request = request();
    let ask = request.transition(&"ask".into()).unwrap();
    let scene = Scene::ready(&request, ask, &"in_progress".into(), Role::Manager);
    let decision = scene.decide(&request, &ask.key).unwrap();
    assert_eq!(
        decision.given,
        Given::from([("follow_up_on".to_owned(), json!("2026-09-28"))])
    );
    assert_eq!(decision.messages.len(), 1);
    assert_eq!(decision.messages[0].input, "question");
    assert_eq!(decision.messages[0].audience, Audience::Public);
    assert_eq!(decision.category, Category::WaitingPartner);
}

#[test]
fn what_the_move_settles_is_recorded() {
    let request = request();
    let auto = request.transition(&"auto_resolve".into()).unwrap();
    let scene = Scene::ready(&request, auto, &"waiting_partner".into(), Role::System);
    let decision = scene.decide(&request, &auto.key).unwrap();
    assert_eq!(decision.given["resolution"], json!("no_reply"));
}

#[test]
fn the_acting_reviewer_is_recorded_for_four_eyes() {
    let verification = shipped().remove(1).definition;
    let recommend = verification.transition(&"recommend".into()).unwrap();
    let scene = Scene::ready(
        &verification,
        recommend,
        &"under_review".into(),
        Role::Reviewer,
    );
    let decision = scene.decide(&verification, &recommend.key).unwrap();
    assert_eq!(
        decision.given["first_reviewer"],
        json!(person(ACTOR).to_string())
    );
}

#[test]
fn a_merge_records_the_identity_of_the_named_case() {
    let request = request();
    let merge = request.transition(&"merge".into()).unwrap();
    let scene = Scene::ready(&request, merge, &"submitted".into(), Role::Lead);
    let decision = scene.decide(&request, &merge.key).unwrap();
    assert_eq!(
        decision.given["target"],
        json!(Uuid::from_u128(90).to_string())
    );
}

#[test]
fn approvals_of_others_are_counted() {
    let mut request = request();
    let at = request
        .transitions
        .iter()
        .position(|one| one.code == "R4")
        .unwrap();
    request.transitions[at].approvals = Some(Approvals {
        count: 1,
        roles: vec![Role::Lead],
        not_actor: true,
    });
    let decline = request.transitions[at].clone();
    let mut scene = Scene::ready(&request, &decline, &"submitted".into(), Role::Manager);
    assert!(scene.decide(&request, &decline.key).is_ok());
    scene.facts.approvals[0].person = person(ACTOR);
    assert_eq!(
        scene.decide(&request, &decline.key).unwrap_err().code(),
        "guard.approvals"
    );
    scene.facts.approvals.clear();
    assert_eq!(
        scene.decide(&request, &decline.key).unwrap_err().code(),
        "guard.approvals"
    );
}

#[test]
fn offers_say_why_a_move_is_not_possible_and_leave_inputs_for_later() {
    let request = request();
    let mut scene = Scene::new(&request, &"in_progress".into());
    scene.act_as(Role::Manager);
    scene.facts.children_open = 1;
    let offers = options(
        &request,
        &scene.case,
        &scene.actor,
        &scene.roles,
        &scene.facts,
        now(),
    );
    let verdict = |key: &str| {
        let offer = offers
            .iter()
            .find(|offer| offer.transition.key == key.into());
        offer.map(|offer| &offer.verdict)
    };
    assert!(matches!(
        verdict("resolve"),
        Some(Verdict::NotNow(Refusal::Guard {
            code: "guard.children_over",
            ..
        }))
    ));
    assert_eq!(verdict("delegate"), Some(&Verdict::Ready));
    assert_eq!(verdict("ask"), Some(&Verdict::Ready));
    assert_eq!(
        verdict("open_verification"),
        None,
        "only for its own request type"
    );
    assert_eq!(verdict("release_gone"), None, "only by itself");
    assert_eq!(verdict("withdraw"), None, "not for a manager");
}

#[test]
fn only_the_partners_words_move_a_case() {
    let request = request();
    let scene = Scene::new(&request, &"waiting_partner".into());
    let partner = Actor::Partner { id: person(3) };
    let found = on_message(&request, &scene.case, &partner).map(|one| one.code.as_str());
    assert_eq!(found, Some("R7"));
    assert_eq!(on_message(&request, &scene.case, &scene.actor), None);
    let resolved = Scene::new(&request, &"resolved".into());
    assert_eq!(on_message(&request, &resolved.case, &partner), None);
}

#[test]
fn automatic_moves_happen_when_their_guards_hold() {
    let request = request();
    let mut scene = Scene::new(&request, &"in_progress".into());
    let next = |scene: &Scene| {
        automatic(&request, &scene.case, &scene.facts, now()).map(|one| one.code.clone())
    };
    assert_eq!(next(&scene), None);
    scene.satisfy(&Guard::OwnerGone);
    assert_eq!(next(&scene), Some("R14a".to_owned()));
}

#[test]
fn the_end_of_the_last_child_resumes_the_request() {
    let request = request();
    let mut scene = Scene::new(&request, &"waiting_internal".into());
    let next = |scene: &Scene| {
        on_child(&request, &scene.case, &scene.facts, now()).map(|one| one.code.clone())
    };
    scene.facts.children_over = 1;
    scene.facts.children_open = 1;
    assert_eq!(next(&scene), None);
    scene.facts.children_open = 0;
    assert_eq!(next(&scene), Some("R10b".to_owned()));
}

#[test]
fn reopening_counts_business_days_of_the_calendar() {
    let request = request();
    let reopen = request.transition(&"reopen".into()).unwrap();
    let mut scene = Scene::ready(&request, reopen, &"resolved".into(), Role::Partner);
    // Ten business days back from Monday 21 September 10:00 is Monday 7 September 10:00.
    scene.case.resolved_at = Some(Instant::parse_rfc3339("2026-09-07T08:00:00Z").unwrap());
    assert!(scene.decide(&request, &reopen.key).is_ok());
    scene.case.resolved_at = Some(Instant::parse_rfc3339("2026-09-07T07:59:59Z").unwrap());
    let Err(Refusal::Guard { code, params }) = scene.decide(&request, &reopen.key) else {
        panic!("it is too late");
    };
    assert_eq!(code, "guard.within_since_resolved");
    assert_eq!(
        (params["days"].as_str(), params["of"].as_str()),
        ("10", "business")
    );
}

#[test]
fn every_refusal_has_its_sentence_in_both_languages() {
    const SENTENCES: [&str; 2] = [
        include_str!("../../../i18n/fr/guards.ftl"),
        include_str!("../../../i18n/en/guards.ftl"),
    ];
    let guards = crate::workflow::words::GUARD_FORMS
        .iter()
        .map(|form| format!("guard-{}", form.split(' ').next().unwrap()));
    let inputs = [
        "required",
        "must_be_confirmed",
        "not_text",
        "too_short",
        "too_long",
        "not_an_option",
        "not_a_date",
        "in_the_past",
        "not_a_number",
        "unknown_team",
        "unknown_person",
        "unknown_case",
        "unknown_field",
    ]
    .map(|code| format!("input-{code}"));
    for id in guards.chain(inputs).chain(["guard-approvals".to_owned()]) {
        for text in SENTENCES {
            let is_there = text
                .lines()
                .any(|line| line.starts_with(&format!("{id} =")));
            assert!(is_there, "{id}");
        }
    }
}
