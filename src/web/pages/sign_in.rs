//! Signing in by a mailed link: asking for one, opening it, and what is shown when it no longer works.

use askama::Template;

use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/sign-in`: the address, nothing to remember.
#[derive(Debug, Template)]
#[template(path = "sign_in/ask.html")]
pub struct AskPage {
    page: Page,
    email: String,
    next: String,
    error: Option<String>,
}

/// What the form held, and what was wrong with it.
#[derive(Clone, Copy, Debug, Default)]
pub struct AskFacts<'a> {
    /// What was typed.
    pub email: &'a str,
    /// Path to go to once signed in; empty for the person's own first page. A path of ours, checked before.
    pub next: &'a str,
    /// What is wrong with the address.
    pub problem: Option<EmailProblem>,
}

/// What may be wrong with an address. Whether it is known is never told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailProblem {
    /// Nothing was typed.
    Empty,
    /// Not a mail address.
    Malformed,
}

/// After asking: the same for every address.
#[derive(Debug, Template)]
#[template(path = "sign_in/sent.html")]
pub struct SentPage {
    page: Page,
    lede: String,
    validity: String,
}

/// `GET /sign-in/{token}`: one button, because mail scanners open links and must not use them up.
#[derive(Debug, Template)]
#[template(path = "sign_in/open.html")]
pub struct OpenPage {
    page: Page,
    action: String,
    as_whom: String,
}

/// The link does not work any more: over or used.
#[derive(Debug, Template)]
#[template(path = "sign_in/over.html")]
pub struct OverPage {
    page: Page,
    next: String,
    error: Option<String>,
    email: String,
}

/// `/sign-in` of somebody who is signed in.
#[derive(Debug, Template)]
#[template(path = "sign_in/already.html")]
pub struct AlreadyPage {
    page: Page,
    heading: String,
    home: &'static str,
}

/// Where a person goes on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The partner's requests.
    Portal,
    /// The staff's queue.
    Queue,
}

impl AskPage {
    /// The page, ready to be rendered. Its form posts `email` and `next` to `/sign-in`.
    pub fn new(chrome: &ChromeFacts, asked: AskFacts<'_>) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        let error = asked
            .problem
            .map(|problem| words.get(problem.key()).into_owned());
        let title = words.get("sign-in-title").into_owned();
        let title = match error {
            Some(_) => words.with("portal-error-title", &[("title", title.into())]),
            None => title,
        };
        Self {
            page: Page { title, ..page },
            email: asked.email.to_owned(),
            next: asked.next.to_owned(),
            error,
        }
    }
}

impl EmailProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::Empty => "sign-in-email-empty",
            Self::Malformed => "sign-in-email-malformed",
        }
    }
}

impl SentPage {
    /// The page, ready to be rendered; `minutes` is how long a link works.
    pub fn new(chrome: &ChromeFacts, email: &str, minutes: i64) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        Self {
            page: Page {
                title: words.get("sign-in-sent-title").into_owned(),
                ..page
            },
            lede: words.with("sign-in-sent-lede", &[("email", email.into())]),
            validity: words.with("sign-in-validity", &[("n", minutes.into())]),
        }
    }
}

impl OpenPage {
    /// The page, ready to be rendered. `name` is whose link it is; its button posts to the same address.
    pub fn new(chrome: &ChromeFacts, token: &str, name: &str) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        Self {
            page: Page {
                title: words.get("sign-in-open").into_owned(),
                ..page
            },
            action: format!("/sign-in/{token}"),
            as_whom: words.with("sign-in-as", &[("name", name.into())]),
        }
    }
}

impl OverPage {
    /// The page, ready to be rendered. It asks for a new link in place.
    pub fn new(chrome: &ChromeFacts, next: &str) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        Self {
            page: Page {
                title: page.words.get("sign-in-over-title").into_owned(),
                ..page
            },
            next: next.to_owned(),
            error: None,
            email: String::new(),
        }
    }
}

impl AlreadyPage {
    /// The page, ready to be rendered; the name is the chrome's.
    pub fn new(chrome: &ChromeFacts, home: Home) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        let heading = words.with("sign-in-already", &[("name", (&page.person).into())]);
        Self {
            page: Page {
                title: heading.clone(),
                ..page
            },
            heading,
            home: match home {
                Home::Portal => "/portal",
                Home::Queue => "/queue",
            },
        }
    }
}
