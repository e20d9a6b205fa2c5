//! The SLA board as facts: what is late or close, and how well targets were met.

use domain::ids::{PersonId, TeamKey};
use domain::time::{Instant, Span};

use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::queue::{Capped, QueueRow};

/// The lead's board.
#[derive(Clone, Debug)]
pub struct BoardView {
    /// The moment the page speaks of.
    pub now: Instant,
    /// The teams it speaks of.
    pub teams: Vec<TeamKey>,
    /// Clocks met and missed in the last seven days.
    pub attainment: Attainment,
    /// The same for the seven days before, for the difference.
    pub attainment_before: Attainment,
    /// Cases that are late now.
    pub breached: Capped,
    /// The earliest breach still open.
    pub oldest_breach: Option<Instant>,
    /// Cases due within four hours.
    pub due_soon: Capped,
    /// Median time to the first reply in the last seven days; business time.
    pub median_first_reply: Option<Span>,
    /// 90th percentile of the same.
    pub p90_first_reply: Option<Span>,
    /// Cases on hold for more than three days.
    pub held_long: Capped,
    /// Late or close, deadline order, at most 50.
    pub rows: Vec<BoardRow>,
    /// Met and missed per ISO week, oldest first, at most 12.
    pub weeks: Vec<Week>,
    /// Goal of attainment in percent.
    pub goal_percent: u8,
    /// Per workflow, last seven days.
    pub workflows: Vec<WorkflowFigures>,
    /// Open cases per owner.
    pub owners: Vec<OwnerFigures>,
    /// The latest escalation events, newest first, at most 10.
    pub escalations: Vec<EscalationLine>,
}

/// Clocks whose outcome fell in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attainment {
    /// Stopped at or before due.
    pub met: u32,
    /// Passed their due instant.
    pub missed: u32,
}

/// A case that is late or close.
#[derive(Clone, Debug)]
pub struct BoardRow {
    /// The case.
    pub row: QueueRow,
    /// Who hears next, and when; `None` when nobody is left to tell.
    pub next_level: Option<NextLevel>,
    /// The escalation that can be acknowledged.
    pub run: Option<domain::ids::RunId>,
    /// Who acknowledged it.
    pub acknowledged_by: Option<PersonBadge>,
}

/// The next level of an escalation.
#[derive(Clone, Debug)]
pub struct NextLevel {
    /// Names of who is told, or a team's.
    pub who: String,
    /// When.
    pub at: Instant,
}

/// One week of attainment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Monday 00:00 of the week in the team's zone.
    pub starts_at: Instant,
    /// Figures.
    pub attainment: Attainment,
}

/// Figures of one workflow.
#[derive(Clone, Debug)]
pub struct WorkflowFigures {
    /// Which kind of case.
    pub kind: domain::case::Kind,
    /// Cases closed.
    pub closed: u32,
    /// First replies.
    pub first_reply: Attainment,
    /// Resolutions.
    pub resolution: Attainment,
    /// Median time to resolution; wall time.
    pub median: Option<Span>,
}

/// Open cases of one owner.
#[derive(Clone, Debug)]
pub struct OwnerFigures {
    /// Who; `None` for cases without an owner.
    pub owner: Option<PersonBadge>,
    /// Their identity for links.
    pub id: Option<PersonId>,
    /// Late.
    pub late: u32,
    /// Due within four hours.
    pub at_risk: u32,
    /// On track.
    pub on_track: u32,
    /// On hold.
    pub held: u32,
}

/// One line of the escalation feed.
#[derive(Clone, Debug)]
pub struct EscalationLine {
    /// When.
    pub at: Instant,
    /// Which case.
    pub reference: domain::case::Reference,
    /// Level reached; 0 for an acknowledgement.
    pub level: u32,
    /// Who was told or acknowledged, by name.
    pub who: String,
}
