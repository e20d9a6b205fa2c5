//! Routing: which team, which priority, and who is proposed. Deterministic; the decision keeps its inputs.
//!
//! What lives here: rules as types, skills, the comparison of candidates. What does not: reading rules from
//! files (`policies/routing_rules.rs`), looking candidates up. The engine and the use-cases call.

pub mod rule;
pub mod skill;

use serde::{Deserialize, Serialize};

use crate::case::{Case, Kind, Priority};
use crate::forms::definition::Answers;
use crate::ids::{PersonId, RequestTypeKey, TeamKey};
use crate::people::Role;
use crate::routing::rule::{Preference, RoutingRule, SkillNeed};
use crate::routing::skill::{Dimension, Skill, missing};
use crate::text::{Language, Text};

/// Most candidates that a stored decision lists; the others are only counted.
pub const MAX_KEPT: usize = 40;

/// What routing asks of a case, or of a sample of one.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Which of the four kinds.
    pub kind: Kind,
    /// The form it came by.
    pub request_type: Option<&'a RequestTypeKey>,
    /// How much it matters.
    pub priority: Priority,
    /// Language of the thread.
    pub language: Language,
    /// The team it has until routing says another.
    pub team: &'a TeamKey,
    /// Answers of the form.
    pub answers: &'a Answers,
}

impl<'a> Asked<'a> {
    /// What routing asks of a case as it stands.
    pub const fn of(case: &'a Case) -> Self {
        Self {
            kind: case.kind,
            request_type: case.request_type.as_ref(),
            priority: case.priority,
            language: case.language,
            team: &case.team,
            answers: &case.answers,
        }
    }
}

/// Somebody who could be proposed, with what decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Sum of the weights of the cases whose ball is with them.
    pub load: i64,
    /// Most load they should have; a warning, never a wall.
    pub capacity: i64,
    /// When they were last given a case, in milliseconds; 0 for never.
    pub last_assigned_ms: i64,
    /// Whether they may be given work now.
    pub available: bool,
    /// What they are known to master; nothing in a dimension means anything in it.
    pub skills: Vec<Skill>,
}

/// Everybody of a team who may be proposed in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The team.
    pub team: TeamKey,
    /// The role; `None` for whoever works the queue there (managers and specialists).
    pub role: Option<Role>,
    /// They, in any order.
    pub people: Vec<Candidate>,
}

/// What routing must know of the world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutingFacts {
    /// The portfolio owner of the publisher.
    pub portfolio_owner: Option<PersonId>,
    /// Their stand-in.
    pub backup: Option<PersonId>,
    /// Trade of the publisher; may be empty.
    pub vertical: String,
    /// Tier of the publisher; may be empty.
    pub tier: String,
    /// The team that the form's answers ask for, when the case came by a form.
    pub form_team: Option<TeamKey>,
    /// Who could be proposed, by team and role.
    pub pools: Vec<Pool>,
}

impl RoutingFacts {
    /// Everybody of the team in the role; nobody when they were not looked up.
    pub fn pool(&self, team: &TeamKey, role: Option<Role>) -> &[Candidate] {
        self.pools
            .iter()
            .find(|pool| pool.team == *team && pool.role == role)
            .map_or(&[], |pool| &pool.people)
    }

    /// Everybody looked up, once.
    pub fn people(&self) -> impl Iterator<Item = &Candidate> {
        self.pools.iter().flat_map(|pool| &pool.people)
    }
}

/// How the proposed owner was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Looks after the publisher.
    PortfolioOwner,
    /// Stands in for who looks after the publisher.
    Backup,
    /// Has the least to do of those with the skills.
    LeastLoad,
    /// Has the least to do; nobody who is there has the skills.
    LeastLoadUnskilled,
    /// Nobody of the team is there.
    #[default]
    Nobody,
}

/// How a candidate fared in the comparison, best first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Fitness {
    /// May be proposed.
    #[default]
    Fit,
    /// Has not the skills; proposed only when nobody there has them.
    Unskilled,
    /// Is kept out: looks after the publisher, where somebody independent must judge.
    Excluded,
    /// Is away.
    Absent,
}

/// A candidate as the decision saw them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Considered {
    /// Who.
    pub person: PersonId,
    /// Their load at that moment.
    pub load: i64,
    /// Their capacity.
    pub capacity: i64,
    /// When they were last given a case, in milliseconds; 0 for never.
    pub last_assigned_ms: i64,
    /// How they fared.
    pub fitness: Fitness,
    /// What was asked and they are not known for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Skill>,
}

/// A routing decision with its inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteWhy {
    /// Key of the rule that matched; empty for none.
    pub rule: String,
    /// The rule's title as it was then.
    #[serde(default)]
    pub title: Text,
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
    /// Who looked after the publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portfolio_owner: Option<PersonId>,
    /// Who stood in for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<PersonId>,
    /// The skills asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Skill>,
    /// Everybody compared, best first; at most [`MAX_KEPT`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Considered>,
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

/// Applies the first rule that matches. A rule without a team, and no rule at all, leave the team to the
/// form's answers, and without a form to the team the case has.
pub fn route(rules: &[RoutingRule], asked: &Asked<'_>, facts: &RoutingFacts) -> Route {
    let rule = rules
        .iter()
        .find(|rule| rule.misses(asked, facts).is_empty());
    let team = team_of(rule, asked, facts);
    let priority = rule
        .and_then(|rule| rule.set_priority)
        .unwrap_or(asked.priority);
    let everything = SkillNeed::ALL;
    let (role, needs, preference) = rule.map_or(
        (None, everything.as_slice(), Preference::Portfolio),
        |rule| (rule.role, rule.skills.as_slice(), rule.strategy),
    );
    let skills = wanted(needs, asked, facts);
    let mut why = propose(facts.pool(&team, role), skills, preference, facts);
    if let Some(rule) = rule {
        why.rule.clone_from(&rule.key);
        why.title = rule.title.clone();
    }
    Route {
        team,
        priority,
        why,
    }
}

/// The team that would answer for such a case.
pub fn team_for(rules: &[RoutingRule], asked: &Asked<'_>, facts: &RoutingFacts) -> TeamKey {
    let rule = rules
        .iter()
        .find(|rule| rule.misses(asked, facts).is_empty());
    team_of(rule, asked, facts)
}

/// Who of a team is proposed for a case that is handed to it: the least loaded of those with the skills.
pub fn hand_over(team: &TeamKey, asked: &Asked<'_>, facts: &RoutingFacts) -> RouteWhy {
    let skills = wanted(&SkillNeed::ALL, asked, facts);
    propose(facts.pool(team, None), skills, Preference::Load, facts)
}

fn team_of(rule: Option<&RoutingRule>, asked: &Asked<'_>, facts: &RoutingFacts) -> TeamKey {
    rule.and_then(|rule| rule.team.as_ref())
        .or(facts.form_team.as_ref())
        .unwrap_or(asked.team)
        .clone()
}

/// The skills that a case asks for, by what it is about.
fn wanted(needs: &[SkillNeed], asked: &Asked<'_>, facts: &RoutingFacts) -> Vec<Skill> {
    let of = |dimension| match dimension {
        Dimension::Language => Some(asked.language.as_str().to_owned()),
        Dimension::Vertical => Some(facts.vertical.clone()),
        Dimension::SubType => asked.request_type.map(ToString::to_string),
    };
    let mut skills: Vec<Skill> = needs
        .iter()
        .filter_map(|need| match need {
            SkillNeed::Matching(dimension) => of(*dimension)
                .filter(|value| !value.is_empty())
                .map(|value| Skill::new(*dimension, value)),
            SkillNeed::Fixed(skill) => Some(skill.clone()),
        })
        .collect();
    skills.sort();
    skills.dedup();
    skills
}

fn propose(
    pool: &[Candidate],
    asked: Vec<Skill>,
    preference: Preference,
    facts: &RoutingFacts,
) -> RouteWhy {
    let mut people: Vec<Considered> = pool
        .iter()
        .map(|one| consider(one, &asked, preference, facts))
        .collect();
    people.sort_by_key(|one| (one.fitness, one.load, one.last_assigned_ms, one.person));
    people.dedup_by_key(|one| one.person);
    let present = |wanted: Option<PersonId>| {
        people.iter().find(|one| {
            Some(one.person) == wanted && matches!(one.fitness, Fitness::Fit | Fitness::Unskilled)
        })
    };
    let portfolio = match preference {
        Preference::Portfolio => present(facts.portfolio_owner)
            .map(|one| (Strategy::PortfolioOwner, one))
            .or_else(|| present(facts.backup).map(|one| (Strategy::Backup, one))),
        Preference::Load | Preference::Independent => None,
    };
    // The people are sorted: the first is the best of those who are there, if anybody is.
    let by_load = || match people.first() {
        Some(one) => match one.fitness {
            Fitness::Fit => Some((Strategy::LeastLoad, one)),
            Fitness::Unskilled => Some((Strategy::LeastLoadUnskilled, one)),
            Fitness::Excluded | Fitness::Absent => None,
        },
        None => None,
    };
    let found = portfolio.or_else(by_load);
    let mut why = RouteWhy {
        strategy: found.map_or(Strategy::Nobody, |(strategy, _)| strategy),
        proposed: found.map(|(_, one)| one.person),
        load: found.map_or(0, |(_, one)| one.load),
        capacity: found.map_or(0, |(_, one)| one.capacity),
        compared: u32::try_from(people.len()).unwrap_or(u32::MAX),
        portfolio_owner: facts.portfolio_owner,
        backup: facts.backup,
        asked,
        ..RouteWhy::default()
    };
    people.truncate(MAX_KEPT);
    why.candidates = people;
    why
}

fn consider(
    one: &Candidate,
    asked: &[Skill],
    preference: Preference,
    facts: &RoutingFacts,
) -> Considered {
    let missing = missing(asked, &one.skills);
    let kept_out =
        preference == Preference::Independent && Some(one.person) == facts.portfolio_owner;
    let fitness = if !one.available {
        Fitness::Absent
    } else if kept_out {
        Fitness::Excluded
    } else if missing.is_empty() {
        Fitness::Fit
    } else {
        Fitness::Unskilled
    };
    Considered {
        person: one.person,
        load: one.load,
        capacity: one.capacity,
        last_assigned_ms: one.last_assigned_ms,
        fitness,
        missing,
    }
}

#[cfg(test)]
mod tests;
