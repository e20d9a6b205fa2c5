//! The answers read again before sending, each with its Change link.

use askama::Template;
use domain::forms::definition::{Answers, RequestType};
use domain::forms::display::{SummaryRow, summary};
use domain::forms::error::FieldError;
use domain::forms::facts::Facts;
use domain::forms::kind::FieldKind;
use domain::time::Instant;

use crate::i18n::Words;
use crate::usecases::submit_request::NOTICE_VERSION;
use crate::web::pages::portal::address::{FormAddress, ReturnTo};
use crate::web::pages::portal::error_summary::{
    ErrorLink, sentence, summary_heading, title_with_errors,
};
use crate::web::pages::portal::field::is_answerable;
use crate::web::pages::portal::question::asked_steps;
use crate::web::pages::portal::stub::{DeskFacts, Saved, Stub};
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/portal/new/{type}/check`: everything that will be sent.
#[derive(Debug, Template)]
#[template(path = "portal/check.html")]
pub struct CheckPage {
    page: Page,
    back: String,
    action: String,
    draft: String,
    version: i64,
    notice_version: &'static str,
    over: String,
    parts: Vec<PartView>,
    errors: Vec<ErrorLink>,
    errors_heading: String,
    stub: Stub,
}

/// What the page is made from.
#[derive(Clone, Copy, Debug)]
pub struct CheckFacts<'a> {
    /// The form.
    pub form: &'a RequestType,
    /// Where its pages are.
    pub address: FormAddress<'a>,
    /// Version of the draft, so that sending twice is harmless.
    pub version: i64,
    /// Stored answers.
    pub answers: &'a Answers,
    /// What still keeps the request from being sent; usually empty.
    pub errors: &'a [FieldError],
    /// Accounts, colleagues, events and files of the partner.
    pub facts: &'a Facts,
    /// When the draft was last stored.
    pub saved_at: Option<Instant>,
    /// Who answers, and when.
    pub desk: DeskFacts<'a>,
}

#[derive(Debug)]
struct PartView {
    title: String,
    rows: Vec<RowView>,
}

#[derive(Debug)]
struct RowView {
    id: String,
    label: String,
    values: Vec<String>,
    change: String,
    missing: Option<String>,
}

impl CheckPage {
    /// The page, ready to be rendered. Its form sends `draft`, `version` and `notice`.
    pub fn new(chrome: &ChromeFacts, given: &CheckFacts<'_>) -> Self {
        let page = Page::portal(chrome, Place::NewRequest, String::new());
        let words = page.words;
        let saved = Saved {
            at: given.saved_at,
            now: given.facts.now,
        };
        let parts = parts(words, given);
        let rows = parts.iter().flat_map(|part| &part.rows);
        let errors: Vec<ErrorLink> = rows
            .filter_map(|row| {
                let sentence = row.missing.clone()?;
                Some(ErrorLink {
                    target: row.id.clone(),
                    sentence,
                })
            })
            .collect();
        let over = given.form.title.get(chrome.language).to_owned();
        let title = format!("{} – {over}", words.get("portal-check-title"));
        let last = asked_steps(given.form, given.answers, given.facts)
            .last()
            .map(|step| step.key.clone());
        Self {
            page: Page {
                title: title_with_errors(words, title, errors.len()),
                ..page
            },
            back: last.map_or_else(
                || "/portal/new".to_owned(),
                |key| given.address.step(&key, ReturnTo::NextStep),
            ),
            action: given.address.check(),
            draft: given
                .address
                .draft
                .map_or_else(String::new, |draft| draft.to_string()),
            version: given.version,
            notice_version: NOTICE_VERSION,
            over,
            errors_heading: summary_heading(words, errors.len()),
            errors,
            parts,
            stub: Stub::of_form(words, given.form, given.desk, saved),
        }
    }
}

fn parts(words: Words, given: &CheckFacts<'_>) -> Vec<PartView> {
    let mut parts: Vec<(&str, PartView)> = Vec::new();
    for row in summary(given.form, given.answers, words.language(), given.facts) {
        if !is_answerable(row.field, given.facts) {
            continue;
        }
        let view = row_view(words, given, &row);
        match parts.last_mut() {
            Some((key, part)) if *key == row.step.key => part.rows.push(view),
            _ => {
                let title = row.step.title.get(words.language()).to_owned();
                parts.push((
                    &row.step.key,
                    PartView {
                        title,
                        rows: vec![view],
                    },
                ));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

fn row_view(words: Words, given: &CheckFacts<'_>, row: &SummaryRow<'_>) -> RowView {
    let wrong = given
        .errors
        .iter()
        .find(|error| error.field == row.field.name);
    let values = if matches!(row.field.kind, FieldKind::Files { .. }) {
        files(words, given, &row.field.name)
    } else {
        row.values.clone()
    };
    RowView {
        id: format!("a-{}", row.field.name),
        label: row.field.label.get(words.language()).to_owned(),
        values,
        change: format!(
            "{}#f-{}",
            given.address.step(&row.step.key, ReturnTo::Check),
            row.field.name
        ),
        missing: wrong.map(|error| sentence(words, given.form, error)),
    }
}

fn files(words: Words, given: &CheckFacts<'_>, field: &str) -> Vec<String> {
    let files = given.facts.files.iter().filter(|file| file.field == field);
    files
        .map(|file| {
            let size = words.file_size(file.size_bytes);
            words.with(
                "portal-file-with-size",
                &[("name", (&file.name).into()), ("size", size.into())],
            )
        })
        .collect()
}
