//! A routing rule: on which cases it falls, and where it sends them.

use crate::case::{Kind, Priority};
use crate::forms::condition::Condition;
use crate::ids::{RequestTypeKey, TeamKey};
use crate::people::Role;
use crate::routing::skill::{Dimension, Skill};
use crate::routing::{Asked, RoutingFacts};
use crate::text::{Language, Text};

/// One routing rule; the first whose conditions all hold wins. An empty list asks nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutingRule {
    /// Its name in the file and in the API.
    pub key: String,
    /// Its name for people.
    pub title: Text,
    /// Kinds of case it is for.
    pub kinds: Vec<Kind>,
    /// Forms it is for.
    pub request_types: Vec<RequestTypeKey>,
    /// Priorities it is for.
    pub priorities: Vec<Priority>,
    /// Trades of publishers it is for.
    pub verticals: Vec<String>,
    /// Tiers of publishers it is for.
    pub tiers: Vec<String>,
    /// Languages of the thread it is for.
    pub languages: Vec<Language>,
    /// Answers of the form it is for.
    pub answers: Option<Condition>,
    /// The team that answers; `None` leaves it to the form's answers.
    pub team: Option<TeamKey>,
    /// The priority it sets; the case's own when absent.
    pub set_priority: Option<Priority>,
    /// The role in which somebody is proposed; `None` for whoever works the team's queue.
    pub role: Option<Role>,
    /// The skills that count.
    pub skills: Vec<SkillNeed>,
    /// Who goes first.
    pub strategy: Preference,
}

/// A skill that a rule asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkillNeed {
    /// Whatever the case has there: its language, its publisher's trade, its type.
    Matching(Dimension),
    /// This one, whatever the case.
    Fixed(Skill),
}

impl SkillNeed {
    /// Language, trade and type of the case: what a rule asks for unless it says otherwise.
    pub const ALL: [Self; 3] = [
        Self::Matching(Dimension::Language),
        Self::Matching(Dimension::Vertical),
        Self::Matching(Dimension::SubType),
    ];
}

/// Who goes first among those who are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Preference {
    /// Who looks after the publisher, then their stand-in, then the least loaded.
    #[default]
    Portfolio,
    /// The least loaded.
    Load,
    /// The least loaded, but never who looks after the publisher.
    Independent,
}

impl Preference {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Portfolio, Self::Load, Self::Independent];

    /// The key as in rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portfolio => "portfolio",
            Self::Load => "load",
            Self::Independent => "independent",
        }
    }
}

/// One condition of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clause {
    /// The kind of case.
    Kind,
    /// The form.
    RequestType,
    /// The priority.
    Priority,
    /// The trade of the publisher.
    Vertical,
    /// The tier of the publisher.
    Tier,
    /// The language of the thread.
    Language,
    /// The answers.
    Answers,
}

impl Clause {
    /// The key as in rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::RequestType => "request_type",
            Self::Priority => "priority",
            Self::Vertical => "vertical",
            Self::Tier => "tier",
            Self::Language => "language",
            Self::Answers => "answers",
        }
    }
}

impl RoutingRule {
    /// The conditions that do not hold; empty when the rule falls on the case.
    pub fn misses(&self, asked: &Asked<'_>, facts: &RoutingFacts) -> Vec<Clause> {
        let mut misses = Vec::new();
        let mut ask = |clause: Clause, holds: bool| {
            if !holds {
                misses.push(clause);
            }
        };
        ask(Clause::Kind, among(&self.kinds, Some(&asked.kind)));
        ask(
            Clause::RequestType,
            among(&self.request_types, asked.request_type),
        );
        ask(
            Clause::Priority,
            among(&self.priorities, Some(&asked.priority)),
        );
        ask(
            Clause::Vertical,
            among(&self.verticals, Some(&facts.vertical)),
        );
        ask(Clause::Tier, among(&self.tiers, Some(&facts.tier)));
        ask(
            Clause::Language,
            among(&self.languages, Some(&asked.language)),
        );
        ask(
            Clause::Answers,
            self.answers
                .as_ref()
                .is_none_or(|condition| condition.holds(asked.answers)),
        );
        misses
    }

    /// Whether the rule may fall on cases of this kind and form.
    pub fn concerns(&self, kind: Kind, request_type: Option<&RequestTypeKey>) -> bool {
        among(&self.kinds, Some(&kind)) && among(&self.request_types, request_type)
    }
}

fn among<T: PartialEq>(wanted: &[T], given: Option<&T>) -> bool {
    wanted.is_empty() || given.is_some_and(|one| wanted.contains(one))
}
