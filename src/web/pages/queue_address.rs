//! The queue's address: every list, filter, page and preview is one, so a list can be named and shared.

use domain::case::{Category, Kind, Priority, Reference};
use domain::ids::{PersonId, RequestTypeKey, TeamKey};
use uuid::Uuid;

use crate::usecases::list_cases::CaseOrder;
use crate::usecases::read::queue::{DueIn, QueueView};

/// What the address asks for. Unknown values are read as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueAddress {
    /// Which list.
    pub view: QueueView,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only by this form.
    pub form: Option<RequestTypeKey>,
    /// Only in a state of this category.
    pub state: Option<Category>,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only with this owner.
    pub owner: OwnerFilter,
    /// Only of this team.
    pub team: Option<TeamKey>,
    /// Only what falls due then.
    pub due: Option<DueIn>,
    /// In which order.
    pub sort: CaseOrder,
    /// Where the page begins.
    pub after: Option<String>,
    /// The case shown beside the list.
    pub peek: Option<Reference>,
}

/// Whose cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnerFilter {
    /// As the view says.
    #[default]
    Any,
    /// The viewer's.
    Me,
    /// Nobody's.
    Nobody,
    /// One person's.
    Person(PersonId),
}

impl OwnerFilter {
    fn parse(text: &str) -> Self {
        match text {
            "me" => Self::Me,
            "nobody" => Self::Nobody,
            other => {
                Uuid::parse_str(other).map_or(Self::Any, |id| Self::Person(PersonId::from_uuid(id)))
            }
        }
    }

    /// The value in the address; empty for any.
    pub fn value(self) -> String {
        match self {
            Self::Any => String::new(),
            Self::Me => "me".to_owned(),
            Self::Nobody => "nobody".to_owned(),
            Self::Person(id) => id.to_string(),
        }
    }
}

impl QueueAddress {
    /// The list of a view, without filters.
    pub fn of(view: QueueView) -> Self {
        Self {
            view,
            ..Self::default()
        }
    }

    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "view" => address.view = view(&value),
                // A type is one of the four kinds, or a form; older addresses say `kind`.
                "type" | "kind" => {
                    address.kind = Kind::parse(&value);
                    address.form = (address.kind.is_none() && is_key(&value))
                        .then(|| RequestTypeKey::new(value));
                }
                "state" => address.state = Category::parse(&value).filter(|one| !one.is_over()),
                "priority" => address.priority = Priority::parse(&value),
                "owner" => address.owner = OwnerFilter::parse(&value),
                "team" if !value.is_empty() => address.team = Some(TeamKey::new(value)),
                "due" => address.due = due_in(&value),
                "sort" => address.sort = sort(&value),
                "after" if !value.is_empty() => address.after = Some(value.into_owned()),
                "peek" => address.peek = Reference::parse(&value).ok(),
                _ => {}
            }
        }
        address
    }

    /// The address of this list.
    pub fn href(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if self.view != QueueView::default() {
            query.append_pair("view", view_key(self.view));
        }
        if let Some(kind) = self.kind {
            query.append_pair("type", kind.as_str());
        } else if let Some(form) = &self.form {
            query.append_pair("type", form.as_str());
        }
        if let Some(state) = self.state {
            query.append_pair("state", state.as_str());
        }
        if let Some(priority) = self.priority {
            query.append_pair("priority", priority.as_str());
        }
        if self.owner != OwnerFilter::Any {
            query.append_pair("owner", &self.owner.value());
        }
        if let Some(team) = &self.team {
            query.append_pair("team", team.as_str());
        }
        if let Some(due) = self.due {
            query.append_pair("due", due_key(due));
        }
        if self.sort != CaseOrder::default() {
            query.append_pair("sort", sort_key(self.sort));
        }
        if let Some(after) = &self.after {
            query.append_pair("after", after);
        }
        if let Some(peek) = self.peek {
            query.append_pair("peek", &peek.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            "/queue".to_owned()
        } else {
            format!("/queue?{query}")
        }
    }

    /// The same list with another preview, or none.
    #[must_use]
    pub fn peeking(&self, peek: Option<Reference>) -> Self {
        Self {
            peek,
            ..self.clone()
        }
    }

    /// The same list from another place on; the preview is closed.
    #[must_use]
    pub fn from_cursor(&self, after: Option<String>) -> Self {
        Self {
            after,
            peek: None,
            ..self.clone()
        }
    }

    /// Whether anything narrows the view.
    pub fn is_filtered(&self) -> bool {
        self.kind.is_some()
            || self.form.is_some()
            || self.state.is_some()
            || self.priority.is_some()
            || self.owner != OwnerFilter::Any
            || self.team.is_some()
            || self.due.is_some()
    }
}

/// The view's value in the address.
pub const fn view_key(view: QueueView) -> &'static str {
    match view {
        QueueView::Triage => "triage",
        QueueView::Mine => "mine",
        QueueView::Waiting => "waiting",
        QueueView::All => "all",
    }
}

fn due_in(value: &str) -> Option<DueIn> {
    match value {
        "late" => Some(DueIn::Late),
        "soon" => Some(DueIn::Soon),
        "today" => Some(DueIn::Today),
        "held-long" => Some(DueIn::HeldLong),
        _ => None,
    }
}

const fn due_key(due: DueIn) -> &'static str {
    match due {
        DueIn::Late => "late",
        DueIn::Soon => "soon",
        DueIn::Today => "today",
        DueIn::HeldLong => "held-long",
    }
}

/// The order's value in the address.
pub const fn sort_key(sort: CaseOrder) -> &'static str {
    match sort {
        CaseOrder::Due => "due",
        CaseOrder::Newest => "-created",
    }
}

fn sort(text: &str) -> CaseOrder {
    match text {
        "-created" => CaseOrder::Newest,
        _ => CaseOrder::Due,
    }
}

/// Whether a text could be the key of a form.
fn is_key(text: &str) -> bool {
    let plain = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
    !text.is_empty() && text.len() <= 60 && text.chars().all(plain)
}

fn view(text: &str) -> QueueView {
    match text {
        "mine" => QueueView::Mine,
        "waiting" => QueueView::Waiting,
        "all" => QueueView::All,
        _ => QueueView::Triage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let address = QueueAddress {
            view: QueueView::All,
            kind: Some(Kind::Verification),
            form: None,
            state: Some(Category::Open),
            priority: Some(Priority::P1),
            owner: OwnerFilter::Nobody,
            team: Some(TeamKey::from("FR")),
            due: Some(DueIn::Late),
            sort: CaseOrder::Newest,
            after: Some("a b&c".to_owned()),
            peek: Some(Reference::new(Kind::Verification, 317)),
        };
        let href = address.href();
        assert_eq!(
            href,
            "/queue?view=all&type=verification&state=open&priority=P1&owner=nobody&team=FR&due=late&sort=-created&after=a+b%26c&peek=VER-0317"
        );
        assert_eq!(
            QueueAddress::parse(href.split_once('?').unwrap().1),
            address
        );
    }

    #[test]
    fn the_names_of_the_design_and_the_older_one_are_read() {
        let by_form = QueueAddress::parse("type=data_analysis&state=waiting_partner&sort=due");
        assert_eq!(by_form.form, Some(RequestTypeKey::from("data_analysis")));
        assert_eq!(
            by_form.href(),
            "/queue?type=data_analysis&state=waiting_partner"
        );
        assert_eq!(
            QueueAddress::parse("kind=escalation"),
            QueueAddress::parse("type=escalation")
        );
        assert_eq!(QueueAddress::parse("state=done"), QueueAddress::default());
    }

    #[test]
    fn nonsense_is_the_plain_queue() {
        let address = QueueAddress::parse(
            "view=x&type=Y!&state=y&sort=z&priority=9&owner=z&peek=--&team=&foo=bar",
        );
        assert_eq!(address, QueueAddress::default());
        assert_eq!(address.href(), "/queue");
    }
}
