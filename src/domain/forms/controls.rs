//! How a question is put on a page: its control, what it offers, what it proposes at first.

use std::collections::BTreeMap;

use crate::text::Language;

use super::country::Country;
use super::definition::{Field, RequestType};
use super::facts::Facts;
use super::kind::{Choice, FieldKind, HandleSource};

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

impl Field {
    /// The control to ask it with, given what is known of the partner.
    pub fn widget(&self, facts: &Facts) -> Widget {
        let one_of = |count: usize| {
            if count < SELECT_FROM {
                Widget::Radios
            } else {
                Widget::Select
            }
        };
        let any_of = Widget::Checkboxes;
        match &self.kind {
            FieldKind::Boolean => Widget::Radios,
            FieldKind::Choice { options } => one_of(options.len()),
            FieldKind::Event if !facts.events.is_empty() => one_of(facts.events.len()),
            FieldKind::Country => Widget::Select,
            FieldKind::MultiChoice { .. } => Widget::Checkboxes,
            FieldKind::Handles {
                source: HandleSource::Owned,
                ..
            } if !facts.handles.is_empty() => any_of,
            FieldKind::ColleagueList { .. } if !facts.colleagues.is_empty() => any_of,
            FieldKind::Text { .. } | FieldKind::Event | FieldKind::Handles { max: 1, .. } => {
                Widget::Line
            }
            FieldKind::UrlList { .. }
            | FieldKind::ColleagueList { .. }
            | FieldKind::Handles { .. } => Widget::Items,
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
        let plain = |value: &str, label: &str| Offer {
            value: value.to_owned(),
            label: label.to_owned(),
            hint: None,
        };
        match &self.kind {
            FieldKind::Choice { options } | FieldKind::MultiChoice { options, .. } => options
                .iter()
                .map(|option| offer(option, language))
                .collect(),
            FieldKind::Boolean => ["yes", "no"]
                .into_iter()
                .map(|value| plain(value, yes_or_no(value == "yes", language)))
                .collect(),
            FieldKind::Country => {
                let countries = Country::all_by_name(language);
                countries
                    .into_iter()
                    .map(|country| plain(country.code, country.name(language)))
                    .collect()
            }
            FieldKind::ColleagueList { .. } => facts
                .colleagues
                .iter()
                .map(|email| plain(email, email))
                .collect(),
            FieldKind::Handles {
                source: HandleSource::Owned,
                ..
            } => facts
                .handles
                .iter()
                .map(|handle| plain(handle, &format!("@{handle}")))
                .collect(),
            FieldKind::Event => facts
                .events
                .iter()
                .map(|event| plain(&event.key, &event.name))
                .collect(),
            FieldKind::Text { .. }
            | FieldKind::LongText { .. }
            | FieldKind::Integer { .. }
            | FieldKind::Date { .. }
            | FieldKind::DateTime { .. }
            | FieldKind::Url { .. }
            | FieldKind::UrlList { .. }
            | FieldKind::Email { .. }
            | FieldKind::Handles {
                source: HandleSource::Any,
                ..
            }
            | FieldKind::Siret
            | FieldKind::Files { .. } => Vec::new(),
        }
    }
}

/// The controls of a new form: defaults, and what is already known, so that nothing is asked twice.
pub fn proposed_values(form: &RequestType, facts: &Facts) -> BTreeMap<String, Vec<String>> {
    let proposed = |field: &Field| {
        if field.name == "language" {
            return Some(facts.language.as_str().to_owned());
        }
        let owned = matches!(
            field.kind,
            FieldKind::Handles {
                source: HandleSource::Owned,
                ..
            }
        );
        match facts.handles.as_slice() {
            [only] if owned => Some(only.clone()),
            _ => field.default.clone(),
        }
    };
    form.fields
        .iter()
        .filter_map(|field| Some((field.name.clone(), vec![proposed(field)?])))
        .collect()
}

fn offer(option: &Choice, language: Language) -> Offer {
    Offer {
        value: option.value.clone(),
        label: option.label.get(language).to_owned(),
        hint: option
            .hint
            .as_ref()
            .map(|hint| hint.get(language).to_owned()),
    }
}

/// The answer in words.
pub(super) const fn yes_or_no(given: bool, language: Language) -> &'static str {
    match (given, language) {
        (true, Language::Fr) => "Oui",
        (false, Language::Fr) => "Non",
        (true, Language::En) => "Yes",
        (false, Language::En) => "No",
    }
}
