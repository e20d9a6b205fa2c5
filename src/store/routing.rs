//! What routing must know of people: how loaded they are, and what they master.

use std::collections::BTreeMap;

use domain::ids::PersonId;
use domain::routing::skill::{Dimension, Skill};

use crate::store::Store;
use crate::store::counters::Counter;
use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

/// How much somebody has to do, and should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Who.
    pub person: PersonId,
    /// Sum of the weights of the cases whose ball is with them.
    pub load: i64,
    /// Most load they should have.
    pub capacity: i64,
    /// When they were last given a case, in milliseconds; 0 for never.
    pub last_assigned_ms: i64,
}

impl Store {
    /// The load of these people, by identity; unknown ones are left out.
    pub async fn workloads(&self, people: &[PersonId]) -> Result<Vec<Workload>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT id, capacity, last_assigned_at FROM person WHERE id IN ");
        sql.list(people.iter().map(|id| id.uuid()))
            .push(" ORDER BY id");
        let mut found = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            found.push(Workload {
                person: PersonId::from_uuid(columns.take()?),
                load: 0,
                capacity: columns.take()?,
                last_assigned_ms: columns.take()?,
            });
        }
        let wanted: Vec<Counter> = found.iter().map(|one| Counter::Load(one.person)).collect();
        let loads = self.counters(&wanted).await?;
        for (one, load) in found.iter_mut().zip(loads) {
            one.load = load;
        }
        Ok(found)
    }

    /// The skills of these people; who has none is left out.
    pub async fn skills(
        &self,
        people: &[PersonId],
    ) -> Result<BTreeMap<PersonId, Vec<Skill>>, StoreError> {
        let mut skills: BTreeMap<PersonId, Vec<Skill>> = BTreeMap::new();
        if people.is_empty() {
            return Ok(skills);
        }
        let mut sql =
            Sql::new("SELECT person_id, dimension, value FROM person_skill WHERE person_id IN ");
        sql.list(people.iter().map(|id| id.uuid()))
            .push(" ORDER BY person_id, dimension, value");
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            let person = PersonId::from_uuid(columns.take()?);
            let dimension: Dimension = columns.key()?;
            let skill = Skill::new(dimension, columns.take()?);
            skills.entry(person).or_default().push(skill);
        }
        Ok(skills)
    }

    /// Records a skill of a person; one that is there already stays.
    pub async fn add_skill(&self, person: PersonId, skill: Skill) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::insert(
                    "person_skill",
                    "person_id, dimension, value",
                    [&skill],
                    |sql, skill| {
                        sql.bind(person.uuid())
                            .bind(skill.dimension().as_str())
                            .bind(skill.value());
                    },
                );
                sql.push(" ON CONFLICT (person_id, dimension, value) DO NOTHING");
                tx.execute(sql).await.map(|_| ())
            })
        })
        .await
    }

    /// Forgets a skill of a person.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when they have it not.
    pub async fn remove_skill(&self, person: PersonId, skill: Skill) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("DELETE FROM person_skill");
                sql.arg(" WHERE person_id = ", person.uuid())
                    .arg(" AND dimension = ", skill.dimension().as_str())
                    .arg(" AND value = ", skill.value());
                match tx.execute(sql).await? {
                    0 => Err(StoreError::NotFound("skill")),
                    _ => Ok(()),
                }
            })
        })
        .await
    }
}
