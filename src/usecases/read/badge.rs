//! Small shapes shared by the read models: a person, a publisher, a clock.

use domain::clocks::clock::{ClockKind, Stage};
use domain::ids::{ClockId, Metric, OrganisationId, PersonId};
use domain::time::{Instant, Span};

/// A person as named on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonBadge {
    /// Identity.
    pub id: PersonId,
    /// Full name.
    pub name: String,
}

/// A publisher as named on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationBadge {
    /// Identity.
    pub id: OrganisationId,
    /// Name in addresses.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// Trade, such as `sport`; may be empty.
    pub vertical: String,
    /// Tier, such as `premium`; may be empty.
    pub tier: String,
}

/// One clock at one moment, with everything a chip or a panel shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockView {
    /// Identity.
    pub id: ClockId,
    /// What it measures.
    pub metric: Metric,
    /// Who is owed.
    pub kind: ClockKind,
    /// Where it stands, as of `now`: a running clock past its due instant is `BreachedOpen`.
    pub stage: Stage,
    /// Business time allowed.
    pub target: Span,
    /// Business time spent as of `now`.
    pub spent: Span,
    /// Business time left as of `now`; negative when late.
    pub left: Span,
    /// Wall time to the due instant as of `now`; negative when late; `None` while paused.
    pub wall_left: Option<Span>,
    /// The due instant; `None` while paused.
    pub due_at: Option<Instant>,
    /// The due instant when it was first started.
    pub original_due: Instant,
    /// The due instant a person set by hand.
    pub manual_due: Option<Instant>,
    /// When it stopped.
    pub stopped_at: Option<Instant>,
    /// Calendar that counts.
    pub calendar: String,
    /// Its version.
    pub calendar_version: u32,
    /// Policy that set the target.
    pub policy: String,
    /// How many times it has been started: the cycle.
    pub cycle: u32,
}
