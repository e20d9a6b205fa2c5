//! Everything one step changes, as one value: the only thing the write door accepts.

use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::clocks::clock::{Clock, ClockEvent};
use crate::escalation::Run;
use crate::event::Event;
use crate::ids::{AttachmentId, CaseId, PersonId, TimerId};
use crate::message::{Attachment, Message};
use crate::notices::Notice;
use crate::time::Instant;
use crate::timer::Timer;

/// The result of a step over one case, to be written in one transaction or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// When the step happened.
    pub at: Instant,
    /// Whether the case is new.
    pub write: Write,
    /// The case before, for counters; `None` for a new one.
    pub before: Option<Case>,
    /// The case after; its version and revision are those of `before` (0 for a new one): the door adds one
    /// to the revision, and to the version when there are events.
    pub case: Case,
    /// What happened, `seq` following the stored history.
    pub events: Vec<Event>,
    /// New messages and notes.
    pub messages: Vec<Message>,
    /// New files.
    pub attachments: Vec<Attachment>,
    /// Clocks to insert or replace, whole.
    pub clocks: Vec<Clock>,
    /// New lines of the clocks' ledger.
    pub clock_events: Vec<ClockEvent>,
    /// Timers to arm.
    pub armed: Vec<Timer>,
    /// Timers to clear.
    pub cleared: Vec<TimerId>,
    /// The timer this step is the firing of; when its row is gone already the step is a no-op.
    pub fired: Option<FiredTimer>,
    /// Escalations to insert or replace, whole.
    pub runs: Vec<Run>,
    /// Mails to send; a key that exists already is left alone.
    pub notices: Vec<Notice>,
    /// Links between cases to insert.
    pub links: Vec<Link>,
    /// Partner's people who follow the case from now on; who does already stays.
    pub followers: Vec<PersonId>,
    /// Which files of the case go, besides those of `removed_files`.
    pub purge_files: Option<PurgeFiles>,
    /// Single files of a draft to take away; those that are gone already stay gone.
    pub removed_files: Vec<AttachmentId>,
    /// Where the case stands in deadline order.
    pub board: BoardKey,
}

/// Whether the case is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// Insert; the door gives the reference's number.
    Insert,
    /// Update where the stored revision is that of `before`.
    Update,
}

/// Which files a purge removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PurgeFiles {
    /// Every file of the case.
    All,
    /// Those that answer questions of its form.
    OfForm,
}

/// The timer a step is the firing of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FiredTimer {
    /// Which.
    pub id: TimerId,
    /// When it should have fired.
    pub scheduled: Instant,
}

/// The relation between an escalation and a case that waits for it besides the one it was opened from.
pub const SERVES: &str = "serves";

/// A link between two cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// From.
    pub from: CaseId,
    /// To.
    pub to: CaseId,
    /// How: `child`, `merged_into`, `serves`.
    pub relation: String,
}

/// The place of a case in deadline order, kept by the write door with the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoardKey {
    /// Which part of the list.
    pub lane: Lane,
    /// The earliest due instant of its live clocks; for held cases when the wait is to end, else the
    /// moment it was last touched.
    pub due_at: Instant,
}

/// The parts of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// A clock runs: sorted by due instant.
    Running,
    /// No clock runs: on hold.
    Held,
    /// Not in the queue: a draft, or over.
    Off,
}
