//! Public holidays by rule: fixed days and days counted from Easter, alone or in named sets.

use jiff::ToSpan;
use jiff::civil::Date;

/// A day that comes back every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The same day of the same month; 29 February only in leap years.
    Fixed {
        /// 1–12.
        month: i8,
        /// 1–31.
        day: i8,
    },
    /// So many days after Easter Sunday; negative before.
    Easter {
        /// Days.
        offset: i16,
    },
}

/// Every named set, for messages about unknown ones.
pub const SETS: [&str; 9] = [
    "fr-national",
    "fr-alsace-moselle",
    "good-friday",
    "fr-martinique",
    "fr-guadeloupe",
    "fr-guyane",
    "fr-la-reunion",
    "fr-mayotte",
    "fr-saint-barthelemy",
];

/// The eleven holidays of all of France.
const FR_NATIONAL: [Rule; 11] = [
    fixed(1, 1),
    easter_plus(1),
    fixed(5, 1),
    fixed(5, 8),
    easter_plus(39),
    easter_plus(50),
    fixed(7, 14),
    fixed(8, 15),
    fixed(11, 1),
    fixed(11, 11),
    fixed(12, 25),
];

impl Rule {
    /// Reads `12-26`, `easter`, `easter+39` or `easter-2`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(offset) = text.strip_prefix("easter") {
            let offset = if offset.is_empty() {
                0
            } else {
                signed(offset)?
            };
            return Some(Self::Easter { offset });
        }
        let (month, day) = text.split_once('-')?;
        let (month, day) = (two_digits(month)?, two_digits(day)?);
        // 2000 is a leap year, so that 29 February passes.
        Date::new(2000, month, day).ok()?;
        Some(Self::Fixed { month, day })
    }

    /// The day in that year; `None` when the year has no such day.
    pub fn date(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::Easter { offset } => easter(year)?.checked_add(i64::from(offset).days()).ok(),
        }
    }
}

/// The rules of a named set (one of [`SETS`]). A set of a region holds only what it adds.
pub fn named(set: &str) -> Option<&'static [Rule]> {
    let rules: &'static [Rule] = match set {
        "fr-national" => &FR_NATIONAL,
        "fr-alsace-moselle" => &const { [fixed(12, 26)] },
        "good-friday" => &const { [easter_plus(-2)] },
        "fr-martinique" => &const { [fixed(5, 22)] },
        "fr-guadeloupe" => &const { [fixed(5, 27)] },
        "fr-guyane" => &const { [fixed(6, 10)] },
        "fr-la-reunion" => &const { [fixed(12, 20)] },
        "fr-mayotte" => &const { [fixed(4, 27)] },
        "fr-saint-barthelemy" => &const { [fixed(10, 9)] },
        _ => return None,
    };
    Some(rules)
}

/// Easter Sunday of the Gregorian calendar (the computus of Meeus, Jones and Butcher).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let golden = y % 19;
    let century = y / 100;
    let of_century = y % 100;
    let skipped_leap = century / 4;
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - skipped_leap - moon_correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day_of_march = epact + weekday - 7 * late + 22;
    let march = Date::new(year, 3, 1).ok()?;
    march.checked_add(i64::from(day_of_march - 1).days()).ok()
}

const fn fixed(month: i8, day: i8) -> Rule {
    Rule::Fixed { month, day }
}

const fn easter_plus(offset: i16) -> Rule {
    Rule::Easter { offset }
}

fn signed(text: &str) -> Option<i16> {
    let (sign, digits) = text
        .strip_prefix('+')
        .map(|digits| (1, digits))
        .or_else(|| text.strip_prefix('-').map(|digits| (-1, digits)))?;
    if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i16>().ok().map(|days| sign * days)
}

fn two_digits(text: &str) -> Option<i8> {
    let is_two = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    is_two.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        let known = [
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
        ];
        for (year, month, day) in known {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn easter_is_a_sunday_between_22_march_and_25_april() {
        for year in 1900..=2200 {
            let sunday = easter(year).unwrap();
            assert_eq!(sunday.weekday(), jiff::civil::Weekday::Sunday);
            assert!(
                sunday >= date(year, 3, 22) && sunday <= date(year, 4, 25),
                "{sunday}"
            );
        }
    }

    #[test]
    fn france_has_eleven_holidays_and_as_many_on_weekdays_as_published() {
        let on_weekdays = |year| {
            FR_NATIONAL
                .iter()
                .filter_map(|rule| rule.date(year))
                .filter(|day| day.weekday().to_monday_one_offset() <= 5)
                .count()
        };
        assert_eq!(
            [on_weekdays(2026), on_weekdays(2027), on_weekdays(2028)],
            [9, 7, 9]
        );
    }

    #[test]
    fn the_movable_days_of_2026_are_right() {
        let days: Vec<Date> = ["easter+1", "easter+39", "easter+50", "easter-2"]
            .iter()
            .filter_map(|text| Rule::parse(text)?.date(2026))
            .collect();
        assert_eq!(
            days,
            [
                date(2026, 4, 6),
                date(2026, 5, 14),
                date(2026, 5, 25),
                date(2026, 4, 3)
            ]
        );
    }

    #[test]
    fn every_set_exists_and_good_friday_is_its_own_switch() {
        for set in SETS {
            assert!(named(set).is_some_and(|rules| !rules.is_empty()), "{set}");
        }
        let alsace = named("fr-alsace-moselle").unwrap();
        assert_eq!(alsace, [Rule::Fixed { month: 12, day: 26 }]);
        assert_eq!(named("good-friday").unwrap(), [Rule::Easter { offset: -2 }]);
        assert_eq!(named("fr-nationl"), None);
    }

    #[test]
    fn a_rule_that_no_year_has_is_refused() {
        for text in [
            "02-30",
            "13-01",
            "1-1",
            "easter39",
            "easter+",
            "+5",
            "",
            "easter+1x",
        ] {
            assert_eq!(Rule::parse(text), None, "{text}");
        }
        assert_eq!(Rule::parse("02-29").unwrap().date(2027), None);
    }
}
