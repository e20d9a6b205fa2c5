//! One page of questions of a form, with its errors, its place in the form and the ticket stub.

use askama::Template;
use domain::forms::definition::{Answers, Field, RequestType, Step};
use domain::forms::error::FieldError;
use domain::forms::facts::Facts;
use domain::forms::kind::FieldKind;
use domain::time::Instant;

use crate::web::pages::portal::address::{FormAddress, ReturnTo};
use crate::web::pages::portal::control::Control;
use crate::web::pages::portal::error_summary::{ErrorLink, summary_heading, title_with_errors};
use crate::web::pages::portal::field::{Controls, FieldFacts, FieldView, is_answerable};
use crate::web::pages::portal::stub::{DeskFacts, Saved, Stub};
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/portal/new/{type}/{step}`: one topic, its questions, Continue and Save.
#[derive(Debug, Template)]
#[template(path = "portal/question.html")]
pub struct QuestionPage {
    page: Page,
    back: String,
    action: String,
    draft: String,
    counter: String,
    heading: String,
    lede: Option<String>,
    fields: Vec<FieldView>,
    errors: Vec<ErrorLink>,
    errors_heading: String,
    takes_files: bool,
    has_removals: bool,
    stub: Stub,
}

/// What a page of questions is made from.
#[derive(Clone, Copy, Debug)]
pub struct QuestionFacts<'a> {
    /// The form.
    pub form: &'a RequestType,
    /// The page of it.
    pub step: &'a Step,
    /// Where the form's pages are.
    pub address: FormAddress<'a>,
    /// Where Continue leads.
    pub return_to: ReturnTo,
    /// Answers stored so far; they decide which questions are asked.
    pub answers: &'a Answers,
    /// What the controls hold: stored answers, proposals, or what was just sent and refused.
    pub controls: &'a Controls,
    /// What is wrong with what was just sent; empty on a first visit.
    pub errors: &'a [FieldError],
    /// Accounts, colleagues, events and files of the partner.
    pub facts: &'a Facts,
    /// When the draft was last stored; `None` before.
    pub saved_at: Option<Instant>,
    /// Who answers, and when.
    pub desk: DeskFacts<'a>,
}

impl QuestionPage {
    /// The page, ready to be rendered.
    pub fn new(chrome: &ChromeFacts, given: &QuestionFacts<'_>) -> Self {
        let language = chrome.language;
        let QuestionFacts { form, step, .. } = *given;
        let heading = step.title.get(language).to_owned();
        let page = Page::portal(chrome, Place::NewRequest, heading.clone());
        let words = page.words;
        let field_facts = FieldFacts {
            form,
            controls: given.controls,
            errors: given.errors,
            facts: given.facts,
        };
        let asked: Vec<&Field> = asked(form, &step.key, given.answers, given.facts).collect();
        let fields: Vec<FieldView> = asked
            .iter()
            .map(|field| FieldView::new(words, field, field_facts))
            .collect();
        let errors: Vec<ErrorLink> = fields.iter().filter_map(FieldView::error_link).collect();
        let type_title = form.title.get(language);
        let title = format!("{heading} – {type_title}");
        let title = title_with_errors(words, title, errors.len());
        let steps = asked_steps(form, given.answers, given.facts);
        let number = steps
            .iter()
            .position(|one| one.key == step.key)
            .map_or(1, |at| at + 1);
        let saved = Saved {
            at: given.saved_at,
            now: given.facts.now,
        };
        let has_removals = fields.iter().any(
            |field| matches!(&field.control, Control::Files(files) if !files.uploaded.is_empty()),
        );
        Self {
            page: Page { title, ..page },
            back: back(given, &steps),
            action: given.address.step(&step.key, given.return_to),
            draft: given
                .address
                .draft
                .map_or_else(String::new, |draft| draft.to_string()),
            counter: words.with(
                "portal-step",
                &[
                    ("type", type_title.into()),
                    ("number", number.into()),
                    ("of", steps.len().max(1).into()),
                ],
            ),
            heading,
            lede: step.lede.as_ref().map(|lede| lede.get(language).to_owned()),
            takes_files: asked
                .iter()
                .any(|field| matches!(field.kind, FieldKind::Files { .. })),
            errors_heading: summary_heading(words, errors.len()),
            errors,
            fields,
            has_removals,
            stub: Stub::of_form(words, form, given.desk, saved),
        }
    }
}

/// The pages that ask something, given the answers so far. Pages whose every question is conditional and
/// not wanted are left out.
pub fn asked_steps<'a>(form: &'a RequestType, answers: &Answers, facts: &Facts) -> Vec<&'a Step> {
    form.steps
        .iter()
        .filter(|step| asked(form, &step.key, answers, facts).next().is_some())
        .collect()
}

/// The page that follows, skipping those that ask nothing; `None` when the answers are to be checked.
pub fn next_step<'a>(
    form: &'a RequestType,
    key: &str,
    answers: &Answers,
    facts: &Facts,
) -> Option<&'a Step> {
    let steps = asked_steps(form, answers, facts);
    steps.into_iter().skip_while(|step| step.key != key).nth(1)
}

fn asked<'a>(
    form: &'a RequestType,
    step: &'a str,
    answers: &'a Answers,
    facts: &'a Facts,
) -> impl Iterator<Item = &'a Field> {
    form.shown_fields(step, answers)
        .filter(|field| is_answerable(field, facts))
}

fn back(given: &QuestionFacts<'_>, steps: &[&Step]) -> String {
    if given.return_to == ReturnTo::Check {
        return given.address.check();
    }
    let before = steps
        .iter()
        .take_while(|step| step.key != given.step.key)
        .last();
    before.map_or_else(
        || format!("/portal/new?type={}", given.form.key),
        |step| given.address.step(&step.key, ReturnTo::NextStep),
    )
}
