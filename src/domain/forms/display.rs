//! Answers given back to people: into the controls of a page, or read out before sending and on the case.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::Value;

use crate::text::Language;
use crate::time::Instant;

use super::country::Country;
use super::definition::{Answers, Field, RequestType, Step};
use super::facts::Facts;
use super::kind::{Choice, FieldKind, HandleSource};
use super::reading::Part;
use super::{siret, typography};

/// From how many options on a choice becomes a drop-down list.
const SELECT_FROM: usize = 13;

/// The control a question is asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widget {
    /// One line of text.
    Line,
    /// One line for a mail address.
    EmailLine,
    /// One line for a web address.
    UrlLine,
    /// One line of digits.
    DigitsLine,
    /// Several lines of text.
    Paragraph,
    /// Several lines, one item each.
    Items,
    /// One of a few options.
    Radios,
    /// Any of a few options.
    Checkboxes,
    /// One of many options.
    Select,
    /// Three boxes: day, month, year.
    DateBoxes,
    /// Three boxes and a time.
    MomentBoxes,
    /// Files to upload.
    Upload,
}

/// One thing offered by radios, checkboxes or a drop-down list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A second line under it.
    pub hint: Option<String>,
}

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

impl Field {
    /// The control to ask it with, given what is known of the partner.
    pub fn widget(&self, facts: &Facts) -> Widget {
        let one_of = |count: usize| if count < SELECT_FROM { Widget::Radios } else { Widget::Select };
        let any_of = Widget::Checkboxes;
        match &self.kind {
            FieldKind::Boolean => Widget::Radios,
            FieldKind::Choice { options } => one_of(options.len()),
            FieldKind::Event if !facts.events.is_empty() => one_of(facts.events.len()),
            FieldKind::Country => Widget::Select,
            FieldKind::MultiChoice { .. } => Widget::Checkboxes,
            FieldKind::Handles { source: HandleSource::Owned, .. } if !facts.handles.is_empty() => any_of,
            FieldKind::ColleagueList { .. } if !facts.colleagues.is_empty() => any_of,
            FieldKind::Text { .. } | FieldKind::Event | FieldKind::Handles { max: 1, .. } => Widget::Line,
            FieldKind::UrlList { .. } | FieldKind::ColleagueList { .. } | FieldKind::Handles { .. } => Widget::Items,
            FieldKind::LongText { .. } => Widget::Paragraph,
            FieldKind::Integer { .. } | FieldKind::Siret => Widget::DigitsLine,
            FieldKind::Url { .. } => Widget::UrlLine,
            FieldKind::Email { .. } => Widget::EmailLine,
            FieldKind::Date { .. } => Widget::DateBoxes,
            FieldKind::DateTime { .. } => Widget::MomentBoxes,
            FieldKind::Files { .. } => Widget::Upload,
        }
    }

    /// What its radios, checkboxes or drop-down list offer; empty for the other controls.
    pub fn offers(&self, facts: &Facts, language: Language) -> Vec<Offer> {
        let plain = |value: &str, label: &str| Offer { value: value.to_owned(), label: label.to_owned(), hint: None };
        match &self.kind {
            FieldKind::Choice { options } | FieldKind::MultiChoice { options, .. } => {
                options.iter().map(|option| offer(option, language)).collect()
            }
            FieldKind::Boolean => {
                ["yes", "no"].into_iter().map(|value| plain(value, yes_or_no(value == "yes", language))).collect()
            }
            FieldKind::Country => {
                let countries = Country::all_by_name(language);
                countries.into_iter().map(|country| plain(country.code, country.name(language))).collect()
            }
            FieldKind::ColleagueList { .. } => facts.colleagues.iter().map(|email| plain(email, email)).collect(),
            FieldKind::Handles { source: HandleSource::Owned, .. } => {
                facts.handles.iter().map(|handle| plain(handle, &format!("@{handle}"))).collect()
            }
            FieldKind::Event => facts.events.iter().map(|event| plain(&event.key, &event.name)).collect(),
            FieldKind::Text { .. }
            | FieldKind::LongText { .. }
            | FieldKind::Integer { .. }
            | FieldKind::Date { .. }
            | FieldKind::DateTime { .. }
            | FieldKind::Url { .. }
            | FieldKind::UrlList { .. }
            | FieldKind::Email { .. }
            | FieldKind::Handles { source: HandleSource::Any, .. }
            | FieldKind::Siret
            | FieldKind::Files { .. } => Vec::new(),
        }
    }
}

/// The controls of a new form: defaults, and what is already known, so that nothing is asked twice.
pub fn proposed_values(form: &RequestType, facts: &Facts) -> BTreeMap<String, Vec<String>> {
    let proposed = |field: &Field| match (&field.kind, field.name.as_str()) {
        (_, "language") => Some(facts.language.as_str().to_owned()),
        (FieldKind::Handles { source: HandleSource::Owned, .. }, _) => match facts.handles.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        },
        _ => field.default.clone(),
    };
    form.fields.iter().filter_map(|field| Some((field.name.clone(), vec![proposed(field)?]))).collect()
}

/// Stored answers as the controls of the pages hold them: the reverse of reading a form.
pub fn raw_values(form: &RequestType, answers: &Answers, zone: &TimeZone) -> BTreeMap<String, Vec<String>> {
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
            let values = answers.get(&field.name).map(|answer| read_out(field, answer, language, facts));
            Some(SummaryRow { step, field, values: values.unwrap_or_default() })
        })
        .collect()
}

fn fill_controls(field: &Field, answer: &Value, zone: &TimeZone, raw: &mut BTreeMap<String, Vec<String>>) {
    let name = &field.name;
    let mut put = |control: String, text: String| raw.insert(control, vec![text]);
    match (&field.kind, answer) {
        (FieldKind::Date { .. }, Value::String(text)) => {
            for (part, text) in [Part::Year, Part::Month, Part::Day].into_iter().zip(text.split('-')) {
                put(part.control_name(name), text.to_owned());
            }
        }
        (FieldKind::DateTime { .. }, Value::String(text)) => {
            let Ok(at) = Instant::parse_rfc3339(text) else { return };
            let local = zone.to_datetime(at.timestamp());
            put(Part::Day.control_name(name), format!("{:02}", local.day()));
            put(Part::Month.control_name(name), format!("{:02}", local.month()));
            put(Part::Year.control_name(name), local.year().to_string());
            put(Part::Time.control_name(name), format!("{:02}:{:02}", local.hour(), local.minute()));
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
            let whole = number.as_i64().map_or_else(|| number.to_string(), |whole| typography::number(whole, language));
            vec![with_unit(field, whole)]
        }
        Value::String(text) => vec![read_out_text(field, text, language, facts)],
        Value::Array(items) => {
            texts(items).iter().map(|text| read_out_text(field, text, language, facts)).collect()
        }
    }
}

fn read_out_text(field: &Field, text: &str, language: Language, facts: &Facts) -> String {
    let found = match &field.kind {
        FieldKind::Choice { options } | FieldKind::MultiChoice { options, .. } => {
            options.iter().find(|option| option.value == text).map(|option| option.label.get(language).to_owned())
        }
        FieldKind::Date { .. } => text.parse().ok().map(|day| typography::date(day, language)),
        FieldKind::DateTime { .. } => {
            Instant::parse_rfc3339(text).ok().map(|at| typography::instant(at, &facts.zone, language))
        }
        FieldKind::Country => Country::parse(text).map(|country| country.name(language).to_owned()),
        FieldKind::Siret => Some(siret::display(text)),
        FieldKind::Handles { .. } => Some(format!("@{text}")),
        FieldKind::Event => facts.events.iter().find(|event| event.key == text).map(|event| event.name.clone()),
        FieldKind::Files { .. } => {
            facts.files.iter().find(|file| file.id.to_string() == text).map(|file| file.name.clone())
        }
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

fn offer(option: &Choice, language: Language) -> Offer {
    Offer {
        value: option.value.clone(),
        label: option.label.get(language).to_owned(),
        hint: option.hint.as_ref().map(|hint| hint.get(language).to_owned()),
    }
}

fn texts(items: &[Value]) -> Vec<String> {
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

const fn yes_or_no(given: bool, language: Language) -> &'static str {
    match (given, language) {
        (true, Language::Fr) => "Oui",
        (false, Language::Fr) => "Non",
        (true, Language::En) => "Yes",
        (false, Language::En) => "No",
    }
}
