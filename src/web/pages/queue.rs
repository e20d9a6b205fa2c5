//! The queue: cases in deadline order under five headings, filters in the address, a preview beside.

use std::borrow::Cow;

use askama::Template;
use domain::case::{Kind, Reference};

use crate::i18n::Words;
use crate::usecases::read::case::CaseView;
use crate::usecases::read::queue::{QueuePage as QueueFacts, QueueRow, QueueView};
use crate::web::pages::moments::Moments;
use crate::web::pages::preview::Preview;
use crate::web::pages::queue_address::{QueueAddress, view_key};
use crate::web::pages::queue_filters::{
    Choices, Empty, FilterChip, FilterField, chips, empty, fields,
};
use crate::web::pages::queue_rows::{Group, groups};
use crate::web::pages::shell::{ChromeFacts, Page, Place, capped};

/// The queue, ready to be shown.
#[derive(Template)]
#[template(path = "desk/queue.html")]
pub struct QueuePage<'a> {
    page: Page,
    heading: Cow<'static, str>,
    total: String,
    as_of: String,
    here: String,
    view: &'static str,
    chips: Vec<FilterChip>,
    fields: Vec<FilterField>,
    groups: Vec<Group<'a>>,
    empty: Option<Empty>,
    first: Option<String>,
    next: Option<String>,
    preview: Option<Preview<'a>>,
}

/// Builds the page of a list; `peek` is the case that the address asks to preview, `choices` is what the
/// filter may name.
pub fn queue_page<'a>(
    chrome: &ChromeFacts,
    address: &QueueAddress,
    facts: &'a QueueFacts,
    choices: Choices<'_>,
    peek: Option<&'a CaseView>,
) -> QueuePage<'a> {
    let words = Words::new(chrome.language);
    let moments = Moments::new(chrome.language, facts.now);
    let heading = heading(words, address);
    let total = capped(words, facts.total);
    let title = format!("{heading} ({total})");
    let groups = groups(words, &moments, address, facts, chrome.language);
    let neighbours = |reference| neighbours(&facts.rows, reference);
    let preview = peek.map(|case| {
        Preview::new(
            chrome,
            address,
            case,
            neighbours(case.case.reference),
            &moments,
        )
    });
    QueuePage {
        page: Page::desk(chrome, place(address), title),
        heading,
        total,
        as_of: words.named("queue-as-of", "time", moments.time(facts.now)),
        here: address.href(),
        view: view_key(address.view),
        chips: chips(words, address, choices),
        fields: fields(words, address, choices),
        empty: groups.is_empty().then(|| empty(words, address)),
        groups,
        first: address
            .after
            .as_ref()
            .map(|_| address.from_cursor(None).href()),
        next: facts
            .next
            .clone()
            .map(|cursor| address.from_cursor(Some(cursor)).href()),
        preview,
    }
}

fn neighbours(rows: &[QueueRow], reference: Reference) -> (Option<Reference>, Option<Reference>) {
    let at = rows.iter().position(|row| row.reference == reference);
    let step = |place: Option<usize>| place.and_then(|at| rows.get(at)).map(|row| row.reference);
    (
        step(at.and_then(|at| at.checked_sub(1))),
        step(at.map(|at| at + 1)),
    )
}

const fn place(address: &QueueAddress) -> Place {
    match (address.view, address.kind) {
        (QueueView::Triage, _) => Place::Triage,
        (QueueView::Mine, _) => Place::Mine,
        (QueueView::Waiting, _) => Place::Waiting,
        (QueueView::All, Some(Kind::Verification)) => Place::Verifications,
        (QueueView::All, Some(Kind::Escalation)) => Place::Escalations,
        (QueueView::All, Some(Kind::Onboarding)) => Place::Onboardings,
        (QueueView::All, Some(Kind::Request) | None) => Place::All,
    }
}

fn heading(words: Words, address: &QueueAddress) -> Cow<'static, str> {
    words.get(match place(address) {
        Place::Mine => "view-mine",
        Place::Waiting => "view-waiting",
        Place::Verifications => "view-verifications",
        Place::Escalations => "view-escalations",
        Place::Onboardings => "view-onboardings",
        Place::All => "view-all",
        Place::Triage
        | Place::Board
        | Place::Mail
        | Place::Targets
        | Place::Admin
        | Place::Requests
        | Place::NewRequest
        | Place::Help
        | Place::Elsewhere => "view-triage",
    })
}
