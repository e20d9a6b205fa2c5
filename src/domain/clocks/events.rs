//! Event windows: the hours in which an event of listed partners is on, so that other targets are theirs.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use crate::clocks::policy::Occasion;
use crate::published::Origin;
use crate::source::{Finding, Source, nearest};
use crate::text::Text;
use crate::time::{Instant, Span};

/// The longest window: an event that lasts longer is no occasion any more.
const LONGEST: Span = Span::days(92);
/// Most partners of one window.
const MOST_PARTNERS: usize = 500;

/// One version of an event window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Stable key.
    pub key: String,
    /// From 1; a change is a new version.
    pub version: u32,
    /// Name for people.
    pub title: Text,
    /// The zone its times are written in.
    pub zone: String,
    /// First instant.
    pub from: Instant,
    /// The instant after the last.
    pub to: Instant,
    /// Slugs of the partners whose event it is; nobody's when it was called off.
    pub partners: Vec<String>,
}

/// Every event window in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Events {
    newest: BTreeMap<String, Event>,
}

impl Events {
    /// Reads a file of `[[event]]` tables.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn parse(source: &Source<'_>) -> Result<Self, Vec<Finding>> {
        let mut events = Self::default();
        let mut findings = Vec::new();
        for (line, event) in read(source)? {
            let twice = events.newest.get(&event.key);
            if twice.is_some_and(|other| other.version == event.version) {
                findings.push(Finding {
                    file: source.file().to_owned(),
                    line,
                    message: format!(
                        "event “{}” has version {} twice; give the newer one the next number",
                        event.key, event.version
                    ),
                });
            }
            events.put(event);
        }
        if findings.is_empty() {
            Ok(events)
        } else {
            Err(findings)
        }
    }

    /// Adds what an administrator wrote; what only an older file had is over.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn add(&mut self, source: &Source<'_>, origin: Origin) -> Result<(), Vec<Finding>> {
        for (_, event) in read(source)? {
            match origin {
                Origin::Edited => self.put(event),
                Origin::File => {}
            }
        }
        Ok(())
    }

    /// Whether an event of that partner is on at `at`.
    pub fn occasion(&self, partner: &str, at: Instant) -> Occasion {
        let on = |event: &Event| {
            event.from <= at && at < event.to && event.partners.iter().any(|one| one == partner)
        };
        if self.newest.values().any(on) {
            Occasion::Event
        } else {
            Occasion::Ordinary
        }
    }

    /// The newest version of every window, by key.
    pub fn all(&self) -> impl Iterator<Item = &Event> {
        self.newest.values()
    }

    fn put(&mut self, event: Event) {
        let held = self.newest.get(&event.key);
        if held.is_none_or(|held| held.version < event.version) {
            self.newest.insert(event.key.clone(), event);
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    event: Vec<RawEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEvent {
    key: Spanned<String>,
    #[serde(default = "first_version")]
    version: u32,
    title: Spanned<Text>,
    zone: Spanned<String>,
    from: Spanned<String>,
    to: Spanned<String>,
    partners: Spanned<Vec<String>>,
}

/// Every `[[event]]` with its line.
fn read(source: &Source<'_>) -> Result<Vec<(usize, Event)>, Vec<Finding>> {
    let file: RawFile = source.parse().map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    let mut events = Vec::new();
    for raw in &file.event {
        match one(source, raw) {
            Ok(event) => events.push((source.line_at(raw.key.span().start), event)),
            Err(found) => findings.extend(found),
        }
    }
    if findings.is_empty() {
        Ok(events)
    } else {
        Err(findings)
    }
}

fn one(source: &Source<'_>, raw: &RawEvent) -> Result<Event, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut wrong = |at: usize, message: String| findings.push(source.finding(at, message));
    let key = raw.key.get_ref();
    if !is_key(key) {
        let message = format!("key “{key}” may hold only a–z, 0–9 and hyphens");
        wrong(raw.key.span().start, message);
    }
    if raw.version == 0 {
        wrong(
            raw.key.span().start,
            format!("event “{key}”: versions begin at 1"),
        );
    }
    let title = raw.title.get_ref();
    if title.fr.trim().is_empty() || title.en.trim().is_empty() {
        wrong(
            raw.title.span().start,
            format!("event “{key}”: title needs fr and en"),
        );
    }
    let partners = raw.partners.get_ref();
    if let Some(slug) = partners.iter().find(|slug| !is_key(slug)) {
        wrong(
            raw.partners.span().start,
            format!("“{slug}” is no partner's slug"),
        );
    }
    if partners.len() > MOST_PARTNERS {
        let message = format!("{MOST_PARTNERS} partners at most");
        wrong(raw.partners.span().start, message);
    }
    let zone_name = raw.zone.get_ref();
    let zone = TimeZone::get(zone_name).ok();
    if zone.is_none() {
        let names: Vec<String> = jiff::tz::db()
            .available()
            .map(|zone| zone.as_str().to_owned())
            .collect();
        let message = match nearest(zone_name, names.iter().map(String::as_str)) {
            Some(near) => format!("zone “{zone_name}” is unknown, did you mean “{near}”?"),
            None => format!("zone “{zone_name}” is no IANA name such as Europe/Paris"),
        };
        wrong(raw.zone.span().start, message);
    }
    let mut moment = |text: &Spanned<String>| {
        let read = zone.as_ref().and_then(|zone| at(text.get_ref(), zone));
        if read.is_none() && zone.is_some() {
            let message = format!(
                "“{}” is not a moment such as 2026-09-20T18:00",
                text.get_ref()
            );
            wrong(text.span().start, message);
        }
        read
    };
    let (from, to) = (moment(&raw.from), moment(&raw.to));
    if let (Some(from), Some(to)) = (from, to) {
        if to <= from {
            wrong(
                raw.to.span().start,
                "the window ends before it begins".to_owned(),
            );
        } else if to.since(from) > LONGEST {
            wrong(
                raw.to.span().start,
                "a window lasts 92 days at most".to_owned(),
            );
        }
    }
    match (from, to) {
        (Some(from), Some(to)) if findings.is_empty() => Ok(Event {
            key: key.clone(),
            version: raw.version,
            title: title.clone(),
            zone: zone_name.clone(),
            from,
            to,
            partners: partners.clone(),
        }),
        (_, _) => Err(findings),
    }
}

/// A wall time of the zone, or an instant with its offset.
fn at(text: &str, zone: &TimeZone) -> Option<Instant> {
    if let Ok(instant) = Instant::parse_rfc3339(text) {
        return Some(instant);
    }
    let wall: DateTime = text.parse().ok()?;
    let zoned = wall.to_zoned(zone.clone()).ok()?;
    Some(Instant::from_millis(zoned.timestamp().as_millisecond()))
}

fn is_key(key: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !key.is_empty() && key.len() <= 60 && key.bytes().all(allowed)
}

const fn first_version() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINAL: &str = r#"
[[event]]
key = "final"
title = { fr = "Finale", en = "Final" }
zone = "Europe/Paris"
from = "2026-09-20T18:00"
to = "2026-09-21T02:00"
partners = ["arenes-tv"]
"#;

    fn moment(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn a_window_is_open_for_its_partners_alone_from_its_first_instant_to_its_last() {
        let events = Events::parse(&Source::new("events.toml", FINAL)).unwrap();
        let on = |partner, at| events.occasion(partner, moment(at));
        assert_eq!(on("arenes-tv", "2026-09-20T15:59:59Z"), Occasion::Ordinary);
        assert_eq!(on("arenes-tv", "2026-09-20T16:00:00Z"), Occasion::Event);
        assert_eq!(on("studio", "2026-09-20T16:00:00Z"), Occasion::Ordinary);
        assert_eq!(on("arenes-tv", "2026-09-21T00:00:00Z"), Occasion::Ordinary);
    }

    #[test]
    fn the_newest_version_holds_and_nobody_may_be_left() {
        let mut events = Events::parse(&Source::new("events.toml", FINAL)).unwrap();
        let off = FINAL
            .replace("key = \"final\"", "key = \"final\"\nversion = 2")
            .replace("\"arenes-tv\"", "");
        let source = Source::new("event final v2", &off);
        events.add(&source, Origin::File).unwrap();
        let at = moment("2026-09-20T17:00:00Z");
        assert_eq!(events.occasion("arenes-tv", at), Occasion::Event);
        events.add(&source, Origin::Edited).unwrap();
        assert_eq!(events.occasion("arenes-tv", at), Occasion::Ordinary);
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        let wrong = FINAL
            .replace("Europe/Paris", "Europe/Pari")
            .replace("arenes-tv", "Arènes TV");
        let findings = Events::parse(&Source::new("events.toml", &wrong)).unwrap_err();
        let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "events.toml:8: “Arènes TV” is no partner's slug",
                "events.toml:5: zone “Europe/Pari” is unknown, did you mean “Europe/Paris”?",
            ]
        );
        let late = FINAL.replace("2026-09-21T02:00", "2026-09-20T02:00");
        let findings = Events::parse(&Source::new("events.toml", &late)).unwrap_err();
        assert_eq!(findings[0].line, 7);
    }
}
