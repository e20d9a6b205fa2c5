//! The values of a letter: plain words by name, made ready for the sentences of one language.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::text::Language;
use domain::time::{Instant, Span};
use jiff::civil::Date;

use crate::i18n::dates::{Dates, civil_day_month, civil_weekday_date};
use crate::i18n::{Value, Words};
use crate::mail::clean::one_line;
use crate::mail::letter::LetterError;

/// Names whose values are whole numbers and choose plurals.
const NUMBERS: [&str; 4] = ["count", "percent", "number", "level"];

/// Values by the names that sentences use.
pub struct Values(Vec<(String, Value<'static>)>);

impl Values {
    /// Reads the values of a notice. Instants (`…_at`), dates (`…_on`) and spans (`…_ms`) are written in words, with
    /// short forms beside them (`due`, `due_day`, `due_time`); keys of teams and clocks are named.
    ///
    /// # Errors
    /// [`LetterError::Unreadable`] for an instant, date, span or number that is not one.
    pub fn read(language: Language, given: &BTreeMap<String, String>) -> Result<Self, LetterError> {
        let words = Words::new(language);
        let mut values = Self(Vec::with_capacity(given.len() + 8));
        for (name, value) in given {
            let value = one_line(value);
            if value.is_empty() {
                continue;
            }
            let unreadable = || LetterError::Unreadable {
                name: name.clone(),
                value: value.clone(),
            };
            if let Some(stem) = name.strip_suffix("_at") {
                let moment = Instant::parse_rfc3339(&value).map_err(|_| unreadable())?;
                values.put_moment(stem, &Dates::paris(language), moment);
            } else if let Some(stem) = name.strip_suffix("_on") {
                let date: Date = value.parse().map_err(|_| unreadable())?;
                values.put(stem, civil_weekday_date(language, date));
                values.put(&format!("{stem}_day"), civil_day_month(language, date));
            } else if let Some(stem) = name.strip_suffix("_ms") {
                let millis = value.parse().map_err(|_| unreadable())?;
                values.put(stem, words.duration(Span::millis(millis)));
            } else if NUMBERS.contains(&name.as_str()) {
                let number: i64 = value.parse().map_err(|_| unreadable())?;
                values.0.push((name.clone(), Value::Number(number)));
            } else {
                values.put_words(words, name, value);
            }
        }
        Ok(values)
    }

    /// The values as look-ups want them.
    pub fn pairs(&self) -> Vec<(&str, Value<'static>)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect()
    }

    /// Adds a value unless the name has one already.
    pub fn put(&mut self, name: &str, value: String) {
        if !value.is_empty() && !self.0.iter().any(|(known, _)| known == name) {
            self.0.push((name.to_owned(), Value::from(value)));
        }
    }

    fn put_moment(&mut self, stem: &str, dates: &Dates, moment: Instant) {
        self.put(stem, dates.full(moment));
        self.put(&format!("{stem}_day"), dates.day_month(moment));
        self.put(&format!("{stem}_time"), dates.time(moment));
    }

    fn put_words(&mut self, words: Words, name: &str, value: String) {
        match name {
            "metric" => {
                let named = words.find(&format!("mail-metric-{value}"));
                self.put(name, named.map_or(value, Cow::into_owned));
            }
            "team" => {
                let named = words.find(&format!("mail-team-{}", value.to_lowercase()));
                self.put(name, named.map_or(value, Cow::into_owned));
            }
            "actor" | "owner" => {
                self.put(&format!("{name}_first"), first_name(&value));
                self.put(name, value);
            }
            _ => self.put(name, value),
        }
    }
}

/// The name people are greeted by: the first word of a full name.
pub fn first_name(full: &str) -> String {
    full.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}
