//! The timeline of a case: messages, internal notes and events in one line of time, oldest first.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::ids::PersonId;
use domain::message::{Attachment, Audience, Channel, Message};
use domain::people::Actor;
use domain::text::Language;
use domain::time::Instant;

use crate::i18n::Words;
use crate::usecases::read::case::CaseView;
use crate::web::pages::history::{EventLine, event_line};
use crate::web::pages::moments::Moments;
use crate::web::pages::shell::initial;

/// Which items are shown; the tabs above the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    Everything,
    /// What the partner reads and writes.
    Messages,
    /// What the partner never sees.
    Notes,
    /// What happened.
    Changes,
}

impl Show {
    /// All four, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Everything, Self::Messages, Self::Notes, Self::Changes];

    /// The value of `show` in the address; anything else is everything.
    pub fn parse(text: &str) -> Self {
        match text {
            "messages" => Self::Messages,
            "notes" => Self::Notes,
            "changes" => Self::Changes,
            _ => Self::Everything,
        }
    }

    const fn query(self) -> &'static str {
        match self {
            Self::Everything => "",
            Self::Messages => "?show=messages",
            Self::Notes => "?show=notes",
            Self::Changes => "?show=changes",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Everything => "show-everything",
            Self::Messages => "show-messages",
            Self::Notes => "show-notes",
            Self::Changes => "show-changes",
        }
    }

    const fn admits(self, audience: Audience) -> bool {
        match self {
            Self::Everything => true,
            Self::Messages => matches!(audience, Audience::Public),
            Self::Notes => matches!(audience, Audience::Internal),
            Self::Changes => false,
        }
    }

    const fn admits_events(self) -> bool {
        matches!(self, Self::Everything | Self::Changes)
    }
}

/// One tab above the line.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Label.
    pub title: Cow<'static, str>,
    /// Address.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
}

/// One item of the line.
#[derive(Clone, Debug)]
pub enum Item<'a> {
    /// A message or a note.
    Said(Said<'a>),
    /// An event.
    Happened(EventLine),
}

/// A message or a note.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// Anchor.
    pub id: String,
    /// Class after `ev msg`, with its leading blank.
    pub class: &'static str,
    /// Whether the partner never sees it.
    pub note: bool,
    /// Who wrote it.
    pub author: Cow<'a, str>,
    /// First letter of the name.
    pub initial: String,
    /// Where it came from or to whom it went.
    pub route: String,
    /// When, short.
    pub time: String,
    /// When, exact.
    pub iso: String,
    /// Language of the words, when it is not the page's.
    pub lang: Option<&'static str>,
    /// The words, paragraph by paragraph.
    pub paragraphs: Vec<&'a str>,
    /// Its files.
    pub files: Vec<FileChip<'a>>,
}

/// A file to fetch.
#[derive(Clone, Debug)]
pub struct FileChip<'a> {
    /// Address.
    pub href: String,
    /// Name as uploaded.
    pub name: &'a str,
    /// Size in words.
    pub size: String,
}

/// The tabs of a case's line.
pub fn tabs(words: Words, view: &CaseView, shown: Show) -> Vec<Tab> {
    Show::ALL
        .into_iter()
        .map(|show| Tab {
            title: words.get(show.key()),
            href: format!("/cases/{}{}#timeline", view.case.reference, show.query()),
            current: show == shown,
        })
        .collect()
}

/// The items of a case's line, in order of time; a message before an event of the same moment.
pub fn items<'a>(words: Words, view: &'a CaseView, moments: &Moments, show: Show) -> Vec<Item<'a>> {
    let names = Names::of(view, words);
    let mut items: Vec<(Instant, u8, Item<'a>)> = Vec::new();
    for message in view
        .messages
        .iter()
        .filter(|message| show.admits(message.audience))
    {
        items.push((
            message.at,
            0,
            Item::Said(said(words, view, message, moments, &names)),
        ));
    }
    if show.admits_events() {
        for event in &view.events {
            if let Some(line) = event_line(words, view, event, moments, &names) {
                items.push((event.at, 1, Item::Happened(line)));
            }
        }
    }
    items.sort_by_key(|(at, rank, _)| (*at, *rank));
    items.into_iter().map(|(_, _, item)| item).collect()
}

/// A file as a chip.
pub fn file_chip<'a>(words: Words, view: &CaseView, file: &'a Attachment) -> FileChip<'a> {
    FileChip {
        href: format!("/cases/{}/files/{}", view.case.reference, file.id),
        name: &file.file_name,
        size: words.file_size(file.size_bytes),
    }
}

/// Names of those who appear, and of the desk itself.
pub struct Names<'a> {
    people: &'a BTreeMap<PersonId, String>,
    words: Words,
}

impl<'a> Names<'a> {
    /// Those of one case.
    pub const fn of(view: &'a CaseView, words: Words) -> Self {
        Self {
            people: &view.people,
            words,
        }
    }

    /// A person's name; somebody who is gone is “a former colleague”.
    pub fn person(&self, id: PersonId) -> Cow<'a, str> {
        self.people.get(&id).map_or_else(
            || self.words.get("name-unknown"),
            |name| Cow::Borrowed(name.as_str()),
        )
    }

    /// Who acted: a person, or Guichet by rule.
    pub fn actor(&self, actor: &Actor) -> Cow<'a, str> {
        match actor {
            Actor::Partner { id } | Actor::Staff { id } => self.person(*id),
            Actor::System { .. } => Cow::Borrowed("Guichet"),
        }
    }
}

fn said<'a>(
    words: Words,
    view: &'a CaseView,
    message: &'a Message,
    moments: &Moments,
    names: &Names<'a>,
) -> Said<'a> {
    let author = names.actor(&message.author);
    let note = message.audience == Audience::Internal;
    let files = view
        .attachments
        .iter()
        .filter(|file| file.message == Some(message.id))
        .map(|file| file_chip(words, view, file))
        .collect();
    Said {
        id: format!("m-{}", message.id),
        class: if note { " msg--note" } else { "" },
        note,
        initial: initial(&author),
        author,
        route: route(words, view, message),
        time: moments.short(message.at),
        iso: message.at.to_rfc3339(),
        lang: (message.language != words.language()).then_some(message.language.as_str()),
        paragraphs: message
            .body
            .split("\n\n")
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .collect(),
        files,
    }
}

fn route(words: Words, view: &CaseView, message: &Message) -> String {
    match (&message.author, message.audience) {
        (_, Audience::Internal) => words.get("wrote-note").into_owned(),
        (Actor::Partner { .. }, Audience::Public) => words.with(
            channel_key(message.channel),
            &[("organisation", view.organisation.name.as_str().into())],
        ),
        (Actor::Staff { .. } | Actor::System { .. }, Audience::Public) => {
            let to = view
                .requester
                .as_ref()
                .map_or(&view.organisation.name, |person| &person.name);
            let language = words.get(said_in(message.language));
            words.with(
                "wrote-to",
                &[("who", to.as_str().into()), ("language", language.into())],
            )
        }
    }
}

const fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Portal => "wrote-via-portal",
        Channel::Desk => "wrote-via-desk",
        Channel::Mail => "wrote-via-mail",
        Channel::Api => "wrote-via-api",
        Channel::System => "wrote-via-system",
    }
}

/// Key of “in French”.
pub const fn said_in(language: Language) -> &'static str {
    match language {
        Language::Fr => "wrote-in-fr",
        Language::En => "wrote-in-en",
    }
}
