//! Absences: planned, ended, listed. Whether a person is away now is read with the person.

use domain::absence::Absence;
use domain::ids::{AbsenceId, PersonId};
use domain::time::Instant;
use uuid::Uuid;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::idempotency::{self, Idempotency};
use crate::store::rows::absence;
use crate::store::sql::{Columns, Sql};

/// Most absences of one person that are not over.
const PLANNED: i64 = 50;

/// Where a page of absences begins: after this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsencePlace {
    /// When it begins.
    pub from: Instant,
    /// Which.
    pub id: AbsenceId,
}

impl Store {
    /// Enters an absence.
    ///
    /// # Errors
    /// [`StoreError::Taken`] `absence` when the person is away then already, `many` when they have fifty
    /// to come; [`StoreError::NotFound`] for nobody of the staff; [`StoreError::KeyTaken`].
    pub async fn plan_absence(
        &self,
        planned: Absence,
        key: Option<Idempotency>,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                if let Some(key) = &key {
                    idempotency::take(tx, key, None).await?;
                }
                // One at a time for a person: the row of the person is the lock.
                let mut person = Sql::new("SELECT 1 FROM person");
                person
                    .arg(" WHERE id = ", planned.person.uuid())
                    .push(" AND organisation_id IS NULL AND active")
                    .push(tx.engine().for_update());
                if tx.one(person).await?.is_none() {
                    return Err(StoreError::NotFound("person"));
                }
                let mut same = Sql::new("SELECT 1 FROM absence");
                same.arg(" WHERE person_id = ", planned.person.uuid())
                    .arg(" AND until_at > ", planned.from.millis())
                    .arg(" AND from_at < ", planned.until.millis())
                    .push(" AND from_at < until_at LIMIT 1");
                if tx.one(same).await?.is_some() {
                    return Err(StoreError::Taken("absence"));
                }
                let mut many = Sql::new("SELECT COUNT(*) FROM absence");
                many.arg(" WHERE person_id = ", planned.person.uuid())
                    .arg(" AND until_at > ", planned.recorded_at.millis());
                if let Some(row) = tx.one(many).await?
                    && Columns::of(&row).take::<i64>()? >= PLANNED
                {
                    return Err(StoreError::Taken("many"));
                }
                let sql = Sql::insert("absence", absence::COLUMNS, [&planned], |sql, one| {
                    absence::bind(sql, one);
                });
                tx.execute(sql).await.map(|_| ())
            })
        })
        .await
    }

    /// Ends an absence now; one that is over stays as it was.
    pub async fn end_absence(
        &self,
        id: AbsenceId,
        by: PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE absence SET until_at = CASE");
        sql.arg(" WHEN from_at > ", now.millis())
            .arg(" THEN from_at ELSE ", now.millis())
            .push(" END")
            .arg(", ended_at = ", now.millis())
            .arg(", ended_by = ", by.uuid())
            .arg(" WHERE id = ", id.uuid())
            .arg(" AND until_at > ", now.millis())
            .push(" AND from_at < until_at");
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// One absence, over or not; whether the asking person may see it is the caller's question.
    pub async fn find_absence(&self, id: AbsenceId) -> Result<Option<Absence>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE id = ", id.uuid());
        let Some(row) = self.one(sql).await? else {
            return Ok(None);
        };
        absence::read(&mut Columns::of(&row)).map(Some)
    }

    /// Absences that are not over at `from` and begin before `until`, by when they begin; of one person or
    /// of everybody; at most `limit` after `after`.
    pub async fn list_absences(
        &self,
        person: Option<PersonId>,
        from: Instant,
        until: Instant,
        after: Option<AbsencePlace>,
        limit: u32,
    ) -> Result<Vec<Absence>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE until_at > ", from.millis())
            .arg(" AND from_at < ", until.millis())
            .push(" AND from_at < until_at");
        if let Some(person) = person {
            sql.arg(" AND person_id = ", person.uuid());
        }
        if let Some(place) = after {
            let id: Uuid = place.id.uuid();
            sql.arg(" AND (from_at, id) > (", place.from.millis())
                .arg(", ", id)
                .push(")");
        }
        sql.number(" ORDER BY from_at, id LIMIT ", i64::from(limit));
        let mut found = Vec::new();
        for row in self.all(sql).await? {
            found.push(absence::read(&mut Columns::of(&row))?);
        }
        Ok(found)
    }
}

fn select() -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(absence::COLUMNS).push(" FROM absence");
    sql
}
