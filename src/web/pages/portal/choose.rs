//! Choosing a type of request: one card each, with its promise, and whether something is live now.

use askama::Template;
use domain::forms::definition::RequestType;
use domain::ids::RequestTypeKey;

use crate::web::pages::portal::stub::{DeskFacts, Stub};
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/portal/new`: what do you need?
#[derive(Debug, Template)]
#[template(path = "portal/choose.html")]
pub struct ChoosePage {
    page: Page,
    cards: Vec<Card>,
    live: bool,
    error: Option<String>,
    stub: Stub,
}

/// What was chosen before: the page comes back with it.
#[derive(Clone, Copy, Debug)]
pub enum Chosen<'a> {
    /// A first visit.
    Nothing,
    /// The type of a form that the partner steps back from.
    Type(&'a RequestTypeKey),
    /// Continue without a choice.
    Missing {
        /// Whether “live now” was ticked.
        live: bool,
    },
}

#[derive(Debug)]
struct Card {
    id: String,
    value: String,
    title: String,
    summary: String,
    chosen: bool,
}

impl ChoosePage {
    /// The page with every type, in the catalogue's order. Its form sends `type`, and `live=yes` when ticked.
    pub fn new(
        chrome: &ChromeFacts,
        types: &[RequestType],
        chosen: Chosen<'_>,
        desk: DeskFacts<'_>,
    ) -> Self {
        let page = Page::portal(chrome, Place::NewRequest, String::new());
        let words = page.words;
        let heading = words.get("portal-choose-title").into_owned();
        let (title, live, error) = match chosen {
            Chosen::Nothing | Chosen::Type(_) => (heading, false, None),
            Chosen::Missing { live } => (
                words.with("portal-error-title", &[("title", heading.into())]),
                live,
                Some(words.get("portal-choose-missing").into_owned()),
            ),
        };
        let cards = types.iter().enumerate().map(|(at, form)| Card {
            id: if at == 0 {
                "f-type".to_owned()
            } else {
                format!("f-type-{at}")
            },
            value: form.key.to_string(),
            title: form.title.get(chrome.language).to_owned(),
            summary: form.summary.get(chrome.language).to_owned(),
            chosen: matches!(chosen, Chosen::Type(key) if *key == form.key),
        });
        Self {
            page: Page { title, ..page },
            cards: cards.collect(),
            live,
            error,
            stub: Stub::of_desk(words, desk),
        }
    }
}
