//! What changes of calendars and policies come to, and who made them.

use std::collections::BTreeMap;

use domain::clocks::events::Event;
use domain::clocks::hours::CalendarDefinition;
use domain::clocks::policy::Policy;
use domain::clocks::preview::{Reach, Tally};
use domain::ids::{OrganisationId, PolicyJobId, TeamKey};
use domain::published::DefinitionKind;
use domain::time::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most partners told apart; the rest is summed up.
const PARTNERS: usize = 1_000;

/// What a change comes to, for each way to apply it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Applied to open cases.
    pub open_cases: Breakdown,
    /// Applied to all of the last 90 days.
    pub restate: Breakdown,
}

/// Figures in all, by partner and by team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// In all.
    pub total: Tally,
    /// By partner; at most 1,000 of them.
    pub by_partner: BTreeMap<OrganisationId, Tally>,
    /// Of all other partners.
    pub other_partners: Tally,
    /// By the team that answers.
    pub by_team: BTreeMap<TeamKey, Tally>,
}

/// Everything that decides deadlines, for administrators.
#[derive(Clone, Debug)]
pub struct SlaRules {
    /// Now.
    pub now: Instant,
    /// The calendars in force.
    pub calendars: Vec<CalendarView>,
    /// The policies in force, in order.
    pub policies: Vec<PolicyView>,
    /// Event windows that are not over, next first.
    pub events: Vec<EventView>,
    /// The latest works.
    pub works: Vec<WorkView>,
}

/// A calendar in force.
#[derive(Clone, Debug)]
pub struct CalendarView {
    /// What it says.
    pub definition: CalendarDefinition,
    /// The next days that are not as the week says, at most six.
    pub special_days: Vec<SpecialDay>,
    /// Its last change.
    pub changed: Changed,
}

/// A day that is not as the week says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    /// The day.
    pub date: Date,
    /// Why.
    pub why: Special,
}

/// Why a day is not as the week says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// A holiday by rule.
    Holiday,
    /// Closed by date.
    Closed,
    /// It has slots of its own.
    HalfDay,
}

/// A policy in force.
#[derive(Clone, Debug)]
pub struct PolicyView {
    /// What it says.
    pub policy: Policy,
    /// Its last change.
    pub changed: Changed,
}

/// An event window.
#[derive(Clone, Debug)]
pub struct EventView {
    /// What it says.
    pub event: Event,
    /// Its last change.
    pub changed: Changed,
}

/// Who published a version, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// When.
    pub at: Option<Instant>,
    /// The administrator; `None` when it came with the files.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
}

/// One definition with all its versions.
#[derive(Clone, Debug)]
pub struct DefinitionView {
    /// Now.
    pub now: Instant,
    /// Of which kind.
    pub kind: DefinitionKind,
    /// Its key.
    pub key: String,
    /// The version in force.
    pub version: u32,
    /// Its text.
    pub source: String,
    /// What a policy says, for the form that changes one target.
    pub policy: Option<Policy>,
    /// Every version, newest first.
    pub versions: Vec<VersionView>,
}

/// One version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionView {
    /// From 1.
    pub version: u32,
    /// Its text.
    pub source: String,
    /// Who published it, when and why.
    pub changed: Changed,
}

/// A long work, for people.
#[derive(Clone, Debug)]
pub struct WorkView {
    /// Identity.
    pub id: PolicyJobId,
    /// How it is applied; `None` for a preview.
    pub reach: Option<Reach>,
    /// Of which kind the changed definition is.
    pub kind: DefinitionKind,
    /// Its key.
    pub key: String,
    /// The version that is applied, or that the draft would become.
    pub version: u32,
    /// The text of that version.
    pub source: String,
    /// Why; empty for a preview.
    pub reason: String,
    /// Who asked for it.
    pub by: String,
    /// Where it stands.
    pub stands: Stands,
    /// How many cases there are to look at.
    pub total: u64,
    /// How many were looked at.
    pub seen: u64,
    /// What came of it so far.
    pub figures: Figures,
    /// Names of the partners in the figures.
    pub partners: BTreeMap<OrganisationId, String>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it last went on.
    pub updated_at: Instant,
    /// What the policy itself says about edits; new cases for calendars.
    pub proposed: Option<Reach>,
}

/// Where a work stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It goes on.
    Running,
    /// Done.
    Done,
    /// It cannot go on.
    Failed(String),
}

impl Breakdown {
    /// Adds what became of one case's clocks.
    pub fn add(&mut self, partner: OrganisationId, team: &TeamKey, tally: Tally) {
        if tally.is_nothing() {
            return;
        }
        self.total = self.total.plus(tally);
        let room = self.by_partner.len() < PARTNERS || self.by_partner.contains_key(&partner);
        let partner = if room {
            self.by_partner.entry(partner).or_default()
        } else {
            &mut self.other_partners
        };
        *partner = partner.plus(tally);
        let team = self.by_team.entry(team.clone()).or_default();
        *team = team.plus(tally);
    }
}

impl Breakdown {
    /// The partners with the most changes, at most so many.
    pub fn top(&self, many: usize) -> Vec<(OrganisationId, Tally)> {
        let mut all: Vec<(OrganisationId, Tally)> = self
            .by_partner
            .iter()
            .map(|(id, one)| (*id, *one))
            .collect();
        let weight = |one: &Tally| one.newly_breached + one.unbreached + one.gone + one.moved;
        all.sort_by_key(|(id, one)| (std::cmp::Reverse(weight(one)), *id));
        all.truncate(many);
        all
    }
}

impl Figures {
    /// Those of one way to apply it.
    pub const fn of(&self, reach: Reach) -> &Breakdown {
        match reach {
            Reach::OpenCases => &self.open_cases,
            Reach::Restate => &self.restate,
        }
    }

    /// The same, to be added to.
    pub const fn of_mut(&mut self, reach: Reach) -> &mut Breakdown {
        match reach {
            Reach::OpenCases => &mut self.open_cases,
            Reach::Restate => &mut self.restate,
        }
    }
}

impl WorkView {
    /// How far it is, in percent.
    pub const fn percent(&self) -> u64 {
        match self.stands {
            Stands::Done => 100,
            Stands::Running | Stands::Failed(_) => {
                let all = if self.total == 0 { 1 } else { self.total };
                let percent = self.seen.saturating_mul(100) / all;
                if percent > 99 { 99 } else { percent }
            }
        }
    }
}
