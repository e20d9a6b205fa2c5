//! The SLA board as facts: what is late or close, and how well targets were met.

use domain::ids::{Metric, PersonId, TeamKey};
use domain::time::{Instant, Span};

use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::queue::{Capped, DueIn, QueueRow};

/// What a lead asks of the board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardQuery {
    /// Over which past the figures speak.
    pub period: Period,
    /// Only this team; every team of the viewer when absent.
    pub team: Option<TeamKey>,
}

/// Over which past figures speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// Since midnight in the team's zone.
    Today,
    /// The last seven days.
    #[default]
    Week,
    /// The last thirteen weeks.
    Quarter,
}

impl Period {
    /// Every period, shortest first.
    pub const ALL: [Self; 3] = [Self::Today, Self::Week, Self::Quarter];

    /// The period's value in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Quarter => "quarter",
        }
    }

    /// The period of that value.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// The lead's board.
#[derive(Clone, Debug)]
pub struct BoardView {
    /// The moment the page speaks of.
    pub now: Instant,
    /// The teams it speaks of.
    pub teams: Vec<TeamKey>,
    /// The teams that could be chosen.
    pub choices: Vec<TeamKey>,
    /// What was asked.
    pub query: BoardQuery,
    /// When the period began; it ends now.
    pub from: Instant,
    /// Clocks met and missed in the period.
    pub attainment: Attainment,
    /// The same for as long a period before, for the difference.
    pub attainment_before: Attainment,
    /// Late, due within four hours, due later today; in this order.
    pub groups: Vec<BoardGroup>,
    /// The earliest breach still open.
    pub oldest_breach: Option<Instant>,
    /// Median time to the first reply in the period; business time.
    pub median_first_reply: Option<Span>,
    /// 90th percentile of the same.
    pub p90_first_reply: Option<Span>,
    /// Cases on hold for more than three days.
    pub held_long: Capped,
    /// Met and missed per week, oldest first, at most 13; the last one is still running.
    pub weeks: Vec<Week>,
    /// Goal of attainment in percent.
    pub goal_percent: u8,
    /// Per workflow, in the period.
    pub workflows: Vec<WorkflowFigures>,
    /// Per promise, in the period.
    pub metrics: Vec<MetricFigures>,
    /// Open cases per owner.
    pub owners: Vec<OwnerFigures>,
    /// The latest escalation events, newest first, at most 10.
    pub escalations: Vec<EscalationLine>,
}

/// The cases of one stretch of deadlines.
#[derive(Clone, Debug)]
pub struct BoardGroup {
    /// Which stretch; the queue narrowed to it lists all of them.
    pub due: DueIn,
    /// How many there are.
    pub total: Capped,
    /// The first of them, in deadline order.
    pub rows: Vec<BoardRow>,
}

/// Figures of one promise in one workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricFigures {
    /// Which kind of case.
    pub kind: domain::case::Kind,
    /// What was promised.
    pub metric: Metric,
    /// Figures.
    pub attainment: Attainment,
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
    /// What happened.
    pub what: FeedWhat,
    /// Who was told or acknowledged, by name; for a gap, whom the level looked for.
    pub who: String,
}

/// What a line of the escalation feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedWhat {
    /// This level was reached.
    Level(u32),
    /// This level found nobody.
    Gap(u32),
    /// Somebody took it on.
    Acknowledged,
}
