//! The rows of the queue under their five headings.

use std::borrow::Cow;

use domain::case::{Category, Priority, Reference};
use domain::clocks::clock::Stage;
use domain::text::Language;
use domain::time::Span;

use crate::i18n::Words;
use crate::usecases::list_cases::CaseOrder;
use crate::usecases::read::queue::{QueuePage, QueueRow};
use crate::web::pages::chip::{Chip, ChipWords};
use crate::web::pages::moments::Moments;
use crate::web::pages::queue_address::QueueAddress;
use crate::web::pages::shell::initial;
use crate::web::pages::state_badge::Glyph;

/// Rows under one heading.
pub struct Group<'a> {
    /// Anchor.
    pub id: &'static str,
    /// Whether they are late.
    pub late: bool,
    /// Heading.
    pub title: Cow<'static, str>,
    /// What the heading means; may be empty.
    pub note: Cow<'static, str>,
    /// How many; a plus when the next page goes on.
    pub count: String,
    /// The rows.
    pub rows: Vec<Row<'a>>,
}

/// One case of the list.
pub struct Row<'a> {
    /// What people call it.
    pub reference: String,
    /// One line.
    pub title: &'a str,
    /// Class after `row`, with its leading blank.
    pub class: &'static str,
    /// Whether it is in the preview.
    pub current: bool,
    /// `P1` or `P2`.
    pub priority: Option<&'static str>,
    /// The publisher.
    pub organisation: &'a str,
    /// The form's or the workflow's name.
    pub type_title: &'a str,
    /// Why it is here.
    pub why: Cow<'static, str>,
    /// Glyph of the state.
    pub glyph: Glyph,
    /// The state.
    pub state: &'a str,
    /// The deciding clock.
    pub chip: Chip,
    /// Name of the owner.
    pub owner: Option<&'a str>,
    /// First letter of the name.
    pub initial: String,
    /// Address of the preview.
    pub look: String,
}

/// The rows of a page under the headings that have any, in the order of the list.
pub fn groups<'a>(
    words: Words,
    moments: &Moments,
    address: &QueueAddress,
    facts: &'a QueuePage,
    language: Language,
) -> Vec<Group<'a>> {
    let chip_words = ChipWords::new(words);
    // Relative to the list, and short: every byte is there fifty times.
    let list = address.peeking(None).href();
    let look = match list.split_once('?') {
        Some((_, query)) => format!("?{query}&peek="),
        None => "?peek=".to_owned(),
    };
    let mut bands: [Vec<Row<'a>>; 6] = Default::default();
    for fact in &facts.rows {
        let band = match facts.order {
            CaseOrder::Due => Band::of(fact, moments),
            CaseOrder::Newest => Band::Newest,
        };
        let row = row(
            words,
            &chip_words,
            moments,
            fact,
            language,
            (&look, address.peek),
        );
        for (one, rows) in Band::ALL.iter().zip(&mut bands) {
            if *one == band {
                rows.push(row);
                break;
            }
        }
    }
    let mut groups: Vec<Group<'a>> = Vec::with_capacity(6);
    for (band, rows) in Band::ALL.into_iter().zip(bands) {
        if rows.is_empty() {
            continue;
        }
        let (id, title, note) = band.words();
        let note = if note.is_empty() {
            Cow::Borrowed("")
        } else {
            words.get(note)
        };
        let count = rows.len().to_string();
        let late = band == Band::Late;
        groups.push(Group {
            id,
            late,
            title: words.get(title),
            note,
            count,
            rows,
        });
    }
    // The last heading goes on on the next page.
    if let (Some(_), Some(last)) = (&facts.next, groups.last_mut()) {
        last.count.push('+');
    }
    groups
}

/// The five headings, in the order of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Band {
    Late,
    Soon,
    Today,
    Later,
    Held,
    /// All of them, when they are not in deadline order.
    Newest,
}

impl Band {
    const ALL: [Self; 6] = [
        Self::Late,
        Self::Soon,
        Self::Today,
        Self::Later,
        Self::Held,
        Self::Newest,
    ];

    fn of(row: &QueueRow, moments: &Moments) -> Self {
        let Some(clock) = &row.clock else {
            return Self::Held;
        };
        let Some(due) = clock.due_at else {
            return Self::Held;
        };
        if clock.stage == Stage::BreachedOpen {
            Self::Late
        } else if due <= moments.now().plus(Span::hours(4)) {
            Self::Soon
        } else if moments.is_before_midnight(due) {
            Self::Today
        } else {
            Self::Later
        }
    }

    /// Anchor, heading and note.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Late => ("late", "band-late", "band-late-note"),
            Self::Soon => ("soon", "band-soon", ""),
            Self::Today => ("today", "band-today", ""),
            Self::Later => ("later", "band-later", ""),
            Self::Held => ("held", "band-held", "band-held-note"),
            Self::Newest => ("newest", "band-newest", ""),
        }
    }
}

fn row<'a>(
    words: Words,
    chip_words: &ChipWords,
    moments: &Moments,
    fact: &'a QueueRow,
    language: Language,
    (look, peek): (&str, Option<Reference>),
) -> Row<'a> {
    let reference = fact.reference.to_string();
    Row {
        look: format!("{look}{reference}"),
        reference,
        title: &fact.title,
        class: if fact.unread { " row--new" } else { "" },
        current: peek == Some(fact.reference),
        priority: priority_tag(fact.priority),
        organisation: &fact.organisation,
        type_title: fact.type_title.get(language),
        why: why(words, moments, fact),
        glyph: Glyph::of(fact.category),
        state: fact.state_title.get(language),
        chip: chip_words.row(fact.clock.as_ref(), moments),
        owner: fact.owner.as_ref().map(|owner| owner.name.as_str()),
        initial: fact
            .owner
            .as_ref()
            .map(|owner| initial(&owner.name))
            .unwrap_or_default(),
    }
}

/// P1 and P2 are named on the row; the rest is the calm default.
const fn priority_tag(priority: Priority) -> Option<&'static str> {
    match priority {
        Priority::P1 => Some("P1"),
        Priority::P2 => Some("P2"),
        Priority::P3 | Priority::P4 => None,
    }
}

/// Why the row is here: how long somebody has been waited for, or the last thing that happened.
fn why(words: Words, moments: &Moments, row: &QueueRow) -> Cow<'static, str> {
    let since = |key| {
        let mut text = words.get(key).into_owned();
        text.push(' ');
        text.push_str(&moments.since(row.reason.at));
        Cow::Owned(text)
    };
    match row.category {
        Category::WaitingPartner => return since("why-waiting-partner"),
        Category::WaitingInternal => return since("why-waiting-internal"),
        Category::WaitingThirdParty => return since("why-waiting-third"),
        Category::New | Category::Open | Category::Done | Category::Void => {}
    }
    let by_partner = row.reason.by_partner;
    words.get(match row.reason.event.as_str() {
        "opened" | "routed" => "why-new",
        "moved" if row.category == Category::New => "why-new",
        "moved" if by_partner => "why-moved-partner",
        "moved" => "why-moved",
        "message_added" if by_partner => "why-message-partner",
        "message_added" => "why-message",
        "files_added" if by_partner => "why-files-partner",
        "files_added" => "why-files",
        "owner_changed" => "why-owner",
        "desk_changed" => "why-desk",
        "priority_changed" => "why-priority",
        "escalated" => "why-escalated",
        "acknowledged" => "why-acknowledged",
        "counted" => "why-counted",
        "child_opened" | "linked" => "why-linked",
        _ => "why-changed",
    })
}
