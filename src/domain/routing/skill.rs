//! What people of the staff are known to master: languages, trades of publishers, types of request.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::source::nearest;

/// Longest value of a skill, in characters.
const MAX_VALUE: usize = 40;

/// In which respect a skill counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The language of the thread: `fr`, `en`.
    Language,
    /// The trade of the publisher, such as `sport`.
    Vertical,
    /// The type of request, such as `tech_support`.
    SubType,
}

impl Dimension {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Language, Self::Vertical, Self::SubType];

    /// The dimension's key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Vertical => "vertical",
            Self::SubType => "sub_type",
        }
    }

    /// The dimension of that key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// One skill, written `language:en`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Skill {
    dimension: Dimension,
    value: String,
}

/// The text is not a skill.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidSkill(String);

impl Skill {
    /// A skill of a dimension and a value that are known to be good.
    pub const fn new(dimension: Dimension, value: String) -> Self {
        Self { dimension, value }
    }

    /// In which respect.
    pub const fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// Which: a language, a trade, the key of a form.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Reads `language:en`, `vertical:sport`, `sub_type:tech_support`.
    ///
    /// # Errors
    /// A sentence that says what is wrong and names the nearest known dimension.
    pub fn parse(text: &str) -> Result<Self, InvalidSkill> {
        let (name, value) = text.trim().split_once(':').ok_or_else(|| {
            InvalidSkill(format!(
                "“{text}” is not a skill; write such as language:en, vertical:sport, sub_type:tech_support"
            ))
        })?;
        let dimension = Dimension::parse(name).ok_or_else(|| {
            let known = Dimension::ALL.map(Dimension::as_str);
            let near = nearest(name, known).unwrap_or("language");
            InvalidSkill(format!(
                "unknown kind of skill “{name}”, did you mean “{near}”? known: {}",
                known.join(", ")
            ))
        })?;
        let good =
            |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "-_".contains(sign);
        if value.is_empty() || value.len() > MAX_VALUE || !value.chars().all(good) {
            return Err(InvalidSkill(format!(
                "“{value}” is not a value of a skill; write 1 to {MAX_VALUE} lower-case letters, digits, - or _"
            )));
        }
        Ok(Self::new(dimension, value.to_owned()))
    }
}

impl fmt::Display for Skill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.dimension.as_str(), self.value)
    }
}

impl From<Skill> for String {
    fn from(skill: Skill) -> Self {
        skill.to_string()
    }
}

impl TryFrom<String> for Skill {
    type Error = InvalidSkill;

    fn try_from(text: String) -> Result<Self, InvalidSkill> {
        Self::parse(&text)
    }
}

/// What was asked and is not among the skills. Whoever has no skill of a dimension on record is a
/// generalist in it and misses nothing there.
pub fn missing(asked: &[Skill], known: &[Skill]) -> Vec<Skill> {
    asked
        .iter()
        .filter(|skill| {
            let mut of_dimension = known
                .iter()
                .filter(|one| one.dimension == skill.dimension)
                .peekable();
            of_dimension.peek().is_some() && !of_dimension.any(|one| one == *skill)
        })
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_is_read_and_shown_alike_and_a_wrong_one_names_the_nearest() {
        for text in ["language:en", "vertical:sport", "sub_type:tech_support"] {
            assert_eq!(Skill::parse(text).unwrap().to_string(), text);
        }
        let error = Skill::parse("langage:en").unwrap_err().to_string();
        assert!(error.contains("did you mean “language”?"), "{error}");
        for wrong in ["en", "vertical:", "vertical:Sport", "vertical:le sport"] {
            assert!(Skill::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn who_has_nothing_on_record_in_a_dimension_is_a_generalist_there() {
        let skill = |text| Skill::parse(text).unwrap();
        let asked = [skill("language:en"), skill("vertical:sport")];
        assert_eq!(missing(&asked, &[]), []);
        assert_eq!(missing(&asked, &[skill("language:en")]), []);
        assert_eq!(
            missing(&asked, &[skill("vertical:news")]),
            [skill("vertical:sport")]
        );
    }
}
