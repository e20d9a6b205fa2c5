//! How each language writes moments and dates, in one time zone that is always named in full forms.

use std::borrow::Cow;
use std::sync::LazyLock;

use domain::text::Language;
use domain::time::Instant;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::i18n::Words;

static PARIS: LazyLock<TimeZone> = LazyLock::new(|| zone("Europe/Paris"));

/// Dates in one language and one time zone.
#[derive(Clone, Debug)]
pub struct Dates {
    language: Language,
    zone: TimeZone,
}

impl Dates {
    /// Dates for a reader who lives by the zone of this IANA name; UTC when there is no such zone.
    pub fn new(language: Language, zone_name: &str) -> Self {
        Self {
            language,
            zone: zone(zone_name),
        }
    }

    /// Dates in Paris time, the default of the house.
    pub fn paris(language: Language) -> Self {
        Self {
            language,
            zone: PARIS.clone(),
        }
    }

    /// The language of these dates.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// `14 h 30`, `14 h` / `14:30`.
    pub fn time(&self, moment: Instant) -> String {
        clock_face(self.language, self.civil(moment).1)
    }

    /// `21 septembre 2026` / `21 September 2026`; the first of a French month is `1er`.
    pub fn date(&self, moment: Instant) -> String {
        civil_date(self.language, self.civil(moment).0)
    }

    /// Without the year: `21 septembre` / `21 September`.
    pub fn day_month(&self, moment: Instant) -> String {
        civil_day_month(self.language, self.civil(moment).0)
    }

    /// For tables: `21/09/2026 14:30` in both languages, local time.
    pub fn compact(&self, moment: Instant) -> String {
        let (date, time) = self.civil(moment);
        format!(
            "{:02}/{:02}/{:04} {:02}:{:02}",
            date.day(),
            date.month(),
            date.year(),
            time.hour(),
            time.minute()
        )
    }

    /// `lundi 21 septembre 2026` / `Monday 21 September 2026`.
    pub fn weekday_date(&self, moment: Instant) -> String {
        civil_weekday_date(self.language, self.civil(moment).0)
    }

    /// The nearest way to say when, as in a sentence: `aujourd’hui à 14 h 30`, `demain à 9 h`,
    /// `lundi 21 septembre à 14 h 30`, with the year when it is not this one.
    pub fn at(&self, moment: Instant, now: Instant) -> String {
        let (date, time) = self.civil(moment);
        let today = self.civil(now).0;
        let time = clock_face(self.language, time);
        let words = Words::new(self.language);
        if date == today {
            return words.named("dates-today-at", "time", time);
        }
        if today.tomorrow().is_ok_and(|tomorrow| tomorrow == date) {
            return words.named("dates-tomorrow-at", "time", time);
        }
        if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
            return words.named("dates-yesterday-at", "time", time);
        }
        let day = if date.year() == today.year() {
            civil_day_month(self.language, date)
        } else {
            civil_date(self.language, date)
        };
        let day = format!("{} {day}", weekday(self.language, date));
        words.with(
            "dates-day-at",
            &[("day", day.into()), ("time", time.into())],
        )
    }

    /// The full form, for commitments: `lundi 21 septembre 2026 à 14 h 30 (heure de Paris)` /
    /// `Monday 21 September 2026, 14:30 (Paris time)`.
    pub fn full(&self, moment: Instant) -> String {
        Words::new(self.language).with(
            "dates-full",
            &[
                ("day", self.weekday_date(moment).into()),
                ("time", self.time(moment).into()),
                ("zone", self.zone_name().into()),
            ],
        )
    }

    /// The zone in words: `heure de Paris` / `Paris time`, `UTC`.
    pub fn zone_name(&self) -> String {
        let words = Words::new(self.language);
        let name = self.zone.iana_name().unwrap_or("UTC");
        let Some((_, city)) = name.rsplit_once('/') else {
            return words.named("dates-zone-plain", "name", name);
        };
        let key = format!("dates-city-{}", city.to_lowercase());
        let city = words
            .find(&key)
            .map_or_else(|| city.replace('_', " "), Cow::into_owned);
        let key = if opens_with_vowel(&city) {
            "dates-zone-city-elided"
        } else {
            "dates-zone-city"
        };
        words.named(key, "city", city)
    }

    fn civil(&self, moment: Instant) -> (Date, Time) {
        let local = moment.timestamp().to_zoned(self.zone.clone()).datetime();
        (local.date(), local.time())
    }
}

/// A date that has no time, such as an answer of a form: `21 septembre 2026` / `21 September 2026`.
pub fn civil_date(language: Language, date: Date) -> String {
    format!("{} {}", civil_day_month(language, date), date.year())
}

/// A date with its day of the week: `lundi 21 septembre 2026` / `Monday 21 September 2026`.
pub fn civil_weekday_date(language: Language, date: Date) -> String {
    format!("{} {}", weekday(language, date), civil_date(language, date))
}

/// A date without its year: `21 septembre` / `21 September`.
pub fn civil_day_month(language: Language, date: Date) -> String {
    let month = Words::new(language).get(&format!("dates-month-{}", date.month()));
    match (language, date.day()) {
        (Language::Fr, 1) => format!("1er {month}"),
        (Language::Fr | Language::En, day) => format!("{day} {month}"),
    }
}

fn weekday(language: Language, date: Date) -> String {
    let day = date.weekday().to_monday_one_offset();
    Words::new(language)
        .get(&format!("dates-weekday-{day}"))
        .into_owned()
}

fn clock_face(language: Language, time: Time) -> String {
    match (language, time.minute()) {
        (Language::Fr, 0) => format!("{}\u{a0}h", time.hour()),
        (Language::Fr, minute) => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
        (Language::En, minute) => format!("{:02}:{minute:02}", time.hour()),
    }
}

/// Whether French elides before this name: “heure d’Athènes”.
fn opens_with_vowel(name: &str) -> bool {
    name.starts_with(['A', 'E', 'I', 'O', 'U', 'É', 'H'])
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Instant {
        Instant::parse_rfc3339(text).unwrap()
    }

    fn both(say: impl Fn(&Dates) -> String) -> [String; 2] {
        Language::ALL.map(|language| say(&Dates::paris(language)).replace('\u{a0}', " "))
    }

    #[test]
    fn the_full_form_names_the_zone() {
        let due = moment("2026-09-21T12:30:00Z");
        assert_eq!(
            both(|dates| dates.full(due)),
            [
                "lundi 21 septembre 2026 à 14 h 30 (heure de Paris)",
                "Monday 21 September 2026, 14:30 (Paris time)"
            ]
        );
        assert_eq!(Dates::paris(Language::Fr).time(due), "14\u{a0}h\u{a0}30");
    }

    #[test]
    fn hours_and_days_are_written_as_each_language_does() {
        let start = moment("2026-05-01T07:00:00Z");
        assert_eq!(both(|dates| dates.time(start)), ["9 h", "09:00"]);
        assert_eq!(
            both(|dates| dates.date(start)),
            ["1er mai 2026", "1 May 2026"]
        );
        assert_eq!(both(|dates| dates.day_month(start)), ["1er mai", "1 May"]);
        assert_eq!(
            both(|dates| dates.weekday_date(start)),
            ["vendredi 1er mai 2026", "Friday 1 May 2026"]
        );
        assert_eq!(
            both(|dates| dates.compact(start)),
            ["01/05/2026 09:00", "01/05/2026 09:00"]
        );
    }

    #[test]
    fn near_days_are_named() {
        let now = moment("2026-09-21T08:00:00Z");
        let told = |text| both(|dates| dates.at(moment(text), now));
        assert_eq!(
            told("2026-09-21T12:30:00Z"),
            ["aujourd’hui à 14 h 30", "today at 14:30"]
        );
        assert_eq!(
            told("2026-09-22T07:00:00Z"),
            ["demain à 9 h", "tomorrow at 09:00"]
        );
        assert_eq!(
            told("2026-09-20T22:30:00Z"),
            ["aujourd’hui à 0 h 30", "today at 00:30"]
        );
        assert_eq!(
            told("2026-09-20T12:30:00Z"),
            ["hier à 14 h 30", "yesterday at 14:30"]
        );
        assert_eq!(
            told("2026-10-01T07:00:00Z"),
            ["jeudi 1er octobre à 9 h", "Thursday 1 October at 09:00"]
        );
        assert_eq!(
            told("2027-01-04T08:05:00Z"),
            [
                "lundi 4 janvier 2027 à 9 h 05",
                "Monday 4 January 2027 at 09:05"
            ]
        );
    }

    #[test]
    fn zones_are_named_by_their_city() {
        let name = |language, zone| Dates::new(language, zone).zone_name();
        assert_eq!(name(Language::Fr, "Europe/London"), "heure de Londres");
        assert_eq!(name(Language::Fr, "Europe/Oslo"), "heure d’Oslo");
        assert_eq!(
            name(Language::En, "America/Los_Angeles"),
            "Los Angeles time"
        );
        assert_eq!(name(Language::Fr, "Nowhere/Atlantis"), "UTC");
    }
}
