//! Explanations of lives that are easy to count by hand.

use super::*;
use crate::clocks::calendar::{Calendars, shipped};
use crate::clocks::clock::{ClockKind, PolicyRef};
use crate::clocks::meter::{Beginning, Meter};
use crate::clocks::policy::{Answers, Target};
use crate::ids::{CalendarKey, CaseId, ClockId, Metric, PolicyKey, TeamKey};

fn paris(text: &str) -> Instant {
    let wall: jiff::civil::DateTime = text.parse().unwrap();
    let zoned = wall.in_tz("Europe/Paris").unwrap();
    Instant::from_millis(zoned.timestamp().as_millisecond())
}

fn target(calendar: &Calendar, hours: i64) -> Target {
    Target {
        span: Span::hours(hours),
        calendar: calendar.pin(),
        policy: PolicyRef {
            key: PolicyKey::from("test"),
            version: 1,
        },
        answers: Answers::default(),
    }
}

fn bureau(calendars: &Calendars) -> &Calendar {
    calendars.newest(&CalendarKey::from("fr-bureau")).unwrap()
}

fn started(calendar: &Calendar, now: &str, hours: i64) -> (Clock, Vec<ClockEvent>) {
    let target = target(calendar, hours);
    let meter = Meter::new(calendar, paris(now), "transition:submit");
    let outcome = meter.start(Beginning {
        id: ClockId::from_uuid(uuid::Uuid::nil()),
        case: CaseId::from_uuid(uuid::Uuid::nil()),
        metric: Metric::from("resolution"),
        kind: ClockKind::Sla,
        cycle: 1,
        team: TeamKey::from("FR"),
        target: &target,
    });
    (outcome.clock, outcome.events)
}

fn told(explained: &Explanation) -> Vec<(IntervalKind, &'static str, Span, Span)> {
    let tell = |one: &Interval| (one.kind, one.why.as_str(), one.business, one.total);
    explained.intervals.iter().map(tell).collect()
}

#[test]
fn g15_is_explained_interval_by_interval() {
    let calendars = shipped();
    let calendar = bureau(&calendars);
    let (clock, mut lines) = started(calendar, "2026-09-21T10:00", 8);
    let at = |now, reason| Meter::new(calendar, paris(now), reason);
    let paused = at("2026-09-21T15:00", "transition:ask").pause(clock);
    lines.extend(paused.events);
    let resumed = at("2026-09-23T11:00", "transition:answer").resume(paused.clock);
    lines.extend(resumed.events);
    let now = paris("2026-09-23T12:00");
    let explained = explain(&resumed.clock, &lines, calendar, &[50, 100], now);
    let hour = Span::hours(1);
    let four = Span::hours(4);
    assert_eq!(
        told(&explained),
        [
            (IntervalKind::Counted, "transition", four, four),
            (IntervalKind::Paused, "transition", Span::ZERO, four),
            (IntervalKind::Counted, "transition", hour, Span::hours(5)),
        ]
    );
    let due = Ending::Due {
        at: paris("2026-09-23T16:00"),
        left: Span::hours(3),
    };
    assert_eq!(explained.ending, due);
    let half = explained.thresholds.first().unwrap();
    assert_eq!(half.at, Some(paris("2026-09-21T15:00")));
}

#[test]
fn a_target_that_counts_from_its_change_forgives_what_was_before() {
    let calendars = shipped();
    let calendar = bureau(&calendars);
    let (clock, mut lines) = started(calendar, "2026-09-21T09:00", 40);
    let meter = Meter::new(calendar, paris("2026-09-21T15:00"), "priority");
    let target = target(calendar, 4);
    let outcome = meter.retarget(clock, &target, OnPriorityChange::FromChange);
    lines.extend(outcome.events);
    let now = paris("2026-09-21T16:00");
    let explained = explain(&outcome.clock, &lines, calendar, &[], now);
    let hour = Span::hours(1);
    assert_eq!(
        told(&explained),
        [
            (IntervalKind::Forgiven, "transition", Span::ZERO, Span::ZERO),
            (IntervalKind::Counted, "priority", hour, hour),
        ]
    );
}

#[test]
fn reasons_of_the_ledger_are_read_back_as_stable_keys() {
    for (reason, key) in [
        ("opened", "opened"),
        ("transition:ask", "transition"),
        ("message", "message"),
        ("priority", "priority"),
        ("policy:restate", "policy"),
        ("manual", "manual"),
        ("timer:clock", "rule"),
    ] {
        assert_eq!(Why::read(reason).as_str(), key);
    }
}
