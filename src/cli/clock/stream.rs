//! A stream of deadlines: one JSON object a line in, one a line out, in order, a million a second.
//!
//! What costs time per line is done once per calendar or by hand: finding the calendar, reading and
//! writing instants in their common shape. Anything unusual takes the slow, general way.

use std::borrow::Cow;
use std::io::{BufRead, Write};

use domain::clocks::calendar::Calendar;
use domain::clocks::clock::Pause;
use domain::time::{Instant, Span};
use serde::Deserialize;

use crate::cli::clock::{Known, reckon, rfc3339};

/// Bytes of answers collected before they are written.
const WRITTEN_AT: usize = 64 * 1_024;
/// Days from 0000-03-01 to 1970-01-01.
const EPOCH_DAY: i64 = 719_468;
const DAY_MS: i64 = 86_400_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question<'a> {
    #[serde(borrow)]
    calendar: Cow<'a, str>,
    #[serde(borrow)]
    start: Cow<'a, str>,
    target_ms: i64,
    #[serde(borrow, default)]
    pauses: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// Answers every line of the input.
///
/// # Errors
/// Only when reading or writing fails.
pub fn answer(
    known: &Known<'_>,
    mut input: impl BufRead,
    mut output: impl Write,
) -> anyhow::Result<()> {
    let mut desk = Desk {
        known,
        met: Vec::new(),
    };
    let mut line = Vec::with_capacity(512);
    let mut answers = Vec::with_capacity(WRITTEN_AT + 1_024);
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            desk.reply(&line, &mut answers);
        }
        line.clear();
        if answers.len() >= WRITTEN_AT {
            output.write_all(&answers)?;
            answers.clear();
        }
    }
    output.write_all(&answers)?;
    output.flush()?;
    Ok(())
}

/// Remembers the calendars met so far.
struct Desk<'a> {
    known: &'a Known<'a>,
    met: Vec<Met<'a>>,
}

/// A calendar met in the stream, with the offset of the stretch last shown.
struct Met<'a> {
    key: String,
    calendar: &'a Calendar,
    offset: Option<Offset>,
}

/// An offset and the instants, in milliseconds, between which it holds.
#[derive(Clone, Copy)]
struct Offset {
    from: i64,
    to: i64,
    seconds: i32,
}

impl Desk<'_> {
    fn reply(&mut self, line: &[u8], answers: &mut Vec<u8>) {
        match self.reckon(line) {
            Ok((index, due)) => {
                answers.extend_from_slice(b"{\"due\":\"");
                if let Some(met) = self.met.get_mut(index) {
                    met.write(due, answers);
                }
                answers.extend_from_slice(b"\"}\n");
            }
            Err(reason) => {
                let error = serde_json::json!({ "error": reason });
                answers.extend_from_slice(error.to_string().as_bytes());
                answers.push(b'\n');
            }
        }
    }

    fn reckon(&mut self, line: &[u8]) -> Result<(usize, Instant), String> {
        let question: Question<'_> =
            serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let index = self.meet(&question.calendar)?;
        let start = read_instant(&question.start)?;
        let mut pauses = Vec::with_capacity(question.pauses.len());
        for (from, until) in &question.pauses {
            pauses.push(Pause {
                from: read_instant(from)?,
                until: Some(read_instant(until)?),
            });
        }
        let calendar = self
            .met
            .get(index)
            .map(|met| met.calendar)
            .ok_or("no calendar")?;
        let due = reckon(calendar, start, Span::millis(question.target_ms), pauses)?;
        Ok((index, due))
    }

    fn meet(&mut self, key: &str) -> Result<usize, String> {
        if let Some(index) = self.met.iter().position(|met| met.key == key) {
            return Ok(index);
        }
        let calendar = self
            .known
            .find(key)
            .ok_or_else(|| self.known.unknown(key))?;
        self.met.push(Met {
            key: key.to_owned(),
            calendar,
            offset: None,
        });
        Ok(self.met.len() - 1)
    }
}

impl Met<'_> {
    /// Writes the instant on the calendar's wall clock.
    fn write(&mut self, at: Instant, answers: &mut Vec<u8>) {
        let offset = match self
            .offset
            .filter(|known| (known.from..known.to).contains(&at.millis()))
        {
            Some(offset) => offset,
            None => *self.offset.insert(offset_around(self.calendar, at)),
        };
        if !write_instant(at, offset.seconds, answers) {
            answers.extend_from_slice(rfc3339(self.calendar, at).as_bytes());
        }
    }
}

/// The zone's offset at that instant, and how long it holds on either side.
fn offset_around(calendar: &Calendar, at: Instant) -> Offset {
    let zone = &calendar.definition().zone;
    let stamp = at.timestamp();
    let millis =
        |transition: jiff::tz::TimeZoneTransition<'_>| transition.timestamp().as_millisecond();
    // A transition of this very instant is neither before nor after it.
    let just_after = at.plus(Span::millis(1)).timestamp();
    Offset {
        from: zone.preceding(just_after).next().map_or(i64::MIN, millis),
        to: zone.following(stamp).next().map_or(i64::MAX, millis),
        seconds: zone.to_offset(stamp).seconds(),
    }
}

/// Reads `2026-09-21T09:00:00Z` with optional milliseconds and any whole-minute offset by hand, anything
/// else the general way.
fn read_instant(text: &str) -> Result<Instant, String> {
    common_instant(text.as_bytes()).map_or_else(
        || Instant::parse_rfc3339(text).map_err(|error| error.to_string()),
        Ok,
    )
}

fn common_instant(text: &[u8]) -> Option<Instant> {
    let (moment, rest) = text.split_at_checked(19)?;
    let &[
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
    ] = moment
    else {
        return None;
    };
    let year = two(y0, y1)? * 100 + two(y2, y3)?;
    let (month, day) = (two(m0, m1)?, two(d0, d1)?);
    let (hour, minute, second) = (two(h0, h1)?, two(n0, n1)?, two(s0, s1)?);
    let sound = (1..=12).contains(&month)
        && (1..=28).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !sound {
        // The 29th to 31st of a month are rare enough for the general way, which knows them all.
        return None;
    }
    let (fraction, zone) = match rest {
        [b'.', a, b, c, zone @ ..] => (digit(*a)? * 100 + digit(*b)? * 10 + digit(*c)?, zone),
        zone => (0, zone),
    };
    let offset = match zone {
        b"Z" => 0,
        &[sign @ (b'+' | b'-'), a, b, b':', c, d] => {
            let (hours, minutes) = (two(a, b)?, two(c, d)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * 60 + minutes) * if sign == b'+' { 60_000 } else { -60_000 }
        }
        _ => return None,
    };
    let seconds = (hour * 60 + minute) * 60 + second;
    let day = days_since_epoch(year, month, day);
    Some(Instant::from_millis(
        day * DAY_MS + seconds * 1_000 + fraction - offset,
    ))
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// Days of the Gregorian calendar since 1970, counted in years that begin in March.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH_DAY
}

/// Writes whole seconds of years with four digits and offsets of whole minutes; says whether it did.
fn write_instant(at: Instant, offset_seconds: i32, answers: &mut Vec<u8>) -> bool {
    let offset = i64::from(offset_seconds);
    let local = at.millis() + offset * 1_000;
    if local % 1_000 != 0 || offset % 60 != 0 {
        return false;
    }
    let (day, seconds) = (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS) / 1_000);
    let shifted = day + EPOCH_DAY;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (sign, minutes) = if offset < 0 {
        (b'-', -offset / 60)
    } else {
        (b'+', offset / 60)
    };
    let [y0, y1] = pair(year / 100);
    let [y2, y3] = pair(year % 100);
    let [m0, m1] = pair(month);
    let [d0, d1] = pair(day);
    let [h0, h1] = pair(seconds / 3_600);
    let [n0, n1] = pair(seconds / 60 % 60);
    let [s0, s1] = pair(seconds % 60);
    let [o0, o1] = pair(minutes / 60);
    let [p0, p1] = pair(minutes % 60);
    answers.extend_from_slice(&[
        y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1, sign,
        o0, o1, b':', p0, p1,
    ]);
    true
}

/// The two digits of a number from 0 to 99.
fn pair(number: i64) -> [u8; 2] {
    let digit = |value: i64| u8::try_from(value % 10).map_or(b'?', |value| b'0' + value);
    [digit(number / 10), digit(number)]
}
