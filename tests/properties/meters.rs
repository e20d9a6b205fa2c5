//! One clock through random lives: what it says never depends on when anybody looked.

use std::sync::OnceLock;

use domain::clocks::calendar::{Calendar, Calendars};
use domain::clocks::clock::{Clock, ClockChange, ClockEvent, ClockKind, PolicyRef, Stage};
use domain::clocks::meter::{Beginning, Meter, Outcome, next_threshold, spent_at};
use domain::clocks::policy::{Answers, OnPriorityChange, Target};
use domain::ids::{CalendarKey, CaseId, ClockId, Metric, PolicyKey, TeamKey};
use domain::time::{Instant, Span};
use proptest::prelude::*;
use uuid::Uuid;

use crate::calendars::shipped;

const THRESHOLDS: [u8; 4] = [50, 75, 90, 100];

/// Something that is done to a clock.
#[derive(Clone, Copy, Debug)]
enum Act {
    Pause,
    Resume,
    Stop,
    Reopen,
    Retarget(&'static str, i64),
}

/// What is done, and when.
type Life = Vec<(Wait, Act)>;

/// How long after the act before.
#[derive(Clone, Copy, Debug)]
enum Wait {
    Millis(i64),
    /// Until the very instant the clock is due, if that is still to come.
    UntilDue,
}

fn calendars() -> &'static Calendars {
    static SHIPPED: OnceLock<Calendars> = OnceLock::new();
    SHIPPED.get_or_init(shipped)
}

fn calendar(key: &str) -> &'static Calendar {
    calendars().newest(&CalendarKey::from(key)).unwrap()
}

fn target(key: &str, minutes: i64) -> Target {
    Target {
        span: Span::minutes(minutes),
        calendar: calendar(key).pin(),
        policy: PolicyRef {
            key: PolicyKey::from("p"),
            version: 1,
        },
        answers: Answers::default(),
    }
}

fn beginning(target: &Target) -> Beginning<'_> {
    Beginning {
        id: ClockId::from_uuid(Uuid::nil()),
        case: CaseId::from_uuid(Uuid::nil()),
        metric: Metric::from("resolution"),
        kind: ClockKind::Sla,
        cycle: 1,
        team: TeamKey::from("FR"),
        target,
    }
}

fn act(clock: Clock, act: Act, now: Instant) -> Outcome {
    let own = calendars().get(&clock.calendar).unwrap();
    let meter = Meter::new(own, now, "test");
    match act {
        Act::Pause => meter.pause(clock),
        Act::Resume => meter.resume(clock),
        Act::Stop => meter.stop(clock),
        Act::Reopen => meter.reopen(clock),
        Act::Retarget(key, minutes) => Meter::new(calendar(key), now, "test").retarget(
            clock,
            &target(key, minutes),
            OnPriorityChange::FromCreation,
        ),
    }
}

fn tick(clock: Clock, now: Instant) -> Outcome {
    let own = calendars().get(&clock.calendar).unwrap();
    Meter::new(own, now, "timer").tick(clock, &THRESHOLDS)
}

fn key() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&["fr-bureau", "fr-am", "fr-live", "emea-office", "24x7"][..])
}

fn step() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => Just(Act::Pause),
        3 => Just(Act::Resume),
        1 => Just(Act::Stop),
        1 => Just(Act::Reopen),
        1 => (key(), 15_i64..4_800).prop_map(|(key, minutes)| Act::Retarget(key, minutes)),
    ]
}

/// Hours to days apart, often at round times, so that acts meet closing times.
fn wait() -> impl Strategy<Value = i64> {
    prop_oneof![
        (0_i64..96).prop_map(|halves| halves * 1_800_000),
        0_i64..200_000_000,
    ]
}

fn life() -> impl Strategy<Value = Life> {
    let wait = prop_oneof![4 => wait().prop_map(Wait::Millis), 1 => Just(Wait::UntilDue)];
    proptest::collection::vec((wait, step()), 0..12)
}

fn start() -> impl Strategy<Value = Instant> {
    (0_i64..700 * 48).prop_map(|halves| {
        let first = Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap();
        first.plus(Span::minutes(halves * 30))
    })
}

/// Lives a life; before each act, timers fire at the instants the clock asks for or not at all.
fn live(
    key: &str,
    minutes: i64,
    start: Instant,
    life: &Life,
    timers: bool,
) -> (Clock, Vec<ClockEvent>, Instant) {
    let target = target(key, minutes);
    let mut done = Meter::new(calendar(key), start, "test").start(beginning(&target));
    let mut ledger = std::mem::take(&mut done.events);
    let (mut clock, mut now) = (done.clock, start);
    for (wait, what) in life {
        now = match wait {
            Wait::Millis(millis) => now.plus(Span::millis(*millis)),
            Wait::UntilDue => clock.due_at.map_or(now, |due| due.max(now)),
        };
        if timers {
            clock = fire_until(clock, now, &mut ledger);
        }
        let outcome = act(clock, *what, now);
        ledger.extend(outcome.events);
        clock = outcome.clock;
    }
    (clock, ledger, now)
}

/// Fires the clock's timers at the instants it asks for, up to `now`.
fn fire_until(mut clock: Clock, now: Instant, ledger: &mut Vec<ClockEvent>) -> Clock {
    loop {
        let own = calendars().get(&clock.calendar).unwrap();
        let next = next_threshold(&clock, own, &THRESHOLDS).filter(|(_, at)| *at <= now);
        let Some((_, at)) = next else { return clock };
        let outcome = tick(clock, at);
        assert!(
            !outcome.events.is_empty(),
            "a timer at its instant does something"
        );
        ledger.extend(outcome.events);
        clock = outcome.clock;
    }
}

/// Everything but when a breach was noticed and what was announced.
fn essence(mut clock: Clock) -> Clock {
    clock.breach_detected_at = None;
    clock.fired.clear();
    clock
}

/// The open time that the ledger says was spent, in the hours of the last target.
fn spent_by_ledger(ledger: &[ClockEvent], now: Instant) -> Span {
    let mut hours = None;
    for event in ledger {
        if let ClockChange::Apply { calendar, .. } | ClockChange::Retarget { calendar, .. } =
            &event.what
        {
            hours = Some(calendars().get(calendar).unwrap());
        }
    }
    let (hours, mut since, mut spent) = (hours.unwrap(), None, Span::ZERO);
    for event in ledger {
        match event.what {
            ClockChange::Apply { .. } | ClockChange::Resume => since = Some(event.at),
            ClockChange::Pause | ClockChange::Fulfil | ClockChange::Cancel => {
                if let Some(from) = since.take() {
                    spent = spent.plus(hours.between(from, event.at));
                }
            }
            ClockChange::Retarget { .. }
            | ClockChange::Override { .. }
            | ClockChange::Restate { .. }
            | ClockChange::Breach { .. }
            | ClockChange::Warn { .. } => {}
        }
    }
    since.map_or(spent, |from| spent.plus(hours.between(from, now)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_clock_is_the_same_whether_its_timers_fired_in_time_or_never(key in key(), minutes in 15_i64..4_800, start in start(), life in life()) {
        let (prompt, _, now) = live(key, minutes, start, &life, true);
        let (asleep, _, _) = live(key, minutes, start, &life, false);
        let woken = tick(asleep, now).clock;
        let prompt = tick(prompt, now).clock;
        prop_assert_eq!(essence(prompt), essence(woken));
    }

    #[test]
    fn stored_equals_replayed_from_the_ledger(key in key(), minutes in 15_i64..4_800, start in start(), life in life()) {
        let (clock, ledger, now) = live(key, minutes, start, &life, true);
        let own = calendars().get(&clock.calendar).unwrap();
        if clock.stage.is_live() {
            prop_assert_eq!(spent_at(&clock, own, now), spent_by_ledger(&ledger, now));
        }
        let is_late = matches!(clock.stage, Stage::BreachedOpen | Stage::BreachedDone);
        prop_assert_eq!(clock.breached_at.is_some(), is_late);
        if let Some(breached) = clock.breached_at {
            let scheduled = ledger.iter().rev().find_map(|event| match event.what {
                ClockChange::Breach { scheduled } => Some(scheduled),
                _ => None,
            });
            prop_assert_eq!(scheduled, Some(breached));
        }
    }

    #[test]
    fn a_running_clock_is_due_when_its_rest_has_passed(key in key(), minutes in 15_i64..4_800, start in start(), life in life()) {
        let (clock, _, _) = live(key, minutes, start, &life, true);
        let own = calendars().get(&clock.calendar).unwrap();
        if let (Stage::Running, Some(since), Some(due)) = (clock.stage, clock.running_since, clock.due_at) {
            prop_assert_eq!(own.between(since, due), clock.target.minus(clock.spent));
        }
        if clock.stage == Stage::Paused {
            prop_assert_eq!(clock.due_at, None);
            prop_assert!(clock.spent < clock.target);
        }
    }

    #[test]
    fn a_target_attached_late_gives_the_clock_that_was_there_all_along(key in key(), minutes in 15_i64..4_800, start in start(), life in life()) {
        let life: Life = life.into_iter().filter(|(_, act)| matches!(act, Act::Pause | Act::Resume)).collect();
        let (lived, _, now) = live(key, minutes, start, &life, true);
        let lived = essence(tick(lived, now).clock);
        let target = target(key, minutes);
        let meter = Meter::new(calendar(key), now, "test");
        let attached = meter.attach(beginning(&target), start, lived.pauses.clone()).clock;
        let attached = Clock { original_due: lived.original_due, ..essence(tick(attached, now).clock) };
        prop_assert_eq!(attached, lived);
    }

    #[test]
    fn early_and_repeated_ticks_are_no_ops(key in key(), minutes in 15_i64..4_800, start in start(), life in life(), wait in wait()) {
        let (clock, _, now) = live(key, minutes, start, &life, true);
        let own = calendars().get(&clock.calendar).unwrap();
        let later = now.plus(Span::millis(wait));
        let once = tick(clock.clone(), later);
        if next_threshold(&clock, own, &THRESHOLDS).is_none_or(|(_, at)| at > later) {
            prop_assert_eq!(&once.events, &[]);
            prop_assert_eq!(&once.clock, &clock);
        }
        prop_assert!(once.events.len() <= 1, "one notice at a time");
        let again = tick(once.clock.clone(), later);
        prop_assert_eq!(again.events, vec![]);
        prop_assert_eq!(again.clock, once.clock);
    }
}
