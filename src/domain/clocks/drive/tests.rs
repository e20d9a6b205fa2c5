//! Clocks of a case through its life: the table of clocks.md §1, and the bugs of other desks.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

use super::*;
use crate::case::{Kind, Priority, Reference, WorkflowRef};
use crate::clocks::clock::{ClockChange, ClockKind, OnReopen, Stage, StartRule};
use crate::clocks::policy::Policies;
use crate::clocks::standard::standard_spec;
use crate::clocks::{calendar, policy};
use crate::ids::{CaseId, OrganisationId, StateKey, TeamKey, WorkflowKey};
use crate::source::Source;
use crate::text::Language;
use crate::time::Span;

#[derive(Default)]
struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self, _now: Instant) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// A case with its clocks, moved by hand.
struct Desk {
    specs: Vec<ClockSpec>,
    policies: Policies,
    calendars: Calendars,
    ids: Counting,
    case: Case,
    clocks: Vec<Clock>,
    last: Vec<(Clock, Vec<ClockEvent>)>,
}

impl Desk {
    fn opened(metrics: &[&str]) -> Self {
        let calendars = calendar::shipped();
        Self {
            specs: metrics
                .iter()
                .map(|metric| standard_spec(metric).unwrap())
                .collect(),
            policies: policy::shipped(&calendars),
            calendars,
            ids: Counting::default(),
            case: draft(),
            clocks: Vec::new(),
            last: Vec::new(),
        }
    }

    /// Submitted on Monday 21 September 2026 at 09:00 as a P3 in France.
    fn submitted(metrics: &[&str]) -> Self {
        let mut desk = Self::opened(metrics);
        desk.step(
            "2026-09-21T09:00",
            &[Happened::Submitted, Happened::Moved],
            |case| {
                case.submitted_at = Some(paris("2026-09-21T09:00"));
                case.state = StateKey::from("submitted");
            },
        );
        desk
    }

    fn step(&mut self, now: &str, happened: &[Happened], change: impl FnOnce(&mut Case)) {
        let before = self.case.clone();
        change(&mut self.case);
        let now = paris(now);
        if self.case.category == Category::Done && before.category != Category::Done {
            self.case.resolved_at = Some(now);
        }
        self.last = drive(&Drive {
            specs: &self.specs,
            before: Some(&before),
            after: &self.case,
            terminal: self.case.state.as_str() == "closed",
            happened,
            clocks: &self.clocks,
            policies: &self.policies,
            calendars: &self.calendars,
            tier: "",
            occasion: Occasion::Ordinary,
            ids: &self.ids,
            reason: "test",
            now,
        })
        .unwrap();
        for (clock, _) in &self.last {
            match self.clocks.iter_mut().find(|known| known.id == clock.id) {
                Some(known) => *known = clock.clone(),
                None => self.clocks.push(clock.clone()),
            }
        }
    }

    fn moves(&mut self, now: &str, state: &str, category: Category) {
        self.step(now, &[Happened::Moved], |case| {
            case.state = StateKey::from(state);
            case.category = category;
        });
    }

    fn says(&mut self, now: &str, who: Happened) {
        self.step(now, &[who], |_| {});
    }

    fn cycle(&self, metric: &str, cycle: u32) -> &Clock {
        let wanted = |clock: &&Clock| clock.metric.as_str() == metric && clock.cycle == cycle;
        self.clocks.iter().find(wanted).unwrap()
    }

    fn stage(&self, metric: &str, cycle: u32) -> Stage {
        self.cycle(metric, cycle).stage
    }

    fn count(&self, metric: &str) -> usize {
        self.clocks
            .iter()
            .filter(|clock| clock.metric.as_str() == metric)
            .count()
    }
}

fn paris(text: &str) -> Instant {
    let wall: jiff::civil::DateTime = text.parse().unwrap();
    Instant::from_millis(
        wall.in_tz("Europe/Paris")
            .unwrap()
            .timestamp()
            .as_millisecond(),
    )
}

fn draft() -> Case {
    let start = paris("2026-09-21T08:30");
    Case {
        id: CaseId::from_uuid(Uuid::nil()),
        reference: Reference::pending(Kind::Request),
        kind: Kind::Request,
        workflow: WorkflowRef {
            key: WorkflowKey::from("request"),
            version: 1,
        },
        state: StateKey::from("draft"),
        category: Category::New,
        previous_state: None,
        request_type: None,
        title: "Vues du direct".to_owned(),
        language: Language::Fr,
        organisation: OrganisationId::from_uuid(Uuid::nil()),
        requester: None,
        team: TeamKey::from("FR"),
        desk: TeamKey::from("FR"),
        owner: None,
        priority: Priority::P3,
        impact: 1,
        urgency: 1,
        confidential: false,
        parent: None,
        answers: BTreeMap::new(),
        facts: BTreeMap::new(),
        counters: BTreeMap::new(),
        created_at: start,
        submitted_at: None,
        state_since: start,
        resolved_at: None,
        updated_at: start,
        version: 1,
        revision: 1,
    }
}

#[test]
fn a_draft_has_no_clocks_and_submission_starts_those_that_begin_with_it() {
    let mut desk = Desk::opened(&[
        "first_response",
        "next_response",
        "resolution",
        "work",
        "ownership",
    ]);
    desk.says("2026-09-21T08:45", Happened::PartnerMessage);
    assert_eq!(desk.clocks, []);
    let desk = Desk::submitted(&[
        "first_response",
        "next_response",
        "update_due",
        "resolution",
        "work",
        "ownership",
    ]);
    let metrics: Vec<&str> = desk
        .clocks
        .iter()
        .map(|clock| clock.metric.as_str())
        .collect();
    assert_eq!(
        metrics,
        ["first_response", "resolution", "ownership"],
        "work has no target"
    );
    assert_eq!(
        desk.cycle("first_response", 1).due_at,
        Some(paris("2026-09-21T14:00"))
    );
    assert_eq!(
        desk.cycle("resolution", 1).due_at,
        Some(paris("2026-09-25T18:00"))
    );
}

#[test]
fn only_a_public_human_answer_fulfils_the_first_response() {
    let mut desk = Desk::submitted(&["first_response"]);
    desk.says("2026-09-21T09:01", Happened::Noted);
    assert_eq!(desk.last, []);
    desk.moves("2026-09-21T10:00", "in_progress", Category::Open);
    assert_eq!(desk.stage("first_response", 1), Stage::Running);
    desk.says("2026-09-21T14:00", Happened::StaffMessage);
    assert_eq!(desk.stage("first_response", 1), Stage::Met);
}

#[test]
fn a_decline_with_its_public_text_fulfils_everything_and_starts_nothing() {
    let metrics = [
        "first_response",
        "next_response",
        "update_due",
        "resolution",
        "ownership",
    ];
    let mut desk = Desk::submitted(&metrics);
    desk.step(
        "2026-09-21T11:00",
        &[Happened::StaffMessage, Happened::Moved],
        |case| {
            case.state = StateKey::from("closed");
            case.category = Category::Done;
        },
    );
    assert_eq!(desk.clocks.len(), 3);
    assert!(desk.clocks.iter().all(|clock| clock.stage == Stage::Met));
}

#[test]
fn the_ball_with_the_partner_pauses_what_it_should_and_nothing_else() {
    let mut desk = Desk::submitted(&["first_response", "resolution", "ownership"]);
    desk.moves(
        "2026-09-21T15:00",
        "waiting_partner",
        Category::WaitingPartner,
    );
    assert_eq!(desk.stage("resolution", 1), Stage::Paused);
    assert_eq!(desk.stage("ownership", 1), Stage::Paused);
    assert_eq!(
        desk.stage("first_response", 1),
        Stage::BreachedOpen,
        "it never pauses, and was due at two"
    );
    desk.moves("2026-09-23T11:00", "in_progress", Category::Open);
    // 5 hours were spent on Monday; 35 are left from Wednesday 11:00.
    assert_eq!(
        desk.cycle("resolution", 1).due_at,
        Some(paris("2026-09-29T15:00"))
    );
}

/// A request handed to another team keeps the partner's promise running; `ownership` shows who held it.
#[test]
fn another_team_holding_the_case_does_not_pause_the_promise_and_begins_a_stay() {
    let mut desk = Desk::submitted(&["resolution", "ownership"]);
    let due = desk.cycle("resolution", 1).due_at;
    desk.step("2026-09-21T11:00", &[Happened::Moved], |case| {
        case.state = StateKey::from("waiting_internal");
        case.category = Category::WaitingInternal;
        case.desk = TeamKey::from("EMEA");
    });
    assert_eq!(
        (
            desk.stage("resolution", 1),
            desk.cycle("resolution", 1).due_at
        ),
        (Stage::Running, due)
    );
    assert_eq!(
        (desk.stage("ownership", 1), desk.stage("ownership", 2)),
        (Stage::Met, Stage::Running)
    );
    let stay = desk.cycle("ownership", 2);
    assert_eq!(
        (stay.calendar.key.as_str(), stay.target),
        ("emea-office", Span::hours(24))
    );
    assert_eq!(stay.kind, ClockKind::Ola);
    desk.step("2026-09-22T11:00", &[Happened::Moved], |case| {
        case.state = StateKey::from("in_progress");
        case.category = Category::Open;
        case.desk = TeamKey::from("FR");
    });
    assert_eq!(
        (desk.stage("ownership", 2), desk.stage("ownership", 3)),
        (Stage::Met, Stage::Running)
    );
}

#[test]
fn the_next_response_is_counted_from_the_oldest_unanswered_message_once_per_exchange() {
    let mut desk = Desk::submitted(&["first_response", "next_response"]);
    desk.says("2026-09-21T09:30", Happened::PartnerMessage);
    assert_eq!(
        desk.count("next_response"),
        0,
        "the first answer is owed already"
    );
    desk.says("2026-09-21T10:00", Happened::StaffMessage);
    desk.says("2026-09-21T11:00", Happened::PartnerMessage);
    desk.says("2026-09-21T12:00", Happened::PartnerMessage);
    assert_eq!(desk.count("next_response"), 1);
    assert_eq!(
        desk.cycle("next_response", 1).due_at,
        Some(paris("2026-09-22T11:00"))
    );
    desk.says("2026-09-21T15:00", Happened::Noted);
    assert_eq!(desk.stage("next_response", 1), Stage::Running);
    desk.says("2026-09-21T16:00", Happened::StaffMessage);
    assert_eq!(desk.stage("next_response", 1), Stage::Met);
    desk.says("2026-09-21T17:00", Happened::PartnerMessage);
    assert_eq!(
        (desk.count("next_response"), desk.stage("next_response", 2)),
        (2, Stage::Running)
    );
}

#[test]
fn every_public_answer_promises_the_next_update_and_a_question_waits() {
    let mut desk = Desk::submitted(&["update_due"]);
    desk.says("2026-09-21T10:00", Happened::StaffMessage);
    assert_eq!(
        desk.cycle("update_due", 1).due_at,
        Some(paris("2026-09-24T10:00"))
    );
    desk.step(
        "2026-09-22T10:00",
        &[Happened::StaffMessage, Happened::Moved],
        |case| {
            case.state = StateKey::from("waiting_partner");
            case.category = Category::WaitingPartner;
        },
    );
    assert_eq!(
        (desk.stage("update_due", 1), desk.stage("update_due", 2)),
        (Stage::Met, Stage::Paused)
    );
    desk.step(
        "2026-09-23T10:00",
        &[Happened::PartnerMessage, Happened::Moved],
        |case| {
            case.state = StateKey::from("in_progress");
            case.category = Category::Open;
        },
    );
    assert_eq!(
        desk.cycle("update_due", 2).due_at,
        Some(paris("2026-09-28T10:00"))
    );
    desk.step(
        "2026-09-24T10:00",
        &[Happened::StaffMessage, Happened::Moved],
        |case| {
            case.state = StateKey::from("resolved");
            case.category = Category::Done;
        },
    );
    assert_eq!(
        (desk.stage("update_due", 2), desk.count("update_due")),
        (Stage::Met, 2)
    );
}

#[test]
fn time_spent_done_is_not_counted_and_the_stay_goes_on_after_a_reopening() {
    let mut desk = Desk::submitted(&["first_response", "resolution", "ownership"]);
    desk.says("2026-09-21T10:00", Happened::StaffMessage);
    desk.moves("2026-09-21T12:00", "resolved", Category::Done);
    assert_eq!(
        (desk.stage("resolution", 1), desk.stage("ownership", 1)),
        (Stage::Met, Stage::Met)
    );
    desk.step(
        "2026-09-28T09:00",
        &[Happened::PartnerMessage, Happened::Moved],
        |case| {
            case.state = StateKey::from("in_progress");
            case.category = Category::Open;
        },
    );
    // 3 of 40 hours are spent.
    assert_eq!(
        desk.cycle("resolution", 1).due_at,
        Some(paris("2026-10-02T15:00"))
    );
    assert_eq!(
        (desk.stage("ownership", 1), desk.count("ownership")),
        (Stage::Running, 1)
    );
    assert_eq!(
        (
            desk.stage("first_response", 1),
            desk.count("first_response")
        ),
        (Stage::Met, 1)
    );
}

#[test]
fn a_workflow_may_begin_anew_or_do_nothing_on_a_reopening() {
    for (answer, cycles, stage) in [
        (OnReopen::NewCycle, 2, Stage::Running),
        (OnReopen::None, 1, Stage::Met),
    ] {
        let mut desk = Desk::submitted(&["ownership"]);
        desk.specs
            .iter_mut()
            .for_each(|spec| spec.on_reopen = answer);
        desk.moves("2026-09-21T12:00", "resolved", Category::Done);
        desk.moves("2026-09-22T12:00", "in_progress", Category::Open);
        assert_eq!(
            (desk.count("ownership"), desk.stage("ownership", cycles)),
            (usize::try_from(cycles).unwrap(), stage)
        );
    }
}

#[test]
fn clocks_of_a_void_case_leave_the_denominator_all_of_them() {
    let mut desk = Desk::submitted(&["first_response", "resolution", "ownership"]);
    desk.says("2026-09-21T10:00", Happened::StaffMessage);
    desk.moves("2026-09-21T12:00", "cancelled", Category::Void);
    assert!(
        desk.clocks
            .iter()
            .all(|clock| clock.stage == Stage::Cancelled)
    );
    assert_eq!(
        desk.cycle("first_response", 1).stopped_at,
        Some(paris("2026-09-21T10:00"))
    );
}

/// glpi lost earlier pause time when the priority changed.
#[test]
fn a_higher_priority_counts_from_creation_in_its_own_hours_with_pauses_credited() {
    let mut desk = Desk::submitted(&["resolution"]);
    desk.moves(
        "2026-09-21T10:00",
        "waiting_partner",
        Category::WaitingPartner,
    );
    desk.moves("2026-09-21T14:30", "in_progress", Category::Open);
    desk.step("2026-09-21T15:00", &[Happened::PriorityChanged], |case| {
        case.priority = Priority::P1;
    });
    let clock = desk.cycle("resolution", 1);
    assert_eq!(
        (clock.calendar.key.as_str(), clock.target),
        ("fr-live", Span::hours(4))
    );
    assert_eq!(clock.due_at, Some(paris("2026-09-21T17:30")));
    assert_eq!(clock.original_due, paris("2026-09-25T18:00"));
}

#[test]
fn a_priority_change_may_find_the_promise_broken_already_and_says_so_once() {
    let mut desk = Desk::submitted(&["resolution"]);
    desk.step("2026-09-21T15:00", &[Happened::PriorityChanged], |case| {
        case.priority = Priority::P1;
    });
    let (clock, ledger) = desk.last.first().unwrap();
    assert_eq!(
        (clock.stage, clock.breached_at),
        (Stage::BreachedOpen, Some(paris("2026-09-21T13:00")))
    );
    let breaches = ledger
        .iter()
        .filter(|event| matches!(event.what, ClockChange::Breach { .. }));
    assert_eq!(breaches.count(), 1);
}

/// zammad kept tickets escalated after their policy went.
#[test]
fn a_metric_that_loses_its_target_is_cancelled() {
    let mut desk = escalation(Priority::P2);
    assert_eq!(desk.stage("mitigation", 1), Stage::Running);
    desk.step("2026-09-21T10:00", &[Happened::PriorityChanged], |case| {
        case.priority = Priority::P4;
    });
    assert_eq!(
        (desk.stage("mitigation", 1), desk.stage("fix", 1)),
        (Stage::Cancelled, Stage::Running)
    );
}

#[test]
fn a_metric_that_gains_a_target_counts_from_the_start_less_the_pauses_of_its_like() {
    let mut desk = escalation(Priority::P4);
    assert_eq!(desk.count("mitigation"), 0);
    desk.moves("2026-09-21T10:00", "need_info", Category::WaitingPartner);
    desk.moves("2026-09-21T14:30", "investigating", Category::Open);
    desk.step("2026-09-21T15:00", &[Happened::PriorityChanged], |case| {
        case.priority = Priority::P2;
    });
    let clock = desk.cycle("mitigation", 1);
    // One hour before the pause; seven more of the live desk's hours from 14:30.
    assert_eq!(
        (clock.stage, clock.due_at),
        (Stage::Running, Some(paris("2026-09-21T21:30")))
    );
}

#[test]
fn a_clock_stopped_by_a_state_comes_back_with_it_only_when_its_workflow_says_so() {
    for (answer, stage) in [
        (OnReopen::Resume, Stage::Running),
        (OnReopen::None, Stage::Met),
    ] {
        let mut desk = escalation(Priority::P2);
        let mitigation = |spec: &&mut ClockSpec| spec.metric.as_str() == "mitigation";
        desk.specs.iter_mut().find(mitigation).unwrap().on_reopen = answer;
        desk.moves("2026-09-21T11:00", "mitigated", Category::Open);
        assert_eq!(desk.stage("mitigation", 1), Stage::Met);
        desk.moves("2026-09-21T12:00", "fix_in_progress", Category::Open);
        assert_eq!(
            (desk.stage("mitigation", 1), desk.count("mitigation")),
            (stage, 1)
        );
    }
}

#[test]
fn entering_a_starting_state_begins_a_cycle_and_coming_back_paused_resumes_it() {
    let mut desk = Desk::opened(&[]);
    desk.case.kind = Kind::Verification;
    desk.case.submitted_at = Some(paris("2026-09-21T09:00"));
    let keys = |names: &[&str]| {
        names
            .iter()
            .map(|name| StateKey::from(*name))
            .collect::<Vec<_>>()
    };
    desk.specs = vec![ClockSpec {
        metric: Metric::from("review"),
        kind: ClockKind::Ola,
        start: StartRule::States(keys(&["docs_received", "appeal"])),
        run: RunRule::States(keys(&["docs_received", "under_review", "appeal"])),
        stop: StopRule::States(keys(&["second_review"])),
        on_reopen: OnReopen::Resume,
    }];
    desk.moves("2026-09-21T09:00", "docs_received", Category::Open);
    desk.moves(
        "2026-09-21T10:00",
        "docs_requested",
        Category::WaitingPartner,
    );
    assert_eq!(desk.stage("review", 1), Stage::Paused);
    desk.moves("2026-09-22T09:00", "docs_received", Category::Open);
    assert_eq!(
        (desk.stage("review", 1), desk.count("review")),
        (Stage::Running, 1)
    );
    desk.moves("2026-09-22T10:00", "second_review", Category::Open);
    desk.moves("2026-09-22T11:00", "under_review", Category::Open);
    assert_eq!(
        (desk.stage("review", 1), desk.cycle("review", 1).spent),
        (Stage::Running, Span::hours(2))
    );
    desk.moves("2026-09-22T12:00", "second_review", Category::Open);
    desk.moves("2026-09-22T14:00", "rejected", Category::Done);
    desk.moves("2026-09-23T09:00", "appeal", Category::Open);
    assert_eq!(
        (desk.stage("review", 1), desk.stage("review", 2)),
        (Stage::Met, Stage::Running)
    );
}

#[test]
fn a_policy_may_ask_for_a_new_clock_when_the_team_changes() {
    let mut desk = Desk::submitted(&["resolution"]);
    let text = "thresholds = [100]\n[[policy]]\nkey = \"p\"\ntitle = { fr = \"p\", en = \"p\" }\non_team_change = \"new\"\n\
                rows = [{ team = [\"EMEA\"], calendar = \"24x7\", targets = { resolution = \"4h\" } }]\n";
    desk.policies = Policies::parse(&Source::new("t.toml", text), &desk.calendars).unwrap();
    desk.step("2026-09-21T10:00", &[Happened::Moved], |case| {
        case.desk = TeamKey::from("EMEA");
    });
    assert_eq!(desk.stage("resolution", 1), Stage::Cancelled);
    assert_eq!(
        desk.cycle("resolution", 2).due_at,
        Some(paris("2026-09-21T14:00"))
    );
}

#[test]
fn a_stop_beats_a_pause_in_the_same_step() {
    let mut desk = Desk::submitted(&["first_response", "resolution"]);
    desk.step(
        "2026-09-21T14:00",
        &[Happened::StaffMessage, Happened::Moved],
        |case| {
            case.state = StateKey::from("waiting_partner");
            case.category = Category::WaitingPartner;
        },
    );
    assert_eq!(
        desk.stage("first_response", 1),
        Stage::Met,
        "at the due instant itself"
    );
    assert_eq!(desk.stage("resolution", 1), Stage::Paused);
}

#[test]
fn a_step_that_changes_nothing_changes_no_clock() {
    let mut desk = Desk::submitted(&["first_response", "resolution", "ownership"]);
    desk.moves("2026-09-21T10:00", "in_progress", Category::Open);
    assert_eq!(desk.last, []);
}

#[test]
fn a_calendar_that_is_gone_is_an_error_and_not_a_guess() {
    let desk = Desk::submitted(&["resolution"]);
    let mut clocks = desk.clocks.clone();
    for clock in &mut clocks {
        clock.calendar.version = 9;
    }
    let outcome = drive(&Drive {
        specs: &desk.specs,
        before: Some(&desk.case),
        after: &desk.case,
        terminal: false,
        happened: &[],
        clocks: &clocks,
        policies: &desk.policies,
        calendars: &desk.calendars,
        tier: "",
        occasion: Occasion::Ordinary,
        ids: &desk.ids,
        reason: "test",
        now: paris("2026-09-21T10:00"),
    });
    assert_eq!(
        outcome.unwrap_err().to_string(),
        "there is no calendar “fr-bureau” in version 9"
    );
}

/// A technical escalation raised on Monday 21 September 2026 at 09:00.
fn escalation(priority: Priority) -> Desk {
    let mut desk = Desk::opened(&["resolution"]);
    let fix = ClockSpec {
        metric: Metric::from("fix"),
        ..standard_spec("resolution").unwrap()
    };
    let mitigation = ClockSpec {
        metric: Metric::from("mitigation"),
        stop: StopRule::States(vec![StateKey::from("mitigated")]),
        ..fix.clone()
    };
    desk.specs = vec![mitigation, fix];
    desk.case.kind = Kind::Escalation;
    desk.case.priority = priority;
    desk.step("2026-09-21T09:00", &[Happened::Submitted], |case| {
        case.submitted_at = Some(paris("2026-09-21T09:00"));
        case.state = StateKey::from("raised");
    });
    desk
}

#[test]
fn what_the_desk_owed_counts_for_the_desk_that_held_the_case() {
    let mut desk = Desk::submitted(&["resolution", "ownership"]);
    desk.step("2026-09-21T10:00", &[Happened::Moved], |case| {
        case.desk = TeamKey::from("EMEA");
    });
    assert_eq!(desk.cycle("ownership", 1).team.as_str(), "FR");
    assert_eq!(desk.cycle("ownership", 2).team.as_str(), "EMEA");
    assert_eq!(desk.cycle("resolution", 1).team.as_str(), "FR");
}

#[test]
fn a_breach_found_by_a_change_of_priority_is_written_in_the_hours_it_happened_in() {
    let mut desk = Desk::submitted(&["first_response"]);
    desk.step("2026-09-21T19:00", &[Happened::PriorityChanged], |case| {
        case.priority = Priority::P1;
    });
    let (_, ledger) = desk.last.first().unwrap();
    let breach = ledger.first().unwrap();
    assert!(
        matches!(breach.what, ClockChange::Breach { .. }),
        "{ledger:?}"
    );
    // The bureau closed at 18:00; the live desk, whose hours the clock gets, is still open.
    assert_eq!(breach.spent, Span::hours(8));
}
