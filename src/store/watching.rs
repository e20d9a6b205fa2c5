//! Who follows a case, and who has seen it.

use domain::ids::{CaseId, PersonId};
use domain::time::Instant;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

impl Store {
    /// The people who follow a case, by identity.
    pub async fn watchers_any(&self, case: CaseId) -> Result<Vec<PersonId>, StoreError> {
        let mut sql = Sql::new("SELECT person_id FROM watcher");
        sql.arg(" WHERE case_id = ", case.uuid())
            .push(" ORDER BY person_id");
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| Ok(PersonId::from_uuid(Columns::of(row).take()?)))
            .collect()
    }

    /// Remembers that a person has seen a case as it is at `at`; never moves backwards.
    pub async fn mark_seen(
        &self,
        person: PersonId,
        case: CaseId,
        at: Instant,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::insert(
            "case_seen",
            "person_id, case_id, seen_at",
            [at],
            |sql, at| {
                sql.bind(person.uuid()).bind(case.uuid()).bind(at.millis());
            },
        );
        sql.push(
            " ON CONFLICT (person_id, case_id) DO UPDATE SET seen_at = excluded.seen_at \
             WHERE case_seen.seen_at < excluded.seen_at",
        );
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// When a person last saw a case.
    pub async fn seen_at(
        &self,
        person: PersonId,
        case: CaseId,
    ) -> Result<Option<Instant>, StoreError> {
        let mut sql = Sql::new("SELECT seen_at FROM case_seen");
        sql.arg(" WHERE person_id = ", person.uuid())
            .arg(" AND case_id = ", case.uuid());
        let row = self.one(sql).await?;
        row.map(|row| Ok(Instant::from_millis(Columns::of(&row).take()?)))
            .transpose()
    }
}
