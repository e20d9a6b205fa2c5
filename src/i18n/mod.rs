//! The words of Guichet: every sentence a person reads, in French and in English, and how each
//! language writes dates, lengths of time and numbers.
//!
//! What lives here: the texts (`fr/*.ftl`, `en/*.ftl`, embedded), their look-up, and formats.
//! What does not: which text is shown where. Anyone may call; it uses only `domain::text` and
//! `domain::time` of ours (docs/decisions/0003).
//!
//! Writing texts: plain spaces and straight apostrophes; the catalogue puts the no-break spaces
//! that French wants before `: ; ! ? %`, inside « » and in `12 h 30`, and curls apostrophes. Message ids are
//! `[a-z][a-z0-9_-]*`, prefixed by the file's subject.

pub mod dates;
pub mod durations;
pub mod numbers;

mod catalogue;

use std::borrow::Cow;
use std::collections::BTreeSet;

use domain::text::Language;
use fluent_bundle::{FluentArgs, FluentValue};

use crate::i18n::catalogue::Catalogue;

/// The texts of one language. Copying is free; a look-up without values borrows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    language: Language,
}

/// A value put into a text: words, or a count that chooses the plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Inserted as it is.
    Text(Cow<'a, str>),
    /// Inserted with the language's thousands separator; selects plural variants.
    Number(i64),
}

/// Why a text could not be said whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsaid {
    /// There is no such key.
    #[error("there is no text “{0}”")]
    NoSuchText(String),
    /// The text needs a value that was not given.
    #[error("the value “{0}” is missing")]
    NoValue(String),
}

impl Words {
    /// The texts of `language`.
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// Which language these are.
    pub const fn language(self) -> Language {
        self.language
    }

    /// The text of a key that takes no value. An unknown key is shown as itself, see [`gaps`].
    pub fn get(self, key: &str) -> Cow<'static, str> {
        Catalogue::of(self.language).plain(key)
    }

    /// The text of a key with its values by name: `with("case-moved", &[("name", "Inès".into())])`.
    pub fn with(self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        Catalogue::of(self.language).format(key, &arguments(values))
    }

    /// As [`Words::with`], for a text that must be whole or not be said at all.
    ///
    /// # Errors
    /// [`Unsaid`] naming the missing key or the first missing value.
    pub fn whole(self, key: &str, values: &[(&str, Value<'_>)]) -> Result<String, Unsaid> {
        Catalogue::of(self.language).attempt(key, &arguments(values))
    }

    /// The text of a key that takes one word, for templates: `named("case-taken", "name", "Inès")`.
    pub fn named(self, key: &str, name: &str, value: impl AsRef<str>) -> String {
        self.with(key, &[(name, Value::Text(Cow::Borrowed(value.as_ref())))])
    }

    /// The text of a key that takes one number, called `n` in the text: `count("queue-cases", 12)`.
    pub fn count(self, key: &str, n: impl Into<Value<'static>>) -> String {
        self.with(key, &[("n", n.into())])
    }

    /// The text of a key when there is one, for vocabularies that operators may extend.
    pub fn find(self, key: &str) -> Option<Cow<'static, str>> {
        self.has(key).then(|| self.get(key))
    }

    /// Whether the key exists in this language.
    pub fn has(self, key: &str) -> bool {
        Catalogue::of(self.language).keys().contains(key)
    }
}

/// Every key of a language, sorted; both languages have the same (tested).
pub fn keys(language: Language) -> &'static BTreeSet<String> {
    Catalogue::of(language).keys()
}

/// What is wrong with the text files of a language: syntax errors, keys given twice. Empty (tested).
pub fn problems(language: Language) -> &'static [String] {
    Catalogue::of(language).problems()
}

/// Keys asked for since the process started that do not exist or lacked a value. The test world
/// checks at its end that there are none.
pub fn gaps() -> Vec<String> {
    catalogue::gaps()
}

fn arguments<'a>(values: &'a [(&str, Value<'_>)]) -> FluentArgs<'a> {
    let mut args = FluentArgs::with_capacity(values.len());
    for (name, value) in values {
        args.set((*name).to_owned(), value.to_fluent());
    }
    args
}

impl Value<'_> {
    fn to_fluent(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Number(number) => FluentValue::from(*number),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Value<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u8> for Value<'_> {
    fn from(number: u8) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests;
