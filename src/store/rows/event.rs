//! One entry of a case's history.

use domain::event::{Event, EventBody};
use domain::ids::{CaseId, EventId};
use domain::time::Instant;

use crate::store::error::StoreError;
use crate::store::hash::Hash;
use crate::store::rows::actor;
use crate::store::sql::{Columns, Sql};

/// Order of the columns when written.
pub const COLUMNS: &str =
    "case_id, seq, id, at, actor_kind, actor_id, actor_rule, kind, body, hash";

/// Order of the columns when read.
pub const SELECT: &str = "case_id, seq, id, at, actor_kind, actor_id, actor_rule, body, hash";

/// An entry with its body as stored and its hash.
#[derive(Debug, Clone)]
pub struct Sealed<'a> {
    /// The entry.
    pub event: &'a Event,
    /// Its body as stored.
    pub body: String,
    /// The hash over it and its forerunner.
    pub hash: Hash,
}

/// Binds [`COLUMNS`].
pub fn bind(sql: &mut Sql, sealed: &Sealed<'_>) {
    let event = sealed.event;
    sql.bind(event.case.uuid())
        .bind(event.seq)
        .bind(event.id.uuid())
        .bind(event.at.millis());
    actor::bind(sql, &event.actor);
    sql.bind(event.body.key())
        .bind(sealed.body.as_str())
        .bind(sealed.hash.to_vec());
}

/// Reads [`SELECT`]: the entry, its body as stored, its hash.
pub fn read(columns: &mut Columns<'_>) -> Result<(Event, String, Vec<u8>), StoreError> {
    let case = CaseId::from_uuid(columns.take()?);
    let seq = columns.take()?;
    let id = EventId::from_uuid(columns.take()?);
    let at = Instant::from_millis(columns.take()?);
    let actor = actor::read(columns)?;
    let text: String = columns.take()?;
    let body: EventBody = serde_json::from_str(&text)?;
    let event = Event {
        id,
        case,
        seq,
        at,
        actor,
        body,
    };
    Ok((event, text, columns.take()?))
}
