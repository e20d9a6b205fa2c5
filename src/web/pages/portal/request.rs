//! One request of a partner: where it stands, the thread, what the partner may do.

use askama::Template;
use domain::workflow::definition::{Transition, Trigger};

use crate::i18n::Words;
use crate::usecases::read::portal::PortalCase;
use crate::web::pages::portal::address;
use crate::web::pages::portal::stub::first_name;
use crate::web::pages::portal::thread::{Standing, Thread, Unsent};
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/portal/requests/{ref}`: one thread, one next step.
#[derive(Debug, Template)]
#[template(path = "portal/request.html")]
pub struct RequestPage {
    page: Page,
    thread: Thread,
    state: String,
    owner: String,
    moves: Vec<MoveLink>,
}

#[derive(Debug)]
struct MoveLink {
    href: String,
    title: String,
}

impl RequestPage {
    /// The page, ready to be rendered. Its box posts `body`, `files` and `version` to the same address.
    pub fn new(chrome: &ChromeFacts, case: &PortalCase, unsent: Unsent<'_>) -> Self {
        let page = Page::portal(chrome, Place::Requests, String::new());
        let words = page.words;
        let here = address::request(case.row.reference);
        let thread = Thread::new(words, case, here.clone(), unsent);
        let title = format!("{} {}", thread.reference, thread.title);
        let title = match thread.composer_error() {
            Some(_) => words.with("portal-error-title", &[("title", title.into())]),
            None => title,
        };
        let moves = case
            .moves
            .iter()
            .filter(|offered| is_a_button(offered))
            .map(|offered| MoveLink {
                href: format!("{here}/do/{}", offered.key),
                title: offered.public_title.get(chrome.language).to_owned(),
            });
        let (state, owner) = (
            case.row.state.get(chrome.language).to_owned(),
            owner(words, case),
        );
        Self {
            page: Page { title, ..page },
            thread,
            state,
            owner,
            moves: moves.collect(),
        }
    }
}

/// Answering is done in the box of the thread, so it gets no button of its own.
fn is_a_button(offered: &Transition) -> bool {
    !offered.trigger.contains(&Trigger::Message)
}

fn owner(words: Words, case: &PortalCase) -> String {
    case.owner.as_deref().map_or_else(
        || words.get("portal-owner-none").into_owned(),
        |name| words.with("portal-owner", &[("name", first_name(name).into())]),
    )
}
