//! A length of time as definitions write it: `30m`, `4h`, `1h30m`, `2bd`, `30d`.
//!
//! A day is never a number of hours by itself: `bd` needs a calendar that says how long its business
//! day is, and `d` (24 hours on the wall) needs a calendar that never closes.

use serde::Deserialize;

use crate::clocks::calendar::Calendar;
use crate::time::Span;

/// A length as written, before a calendar gives it milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Length {
    /// Hours, minutes, seconds: open time of whatever calendar it is used with.
    Time(Span),
    /// Days of 24 hours; only on a calendar that never closes.
    Days(u32),
    /// Business days; only on a calendar that says how long one is.
    BusinessDays(u32),
}

/// The text is not a length.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a length such as 30m, 4h, 1h30m, 2bd or 30d")]
pub struct InvalidLength(String);

impl Length {
    /// Reads a length: numbers with a unit (`ms`, `s`, `m`, `min`, `h`) one after the other, or one
    /// number of `d` or `bd`.
    ///
    /// # Errors
    /// [`InvalidLength`] for anything else, signs, fractions and lengths over a century included.
    pub fn parse(text: &str) -> Result<Self, InvalidLength> {
        let wrong = || InvalidLength(text.chars().take(40).collect());
        let mut rest = text.trim();
        let mut sum = Span::ZERO;
        if rest.is_empty() {
            return Err(wrong());
        }
        while !rest.is_empty() {
            let (count, unit, after) = first_part(rest).ok_or_else(wrong)?;
            let whole = rest.len() == text.trim().len() && after.is_empty();
            rest = after.trim_start();
            sum = sum.plus(match unit {
                "ms" => Span::millis(i64::from(count)),
                "s" => Span::seconds(i64::from(count)),
                "m" | "min" => Span::minutes(i64::from(count)),
                "h" => Span::hours(i64::from(count)),
                "d" if whole => return Ok(Self::Days(count)),
                "bd" if whole => return Ok(Self::BusinessDays(count)),
                _ => return Err(wrong()),
            });
        }
        if sum > Span::days(36_525) {
            return Err(wrong());
        }
        Ok(Self::Time(sum))
    }

    /// The open time it means on that calendar; `None` when the calendar gives such days no length.
    pub fn on(self, calendar: &Calendar) -> Option<Span> {
        match self {
            Self::Time(span) => Some(span),
            Self::Days(days) => calendar.never_closes().then(|| Span::days(i64::from(days))),
            Self::BusinessDays(days) => calendar
                .business_day()
                .map(|day| Span::millis(day.as_millis().saturating_mul(i64::from(days)))),
        }
    }
}

impl TryFrom<String> for Length {
    type Error = InvalidLength;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

/// `1h30m` → (1, "h", "30m").
fn first_part(text: &str) -> Option<(u32, &str, &str)> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at_checked(unit_at)?;
    let rest = rest.trim_start();
    let unit_len = rest
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(rest.len());
    let (unit, after) = rest.split_at_checked(unit_len)?;
    Some((digits.parse().ok()?, unit, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clocks::calendar::shipped;
    use crate::ids::CalendarKey;

    fn on(text: &str, calendar: &str) -> Option<Span> {
        let calendars = shipped();
        let calendar = calendars.newest(&CalendarKey::from(calendar)).unwrap();
        Length::parse(text).unwrap().on(calendar)
    }

    #[test]
    fn units_add_up() {
        assert_eq!(
            Length::parse("1h30m").unwrap(),
            Length::Time(Span::minutes(90))
        );
        assert_eq!(
            Length::parse("30 min").unwrap(),
            Length::Time(Span::minutes(30))
        );
        assert_eq!(
            Length::parse("250ms").unwrap(),
            Length::Time(Span::millis(250))
        );
    }

    /// ServiceNow's “1 Day” meant 24 hours, so on 8-hour days it took three business days.
    #[test]
    fn a_business_day_is_as_long_as_its_calendar_says() {
        assert_eq!(on("1bd", "fr-bureau"), Some(Span::hours(8)));
        assert_eq!(on("10bd", "fr-bureau"), Some(Span::hours(80)));
        assert_eq!(on("1d", "fr-bureau"), None);
        assert_eq!(on("30d", "24x7"), Some(Span::hours(720)));
        assert_eq!(on("1bd", "24x7"), None);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "4",
            "h",
            "-4h",
            "1.5h",
            "1 day",
            "1h2bd",
            "1d2h",
            "4H",
            "99999999999h",
            "é",
        ] {
            assert!(Length::parse(text).is_err(), "{text}");
        }
    }
}
