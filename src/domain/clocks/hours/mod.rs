//! A calendar as written: weekly slots, holidays, closures, half days and event windows, read from TOML.
//! What lives here: slots of a week and their reading. What does not: the counting of open time (`calendar`).

mod read;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::clocks::holidays::Rule;
use crate::ids::CalendarKey;
use crate::source::{Finding, Source};
use crate::text::Text;
use crate::time::{Instant, Span};

/// One version of a calendar, complete and consistent; a change is a new version.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarDefinition {
    /// Stable key, such as `fr-bureau`.
    pub key: CalendarKey,
    /// From 1.
    pub version: u32,
    /// The zone, by its IANA name.
    pub zone: TimeZone,
    /// Name for people.
    pub title: Text,
    /// How long one business day is, if this calendar counts in days at all.
    pub business_day: Option<Span>,
    /// Open slots of an ordinary Monday to Sunday, sorted, without overlaps.
    pub week: [Vec<Slot>; 7],
    /// Days of every year on which it is closed.
    pub holidays: Vec<Rule>,
    /// Dated days on which it is closed.
    pub closures: Vec<Closure>,
    /// Dated days with other slots; they win over holidays, closures win over them.
    pub half_days: Vec<HalfDay>,
    /// Stretches during which it is open whatever the rest says.
    pub windows: Vec<Window>,
}

/// An open stretch of one day, in minutes of local time; `to` may be 1440 (24:00).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// First minute.
    pub from: u16,
    /// The minute after the last.
    pub to: u16,
}

/// Days on which the calendar is closed, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// A dated day with slots of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfDay {
    /// The day.
    pub date: Date,
    /// Its slots; at least one.
    pub slots: Vec<Slot>,
}

/// An event window: open from one instant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First instant.
    pub from: Instant,
    /// The instant after the last.
    pub to: Instant,
}

/// Last minute of a day plus one: 24:00.
pub const DAY_END: u16 = 1_440;

impl CalendarDefinition {
    /// Reads every `[[calendar]]` of a file.
    ///
    /// # Errors
    /// Every mistake found, each with its line; a mistake of TOML itself comes alone.
    pub fn parse_all(source: &Source<'_>) -> Result<Vec<Self>, Vec<Finding>> {
        read::definitions(source)
    }

    /// The open slots of a day, `holidays` being the holidays of its year.
    pub fn slots_on(&self, day: Date, holidays: &[Date]) -> &[Slot] {
        if self
            .closures
            .iter()
            .any(|closed| closed.from <= day && day <= closed.to)
        {
            return &[];
        }
        if let Some(half) = self.half_days.iter().find(|half| half.date == day) {
            return &half.slots;
        }
        if holidays.contains(&day) {
            return &[];
        }
        let [mon, tue, wed, thu, fri, sat, sun] = &self.week;
        match day.weekday() {
            Weekday::Monday => mon,
            Weekday::Tuesday => tue,
            Weekday::Wednesday => wed,
            Weekday::Thursday => thu,
            Weekday::Friday => fri,
            Weekday::Saturday => sat,
            Weekday::Sunday => sun,
        }
    }

    /// Whether no minute of any day is ever closed.
    pub fn never_closes(&self) -> bool {
        let whole_days = self.week.iter().all(|slots| covers_whole_day(slots));
        whole_days
            && self.holidays.is_empty()
            && self.closures.is_empty()
            && self
                .half_days
                .iter()
                .all(|half| covers_whole_day(&half.slots))
    }
}

fn covers_whole_day(slots: &[Slot]) -> bool {
    let mut upto = 0;
    for slot in slots {
        if slot.from > upto {
            return false;
        }
        upto = slot.to;
    }
    upto == DAY_END
}
