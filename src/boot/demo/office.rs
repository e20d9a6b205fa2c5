//! Open time around the moment the demonstration opens: minutes of office hours forwards and backwards.

use domain::clocks::calendar::Calendar;
use domain::time::{Instant, Span};
use jiff::civil::{Date, time};

/// Open time that must be left in the day for the demonstration to begin at once.
const WORTH_IT: Span = Span::hours(2);

/// Office hours, seen from one moment.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    calendar: &'a Calendar,
    now: Instant,
}

impl<'a> Office<'a> {
    /// The hours of a calendar, seen from `now`.
    pub const fn new(calendar: &'a Calendar, now: Instant) -> Self {
        Self { calendar, now }
    }

    /// The moment they are seen from.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// The moment `minutes` of open time after `at`.
    pub fn after(&self, at: Instant, minutes: i64) -> Instant {
        let span = Span::minutes(minutes);
        self.calendar.add(at, span).unwrap_or_else(|| at.plus(span))
    }

    /// The latest moment with `minutes` of open time between it and now.
    pub fn ago(&self, minutes: i64) -> Instant {
        let wanted = Span::minutes(minutes);
        // An office week of 40 hours is at most a fortnight of calendar time, holidays included.
        let mut early = self
            .now
            .minus(Span::minutes(minutes.saturating_mul(9)))
            .minus(Span::days(21));
        let mut late = self.now;
        while late.since(early) > Span::millis(1) {
            let middle = early.plus(Span::millis(late.since(early).as_millis() / 2));
            if self.calendar.between(middle, self.now) >= wanted {
                early = middle;
            } else {
                late = middle;
            }
        }
        early
    }

    /// The day at `at`, where the office is.
    pub fn day(&self, at: Instant) -> Date {
        self.calendar.local(at).date()
    }

    /// The day `days` business days of eight open hours after `at`, as `2026-09-21`.
    pub fn day_after(&self, at: Instant, days: i64) -> String {
        self.day(self.after(at, days.saturating_mul(480)))
            .to_string()
    }

    /// See [`super::opening_moment`].
    pub fn opening(&self) -> Instant {
        let local = self.calendar.local(self.now);
        let after_start = local.time() >= time(10, 40, 0, 0);
        let evening = local
            .date()
            .tomorrow()
            .ok()
            .and_then(|day| self.at_local(day, time(0, 0, 0, 0)))
            .unwrap_or(self.now);
        if after_start && self.calendar.between(self.now, evening) >= WORTH_IT {
            return self.now;
        }
        let mut day = local.date();
        // Fifteen days hold a working day in any calendar that shuts for a holiday or a fortnight.
        for _ in 0..15 {
            let found = self
                .at_local(day, time(10, 40, 0, 0))
                .filter(|at| *at >= self.now && self.calendar.is_open(*at));
            if let Some(at) = found {
                return at;
            }
            day = day.saturating_add(jiff::Span::new().days(1));
        }
        self.now
    }

    fn at_local(&self, day: Date, at: jiff::civil::Time) -> Option<Instant> {
        let zone = self.calendar.local(self.now).time_zone().clone();
        let zoned = day.to_datetime(at).to_zoned(zone).ok()?;
        Some(Instant::from_millis(zoned.timestamp().as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clocks::calendar::Calendars;
    use domain::ids::CalendarKey;

    use crate::boot::definitions;

    fn calendars() -> std::sync::Arc<Calendars> {
        let files = definitions::files("").unwrap();
        definitions::rules(&files).unwrap().calendars
    }

    fn at(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn the_past_and_the_future_are_counted_in_the_same_hours() {
        let calendars = calendars();
        let calendar = calendars.newest(&CalendarKey::from("fr-bureau")).unwrap();
        let office = Office::new(calendar, at("2026-09-21T10:40:00+02:00"));
        for minutes in [1, 99, 100, 101, 480, 5_000, 24_000] {
            let then = office.ago(minutes);
            assert!(calendar.is_open(then), "{minutes}");
            let drift = office.now().since(office.after(then, minutes)).as_millis();
            assert!(drift.abs() <= 1_000, "{minutes}: {drift} ms");
        }
        assert_eq!(office.day_after(office.now(), 5), "2026-09-28");
    }

    #[test]
    fn it_opens_at_once_in_the_middle_of_a_working_day_and_else_on_the_next_one() {
        let calendars = calendars();
        for (real, opening) in [
            ("2026-09-21T14:05:00+02:00", "2026-09-21T14:05:00+02:00"),
            ("2026-09-21T12:50:00+02:00", "2026-09-21T12:50:00+02:00"),
            ("2026-09-21T08:00:00+02:00", "2026-09-21T10:40:00+02:00"),
            ("2026-09-21T17:30:00+02:00", "2026-09-22T10:40:00+02:00"),
            ("2026-09-25T23:10:00+02:00", "2026-09-28T10:40:00+02:00"),
            ("2026-12-25T11:00:00+01:00", "2026-12-28T10:40:00+01:00"),
        ] {
            assert_eq!(
                super::super::opening_moment(at(real), &calendars),
                at(opening),
                "{real}"
            );
        }
    }
}
