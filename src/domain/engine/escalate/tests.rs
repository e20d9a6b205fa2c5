//! Escalations under the shipped policies, with time moved by hand and steps applied as the store would.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, Uuid};

use crate::case::{Kind, Priority};
use crate::changes::Changes;
use crate::engine::step::{Carried, Move, Opening, Words, acknowledge, make, open, say};
use crate::engine::tick::{Tick, tick};
use crate::engine::world::{Directory, Publisher, Snapshot, World};
use crate::escalation::{Run, RunStage};
use crate::event::{EventBody, Restart};
use crate::ids::{CaseId, Ids, OrganisationId, OverrideId, PersonId, RunId};
use crate::message::{Audience, Channel};
use crate::notices::Notice;
use crate::people::{Actor, Membership, Person, Role};
use crate::rota::Override;
use crate::routing::RoutingFacts;
use crate::rules::{Files, Rules};
use crate::text::Language;
use crate::time::{Instant, Span};
use crate::timer::TimerKind;
use crate::workflow::decide::Facts;
use crate::workflow::input::Given;

/// Monday 21 September 2026, 11:00 in Paris.
const START: &str = "2026-09-21T09:00:00Z";

struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self, now: Instant) -> Uuid {
        let n = self.0.fetch_add(1, Ordering::SeqCst);
        let [a, b, c, d, e, f, g, h] = n.to_be_bytes();
        let millis = u64::try_from(now.millis()).unwrap();
        Builder::from_unix_timestamp_millis(millis, &[0, 0, a, b, c, d, e, f, g, h]).into_uuid()
    }
}

/// A case and the people around it.
struct Play {
    rules: Rules,
    ids: Counting,
    people: Vec<Person>,
    overrides: Vec<Override>,
    now: Instant,
    snapshot: Option<Snapshot>,
    events: Vec<(Instant, EventBody)>,
    mails: Vec<(Instant, Notice)>,
}

impl Play {
    fn new() -> Self {
        let held = |role, team: &str| Membership {
            role,
            team: Some(team.into()),
        };
        let people = [
            ("aoife", vec![held(Role::Specialist, "EMEA")]),
            ("joris", vec![held(Role::Specialist, "EMEA")]),
            ("greta", vec![held(Role::Lead, "EMEA")]),
            ("dana", vec![held(Role::Specialist, "CENTRAL")]),
            ("marcus", vec![held(Role::Lead, "CENTRAL")]),
            ("maud", vec![held(Role::Lead, "FR")]),
            ("ines", vec![held(Role::Manager, "FR")]),
        ];
        let people = people.into_iter().zip(1..).map(|((name, held), n)| Person {
            id: PersonId::from_uuid(Uuid::from_u128(n)),
            name: name.to_owned(),
            email: format!("{name}@desk.example"),
            language: Language::En,
            organisation: None,
            memberships: held,
            backup: None,
            absent: false,
            active: true,
        });
        Self {
            rules: rules(&files()),
            ids: Counting(AtomicU64::new(1)),
            people: people.collect(),
            overrides: Vec::new(),
            now: Instant::parse_rfc3339(START).unwrap(),
            snapshot: None,
            events: Vec::new(),
            mails: Vec::new(),
        }
    }

    fn person(&mut self, name: &str) -> &mut Person {
        self.people.iter_mut().find(|one| one.name == name).unwrap()
    }

    fn id(&self, name: &str) -> PersonId {
        self.people.iter().find(|one| one.name == name).unwrap().id
    }

    fn name(&self, id: PersonId) -> String {
        self.people
            .iter()
            .find(|one| one.id == id)
            .unwrap()
            .name
            .clone()
    }

    /// Takes a step in the world as it is now.
    fn step(&mut self, step: impl FnOnce(&World<'_>, Instant) -> Option<Changes>) -> bool {
        let mut directory = Directory::new(self.people.iter().cloned());
        directory.set_overrides(self.overrides.clone());
        let publisher = Publisher {
            id: OrganisationId::from_uuid(Uuid::from_u128(100)),
            slug: "arenes-tv".to_owned(),
            name: "Arènes TV".to_owned(),
            tier: String::new(),
        };
        let routing = RoutingFacts::default();
        let today = self
            .now
            .timestamp()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        let facts = Facts::new(Arc::clone(&self.rules.calendars), today);
        let world = World {
            rules: &self.rules,
            ids: &self.ids,
            directory: &directory,
            publisher: &publisher,
            routing: &routing,
            facts: &facts,
            watchers: &[],
            followers: &[],
        };
        let Some(changes) = step(&world, self.now) else {
            return false;
        };
        self.apply(changes);
        true
    }

    /// What the store does with a step.
    fn apply(&mut self, changes: Changes) {
        let snapshot = self.snapshot.get_or_insert_with(|| Snapshot {
            case: changes.case.clone(),
            clocks: Vec::new(),
            timers: Vec::new(),
            runs: Vec::new(),
            links: Vec::new(),
            event_count: 0,
        });
        snapshot.case = changes.case;
        snapshot.case.version += 1;
        for clock in changes.clocks {
            snapshot.clocks.retain(|one| one.id != clock.id);
            snapshot.clocks.push(clock);
        }
        for run in changes.runs {
            snapshot.runs.retain(|one| one.id != run.id);
            snapshot.runs.push(run);
        }
        let gone = changes.fired.map(|fired| fired.id);
        snapshot
            .timers
            .retain(|one| Some(one.id) != gone && !changes.cleared.contains(&one.id));
        snapshot.timers.extend(changes.armed);
        snapshot.event_count += i64::try_from(changes.events.len()).unwrap();
        for event in changes.events {
            self.events.push((event.at, event.body));
        }
        for mail in changes.notices {
            if self.mails.iter().all(|(_, known)| known.key != mail.key) {
                self.mails.push((mail.at, mail));
            }
        }
    }

    fn open(&mut self, kind: Kind, priority: Priority) {
        let workflow = self.rules.workflows.newest_of(kind).unwrap();
        let opening = Opening {
            id: CaseId::from_uuid(Uuid::from_u128(1_000)),
            workflow,
            request_type: None,
            title: "Direct coupé".to_owned(),
            language: Language::Fr,
            organisation: OrganisationId::from_uuid(Uuid::from_u128(100)),
            requester: None,
            team: "FR".into(),
            priority,
            impact: 3,
            urgency: 3,
            confidential: false,
            parent: Some(CaseId::from_uuid(Uuid::from_u128(999))),
            answers: BTreeMap::new(),
            caused_by: None,
            carried: Carried::default(),
        };
        let actor = Actor::System {
            rule: "open_child".to_owned(),
        };
        self.step(|world, now| Some(open(world, opening, None, actor, now).unwrap()));
    }

    fn snap(&self) -> Snapshot {
        self.snapshot.clone().unwrap()
    }

    /// Lets time pass; every timer fires in its moment.
    fn pass(&mut self, span: Span) {
        let until = self.now.plus(span);
        loop {
            self.drop_follow_ups();
            let due = self
                .snap()
                .timers
                .into_iter()
                .min_by_key(|one| (one.due_at, one.id));
            let Some(timer) = due.filter(|one| one.due_at <= until) else {
                break;
            };
            self.now = self.now.max(timer.due_at);
            self.fire(&timer);
        }
        self.now = until;
    }

    /// Fires one timer; gives whether it did anything.
    fn fire(&mut self, timer: &crate::timer::Timer) -> bool {
        let snapshot = self.snap();
        self.step(
            |world, now| match tick(world, snapshot, timer, now).unwrap() {
                Tick::Fired(changes) => Some(*changes),
                Tick::Early | Tick::Stale | Tick::Follow(_) => None,
            },
        )
    }

    /// What other cases are asked is theirs to do.
    fn drop_follow_ups(&mut self) {
        let timers = &mut self.snapshot.as_mut().unwrap().timers;
        timers.retain(|timer| !matches!(timer.kind, TimerKind::Follow { .. }));
    }

    fn acknowledge(&mut self, run: RunId, by: &str) -> bool {
        let (snapshot, actor) = (self.snap(), Actor::Staff { id: self.id(by) });
        self.step(|world, now| acknowledge(world, snapshot, run, actor, now).unwrap())
    }

    fn note(&mut self, by: &str) {
        let (snapshot, actor) = (self.snap(), Actor::Staff { id: self.id(by) });
        let words = Words {
            audience: Audience::Internal,
            body: "On regarde.".to_owned(),
            channel: Channel::Desk,
            files: Vec::new(),
        };
        self.step(|world, now| Some(say(world, snapshot, words, actor, now).unwrap()));
    }

    fn make(&mut self, transition: &str, by: &str, given: Given) {
        let (snapshot, actor) = (self.snap(), Actor::Staff { id: self.id(by) });
        let wanted = Move::asked(transition.into(), given, Channel::Desk);
        self.step(|world, now| {
            Some(make(world, snapshot, wanted, Vec::new(), actor, now).unwrap())
        });
    }

    /// The run that climbs.
    fn active(&self) -> Option<Run> {
        let mut runs = self.snap().runs.into_iter();
        let found = runs.find(|run| run.stage == RunStage::Active);
        assert!(
            runs.all(|run| run.stage != RunStage::Active),
            "one climbs at a time"
        );
        found
    }

    /// Which levels fired to whom, since a moment, in minutes since `START`.
    fn levels(&self) -> Vec<(i64, u32, String)> {
        let start = Instant::parse_rfc3339(START).unwrap();
        let minutes = |at: Instant| at.since(start).as_millis() / 60_000;
        let levels = self.events.iter().filter_map(|(at, body)| match body {
            EventBody::Escalated { level, told, .. } => {
                let names: Vec<String> = told.iter().map(|id| self.name(*id)).collect();
                Some((minutes(*at), *level, names.join(" ")))
            }
            EventBody::CoverageGap { level, wanted, .. } => {
                Some((minutes(*at), *level, format!("gap: {}", wanted.join(" "))))
            }
            EventBody::LevelSkipped { level, .. } => {
                Some((minutes(*at), *level, "skipped".to_owned()))
            }
            _ => None,
        });
        levels.collect()
    }

    fn restarts(&self) -> Vec<Restart> {
        let found = self.events.iter().filter_map(|(_, body)| match body {
            EventBody::EscalationRestarted { why, .. } => Some(*why),
            _ => None,
        });
        found.collect()
    }

    /// The promise of clocks.md §4: a level fires at most once in a run.
    fn each_level_fired_once_a_run(&self) {
        let mut seen = Vec::new();
        for (_, body) in &self.events {
            if let EventBody::Escalated { run, level, .. }
            | EventBody::CoverageGap { run, level, .. } = body
            {
                assert!(!seen.contains(&(*run, *level)), "{run} level {level} twice");
                seen.push((*run, *level));
            }
        }
    }
}

fn level(minute: i64, level: u32, told: &str) -> (i64, u32, String) {
    (minute, level, told.to_owned())
}

fn files() -> Files {
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config");
    let mut files = Files::new();
    for part in ["workflows", "requests", "policies"] {
        for entry in std::fs::read_dir(format!("{config}/{part}")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            files.insert(
                format!("{part}/{name}"),
                std::fs::read_to_string(&path).unwrap(),
            );
        }
    }
    files
}

/// The definitions; mails of any name that a workflow uses are taken to exist.
fn rules(files: &Files) -> Rules {
    let words = files
        .iter()
        .filter(|(path, _)| path.starts_with("workflows/"))
        .flat_map(|(_, text)| {
            text.split(|one: char| !(one.is_alphanumeric() || "._".contains(one)))
        });
    let templates: Vec<&str> = words.filter(|word| word.contains('.')).collect();
    Rules::parse(files, &templates).unwrap()
}

fn edited(edit: impl FnOnce(&str) -> String) -> Rules {
    let mut files = files();
    let path = "policies/escalation.toml".to_owned();
    let text = edit(&files[&path]);
    files.insert(path, text);
    rules(&files)
}

#[test]
fn a_severity_one_climbs_the_whole_chain_and_repeats_it_twice() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P1);
    play.pass(Span::hours(15));
    // 21 September 2026 lies in the 38th week after the anchor: Joris's turn; a level counts from the one
    // before; the next round begins an hour after the last level.
    assert_eq!(
        play.levels(),
        [
            level(0, 1, "joris"),
            level(15, 2, "greta"),
            level(45, 3, "dana"),
            level(105, 4, "marcus"),
            level(165, 1, "joris"),
            level(180, 2, "greta"),
            level(210, 3, "dana"),
            level(270, 4, "marcus"),
            level(330, 1, "joris"),
            level(345, 2, "greta"),
            level(375, 3, "dana"),
            level(435, 4, "marcus"),
        ]
    );
    assert_eq!(play.restarts(), [Restart::Repeat, Restart::Repeat]);
    play.each_level_fired_once_a_run();
    let runs = play.snap().runs;
    assert_eq!(runs.len(), 3, "a repetition is a run of its own");
    assert!(runs.iter().all(|run| run.origin == runs[0].origin));
    // Nobody took it on: it stays to be taken on, by any of its mails.
    assert!(play.active().is_some());
    assert!(play.acknowledge(runs[0].origin, "greta"));
    assert!(play.active().is_none());
}

#[test]
fn a_breach_joins_what_climbs_already_instead_of_climbing_beside_it() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P1);
    // The clock `ack` is breached after 15 minutes, `mitigation` after 4 hours.
    play.pass(Span::minutes(20));
    let run = play.active().unwrap();
    assert_eq!(run.joined.len(), 1, "{run:?}");
    assert!(play.events.iter().any(|(_, body)| matches!(
        body,
        EventBody::EscalationJoined { metric, .. } if metric.as_str() == "ack"
    )));
    play.pass(Span::hours(4));
    let climbing = play.active().unwrap();
    assert_eq!(
        climbing.joined.len(),
        2,
        "mitigation joined too: {climbing:?}"
    );
    play.each_level_fired_once_a_run();
}

#[test]
fn acknowledging_cancels_the_pending_levels_and_silence_begins_the_chain_again() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P1);
    play.pass(Span::minutes(20));
    let run = play.active().unwrap().id;
    assert!(play.acknowledge(run, "greta"));
    assert!(!play.acknowledge(run, "joris"), "twice changes nothing");
    play.pass(Span::minutes(50));
    assert_eq!(
        play.levels().len(),
        2,
        "nothing climbs after it was taken on"
    );
    // Somebody of the staff does something: the hour begins again. A clock's warning is no activity.
    play.note("greta");
    play.pass(Span::minutes(59));
    assert_eq!(play.levels().len(), 2);
    play.pass(Span::minutes(1));
    assert_eq!(play.levels()[2], level(130, 1, "joris"), "from the top");
    assert_eq!(play.restarts(), [Restart::Silence]);
    let again = play.active().unwrap();
    assert_eq!(
        (again.round, again.origin),
        (0, run),
        "silence uses no repetition up"
    );
    // The link in the first mail is good for the chain, whichever of its runs climbs.
    assert!(play.acknowledge(run, "joris"));
    assert!(play.active().is_none());
    play.pass(Span::minutes(60));
    assert_eq!(play.restarts(), [Restart::Silence, Restart::Silence]);
    play.each_level_fired_once_a_run();
}

#[test]
fn whoever_is_absent_is_stood_in_for_and_nobody_left_is_a_gap_at_once() {
    let mut play = Play::new();
    play.person("joris").absent = true;
    play.person("greta").absent = true;
    play.person("greta").backup = Some(play.id("ines"));
    play.open(Kind::Escalation, Priority::P1);
    assert_eq!(play.levels(), [level(0, 1, "aoife")]);
    // Found out when the level fires, not before.
    play.pass(Span::minutes(10));
    play.person("dana").absent = true;
    play.pass(Span::hours(1));
    assert_eq!(
        play.levels()[1..],
        [
            level(15, 2, "ines"),
            level(45, 3, "gap: rota:central-oncall"),
            level(45, 4, "marcus"),
        ]
    );
    // An override fills it.
    play.overrides.push(Override {
        id: OverrideId::from_uuid(Uuid::from_u128(7)),
        rota: "central-oncall".into(),
        person: play.id("maud"),
        from: play.now,
        until: play.now.plus(Span::days(2)),
        author: play.id("marcus"),
    });
    play.pass(Span::hours(2));
    assert!(
        play.levels().contains(&level(150, 3, "maud")),
        "{:?}",
        play.levels()
    );
    play.each_level_fired_once_a_run();
}

#[test]
fn a_chain_that_finds_nobody_at_all_says_so_at_every_level() {
    let mut play = Play::new();
    for person in &mut play.people {
        person.absent = true;
    }
    play.open(Kind::Escalation, Priority::P1);
    let gaps = play.levels();
    assert_eq!(gaps.len(), 4);
    assert!(
        gaps.iter()
            .all(|(minute, _, said)| *minute == 0 && said.starts_with("gap: "))
    );
    let paged = |(_, mail): &&(Instant, Notice)| mail.template.as_str() == "escalation.page";
    assert_eq!(play.mails.iter().filter(paged).count(), 0);
    // It is tried again, and found as soon as somebody is back.
    play.person("greta").absent = false;
    play.pass(Span::hours(1));
    assert!(
        play.levels().contains(&level(60, 2, "greta")),
        "{:?}",
        play.levels()
    );
}

#[test]
fn when_the_work_is_over_everything_is_cancelled() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P1);
    play.pass(Span::minutes(20));
    let reason = Given::from([(
        "withdraw_reason".to_owned(),
        serde_json::json!("Faux positif, tout marche."),
    )]);
    play.make("withdraw", "maud", reason);
    assert!(play.active().is_none());
    assert!(
        play.snap()
            .runs
            .iter()
            .all(|run| run.stage == RunStage::Done)
    );
    let levels = play.levels().len();
    play.pass(Span::days(3));
    assert_eq!(play.levels().len(), levels);
}

#[test]
fn a_run_keeps_its_version_after_the_file_changes() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P1);
    play.rules = edited(|text| {
        format!(
            "{text}\n[[policy]]\nkey = \"severity-1\"\nversion = 2\n\n[[policy.level]]\ntargets = [\"lead_of:CENTRAL\"]\ndelay = \"1m\"\ncalendar = \"24x7\"\n"
        )
    });
    play.pass(Span::hours(1));
    assert_eq!(
        play.levels(),
        [
            level(0, 1, "joris"),
            level(15, 2, "greta"),
            level(45, 3, "dana")
        ]
    );
    let run = play.active().unwrap();
    assert_eq!(run.policy_version, 1);
    // A new alarm after an acknowledgement is a new run, and takes the newest.
    play.acknowledge(run.id, "greta");
    play.pass(Span::minutes(58));
    play.note("greta");
    play.pass(Span::minutes(50));
    play.note("greta");
    play.pass(Span::minutes(50));
    play.note("greta");
    play.pass(Span::minutes(30));
    let newer = play.active().unwrap();
    assert_eq!(
        newer.policy_version, 2,
        "mitigation was breached after 4 hours"
    );
    assert_eq!(play.levels().last(), Some(&level(241, 1, "marcus")));
    play.each_level_fired_once_a_run();
}

#[test]
fn a_run_whose_version_is_gone_goes_on_in_the_open() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P1);
    play.rules = edited(|text| {
        text.replacen(
            "key = \"severity-1\"\nversion = 1",
            "key = \"severity-1\"\nversion = 2",
            1,
        )
    });
    play.pass(Span::minutes(15));
    assert_eq!(play.restarts(), [Restart::PolicyGone]);
    assert_eq!(play.levels()[1], level(15, 1, "joris"));
    assert_eq!(play.active().unwrap().policy_version, 2);
    play.each_level_fired_once_a_run();
}

#[test]
fn replayed_and_late_ticks_fire_nothing_twice() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P1);
    let stale: Vec<_> = play.snap().timers;
    // The desk stood still for three days: each level fires once, late.
    play.now = play.now.plus(Span::days(3));
    play.pass(Span::minutes(1));
    let once = play.levels();
    for timer in &stale {
        assert!(!play.fire(timer), "a timer that fired is gone");
    }
    assert_eq!(play.levels(), once);
    play.each_level_fired_once_a_run();
    // Not before its time.
    let next = play
        .snap()
        .timers
        .into_iter()
        .max_by_key(|one| one.due_at)
        .unwrap();
    assert!(next.due_at > play.now);
    assert!(!play.fire(&next));
}

#[test]
fn severity_four_pages_nobody_at_its_opening_and_only_shows_on_the_board_when_late() {
    for priority in [Priority::P3, Priority::P4] {
        let mut play = Play::new();
        play.open(Kind::Escalation, priority);
        assert_eq!(play.levels(), [], "{priority:?}");
        assert!(play.active().is_none());
        play.pass(Span::days(3));
        assert!(!play.levels().is_empty());
        assert!(play.levels().iter().all(|(_, _, told)| told == "greta"));
        let paged = play
            .mails
            .iter()
            .filter(|(_, mail)| mail.template.as_str() == "sla.escalated");
        assert_eq!(paged.count() > 0, priority == Priority::P3);
    }
}

#[test]
fn a_breach_nobody_owns_reaches_the_lead_with_a_link_to_take_it_on() {
    let mut play = Play::new();
    play.open(Kind::Escalation, Priority::P3);
    let maud = play.id("maud");
    play.rules = edited(|text| {
        text.replace(
            "targets = [\"lead_of:EMEA\"]",
            "targets = [\"lead_of_team\"]",
        )
    });
    play.pass(Span::days(3));
    let hers: Vec<&Notice> = play
        .mails
        .iter()
        .map(|(_, mail)| mail)
        .filter(|mail| mail.to.person == Some(maud))
        .filter(|mail| ["sla.breach", "sla.escalated"].contains(&mail.template.as_str()))
        .collect();
    assert!(
        hers.iter().any(|mail| mail.params.contains_key("run")),
        "{hers:?}"
    );
}

#[test]
fn a_level_waits_for_its_people_or_is_passed_over_when_they_are_not_at_work() {
    let level_of = |outside: &str| {
        format!(
            "[[policy]]\nkey = \"severity-1\"\nversion = 9\n\n[[policy.level]]\ntargets = [\"lead_of_team\"]\ndelay = \"0m\"\ncalendar = \"24x7\"\nhours = \"fr-bureau\"\noutside_hours = \"{outside}\"\n\n[[policy.level]]\ntargets = [\"lead_of:EMEA\"]\ndelay = \"30m\"\ncalendar = \"24x7\"\n"
        )
    };
    // Opened in the lunch break: 12:45 in Paris; the desk is back at 13:30.
    let lunch = Instant::parse_rfc3339("2026-09-21T10:45:00Z").unwrap();
    for (outside, expected) in [
        ("fire", vec![level(105, 1, "maud"), level(135, 2, "greta")]),
        ("hold", vec![level(150, 1, "maud"), level(180, 2, "greta")]),
        (
            "skip",
            vec![level(105, 1, "skipped"), level(135, 2, "greta")],
        ),
    ] {
        let mut play = Play::new();
        play.rules = edited(|text| format!("{text}\n{}", level_of(outside)));
        play.now = lunch;
        play.open(Kind::Escalation, Priority::P1);
        play.pass(Span::hours(3));
        assert_eq!(play.levels()[..2], expected, "{outside}");
    }
}

#[test]
fn a_level_that_asks_for_the_work_to_be_done_fires_although_somebody_took_it_on() {
    let mut play = Play::new();
    play.rules = edited(|text| {
        format!(
            "{text}\n[[policy]]\nkey = \"severity-1\"\nversion = 9\n\n[[policy.level]]\ntargets = [\"rota:emea-oncall\"]\ndelay = \"0m\"\ncalendar = \"24x7\"\n\n[[policy.level]]\ntargets = [\"lead_of:EMEA\"]\ndelay = \"15m\"\ncalendar = \"24x7\"\n\n[[policy.level]]\ntargets = [\"user:Marcus@desk.example\"]\ndelay = \"30m\"\ncalendar = \"24x7\"\ncondition = \"not_done\"\n"
        )
    });
    play.open(Kind::Escalation, Priority::P1);
    play.pass(Span::minutes(5));
    let run = play.active().unwrap().id;
    assert!(play.acknowledge(run, "joris"));
    play.pass(Span::hours(2));
    assert_eq!(
        play.levels(),
        [level(0, 1, "joris"), level(45, 3, "marcus")]
    );
}

#[test]
fn the_manager_of_the_assignee_is_the_lead_of_their_team_and_never_themselves() {
    let mut play = Play::new();
    play.rules = edited(|text| {
        format!(
            "{text}\n[[policy]]\nkey = \"severity-1\"\nversion = 9\n\n[[policy.level]]\ntargets = [\"manager_of_assignee\"]\ndelay = \"10m\"\ncalendar = \"24x7\"\n\n[[policy.level]]\ntargets = [\"lead_of:CENTRAL\"]\ndelay = \"30m\"\ncalendar = \"24x7\"\n"
        )
    });
    play.open(Kind::Escalation, Priority::P1);
    play.snapshot.as_mut().unwrap().case.owner = Some(play.id("joris"));
    play.pass(Span::minutes(10));
    assert_eq!(play.levels(), [level(10, 1, "greta")]);
    let mut alone = Play::new();
    alone.rules = play.rules.clone();
    alone.open(Kind::Escalation, Priority::P1);
    alone.snapshot.as_mut().unwrap().case.owner = Some(alone.id("greta"));
    alone.pass(Span::minutes(10));
    assert_eq!(
        alone.levels(),
        [
            level(10, 1, "gap: manager_of_assignee"),
            level(10, 2, "marcus")
        ]
    );
}
