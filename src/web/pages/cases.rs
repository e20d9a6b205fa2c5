//! One case for staff: understand in ten seconds, act in one.

use std::borrow::Cow;

use askama::Template;
use domain::case::{Category, Priority};

use crate::i18n::Words;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::case::CaseView;
use crate::web::pages::actions::{Action, Blocked, actions};
use crate::web::pages::case_aside::{Aside, aside};
use crate::web::pages::chip::ChipWords;
use crate::web::pages::clock_panel::{ClockCell, clock_cells};
use crate::web::pages::diagram::Diagram;
use crate::web::pages::moments::Moments;
use crate::web::pages::move_fields::Choice;
use crate::web::pages::preview::opened;
use crate::web::pages::queue_address::QueueAddress;
use crate::web::pages::queue_filters::priority_key;
use crate::web::pages::shell::{ChromeFacts, Page, Place};
use crate::web::pages::state_badge::StateBadge;
use crate::web::pages::timeline::{Item, Show, Tab, items, said_in, tabs};

/// Most buttons in the row; one more is shown rather than folded alone.
const MOST_BUTTONS: usize = 5;

/// A case, ready to be shown.
#[derive(Template)]
#[template(path = "desk/case.html")]
pub struct CasePage<'a> {
    page: Page,
    reference: String,
    here: String,
    version: i64,
    title: &'a str,
    title_lang: Option<&'static str>,
    state: StateBadge<'a>,
    priority: &'static str,
    organisation: &'a str,
    type_title: &'a str,
    opened: String,
    queue: String,
    clocks: Vec<ClockCell>,
    diagram: Diagram,
    actions: Vec<Action>,
    more: Vec<Action>,
    blocked: Vec<Blocked>,
    blocked_label: String,
    tabs: Vec<Tab>,
    items: Vec<Item<'a>>,
    compose: Option<Compose<'a>>,
    aside: Aside<'a>,
    owners: Vec<Choice<'a>>,
    priorities: Vec<Choice<'a>>,
}

/// The composer.
struct Compose<'a> {
    label: String,
    placeholder: String,
    lang: &'static str,
    draft: &'a str,
    notice: Option<&'a str>,
    note: bool,
}

/// What was typed and could not be sent, shown again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Draft<'a> {
    /// The words.
    pub body: &'a str,
    /// For whom they were.
    pub audience: DraftAudience,
    /// Why they were not sent, in words.
    pub notice: Option<&'a str>,
}

/// For whom a draft was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DraftAudience {
    /// The partner.
    #[default]
    Reply,
    /// The staff alone.
    Note,
}

/// Builds the page of a case; `people` may be given the case, `draft` is empty unless something typed
/// was refused.
pub fn case_page<'a>(
    chrome: &ChromeFacts,
    view: &'a CaseView,
    people: &'a [PersonBadge],
    show: Show,
    draft: Draft<'a>,
) -> CasePage<'a> {
    let language = chrome.language;
    let words = Words::new(language);
    let moments = Moments::new(language, view.now);
    let chip_words = ChipWords::new(words);
    let case = &view.case;
    let reference = case.reference.to_string();
    let (mut actions, blocked) = actions(view, language);
    let more = if actions.len() > MOST_BUTTONS + 1 {
        actions.split_off(MOST_BUTTONS)
    } else {
        Vec::new()
    };
    let mut title = format!("{reference} {}", case.title);
    if draft.notice.is_some() {
        title = words.named("form-error-title", "title", title);
    }
    CasePage {
        page: Page::desk(chrome, Place::Elsewhere, title),
        here: format!("/cases/{reference}"),
        version: case.version,
        title: &case.title,
        title_lang: (case.language != language).then_some(case.language.as_str()),
        state: StateBadge::boxed(case.category, view.state.title.get(language)),
        priority: case.priority.as_str(),
        organisation: &view.organisation.name,
        type_title: view.type_title.get(language),
        opened: opened(words, view, &moments),
        queue: QueueAddress::default().href(),
        clocks: clock_cells(words, &view.clocks, &moments),
        diagram: Diagram::new(&view.definition, &case.state, &view.events, language),
        actions,
        more,
        blocked_label: words.count("case-blocked", blocked.len()),
        blocked,
        tabs: tabs(words, view, show),
        items: items(words, view, &moments, show),
        compose: compose(words, view, draft),
        aside: aside(words, view, &chip_words, &moments),
        owners: owners(words, view, people),
        priorities: priorities(words, view),
        reference,
    }
}

fn owners<'a>(words: Words, view: &CaseView, people: &'a [PersonBadge]) -> Vec<Choice<'a>> {
    let nobody = Choice {
        value: Cow::Borrowed(""),
        label: words.get("row-nobody"),
        chosen: view.case.owner.is_none(),
    };
    let named = people.iter().map(|person| Choice {
        value: Cow::Owned(person.id.to_string()),
        label: Cow::Borrowed(person.name.as_str()),
        chosen: view.case.owner == Some(person.id),
    });
    std::iter::once(nobody).chain(named).collect()
}

fn priorities(words: Words, view: &CaseView) -> Vec<Choice<'static>> {
    Priority::ALL
        .into_iter()
        .map(|priority| Choice {
            value: Cow::Borrowed(priority.as_str()),
            label: Cow::Owned(format!(
                "{} {}",
                priority.as_str(),
                words.get(priority_key(priority))
            )),
            chosen: view.case.priority == priority,
        })
        .collect()
}

/// A case that was withdrawn or merged takes no more words.
fn compose<'a>(words: Words, view: &CaseView, draft: Draft<'a>) -> Option<Compose<'a>> {
    if view.case.category == Category::Void {
        return None;
    }
    let to: Cow<'_, str> = view
        .requester
        .as_ref()
        .map_or(Cow::Borrowed(view.organisation.name.as_str()), |person| {
            Cow::Borrowed(&person.name)
        });
    let language = words.get(said_in(view.case.language));
    Some(Compose {
        label: words.named("compose-label", "who", &to),
        placeholder: words.with(
            "compose-placeholder",
            &[("who", to.as_ref().into()), ("language", language.into())],
        ),
        lang: view.case.language.as_str(),
        draft: draft.body,
        notice: draft.notice,
        note: draft.audience == DraftAudience::Note,
    })
}
