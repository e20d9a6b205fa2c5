//! Escalation: who is told when a clock is close or late, level by level, until somebody takes it on.

use serde::{Deserialize, Serialize};

use crate::ids::{
    CalendarKey, CaseId, ClockId, Metric, PersonId, PolicyKey, RotaKey, RunId, TeamKey,
};
use crate::time::{Instant, Span};

/// One run of an escalation policy over a case; its policy version is pinned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Identity.
    pub id: RunId,
    /// The case.
    pub case: CaseId,
    /// The clock whose threshold began it; `None` when a transition did.
    pub clock: Option<ClockId>,
    /// Clocks that were breached while it climbed: further reasons for the same climb.
    pub joined: Vec<ClockId>,
    /// The first run of its chain; its own identity for that one. A repetition and a restart are runs of
    /// their own, so that each level fires at most once in a run.
    pub origin: RunId,
    /// The policy.
    pub policy: PolicyKey,
    /// Its version, pinned.
    pub policy_version: u32,
    /// The last level that fired, from 1; 0 before the first.
    pub level: u32,
    /// How many repetitions of the chain came before it.
    pub round: u32,
    /// Where it stands.
    pub stage: RunStage,
    /// When it began.
    pub started_at: Instant,
    /// When the last level fired.
    pub fired_at: Option<Instant>,
    /// Who took it on.
    pub acknowledged_by: Option<PersonId>,
    /// When.
    pub acknowledged_at: Option<Instant>,
}

/// Where an escalation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStage {
    /// Climbing.
    Active,
    /// Somebody took it on.
    Acknowledged,
    /// Nothing is left to climb for (the case is over, its clocks stopped), or another run goes on.
    Done,
}

impl Run {
    /// Whether a clock is a reason of it.
    pub fn is_about(&self, clock: ClockId) -> bool {
        self.clock == Some(clock) || self.joined.contains(&clock)
    }
}

impl RunStage {
    /// The stage's key, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Acknowledged => "acknowledged",
            Self::Done => "done",
        }
    }
}

/// A policy: ordered levels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationPolicy {
    /// Stable key.
    pub key: PolicyKey,
    /// From 1; a change is a new version.
    pub version: u32,
    /// The levels, first first; at least one.
    pub levels: Vec<Level>,
    /// Whether the chain starts again when nobody takes it on.
    #[serde(default)]
    pub repeat: Option<Repeat>,
    /// So long after an acknowledgement or the last thing staff did since, the chain starts again; hours of
    /// the first level.
    #[serde(default)]
    pub ack_timeout: Option<Span>,
}

/// How a chain that nobody took on starts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// How often, from 1.
    pub count: u32,
    /// How long after the last level; hours of the first level.
    pub interval: Span,
}

/// One level of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Who is told; at least one.
    pub targets: Vec<LevelTarget>,
    /// How long after the level before fired (the first: after the start).
    pub delay: Span,
    /// In whose hours the delay counts.
    pub calendar: CalendarKey,
    /// What must still hold for it to fire.
    pub condition: Condition,
    /// How they are told; at least one way.
    pub channels: Vec<Channel>,
    /// The hours of the people it tells.
    pub hours: CalendarKey,
    /// What becomes of it outside those hours.
    pub outside_hours: OutsideHours,
}

/// What must still hold for a level to fire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Nobody took it on.
    #[default]
    NotAcked,
    /// The work is not done, whether somebody took it on or not.
    NotDone,
}

/// How a level tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A mail with a link to take it on.
    Mail,
    /// The board and the case page alone.
    Board,
}

/// What becomes of a level outside the hours of its people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutsideHours {
    /// It fires all the same.
    #[default]
    Fire,
    /// It waits until they are there.
    Hold,
    /// It is passed over; the next level's delay counts from then.
    Skip,
}

/// Who is told at a level; found out when it fires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelTarget {
    /// The owner of the case.
    Owner,
    /// The owner's stand-in.
    Backup,
    /// The leads of the teams of the owner, but not the owner.
    ManagerOfAssignee,
    /// The leads of the team that answers for the case.
    Lead,
    /// The leads of a named team.
    LeadOf(TeamKey),
    /// Everybody of a named team.
    Team(TeamKey),
    /// One person, by address.
    User(String),
    /// Whoever is on call.
    Rota(RotaKey),
}

/// What asks for an escalation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// A transition, by its effect `escalate`.
    Move,
    /// A clock that reached a threshold; 100 is the breach.
    Clock {
        /// The clock.
        clock: ClockId,
        /// What it measures.
        metric: Metric,
        /// Percent of the target.
        percent: u8,
    },
}

impl Alarm {
    /// The clock, when one asks.
    pub const fn clock(&self) -> Option<ClockId> {
        match self {
            Self::Move => None,
            Self::Clock { clock, .. } => Some(*clock),
        }
    }
}

impl LevelTarget {
    /// The word of the policy file, such as `rota:emea-oncall`.
    pub fn word(&self) -> String {
        match self {
            Self::Owner => "owner".to_owned(),
            Self::Backup => "backup".to_owned(),
            Self::ManagerOfAssignee => "manager_of_assignee".to_owned(),
            Self::Lead => "lead_of_team".to_owned(),
            Self::LeadOf(team) => format!("lead_of:{team}"),
            Self::Team(team) => format!("team:{team}"),
            Self::User(address) => format!("user:{address}"),
            Self::Rota(rota) => format!("rota:{rota}"),
        }
    }
}
