//! The preview beside the queue: enough of a case to take it, assign it or ask, without leaving the list.

use std::borrow::Cow;

use domain::case::Reference;
use domain::message::Audience;
use domain::people::Actor;
use domain::text::Language;

use crate::i18n::Words;
use crate::usecases::read::case::CaseView;
use crate::web::pages::actions::{Action, actions};
use crate::web::pages::case_aside::{Sibling, siblings};
use crate::web::pages::chip::{Chip, ChipWords, metric_name};
use crate::web::pages::moments::Moments;
use crate::web::pages::queue_address::QueueAddress;
use crate::web::pages::queue_filters::priority_key;
use crate::web::pages::route_box::{RouteBox, route_box};
use crate::web::pages::shell::ChromeFacts;
use crate::web::pages::state_badge::StateBadge;

/// Most buttons under a preview; the rest are on the case's page.
const MOST_ACTIONS: usize = 4;
/// Most characters of the partner's message.
const MOST_QUOTED: usize = 600;

/// A case beside the list.
#[derive(Clone, Debug)]
pub struct Preview<'a> {
    /// What people call it.
    pub reference: String,
    /// One line.
    pub title: &'a str,
    /// When it was opened and by whom.
    pub opened: String,
    /// The publisher.
    pub organisation: &'a str,
    /// The deciding clock: name, chip, and the moment.
    pub clock: Option<PreviewClock>,
    /// Where it stands.
    pub state: StateBadge<'a>,
    /// `P1` to `P4`.
    pub priority: &'static str,
    /// The priority in words.
    pub priority_name: Cow<'static, str>,
    /// How many files there are.
    pub files: String,
    /// Language of the thread.
    pub language: Cow<'static, str>,
    /// The partner's last message.
    pub quote: Option<Quote<'a>>,
    /// Who is proposed, and why.
    pub route: Option<RouteBox>,
    /// Other open cases of the publisher.
    pub siblings: Vec<Sibling<'a>>,
    /// The first buttons.
    pub actions: Vec<Action>,
    /// Version for forms.
    pub version: i64,
    /// Preview of the case before.
    pub previous: Option<String>,
    /// Preview of the case after.
    pub next: Option<String>,
    /// The list without a preview.
    pub close: String,
    /// This address, to come back to.
    pub here: String,
}

/// The deciding clock of a preview.
#[derive(Clone, Debug)]
pub struct PreviewClock {
    /// What it measures.
    pub name: Cow<'static, str>,
    /// How it stands.
    pub chip: Chip,
    /// When it falls due, in words; empty while paused.
    pub due: String,
}

/// Words of the partner.
#[derive(Clone, Debug)]
pub struct Quote<'a> {
    /// Language of the words.
    pub lang: &'static str,
    /// The words.
    pub body: Cow<'a, str>,
}

impl<'a> Preview<'a> {
    /// The preview of `view` in the list at `address`; `around` are the cases before and after it.
    pub fn new(
        chrome: &ChromeFacts,
        address: &QueueAddress,
        view: &'a CaseView,
        around: (Option<Reference>, Option<Reference>),
        moments: &Moments,
    ) -> Self {
        let language = chrome.language;
        let words = Words::new(language);
        let case = &view.case;
        let chip_words = ChipWords::new(words);
        let mut buttons = actions(view, language).0;
        buttons.truncate(MOST_ACTIONS);
        let jump = |to: Option<Reference>| to.map(|to| address.peeking(Some(to)).href());
        let clock = view.clocks.iter().find(|clock| clock.stage.is_live());
        Self {
            reference: case.reference.to_string(),
            title: &case.title,
            opened: opened(words, view, moments),
            organisation: &view.organisation.name,
            clock: clock.map(|clock| PreviewClock {
                name: metric_name(words, &clock.metric),
                chip: chip_words.clock(clock, moments),
                due: clock
                    .due_at
                    .map(|due| words.named("preview-due", "when", moments.short(due)))
                    .unwrap_or_default(),
            }),
            state: StateBadge::plain(case.category, view.state.title.get(language)),
            priority: case.priority.as_str(),
            priority_name: words.get(priority_key(case.priority)),
            files: words.count("preview-files", view.attachments.len()),
            language: words.get(language_key(case.language)),
            quote: quote(view),
            route: route_box(words, view, moments),
            siblings: siblings(&chip_words, view, moments, language),
            actions: buttons,
            version: case.version,
            previous: jump(around.0),
            next: jump(around.1),
            close: address.peeking(None).href(),
            here: address.href(),
        }
    }
}

/// “Opened today at 10:55 by Solène”.
pub fn opened(words: Words, view: &CaseView, moments: &Moments) -> String {
    let at = view.case.submitted_at.unwrap_or(view.case.created_at);
    let when = moments.at(at);
    match &view.requester {
        Some(person) => words.with(
            "case-opened-by",
            &[("when", when.into()), ("who", person.name.as_str().into())],
        ),
        None => words.named("case-opened", "when", when),
    }
}

/// Key of a language's name.
pub const fn language_key(language: Language) -> &'static str {
    match language {
        Language::Fr => "language-fr",
        Language::En => "language-en",
    }
}

fn quote(view: &CaseView) -> Option<Quote<'_>> {
    let message = view.messages.iter().rev().find(|message| {
        message.audience == Audience::Public && matches!(message.author, Actor::Partner { .. })
    })?;
    let body = message.body.as_str();
    let body = match body.char_indices().nth(MOST_QUOTED) {
        Some((at, _)) => Cow::Owned(format!("{}…", body.split_at(at).0.trim_end())),
        None => Cow::Borrowed(body),
    };
    Some(Quote {
        lang: message.language.as_str(),
        body,
    })
}
