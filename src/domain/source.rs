//! Where a definition is wrong: file, line, what, and the nearest known name.
//!
//! Every reader of a definition (workflows, forms, calendars, targets) reports [`Finding`]s through a
//! [`Source`], so that a person always reads `file:line: message`.

use std::fmt;

use serde::de::DeserializeOwned;

/// One mistake in a definition, shown as `file:line: message`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file as the operator names it, such as `policies/calendars.toml`.
    pub file: String,
    /// The line, from 1; 1 also when the whole file is meant.
    pub line: usize,
    /// What is wrong and what to do, in one sentence without a final full stop.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for Finding {}

/// One definition file in memory, able to say on which line a byte is.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl<'a> Source<'a> {
    /// A file by the name to show and its whole text.
    pub const fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text }
    }

    /// The name to show.
    pub const fn file(&self) -> &'a str {
        self.file
    }

    /// The whole text.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Reads the text as TOML into `T`; unknown keys and values come with the nearest known one.
    ///
    /// # Errors
    /// A [`Finding`] on the line of the first mistake.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Finding> {
        toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.finding(at, with_nearest(error.message()))
        })
    }

    /// A finding about the byte at `offset` (the start of a `toml::Spanned` value).
    pub fn finding(&self, offset: usize, message: impl Into<String>) -> Finding {
        Finding {
            file: self.file.to_owned(),
            line: self.line_at(offset),
            message: message.into(),
        }
    }

    /// The line, from 1, of the byte at `offset`; the last line for offsets past the end.
    pub fn line_at(&self, offset: usize) -> usize {
        let upto = self.text.as_bytes().iter().take(offset);
        1 + upto.filter(|byte| **byte == b'\n').count()
    }
}

/// Whether two texts define the same: remarks, blank lines and the order of keys make no difference. What
/// is no TOML means the same as nothing.
pub fn means_the_same(one: &str, other: &str) -> bool {
    let read = |text: &str| toml::from_str::<toml::Table>(text);
    match (read(one), read(other)) {
        (Ok(one), Ok(other)) => one == other,
        (Err(_), _) | (_, Err(_)) => false,
    }
}

/// The known name closest to `name`, when one is close enough to be what was meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .map(|known| {
            (
                strsim::damerau_levenshtein(&wanted, &known.to_lowercase()),
                known,
            )
        })
        .filter(|(distance, known)| *distance <= tolerance(&wanted, known))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// `“name”, did you mean “nearest”?`, or every known name when none is near.
pub fn unknown<'a>(
    what: &str,
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    if let Some(known) = nearest(name, candidates.clone()) {
        return format!("unknown {what} “{name}”, did you mean “{known}”?");
    }
    let known: Vec<&str> = candidates.into_iter().collect();
    if known.is_empty() {
        format!("unknown {what} “{name}”; there is none")
    } else {
        format!("unknown {what} “{name}”; known: {}", known.join(", "))
    }
}

/// How many edits apart two names may be and still be taken for the same word.
fn tolerance(wanted: &str, known: &str) -> usize {
    let longest = wanted.chars().count().max(known.chars().count());
    (longest / 3).clamp(1, 4)
}

/// Serde lists the known names in backquotes after the wrong one: names the nearest of them.
fn with_nearest(message: &str) -> String {
    let message = message.trim_end();
    if !message.starts_with("unknown ") {
        return message.to_owned();
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(wrong) = quoted.next() else {
        return message.to_owned();
    };
    nearest(wrong, quoted).map_or_else(
        || message.to_owned(),
        |known| format!("{message}; did you mean `{known}`?"),
    )
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[expect(dead_code, reason = "only its name matters")]
        business_day: String,
        #[expect(dead_code, reason = "only its name matters")]
        zone: String,
    }

    #[test]
    fn an_unknown_key_is_reported_with_its_line_and_the_nearest_name() {
        let source = Source::new(
            "calendars.toml",
            "zone = \"Europe/Paris\"\nbusines_day = \"8h\"\n",
        );
        let finding = source.parse::<Sample>().unwrap_err();
        assert_eq!(finding.line, 2);
        let shown = finding.to_string();
        assert!(
            shown.starts_with("calendars.toml:2: unknown field `busines_day`"),
            "{shown}"
        );
        assert!(shown.ends_with("did you mean `business_day`?"), "{shown}");
    }

    #[test]
    fn nearest_ignores_case_and_refuses_far_names() {
        assert_eq!(
            nearest("FR-BUREU", ["fr-bureau", "fr-live"]),
            Some("fr-bureau")
        );
        assert_eq!(nearest("tokyo", ["fr-bureau", "fr-live"]), None);
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones_when_none_is_near() {
        assert_eq!(
            unknown("calendar", "tokyo", ["fr-bureau", "fr-live"]),
            "unknown calendar “tokyo”; known: fr-bureau, fr-live"
        );
    }
}
