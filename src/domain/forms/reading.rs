//! What was given for a field, whichever door it came by: a page, the API, or the draft as stored.

use std::collections::BTreeMap;

use serde_json::Value;

use super::definition::{Answers, Field};
use super::error::{ErrorCode, Param, Problem};
use super::kind::FieldKind;

/// Where raw answers come from.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// The controls of a page, by name. Names that are no field (tokens, buttons) are ignored. A date has
    /// three controls, `{field}-day`, `-month`, `-year`; a moment also `{field}-time`.
    Form(&'a BTreeMap<String, Vec<String>>),
    /// The answers of an API client. An unknown name is an error, and so is a wrong JSON type.
    Json(&'a Answers),
    /// Answers stored before, read again; names the form no longer has are dropped.
    Stored(&'a Answers),
}

/// The part of a date or moment that has a control of its own on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Day of the month.
    Day,
    /// Month, by number or name.
    Month,
    /// Year.
    Year,
    /// Time of day.
    Time,
}

/// What was given for one field, trimmed, without empty texts.
#[derive(Debug)]
pub(super) enum Given {
    /// Texts; more than one for lists. Never empty.
    Texts(Vec<String>),
    /// The boxes of a date or moment; at least one is filled.
    Boxes {
        day: String,
        month: String,
        year: String,
        time: String,
    },
}

impl Part {
    /// The name of the control for this part of a field.
    pub fn control_name(self, field: &str) -> String {
        format!("{field}-{}", self.as_str())
    }

    /// The word in the control's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Time => "time",
        }
    }
}

/// What the input holds for the field; `None` when nothing.
pub(super) fn given(input: Input<'_>, field: &Field) -> Result<Option<Given>, Problem> {
    let is_file = matches!(field.kind, FieldKind::Files { .. });
    match input {
        // Files are what was uploaded; only an API client names them.
        Input::Form(_) | Input::Stored(_) if is_file => Ok(None),
        Input::Form(controls) => Ok(from_controls(controls, field)),
        Input::Json(answers) | Input::Stored(answers) => {
            let Some(value) = answers.get(&field.name) else {
                return Ok(None);
            };
            let texts = from_json(value, &field.kind)?;
            Ok(texts.map(Given::Texts))
        }
    }
}

fn from_controls(controls: &BTreeMap<String, Vec<String>>, field: &Field) -> Option<Given> {
    let texts: Vec<String> = controls
        .get(&field.name)
        .map(Vec::as_slice)
        .unwrap_or_default()
        .to_vec();
    if let Some(texts) = without_empty(texts) {
        return Some(Given::Texts(texts));
    }
    if !matches!(
        field.kind,
        FieldKind::Date { .. } | FieldKind::DateTime { .. }
    ) {
        return None;
    }
    let part = |part: Part| {
        let typed = controls
            .get(&part.control_name(&field.name))
            .and_then(|values| values.first());
        typed.map(|text| text.trim().to_owned()).unwrap_or_default()
    };
    let [day, month, year, time] = [Part::Day, Part::Month, Part::Year, Part::Time].map(part);
    let empty = [&day, &month, &year, &time]
        .iter()
        .all(|text| text.is_empty());
    (!empty).then_some(Given::Boxes {
        day,
        month,
        year,
        time,
    })
}

fn from_json(value: &Value, kind: &FieldKind) -> Result<Option<Vec<String>>, Problem> {
    let expected = expected_type(kind);
    let wrong =
        || Problem::new(ErrorCode::WrongType).with("expected", Param::Text(expected.to_owned()));
    let texts = match (value, expected) {
        (Value::Null, _) => Vec::new(),
        (Value::String(text), "string") => vec![text.clone()],
        (Value::Number(number), "string") if matches!(kind, FieldKind::Choice { .. }) => {
            vec![number.to_string()]
        }
        (Value::Number(number), "integer") if number.is_i64() || number.is_u64() => {
            vec![number.to_string()]
        }
        (Value::Bool(true), "boolean") => vec!["yes".to_owned()],
        (Value::Bool(false), "boolean") => vec!["no".to_owned()],
        (Value::Array(items), "array of strings") => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong))
            .collect::<Result<_, _>>()?,
        _ => return Err(wrong()),
    };
    Ok(without_empty(texts))
}

/// The JSON type of an answer of this kind, as the API documents it.
pub const fn expected_type(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Date { .. }
        | FieldKind::DateTime { .. }
        | FieldKind::Url { .. }
        | FieldKind::Email { .. }
        | FieldKind::Event
        | FieldKind::Country
        | FieldKind::Siret => "string",
        FieldKind::Integer { .. } => "integer",
        FieldKind::Boolean => "boolean",
        FieldKind::MultiChoice { .. }
        | FieldKind::UrlList { .. }
        | FieldKind::ColleagueList { .. }
        | FieldKind::Handles { .. }
        | FieldKind::Files { .. } => "array of strings",
    }
}

fn without_empty(texts: Vec<String>) -> Option<Vec<String>> {
    let texts: Vec<String> = texts
        .into_iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    (!texts.is_empty()).then_some(texts)
}
