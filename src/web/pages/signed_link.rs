//! A partner's signed link: reading and answering one case without an account.

use askama::Template;

use crate::usecases::read::portal::PortalCase;
use crate::web::pages::portal::thread::{Standing, Thread, Unsent};
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/q/{ref}/{signature}`: the thread of one case, for whoever holds the link.
#[derive(Debug, Template)]
#[template(path = "portal/link.html")]
pub struct SignedLinkPage {
    page: Page,
    thread: Thread,
    as_whom: String,
}

/// The link no longer opens anything: over, or not ours. Both look the same.
#[derive(Debug, Template)]
#[template(path = "portal/link_over.html")]
pub struct LinkOverPage {
    page: Page,
}

impl SignedLinkPage {
    /// The page, ready to be rendered. `name` is the contact the link was given to; `address` is the
    /// page's own, where its box posts `body`, `files` and `version`, and under which files are.
    pub fn new(
        chrome: &ChromeFacts,
        case: &PortalCase,
        name: &str,
        address: String,
        unsent: Unsent<'_>,
    ) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        let thread = Thread::new(words, case, address, unsent);
        let title = format!("{} {}", thread.reference, thread.title);
        let title = match thread.composer_error() {
            Some(_) => words.with("portal-error-title", &[("title", title.into())]),
            None => title,
        };
        let as_whom = words.with("link-as", &[("name", name.into())]);
        Self {
            page: Page { title, ..page },
            as_whom,
            thread,
        }
    }
}

impl LinkOverPage {
    /// The page, ready to be rendered; answered with 404.
    pub fn new(chrome: &ChromeFacts) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        Self {
            page: Page {
                title: page.words.get("link-over-title").into_owned(),
                ..page
            },
        }
    }
}
