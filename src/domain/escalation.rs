//! Escalation: who is told when a clock is close or late, level by level, until somebody takes it on.

use serde::{Deserialize, Serialize};

use crate::ids::{CalendarKey, CaseId, ClockId, PersonId, PolicyKey, RunId, TeamKey};
use crate::time::{Instant, Span};

/// One run of an escalation policy over a case; its policy version is pinned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Identity.
    pub id: RunId,
    /// The case.
    pub case: CaseId,
    /// The clock whose breach began it; `None` when a transition did.
    pub clock: Option<ClockId>,
    /// The policy.
    pub policy: PolicyKey,
    /// Its version, pinned.
    pub policy_version: u32,
    /// The last level that fired, from 1; 0 before the first.
    pub level: u32,
    /// How often the chain has been gone through before.
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
    /// Nothing is left to climb for: the case is over or the clock stopped.
    Done,
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
    /// After an acknowledgement without activity, the chain starts again; hours of the first level.
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
    /// Who is told.
    pub targets: Vec<LevelTarget>,
    /// How long after the level before fired (the first: after the start).
    pub delay: Span,
    /// In whose hours the delay counts.
    pub calendar: CalendarKey,
}

/// Who is told at a level; found out when it fires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelTarget {
    /// The owner of the case.
    Owner,
    /// The owner's stand-in.
    Backup,
    /// The leads of the team that answers for the case.
    Lead,
    /// The leads of a named team.
    LeadOf(TeamKey),
    /// Everybody of a named team.
    Team(TeamKey),
}
