//! Pages that say no: what happened, what was and was not saved, and a way back.

use std::borrow::Cow;

use askama::Template;

use crate::i18n::Words;
use crate::web::pages::shell::{ChromeFacts, Page, Place, query_encoded};

/// An error page, ready to be shown; it stands alone, without the menu, so that it needs nothing.
#[derive(Template)]
#[template(path = "errors/error.html")]
pub struct ErrorPage<'a> {
    page: Page,
    title: Cow<'static, str>,
    text: String,
    reasons: &'a [String],
    kept: &'a str,
    request: &'a str,
    back: Back,
    retry: bool,
}

/// Facts of an error, besides its status.
#[derive(Clone, Copy, Debug, Default)]
pub struct ErrorFacts<'a> {
    /// HTTP status; an unknown one is shown as 500.
    pub status: u16,
    /// Sentences that say more: refusals, fields, each already in words.
    pub reasons: &'a [String],
    /// What the person typed, to be copied; empty for nothing.
    pub kept: &'a str,
    /// Reference of the request in the log; empty when it tells nothing.
    pub request: &'a str,
    /// The case it was about, as `REQ-1042`.
    pub reference: Option<&'a str>,
    /// The page it was asked from, to come back to after signing in: a path of ours, may be empty.
    pub before: &'a str,
}

/// Builds the page of a status.
pub fn error_page<'a>(chrome: &ChromeFacts, facts: &ErrorFacts<'a>) -> ErrorPage<'a> {
    let words = Words::new(chrome.language);
    let (title, text) = keys(facts.status);
    let text = words.get(text).into_owned();
    let title = words.get(title);
    ErrorPage {
        page: Page::portal(chrome, Place::Elsewhere, title.to_string()),
        title,
        text,
        reasons: facts.reasons,
        kept: facts.kept,
        request: facts.request,
        back: back(words, chrome, facts),
        retry: matches!(facts.status, 429 | 503),
    }
}

struct Back {
    href: String,
    text: String,
}

fn back(words: Words, chrome: &ChromeFacts, facts: &ErrorFacts<'_>) -> Back {
    if let Some(reference) = facts.reference {
        // Sends each person to the page they may see.
        return Back {
            href: format!("/r/{reference}"),
            text: words.named("error-back-case", "reference", reference),
        };
    }
    let (home, key) = match &chrome.person {
        None if facts.status == 401 => ("/sign-in", "error-back-sign-in"),
        // Leads each person home, and who is not signed in to the door.
        None => ("/", "error-back-home"),
        Some(person) if person.organisation.is_empty() => ("/queue", "error-back-queue"),
        Some(_) => ("/portal", "error-back-portal"),
    };
    let href = if facts.status == 401 && !facts.before.is_empty() {
        format!("{home}?next={}", query_encoded(facts.before))
    } else {
        home.to_owned()
    };
    Back {
        href,
        text: words.get(key).into_owned(),
    }
}

const fn keys(status: u16) -> (&'static str, &'static str) {
    match status {
        400 | 415 | 428 => ("error-title-400", "error-text-400"),
        401 => ("error-title-401", "error-text-401"),
        403 => ("error-title-403", "error-text-403"),
        404 => ("error-title-404", "error-text-404"),
        408 => ("error-title-408", "error-text-408"),
        409 => ("error-title-409", "error-text-409"),
        413 => ("error-title-413", "error-text-413"),
        422 => ("error-title-422", "error-text-422"),
        429 => ("error-title-429", "error-text-429"),
        503 => ("error-title-503", "error-text-503"),
        _ => ("error-title-500", "error-text-500"),
    }
}
