//! The filters of the queue: removable chips, the form that adds one, and what an empty list says.

use std::borrow::Cow;

use domain::case::{Category, Kind, Priority};
use domain::forms::definition::RequestType;

use crate::i18n::Words;
use crate::usecases::list_cases::CaseOrder;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::queue::{DueIn, QueueView};
use crate::web::pages::queue_address::{OwnerFilter, QueueAddress, sort_key};

/// What a filter may name besides what everybody knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choices<'a> {
    /// Who may be chosen as owner.
    pub people: &'a [PersonBadge],
    /// The forms by which requests come.
    pub forms: &'a [RequestType],
}

/// A removable filter.
pub struct FilterChip {
    /// What it filters.
    pub name: Cow<'static, str>,
    /// By what.
    pub value: Cow<'static, str>,
    /// The list without it.
    pub without: String,
}

/// One choice of the filter form.
pub struct FilterField {
    /// Name in the address.
    pub name: &'static str,
    /// Label.
    pub label: Cow<'static, str>,
    /// What may be chosen.
    pub options: Vec<FilterOption>,
}

/// One value of a choice.
pub struct FilterOption {
    /// Value in the address.
    pub value: String,
    /// Label.
    pub label: Cow<'static, str>,
    /// Whether it is in force.
    pub selected: bool,
}

/// What an empty list says.
pub struct Empty {
    /// Heading.
    pub title: Cow<'static, str>,
    /// One sentence.
    pub text: Cow<'static, str>,
    /// One useful place to go.
    pub href: String,
    /// Its name.
    pub link: Cow<'static, str>,
}

/// The filters in force, the view's own first.
pub fn chips(words: Words, address: &QueueAddress, choices: Choices<'_>) -> Vec<FilterChip> {
    let mut chips = Vec::new();
    let everything = || {
        QueueAddress {
            view: QueueView::All,
            ..address.from_cursor(None)
        }
        .href()
    };
    let mut add = |name, value: Cow<'static, str>, without: String| {
        chips.push(FilterChip {
            name: words.get(name),
            value,
            without,
        });
    };
    match address.view {
        QueueView::Triage => add(
            "filter-owner",
            words.get("filter-me-or-nobody"),
            everything(),
        ),
        QueueView::Mine => add("filter-owner", words.get("filter-me"), everything()),
        QueueView::Waiting => add("filter-state", words.get("filter-waiting"), everything()),
        QueueView::All => {}
    }
    if let Some(kind) = address.kind {
        let without = QueueAddress {
            kind: None,
            ..address.from_cursor(None)
        };
        add("filter-kind", words.get(kind_key(kind)), without.href());
    }
    if let Some(form) = &address.form {
        let without = QueueAddress {
            form: None,
            ..address.from_cursor(None)
        };
        let named = choices.forms.iter().find(|one| one.key == *form);
        let title = named.map_or_else(
            || form.to_string(),
            |one| one.title.get(words.language()).to_owned(),
        );
        add("filter-kind", Cow::Owned(title), without.href());
    }
    if let Some(state) = address.state {
        let without = QueueAddress {
            state: None,
            ..address.from_cursor(None)
        };
        add(
            "filter-state",
            words.get(category_key(state)),
            without.href(),
        );
    }
    if let Some(priority) = address.priority {
        let without = QueueAddress {
            priority: None,
            ..address.from_cursor(None)
        };
        add(
            "filter-priority",
            words.get(priority_key(priority)),
            without.href(),
        );
    }
    if address.owner != OwnerFilter::Any {
        let without = QueueAddress {
            owner: OwnerFilter::Any,
            ..address.from_cursor(None)
        };
        add(
            "filter-owner",
            owner_name(words, address.owner, choices.people),
            without.href(),
        );
    }
    if let Some(due) = address.due {
        let without = QueueAddress {
            due: None,
            ..address.from_cursor(None)
        };
        add("filter-due", words.get(due_name(due)), without.href());
    }
    if let Some(team) = &address.team {
        let without = QueueAddress {
            team: None,
            ..address.from_cursor(None)
        };
        add("filter-team", Cow::Owned(team.to_string()), without.href());
    }
    if address.sort != CaseOrder::default() {
        let without = QueueAddress {
            sort: CaseOrder::default(),
            ..address.from_cursor(None)
        };
        add(
            "filter-sort",
            words.get(sort_name(address.sort)),
            without.href(),
        );
    }
    chips
}

/// The text that names a stretch of deadlines.
pub const fn due_name(due: DueIn) -> &'static str {
    match due {
        DueIn::Late => "filter-due-late",
        DueIn::Soon => "filter-due-soon",
        DueIn::Today => "filter-due-today",
        DueIn::HeldLong => "filter-held-long",
    }
}

fn owner_name(words: Words, owner: OwnerFilter, people: &[PersonBadge]) -> Cow<'static, str> {
    match owner {
        OwnerFilter::Any => words.get("filter-any"),
        OwnerFilter::Me => words.get("filter-me"),
        OwnerFilter::Nobody => words.get("filter-nobody"),
        OwnerFilter::Person(id) => people.iter().find(|person| person.id == id).map_or_else(
            || words.get("filter-one-person"),
            |person| Cow::Owned(person.name.clone()),
        ),
    }
}

/// The form that adds a filter.
pub fn fields(words: Words, address: &QueueAddress, choices: Choices<'_>) -> Vec<FilterField> {
    let any = |selected| FilterOption {
        value: String::new(),
        label: words.get("filter-any"),
        selected,
    };
    let mut kinds = vec![any(address.kind.is_none() && address.form.is_none())];
    kinds.extend(Kind::ALL.into_iter().map(|kind| FilterOption {
        value: kind.as_str().to_owned(),
        label: words.get(kind_key(kind)),
        selected: address.kind == Some(kind),
    }));
    kinds.extend(choices.forms.iter().map(|form| FilterOption {
        value: form.key.to_string(),
        label: Cow::Owned(format!(
            "{} – {}",
            words.get(kind_key(Kind::Request)),
            form.title.get(words.language())
        )),
        selected: address.form.as_ref() == Some(&form.key),
    }));
    let mut states = vec![any(address.state.is_none())];
    let open = Category::ALL.into_iter().filter(|one| !one.is_over());
    states.extend(open.map(|state| FilterOption {
        value: state.as_str().to_owned(),
        label: words.get(category_key(state)),
        selected: address.state == Some(state),
    }));
    let sorts = [CaseOrder::Due, CaseOrder::Newest].map(|sort| FilterOption {
        value: sort_key(sort).to_owned(),
        label: words.get(sort_name(sort)),
        selected: address.sort == sort,
    });
    let mut priorities = vec![any(address.priority.is_none())];
    priorities.extend(Priority::ALL.into_iter().map(|priority| FilterOption {
        value: priority.as_str().to_owned(),
        label: words.get(priority_key(priority)),
        selected: address.priority == Some(priority),
    }));
    let known = choices
        .people
        .iter()
        .map(|person| OwnerFilter::Person(person.id));
    let owners = [OwnerFilter::Any, OwnerFilter::Me, OwnerFilter::Nobody]
        .into_iter()
        .chain(known)
        .map(|owner| FilterOption {
            value: owner.value(),
            label: owner_name(words, owner, choices.people),
            selected: address.owner == owner,
        })
        .collect();
    vec![
        FilterField {
            name: "type",
            label: words.get("filter-kind"),
            options: kinds,
        },
        FilterField {
            name: "state",
            label: words.get("filter-state"),
            options: states,
        },
        FilterField {
            name: "priority",
            label: words.get("filter-priority"),
            options: priorities,
        },
        FilterField {
            name: "owner",
            label: words.get("filter-owner"),
            options: owners,
        },
        FilterField {
            name: "sort",
            label: words.get("filter-sort"),
            options: sorts.into(),
        },
    ]
}

/// What this list says when it is empty.
pub fn empty(words: Words, address: &QueueAddress) -> Empty {
    if address.is_filtered() || address.after.is_some() {
        return Empty {
            title: words.get("empty-filtered"),
            text: words.get("empty-filtered-text"),
            href: QueueAddress::of(address.view).href(),
            link: words.get("empty-filtered-link"),
        };
    }
    let (title, text, other, link) = match address.view {
        QueueView::Triage => (
            "empty-triage",
            "empty-triage-text",
            QueueView::Mine,
            "empty-triage-link",
        ),
        QueueView::Mine => (
            "empty-mine",
            "empty-mine-text",
            QueueView::Triage,
            "empty-mine-link",
        ),
        QueueView::Waiting => (
            "empty-waiting",
            "empty-waiting-text",
            QueueView::Mine,
            "empty-triage-link",
        ),
        QueueView::All => (
            "empty-all",
            "empty-all-text",
            QueueView::Triage,
            "empty-mine-link",
        ),
    };
    Empty {
        title: words.get(title),
        text: words.get(text),
        href: QueueAddress::of(other).href(),
        link: words.get(link),
    }
}

/// Key of a category's name.
pub const fn category_key(category: Category) -> &'static str {
    match category {
        Category::New => "category-new",
        Category::Open => "category-open",
        Category::WaitingPartner => "category-waiting-partner",
        Category::WaitingInternal => "category-waiting-internal",
        Category::WaitingThirdParty => "category-waiting-third-party",
        Category::Done => "category-done",
        Category::Void => "category-void",
    }
}

const fn sort_name(sort: CaseOrder) -> &'static str {
    match sort {
        CaseOrder::Due => "sort-due",
        CaseOrder::Newest => "sort-newest",
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
