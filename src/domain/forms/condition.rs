//! When a field is shown, or a rule applies: `surface = app and ongoing = yes or metrics contains revenue`.
//!
//! The language is closed on purpose: a field, one of three comparisons, a value; `and` binds tighter
//! than `or`; no parentheses, no functions. So a definition can be checked completely.

use std::fmt;

use serde_json::Value;

use super::definition::Answers;

/// One condition on the answers given so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Holds when any of these groups holds; a group holds when all its terms do. Never empty.
    any_of: Vec<Vec<Term>>,
}

/// One comparison of a field with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The field looked at.
    pub field: String,
    /// How it is compared.
    pub comparison: Comparison,
    /// What it is compared with, as written: an option, a country code, `yes` or `no`.
    pub value: String,
}

/// How a term compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`: answered with exactly this.
    Is,
    /// `!=`: answered, with something else. A question without an answer does not satisfy it.
    IsNot,
    /// `contains`: this is among the several answers.
    Contains,
}

/// The text is not a condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a condition; write such as `country = FR`, `country != FR`, `metrics contains other`, joined by `and`, `or`"
)]
pub struct InvalidCondition(String);

impl Condition {
    /// Reads a condition. Whether its fields and values exist is the form's check, not done here.
    ///
    /// # Errors
    /// [`InvalidCondition`] with the part that could not be read.
    pub fn parse(text: &str) -> Result<Self, InvalidCondition> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let any_of = words
            .split(|word| *word == "or")
            .map(|group| group.split(|word| *word == "and").map(term).collect())
            .collect::<Result<_, _>>()?;
        Ok(Self { any_of })
    }

    /// Whether the answers satisfy it. A field that is hidden or not answered satisfies nothing.
    pub fn holds(&self, answers: &Answers) -> bool {
        self.any_of
            .iter()
            .any(|group| group.iter().all(|term| term.holds(answers)))
    }

    /// Every comparison in it, in writing order.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.any_of.iter().flatten()
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups: Vec<String> = self
            .any_of
            .iter()
            .map(|group| {
                group
                    .iter()
                    .map(Term::to_string)
                    .collect::<Vec<_>>()
                    .join(" and ")
            })
            .collect();
        f.write_str(&groups.join(" or "))
    }
}

impl Term {
    fn holds(&self, answers: &Answers) -> bool {
        let Some(answer) = answers.get(&self.field) else {
            return false;
        };
        match self.comparison {
            Comparison::Is => self.equals(answer),
            Comparison::IsNot => !self.equals(answer),
            Comparison::Contains => answer
                .as_array()
                .is_some_and(|several| several.iter().any(|one| self.equals(one))),
        }
    }

    fn equals(&self, answer: &Value) -> bool {
        match answer {
            Value::Bool(true) => self.value == "yes",
            Value::Bool(false) => self.value == "no",
            Value::String(text) => *text == self.value,
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let comparison = match self.comparison {
            Comparison::Is => "=",
            Comparison::IsNot => "!=",
            Comparison::Contains => "contains",
        };
        write!(f, "{} {comparison} {}", self.field, self.value)
    }
}

fn term(words: &[&str]) -> Result<Term, InvalidCondition> {
    let [field, comparison, value] = words else {
        return Err(InvalidCondition(words.join(" ")));
    };
    let comparison = match *comparison {
        "=" => Comparison::Is,
        "!=" => Comparison::IsNot,
        "contains" => Comparison::Contains,
        _ => return Err(InvalidCondition(words.join(" "))),
    };
    Ok(Term {
        field: (*field).to_owned(),
        comparison,
        value: (*value).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn holds(condition: &str, answers: Value) -> bool {
        let answers: Answers = serde_json::from_value(answers).unwrap();
        Condition::parse(condition).unwrap().holds(&answers)
    }

    #[test]
    fn equality_looks_at_choices_and_at_yes_or_no() {
        assert!(holds("surface = app", json!({"surface": "app"})));
        assert!(!holds("surface = app", json!({"surface": "api"})));
        assert!(holds("ongoing = yes", json!({"ongoing": true})));
        assert!(holds("ongoing = no", json!({"ongoing": false})));
        assert!(!holds("ongoing = yes", json!({"ongoing": false})));
    }

    #[test]
    fn a_question_without_an_answer_satisfies_nothing() {
        assert!(!holds("country = FR", json!({})));
        assert!(!holds("country != FR", json!({})));
        assert!(holds("country != FR", json!({"country": "BE"})));
        assert!(!holds("metrics contains other", json!({})));
    }

    #[test]
    fn contains_looks_among_several_answers() {
        assert!(holds(
            "metrics contains other",
            json!({"metrics": ["views", "other"]})
        ));
        assert!(!holds(
            "metrics contains other",
            json!({"metrics": ["views"]})
        ));
        assert!(!holds(
            "metrics contains other",
            json!({"metrics": "other"})
        ));
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let condition = "comparison = peers or format = sheet and granularity = video";
        assert!(holds(
            condition,
            json!({"comparison": "peers", "format": "note"})
        ));
        assert!(holds(
            condition,
            json!({"format": "sheet", "granularity": "video"})
        ));
        assert!(!holds(
            condition,
            json!({"format": "sheet", "granularity": "day"})
        ));
    }

    #[test]
    fn what_is_not_a_condition_is_refused_with_the_part_at_fault() {
        for wrong in [
            "",
            "surface",
            "surface == app",
            "surface = app and",
            "a = b or or c = d",
            "a contains",
        ] {
            assert!(Condition::parse(wrong).is_err(), "{wrong}");
        }
        let error = Condition::parse("a = b and surface is app").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("“surface is app” is not a condition"),
            "{error}"
        );
    }

    #[test]
    fn a_condition_is_shown_as_it_is_written() {
        let text = "a = b and c != d or e contains f";
        assert_eq!(Condition::parse(text).unwrap().to_string(), text);
    }
}
