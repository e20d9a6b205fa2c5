//! The golden vectors of plain additions, daylight saving, and refusals of broken calendars.

use super::*;
use crate::source::Source;

/// A Paris wall time, or any RFC 3339 instant.
fn at(text: &str) -> Instant {
    if text.ends_with('Z') || text.contains('+') {
        return Instant::parse_rfc3339(text).unwrap();
    }
    let wall: DateTime = text.parse().unwrap();
    let zoned = wall.in_tz("Europe/Paris").unwrap();
    Instant::from_millis(zoned.timestamp().as_millisecond())
}

fn due(calendar: &str, start: &str, span: Span) -> Instant {
    let calendars = shipped();
    let calendar = calendars.newest(&CalendarKey::from(calendar)).unwrap();
    calendar.add(at(start), span).unwrap()
}

fn made(body: &str) -> Result<Calendars, Vec<Finding>> {
    let text =
        format!("[[calendar]]\nkey = \"own\"\ntitle = {{ fr = \"à nous\", en = \"own\" }}\n{body}");
    Calendars::parse(&Source::new("own.toml", &text))
}

fn own(body: &str) -> Calendar {
    made(body)
        .unwrap()
        .by_key
        .remove(&CalendarKey::from("own"))
        .unwrap()
        .pop()
        .unwrap()
}

fn first_finding(body: &str) -> String {
    made(body).unwrap_err().first().unwrap().to_string()
}

#[test]
fn g1_a_friday_afternoon_runs_over_into_monday() {
    assert_eq!(
        due("fr-bureau", "2026-09-18T17:00", Span::hours(4)),
        at("2026-09-21T12:00")
    );
}

#[test]
fn g2_lunch_is_not_counted() {
    assert_eq!(
        due("fr-bureau", "2026-09-15T12:15", Span::minutes(30)),
        at("2026-09-15T13:45")
    );
}

#[test]
fn g3_good_friday_is_worked_in_the_rest_of_france() {
    assert_eq!(
        due("fr-bureau", "2026-04-02T17:00", Span::hours(8)),
        at("2026-04-03T17:00")
    );
}

#[test]
fn g4_good_friday_and_easter_monday_are_closed_in_alsace_moselle() {
    assert_eq!(
        due("fr-am", "2026-04-02T17:00", Span::hours(8)),
        at("2026-04-07T17:00")
    );
}

#[test]
fn g5_ascension_thursday_is_closed() {
    assert_eq!(
        due("fr-bureau", "2026-05-13T16:00", Span::hours(16)),
        at("2026-05-18T16:00")
    );
}

#[test]
fn g6_the_first_of_may_is_closed() {
    assert_eq!(
        due("fr-bureau", "2026-04-30T16:00", Span::hours(24)),
        at("2026-05-06T16:00")
    );
}

#[test]
fn g7_the_night_with_an_hour_more_counts_it() {
    let due = due("24x7", "2026-10-24T23:30", Span::hours(4));
    assert_eq!(due, at("2026-10-25T02:30:00+01:00"));
}

#[test]
fn g8_the_night_with_an_hour_less_misses_it() {
    let due = due("24x7", "2026-03-28T23:30", Span::hours(4));
    assert_eq!(due, at("2026-03-29T04:30:00+02:00"));
}

#[test]
fn g9_the_live_desk_closes_at_midnight_and_opens_at_eight() {
    assert_eq!(
        due("fr-live", "2026-09-19T23:40", Span::minutes(60)),
        at("2026-09-20T08:40")
    );
}

#[test]
fn g10_a_sunday_counts_from_monday_morning() {
    assert_eq!(
        due("fr-bureau", "2026-09-20T10:00", Span::hours(4)),
        at("2026-09-21T14:00")
    );
}

#[test]
fn g11_christmas_and_the_weekend_are_skipped() {
    assert_eq!(
        due("fr-bureau", "2026-12-24T17:30", Span::hours(2)),
        at("2026-12-28T10:30")
    );
}

#[test]
fn g12_easter_and_daylight_saving_together() {
    assert_eq!(
        due("fr-bureau", "2027-03-26T17:00", Span::hours(8)),
        at("2027-03-30T17:00")
    );
}

#[test]
fn g13_closing_time_counts_from_the_next_morning() {
    assert_eq!(
        due("fr-bureau", "2026-09-21T18:00", Span::minutes(60)),
        at("2026-09-22T10:00")
    );
}

#[test]
fn g14_a_target_that_fills_the_day_ends_that_evening() {
    assert_eq!(
        due("fr-bureau", "2026-09-21T09:00", Span::hours(8)),
        at("2026-09-21T18:00")
    );
}

#[test]
fn adding_nothing_is_the_start_even_when_closed() {
    assert_eq!(
        due("fr-bureau", "2026-09-20T10:00", Span::ZERO),
        at("2026-09-20T10:00")
    );
}

#[test]
fn open_and_closed_are_told_apart_to_the_millisecond() {
    let calendars = shipped();
    let office = calendars.newest(&CalendarKey::from("fr-bureau")).unwrap();
    let noon = at("2026-09-21T12:30");
    assert!(office.is_open(noon.minus(Span::millis(1))));
    assert!(!office.is_open(noon));
    assert_eq!(office.next_open(noon), Some(at("2026-09-21T13:30")));
    assert_eq!(
        office.next_open(at("2026-09-21T10:00")),
        Some(at("2026-09-21T10:00"))
    );
    assert_eq!(
        office.next_open(at("2026-12-25T10:00")),
        Some(at("2026-12-28T09:00"))
    );
}

#[test]
fn a_year_of_office_hours_adds_up_across_blocks() {
    let calendars = shipped();
    let office = calendars.newest(&CalendarKey::from("fr-bureau")).unwrap();
    // 261 weekdays of 2026, less nine holidays that fall on one.
    let open = office.between(at("2026-01-01T00:00"), at("2027-01-01T00:00"));
    assert_eq!(open, Span::hours((261 - 9) * 8));
    let due = office.add(
        at("2020-01-01T00:00"),
        office.between(at("2020-01-01T00:00"), at("2026-09-21T18:00")),
    );
    assert_eq!(due, Some(at("2026-09-21T18:00")));
}

#[test]
fn beyond_the_horizon_there_is_no_due_instant() {
    let calendars = shipped();
    for calendar in calendars.all() {
        assert_eq!(
            calendar.add(at("2026-01-01T00:00"), Span::days(365_000)),
            None
        );
        assert_eq!(calendar.add(Instant::from_millis(-1), Span::hours(1)), None);
    }
}

#[test]
fn a_wall_time_that_does_not_exist_opens_at_the_next_that_does() {
    let night = own("zone = \"Europe/Paris\"\nslots = { every_day = [\"02:30-05:00\"] }");
    let (spring, after) = (at("2026-03-29T00:00"), at("2026-03-30T00:00"));
    assert_eq!(night.between(spring, after), Span::hours(2));
    assert_eq!(night.next_open(spring), Some(at("2026-03-29T03:00")));
    let gone = own("zone = \"Europe/Paris\"\nslots = { every_day = [\"02:10-02:50\"] }");
    assert_eq!(gone.between(spring, after), Span::ZERO);
}

#[test]
fn a_repeated_wall_time_is_taken_at_its_first_occurrence_and_the_hour_inside_a_slot_counts() {
    let (autumn, after) = (at("2026-10-25T00:00"), at("2026-10-26T00:00"));
    let short = own("zone = \"Europe/Paris\"\nslots = { every_day = [\"02:10-02:40\"] }");
    assert_eq!(short.between(autumn, after), Span::minutes(30));
    assert_eq!(
        short.next_open(autumn),
        Some(at("2026-10-25T02:10:00+02:00"))
    );
    let long = own("zone = \"Europe/Paris\"\nslots = { every_day = [\"01:00-04:00\"] }");
    assert_eq!(long.between(autumn, after), Span::hours(4));
}

#[test]
fn office_hours_keep_to_the_wall_across_daylight_saving() {
    assert_eq!(
        due("fr-bureau", "2026-10-23T17:00", Span::hours(2)),
        at("2026-10-26T10:00")
    );
    assert_eq!(at("2026-10-26T10:00").to_rfc3339(), "2026-10-26T09:00:00Z");
}

#[test]
fn closures_half_days_and_windows_overlay_the_week() {
    let calendar = own(
        "zone = \"Europe/Paris\"\nslots = { weekdays = [\"09:00-17:00\"] }\n\
         holidays = [\"fr-national\"]\nclosures = [\"2026-05-15\", \"2026-08-10..2026-08-14\"]\n\
         half_days = [{ date = \"2026-12-24\", slots = [\"09:00-12:00\"] }, \
         { date = \"2026-05-25\", slots = [\"10:00-11:00\"] }]\n\
         windows = [{ from = \"2026-08-15T18:00:00Z\", to = \"2026-08-15T20:00:00Z\" }]",
    );
    let open = |from, to| calendar.between(at(from), at(to));
    assert_eq!(
        open("2026-05-14T00:00", "2026-05-18T00:00"),
        Span::ZERO,
        "Ascension and its bridge"
    );
    assert_eq!(
        open("2026-05-25T00:00", "2026-05-26T00:00"),
        Span::hours(1),
        "Whit Monday, half worked"
    );
    assert_eq!(
        open("2026-08-10T00:00", "2026-08-17T00:00"),
        Span::hours(2),
        "only the window"
    );
    assert_eq!(open("2026-12-24T00:00", "2026-12-25T00:00"), Span::hours(3));
}

/// frappe/helpdesk could not express a lunch break; osTicket fell for some sets of weekdays.
#[test]
fn any_set_of_weekdays_and_breaks_can_be_written() {
    let odd = own(
        "zone = \"Europe/Paris\"\nslots = { tue = [\"08:00-09:00\", \"10:00-11:00\"], sun = [\"22:00-24:00\"] }",
    );
    let due = odd.add(at("2026-09-22T08:30"), Span::hours(3)).unwrap();
    assert_eq!(
        due,
        at("2026-09-27T23:30"),
        "half an hour, an hour, then Sunday night"
    );
    let hours: Vec<bool> = (0..7)
        .map(|day| odd.is_open(at("2026-09-21T08:30").plus(Span::days(day))))
        .collect();
    assert_eq!(hours, [false, true, false, false, false, false, false]);
}

#[test]
fn touching_slots_are_one_stretch() {
    let day = own("zone = \"UTC\"\nslots = { every_day = [\"00:00-12:00\", \"12:00-24:00\"] }");
    assert!(day.never_closes());
}

#[test]
fn a_calendar_without_working_time_is_refused() {
    let message = first_finding("zone = \"Europe/Paris\"\nslots = { mon = [] }");
    assert_eq!(
        message,
        "own.toml:5: calendar “own” has no working time: give slots a day"
    );
}

#[test]
fn a_bad_zone_names_the_nearest() {
    let message = first_finding("zone = \"Europe/Pari\"\nslots = { mon = [\"09:00-10:00\"] }");
    assert_eq!(
        message,
        "own.toml:4: zone “Europe/Pari” is unknown, did you mean “Europe/Paris”?"
    );
    let offset = first_finding("zone = \"+02:00\"\nslots = { mon = [\"09:00-10:00\"] }");
    assert!(offset.starts_with("own.toml:4: zone “+02:00”"), "{offset}");
}

#[test]
fn overlapping_and_backward_slots_are_refused_on_their_line() {
    let message =
        first_finding("zone = \"UTC\"\nslots.mon = [\n\"09:00-12:00\",\n\"11:00-13:00\"]");
    assert_eq!(message, "own.toml:7: slot 11:00-13:00 overlaps 09:00-12:00");
    for slot in [
        "12:00-09:00",
        "09:00-24:01",
        "9:00-10:00",
        "09:00",
        "09:60-10:00",
        "09:00-09:00",
    ] {
        let body = format!("zone = \"UTC\"\nslots = {{ mon = [\"{slot}\"] }}");
        assert!(first_finding(&body).contains("is not a slot"), "{slot}");
    }
}

#[test]
fn unknown_names_come_with_the_nearest_one() {
    let week = "zone = \"UTC\"\nslots = { mon = [\"09:00-10:00\"] }\n";
    let set = first_finding(&format!("{week}holidays = [\"fr-nationl\"]"));
    assert!(
        set.contains("own.toml:6: unknown holidays “fr-nationl”, did you mean “fr-national”?"),
        "{set}"
    );
    let field = first_finding(&format!("{week}bussiness_day = \"8h\""));
    assert!(
        field.starts_with("own.toml:6: unknown field `bussiness_day`"),
        "{field}"
    );
    assert!(field.ends_with("did you mean `business_day`?"), "{field}");
}

#[test]
fn every_mistake_of_a_file_is_told() {
    let findings = made(
        "zone = \"Nowhere\"\nbusiness_day = \"25h\"\nslots = { mon = [\"x\"], tue = [\"09:00-10:00\"] }\n\
         closures = [\"2026-13-01\"]\nhalf_days = [{ date = \"2026-12-24\", slots = [] }]\n\
         windows = [{ from = \"2026-01-02T00:00:00Z\", to = \"2026-01-01T00:00:00Z\" }]",
    )
    .unwrap_err();
    let lines: Vec<usize> = findings.iter().map(|finding| finding.line).collect();
    assert_eq!(lines, [4, 5, 6, 7, 8, 9]);
}

#[test]
fn versions_live_side_by_side_and_new_clocks_take_the_newest() {
    let text = "[[calendar]]\nkey = \"own\"\nversion = 2\ntitle = { fr = \"a\", en = \"a\" }\nzone = \"UTC\"\nslots = { mon = [\"09:00-10:00\"] }\n\
                [[calendar]]\nkey = \"own\"\nversion = 1\ntitle = { fr = \"a\", en = \"a\" }\nzone = \"UTC\"\nslots = { tue = [\"09:00-10:00\"] }\n";
    let calendars = Calendars::parse(&Source::new("own.toml", text)).unwrap();
    let key = CalendarKey::from("own");
    assert_eq!(calendars.newest(&key).unwrap().pin().version, 2);
    let old = CalendarRef {
        key: key.clone(),
        version: 1,
    };
    assert_eq!(calendars.get(&old).unwrap().pin(), old);
    let gone = CalendarRef { key, version: 3 };
    assert_eq!(calendars.get(&gone).unwrap_err(), UnknownCalendar(gone));
    let twice = text.replace("version = 2", "version = 1");
    let finding = Calendars::parse(&Source::new("own.toml", &twice)).unwrap_err();
    assert_eq!(finding.first().unwrap().line, 8);
}
