//! A calendar worked out the slow way: a person with a wall clock who looks at it every minute.
//!
//! Nothing here knows how the product counts. Holidays are a list of dates, not rules; a slot begins when
//! the wall clock first shows its start and ends when it first shows its end.

use domain::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A minute in milliseconds.
pub const MINUTE: i64 = 60_000;

/// A random calendar, in words.
#[derive(Clone, Debug)]
pub struct Week {
    /// IANA name.
    pub zone: &'static str,
    /// Slots of Monday to Sunday, in minutes of the day, sorted and apart.
    pub slots: [Vec<(u16, u16)>; 7],
    /// Whether the holidays of France are observed.
    pub holidays: bool,
    /// Dated days that are closed.
    pub closures: Vec<Date>,
}

/// The holidays of France in the years the properties look at, as published.
const HOLIDAYS: [&str; 22] = [
    "2026-01-01",
    "2026-04-06",
    "2026-05-01",
    "2026-05-08",
    "2026-05-14",
    "2026-05-25",
    "2026-07-14",
    "2026-08-15",
    "2026-11-01",
    "2026-11-11",
    "2026-12-25",
    "2027-01-01",
    "2027-03-29",
    "2027-05-01",
    "2027-05-08",
    "2027-05-06",
    "2027-05-17",
    "2027-07-14",
    "2027-08-15",
    "2027-11-01",
    "2027-11-11",
    "2027-12-25",
];

impl Week {
    /// The same calendar as an operator would write it.
    pub fn to_toml(&self) -> String {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let slots: Vec<String> = days
            .iter()
            .zip(&self.slots)
            .map(|(day, slots)| {
                format!(
                    "{day} = {:?}",
                    slots.iter().copied().map(shown).collect::<Vec<_>>()
                )
            })
            .collect();
        let closures: Vec<String> = self.closures.iter().map(Date::to_string).collect();
        let holidays = if self.holidays {
            "[\"fr-national\"]"
        } else {
            "[]"
        };
        format!(
            "[[calendar]]\nkey = \"own\"\ntitle = {{ fr = \"à nous\", en = \"ours\" }}\nzone = \"{}\"\n\
             slots = {{ {} }}\nholidays = {holidays}\nclosures = {closures:?}\n",
            self.zone,
            slots.join(", "),
        )
    }

    /// For each of `count` minutes from `origin` (a whole minute), whether it is open.
    pub fn watch(&self, origin: Instant, count: usize) -> Vec<bool> {
        let zone = TimeZone::get(self.zone).unwrap();
        // Two days of looking before the first minute that counts, so that slots have begun.
        let lead = 2 * 24 * 60;
        let first = origin.millis() - lead * MINUTE;
        let mut day: Option<Date> = None;
        let mut latest = 0;
        let mut open = Vec::with_capacity(count);
        for minute in 0..lead + i64::try_from(count).unwrap() {
            let at = Instant::from_millis(first + minute * MINUTE);
            let wall = at.timestamp().to_zoned(zone.clone());
            let shown =
                u16::try_from(wall.hour()).unwrap() * 60 + u16::try_from(wall.minute()).unwrap();
            if day.is_none_or(|day| day < wall.date()) {
                day = Some(wall.date());
                latest = 0;
            }
            // When the clock is put back, what it showed before has still been shown.
            latest = latest.max(shown);
            if minute >= lead {
                open.push(self.is_open(day.unwrap(), latest));
            }
        }
        open
    }

    fn is_open(&self, day: Date, latest: u16) -> bool {
        if self.closures.contains(&day) {
            return false;
        }
        if self.holidays && HOLIDAYS.contains(&day.to_string().as_str()) {
            return false;
        }
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap();
        self.slots[weekday]
            .iter()
            .any(|(from, to)| *from <= latest && latest < *to)
    }
}

fn shown(slot: (u16, u16)) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    format!("{}-{}", clock(slot.0), clock(slot.1))
}
