//! The shape of one clock and of its ledger, and the rule by which a workflow says when it runs.

use serde::{Deserialize, Serialize};

use crate::case::Category;
use crate::clocks::policy::OnPriorityChange;
use crate::ids::{CalendarKey, CaseId, ClockId, Metric, PersonId, PolicyKey, StateKey, TeamKey};
use crate::time::{Instant, Span};

/// Who is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockKind {
    /// Promised to the partner.
    Sla,
    /// Between our teams.
    Ola,
    /// A third party owes us.
    Uc,
}

/// Where a clock stands (clocks.md §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Counting.
    Running,
    /// Standing still; the rest is frozen.
    Paused,
    /// Stopped at or before its due instant.
    Met,
    /// Past due and still counting.
    BreachedOpen,
    /// Stopped after its due instant.
    BreachedDone,
    /// Left the attainment denominator.
    Cancelled,
}

impl Stage {
    /// Whether the clock can still change.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::BreachedOpen)
    }

    /// The stage's key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Met => "met",
            Self::BreachedOpen => "breached_open",
            Self::BreachedDone => "breached_done",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A calendar pinned to one version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CalendarRef {
    /// Which calendar.
    pub key: CalendarKey,
    /// Which version; from 1.
    pub version: u32,
}

/// A policy of targets pinned to one version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PolicyRef {
    /// Which policy.
    pub key: PolicyKey,
    /// Which version; from 1.
    pub version: u32,
}

/// One clock of a case. Business time is whole milliseconds of open time of its calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Identity.
    pub id: ClockId,
    /// The case it measures.
    pub case: CaseId,
    /// What it measures.
    pub metric: Metric,
    /// Who is owed.
    pub kind: ClockKind,
    /// 1 for the first; one more per exchange, stay or firing.
    pub cycle: u32,
    /// Whose figures it counts in: the team that answers to the partner, or for what our teams owe one
    /// another the desk that held the case when it began.
    pub team: TeamKey,
    /// Where it stands.
    pub stage: Stage,
    /// In whose hours it counts.
    pub calendar: CalendarRef,
    /// The policy that set the target.
    pub policy: PolicyRef,
    /// Business time allowed.
    pub target: Span,
    /// When it was first started.
    pub started_at: Instant,
    /// Since when it counts; `None` while paused or after it stopped.
    pub running_since: Option<Instant>,
    /// Business time spent before `running_since` (or in all, when not counting).
    pub spent: Span,
    /// The stretches during which it stood still, oldest first; the last is open while paused. A target
    /// set again from creation credits them, in any calendar.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// When it falls due; `None` while paused. Kept after it stopped, and by a breached clock for good.
    pub due_at: Option<Instant>,
    /// The due instant when it was first started; never changes.
    pub original_due: Instant,
    /// The due instant a person set by hand; it holds for the rest of the cycle, whatever else changes.
    #[serde(default)]
    pub manual_due: Option<Instant>,
    /// The due instant it passed; equals `due_at` of that moment, never the moment of detection.
    pub breached_at: Option<Instant>,
    /// When the breach was noticed; the lag is a published figure.
    pub breach_detected_at: Option<Instant>,
    /// When it stopped (met, breached_done or cancelled).
    pub stopped_at: Option<Instant>,
    /// Thresholds already announced in this cycle, in percent, ascending.
    pub fired: Vec<u8>,
}

/// A stretch during which a clock stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pause {
    /// Since when.
    pub from: Instant,
    /// Until when; `None` while it lasts.
    pub until: Option<Instant>,
}

/// One line of a clock's append-only ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockEvent {
    /// The clock.
    pub clock: ClockId,
    /// The case.
    pub case: CaseId,
    /// What it measures.
    pub metric: Metric,
    /// Which cycle.
    pub cycle: u32,
    /// When it happened.
    pub at: Instant,
    /// What happened.
    pub what: ClockChange,
    /// Why: the transition, message or rule that caused it, as a stable code such as `transition:ask`.
    pub reason: String,
    /// Business time spent at that moment.
    pub spent: Span,
    /// The due instant after the change.
    pub due_at: Option<Instant>,
}

/// What happened to a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ClockChange {
    /// A target was attached and counting began.
    Apply {
        /// Business time allowed.
        target: Span,
        /// In whose hours.
        calendar: CalendarRef,
        /// By which policy.
        policy: PolicyRef,
        /// From when it counts, when the target was attached after the fact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Instant>,
        /// The pauses there had been by then, oldest first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pauses: Vec<Pause>,
    },
    /// Counting stopped for now.
    Pause,
    /// Counting went on.
    Resume,
    /// Another target or calendar.
    Retarget {
        /// Business time allowed from now on.
        target: Span,
        /// In whose hours.
        calendar: CalendarRef,
        /// By which policy.
        policy: PolicyRef,
        /// From when the new target counts.
        #[serde(default)]
        how: OnPriorityChange,
    },
    /// Counted anew as if it had begun under another target or calendar, stopped or not: a breach may be
    /// none any more, or be one at another instant.
    Restate {
        /// Business time allowed.
        target: Span,
        /// In whose hours.
        calendar: CalendarRef,
        /// By which policy.
        policy: PolicyRef,
        /// From when it counts.
        since: Instant,
    },
    /// A person set the due instant by hand.
    Override {
        /// The due instant from now on.
        due: Instant,
        /// Who.
        by: PersonId,
        /// Why, in their words.
        note: String,
    },
    /// Stopped by what it waited for.
    Fulfil,
    /// The due instant passed.
    Breach {
        /// The due instant: the breach itself.
        scheduled: Instant,
    },
    /// A threshold was reached.
    Warn {
        /// Which, in percent.
        percent: u8,
    },
    /// Left the denominator.
    Cancel,
}

/// What starts a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartRule {
    /// The case is submitted (for kinds without a draft: opened).
    Submission,
    /// A partner's message, when none is unanswered yet.
    PartnerMessage,
    /// A public staff message while the case is active.
    StaffMessage,
    /// The case enters a team (and each time it enters another).
    TeamEntry,
    /// The case enters one of these states.
    States(Vec<StateKey>),
}

/// When a started clock counts; otherwise it is paused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunRule {
    /// In every category.
    Always,
    /// In these categories.
    Categories(Vec<Category>),
    /// In these states.
    States(Vec<StateKey>),
}

/// What fulfils a clock. A terminal state fulfils or cancels every clock, whatever this says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopRule {
    /// A public message by a person of the staff.
    StaffMessage,
    /// The category done.
    Done,
    /// The case leaves the team it was in.
    TeamExit,
    /// The case enters one of these states.
    States(Vec<StateKey>),
}

/// What happens to a stopped clock when the case is reopened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnReopen {
    /// It goes on; time spent done is not counted.
    #[default]
    Resume,
    /// It starts anew as the next cycle.
    NewCycle,
    /// It stays as it is.
    None,
}

/// How one metric behaves in a workflow: when it starts, counts and stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockSpec {
    /// The metric.
    pub metric: Metric,
    /// Who is owed.
    pub kind: ClockKind,
    /// What starts it.
    pub start: StartRule,
    /// When it counts.
    pub run: RunRule,
    /// What fulfils it.
    pub stop: StopRule,
    /// What a reopening does to it.
    pub on_reopen: OnReopen,
}
