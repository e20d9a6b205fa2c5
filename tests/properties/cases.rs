//! Whole cases through random lives: their clocks are what the ledger says and what the history gives,
//! their explanations tile and add up, and every moment has one holder.

use domain::case::{Kind, Priority};
use domain::clocks::clock::{ClockEvent, Stage};
use domain::clocks::explain::{Ending, IntervalKind, explain};
use domain::clocks::meter::spent_at;
use domain::clocks::recorded::Recorded;
use domain::clocks::redrive::{Past, verify_history};
use domain::clocks::replay::verify_ledger;
use domain::ids::TeamKey;
use domain::ledger::{Holder, ledger};
use domain::time::{Instant, Span};
use proptest::prelude::*;

use crate::life::{Act, LEAD, Life, MANAGER, RULES, Side, Timers};

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Partner), Just(Side::Staff)]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => (0_usize..40).prop_map(Act::Move),
        3 => side().prop_map(Act::Says),
        1 => side().prop_map(Act::Files),
        1 => Just(Act::Note),
        2 => proptest::sample::select(&Priority::ALL[..]).prop_map(Act::Priority),
        1 => proptest::option::of(proptest::sample::select(&[MANAGER, LEAD][..])).prop_map(Act::Give),
        1 => (0_usize..8, 1_i64..400).prop_map(|(n, hours)| Act::Extend(n, hours)),
    ]
}

/// A breath, hours or days later, often at round times: one person does not act twice in one millisecond.
fn wait() -> impl Strategy<Value = Span> {
    prop_oneof![
        1 => Just(Span::millis(1)),
        3 => (1_i64..40).prop_map(|n| Span::minutes(n * 30)),
        2 => (1_i64..300_000_000).prop_map(Span::millis),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => Just(Kind::Request),
        1 => Just(Kind::Verification),
        1 => Just(Kind::Escalation),
        1 => Just(Kind::Onboarding),
    ]
}

fn timers() -> impl Strategy<Value = Timers> {
    prop_oneof![
        3 => Just(Timers::Prompt),
        2 => Just(Timers::Late),
        1 => Just(Timers::Early),
        1 => Just(Timers::Never),
    ]
}

fn begins() -> impl Strategy<Value = (Kind, Priority, Instant)> {
    let at = (0_i64..500 * 48).prop_map(|n| {
        let first = Instant::parse_rfc3339("2026-01-01T00:00:00Z").unwrap();
        first.plus(Span::minutes(n * 30))
    });
    (kind(), proptest::sample::select(&Priority::ALL[..]), at)
}

fn lived(begins: (Kind, Priority, Instant), acts: &[(Span, Act)], timers: Timers) -> Life {
    let (kind, priority, at) = begins;
    let mut life = Life::begin(kind, priority, at);
    for (wait, act) in acts {
        life.passes(*wait, timers);
        life.does(*act);
    }
    life
}

fn acts() -> impl Strategy<Value = Vec<(Span, Act)>> {
    proptest::collection::vec((wait(), act()), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn stored_clocks_are_what_the_ledger_and_the_history_of_the_case_give(begins in begins(), acts in acts(), timers in timers()) {
        let life = lived(begins, &acts, timers);
        let snapshot = life.snapshot.as_ref().unwrap();
        prop_assert_eq!(verify_ledger(&snapshot.clocks, &life.ledger, &RULES.calendars), vec![]);
        let definition = life.definition();
        let recorded = Recorded::new(&life.ledger, &life.events, &RULES.targets);
        let both: [&dyn domain::clocks::policy::Targets; 2] = [&RULES.targets, &recorded];
        for policies in both {
            let past = Past {
                events: &life.events,
                definition: &definition,
                policies,
                calendars: &RULES.calendars,
                tier: "",
                ledger: &life.ledger,
            };
            prop_assert_eq!(verify_history(&past, &snapshot.clocks, life.now).unwrap(), vec![]);
        }
    }

    #[test]
    fn intervals_tile_the_life_of_a_clock_and_lead_to_its_due_instant(begins in begins(), acts in acts(), timers in timers()) {
        let life = lived(begins, &acts, timers);
        for clock in &life.snapshot.as_ref().unwrap().clocks {
            let lines: Vec<ClockEvent> = life.ledger.iter().filter(|one| one.clock == clock.id).cloned().collect();
            let calendar = RULES.calendars.get(&clock.calendar).unwrap();
            let explained = explain(clock, &lines, calendar, RULES.targets.thresholds(), life.now);
            let end = clock.stopped_at.unwrap_or(life.now);
            let mut at = clock.started_at;
            let mut total = Span::ZERO;
            for one in &explained.intervals {
                prop_assert_eq!(one.from, at);
                prop_assert!(one.to > one.from);
                prop_assert_eq!(one.wall, one.to.since(one.from));
                if one.kind == IntervalKind::Counted {
                    prop_assert_eq!(one.business, calendar.between(one.from, one.to));
                } else {
                    prop_assert_eq!(one.business, Span::ZERO);
                }
                total = total.plus(one.business);
                prop_assert_eq!(one.total, total);
                at = one.to;
            }
            prop_assert_eq!(at, end.max(clock.started_at));
            prop_assert_eq!(total, explained.spent);
            prop_assert_eq!(total, spent_at(clock, calendar, life.now));
            match explained.ending {
                Ending::Due { at, left } => {
                    prop_assert_eq!(clock.due_at, Some(at));
                    prop_assert_eq!(left, explained.allowed.minus(explained.spent));
                    if clock.manual_due.is_none() && left > Span::ZERO {
                        prop_assert_eq!(calendar.add(end, left), Some(at));
                    }
                }
                Ending::Held { left } => {
                    prop_assert_eq!(clock.due_at, None);
                    prop_assert_eq!(left, explained.allowed.minus(explained.spent));
                }
                Ending::Met { at, due } => {
                    prop_assert_eq!(clock.stage, Stage::Met);
                    prop_assert!(due.is_none_or(|due| at <= due));
                }
                Ending::Missed { due, stopped } => {
                    prop_assert!(due <= life.now);
                    prop_assert_eq!(stopped, clock.stopped_at);
                }
                Ending::Cancelled { .. } => prop_assert_eq!(clock.stage, Stage::Cancelled),
            }
        }
    }

    #[test]
    fn every_minute_of_a_case_belongs_to_exactly_one_holder(begins in begins(), acts in acts(), timers in timers()) {
        let life = lived(begins, &acts, timers);
        let definition = life.definition();
        let side = |team: &TeamKey| RULES.team(team).map_or(Holder::Us, |team| team.holder);
        let book = ledger(&life.events, &definition, side, life.now);
        let case = &life.snapshot.as_ref().unwrap().case;
        let mut at = case.submitted_at.unwrap();
        for one in &book.stretches {
            prop_assert_eq!(one.from, at);
            prop_assert!(one.to > one.from);
            at = one.to;
        }
        let sum = Holder::ALL.iter().fold(Span::ZERO, |sum, holder| sum.plus(book.held_by(*holder)));
        prop_assert_eq!(sum, book.wall());
        if !case.category.is_over() && life.now > case.submitted_at.unwrap() {
            prop_assert_eq!(at, life.now);
        }
    }
}
