//! Routing: which team, which priority, and who is proposed. Deterministic; the decision keeps its inputs.

use serde::{Deserialize, Serialize};

use crate::case::Kind;
use crate::case::{Case, Priority};
use crate::ids::{PersonId, RequestTypeKey, TeamKey};
use crate::people::Role;

/// One routing rule; the first that matches wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// Name shown in “why me?”.
    pub name: String,
    /// Kind of case it is for; any when absent.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Form it is for; any when absent.
    #[serde(default)]
    pub request_type: Option<RequestTypeKey>,
    /// Priority it is for; any when absent.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// The team that answers.
    pub team: TeamKey,
    /// The priority it sets; the case's own when absent.
    #[serde(default)]
    pub set_priority: Option<Priority>,
    /// The role that may be proposed.
    #[serde(default = "manager")]
    pub role: Role,
}

/// Somebody who could be proposed, with what decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Sum of the weights of their open cases.
    pub load: i64,
    /// Most load they should have; a warning, never a wall.
    pub capacity: i64,
    /// When they were last given a case, in milliseconds; 0 for never.
    pub last_assigned_ms: i64,
    /// Whether they may be given work now.
    pub available: bool,
}

/// What routing must know of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingFacts {
    /// The portfolio owner of the publisher.
    pub portfolio_owner: Option<PersonId>,
    /// Their stand-in.
    pub backup: Option<PersonId>,
    /// Everybody of the team in the wanted role, by team.
    pub candidates: Vec<(TeamKey, Vec<Candidate>)>,
}

/// How the proposed owner was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Looks after the publisher.
    PortfolioOwner,
    /// Stands in for who looks after the publisher.
    Backup,
    /// Has the least to do.
    LeastLoad,
    /// Nobody of the team is there.
    Nobody,
}

/// A routing decision with its inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteWhy {
    /// Name of the rule that matched.
    pub rule: String,
    /// How the person was found.
    pub strategy: Strategy,
    /// The person proposed.
    pub proposed: Option<PersonId>,
    /// Their load at that moment.
    pub load: i64,
    /// Their capacity.
    pub capacity: i64,
    /// How many were compared.
    pub compared: u32,
}

/// What routing says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The team that answers.
    pub team: TeamKey,
    /// The priority.
    pub priority: Priority,
    /// Why, and who is proposed.
    pub why: RouteWhy,
}

/// Applies the first rule that matches; without one, the case stays with the team it has.
pub fn route(rules: &[RoutingRule], case: &Case, facts: &RoutingFacts) -> Route {
    let rule = rules.iter().find(|rule| rule.matches(case));
    let team = rule.map_or_else(|| case.team.clone(), |rule| rule.team.clone());
    let priority = rule
        .and_then(|rule| rule.set_priority)
        .unwrap_or(case.priority);
    let name = rule.map_or_else(String::new, |rule| rule.name.clone());
    let candidates = facts
        .candidates
        .iter()
        .find(|(key, _)| *key == team)
        .map_or(&[][..], |(_, people)| people.as_slice());
    let why = propose(name, candidates, facts);
    Route {
        team,
        priority,
        why,
    }
}

impl RoutingRule {
    fn matches(&self, case: &Case) -> bool {
        self.kind.is_none_or(|kind| kind == case.kind)
            && self
                .request_type
                .as_ref()
                .is_none_or(|wanted| case.request_type.as_ref() == Some(wanted))
            && self
                .priority
                .is_none_or(|priority| priority == case.priority)
    }
}

fn propose(rule: String, candidates: &[Candidate], facts: &RoutingFacts) -> RouteWhy {
    let compared = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
    let available = |wanted: Option<PersonId>| {
        candidates
            .iter()
            .find(|one| Some(one.person) == wanted && one.available)
    };
    let by_portfolio = available(facts.portfolio_owner).map(|one| (Strategy::PortfolioOwner, one));
    let by_backup = || available(facts.backup).map(|one| (Strategy::Backup, one));
    let by_load = || {
        candidates
            .iter()
            .filter(|one| one.available)
            .min_by_key(|one| (one.load, one.last_assigned_ms, one.person))
            .map(|one| (Strategy::LeastLoad, one))
    };
    match by_portfolio.or_else(by_backup).or_else(by_load) {
        Some((strategy, one)) => RouteWhy {
            rule,
            strategy,
            proposed: Some(one.person),
            load: one.load,
            capacity: one.capacity,
            compared,
        },
        None => RouteWhy {
            rule,
            strategy: Strategy::Nobody,
            proposed: None,
            load: 0,
            capacity: 0,
            compared,
        },
    }
}

const fn manager() -> Role {
    Role::Manager
}
