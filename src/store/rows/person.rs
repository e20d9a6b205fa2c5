//! People with their memberships: one row per membership, folded into one person.

use domain::ids::{OrganisationId, PersonId, TeamKey};
use domain::people::{Membership, Person, Role};
use domain::time::Instant;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::row::Row;
use crate::store::rows::absence;
use crate::store::rows::case::person;
use crate::store::sql::{Columns, Sql, key};

/// Appends the columns in the order in which they are read, as of that moment; `p` is `person`, `m` is
/// `membership`.
pub fn select(sql: &mut Sql, now: Instant) {
    sql.push("p.id, p.name, p.email, p.language, p.organisation_id, p.backup_id, ");
    absence::away(sql, now);
    sql.push(", p.active, m.role, m.team");
}

/// Where [`select`] reads from.
pub const FROM: &str = " FROM person p LEFT JOIN membership m ON m.person_id = p.id ";

/// The team as stored: empty for none.
pub fn team(team: Option<&TeamKey>) -> &str {
    team.map_or("", TeamKey::as_str)
}

/// Folds rows that begin with [`select`]; the rows of one person follow one another.
pub fn read_all(rows: &[Row]) -> Result<Vec<Person>, StoreError> {
    let mut people: Vec<Person> = Vec::new();
    for row in rows {
        let mut columns = Columns::of(row);
        let id = PersonId::from_uuid(columns.take()?);
        if people.last().is_none_or(|last| last.id != id) {
            people.push(begin(id, &mut columns)?);
        } else {
            skip(&mut columns)?;
        }
        let held = membership(&mut columns)?;
        if let (Some(last), Some(held)) = (people.last_mut(), held) {
            last.memberships.push(held);
        }
    }
    Ok(people)
}

fn begin(id: PersonId, columns: &mut Columns<'_>) -> Result<Person, StoreError> {
    Ok(Person {
        id,
        name: columns.take()?,
        email: columns.take()?,
        language: columns.key()?,
        organisation: columns
            .take::<Option<Uuid>>()?
            .map(OrganisationId::from_uuid),
        backup: person(columns)?,
        absent: columns.take()?,
        active: columns.take()?,
        memberships: Vec::new(),
    })
}

/// Passes over the columns that [`begin`] reads.
fn skip(columns: &mut Columns<'_>) -> Result<(), StoreError> {
    columns.take::<String>()?;
    columns.take::<String>()?;
    columns.take::<String>()?;
    columns.take::<Option<Uuid>>()?;
    columns.take::<Option<Uuid>>()?;
    columns.take::<bool>()?;
    columns.take::<bool>()?;
    Ok(())
}

fn membership(columns: &mut Columns<'_>) -> Result<Option<Membership>, StoreError> {
    let role: Option<String> = columns.take()?;
    let team: Option<String> = columns.take()?;
    let Some(role) = role else {
        return Ok(None);
    };
    Ok(Some(Membership {
        role: key::<Role>(&role)?,
        team: team.filter(|team| !team.is_empty()).map(TeamKey::new),
    }))
}
