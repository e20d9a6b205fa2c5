//! Reading days and moments as people type them, and holding them to their bounds.

use jiff::ToSpan;
use jiff::civil::{self, Date, Time};
use serde_json::Value;

use crate::time::Instant;

use super::definition::Answers;
use super::error::{ErrorCode, Param, Problem};
use super::facts::Facts;
use super::kind::{DayBound, Tense};
use super::reading::{Given, Part};
use super::typography;

/// The bounds of a day, as the form defines them.
#[derive(Clone, Copy)]
pub(super) struct DayLimits<'a> {
    pub not_before: Option<&'a DayBound>,
    pub not_after: Option<&'a DayBound>,
    pub within_months: Option<u32>,
}

/// A day within its bounds, as `2026-09-21`.
pub(super) fn read_date(
    given: &Given,
    limits: DayLimits<'_>,
    facts: &Facts,
    answers: &Answers,
) -> Result<Value, Problem> {
    let day = match given {
        Given::Texts(texts) => one_text_day(texts)?,
        Given::Boxes {
            day, month, year, ..
        } => boxed_day(day, month, year)?,
    };
    match limits.not_before {
        Some(DayBound::Today) if day < facts.today() => {
            return Err(
                Problem::new(ErrorCode::DateTooEarly).with("date", Param::Day(facts.today()))
            );
        }
        Some(DayBound::Field(other)) => {
            not_before_field(day, other, limits.within_months, answers)?;
        }
        Some(DayBound::Today) | None => {}
    }
    match limits.not_after {
        Some(DayBound::Today) if day > facts.today() => {
            Err(Problem::new(ErrorCode::DateTooLate).with("date", Param::Day(facts.today())))
        }
        Some(DayBound::Field(other))
            if stored_day(answers, other).is_some_and(|bound| day > bound) =>
        {
            Err(Problem::new(ErrorCode::DateAfterField)
                .with("other", Param::LabelOf(other.clone())))
        }
        Some(DayBound::Today | DayBound::Field(_)) | None => Ok(Value::from(day.to_string())),
    }
}

/// A moment, typed in the partner's zone or given with its offset; stored in UTC.
pub(super) fn read_moment(given: &Given, tense: Tense, facts: &Facts) -> Result<Value, Problem> {
    let at = match given {
        Given::Texts(texts) => one_text_moment(texts, facts)?,
        Given::Boxes {
            day,
            month,
            year,
            time,
        } => {
            let day = boxed_day(day, month, year)?;
            local_moment(day, time_of_day(time)?, facts)?
        }
    };
    match tense {
        Tense::Past if at > facts.now => Err(Problem::new(ErrorCode::InTheFuture)),
        Tense::Past | Tense::Any => Ok(Value::from(at.to_rfc3339())),
    }
}

/// The day a stored answer holds.
pub(super) fn stored_day(answers: &Answers, field: &str) -> Option<Date> {
    answers
        .get(field)
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
}

fn not_before_field(
    day: Date,
    other: &str,
    months: Option<u32>,
    answers: &Answers,
) -> Result<(), Problem> {
    let Some(first) = stored_day(answers, other) else {
        return Ok(());
    };
    let label = || Param::LabelOf(other.to_owned());
    if day < first {
        return Err(Problem::new(ErrorCode::DateBeforeField).with("other", label()));
    }
    let Some(months) = months else {
        return Ok(());
    };
    let last = first
        .checked_add(i64::from(months).months())
        .unwrap_or(Date::MAX);
    if day > last {
        let problem = Problem::new(ErrorCode::PeriodTooLong);
        return Err(problem
            .with("months", Param::Number(i64::from(months)))
            .with("other", label()));
    }
    Ok(())
}

/// `2026-09-21`, or in the French order `21/09/2026`.
fn one_text_day(texts: &[String]) -> Result<Date, Problem> {
    let text = texts.first().map(String::as_str).unwrap_or_default();
    let parts: Vec<&str> = text
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => boxed_day(day, month, year),
        [day, month, year] => boxed_day(day, month, year),
        _ => Err(Problem::new(ErrorCode::DateInvalid)),
    }
}

fn boxed_day(day: &str, month: &str, year: &str) -> Result<Date, Problem> {
    let boxes = [(day, Part::Day), (month, Part::Month), (year, Part::Year)];
    if let Some((_, part)) = boxes.into_iter().find(|(text, _)| text.is_empty()) {
        return Err(Problem::new(ErrorCode::DateIncomplete)
            .with("part", Param::Text(part.as_str().to_owned())));
    }
    let invalid = || Problem::new(ErrorCode::DateInvalid);
    let month = whole(month)
        .or_else(|| typography::month_number(month).map(i16::from))
        .ok_or_else(invalid)?;
    let day = whole(day.trim_end_matches("er")).ok_or_else(invalid)?;
    let year = match whole(year).ok_or_else(invalid)? {
        short @ 0..=99 if year.len() == 2 => 2_000 + short,
        full @ 1_900..=2_200 => full,
        _ => return Err(invalid()),
    };
    let month = i8::try_from(month).map_err(|_| invalid())?;
    let day = i8::try_from(day).map_err(|_| invalid())?;
    Date::new(year, month, day).map_err(|_| invalid())
}

fn whole(text: &str) -> Option<i16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// RFC 3339 with an offset, or a local `2026-09-21T14:30`.
fn one_text_moment(texts: &[String], facts: &Facts) -> Result<Instant, Problem> {
    let text = texts.first().map(String::as_str).unwrap_or_default();
    if let Ok(at) = Instant::parse_rfc3339(text) {
        return Ok(at);
    }
    let local: civil::DateTime = text
        .parse()
        .map_err(|_| Problem::new(ErrorCode::DateInvalid))?;
    local_moment(local.date(), local.time(), facts)
}

/// A local time that does not exist (clocks going forward) becomes the next that does.
fn local_moment(day: Date, time: Time, facts: &Facts) -> Result<Instant, Problem> {
    let zoned = facts
        .zone
        .to_zoned(day.to_datetime(time))
        .map_err(|_| Problem::new(ErrorCode::DateInvalid))?;
    Ok(Instant::from_millis(zoned.timestamp().as_millisecond()))
}

/// `14:30`, `14 h 30`, `14h`, `1430`; an English `2:30 pm` too.
fn time_of_day(text: &str) -> Result<Time, Problem> {
    let invalid = || Problem::new(ErrorCode::TimeInvalid);
    let bare: String = text
        .to_lowercase()
        .chars()
        .filter(|one| !one.is_whitespace())
        .collect();
    let (clock, half) = match (bare.strip_suffix("am"), bare.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (None, Some(clock)) => (clock, Some(12)),
        (None, None) => (bare.as_str(), None),
    };
    let (hour, minute) = match clock.split_once([':', 'h', '.']) {
        Some((hour, "")) => (hour, "0"),
        Some(parts) => parts,
        None if clock.len() == 4 && clock.is_ascii() => clock.split_at(2),
        None => (clock, "0"),
    };
    let hour = whole(hour)
        .filter(|_| !hour.is_empty())
        .ok_or_else(invalid)?;
    let minute = whole(minute)
        .filter(|_| !minute.is_empty())
        .ok_or_else(invalid)?;
    let hour = match (half, hour) {
        (None, hour) => hour,
        (Some(half), 1..=12) => hour % 12 + half,
        (Some(_), _) => return Err(invalid()),
    };
    let hour = i8::try_from(hour).map_err(|_| invalid())?;
    let minute = i8::try_from(minute).map_err(|_| invalid())?;
    Time::new(hour, minute, 0, 0).map_err(|_| invalid())
}
