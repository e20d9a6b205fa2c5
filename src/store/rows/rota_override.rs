//! Overrides of rotas.

use domain::ids::{OverrideId, PersonId, RotaKey};
use domain::rota::Override;
use domain::time::Instant;

use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

/// Order of the columns when read.
pub const SELECT: &str = "id, rota, person_id, from_at, until_at, author_id";

/// Order of the columns when written.
pub const COLUMNS: &str = "id, rota, person_id, from_at, until_at, author_id, created_at";

/// Binds [`COLUMNS`].
pub fn bind(sql: &mut Sql, one: &Override, at: Instant) {
    sql.bind(one.id.uuid())
        .bind(one.rota.as_str())
        .bind(one.person.uuid())
        .bind(one.from.millis())
        .bind(one.until.millis())
        .bind(one.author.uuid())
        .bind(at.millis());
}

/// Reads [`SELECT`].
pub fn read(columns: &mut Columns<'_>) -> Result<Override, StoreError> {
    Ok(Override {
        id: OverrideId::from_uuid(columns.take()?),
        rota: RotaKey::new(columns.take::<String>()?),
        person: PersonId::from_uuid(columns.take()?),
        from: Instant::from_millis(columns.take()?),
        until: Instant::from_millis(columns.take()?),
        author: PersonId::from_uuid(columns.take()?),
    })
}
