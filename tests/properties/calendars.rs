//! Calendars agree with the minute-by-minute oracle, and their sums and differences with each other.

use domain::clocks::calendar::{Calendar, Calendars};
use domain::ids::CalendarKey;
use domain::source::Source;
use domain::time::{Instant, Span};
use jiff::civil::Date;
use proptest::prelude::*;

use crate::oracle::{MINUTE, Week};

/// Zones with an hour, half an hour, or no daylight saving, changing at two, at midnight or never.
const ZONES: [&str; 7] = [
    "Europe/Paris",
    "Europe/Dublin",
    "America/Los_Angeles",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
];

/// Days around which clocks change somewhere in [`ZONES`], and two ordinary ones.
const STARTS: [&str; 10] = [
    "2026-03-06T00:00:00Z",
    "2026-03-27T00:00:00Z",
    "2026-04-02T00:00:00Z",
    "2026-05-12T00:00:00Z",
    "2026-09-04T00:00:00Z",
    "2026-10-02T00:00:00Z",
    "2026-10-23T00:00:00Z",
    "2026-10-30T00:00:00Z",
    "2026-12-23T00:00:00Z",
    "2027-03-26T00:00:00Z",
];

/// Minutes watched per case: six days.
const WATCHED: usize = 6 * 24 * 60;

pub fn shipped() -> Calendars {
    let text = include_str!("../../config/policies/calendars.toml");
    Calendars::parse(&Source::new("calendars.toml", text)).unwrap()
}

fn own(week: &Week) -> Calendars {
    let text = week.to_toml();
    Calendars::parse(&Source::new("own.toml", &text))
        .unwrap_or_else(|found| panic!("{found:?}\n{text}"))
}

fn the_one(calendars: &Calendars) -> &Calendar {
    calendars.newest(&CalendarKey::from("own")).unwrap()
}

/// Up to three slots a day, on the quarter of an hour more often than not.
fn day() -> impl Strategy<Value = Vec<(u16, u16)>> {
    let mark = prop_oneof![3 => (0_u16..=96).prop_map(|quarter| quarter * 15), 1 => 0_u16..=1_440];
    proptest::collection::btree_set(mark, 0..=6).prop_map(|marks| {
        let marks: Vec<u16> = marks.into_iter().collect();
        marks
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect()
    })
}

fn week() -> impl Strategy<Value = Week> {
    let closures = proptest::collection::vec(0_i64..700, 0..=3);
    (
        proptest::sample::select(&ZONES[..]),
        proptest::array::uniform7(day()),
        any::<bool>(),
        closures,
    )
        .prop_filter("a calendar has working time", |(_, slots, _, _)| {
            slots.iter().any(|day| !day.is_empty())
        })
        .prop_map(|(zone, slots, holidays, closures)| {
            let first: Date = "2026-01-01".parse().unwrap();
            let closed = |days: i64| first.checked_add(jiff::Span::new().days(days)).unwrap();
            Week {
                zone,
                slots,
                holidays,
                closures: closures.into_iter().map(closed).collect(),
            }
        })
}

fn origin() -> impl Strategy<Value = Instant> {
    (proptest::sample::select(&STARTS[..]), 0_i64..24 * 60).prop_map(|(start, minute)| {
        let start = Instant::parse_rfc3339(start).unwrap();
        start.plus(Span::minutes(minute))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_minute_is_open_or_closed_as_on_the_wall(week in week(), origin in origin(), from in 0..WATCHED, len in 0..WATCHED) {
        let calendars = own(&week);
        let calendar = the_one(&calendars);
        let minutes = week.watch(origin, WATCHED);
        for (index, open) in minutes.iter().enumerate().step_by(7) {
            let at = origin.plus(Span::minutes(i64::try_from(index).unwrap()));
            prop_assert_eq!(calendar.is_open(at), *open, "{}", calendar.local(at));
        }
        let to = (from + len).min(WATCHED);
        let counted = minutes[from..to].iter().filter(|open| **open).count();
        let at = |index: usize| origin.plus(Span::minutes(i64::try_from(index).unwrap()));
        let expected = Span::minutes(i64::try_from(counted).unwrap());
        prop_assert_eq!(calendar.between(at(from), at(to)), expected);
    }

    #[test]
    fn a_deadline_is_the_first_instant_by_which_the_time_has_passed(week in week(), origin in origin(), span in 1_i64..20 * 60 * MINUTE) {
        let calendars = own(&week);
        let calendar = the_one(&calendars);
        let mut left = span;
        let mut expected = None;
        for (minute, open) in (0_i64..).zip(week.watch(origin, WATCHED)) {
            if open && left <= MINUTE {
                expected = Some(origin.plus(Span::millis(minute * MINUTE + left)));
                break;
            }
            left -= if open { MINUTE } else { 0 };
        }
        let due = calendar.add(origin, Span::millis(span));
        match expected {
            Some(_) => prop_assert_eq!(due, expected),
            None => prop_assert!(due.is_none_or(|due| due > origin.plus(Span::days(6)))),
        }
    }

    #[test]
    fn what_is_added_lies_between_and_not_a_millisecond_less(week in week(), start in 946_684_800_000_i64..2_840_140_800_000, span in 1_i64..2_000 * 60 * MINUTE) {
        let calendars = own(&week);
        let calendar = the_one(&calendars);
        let (start, span) = (Instant::from_millis(start), Span::millis(span));
        let due = calendar.add(start, span).unwrap();
        prop_assert_eq!(calendar.between(start, due), span);
        let earlier = due.minus(Span::millis(1));
        prop_assert_eq!(calendar.between(start, earlier), span.minus(Span::millis(1)));
        prop_assert!(calendar.is_open(earlier), "a deadline falls while the calendar is open");
    }

    #[test]
    fn open_time_adds_up_over_years(start in 946_684_800_000_i64..2_840_140_800_000, parts in proptest::collection::vec(0_i64..40_000_000_000, 2..5)) {
        let calendars = shipped();
        for calendar in calendars.all() {
            let mut at = Instant::from_millis(start);
            let mut sum = Span::ZERO;
            for part in &parts {
                let next = at.plus(Span::millis(*part));
                sum = sum.plus(calendar.between(at, next));
                at = next;
            }
            prop_assert_eq!(calendar.between(Instant::from_millis(start), at), sum);
        }
    }

    #[test]
    fn the_next_open_instant_has_no_open_time_before_it(week in week(), origin in origin()) {
        let calendars = own(&week);
        let calendar = the_one(&calendars);
        let next = calendar.next_open(origin).unwrap();
        prop_assert!(next >= origin && calendar.is_open(next));
        prop_assert_eq!(calendar.between(origin, next), Span::ZERO);
    }
}
