//! Answers given back to people: into the controls of a page, or read out before sending and on the case.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::Value;

use crate::text::Language;
use crate::time::Instant;

use super::controls::yes_or_no;
use super::country::Country;
use super::definition::{Answers, Field, RequestType, Step};
use super::facts::Facts;
use super::kind::FieldKind;
use super::reading::Part;
use super::{siret, typography};

/// One answer read out.
#[derive(Clone, Debug)]
pub struct SummaryRow<'a> {
    /// The page it was asked on.
    pub step: &'a Step,
    /// The question.
    pub field: &'a Field,
    /// The answer, set in the language; several for a list, none when it was left out.
    pub values: Vec<String>,
}

impl SummaryRow<'_> {
    /// The answer as one text: a list is read out as the language does.
    pub fn text(&self, language: Language) -> String {
        typography::list(&self.values, language)
    }
}

/// Stored answers as the controls of the pages hold them: the reverse of reading a form.
pub fn raw_values(
    form: &RequestType,
    answers: &Answers,
    zone: &TimeZone,
) -> BTreeMap<String, Vec<String>> {
    let mut raw = BTreeMap::new();
    for field in &form.fields {
        if let Some(answer) = answers.get(&field.name) {
            fill_controls(field, answer, zone, &mut raw);
        }
    }
    raw
}

/// Every question shown, with its answer read out, in the order of the pages.
pub fn summary<'a>(
    form: &'a RequestType,
    answers: &Answers,
    language: Language,
    facts: &Facts,
) -> Vec<SummaryRow<'a>> {
    let shown = form.fields.iter().filter(|field| field.is_shown(answers));
    shown
        .filter_map(|field| {
            let step = form.step(&field.step)?;
            let values = answers
                .get(&field.name)
                .map(|answer| read_out(field, answer, language, facts));
            Some(SummaryRow {
                step,
                field,
                values: values.unwrap_or_default(),
            })
        })
        .collect()
}

fn fill_controls(
    field: &Field,
    answer: &Value,
    zone: &TimeZone,
    raw: &mut BTreeMap<String, Vec<String>>,
) {
    let name = &field.name;
    let mut put = |control: String, text: String| raw.insert(control, vec![text]);
    match (&field.kind, answer) {
        (FieldKind::Date { .. }, Value::String(text)) => {
            for (part, text) in [Part::Year, Part::Month, Part::Day]
                .into_iter()
                .zip(text.split('-'))
            {
                put(part.control_name(name), text.to_owned());
            }
        }
        (FieldKind::DateTime { .. }, Value::String(text)) => {
            let Ok(at) = Instant::parse_rfc3339(text) else {
                return;
            };
            let local = zone.to_datetime(at.timestamp());
            put(Part::Day.control_name(name), format!("{:02}", local.day()));
            put(
                Part::Month.control_name(name),
                format!("{:02}", local.month()),
            );
            put(Part::Year.control_name(name), local.year().to_string());
            put(
                Part::Time.control_name(name),
                format!("{:02}:{:02}", local.hour(), local.minute()),
            );
        }
        (FieldKind::UrlList { .. }, Value::Array(items)) => {
            put(name.clone(), texts(items).join("\n"));
        }
        (_, Value::Bool(given)) => {
            put(name.clone(), if *given { "yes" } else { "no" }.to_owned());
        }
        (_, Value::Array(items)) => {
            raw.insert(name.clone(), texts(items));
        }
        (_, Value::String(text)) => {
            put(name.clone(), text.clone());
        }
        (_, Value::Number(number)) => {
            put(name.clone(), number.to_string());
        }
        (_, Value::Null | Value::Object(_)) => {}
    }
}

fn read_out(field: &Field, answer: &Value, language: Language, facts: &Facts) -> Vec<String> {
    match answer {
        Value::Null | Value::Object(_) => Vec::new(),
        Value::Bool(given) => vec![yes_or_no(*given, language).to_owned()],
        Value::Number(number) => {
            let whole = number.as_i64().map_or_else(
                || number.to_string(),
                |whole| typography::number(whole, language),
            );
            vec![with_unit(field, whole)]
        }
        Value::String(text) => vec![read_out_text(field, text, language, facts)],
        Value::Array(items) => texts(items)
            .iter()
            .map(|text| read_out_text(field, text, language, facts))
            .collect(),
    }
}

fn read_out_text(field: &Field, text: &str, language: Language, facts: &Facts) -> String {
    let found = match &field.kind {
        FieldKind::Choice { options } | FieldKind::MultiChoice { options, .. } => options
            .iter()
            .find(|option| option.value == text)
            .map(|option| option.label.get(language).to_owned()),
        FieldKind::Date { .. } => text.parse().ok().map(|day| typography::date(day, language)),
        FieldKind::DateTime { .. } => Instant::parse_rfc3339(text)
            .ok()
            .map(|at| typography::instant(at, &facts.zone, language)),
        FieldKind::Country => Country::parse(text).map(|country| country.name(language).to_owned()),
        FieldKind::Siret => Some(siret::display(text)),
        FieldKind::Handles { .. } => Some(format!("@{text}")),
        FieldKind::Event => facts
            .events
            .iter()
            .find(|event| event.key == text)
            .map(|event| event.name.clone()),
        FieldKind::Files { .. } => facts
            .files
            .iter()
            .find(|file| file.id.to_string() == text)
            .map(|file| file.name.clone()),
        FieldKind::Text { .. } => Some(with_unit(field, text.to_owned())),
        FieldKind::LongText { .. }
        | FieldKind::Integer { .. }
        | FieldKind::Boolean
        | FieldKind::Url { .. }
        | FieldKind::UrlList { .. }
        | FieldKind::Email { .. }
        | FieldKind::ColleagueList { .. } => None,
    };
    found.unwrap_or_else(|| text.to_owned())
}

fn with_unit(field: &Field, text: String) -> String {
    match &field.suffix {
        Some(unit) => format!("{text}\u{a0}{unit}"),
        None => text,
    }
}

fn texts(items: &[Value]) -> Vec<String> {
    items
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
