//! The queue: cases in deadline order under five headings, filters in the address, a preview beside.

use std::borrow::Cow;

use askama::Template;
use domain::case::{Category, Kind, Priority, Reference};
use domain::clocks::clock::Stage;
use domain::text::Language;
use domain::time::Span;

use crate::i18n::Words;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::case::CaseView;
use crate::usecases::read::queue::{QueuePage as QueueFacts, QueueRow, QueueView};
use crate::web::pages::chip::{Chip, ChipWords};
use crate::web::pages::moments::Moments;
use crate::web::pages::preview::Preview;
use crate::web::pages::queue_address::{OwnerFilter, QueueAddress, view_key};
use crate::web::pages::shell::{ChromeFacts, Page, Place, capped, initial};
use crate::web::pages::state_badge::Glyph;

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

/// Builds the page of a list; `peek` is the case that the address asks to preview, `people` are those
/// whom the filter may name.
pub fn queue_page<'a>(
    chrome: &ChromeFacts,
    address: &QueueAddress,
    facts: &'a QueueFacts,
    people: &[PersonBadge],
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
        Preview::new(chrome, address, case, neighbours(case.case.reference), &moments)
    });
    QueuePage {
        page: Page::desk(chrome, place(address), title),
        heading,
        total,
        as_of: words.named("queue-as-of", "time", moments.time(facts.now)),
        here: address.href(),
        view: view_key(address.view),
        chips: chips(words, address, people),
        fields: fields(words, address, people),
        empty: groups.is_empty().then(|| empty(words, address)),
        groups,
        first: address.after.as_ref().map(|_| address.from_cursor(None).href()),
        next: facts.next.clone().map(|cursor| address.from_cursor(Some(cursor)).href()),
        preview,
    }
}

/// A removable filter.
struct FilterChip {
    name: Cow<'static, str>,
    value: Cow<'static, str>,
    without: String,
}

/// One choice of the filter form.
struct FilterField {
    name: &'static str,
    label: Cow<'static, str>,
    options: Vec<FilterOption>,
}

struct FilterOption {
    value: String,
    label: Cow<'static, str>,
    selected: bool,
}

struct Group<'a> {
    id: &'static str,
    late: bool,
    title: Cow<'static, str>,
    note: Cow<'static, str>,
    count: String,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    reference: String,
    title: &'a str,
    class: &'static str,
    current: bool,
    priority: Option<&'static str>,
    organisation: &'a str,
    type_title: &'a str,
    why: Cow<'static, str>,
    glyph: Glyph,
    state: &'a str,
    chip: Chip,
    owner: Option<&'a str>,
    initial: String,
    look: String,
}

struct Empty {
    title: Cow<'static, str>,
    text: Cow<'static, str>,
    href: String,
    link: Cow<'static, str>,
}

/// The five headings, in the order of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Band {
    Late,
    Soon,
    Today,
    Later,
    Held,
}

impl Band {
    const ALL: [Self; 5] = [Self::Late, Self::Soon, Self::Today, Self::Later, Self::Held];

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
        }
    }
}

fn groups<'a>(
    words: Words,
    moments: &Moments,
    address: &QueueAddress,
    facts: &'a QueueFacts,
    language: Language,
) -> Vec<Group<'a>> {
    let chip_words = ChipWords::new(words);
    let mut look = address.peeking(None).href();
    look.push(if look.contains('?') { '&' } else { '?' });
    look.push_str("peek=");
    let mut bands: [Vec<Row<'a>>; 5] = Default::default();
    for fact in &facts.rows {
        let band = Band::of(fact, moments);
        let row = row(words, &chip_words, moments, fact, language, (&look, address.peek));
        for (one, rows) in Band::ALL.iter().zip(&mut bands) {
            if *one == band {
                rows.push(row);
                break;
            }
        }
    }
    let mut groups: Vec<Group<'a>> = Vec::with_capacity(5);
    for (band, rows) in Band::ALL.into_iter().zip(bands) {
        if rows.is_empty() {
            continue;
        }
        let (id, title, note) = band.words();
        let note = if note.is_empty() { Cow::Borrowed("") } else { words.get(note) };
        let count = rows.len().to_string();
        let late = band == Band::Late;
        groups.push(Group { id, late, title: words.get(title), note, count, rows });
    }
    // The last heading goes on on the next page.
    if let (Some(_), Some(last)) = (&facts.next, groups.last_mut()) {
        last.count.push('+');
    }
    groups
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
        initial: fact.owner.as_ref().map(|owner| initial(&owner.name)).unwrap_or_default(),
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

fn neighbours(rows: &[QueueRow], reference: Reference) -> (Option<Reference>, Option<Reference>) {
    let at = rows.iter().position(|row| row.reference == reference);
    let step = |place: Option<usize>| place.and_then(|at| rows.get(at)).map(|row| row.reference);
    (step(at.and_then(|at| at.checked_sub(1))), step(at.map(|at| at + 1)))
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
        | Place::Admin
        | Place::Requests
        | Place::NewRequest
        | Place::Help
        | Place::Elsewhere => "view-triage",
    })
}

fn chips(words: Words, address: &QueueAddress, people: &[PersonBadge]) -> Vec<FilterChip> {
    let mut chips = Vec::new();
    let everything = || QueueAddress { view: QueueView::All, ..address.from_cursor(None) }.href();
    let mut add = |name, value: Cow<'static, str>, without: String| {
        chips.push(FilterChip { name: words.get(name), value, without });
    };
    match address.view {
        QueueView::Triage => add("filter-owner", words.get("filter-me-or-nobody"), everything()),
        QueueView::Mine => add("filter-owner", words.get("filter-me"), everything()),
        QueueView::Waiting => add("filter-state", words.get("filter-waiting"), everything()),
        QueueView::All => {}
    }
    if let Some(kind) = address.kind {
        let without = QueueAddress { kind: None, ..address.from_cursor(None) };
        add("filter-kind", words.get(kind_key(kind)), without.href());
    }
    if let Some(priority) = address.priority {
        let without = QueueAddress { priority: None, ..address.from_cursor(None) };
        add("filter-priority", words.get(priority_key(priority)), without.href());
    }
    if address.owner != OwnerFilter::Any {
        let without = QueueAddress { owner: OwnerFilter::Any, ..address.from_cursor(None) };
        add("filter-owner", owner_name(words, address.owner, people), without.href());
    }
    if let Some(team) = &address.team {
        let without = QueueAddress { team: None, ..address.from_cursor(None) };
        add("filter-team", Cow::Owned(team.to_string()), without.href());
    }
    chips
}

fn owner_name(words: Words, owner: OwnerFilter, people: &[PersonBadge]) -> Cow<'static, str> {
    match owner {
        OwnerFilter::Any => words.get("filter-any"),
        OwnerFilter::Me => words.get("filter-me"),
        OwnerFilter::Nobody => words.get("filter-nobody"),
        OwnerFilter::Person(id) => people
            .iter()
            .find(|person| person.id == id)
            .map_or_else(|| words.get("filter-one-person"), |person| Cow::Owned(person.name.clone())),
    }
}

fn fields(words: Words, address: &QueueAddress, people: &[PersonBadge]) -> Vec<FilterField> {
    let any = |selected| FilterOption { value: String::new(), label: words.get("filter-any"), selected };
    let mut kinds = vec![any(address.kind.is_none())];
    kinds.extend(Kind::ALL.into_iter().map(|kind| FilterOption {
        value: kind.as_str().to_owned(),
        label: words.get(kind_key(kind)),
        selected: address.kind == Some(kind),
    }));
    let mut priorities = vec![any(address.priority.is_none())];
    priorities.extend(Priority::ALL.into_iter().map(|priority| FilterOption {
        value: priority.as_str().to_owned(),
        label: words.get(priority_key(priority)),
        selected: address.priority == Some(priority),
    }));
    let known = people.iter().map(|person| OwnerFilter::Person(person.id));
    let owners = [OwnerFilter::Any, OwnerFilter::Me, OwnerFilter::Nobody]
        .into_iter()
        .chain(known)
        .map(|owner| FilterOption {
            value: owner.value(),
            label: owner_name(words, owner, people),
            selected: address.owner == owner,
        })
        .collect();
    vec![
        FilterField { name: "kind", label: words.get("filter-kind"), options: kinds },
        FilterField { name: "priority", label: words.get("filter-priority"), options: priorities },
        FilterField { name: "owner", label: words.get("filter-owner"), options: owners },
    ]
}

fn empty(words: Words, address: &QueueAddress) -> Empty {
    if address.is_filtered() || address.after.is_some() {
        return Empty {
            title: words.get("empty-filtered"),
            text: words.get("empty-filtered-text"),
            href: QueueAddress::of(address.view).href(),
            link: words.get("empty-filtered-link"),
        };
    }
    let (title, text, other, link) = match address.view {
        QueueView::Triage => ("empty-triage", "empty-triage-text", QueueView::Mine, "empty-triage-link"),
        QueueView::Mine => ("empty-mine", "empty-mine-text", QueueView::Triage, "empty-mine-link"),
        QueueView::Waiting => {
            ("empty-waiting", "empty-waiting-text", QueueView::Mine, "empty-triage-link")
        }
        QueueView::All => ("empty-all", "empty-all-text", QueueView::Triage, "empty-mine-link"),
    };
    Empty {
        title: words.get(title),
        text: words.get(text),
        href: QueueAddress::of(other).href(),
        link: words.get(link),
    }
}

/// Key of a kind's name.
pub const fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Request => "kind-request",
        Kind::Verification => "kind-verification",
        Kind::Escalation => "kind-escalation",
        Kind::Onboarding => "kind-onboarding",
    }
}

/// Key of a priority's name.
pub const fn priority_key(priority: Priority) -> &'static str {
    match priority {
        Priority::P1 => "priority-p1",
        Priority::P2 => "priority-p2",
        Priority::P3 => "priority-p3",
        Priority::P4 => "priority-p4",
    }
}
