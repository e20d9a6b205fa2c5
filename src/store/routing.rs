//! What routing must know of the world: who looks after the publisher, who could be proposed, how loaded
//! they are.

use domain::ids::{OrganisationId, PersonId, TeamKey};
use domain::people::Role;
use domain::routing::{Candidate, RoutingFacts};
use domain::time::Instant;

use crate::store::Store;
use crate::store::counters::Counter;
use crate::store::error::StoreError;
use crate::store::rows::absence;
use crate::store::rows::case::person;
use crate::store::sql::{Columns, Sql};

impl Store {
    /// The facts for a publisher, with everybody who holds one of the roles in its team.
    pub async fn routing_facts(
        &self,
        wanted: &[(TeamKey, Role)],
        organisation: OrganisationId,
        now: Instant,
    ) -> Result<RoutingFacts, StoreError> {
        let mut facts = RoutingFacts::default();
        let mut sql = Sql::new("SELECT portfolio_owner, portfolio_backup FROM organisation");
        sql.arg(" WHERE id = ", organisation.uuid());
        if let Some(row) = self.one(sql).await? {
            let mut columns = Columns::of(&row);
            facts.portfolio_owner = person(&mut columns)?;
            facts.backup = person(&mut columns)?;
        }
        for (team, role) in wanted {
            let found = self.candidates(team, *role, now).await?;
            match facts.candidates.iter_mut().find(|(key, _)| key == team) {
                Some((_, known)) => {
                    for one in found {
                        if known.iter().all(|other| other.person != one.person) {
                            known.push(one);
                        }
                    }
                }
                None => facts.candidates.push((team.clone(), found)),
            }
        }
        Ok(facts)
    }

    /// Everybody who holds the role in the team, by identity, with their load.
    pub async fn candidates(
        &self,
        team: &TeamKey,
        role: Role,
        now: Instant,
    ) -> Result<Vec<Candidate>, StoreError> {
        let mut sql = Sql::new("SELECT p.id, p.capacity, p.last_assigned_at, p.active, ");
        absence::away(&mut sql, now);
        sql.push(" FROM membership m JOIN person p ON p.id = m.person_id")
            .arg(" WHERE m.team = ", team.as_str())
            .arg(" AND m.role = ", role.as_str())
            .push(" ORDER BY p.id");
        let mut candidates = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            let person = PersonId::from_uuid(columns.take()?);
            let capacity = columns.take()?;
            let last_assigned_ms = columns.take()?;
            let active: bool = columns.take()?;
            let absent: bool = columns.take()?;
            candidates.push(Candidate {
                person,
                load: 0,
                capacity,
                last_assigned_ms,
                available: active && !absent,
            });
        }
        self.fill_loads(&mut candidates).await?;
        Ok(candidates)
    }

    async fn fill_loads(&self, candidates: &mut [Candidate]) -> Result<(), StoreError> {
        let wanted: Vec<Counter> = candidates
            .iter()
            .map(|one| Counter::Load(one.person))
            .collect();
        let loads = self.counters(&wanted).await?;
        for (candidate, load) in candidates.iter_mut().zip(loads) {
            candidate.load = load;
        }
        Ok(())
    }
}
