//! Overrides of rotas: entered, taken away, listed.

use domain::ids::{OverrideId, PersonId, RotaKey};
use domain::rota::Override;
use domain::time::Instant;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::idempotency::{self, Idempotency};
use crate::store::rows::rota_override;
use crate::store::sql::{Columns, Sql};

/// Most overrides of one rota that are not over.
const PLANNED: i64 = 200;
/// Most overrides of one list; more cannot be planned for ten rotas.
const LISTED: i64 = 2_000;

impl Store {
    /// Enters an override.
    ///
    /// # Errors
    /// [`StoreError::Taken`] `override` when there is one then already, `many` when two hundred are to come;
    /// [`StoreError::KeyTaken`].
    pub async fn add_override(
        &self,
        wanted: Override,
        at: Instant,
        key: Option<Idempotency>,
    ) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                if let Some(key) = &key {
                    idempotency::take(tx, key, None).await?;
                }
                // Rotas have no row to lock; the configuration log's lock serves: overrides are rare.
                if let Some(lock) = tx.engine().append_lock() {
                    tx.execute(Sql::new(lock)).await?;
                }
                let mut same = Sql::new("SELECT 1 FROM rota_override");
                same.arg(" WHERE rota = ", wanted.rota.as_str())
                    .push(" AND removed_at IS NULL")
                    .arg(" AND until_at > ", wanted.from.millis())
                    .arg(" AND from_at < ", wanted.until.millis())
                    .push(" LIMIT 1");
                if tx.one(same).await?.is_some() {
                    return Err(StoreError::Taken("override"));
                }
                let mut many = Sql::new("SELECT COUNT(*) FROM rota_override");
                many.arg(" WHERE rota = ", wanted.rota.as_str())
                    .push(" AND removed_at IS NULL")
                    .arg(" AND until_at > ", at.millis());
                if let Some(row) = tx.one(many).await?
                    && Columns::of(&row).take::<i64>()? >= PLANNED
                {
                    return Err(StoreError::Taken("many"));
                }
                let columns = rota_override::COLUMNS;
                let sql = Sql::insert("rota_override", columns, [&wanted], |sql, one| {
                    rota_override::bind(sql, one, at);
                });
                tx.execute(sql).await.map(|_| ())
            })
        })
        .await
    }

    /// Takes an override away; one that is gone already stays as it was.
    pub async fn remove_override(
        &self,
        id: OverrideId,
        by: PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE rota_override SET ");
        sql.arg("removed_at = ", now.millis())
            .arg(", removed_by = ", by.uuid())
            .arg(" WHERE id = ", id.uuid())
            .push(" AND removed_at IS NULL");
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// One override that was not taken away.
    pub async fn find_override(&self, id: OverrideId) -> Result<Option<Override>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE id = ", id.uuid())
            .push(" AND removed_at IS NULL");
        let Some(row) = self.one(sql).await? else {
            return Ok(None);
        };
        rota_override::read(&mut Columns::of(&row)).map(Some)
    }

    /// The overrides of these rotas that reach into a period, by when they begin.
    pub async fn list_overrides(
        &self,
        rotas: &[RotaKey],
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Override>, StoreError> {
        if rotas.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = select();
        sql.push(" WHERE rota IN ")
            .list(rotas.iter().map(RotaKey::as_str))
            .push(" AND removed_at IS NULL")
            .arg(" AND until_at > ", from.millis())
            .arg(" AND from_at < ", until.millis())
            .number(" ORDER BY from_at, id LIMIT ", LISTED);
        let mut found = Vec::new();
        for row in self.all(sql).await? {
            found.push(rota_override::read(&mut Columns::of(&row))?);
        }
        Ok(found)
    }
}

fn select() -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(rota_override::SELECT).push(" FROM rota_override");
    sql
}
