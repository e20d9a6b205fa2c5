//! Days and weeks as a team lives them: midnight and Monday in the zone of its calendar.

use domain::ids::TeamKey;
use domain::time::Instant;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::usecases::app::App;

impl App {
    /// The midnight that began the team's day of `at`.
    pub fn day_start(&self, team: Option<&TeamKey>, at: Instant) -> Instant {
        let zone = self.zone(team);
        midnight(local_date(&zone, at), &zone).unwrap_or(at)
    }

    /// The midnight that ends the team's day of `at`.
    pub fn day_end(&self, team: Option<&TeamKey>, at: Instant) -> Instant {
        let zone = self.zone(team);
        let next = local_date(&zone, at).tomorrow().ok();
        next.and_then(|day| midnight(day, &zone)).unwrap_or(at)
    }

    /// The Monday midnights that began this week of the team and the `back` weeks before, oldest first.
    pub fn week_starts(&self, team: Option<&TeamKey>, at: Instant, back: i32) -> Vec<Instant> {
        let zone = self.zone(team);
        let today = local_date(&zone, at);
        let since_monday = i32::from(today.weekday().to_monday_zero_offset());
        (0..=back)
            .rev()
            .filter_map(|weeks| {
                let days = weeks * 7 + since_monday;
                let monday = today.checked_sub(days.days()).ok()?;
                midnight(monday, &zone)
            })
            .collect()
    }

    fn zone(&self, team: Option<&TeamKey>) -> TimeZone {
        team.and_then(|team| self.rules.team(team))
            .and_then(|team| self.rules.calendars.newest(&team.calendar))
            .map_or(TimeZone::UTC, |calendar| calendar.definition().zone.clone())
    }
}

fn local_date(zone: &TimeZone, at: Instant) -> Date {
    at.timestamp().to_zoned(zone.clone()).date()
}

fn midnight(day: Date, zone: &TimeZone) -> Option<Instant> {
    let start = day.to_zoned(zone.clone()).ok()?;
    Some(Instant::from_millis(start.timestamp().as_millisecond()))
}
