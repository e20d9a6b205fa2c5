//! Cases as partners see them. These types cannot hold an internal note, a score or a colleague's load.

use domain::case::Reference;
use domain::ids::AttachmentId;
use domain::text::Text;
use domain::time::Instant;
use domain::workflow::definition::{Ball, Transition};

use crate::usecases::read::case::AnswerView;
use crate::usecases::read::queue::Capped;

/// A partner's list.
#[derive(Clone, Debug)]
pub struct PortalHome {
    /// The moment the page speaks of.
    pub now: Instant,
    /// The publisher's name.
    pub organisation: String,
    /// Name of who looks after the publisher.
    pub manager: Option<String>,
    /// How much of the list this is.
    pub part: HomePart,
    /// Cases that wait for the partner.
    pub your_turn: PortalRows,
    /// Cases that are with us.
    pub with_us: PortalRows,
    /// Drafts of this person, at most 50; only on the first page.
    pub drafts: Vec<PortalRow>,
    /// Finished in the last 30 days, at most 20; only on the first page.
    pub finished: Vec<PortalRow>,
}

/// How much of a partner's list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HomePart {
    /// All groups from their beginning.
    #[default]
    Everything,
    /// More of what waits for the partner.
    YourTurn {
        /// Where the page before ended.
        after: String,
    },
    /// More of what is with us.
    WithUs {
        /// Where the page before ended.
        after: String,
    },
}

/// One page of a group of open cases, in deadline order.
#[derive(Clone, Debug, Default)]
pub struct PortalRows {
    /// The rows.
    pub rows: Vec<PortalRow>,
    /// How many are in the group, on this page or not.
    pub total: Capped,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// One case in a partner's list.
#[derive(Clone, Debug)]
pub struct PortalRow {
    /// What people call it.
    pub reference: Reference,
    /// One line.
    pub title: String,
    /// The form's name.
    pub type_title: Text,
    /// The state in the partner's words.
    pub state: Text,
    /// Whose turn it is.
    pub ball: Ball,
    /// When we promised the next thing, or when we need the answer.
    pub promised_at: Option<Instant>,
    /// Whether that moment has passed.
    pub late: bool,
    /// When anything last happened.
    pub updated_at: Instant,
}

/// One case, whole, for its partner.
#[derive(Clone, Debug)]
pub struct PortalCase {
    /// The moment the page speaks of.
    pub now: Instant,
    /// The row's facts.
    pub row: PortalRow,
    /// Version, for forms.
    pub version: i64,
    /// At most five plain steps, and which is the present one.
    pub steps: Vec<PortalStep>,
    /// Name of who has it; first name only.
    pub owner: Option<String>,
    /// Name of who has been told, when we are late.
    pub told: Option<String>,
    /// The question that waits for an answer, when it is the partner's turn.
    pub question: Option<String>,
    /// Public messages, oldest first.
    pub messages: Vec<PortalMessage>,
    /// Public files.
    pub files: Vec<PortalFile>,
    /// What was answered in the form.
    pub answers: Vec<AnswerView>,
    /// What the partner may do, besides writing: withdraw, reopen, confirm.
    pub moves: Vec<Transition>,
    /// Whether a message may be written.
    pub may_write: bool,
}

/// One plain step of a case's life.
#[derive(Clone, Debug)]
pub struct PortalStep {
    /// Name in the partner's words.
    pub title: Text,
    /// Whether it is behind, present or ahead.
    pub place: StepPlace,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepPlace {
    /// Done.
    Behind,
    /// Now.
    Present,
    /// To come.
    Ahead,
}

/// A public message.
#[derive(Clone, Debug)]
pub struct PortalMessage {
    /// Who wrote it, by name.
    pub author: String,
    /// Whether the viewer's side wrote it.
    pub ours: bool,
    /// When.
    pub at: Instant,
    /// Plain text.
    pub body: String,
}

/// A public file.
#[derive(Clone, Debug)]
pub struct PortalFile {
    /// Identity, for its address.
    pub id: AttachmentId,
    /// Name as uploaded.
    pub file_name: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// When it was added.
    pub at: Instant,
}
