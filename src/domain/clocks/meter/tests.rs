//! The golden vectors of pauses and changed targets, and the bugs of other desks.

use super::*;
use crate::clocks::calendar::{Calendars, shipped};
use crate::clocks::clock::{CalendarRef, PolicyRef};
use crate::clocks::policy::Answers;
use crate::ids::{CalendarKey, PolicyKey, TeamKey};

const THRESHOLDS: [u8; 4] = [50, 75, 90, 100];

struct Bench {
    calendars: Calendars,
}

impl Bench {
    fn new() -> Self {
        Self {
            calendars: shipped(),
        }
    }

    fn calendar(&self, key: &str) -> &Calendar {
        self.calendars.newest(&CalendarKey::from(key)).unwrap()
    }

    fn at(&self, now: &str) -> Meter<'_> {
        Meter::new(self.calendar("fr-bureau"), paris(now), "test")
    }

    fn started(&self, now: &str, target: Span) -> Clock {
        self.at(now)
            .start(beginning(&of("fr-bureau", target)))
            .clock
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

fn of(calendar: &str, span: Span) -> Target {
    Target {
        span,
        calendar: CalendarRef {
            key: CalendarKey::from(calendar),
            version: 1,
        },
        policy: PolicyRef {
            key: PolicyKey::from("test"),
            version: 1,
        },
        answers: Answers::default(),
    }
}

fn beginning(target: &Target) -> Beginning<'_> {
    let id = uuid::Uuid::nil();
    Beginning {
        id: ClockId::from_uuid(id),
        case: CaseId::from_uuid(id),
        metric: Metric::from("resolution"),
        kind: ClockKind::Sla,
        cycle: 1,
        team: TeamKey::from("FR"),
        target,
    }
}

fn pause(from: &str, until: &str) -> Pause {
    Pause {
        from: paris(from),
        until: Some(paris(until)),
    }
}

fn names(outcome: &Outcome) -> Vec<&'static str> {
    let name = |event: &ClockEvent| match event.what {
        ClockChange::Apply { .. } => "apply",
        ClockChange::Pause => "pause",
        ClockChange::Resume => "resume",
        ClockChange::Retarget { .. } => "retarget",
        ClockChange::Override { .. } => "override",
        ClockChange::Restate { .. } => "restate",
        ClockChange::Fulfil => "fulfil",
        ClockChange::Breach { .. } => "breach",
        ClockChange::Warn { .. } => "warn",
        ClockChange::Cancel => "cancel",
    };
    outcome.events.iter().map(name).collect()
}

#[test]
fn g15_a_pause_moves_the_due_instant_by_the_open_time_it_took() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T10:00", Span::hours(8));
    assert_eq!(clock.due_at, Some(paris("2026-09-22T10:00")));
    let clock = bench.at("2026-09-21T15:00").pause(clock).clock;
    assert_eq!(
        (clock.stage, clock.due_at, clock.spent),
        (Stage::Paused, None, Span::hours(4))
    );
    let clock = bench.at("2026-09-23T11:00").resume(clock).clock;
    assert_eq!(clock.due_at, Some(paris("2026-09-23T16:00")));
    assert_eq!(clock.original_due, paris("2026-09-22T10:00"));
}

#[test]
fn g16_a_higher_priority_counts_from_creation_and_may_be_breached_already() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(40));
    let now = bench.at("2026-09-21T15:00");
    let target = of("fr-bureau", Span::hours(4));
    let outcome = now.retarget(clock, &target, OnPriorityChange::FromCreation);
    assert_eq!(names(&outcome), ["retarget", "breach"]);
    assert_eq!(outcome.clock.stage, Stage::BreachedOpen);
    assert_eq!(outcome.clock.breached_at, Some(paris("2026-09-21T14:00")));
    assert_eq!(
        outcome.clock.breach_detected_at,
        Some(paris("2026-09-21T15:00"))
    );
    assert_eq!(
        next_threshold(&outcome.clock, bench.calendar("fr-bureau"), &THRESHOLDS),
        None
    );
}

#[test]
fn g16_a_higher_priority_that_counts_from_the_change_is_due_later() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(40));
    let target = of("fr-bureau", Span::hours(4));
    let outcome =
        bench
            .at("2026-09-21T15:00")
            .retarget(clock, &target, OnPriorityChange::FromChange);
    assert_eq!(outcome.clock.stage, Stage::Running);
    assert_eq!(outcome.clock.due_at, Some(paris("2026-09-22T10:00")));
}

#[test]
fn g17_a_target_attached_late_counts_from_the_start_less_the_pause() {
    let bench = Bench::new();
    let target = of("fr-bureau", Span::hours(8));
    let pauses = vec![pause("2026-09-21T10:00", "2026-09-21T14:30")];
    let since = paris("2026-09-21T09:00");
    let outcome = bench
        .at("2026-09-21T15:00")
        .attach(beginning(&target), since, pauses);
    assert_eq!(outcome.clock.due_at, Some(paris("2026-09-22T12:30")));
    assert_eq!(outcome.clock.stage, Stage::Running);
}

#[test]
fn a_clock_attached_already_breached_has_one_breach_and_no_threshold() {
    let bench = Bench::new();
    let target = of("fr-bureau", Span::hours(2));
    let since = paris("2026-09-21T09:00");
    let outcome = bench
        .at("2026-09-21T15:00")
        .attach(beginning(&target), since, Vec::new());
    assert_eq!(names(&outcome), ["apply", "breach"]);
    assert_eq!(outcome.clock.breached_at, Some(paris("2026-09-21T11:00")));
    let again = bench
        .at("2026-09-21T15:01")
        .tick(outcome.clock.clone(), &THRESHOLDS);
    assert_eq!(
        again,
        Outcome {
            clock: outcome.clock,
            events: Vec::new()
        }
    );
}

#[test]
fn a_breach_before_a_pause_is_found_when_a_target_is_attached_late() {
    let bench = Bench::new();
    let target = of("fr-bureau", Span::hours(1));
    let pauses = vec![Pause {
        from: paris("2026-09-21T11:00"),
        until: None,
    }];
    let since = paris("2026-09-21T09:00");
    let outcome = bench
        .at("2026-09-21T15:00")
        .attach(beginning(&target), since, pauses);
    assert_eq!(outcome.clock.stage, Stage::BreachedOpen);
    assert_eq!(outcome.clock.breached_at, Some(paris("2026-09-21T10:00")));
    assert_eq!(outcome.clock.running_since, None);
    assert_eq!(outcome.clock.spent, Span::hours(2));
}

#[test]
fn a_target_that_filled_the_day_before_a_pause_in_the_evening_was_missed() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(8));
    let lived = bench.at("2026-09-21T20:00").pause(clock).clock;
    let target = of("fr-bureau", Span::hours(8));
    let since = paris("2026-09-21T09:00");
    let late = bench
        .at("2026-09-21T20:00")
        .attach(beginning(&target), since, lived.pauses.clone());
    assert_eq!(lived.breached_at, Some(paris("2026-09-21T18:00")));
    assert_eq!(late.clock, lived);
}

#[test]
fn a_stop_at_the_due_instant_is_met_and_a_millisecond_later_is_not() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let due = clock.due_at.unwrap();
    let office = bench.calendar("fr-bureau");
    let in_time = Meter::new(office, due, "test").stop(clock.clone());
    assert_eq!(
        (in_time.clock.stage, names(&in_time)),
        (Stage::Met, vec!["fulfil"])
    );
    let late = Meter::new(office, due.plus(Span::millis(1)), "test").stop(clock);
    assert_eq!(
        (late.clock.stage, names(&late)),
        (Stage::BreachedDone, vec!["breach", "fulfil"])
    );
    assert_eq!(late.clock.breached_at, Some(due));
}

#[test]
fn a_stop_at_the_due_instant_is_met_even_when_the_timer_came_first() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let due = Meter::new(bench.calendar("fr-bureau"), clock.due_at.unwrap(), "test");
    let ticked = due.tick(clock, &THRESHOLDS);
    assert_eq!(names(&ticked), ["breach"]);
    let stopped = due.stop(ticked.clock).clock;
    assert_eq!((stopped.stage, stopped.breached_at), (Stage::Met, None));
}

#[test]
fn a_pause_at_the_due_instant_saves_nothing_but_a_stop_then_does() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let due = clock.due_at.unwrap();
    let meter = Meter::new(bench.calendar("fr-bureau"), due, "test");
    let paused = meter.pause(clock.clone());
    assert_eq!(names(&paused), ["breach", "pause"]);
    assert_eq!(
        paused.clock,
        meter.pause(meter.tick(clock, &THRESHOLDS).clock).clock
    );
    assert_eq!(
        (paused.clock.stage, paused.clock.due_at),
        (Stage::BreachedOpen, Some(due))
    );
    assert_eq!(meter.stop(paused.clock).clock.stage, Stage::Met);
}

#[test]
fn a_target_changed_at_the_due_instant_is_in_time_and_still_announces_its_end() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let office = bench.calendar("fr-bureau");
    let meter = Meter::new(office, clock.due_at.unwrap(), "test");
    let longer = of("fr-bureau", Span::hours(8));
    let ticked = meter.tick(clock, &THRESHOLDS).clock;
    let clock = meter
        .retarget(ticked, &longer, OnPriorityChange::FromCreation)
        .clock;
    assert_eq!((clock.stage, clock.breached_at), (Stage::Running, None));
    assert_eq!(
        next_threshold(&clock, office, &[100]),
        Some((100, paris("2026-09-21T18:00")))
    );
}

#[test]
fn a_breach_is_the_due_instant_whenever_it_is_noticed() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let outcome = bench.at("2026-09-22T09:00").tick(clock, &THRESHOLDS);
    assert_eq!(
        names(&outcome),
        ["breach"],
        "one notice after downtime, not four"
    );
    assert_eq!(outcome.clock.breached_at, Some(paris("2026-09-21T14:00")));
    assert_eq!(
        outcome.clock.breach_detected_at,
        Some(paris("2026-09-22T09:00"))
    );
}

#[test]
fn thresholds_are_announced_once_each_in_open_time() {
    let bench = Bench::new();
    let office = bench.calendar("fr-bureau");
    let mut clock = bench.started("2026-09-21T14:00", Span::hours(8));
    let mut announced = Vec::new();
    while let Some((percent, at)) = next_threshold(&clock, office, &THRESHOLDS) {
        let early =
            Meter::new(office, at.minus(Span::millis(1)), "test").tick(clock.clone(), &THRESHOLDS);
        assert_eq!(early.events, []);
        let once = Meter::new(office, at, "test").tick(clock, &THRESHOLDS);
        assert_eq!(once.events.len(), 1);
        let twice = Meter::new(office, at, "test").tick(once.clock.clone(), &THRESHOLDS);
        assert_eq!(twice.events, []);
        announced.push((percent, at));
        clock = once.clock;
    }
    let expected = [
        (50, "2026-09-21T18:00"),
        (75, "2026-09-22T11:00"),
        (90, "2026-09-22T12:12"),
        (100, "2026-09-22T14:00"),
    ];
    assert_eq!(
        announced,
        expected.map(|(percent, at)| (percent, paris(at)))
    );
    assert_eq!(clock.fired, THRESHOLDS);
}

/// glpi sent hundreds of notices for one clock.
#[test]
fn after_downtime_only_the_highest_threshold_passed_is_announced() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let outcome = bench.at("2026-09-21T12:15").tick(clock, &THRESHOLDS);
    assert_eq!(
        outcome
            .events
            .iter()
            .map(|event| &event.what)
            .collect::<Vec<_>>(),
        [&ClockChange::Warn { percent: 75 }]
    );
    assert_eq!(outcome.clock.fired, [50, 75]);
}

/// frappe/helpdesk let the clock run while paused; glpi breached while pending.
#[test]
fn a_paused_clock_does_not_run_and_does_not_breach() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let clock = bench.at("2026-09-21T10:00").pause(clock).clock;
    let later = paris("2026-12-01T10:00");
    let office = bench.calendar("fr-bureau");
    assert_eq!(
        Meter::new(office, later, "test")
            .tick(clock.clone(), &THRESHOLDS)
            .events,
        []
    );
    assert_eq!(next_threshold(&clock, office, &THRESHOLDS), None);
    assert_eq!(spent_at(&clock, office, later), Span::hours(1));
    assert_eq!(remaining_at(&clock, office, later), Span::hours(3));
    let stopped = Meter::new(office, later, "test").stop(clock).clock;
    assert_eq!(stopped.stage, Stage::Met);
}

/// frappe/helpdesk added the hold time to the creation date.
#[test]
fn hold_time_outside_office_hours_gives_nothing_back() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-18T16:00", Span::hours(4));
    assert_eq!(clock.due_at, Some(paris("2026-09-21T11:00")));
    let clock = bench.at("2026-09-18T18:00").pause(clock).clock;
    let clock = bench.at("2026-09-21T09:00").resume(clock).clock;
    assert_eq!(clock.due_at, Some(paris("2026-09-21T11:00")));
}

/// glpi lost earlier pause time when the priority changed.
#[test]
fn a_priority_change_credits_earlier_pauses_in_the_new_calendar_too() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(40));
    let clock = bench.at("2026-09-21T10:00").pause(clock).clock;
    let clock = bench.at("2026-09-21T14:30").resume(clock).clock;
    let same = of("fr-bureau", Span::hours(8));
    let retargeted =
        bench
            .at("2026-09-21T15:00")
            .retarget(clock.clone(), &same, OnPriorityChange::FromCreation);
    assert_eq!(retargeted.clock.due_at, Some(paris("2026-09-22T12:30")));
    let day_and_night = of("24x7", Span::hours(8));
    let meter = Meter::new(bench.calendar("24x7"), paris("2026-09-21T15:00"), "test");
    let retargeted = meter
        .retarget(clock, &day_and_night, OnPriorityChange::FromCreation)
        .clock;
    assert_eq!(retargeted.due_at, Some(paris("2026-09-21T21:30")));
    assert_eq!(retargeted.spent, Span::hours(1));
}

#[test]
fn a_target_changed_while_paused_counts_when_it_resumes() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(40));
    let clock = bench.at("2026-09-21T11:00").pause(clock).clock;
    let target = of("fr-bureau", Span::hours(4));
    let clock = bench
        .at("2026-09-22T09:00")
        .retarget(clock, &target, OnPriorityChange::FromCreation)
        .clock;
    assert_eq!((clock.stage, clock.due_at), (Stage::Paused, None));
    let clock = bench.at("2026-09-22T14:00").resume(clock).clock;
    assert_eq!(clock.due_at, Some(paris("2026-09-22T16:00")));
}

#[test]
fn what_breached_stays_breached_through_pause_retarget_and_resume() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(1));
    let due = paris("2026-09-21T10:00");
    let clock = bench.at("2026-09-21T10:00").tick(clock, &THRESHOLDS).clock;
    let longer = of("fr-bureau", Span::hours(80));
    let clock = bench
        .at("2026-09-21T11:00")
        .retarget(clock, &longer, OnPriorityChange::FromCreation)
        .clock;
    let clock = bench.at("2026-09-21T12:00").pause(clock).clock;
    assert_eq!(
        (clock.stage, clock.due_at, clock.running_since),
        (Stage::BreachedOpen, Some(due), None)
    );
    let clock = bench.at("2026-09-22T12:00").resume(clock).clock;
    assert_eq!(
        (clock.stage, clock.due_at),
        (Stage::BreachedOpen, Some(due))
    );
    let clock = bench.at("2026-09-22T12:30").stop(clock).clock;
    assert_eq!(
        (clock.stage, clock.breached_at),
        (Stage::BreachedDone, Some(due))
    );
    assert_eq!(clock.spent, Span::minutes(210));
}

#[test]
fn a_late_pause_notices_the_breach_first() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(1));
    let outcome = bench.at("2026-09-21T11:00").pause(clock);
    assert_eq!(names(&outcome), ["breach", "pause"]);
    assert_eq!(outcome.clock.breached_at, Some(paris("2026-09-21T10:00")));
}

#[test]
fn time_spent_done_is_not_counted_when_a_case_is_reopened() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(8));
    let clock = bench.at("2026-09-21T12:00").stop(clock).clock;
    assert_eq!((clock.stage, clock.spent), (Stage::Met, Span::hours(3)));
    let clock = bench.at("2026-09-24T09:00").reopen(clock).clock;
    assert_eq!(clock.due_at, Some(paris("2026-09-24T15:00")));
    assert_eq!(clock.stopped_at, None);
    let again = bench.at("2026-09-24T15:00").stop(clock).clock;
    assert_eq!(again.stage, Stage::Met);
}

#[test]
fn a_case_reopened_after_a_breach_is_still_breached() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(1));
    let clock = bench.at("2026-09-21T12:00").stop(clock).clock;
    assert_eq!(clock.stage, Stage::BreachedDone);
    let clock = bench.at("2026-09-22T09:00").reopen(clock).clock;
    assert_eq!(
        (clock.stage, clock.due_at),
        (Stage::BreachedOpen, Some(paris("2026-09-21T10:00")))
    );
}

#[test]
fn a_cancelled_clock_never_changes_again() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(1));
    let clock = bench.at("2026-09-21T12:00").cancel(clock).clock;
    assert_eq!((clock.stage, clock.breached_at), (Stage::Cancelled, None));
    let later = bench.at("2026-09-22T12:00");
    let target = of("fr-bureau", Span::hours(2));
    for outcome in [
        later.pause(clock.clone()),
        later.resume(clock.clone()),
        later.stop(clock.clone()),
        later.reopen(clock.clone()),
        later.cancel(clock.clone()),
        later.tick(clock.clone(), &THRESHOLDS),
        later.retarget(clock.clone(), &target, OnPriorityChange::FromCreation),
    ] {
        assert_eq!(
            outcome,
            Outcome {
                clock: clock.clone(),
                events: Vec::new()
            }
        );
    }
}

#[test]
fn a_met_clock_of_a_void_case_leaves_the_denominator_but_keeps_its_end() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(8));
    let clock = bench.at("2026-09-21T12:00").stop(clock).clock;
    let outcome = bench.at("2026-09-22T12:00").cancel(clock);
    assert_eq!(names(&outcome), ["cancel"]);
    assert_eq!(outcome.clock.stopped_at, Some(paris("2026-09-21T12:00")));
}

#[test]
fn pauses_that_touch_overlap_or_lie_outside_are_taken_out_once() {
    let bench = Bench::new();
    let office = bench.calendar("fr-bureau");
    let since = paris("2026-09-21T09:00");
    let due = |pauses: &[Pause]| due_after(office, since, pauses, Span::hours(4));
    let whole = pause("2026-09-21T10:00", "2026-09-21T12:00");
    assert_eq!(due(&[]), Some(paris("2026-09-21T14:00")));
    assert_eq!(due(&[whole]), Some(paris("2026-09-21T16:00")));
    let inner = pause("2026-09-21T10:30", "2026-09-21T11:00");
    assert_eq!(due(&[whole, inner]), Some(paris("2026-09-21T16:00")));
    let before = pause("2026-09-20T10:00", "2026-09-20T12:00");
    let after = pause("2026-09-22T10:00", "2026-09-22T12:00");
    assert_eq!(
        due(&[before, whole, after]),
        Some(paris("2026-09-21T16:00"))
    );
    let open = Pause {
        from: paris("2026-09-21T10:00"),
        until: None,
    };
    assert_eq!(due(&[open]), None);
    assert_eq!(due_after(office, since, &[], Span::days(365_000)), None);
}

fn by_hand(meter: &Meter<'_>, clock: Clock, due: &str) -> Outcome {
    let by = PersonId::from_uuid(uuid::Uuid::from_u128(7));
    meter.set_due(clock, paris(due), by, "agreed by telephone".to_owned())
}

#[test]
fn a_due_date_set_by_hand_is_logged_with_its_author_and_its_reason() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(8));
    let outcome = by_hand(&bench.at("2026-09-21T10:00"), clock, "2026-09-25T17:00");
    assert_eq!(outcome.clock.due_at, Some(paris("2026-09-25T17:00")));
    assert_eq!(outcome.clock.original_due, paris("2026-09-21T18:00"));
    let [line] = &outcome.events[..] else {
        panic!("one line: {:?}", outcome.events)
    };
    let ClockChange::Override { due, by, note } = &line.what else {
        panic!("an override: {line:?}")
    };
    assert_eq!(
        (*due, note.as_str()),
        (paris("2026-09-25T17:00"), "agreed by telephone")
    );
    assert_eq!(*by, PersonId::from_uuid(uuid::Uuid::from_u128(7)));
    assert_eq!((line.spent, line.due_at), (Span::hours(1), Some(*due)));
}

#[test]
fn later_changes_do_not_move_a_due_date_set_by_hand() {
    let bench = Bench::new();
    let due = Some(paris("2026-09-25T17:00"));
    let clock = bench.started("2026-09-21T09:00", Span::hours(40));
    let clock = by_hand(&bench.at("2026-09-21T10:00"), clock, "2026-09-25T17:00").clock;
    for how in [OnPriorityChange::FromCreation, OnPriorityChange::FromChange] {
        let target = of("24x7", Span::hours(4));
        let meter = Meter::new(bench.calendar("24x7"), paris("2026-09-22T09:00"), "test");
        let faster = meter.retarget(clock.clone(), &target, how);
        assert_eq!(names(&faster), ["retarget"]);
        assert_eq!(
            (faster.clock.stage, faster.clock.due_at),
            (Stage::Running, due)
        );
    }
    let held = bench.at("2026-09-21T14:00").pause(clock);
    assert_eq!((held.clock.stage, held.clock.due_at), (Stage::Paused, None));
    let on = bench.at("2026-09-23T14:00").resume(held.clock).clock;
    assert_eq!((on.stage, on.due_at), (Stage::Running, due));
    let met = bench.at("2026-09-25T17:00").stop(on.clone());
    assert_eq!(met.clock.stage, Stage::Met);
    let missed = bench.at("2026-09-25T17:01").stop(on).clock;
    assert_eq!(
        (missed.stage, missed.breached_at),
        (Stage::BreachedDone, due)
    );
}

#[test]
fn a_due_date_set_by_hand_that_passes_while_the_clock_stands_still_leaves_what_was_left_of_it() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let clock = by_hand(&bench.at("2026-09-21T10:00"), clock, "2026-09-22T12:00").clock;
    // From Monday 15:00 there are three hours that day and three on Tuesday.
    let clock = bench.at("2026-09-21T15:00").pause(clock).clock;
    let calendar = bench.calendar("fr-bureau");
    assert_eq!(
        remaining_at(&clock, calendar, paris("2026-09-23T09:00")),
        Span::hours(6)
    );
    let clock = bench.at("2026-09-24T09:00").resume(clock).clock;
    assert_eq!((clock.stage, clock.breached_at), (Stage::Running, None));
    assert_eq!(clock.due_at, Some(paris("2026-09-24T16:00")));
    assert_eq!(
        remaining_at(&clock, calendar, paris("2026-09-24T15:00")),
        Span::hours(1)
    );
}

#[test]
fn a_due_date_set_by_hand_during_a_pause_holds_from_the_resumption() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let clock = bench.at("2026-09-21T11:00").pause(clock).clock;
    let clock = by_hand(&bench.at("2026-09-22T09:00"), clock, "2026-09-24T18:00").clock;
    assert_eq!((clock.stage, clock.due_at), (Stage::Paused, None));
    let clock = bench.at("2026-09-23T09:00").resume(clock).clock;
    assert_eq!(clock.due_at, Some(paris("2026-09-24T18:00")));
    let meter = bench.at("2026-09-23T10:00");
    let target = of("fr-bureau", Span::hours(8));
    let clock = meter
        .retarget(clock, &target, OnPriorityChange::FromCreation)
        .clock;
    assert_eq!(clock.due_at, Some(paris("2026-09-24T18:00")));
    assert_eq!(
        clock.spent,
        Span::hours(2),
        "both halves of the pause are credited"
    );
}

#[test]
fn warnings_follow_the_due_date_set_by_hand() {
    let bench = Bench::new();
    let calendar = bench.calendar("fr-bureau");
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let clock = by_hand(&bench.at("2026-09-21T09:00"), clock, "2026-09-22T18:00").clock;
    let next = next_threshold(&clock, calendar, &THRESHOLDS);
    assert_eq!(
        next,
        Some((50, paris("2026-09-21T18:00"))),
        "half of sixteen hours"
    );
    let early = bench
        .at("2026-09-21T13:30")
        .tick(clock.clone(), &THRESHOLDS);
    assert_eq!(early.events, []);
    let late = bench.at("2026-09-22T18:00").tick(clock, &THRESHOLDS);
    assert_eq!(names(&late), ["breach"]);
    assert_eq!(late.clock.breached_at, Some(paris("2026-09-22T18:00")));
}

#[test]
fn what_was_missed_stays_missed() {
    let bench = Bench::new();
    let clock = bench.started("2026-09-21T09:00", Span::hours(4));
    let outcome = by_hand(&bench.at("2026-09-21T16:00"), clock, "2026-09-25T17:00");
    assert_eq!(names(&outcome), ["breach"]);
    assert_eq!(outcome.clock.manual_due, None);
}
