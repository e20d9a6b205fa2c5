//! Targets: how much business time a promise allows, in whose hours, and what changes do to it.
//!
//! Policies are ordered; for each metric the first row that matches wins.

mod read;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::case::{Case, Kind, Priority};
use crate::clocks::calendar::Calendars;
use crate::clocks::clock::{CalendarRef, OnReopen, PolicyRef};
use crate::ids::{Metric, PolicyKey, RequestTypeKey, TeamKey};
use crate::published::Origin;
use crate::source::{Finding, Source, unknown};
use crate::text::Text;
use crate::time::{Instant, Span};

/// Every policy of targets, in order, with the thresholds that are announced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policies {
    versions: Vec<Policy>,
    /// No file has them any more; what pinned them can still be explained.
    kept: Vec<Policy>,
    thresholds: Vec<u8>,
    mentions: Vec<Mention>,
}

/// One version of a policy; a change is a new version.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Key and version, as clocks pin it.
    pub pin: PolicyRef,
    /// Name for people.
    pub title: Text,
    /// What changes of a case do to its clocks.
    pub answers: Answers,
    /// The rows, first match first.
    pub rows: Vec<Row>,
}

/// One row: for which cases, in whose hours, how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// For which cases.
    pub when: Condition,
    /// In whose hours: the newest version at the time of reading.
    pub calendar: CalendarRef,
    /// Open time allowed, by metric.
    pub targets: Vec<(Metric, Span)>,
}

/// Which cases a row is for; an empty list asks nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// Kinds of case.
    pub kinds: Vec<Kind>,
    /// Forms; a case opened by staff has none and matches only an empty list.
    pub request_types: Vec<RequestTypeKey>,
    /// Priorities.
    pub priorities: Vec<Priority>,
    /// Teams that hold the case.
    pub teams: Vec<TeamKey>,
    /// Tiers of the publisher.
    pub tiers: Vec<String>,
    /// Inside an event window or outside; both when absent.
    pub occasion: Option<Occasion>,
}

/// Whether an event of the publisher is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// No event window is open.
    #[default]
    Ordinary,
    /// An event window is open.
    Event,
}

/// The answers a policy gives to the four questions (clocks.md §1); the case page shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// What a reopening does; what the workflow says when absent.
    pub on_reopen: Option<OnReopen>,
    /// What another priority does.
    pub on_priority_change: OnPriorityChange,
    /// What another team does.
    pub on_team_change: OnTeamChange,
    /// Which cases a new version of the policy is for.
    pub on_policy_edit: OnPolicyEdit,
}

/// From when a new target counts after a change of priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnPriorityChange {
    /// From when the clock was first started; earlier pauses are credited.
    #[default]
    FromCreation,
    /// From the change; what was spent before is forgiven.
    FromChange,
}

/// What another team does to a clock that is not about the stay in a team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnTeamChange {
    /// Nothing.
    #[default]
    Keep,
    /// It is cancelled and begins anew with the target of that team.
    New,
}

/// Which cases a new version of a policy is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnPolicyEdit {
    /// Those that begin after it.
    #[default]
    NewCases,
    /// Open ones too, from then on.
    OpenCases,
    /// All, figures of the past included.
    Restate,
}

/// What a policy says about one metric of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Open time allowed; more than none.
    pub span: Span,
    /// In whose hours.
    pub calendar: CalendarRef,
    /// Which policy says so.
    pub policy: PolicyRef,
    /// What changes of the case do to the clock.
    pub answers: Answers,
}

/// What decides which row matches.
#[derive(Clone, Copy, Debug)]
pub struct PolicyFacts<'a> {
    /// The kind of case.
    pub kind: Kind,
    /// The form it came by.
    pub request_type: Option<&'a RequestTypeKey>,
    /// How much it matters.
    pub priority: Priority,
    /// The team that holds it now.
    pub team: &'a TeamKey,
    /// The publisher's tier; may be empty.
    pub tier: &'a str,
    /// Whether an event of the publisher is on.
    pub occasion: Occasion,
}

/// Who says how long a promise allows: the policies as they are, or what was recorded of them.
pub trait Targets {
    /// The target of a metric for such a case at that moment; `None` when nothing is promised.
    fn target_at(&self, now: Instant, metric: &Metric, facts: &PolicyFacts<'_>) -> Option<Target>;
}

/// What kind of name a row mentions that this module does not know by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mentioned {
    /// A team.
    Team,
    /// A request type.
    RequestType,
    /// What a clock of some workflow measures.
    Metric,
}

/// A name in a row, with its place, for [`Policies::check_names`].
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mention {
    what: Mentioned,
    name: String,
    file: String,
    line: usize,
}

impl Policies {
    /// Reads a file of `[[policy]]` tables against the calendars there are.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn parse(source: &Source<'_>, calendars: &Calendars) -> Result<Self, Vec<Finding>> {
        read::policies(source, calendars)
    }

    /// Adds the one policy of `source`: in force, in the place of its older versions or after all others;
    /// or kept for what pinned it.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn add(
        &mut self,
        source: &Source<'_>,
        calendars: &Calendars,
        origin: Origin,
    ) -> Result<(), Vec<Finding>> {
        let (policy, mentions) = read::one_policy(source, calendars)?;
        match origin {
            Origin::Edited => {
                self.versions.push(policy);
                self.mentions.extend(mentions);
            }
            Origin::File => self.kept.push(policy),
        }
        Ok(())
    }

    /// The target of a metric: of the first row that matches, in the newest version of its policy.
    pub fn target(&self, metric: &Metric, facts: &PolicyFacts<'_>) -> Option<Target> {
        Self::first(self.newest(), metric, facts)
    }

    /// The same under the versions that a case pins; of the policies it does not pin, the newest.
    pub fn target_under(
        &self,
        pins: &BTreeMap<PolicyKey, u32>,
        metric: &Metric,
        facts: &PolicyFacts<'_>,
    ) -> Option<Target> {
        let newest: Vec<&PolicyRef> = self.newest().map(|policy| &policy.pin).collect();
        let holds = |policy: &&Policy| match pins.get(&policy.pin.key) {
            Some(version) => policy.pin.version == *version,
            None => newest.contains(&&policy.pin),
        };
        Self::first(
            self.versions.iter().chain(&self.kept).filter(holds),
            metric,
            facts,
        )
    }

    fn first<'a>(
        mut policies: impl Iterator<Item = &'a Policy>,
        metric: &Metric,
        facts: &PolicyFacts<'_>,
    ) -> Option<Target> {
        policies.find_map(|policy| {
            let (row, span) = policy.rows.iter().find_map(|row| {
                let (_, span) = row.targets.iter().find(|(named, _)| named == metric)?;
                row.when.holds(facts).then_some((row, *span))
            })?;
            Some(Target {
                span,
                calendar: row.calendar.clone(),
                policy: policy.pin.clone(),
                answers: policy.answers,
            })
        })
    }

    /// The percentages of a target that are announced, ascending; 100 is the breach.
    pub fn thresholds(&self) -> &[u8] {
        &self.thresholds
    }

    /// The newest version of every policy in force, in the order in which their first versions stand.
    pub fn newest(&self) -> impl Iterator<Item = &Policy> {
        self.versions.iter().enumerate().filter_map(|(at, policy)| {
            let key = &policy.pin.key;
            let before = self.versions.iter().take(at);
            if before.into_iter().any(|other| other.pin.key == *key) {
                return None;
            }
            self.versions
                .iter()
                .filter(|other| other.pin.key == *key)
                .max_by_key(|other| other.pin.version)
        })
    }

    /// The pinned version of a policy.
    pub fn get(&self, pin: &PolicyRef) -> Option<&Policy> {
        let mut all = self.versions.iter().chain(&self.kept);
        all.find(|policy| &policy.pin == pin)
    }

    /// Names in the rows that are not among the known ones, each with its line and the nearest.
    pub fn check_names(&self, what: Mentioned, known: &[&str]) -> Vec<Finding> {
        self.mentions
            .iter()
            .filter(|mention| mention.what == what && !known.contains(&mention.name.as_str()))
            .map(|mention| Finding {
                file: mention.file.clone(),
                line: mention.line,
                message: unknown(what.as_str(), &mention.name, known.iter().copied()),
            })
            .collect()
    }
}

impl Targets for Policies {
    fn target_at(&self, _: Instant, metric: &Metric, facts: &PolicyFacts<'_>) -> Option<Target> {
        self.target(metric, facts)
    }
}

impl Mentioned {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::RequestType => "request type",
            Self::Metric => "metric",
        }
    }
}

impl Condition {
    /// Whether the facts are what the row is for.
    pub fn holds(&self, facts: &PolicyFacts<'_>) -> bool {
        let form = |wanted: &RequestTypeKey| Some(wanted) == facts.request_type;
        (self.kinds.is_empty() || self.kinds.contains(&facts.kind))
            && (self.request_types.is_empty() || self.request_types.iter().any(form))
            && (self.priorities.is_empty() || self.priorities.contains(&facts.priority))
            && (self.teams.is_empty() || self.teams.contains(facts.team))
            && (self.tiers.is_empty() || self.tiers.iter().any(|tier| tier == facts.tier))
            && self
                .occasion
                .is_none_or(|occasion| occasion == facts.occasion)
    }
}

impl<'a> PolicyFacts<'a> {
    /// The facts of a case, with what the case does not know.
    pub fn of(case: &'a Case, tier: &'a str, occasion: Occasion) -> Self {
        Self {
            kind: case.kind,
            request_type: case.request_type.as_ref(),
            priority: case.priority,
            team: &case.desk,
            tier,
            occasion,
        }
    }
}

/// The policies that are shipped, for tests.
///
/// # Panics
/// When the shipped file is wrong.
#[cfg(test)]
pub fn shipped(calendars: &Calendars) -> Policies {
    let text = include_str!("../../../config/policies/targets.toml");
    Policies::parse(&Source::new("targets.toml", text), calendars).unwrap()
}

#[cfg(test)]
mod tests;
