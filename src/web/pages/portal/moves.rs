//! A small page before a partner's move (withdraw, reopen, confirm): what it does, and the words it needs.

use askama::Template;
use domain::refusal::InputError;
use domain::workflow::definition::Transition;
use domain::workflow::input::{Input, InputKind};

use crate::i18n::{Value, Words};
use crate::usecases::read::portal::PortalRow;
use crate::web::pages::portal::address;
use crate::web::pages::portal::control::{Area, BoxView, Control, Line, OptionView, Options};
use crate::web::pages::portal::error_summary::{ErrorLink, summary_heading, title_with_errors};
use crate::web::pages::portal::field::{Controls, FieldView};
use crate::web::pages::shell::{ChromeFacts, Page, Place};

const ROWS: u8 = 5;

/// `/portal/requests/{ref}/do/{transition}`.
#[derive(Debug, Template)]
#[template(path = "portal/move.html")]
pub struct MovePage {
    page: Page,
    back: String,
    action: String,
    version: i64,
    over: String,
    heading: String,
    fields: Vec<FieldView>,
    errors: Vec<ErrorLink>,
    errors_heading: String,
}

/// What the page is made from.
#[derive(Clone, Copy, Debug)]
pub struct MoveFacts<'a> {
    /// The request.
    pub row: &'a PortalRow,
    /// Its version.
    pub version: i64,
    /// The move; its public title is the page's heading.
    pub offered: &'a Transition,
    /// What the controls hold, by input name; a date has `{name}-day`, `-month`, `-year`.
    pub controls: &'a Controls,
    /// What is wrong with what was just sent; empty on a first visit.
    pub errors: &'a [InputError],
}

impl MovePage {
    /// The page, ready to be rendered. Its form posts to the same address with `version`.
    pub fn new(chrome: &ChromeFacts, given: &MoveFacts<'_>) -> Self {
        let page = Page::portal(chrome, Place::Requests, String::new());
        let words = page.words;
        let heading = given.offered.public_title.get(chrome.language).to_owned();
        let fields: Vec<FieldView> = given
            .offered
            .inputs
            .iter()
            .map(|input| field_view(words, input, given))
            .collect();
        let errors: Vec<ErrorLink> = fields.iter().filter_map(FieldView::error_link).collect();
        let back = address::request(given.row.reference);
        let title = format!("{heading} – {}", given.row.reference);
        Self {
            page: Page {
                title: title_with_errors(words, title, errors.len()),
                ..page
            },
            action: format!("{back}/do/{}", given.offered.key),
            back,
            version: given.version,
            over: format!("{} · {}", given.row.reference, given.row.title),
            heading,
            errors_heading: summary_heading(words, errors.len()),
            errors,
            fields,
        }
    }
}

fn field_view(words: Words, input: &Input, given: &MoveFacts<'_>) -> FieldView {
    let language = words.language();
    let id = format!("f-{}", input.name);
    let error = given
        .errors
        .iter()
        .find(|error| error.field == input.name)
        .map(|error| sentence(words, error));
    let hint = Some(input.hint.get(language).to_owned()).filter(|hint| !hint.is_empty());
    let described_by = [hint.as_ref().map(|_| "h"), error.as_ref().map(|_| "e")];
    let described_by: Vec<String> = described_by
        .into_iter()
        .flatten()
        .map(|part| format!("{id}-{part}"))
        .collect();
    FieldView {
        name: input.name.clone(),
        label: input.label.get(language).to_owned(),
        optional: !input.required,
        described_by: described_by.join(" "),
        control: control(words, input, &id, given.controls),
        hint,
        error,
        id,
    }
}

fn control(words: Words, input: &Input, id: &str, controls: &Controls) -> Control {
    let value = controls
        .get(&input.name)
        .and_then(|texts| texts.first())
        .cloned()
        .unwrap_or_default();
    match &input.kind {
        InputKind::Message { .. } | InputKind::Text { .. } => Control::Area(Area {
            value,
            rows: ROWS,
            count: String::new(),
            prose: true,
        }),
        InputKind::Choice { options } => {
            let offered = options.iter().enumerate().map(|(at, option)| OptionView {
                id: if at == 0 {
                    id.to_owned()
                } else {
                    format!("{id}-{at}")
                },
                value: option.value.clone(),
                label: option.label.get(words.language()).to_owned(),
                hint: String::new(),
                chosen: option.value == value,
            });
            Control::Options(Options {
                input_type: "radio",
                offered: offered.collect(),
            })
        }
        InputKind::Confirm => Control::Options(Options {
            input_type: "checkbox",
            offered: vec![OptionView {
                id: id.to_owned(),
                chosen: value == "yes",
                value: "yes".to_owned(),
                label: words.get("portal-confirm").into_owned(),
                hint: String::new(),
            }],
        }),
        InputKind::Date => Control::Boxes(day_boxes(words, input, id, controls)),
        InputKind::Number => Control::Line(line(value, "numeric")),
        InputKind::Team | InputKind::Person | InputKind::Case => Control::Line(line(value, "")),
    }
}

fn day_boxes(words: Words, input: &Input, id: &str, controls: &Controls) -> Vec<BoxView> {
    let parts = [
        ("day", "portal-box-day", ""),
        ("month", "portal-box-month", ""),
        ("year", "portal-box-year", " in--y"),
    ];
    parts
        .into_iter()
        .map(|(part, key, width)| {
            let name = format!("{}-{part}", input.name);
            BoxView {
                id: if part == "day" {
                    id.to_owned()
                } else {
                    format!("{id}-{part}")
                },
                label: words.get(key).into_owned(),
                value: controls
                    .get(&name)
                    .and_then(|texts| texts.first())
                    .cloned()
                    .unwrap_or_default(),
                name,
                width,
                inputmode: "numeric",
            }
        })
        .collect()
}

fn line(value: String, inputmode: &'static str) -> Line {
    Line {
        value,
        input_type: "text",
        inputmode,
        autocomplete: "off".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        short: true,
        prose: false,
    }
}

/// What is wrong with an input, in the partner's words; codes that partners' forms cannot cause get a
/// general sentence.
fn sentence(words: Words, error: &InputError) -> String {
    let number = |name: &str| {
        error
            .params
            .get(name)
            .and_then(|text| text.parse::<i64>().ok())
            .unwrap_or(0)
    };
    match error.code.as_str() {
        "required" => words.get("portal-input-required").into_owned(),
        "must_be_confirmed" => words.get("portal-input-confirm").into_owned(),
        "too_short" => words.with("portal-input-short", &[("n", Value::from(number("min")))]),
        "too_long" => words.with("portal-input-long", &[("n", Value::from(number("max")))]),
        "not_a_date" => words.get("portal-input-date").into_owned(),
        "in_the_past" => words.get("portal-input-past").into_owned(),
        _ => words.get("portal-input-other").into_owned(),
    }
}
