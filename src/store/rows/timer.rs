//! Armed timers.

use domain::ids::{CaseId, TimerId};
use domain::time::Instant;
use domain::timer::{Timer, TimerKind};
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

/// Order of the columns when written.
pub const COLUMNS: &str = "id, case_id, due_at, kind, subject_id, detail, lease_until";

/// Order of the columns when read.
pub const SELECT: &str = "id, case_id, due_at, detail";

/// Binds [`COLUMNS`].
pub fn bind(sql: &mut Sql, timer: &Timer) -> Result<(), StoreError> {
    sql.bind(timer.id.uuid())
        .bind(timer.case.uuid())
        .bind(timer.due_at.millis())
        .bind(timer.kind.key())
        .bind(subject(&timer.kind))
        .bind(serde_json::to_string(&timer.kind)?)
        .bind(0_i64);
    Ok(())
}

/// Reads [`SELECT`].
pub fn read(columns: &mut Columns<'_>) -> Result<Timer, StoreError> {
    Ok(Timer {
        id: TimerId::from_uuid(columns.take()?),
        case: CaseId::from_uuid(columns.take()?),
        due_at: Instant::from_millis(columns.take()?),
        kind: columns.json()?,
    })
}

/// The clock or the run that a timer is about.
const fn subject(kind: &TimerKind) -> Option<Uuid> {
    match kind {
        TimerKind::Clock { clock, percent: _ } => Some(clock.uuid()),
        TimerKind::Level { run, level: _ } | TimerKind::AckTimeout { run } => Some(run.uuid()),
        TimerKind::State { .. } | TimerKind::Follow { .. } => None,
    }
}
