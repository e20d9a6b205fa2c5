//! The page after sending: proof with a reference, the promise, and everything that was sent, to print.

use askama::Template;
use domain::forms::definition::Promise;

use crate::i18n::dates::Dates;
use crate::usecases::read::portal::PortalCase;
use crate::web::pages::portal::address;
use crate::web::pages::portal::stub::{DeskFacts, Stub, reply_within};
use crate::web::pages::portal::thread::AnswerLine;
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/portal/requests/{ref}/sent`: may be reloaded, kept and printed.
#[derive(Debug, Template)]
#[template(path = "portal/sent.html")]
pub struct SentPage {
    page: Page,
    reference: String,
    title: String,
    by: String,
    sent: String,
    href: String,
    answers: Vec<AnswerLine>,
    stub: Stub,
}

impl SentPage {
    /// The page, ready to be rendered. `promise` is that of the request's type.
    pub fn new(
        chrome: &ChromeFacts,
        case: &PortalCase,
        promise: Promise,
        desk: DeskFacts<'_>,
    ) -> Self {
        let page = Page::portal(chrome, Place::Requests, String::new());
        let words = page.words;
        let language = chrome.language;
        let dates = Dates::paris(language);
        let reference = case.row.reference.to_string();
        let promised = case.row.promised_at.filter(|_| !case.row.late);
        let by = promised.map_or_else(
            || reply_within(words, promise.first_response_hours),
            |at| words.with("portal-sent-by", &[("at", dates.at(at, case.now).into())]),
        );
        let type_title = case.row.type_title.get(language).to_owned();
        Self {
            title: case.row.title.clone(),
            sent: words.with(
                "portal-sent-printed",
                &[("at", dates.full(case.now).into())],
            ),
            href: address::request(case.row.reference),
            answers: case
                .answers
                .iter()
                .map(|answer| AnswerLine {
                    label: answer.label.get(language).to_owned(),
                    value: answer.display.get(language).to_owned(),
                })
                .collect(),
            stub: Stub::of_sent(words, promise, type_title, by.clone(), desk),
            by,
            page: Page {
                title: words.with("portal-sent-page", &[("reference", (&reference).into())]),
                ..page
            },
            reference,
        }
    }
}
