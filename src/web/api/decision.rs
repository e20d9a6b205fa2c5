//! A routing decision with its inputs, as the API shows it to staff.

use std::collections::BTreeMap;

use domain::ids::PersonId;
use domain::routing::skill::Skill;
use domain::routing::{Considered, Fitness, RouteWhy, Strategy};
use domain::text::Language;
use domain::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::api::values::Moment;

/// Why a case is with its team, and why this person was proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision<'a> {
    /// Key of the rule that matched; empty for none.
    rule: &'a str,
    /// The rule's title as it was then.
    title: &'a str,
    /// How the person was found: `portfolio_owner`, `backup`, `least_load`, `least_load_unskilled`, `nobody`.
    #[schema(value_type = String)]
    strategy: Strategy,
    /// Who was proposed; null for nobody.
    proposed: Option<Named<'a>>,
    /// Who looked after the publisher.
    portfolio_owner: Option<Named<'a>>,
    /// Who stood in for them.
    backup: Option<Named<'a>>,
    /// The skills asked for, such as `language:en`.
    #[schema(value_type = Vec<String>)]
    skills: &'a [Skill],
    /// How many were compared.
    compared: u32,
    /// Everybody compared, best first; at most 40.
    candidates: Vec<Compared<'a>>,
}

/// A person of the staff by identity and name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: PersonId,
    /// Full name; empty for somebody who is gone.
    name: &'a str,
}

/// One person of the comparison, as they stood then.
#[derive(Debug, Serialize, ToSchema)]
pub struct Compared<'a> {
    /// Who.
    person: Named<'a>,
    /// Sum of the weights of the cases whose ball was with them.
    load: i64,
    /// Most load they should have; a warning, never a wall.
    capacity: i64,
    /// When they were last given a case; null for never.
    last_assigned_at: Option<Moment>,
    /// `fit`, `unskilled`, `excluded` or `absent`.
    #[schema(value_type = String)]
    fitness: Fitness,
    /// Skills asked for that they are not known for.
    #[schema(value_type = Vec<String>)]
    missing: &'a [Skill],
}

impl<'a> Decision<'a> {
    /// The decision in a language, with names from `people`.
    pub fn of(
        why: &'a RouteWhy,
        people: &'a BTreeMap<PersonId, String>,
        language: Language,
    ) -> Self {
        let named = |id: PersonId| Named {
            id,
            name: people.get(&id).map_or("", String::as_str),
        };
        let compared = |one: &'a Considered| Compared {
            person: named(one.person),
            load: one.load,
            capacity: one.capacity,
            last_assigned_at: (one.last_assigned_ms > 0)
                .then(|| Instant::from_millis(one.last_assigned_ms).into()),
            fitness: one.fitness,
            missing: &one.missing,
        };
        Self {
            rule: &why.rule,
            title: why.title.get(language),
            strategy: why.strategy,
            proposed: why.proposed.map(named),
            portfolio_owner: why.portfolio_owner.map(named),
            backup: why.backup.map(named),
            skills: &why.asked,
            compared: why.compared,
            candidates: why.candidates.iter().map(compared).collect(),
        }
    }
}
