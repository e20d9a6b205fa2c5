//! How pages of the staff say when: short beside a row, near in a sentence, exact in an attribute.

use std::sync::LazyLock;

use domain::text::Language;
use domain::time::{Instant, Span};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::i18n::Words;
use crate::i18n::dates::Dates;

static PARIS: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC));

/// The moment a page speaks of, and the ways to say others from there. Times are the house's, Paris.
#[derive(Clone, Debug)]
pub struct Moments {
    words: Words,
    dates: Dates,
    now: Instant,
    today: Date,
    tomorrow_starts: Instant,
}

impl Moments {
    /// Seen from `now`.
    pub fn new(language: Language, now: Instant) -> Self {
        let local = now.timestamp().to_zoned(PARIS.clone());
        let midnight = local.tomorrow().and_then(|next| next.start_of_day());
        let tomorrow_starts = midnight.map_or(now.plus(Span::days(1)), |zoned| {
            Instant::from_millis(zoned.timestamp().as_millisecond())
        });
        Self {
            words: Words::new(language),
            dates: Dates::paris(language),
            now,
            today: local.date(),
            tomorrow_starts,
        }
    }

    /// The moment the page speaks of.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Whether a coming moment is before midnight.
    pub fn is_before_midnight(&self, at: Instant) -> bool {
        at < self.tomorrow_starts
    }

    /// `14 h 33` / `14:33`.
    pub fn time(&self, at: Instant) -> String {
        self.dates.time(at)
    }

    /// The shortest that is clear: `14 h 33` today, `ven. 12 h 45` within six days, else `12 mars, 9 h`,
    /// with the year when it is another.
    pub fn short(&self, at: Instant) -> String {
        let date = at.timestamp().to_zoned(PARIS.clone()).date();
        let time = self.dates.time(at);
        if date == self.today {
            return time;
        }
        let days = (date - self.today).get_days().abs();
        if days < 7 {
            let key = format!("desk-day-{}", date.weekday().to_monday_one_offset());
            return format!("{}\u{a0}{time}", self.words.get(&key));
        }
        if date.year() == self.today.year() {
            return format!("{}, {time}", self.dates.day_month(at));
        }
        self.dates.date(at)
    }

    /// `22 déc.`-like labels of a time axis: day and month.
    pub fn day_month(&self, at: Instant) -> String {
        self.dates.day_month(at)
    }

    /// As in a sentence: `aujourd’hui à 14 h 30`.
    pub fn at(&self, at: Instant) -> String {
        self.dates.at(at, self.now)
    }

    /// For a title: `12/03/2026 14:55`.
    pub fn exact(&self, at: Instant) -> String {
        self.dates.compact(at)
    }

    /// Wall time from a past moment until now, short: `2 h`, `2 j`.
    pub fn since(&self, at: Instant) -> String {
        self.words.duration(self.now.since(at))
    }
}

/// Business time in hours, never in days of 24 hours that no calendar has: `6 h 10`, `40 h`.
pub fn business(words: Words, span: Span) -> String {
    let minutes = span.as_millis().saturating_abs() / 60_000;
    if minutes < 24 * 60 {
        return words.duration(span);
    }
    let (hours, rest) = (minutes / 60, minutes % 60);
    let hours = words.number(hours);
    if rest == 0 {
        format!("{hours}\u{a0}h")
    } else {
        format!("{hours}\u{a0}h\u{a0}{rest:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    #[test]
    fn the_nearer_the_shorter() {
        let say = |moment: &str| {
            Language::ALL.map(|language| {
                let moments = Moments::new(language, at("2026-03-12T13:20:00Z"));
                moments.short(at(moment)).replace('\u{a0}', " ")
            })
        };
        assert_eq!(say("2026-03-12T13:55:00Z"), ["14 h 55", "14:55"]);
        assert_eq!(say("2026-03-13T11:45:00Z"), ["ven. 12 h 45", "Fri 12:45"]);
        assert_eq!(
            say("2026-03-25T08:00:00Z"),
            ["25 mars, 9 h", "25 March, 09:00"]
        );
        assert_eq!(
            say("2025-12-22T08:00:00Z"),
            ["22 décembre 2025", "22 December 2025"]
        );
    }

    #[test]
    fn midnight_is_that_of_paris() {
        let moments = Moments::new(Language::Fr, at("2026-03-12T13:20:00Z"));
        assert!(moments.is_before_midnight(at("2026-03-12T22:59:59Z")));
        assert!(!moments.is_before_midnight(at("2026-03-12T23:00:00Z")));
    }

    #[test]
    fn business_time_is_said_in_hours() {
        let words = Words::new(Language::Fr);
        let say = |span| business(words, span).replace('\u{a0}', " ");
        assert_eq!(say(Span::hours(40)), "40 h");
        assert_eq!(say(Span::minutes(370)), "6 h 10");
        assert_eq!(say(Span::minutes(24 * 60 + 5)), "24 h 05");
    }
}
