//! The two languages and texts that exist in both.

use serde::{Deserialize, Serialize};

/// A language of the product. There is no third.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the language of the house.
    #[default]
    Fr,
    /// English (United Kingdom).
    En,
}

impl Language {
    /// Both, French first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// `fr` or `en`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads `fr` or `en`, with or without a region (`fr-FR`).
    pub fn parse(text: &str) -> Option<Self> {
        match text.split(['-', '_']).next() {
            Some("fr") => Some(Self::Fr),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }
}

/// One text in both languages. The publish gate refuses a definition where either is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// French.
    #[serde(default)]
    pub fr: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}
