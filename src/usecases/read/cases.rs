//! Lists of cases for programs: rows that own what they were read with and copy nothing twice.

use std::sync::Arc;

use domain::case::{Category, Kind, Priority, Reference};
use domain::ids::{RequestTypeKey, StateKey};
use domain::time::Instant;
use domain::workflow::definition::Definition;

use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::portal::PortalRow;
use crate::usecases::read::queue::RowClock;

/// A page of cases, as the asking side may see them.
#[derive(Debug)]
pub struct CasesPage {
    /// The cases.
    pub rows: CaseRows,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// Rows for one side of the counter or the other; the partner's cannot hold what is internal.
#[derive(Debug)]
pub enum CaseRows {
    /// For the staff.
    Staff(Vec<CaseLine>),
    /// For a partner.
    Partner(Vec<PartnerLine>),
}

/// One case in a list for the staff.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// What people call it.
    pub reference: Reference,
    /// Which of the four.
    pub kind: Kind,
    /// The form it came by.
    pub request_type: Option<RequestTypeKey>,
    /// Its workflow version, for names; `None` when that is not loaded any more.
    pub definition: Option<Arc<Definition>>,
    /// One line.
    pub title: String,
    /// Where it stands.
    pub state: StateKey,
    /// The state's category.
    pub category: Category,
    /// How much it matters.
    pub priority: Priority,
    /// The publisher's short name.
    pub organisation_slug: String,
    /// The publisher's name.
    pub organisation_name: String,
    /// Who has it.
    pub owner: Option<PersonBadge>,
    /// The clock that decides its place; `None` when nothing counts.
    pub clock: Option<RowClock>,
    /// Key of the last entry of its history, such as `message_added`.
    pub last_event: String,
    /// Whether the partner made that entry.
    pub by_partner: bool,
    /// Whether something happened that the viewer has not seen.
    pub unread: bool,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// When it entered its present state.
    pub state_since: Instant,
    /// When it last entered the category done.
    pub resolved_at: Option<Instant>,
    /// When anything last happened.
    pub updated_at: Instant,
    /// Its version.
    pub version: i64,
}

/// One case in a list for its partner.
#[derive(Clone, Debug)]
pub struct PartnerLine {
    /// What partners see of a case.
    pub row: PortalRow,
    /// Which of the four.
    pub kind: Kind,
    /// The form it came by.
    pub request_type: Option<RequestTypeKey>,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// Its version.
    pub version: i64,
}
