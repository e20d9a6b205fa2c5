//! The page of one move, `/cases/{ref}/do/{transition}`: its questions, what was wrong, what was typed.

use std::collections::BTreeMap;

use askama::Template;
use domain::ids::TeamKey;
use domain::refusal::InputError;
use domain::workflow::definition::{Target, Transition};
use domain::workflow::input::{Given, InputKind};
use serde_json::Value as Json;

use crate::i18n::Words;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::case::CaseView;
use crate::web::pages::actions::{refusal_sentence, sentence_values};
use crate::web::pages::move_fields::{Control, Field, field};
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
    notice: Option<String>,
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

/// What was typed, by field name as in the form.
pub type Typed = BTreeMap<String, String>;

/// A move that was tried and did not succeed; empty at first.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub errors: Vec<InputError>,
    /// What else stands in the way, in words.
    pub notice: Option<String>,
}

/// Builds the page of a move of the view's workflow.
pub fn move_page<'a>(
    chrome: &ChromeFacts,
    view: &'a CaseView,
    transition: &'a Transition,
    choices: &MoveChoices,
    tried: &Tried,
) -> MovePage<'a> {
    let language = chrome.language;
    let words = Words::new(language);
    let reference = view.case.reference.to_string();
    let heading = transition.title.get(language);
    let refused = || {
        view.offers
            .iter()
            .find(|offer| offer.transition.key == transition.key)
            .and_then(|offer| offer.refusal.as_ref())
            .map(|refusal| refusal_sentence(words, &view.definition, refusal))
    };
    let fields: Vec<Field<'a>> = transition
        .inputs
        .iter()
        .map(|input| field(words, input, choices, tried))
        .collect();
    let summary: Vec<Problem> = fields
        .iter()
        .filter_map(|field| {
            let text = field.error.clone()?;
            let text = format!("{}{}{text}", field.label, words.get("colon-space"));
            Some(Problem {
                href: format!("#{}", field.focus),
                text,
            })
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
        words.named(
            "form-error-title",
            "title",
            format!("{heading} – {reference}"),
        )
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
        notice: tried.notice.clone().or_else(refused),
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
                    typed
                        .get(&format!("{}-{end}", input.name))
                        .map_or("", |text| text.trim())
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

/// What is wrong with one thing given, in a sentence; with the nearest good answer when there is one.
pub fn error_sentence(words: Words, error: &InputError) -> String {
    let key = format!("input-{}", error.code);
    let near = format!("{key}-near");
    let key = if error.params.contains_key("nearest") && words.has(&near) {
        near
    } else {
        key
    };
    words.with(&key, &sentence_values(&error.params))
}

struct Problem {
    href: String,
    text: String,
}
