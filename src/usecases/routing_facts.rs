//! What routing must know of the world around a case: the publisher, the form's wish, who could be proposed.

use domain::case::Kind;
use domain::ids::{PersonId, TeamKey};
use domain::people::{Person, Role};
use domain::routing::{Candidate, Pool, RoutingFacts};
use domain::workflow::effect::Effect;

use crate::store::rows::organisation::Organisation;
use crate::usecases::app::{About, App};
use crate::usecases::error::Error;

/// Who works the queue of a team, where a rule names no role.
const WORKERS: [Role; 2] = [Role::Manager, Role::Specialist];

impl App {
    /// The facts for a case of a publisher, with everybody whom the rules may propose for it.
    ///
    /// # Errors
    /// The store's troubles.
    pub(crate) async fn routing_facts(
        &self,
        about: About<'_>,
        publisher: &Organisation,
        staff: &[Person],
    ) -> Result<RoutingFacts, Error> {
        let form = about
            .request_type
            .filter(|_| about.kind == Kind::Request)
            .and_then(|key| self.rules.forms.find(key));
        let form_team = form.map(|form| form.heading(about.answers).team);
        let mut wanted: Vec<(TeamKey, Option<Role>)> = Vec::new();
        let mut add = |team: &TeamKey, role: Option<Role>| {
            let pair = (team.clone(), role);
            if !wanted.contains(&pair) {
                wanted.push(pair);
            }
        };
        for rule in &self.rules.routing {
            if rule.concerns(about.kind, about.request_type) {
                let team = rule.team.as_ref().or(form_team.as_ref());
                add(team.unwrap_or(about.team), rule.role);
            }
        }
        let teams = [Some(about.team), Some(about.desk), about.named];
        for team in teams.into_iter().flatten() {
            add(team, None);
        }
        if let Some(team) = &form_team {
            add(team, None);
        }
        if let Some(definition) = self.rules.workflows.newest_of(about.kind) {
            let effects = definition.transitions.iter().flat_map(|one| &one.effects);
            for effect in effects {
                if let Effect::HandTo { team } = effect {
                    add(team, None);
                }
            }
        }
        Ok(RoutingFacts {
            portfolio_owner: publisher.portfolio_owner,
            backup: publisher.portfolio_backup,
            vertical: publisher.vertical.clone(),
            tier: publisher.tier.clone(),
            form_team,
            pools: self.pools(&wanted, staff).await?,
        })
    }

    /// Everybody of these teams in these roles, with load and skills.
    ///
    /// # Errors
    /// The store's troubles.
    pub(crate) async fn pools(
        &self,
        wanted: &[(TeamKey, Option<Role>)],
        staff: &[Person],
    ) -> Result<Vec<Pool>, Error> {
        let members = |team: &TeamKey, role: Option<Role>| {
            staff
                .iter()
                .filter(|person| {
                    WORKERS
                        .into_iter()
                        .filter(|_| role.is_none())
                        .chain(role)
                        .any(|role| person.has_role_in(role, team))
                })
                .map(|person| person.id)
                .collect::<Vec<PersonId>>()
        };
        let pools: Vec<_> = wanted
            .iter()
            .map(|(team, role)| (team, *role, members(team, *role)))
            .collect();
        let mut everybody: Vec<PersonId> = pools
            .iter()
            .flat_map(|(_, _, people)| people.iter().copied())
            .collect();
        everybody.sort_unstable();
        everybody.dedup();
        let candidates = self.candidates(&everybody, staff).await?;
        Ok(pools
            .into_iter()
            .map(|(team, role, people)| Pool {
                team: team.clone(),
                role,
                people: candidates
                    .iter()
                    .filter(|one| people.contains(&one.person))
                    .cloned()
                    .collect(),
            })
            .collect())
    }

    /// These people of the staff as candidates, by identity.
    ///
    /// # Errors
    /// The store's troubles.
    pub(crate) async fn candidates(
        &self,
        people: &[PersonId],
        staff: &[Person],
    ) -> Result<Vec<Candidate>, Error> {
        let loads = self.store.workloads(people).await?;
        let mut skills = self.store.skills(people).await?;
        let is_there = |id: PersonId| {
            let found = staff.iter().find(|person| person.id == id);
            found.is_some_and(Person::is_available)
        };
        Ok(loads
            .into_iter()
            .map(|one| Candidate {
                person: one.person,
                load: one.load,
                capacity: one.capacity,
                last_assigned_ms: one.last_assigned_ms,
                available: is_there(one.person),
                skills: skills.remove(&one.person).unwrap_or_default(),
            })
            .collect())
    }
}
