//! The questions of a move's page: one field per input, with its hint, what was wrong and what was typed.

use std::borrow::Cow;

use domain::message::Audience;
use domain::refusal::InputError;
use domain::workflow::input::{Input, InputKind};

use crate::i18n::Words;
use crate::web::pages::moves::{MoveChoices, Tried, error_sentence};

/// One question.
pub struct Field<'a> {
    /// Name in the form.
    pub name: &'a str,
    /// Id of the control, where the error summary's link leads.
    pub focus: String,
    /// Label.
    pub label: &'a str,
    /// Hint; may be empty.
    pub hint: Cow<'a, str>,
    /// Whether it may be left out.
    pub optional: bool,
    /// What is wrong.
    pub error: Option<String>,
    /// Ids of hint and error, for the control.
    pub described: String,
    /// What was typed.
    pub value: String,
    /// How it is answered.
    pub control: Control<'a>,
}

/// How a question is answered.
pub enum Control<'a> {
    /// Several lines.
    Long {
        /// Most characters.
        max: u32,
        /// Whether the partner never sees it.
        note: bool,
    },
    /// One line.
    Line {
        /// Most characters.
        max: u32,
    },
    /// One of a few, all in view.
    Radios(Vec<Choice<'a>>),
    /// Three boxes.
    Date {
        /// What was typed as day.
        day: String,
        /// What was typed as month.
        month: String,
        /// What was typed as year.
        year: String,
    },
    /// One of many.
    Select(Vec<Choice<'a>>),
    /// A case's reference.
    Reference,
    /// A tick.
    Confirm,
    /// A whole number.
    Number,
}

/// One answer that may be chosen.
pub struct Choice<'a> {
    /// Stable value.
    pub value: Cow<'a, str>,
    /// Label.
    pub label: Cow<'a, str>,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// The question of one input.
pub fn field<'a>(
    words: Words,
    input: &'a Input,
    choices: &MoveChoices,
    tried: &Tried,
) -> Field<'a> {
    let typed = |name: &str| tried.typed.get(name).cloned().unwrap_or_default();
    let value = typed(&input.name);
    let part = |end: &str| typed(&format!("{}-{end}", input.name));
    let mut hint = Cow::Borrowed(input.hint.get(words.language()));
    let mut focus = format!("f-{}", input.name);
    let control = match &input.kind {
        InputKind::Message {
            audience,
            max,
            min: _,
        } => {
            let note = *audience == Audience::Internal;
            if hint.is_empty() {
                let key = if note {
                    "compose-read-staff"
                } else {
                    "compose-read-partner"
                };
                hint = words.get(key);
            }
            Control::Long { max: *max, note }
        }
        InputKind::Text { max, min: _ } if *max > 200 => Control::Long {
            max: *max,
            note: false,
        },
        InputKind::Text { max, min: _ } => Control::Line { max: *max },
        InputKind::Choice { options } => {
            focus.push_str("-1");
            let options = options.iter().map(|option| Choice {
                value: Cow::Borrowed(option.value.as_str()),
                label: Cow::Borrowed(option.label.get(words.language())),
                chosen: option.value == value,
            });
            Control::Radios(options.collect())
        }
        InputKind::Date => {
            focus.push_str("-day");
            if hint.is_empty() {
                hint = words.get("form-date-hint");
            }
            Control::Date {
                day: part("day"),
                month: part("month"),
                year: part("year"),
            }
        }
        InputKind::Team => Control::Select(select(
            words,
            &value,
            choices
                .teams
                .iter()
                .map(|team| (team.key.to_string(), team.name.clone())),
        )),
        InputKind::Person => Control::Select(select(
            words,
            &value,
            choices
                .people
                .iter()
                .map(|person| (person.id.to_string(), person.name.clone())),
        )),
        InputKind::Case => {
            if hint.is_empty() {
                hint = words.get("form-case-hint");
            }
            Control::Reference
        }
        InputKind::Confirm => Control::Confirm,
        InputKind::Number => Control::Number,
    };
    let wrong = |error: &&InputError| error.field == input.name;
    let error = tried
        .errors
        .iter()
        .find(wrong)
        .map(|error| error_sentence(words, error));
    let noted = [(!hint.is_empty(), "-h"), (error.is_some(), "-e")];
    let described: Vec<String> = noted
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, end)| format!("{}{end}", input.name))
        .collect();
    Field {
        name: &input.name,
        focus,
        label: input.label.get(words.language()),
        hint,
        optional: !input.required,
        error,
        described: described.join(" "),
        value,
        control,
    }
}

fn select<'a>(
    words: Words,
    chosen: &str,
    options: impl Iterator<Item = (String, String)>,
) -> Vec<Choice<'a>> {
    let nothing = Choice {
        value: Cow::Borrowed(""),
        label: words.get("form-choose"),
        chosen: chosen.is_empty(),
    };
    std::iter::once(nothing)
        .chain(options.map(|(value, label)| Choice {
            chosen: value == chosen,
            value: Cow::Owned(value),
            label: Cow::Owned(label),
        }))
        .collect()
}
