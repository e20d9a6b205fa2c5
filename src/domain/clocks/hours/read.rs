//! Reads calendars from TOML, collecting every mistake with its line.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use crate::clocks::duration::Length;
use crate::clocks::holidays::{self, Rule};
use crate::clocks::hours::{CalendarDefinition, Closure, DAY_END, HalfDay, Slot, Window};
use crate::ids::CalendarKey;
use crate::source::{Finding, Source, nearest, unknown};
use crate::text::Text;
use crate::time::{Instant, Span};

/// Every `[[calendar]]` of a file.
pub(super) fn definitions(source: &Source<'_>) -> Result<Vec<CalendarDefinition>, Vec<Finding>> {
    let file: RawFile = source.parse().map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    let mut definitions: Vec<CalendarDefinition> = Vec::new();
    for raw in &file.calendar {
        let Some(definition) = Reader {
            source,
            raw,
            findings: &mut findings,
        }
        .read() else {
            continue;
        };
        let same = |other: &CalendarDefinition| {
            other.key == definition.key && other.version == definition.version
        };
        if definitions.iter().any(same) {
            let message = format!(
                "calendar “{}” has version {} twice; give the newer one the next number",
                definition.key, definition.version
            );
            findings.push(source.finding(raw.key.span().start, message));
        }
        definitions.push(definition);
    }
    if findings.is_empty() {
        Ok(definitions)
    } else {
        Err(findings)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    calendar: Vec<RawCalendar>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCalendar {
    key: Spanned<String>,
    #[serde(default = "first_version")]
    version: u32,
    zone: Spanned<String>,
    title: Spanned<Text>,
    #[serde(default)]
    business_day: Option<Spanned<String>>,
    slots: Spanned<RawSlots>,
    #[serde(default)]
    holidays: Vec<Spanned<String>>,
    #[serde(default)]
    closures: Vec<Spanned<String>>,
    #[serde(default)]
    half_days: Vec<RawHalfDay>,
    #[serde(default)]
    windows: Vec<RawWindow>,
}

/// A day's own list wins over `weekdays` (Monday to Friday), which wins over `every_day`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlots {
    every_day: Option<Vec<Spanned<String>>>,
    weekdays: Option<Vec<Spanned<String>>>,
    mon: Option<Vec<Spanned<String>>>,
    tue: Option<Vec<Spanned<String>>>,
    wed: Option<Vec<Spanned<String>>>,
    thu: Option<Vec<Spanned<String>>>,
    fri: Option<Vec<Spanned<String>>>,
    sat: Option<Vec<Spanned<String>>>,
    sun: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHalfDay {
    date: Spanned<String>,
    slots: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWindow {
    from: Spanned<String>,
    to: Spanned<String>,
}

/// Turns one raw calendar into a definition, collecting every mistake.
struct Reader<'a> {
    source: &'a Source<'a>,
    raw: &'a RawCalendar,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn read(mut self) -> Option<CalendarDefinition> {
        let before = self.findings.len();
        let raw = self.raw;
        let key = raw.key.get_ref();
        if !is_key(key) {
            self.wrong(
                &raw.key,
                format!("key “{key}” may hold only a–z, 0–9 and hyphens"),
            );
        }
        if raw.version == 0 {
            self.wrong(&raw.key, format!("calendar “{key}”: versions begin at 1"));
        }
        let title = raw.title.get_ref().clone();
        if title.fr.trim().is_empty() || title.en.trim().is_empty() {
            self.wrong(
                &raw.title,
                format!("calendar “{key}”: title needs fr and en"),
            );
        }
        let zone = self.zone();
        let business_day = self.business_day();
        let week = self.week();
        let holidays = self.holidays();
        let closures = self.closures();
        let half_days = self.half_days(&closures);
        let windows = self.windows();
        if self.findings.len() > before {
            return None;
        }
        Some(CalendarDefinition {
            key: CalendarKey::new(key),
            version: raw.version,
            zone: zone?,
            title,
            business_day,
            week,
            holidays,
            closures,
            half_days,
            windows,
        })
    }

    fn wrong<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        self.findings
            .push(self.source.finding(at.span().start, message));
    }

    fn zone(&mut self) -> Option<TimeZone> {
        let raw = self.raw;
        let name = raw.zone.get_ref();
        if let Ok(zone) = TimeZone::get(name) {
            return Some(zone);
        }
        let known = jiff::tz::db().available();
        let names: Vec<String> = known.map(|zone| zone.as_str().to_owned()).collect();
        let message = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("zone “{name}” is unknown, did you mean “{near}”?"),
            None => format!("zone “{name}” is no IANA name such as Europe/Paris"),
        };
        self.wrong(&raw.zone, message);
        None
    }

    fn business_day(&mut self) -> Option<Span> {
        let raw = self.raw.business_day.as_ref()?;
        match Length::parse(raw.get_ref()) {
            Ok(Length::Time(day)) if day > Span::ZERO && day <= Span::hours(24) => Some(day),
            Ok(_) | Err(_) => {
                let text = raw.get_ref();
                self.wrong(
                    raw,
                    format!("business_day “{text}” is not 24 hours or less, such as 8h"),
                );
                None
            }
        }
    }

    fn week(&mut self) -> [Vec<Slot>; 7] {
        let raw = self.raw;
        let slots = raw.slots.get_ref();
        let every = slots.every_day.as_ref();
        let weekday = slots.weekdays.as_ref().or(every);
        let week = [
            self.slots(slots.mon.as_ref().or(weekday)),
            self.slots(slots.tue.as_ref().or(weekday)),
            self.slots(slots.wed.as_ref().or(weekday)),
            self.slots(slots.thu.as_ref().or(weekday)),
            self.slots(slots.fri.as_ref().or(weekday)),
            self.slots(slots.sat.as_ref().or(every)),
            self.slots(slots.sun.as_ref().or(every)),
        ];
        if week.iter().all(Vec::is_empty) {
            let key = raw.key.get_ref();
            self.wrong(
                &raw.slots,
                format!("calendar “{key}” has no working time: give slots a day"),
            );
        }
        week
    }

    fn slots(&mut self, raw: Option<&Vec<Spanned<String>>>) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::new();
        for text in raw.into_iter().flatten() {
            let Some(slot) = parse_slot(text.get_ref()) else {
                let shown = text.get_ref();
                let help = "is not a slot such as 09:00-12:30, later end last, 24:00 at most";
                self.wrong_once(text, format!("“{shown}” {help}"));
                continue;
            };
            if let Some(other) = slots.iter().find(|o| o.from < slot.to && slot.from < o.to) {
                let message = format!("slot {} overlaps {}", show(slot), show(*other));
                self.wrong_once(text, message);
                continue;
            }
            slots.push(slot);
        }
        slots.sort_unstable();
        slots
    }

    /// One list may serve several days: its mistake is told once.
    fn wrong_once<T>(&mut self, at: &Spanned<T>, message: String) {
        let finding = self.source.finding(at.span().start, message);
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    fn holidays(&mut self) -> Vec<Rule> {
        let mut rules = Vec::new();
        for text in &self.raw.holidays {
            let name = text.get_ref();
            if let Some(set) = holidays::named(name) {
                rules.extend_from_slice(set);
            } else if let Some(rule) = Rule::parse(name) {
                rules.push(rule);
            } else {
                let message = unknown("holidays", name, holidays::SETS);
                self.wrong(text, format!("{message} (or a day: 12-26, easter+39)"));
            }
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    fn closures(&mut self) -> Vec<Closure> {
        let mut closures = Vec::new();
        for text in &self.raw.closures {
            match parse_closure(text.get_ref()) {
                Some(closure) => closures.push(closure),
                None => self.wrong(
                    text,
                    format!(
                        "closure “{}” is not a day such as 2026-05-15 or days such as \
                         2026-12-24..2026-12-31, a year at most",
                        text.get_ref()
                    ),
                ),
            }
        }
        closures
    }

    fn half_days(&mut self, closures: &[Closure]) -> Vec<HalfDay> {
        let mut half_days: Vec<HalfDay> = Vec::new();
        for raw in &self.raw.half_days {
            let text = raw.date.get_ref();
            let Ok(date) = text.parse::<Date>() else {
                self.wrong(
                    &raw.date,
                    format!("half day “{text}” is not a day such as 2026-12-24"),
                );
                continue;
            };
            let slots = self.slots(Some(&raw.slots));
            if slots.is_empty() {
                self.wrong(
                    &raw.date,
                    format!("half day {text} has no slot: make it a closure"),
                );
            }
            if closures
                .iter()
                .any(|closed| closed.from <= date && date <= closed.to)
            {
                self.wrong(&raw.date, format!("{text} is a half day and a closure"));
            }
            if half_days.iter().any(|half| half.date == date) {
                self.wrong(&raw.date, format!("{text} is a half day twice"));
            }
            half_days.push(HalfDay { date, slots });
        }
        half_days
    }

    fn windows(&mut self) -> Vec<Window> {
        let mut windows = Vec::new();
        for raw in &self.raw.windows {
            let from = Instant::parse_rfc3339(raw.from.get_ref());
            let to = Instant::parse_rfc3339(raw.to.get_ref());
            match (from, to) {
                (Ok(from), Ok(to)) if from < to => windows.push(Window { from, to }),
                (Ok(_), Ok(_)) => self.wrong(&raw.to, "the window ends before it begins"),
                (Err(error), _) => self.wrong(&raw.from, error.to_string()),
                (Ok(_), Err(error)) => self.wrong(&raw.to, error.to_string()),
            }
        }
        windows
    }
}

fn parse_slot(text: &str) -> Option<Slot> {
    let (from, to) = text.split_once('-')?;
    let slot = Slot {
        from: parse_minute(from)?,
        to: parse_minute(to)?,
    };
    (slot.from < slot.to).then_some(slot)
}

/// `09:05` → 545; `24:00` → 1440.
fn parse_minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= DAY_END).then_some(minute)
}

fn parse_closure(text: &str) -> Option<Closure> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let closure = Closure {
        from: from.parse().ok()?,
        to: to.parse().ok()?,
    };
    let days = closure.from.until(closure.to).ok()?.get_days();
    (0..=366).contains(&days).then_some(closure)
}

fn show(slot: Slot) -> String {
    let minute = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
    format!("{}-{}", minute(slot.from), minute(slot.to))
}

fn is_key(key: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !key.is_empty() && key.len() <= 60 && key.bytes().all(allowed)
}

const fn first_version() -> u32 {
    1
}
