//! The page of one move, `/cases/{ref}/do/{transition}`: its questions, what was wrong, what was typed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;
use domain::ids::TeamKey;
use domain::message::Audience;
use domain::refusal::InputError;
use domain::workflow::definition::{Target, Transition};
use domain::workflow::input::{Given, Input, InputKind};
use serde_json::Value as Json;

use crate::i18n::Words;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::case::CaseView;
use crate::web::pages::actions::{input_sentence, refusal_sentence};
use crate::web::pages::shell::{ChromeFacts, Page, Place};
use crate::web::pages::state_badge::StateBadge;

/// A move's page, ready to be shown.
#[derive(Template)]
#[template(path = "desk/move.html")]
pub struct MovePage<'a> {
    page: Page,
    reference: String,
    version: i64,
    case_title: &'a str,
    heading: &'a str,
    from: StateBadge<'a>,
    to: Option<StateBadge<'a>>,
    refused: Option<String>,
    summary: Vec<Problem>,
    fields: Vec<Field<'a>>,
}

/// What the choices of a move may be.
#[derive(Clone, Debug, Default)]
pub struct MoveChoices {
    /// Teams that may be named.
    pub teams: Vec<TeamChoice>,
    /// People who may be named.
    pub people: Vec<PersonBadge>,
}

/// A team that may be named.
#[derive(Clone, Debug)]
pub struct TeamChoice {
    /// Its key.
    pub key: TeamKey,
    /// Its name in the page's language.
    pub name: String,
}

/// What was typed, by field name as in the form; empty at first.
pub type Typed = BTreeMap<String, String>;

/// Builds the page of a move. `errors` and `typed` are empty at first; `offer` must be one of the view's.
pub fn move_page<'a>(
    chrome: &ChromeFacts,
    view: &'a CaseView,
    transition: &'a Transition,
    choices: &MoveChoices,
    typed: &Typed,
    errors: &[InputError],
) -> MovePage<'a> {
    let language = chrome.language;
    let words = Words::new(language);
    let reference = view.case.reference.to_string();
    let heading = transition.title.get(language);
    let refused = view
        .offers
        .iter()
        .find(|offer| offer.transition.key == transition.key)
        .and_then(|offer| offer.refusal.as_ref())
        .map(|refusal| refusal_sentence(words, &view.definition, refusal));
    let fields: Vec<Field<'a>> = transition
        .inputs
        .iter()
        .map(|input| field(words, input, choices, typed, errors))
        .collect();
    let summary: Vec<Problem> = fields
        .iter()
        .filter_map(|field| {
            let text = field.error.clone()?;
            Some(Problem { href: format!("#{}", field.focus), text: format!("{}{}{text}", field.label, words.get("colon-space")) })
        })
        .collect();
    let state = |key| view.definition.state(key);
    let to = match &transition.to {
        Target::State(key) => state(key),
        Target::Previous => view.case.previous_state.as_ref().and_then(state),
    };
    let title = if summary.is_empty() {
        format!("{heading} – {reference}")
    } else {
        words.named("form-error-title", "title", format!("{heading} – {reference}"))
    };
    MovePage {
        page: Page::desk(chrome, Place::Elsewhere, title),
        reference,
        version: view.case.version,
        case_title: &view.case.title,
        heading,
        from: StateBadge::boxed(view.case.category, view.state.title.get(language)),
        to: to
            .filter(|to| to.key != view.case.state)
            .map(|to| StateBadge::boxed(to.category, to.title.get(language))),
        refused,
        summary,
        fields,
    }
}

/// Reads the form of a move into what the domain takes: the three boxes of a date become one day.
pub fn given(transition: &Transition, typed: &Typed) -> Given {
    let mut given = Given::new();
    for input in &transition.inputs {
        let value = match &input.kind {
            InputKind::Date => {
                let part = |end: &str| {
                    typed.get(&format!("{}-{end}", input.name)).map_or("", |text| text.trim())
                };
                let (day, month, year) = (part("day"), part("month"), part("year"));
                if day.is_empty() && month.is_empty() && year.is_empty() {
                    continue;
                }
                format!("{year:0>4}-{month:0>2}-{day:0>2}")
            }
            InputKind::Message { .. }
            | InputKind::Text { .. }
            | InputKind::Choice { .. }
            | InputKind::Team
            | InputKind::Person
            | InputKind::Case
            | InputKind::Confirm
            | InputKind::Number => match typed.get(&input.name) {
                Some(text) if !text.trim().is_empty() => text.clone(),
                Some(_) | None => continue,
            },
        };
        given.insert(input.name.clone(), Json::String(value));
    }
    given
}

struct Problem {
    href: String,
    text: String,
}

struct Field<'a> {
    name: &'a str,
    /// Where the error summary's link leads.
    focus: String,
    label: &'a str,
    hint: Cow<'a, str>,
    optional: bool,
    error: Option<String>,
    /// Ids of hint and error, for the control.
    described: String,
    value: String,
    control: Control<'a>,
}

enum Control<'a> {
    Long { max: u32, note: bool },
    Line { max: u32 },
    Radios(Vec<Choice<'a>>),
    Date { day: String, month: String, year: String },
    Select(Vec<Choice<'a>>),
    Reference,
    Confirm,
    Number,
}

struct Choice<'a> {
    value: Cow<'a, str>,
    label: Cow<'a, str>,
    chosen: bool,
}

fn field<'a>(
    words: Words,
    input: &'a Input,
    choices: &MoveChoices,
    typed: &Typed,
    errors: &[InputError],
) -> Field<'a> {
    let value = typed.get(&input.name).cloned().unwrap_or_default();
    let part = |end: &str| typed.get(&format!("{}-{end}", input.name)).cloned().unwrap_or_default();
    let mut hint = Cow::Borrowed(input.hint.get(words.language()));
    let mut focus = format!("f-{}", input.name);
    let control = match &input.kind {
        InputKind::Message { audience, max, min: _ } => {
            let note = *audience == Audience::Internal;
            if hint.is_empty() {
                let key = if note { "compose-read-staff" } else { "compose-read-partner" };
                hint = words.get(key);
            }
            Control::Long { max: *max, note }
        }
        InputKind::Text { max, min: _ } if *max > 200 => Control::Long { max: *max, note: false },
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
            Control::Date { day: part("day"), month: part("month"), year: part("year") }
        }
        InputKind::Team => Control::Select(select(words, &value, choices.teams.iter().map(|team| {
            (team.key.to_string(), team.name.clone())
        }))),
        InputKind::Person => {
            Control::Select(select(words, &value, choices.people.iter().map(|person| {
                (person.id.to_string(), person.name.clone())
            })))
        }
        InputKind::Case => {
            if hint.is_empty() {
                hint = words.get("form-case-hint");
            }
            Control::Reference
        }
        InputKind::Confirm => Control::Confirm,
        InputKind::Number => Control::Number,
    };
    let error = errors
        .iter()
        .find(|error| error.field == input.name)
        .map(|error| input_sentence(words, error));
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
