use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::time::Span;

fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

fn rota(zone: &str, weekday: Weekday, hour: i8, minute: i8) -> Rota {
    Rota {
        key: "emea-oncall".into(),
        team: "EMEA".into(),
        title: Text::default(),
        zone: TimeZone::get(zone).unwrap(),
        weekday,
        time: Time::new(hour, minute, 0, 0).unwrap(),
        anchor: Date::new(2026, 1, 1).unwrap(),
        crew: Crew::Named(Vec::new()),
    }
}

fn roster(members: u128) -> Roster {
    Roster {
        members: (1..=members).map(|n| Some(person(n))).collect(),
        ..Roster::default()
    }
}

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

#[test]
fn turns_change_at_the_handover_on_the_wall_clock_summer_and_winter() {
    let rota = rota("Europe/Dublin", Weekday::Monday, 9, 0);
    let three = roster(3);
    // 1 January 2026 is a Thursday: the first turn begins on Monday 5 January at 9:00.
    let first = at("2026-01-05T09:00:00Z");
    assert_eq!(rota.on_call(&three, first).person, Some(person(1)));
    assert_eq!(
        rota.on_call(&three, first.minus(Span::millis(1))).person,
        Some(person(3)),
        "the turns go on backwards"
    );
    // Summer time in Dublin: 9:00 is 8:00 UTC.
    let summer = at("2026-06-01T08:00:00Z");
    assert_eq!(rota.week_of(summer), 21);
    assert_eq!(rota.week_of(summer.minus(Span::millis(1))), 20);
    // The week of the night in October is an hour longer, that of March an hour shorter.
    let long = |week: i64| {
        let from = rota.handover(week).unwrap();
        rota.handover(week + 1).unwrap().since(from)
    };
    assert_eq!(
        long(rota.week_of(at("2026-10-24T12:00:00Z"))),
        Span::hours(169)
    );
    assert_eq!(
        long(rota.week_of(at("2026-03-28T12:00:00Z"))),
        Span::hours(167)
    );
}

#[test]
fn a_handover_in_the_hour_that_does_not_exist_is_the_next_that_does() {
    let rota = rota("Europe/Paris", Weekday::Sunday, 2, 30);
    let two = roster(2);
    // Sunday 29 March 2026: 2:00 to 3:00 is skipped; Sunday 25 October: 2:00 to 3:00 comes twice.
    let march = rota
        .handover(rota.week_of(at("2026-03-30T00:00:00Z")))
        .unwrap();
    assert_eq!(march, at("2026-03-29T01:30:00Z"));
    let october = rota
        .handover(rota.week_of(at("2026-10-26T00:00:00Z")))
        .unwrap();
    assert_eq!(october, at("2026-10-25T00:30:00Z"), "the first of the two");
    assert_ne!(
        rota.on_call(&two, october).person,
        rota.on_call(&two, october.minus(Span::millis(1))).person
    );
}

#[test]
fn the_next_member_stands_in_and_nobody_left_is_a_gap() {
    let rota = rota("Europe/Dublin", Weekday::Monday, 9, 0);
    let week = at("2026-01-05T09:00:00Z");
    let mut three = roster(3);
    let away = |n| Away {
        person: person(n),
        from: week,
        until: week.plus(Span::days(2)),
    };
    three.away.push(away(1));
    let duty = rota.on_call(&three, week);
    assert_eq!(
        (duty.person, duty.planned, duty.turn),
        (Some(person(2)), Some(person(1)), Turn::StandIn)
    );
    three.away.extend([away(2), away(3)]);
    let duty = rota.on_call(&three, week);
    assert_eq!((duty.person, duty.turn), (None, Turn::Nobody));
    // An override fills the gap, unless whom it names is away too.
    let id = OverrideId::from_uuid(Uuid::from_u128(9));
    three.overrides.push(Override {
        id,
        rota: rota.key.clone(),
        person: person(7),
        from: week,
        until: week.plus(Span::days(1)),
        author: person(8),
    });
    let duty = rota.on_call(&three, week);
    assert_eq!(
        (duty.person, duty.turn),
        (Some(person(7)), Turn::Override(id))
    );
    three.away.push(away(7));
    assert_eq!(rota.on_call(&three, week).person, None);
    let shifts = rota.shifts(&three, week, week.plus(Span::days(7)));
    assert_eq!(shifts.len(), 3, "{shifts:?}");
    assert_eq!(shifts[2].from, week.plus(Span::days(2)));
    assert_eq!(shifts[2].duty.person, Some(person(1)));
}

#[test]
fn an_address_nobody_has_keeps_its_turn_and_the_next_stands_in() {
    let mut two = roster(2);
    two.members.insert(0, None);
    let rota = rota("Europe/Dublin", Weekday::Monday, 9, 0);
    let duty = rota.on_call(&two, at("2026-01-05T09:00:00Z"));
    assert_eq!(
        (duty.person, duty.planned, duty.turn),
        (Some(person(1)), None, Turn::StandIn)
    );
    assert_eq!(
        rota.on_call(&Roster::default(), at("2026-01-05T09:00:00Z"))
            .turn,
        Turn::Nobody
    );
}

const ZONES: [&str; 6] = [
    "Europe/Paris",
    "Europe/Dublin",
    "America/Los_Angeles",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
];

fn stretch() -> impl Strategy<Value = (u128, i64, i64)> {
    (1_u128..6, 0_i64..45 * 24 * 60, 1_i64..20 * 24 * 60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Shifts leave no hole, never overlap, and say at every moment what asking for that moment says.
    #[test]
    fn shifts_agree_with_who_is_on_call_at_every_moment(
        zone in 0_usize..6,
        weekday in 1_i8..=7,
        hour in 0_i8..24,
        minute in 0_i8..60,
        members in 0_u128..6,
        begin in 1_500_000_000_i64..2_000_000_000,
        away in prop::collection::vec(stretch(), 0..8),
        standing in prop::option::of(stretch()),
        probes in prop::collection::vec(0_i64..30 * 24 * 60 * 60, 40),
    ) {
        let weekday = Weekday::from_monday_one_offset(weekday).unwrap();
        let rota = rota(ZONES[zone], weekday, hour, minute);
        let from = Instant::from_millis(begin * 1_000);
        let until = from.plus(Span::days(30));
        let mut roster = roster(members);
        let of = |(who, start, long): (u128, i64, i64)| {
            let begins = from.minus(Span::days(10)).plus(Span::minutes(start));
            (person(who), begins, begins.plus(Span::minutes(long)))
        };
        roster.away = away.into_iter().map(of).map(|(person, from, until)| Away { person, from, until }).collect();
        roster.overrides = standing.into_iter().map(of).map(|(person, from, until)| Override {
            id: OverrideId::from_uuid(Uuid::from_u128(1)),
            rota: rota.key.clone(),
            person,
            from,
            until,
            author: person,
        }).collect();
        let shifts = rota.shifts(&roster, from, until);
        prop_assert_eq!(shifts.first().map(|one| one.from), Some(from));
        prop_assert_eq!(shifts.last().map(|one| one.until), Some(until));
        for pair in shifts.windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].from);
            prop_assert_ne!(pair[0].duty, pair[1].duty);
        }
        for probe in probes {
            let at = from.plus(Span::seconds(probe));
            let shift = shifts.iter().find(|one| one.from <= at && at < one.until).unwrap();
            let duty = rota.on_call(&roster, at);
            prop_assert_eq!(shift.duty, duty);
            // Nobody who is away is ever on call, and a gap means that everybody is.
            match duty.person {
                Some(person) => prop_assert!(!roster.is_away(person, at)),
                None => prop_assert!(roster.members.iter().flatten().all(|one| roster.is_away(*one, at))),
            }
        }
    }

    /// The week of a moment begins at its handover and ends before the next, whatever the zone does.
    #[test]
    fn every_moment_lies_in_the_week_of_its_handover(
        zone in 0_usize..6,
        weekday in 1_i8..=7,
        hour in 0_i8..24,
        minute in 0_i8..60,
        seconds in 1_300_000_000_i64..2_200_000_000,
    ) {
        let weekday = Weekday::from_monday_one_offset(weekday).unwrap();
        let rota = rota(ZONES[zone], weekday, hour, minute);
        let at = Instant::from_millis(seconds * 1_000);
        let week = rota.week_of(at);
        prop_assert!(rota.handover(week).unwrap() <= at);
        prop_assert!(at < rota.handover(week + 1).unwrap());
    }
}
