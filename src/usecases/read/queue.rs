//! The queue as facts: rows in deadline order, and the counts beside the menu.

use domain::case::{Category, Kind, Priority, Reference};
use domain::clocks::clock::Stage;
use domain::ids::{Metric, RequestTypeKey};
use domain::text::Text;
use domain::time::{Instant, Span};

use crate::usecases::list_cases::CaseOrder;
use crate::usecases::read::badge::PersonBadge;

/// Which list is asked for; each is a named address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueView {
    /// Cases of my teams that are open and without an owner, or mine.
    #[default]
    Triage,
    /// Cases that are mine.
    Mine,
    /// Cases of my teams that wait for the partner.
    Waiting,
    /// Every open case of my teams.
    All,
}

/// Which part of the running deadlines a list is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueIn {
    /// Past due.
    Late,
    /// Due within four hours.
    Soon,
    /// Due later today, in the team's zone.
    Today,
    /// On hold for more than three days.
    HeldLong,
}

/// One page of the queue.
#[derive(Clone, Debug)]
pub struct QueuePage {
    /// Which list.
    pub view: QueueView,
    /// In which order.
    pub order: CaseOrder,
    /// The moment the page speaks of.
    pub now: Instant,
    /// At most 50 rows, late first, held last.
    pub rows: Vec<QueueRow>,
    /// How many there are in all, counted to 1,000 at most.
    pub total: Capped,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A count that stops at its cap, so that no list is counted whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capped {
    /// The count, at most the cap.
    pub n: u32,
    /// Whether there are more.
    pub more: bool,
}

/// One row of the queue.
#[derive(Clone, Debug)]
pub struct QueueRow {
    /// What people call it.
    pub reference: Reference,
    /// One line.
    pub title: String,
    /// Which of the four kinds.
    pub kind: Kind,
    /// The form it came by.
    pub request_type: Option<RequestTypeKey>,
    /// The form's or the workflow's name.
    pub type_title: Text,
    /// How much it matters.
    pub priority: Priority,
    /// The publisher's name.
    pub organisation: String,
    /// The state's category.
    pub category: Category,
    /// The state's name for staff.
    pub state_title: Text,
    /// Why it is here now: the last thing that happened.
    pub reason: Reason,
    /// The clock that decides its place; `None` when nothing counts.
    pub clock: Option<RowClock>,
    /// Who has it.
    pub owner: Option<PersonBadge>,
    /// Whether something happened that the viewer has not seen.
    pub unread: bool,
}

/// The deciding clock of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowClock {
    /// What it measures.
    pub metric: Metric,
    /// Where it stands as of now.
    pub stage: Stage,
    /// When it is due; `None` while paused.
    pub due_at: Option<Instant>,
    /// Business time allowed.
    pub target: Span,
    /// Business time left (frozen while paused).
    pub left: Span,
}

/// The last thing that happened, shown on the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Event key (`moved`, `message_added`, `escalated` …), for the sentence.
    pub event: String,
    /// Whether the partner did it.
    pub by_partner: bool,
    /// When.
    pub at: Instant,
}

/// Counts beside the menu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NavCounts {
    /// Cases to triage.
    pub triage: Capped,
    /// Cases that are mine.
    pub mine: Capped,
    /// Cases that wait for the partner.
    pub waiting: Capped,
    /// Cases that are late, in my teams.
    pub late: Capped,
}
