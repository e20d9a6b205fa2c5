//! How each language writes lengths of time: short forms for chips and tables, sentences for the rest.

use domain::text::Language;
use domain::time::{Instant, Span};

use crate::i18n::Words;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Words {
    /// The short form, in wall-clock days of 24 hours and cut to the minute: `35 min`, `1 h 50`, `6 h`,
    /// `1 j 2 h`, `12 j`; in English `1 d 2 h`. The sign is dropped; under a minute is `< 1 min`.
    pub fn duration(self, span: Span) -> String {
        let millis = span.as_millis().saturating_abs();
        if millis < DAY {
            return hours_and_minutes(millis);
        }
        let day = match self.language() {
            Language::Fr => "j",
            Language::En => "d",
        };
        let (days, hours) = (millis / DAY, millis % DAY / HOUR);
        if hours == 0 || days >= 10 {
            return format!("{days}\u{a0}{day}");
        }
        format!("{days}\u{a0}{day} {hours}\u{a0}h")
    }

    /// Business time in the days of a calendar: `1 j ouvré 3 h`, `1 working day 3 h`; `day` is the open
    /// time of one of its days.
    pub fn working_time(self, span: Span, day: Span) -> String {
        let millis = span.as_millis().saturating_abs();
        let day = day.as_millis();
        if day <= 0 || millis < day {
            return hours_and_minutes(millis);
        }
        let days = self.count("durations-working-days", millis / day);
        match millis % day / MINUTE * MINUTE {
            0 => days,
            rest => format!("{days} {}", hours_and_minutes(rest)),
        }
    }

    /// The chip of a running clock: `1 h 50 left` / `reste 1 h 50`; past due `1 h 12 late` /
    /// `retard 1 h 12`.
    pub fn remaining(self, left: Span) -> String {
        let key = if left.as_millis() < 0 {
            "durations-late"
        } else {
            "durations-left"
        };
        self.named(key, "time", self.duration(left))
    }

    /// The bare figure of a running clock, for narrow columns: `1 h 50`; past due `−1 h 12`.
    pub fn signed(self, left: Span) -> String {
        let sign = if left.as_millis() < 0 { "\u{2212}" } else { "" };
        format!("{sign}{}", self.duration(left))
    }

    /// How far a moment is from now: `il y a 12 min` / `12 min ago`, `dans 2 h` / `in 2 h`, `à l’instant`.
    pub fn relative(self, moment: Instant, now: Instant) -> String {
        let gap = moment.since(now);
        if gap.as_millis().saturating_abs() < MINUTE {
            return self.get("dates-just-now").into_owned();
        }
        let key = if gap.as_millis() < 0 {
            "durations-ago"
        } else {
            "durations-in"
        };
        self.named(key, "time", self.duration(gap))
    }
}

fn hours_and_minutes(millis: i64) -> String {
    let (hours, minutes) = (millis / HOUR, millis % HOUR / MINUTE);
    match (hours, minutes) {
        (0, 0) if millis == 0 => "0\u{a0}min".to_owned(),
        (0, 0) => "<\u{a0}1\u{a0}min".to_owned(),
        (0, minutes) => format!("{minutes}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, minutes) => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Language; 2] = Language::ALL;

    fn spaced(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn short_forms() {
        let short = |span| BOTH.map(|language| spaced(&Words::new(language).duration(span)));
        assert_eq!(short(Span::ZERO), ["0 min", "0 min"]);
        assert_eq!(short(Span::seconds(20)), ["< 1 min", "< 1 min"]);
        assert_eq!(short(Span::minutes(35)), ["35 min", "35 min"]);
        assert_eq!(short(Span::minutes(110)), ["1 h 50", "1 h 50"]);
        assert_eq!(short(Span::minutes(185)), ["3 h 05", "3 h 05"]);
        assert_eq!(short(Span::hours(6)), ["6 h", "6 h"]);
        assert_eq!(short(Span::hours(26)), ["1 j 2 h", "1 d 2 h"]);
        assert_eq!(short(Span::days(2)), ["2 j", "2 d"]);
        assert_eq!(short(Span::hours(293)), ["12 j", "12 d"]);
        assert_eq!(
            Words::new(Language::Fr).duration(Span::minutes(110)),
            "1\u{a0}h\u{a0}50"
        );
    }

    #[test]
    fn chips_say_what_is_left_or_how_late() {
        let chip = |span| BOTH.map(|language| spaced(&Words::new(language).remaining(span)));
        assert_eq!(chip(Span::minutes(110)), ["reste 1 h 50", "1 h 50 left"]);
        assert_eq!(chip(Span::minutes(-72)), ["retard 1 h 12", "1 h 12 late"]);
        assert_eq!(
            spaced(&Words::new(Language::Fr).signed(Span::minutes(-72))),
            "\u{2212}1 h 12"
        );
        assert_eq!(
            spaced(&Words::new(Language::En).signed(Span::minutes(35))),
            "35 min"
        );
    }

    #[test]
    fn working_days_are_those_of_the_calendar() {
        let time = |span| {
            BOTH.map(|language| spaced(&Words::new(language).working_time(span, Span::hours(8))))
        };
        assert_eq!(
            time(Span::hours(11)),
            ["1 j ouvré 3 h", "1 working day 3 h"]
        );
        assert_eq!(time(Span::hours(40)), ["5 j ouvrés", "5 working days"]);
        assert_eq!(time(Span::hours(4)), ["4 h", "4 h"]);
    }

    #[test]
    fn distance_from_now() {
        let now = Instant::from_millis(1_000_000_000_000);
        let told =
            |moment| BOTH.map(|language| spaced(&Words::new(language).relative(moment, now)));
        assert_eq!(
            told(now.minus(Span::minutes(12))),
            ["il y a 12 min", "12 min ago"]
        );
        assert_eq!(told(now.plus(Span::hours(2))), ["dans 2 h", "in 2 h"]);
        assert_eq!(
            told(now.plus(Span::seconds(20))),
            ["à l’instant", "just now"]
        );
    }
}
