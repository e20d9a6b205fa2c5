//! Open time: how much of it lies between two instants, and when so much of it has passed.
//!
//! Open stretches are worked out once per block of about 398 days, on first use, as UTC milliseconds;
//! after that every question is a binary search.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

use crate::clocks::clock::CalendarRef;
use crate::clocks::hours::{CalendarDefinition, Slot};
use crate::ids::CalendarKey;
use crate::published::Origin;
use crate::source::{Finding, Source, unknown};
use crate::time::{Instant, Span};

/// One version of a calendar, ready to count with.
#[derive(Debug)]
pub struct Calendar {
    definition: CalendarDefinition,
    hours: Hours,
}

/// Every calendar known, in every version known.
#[derive(Debug, Default)]
pub struct Calendars {
    by_key: BTreeMap<CalendarKey, Vec<Calendar>>,
    /// No file has them any more; what pinned them still counts in them.
    kept: BTreeMap<CalendarKey, Vec<Calendar>>,
}

/// A calendar or a version of one that no file defines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no calendar “{}” in version {}", .0.key, .0.version)]
pub struct UnknownCalendar(pub CalendarRef);

#[derive(Debug)]
enum Hours {
    Always,
    Blocks(Vec<OnceLock<Block>>),
}

/// The open stretches of one block, clipped to it.
#[derive(Debug)]
struct Block {
    stretches: Vec<Stretch>,
    open: i64,
}

/// An open stretch, in milliseconds since 1970, with the open time of its block before it.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: i64,
    to: i64,
    before: i64,
}

/// A block is 2³⁵ milliseconds long, 397.7 days.
const BLOCK_BITS: u32 = 35;
/// Blocks from 1970 to the horizon.
const BLOCK_COUNT: i64 = 128;

impl Calendar {
    /// The last instant calendars reach, in May 2109; nothing falls due after it.
    pub const HORIZON: Instant = Instant::from_millis((BLOCK_COUNT << BLOCK_BITS) - 1);

    /// A calendar by its definition.
    pub fn new(definition: CalendarDefinition) -> Self {
        let hours = if definition.never_closes() {
            Hours::Always
        } else {
            Hours::Blocks((0..BLOCK_COUNT).map(|_| OnceLock::new()).collect())
        };
        Self { definition, hours }
    }

    /// What it was made from.
    pub const fn definition(&self) -> &CalendarDefinition {
        &self.definition
    }

    /// Its key and version, as clocks pin it.
    pub fn pin(&self) -> CalendarRef {
        CalendarRef {
            key: self.definition.key.clone(),
            version: self.definition.version,
        }
    }

    /// How long one business day is, if the calendar counts in days.
    pub const fn business_day(&self) -> Option<Span> {
        self.definition.business_day
    }

    /// Whether every instant is open.
    pub const fn never_closes(&self) -> bool {
        matches!(self.hours, Hours::Always)
    }

    /// The earliest instant, not before `start`, by which `span` of open time has passed since `start`.
    ///
    /// Eight hours from nine on an eight-hour day end that evening, not the next morning. `None` when
    /// that is past [`Calendar::HORIZON`] or `start` is before 1970.
    pub fn add(&self, start: Instant, span: Span) -> Option<Instant> {
        if start < Instant::default() || start > Self::HORIZON {
            return None;
        }
        if span.is_zero_or_less() {
            return Some(start);
        }
        let Hours::Blocks(blocks) = &self.hours else {
            return Some(start.plus(span)).filter(|due| *due <= Self::HORIZON);
        };
        let first = start.millis() >> BLOCK_BITS;
        let mut wanted = span.as_millis();
        for number in first..BLOCK_COUNT {
            let block = self.block(blocks, number)?;
            if number == first {
                wanted = wanted.saturating_add(block.open_before(start.millis()));
            }
            if wanted <= block.open {
                return block.reaches(wanted).map(Instant::from_millis);
            }
            wanted -= block.open;
        }
        None
    }

    /// Open time from `from` to `to`; none when `to` is not later.
    pub fn between(&self, from: Instant, to: Instant) -> Span {
        if to <= from {
            return Span::ZERO;
        }
        let Hours::Blocks(blocks) = &self.hours else {
            return to.since(from);
        };
        let from = from.millis().clamp(0, Self::HORIZON.millis());
        let to = to.millis().clamp(0, Self::HORIZON.millis());
        let (first, last) = (from >> BLOCK_BITS, to >> BLOCK_BITS);
        let open = (first..=last).filter_map(|number| {
            let block = self.block(blocks, number)?;
            let upto = if number == last {
                block.open_before(to)
            } else {
                block.open
            };
            let skipped = if number == first {
                block.open_before(from)
            } else {
                0
            };
            Some(upto - skipped)
        });
        Span::millis(open.sum())
    }

    /// Whether the millisecond that begins at `at` is open time.
    pub fn is_open(&self, at: Instant) -> bool {
        self.between(at, at.plus(Span::millis(1))) > Span::ZERO
    }

    /// The earliest open instant from `at` on.
    pub fn next_open(&self, at: Instant) -> Option<Instant> {
        self.add(at, Span::millis(1))
            .map(|after| after.minus(Span::millis(1)))
    }

    /// The same instant on the calendar's wall clock.
    pub fn local(&self, at: Instant) -> Zoned {
        at.timestamp().to_zoned(self.definition.zone.clone())
    }

    fn block<'a>(&self, blocks: &'a [OnceLock<Block>], number: i64) -> Option<&'a Block> {
        let cell = blocks.get(usize::try_from(number).ok()?)?;
        Some(cell.get_or_init(|| Block::build(&self.definition, number)))
    }
}

impl Calendars {
    /// Reads a file of `[[calendar]]` tables.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn parse(source: &Source<'_>) -> Result<Self, Vec<Finding>> {
        let mut by_key: BTreeMap<CalendarKey, Vec<Calendar>> = BTreeMap::new();
        for definition in CalendarDefinition::parse_all(source)? {
            by_key
                .entry(definition.key.clone())
                .or_default()
                .push(Calendar::new(definition));
        }
        for versions in by_key.values_mut() {
            versions.sort_by_key(|calendar| calendar.definition.version);
        }
        Ok(Self {
            by_key,
            kept: BTreeMap::new(),
        })
    }

    /// Adds a version that is in force, or one kept for what pinned it.
    pub fn add(&mut self, definition: CalendarDefinition, origin: Origin) {
        let all = match origin {
            Origin::Edited => &mut self.by_key,
            Origin::File => &mut self.kept,
        };
        let versions = all.entry(definition.key.clone()).or_default();
        versions.push(Calendar::new(definition));
        versions.sort_by_key(|calendar| calendar.definition.version);
    }

    /// The newest version of a calendar in force: what new clocks pin. One that is only kept serves where
    /// something kept names it.
    pub fn newest(&self, key: &CalendarKey) -> Option<&Calendar> {
        self.by_key.get(key).or_else(|| self.kept.get(key))?.last()
    }

    /// The pinned version of a calendar.
    ///
    /// # Errors
    /// [`UnknownCalendar`] when no file defines it (any more).
    pub fn get(&self, pinned: &CalendarRef) -> Result<&Calendar, UnknownCalendar> {
        self.versions(&pinned.key)
            .find(|calendar| calendar.definition.version == pinned.version)
            .ok_or_else(|| UnknownCalendar(pinned.clone()))
    }

    /// Every version of a calendar, those in force first, each part in order of versions.
    pub fn versions(&self, key: &CalendarKey) -> impl Iterator<Item = &Calendar> {
        self.by_key
            .get(key)
            .into_iter()
            .flatten()
            .chain(self.kept.get(key).into_iter().flatten())
    }

    /// The keys, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &CalendarKey> + Clone {
        self.by_key.keys()
    }

    /// The newest version of every calendar, in alphabetical order of keys.
    pub fn all(&self) -> impl Iterator<Item = &Calendar> {
        self.by_key.values().filter_map(|versions| versions.last())
    }

    /// What to say about a key that is not there, with the nearest known one.
    pub fn unknown(&self, key: &str) -> String {
        unknown("calendar", key, self.by_key.keys().map(CalendarKey::as_str))
    }
}

impl Block {
    fn build(definition: &CalendarDefinition, number: i64) -> Self {
        let (start, end) = (number << BLOCK_BITS, (number + 1) << BLOCK_BITS);
        let mut spans = regular_hours(definition, start, end);
        let windows = definition.windows.iter();
        spans.extend(windows.map(|window| (window.from.millis(), window.to.millis())));
        spans.retain_mut(|(from, to)| {
            (*from, *to) = ((*from).max(start), (*to).min(end));
            from < to
        });
        spans.sort_unstable();
        let mut stretches: Vec<Stretch> = Vec::with_capacity(spans.len());
        let mut open = 0;
        for (from, to) in spans {
            match stretches.last_mut() {
                Some(last) if from <= last.to => {
                    open += (to - last.to).max(0);
                    last.to = last.to.max(to);
                }
                Some(_) | None => {
                    stretches.push(Stretch {
                        from,
                        to,
                        before: open,
                    });
                    open += to - from;
                }
            }
        }
        Self { stretches, open }
    }

    /// Open time of the block before `at`, which lies in it.
    fn open_before(&self, at: i64) -> i64 {
        let begun = self.stretches.partition_point(|stretch| stretch.from < at);
        let last = begun
            .checked_sub(1)
            .and_then(|index| self.stretches.get(index));
        last.map_or(0, |stretch| {
            stretch.before + stretch.to.min(at) - stretch.from
        })
    }

    /// The earliest instant by which `wanted` of the block's open time (at least 1) has passed.
    fn reaches(&self, wanted: i64) -> Option<i64> {
        let short = |stretch: &Stretch| stretch.before + stretch.to - stretch.from < wanted;
        let index = self.stretches.partition_point(short);
        let stretch = self.stretches.get(index)?;
        Some(stretch.from + wanted - stretch.before)
    }
}

/// The weekly hours less holidays and closures, as instants, a little beyond the block's ends.
fn regular_hours(definition: &CalendarDefinition, start: i64, end: i64) -> Vec<(i64, i64)> {
    let zone = &definition.zone;
    let local_day = |at: i64| {
        Instant::from_millis(at)
            .timestamp()
            .to_zoned(zone.clone())
            .date()
    };
    let (Ok(mut day), Ok(last)) = (
        local_day(start).checked_sub(1.day()),
        local_day(end).checked_add(1.day()),
    ) else {
        return Vec::new();
    };
    let mut hours = Vec::new();
    let mut year = None;
    let mut holidays = Vec::new();
    while day <= last {
        if year != Some(day.year()) {
            year = Some(day.year());
            let rules = definition.holidays.iter();
            holidays = rules.filter_map(|rule| rule.date(day.year())).collect();
        }
        for slot in definition.slots_on(day, &holidays) {
            hours.extend(as_instants(*slot, day, zone));
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    hours
}

fn as_instants(slot: Slot, day: Date, zone: &TimeZone) -> Option<(i64, i64)> {
    let from = first_instant(wall_time(day, slot.from)?, zone)?;
    let to = first_instant(wall_time(day, slot.to)?, zone)?;
    (from < to).then_some((from, to))
}

fn wall_time(day: Date, minute: u16) -> Option<DateTime> {
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    midnight.checked_add(i64::from(minute).minutes()).ok()
}

/// The instant of a wall time: the first one when it comes twice, the next that exists when it is
/// skipped.
fn first_instant(wall: DateTime, zone: &TimeZone) -> Option<i64> {
    let at = match zone.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => {
            offset.to_timestamp(wall).ok()?
        }
        // With the offset of after, a skipped wall time falls just before the clocks go forward.
        AmbiguousOffset::Gap { after, .. } => {
            next_transition(zone, after.to_timestamp(wall).ok()?)?
        }
    };
    Some(at.as_millisecond())
}

fn next_transition(zone: &TimeZone, at: Timestamp) -> Option<Timestamp> {
    zone.following(at)
        .next()
        .map(|transition| transition.timestamp())
}

/// The calendars that are shipped, for tests.
///
/// # Panics
/// When the shipped file is wrong.
#[cfg(test)]
pub fn shipped() -> Calendars {
    let text = include_str!("../../../config/policies/calendars.toml");
    Calendars::parse(&Source::new("calendars.toml", text)).unwrap()
}

#[cfg(test)]
mod tests;
