//! Absences of people.

use domain::absence::Absence;
use domain::ids::{AbsenceId, PersonId};
use domain::time::Instant;

use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

/// Order of the columns.
pub const COLUMNS: &str = "id, person_id, from_at, until_at, recorded_by, recorded_at";

/// Binds [`COLUMNS`].
pub fn bind(sql: &mut Sql, absence: &Absence) {
    sql.bind(absence.id.uuid())
        .bind(absence.person.uuid())
        .bind(absence.from.millis())
        .bind(absence.until.millis())
        .bind(absence.recorded_by.uuid())
        .bind(absence.recorded_at.millis());
}

/// Reads [`COLUMNS`].
pub fn read(columns: &mut Columns<'_>) -> Result<Absence, StoreError> {
    Ok(Absence {
        id: AbsenceId::from_uuid(columns.take()?),
        person: PersonId::from_uuid(columns.take()?),
        from: Instant::from_millis(columns.take()?),
        until: Instant::from_millis(columns.take()?),
        recorded_by: PersonId::from_uuid(columns.take()?),
        recorded_at: Instant::from_millis(columns.take()?),
    })
}

/// Appends the expression that says whether the person of a row of `person`, named `p`, is away at that
/// moment: the only reading of it there is.
pub fn away(sql: &mut Sql, now: Instant) {
    sql.arg("CASE WHEN p.absent_until > ", now.millis())
        .arg(
            " OR EXISTS (SELECT 1 FROM absence a WHERE a.person_id = p.id AND a.until_at > ",
            now.millis(),
        )
        .arg(" AND a.from_at <= ", now.millis())
        .push(") THEN TRUE ELSE FALSE END");
}
