//! Runs of escalation policies.

use domain::escalation::Run;
use domain::ids::{CaseId, ClockId, PersonId, PolicyKey, RunId};
use domain::time::Instant;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::rows::case::{instant, person};
use crate::store::sql::{Columns, Sql};

/// Order of the columns.
pub const COLUMNS: &str = "id, case_id, clock_id, policy_key, policy_version, level, round, stage, \
     started_at, fired_at, acknowledged_by, acknowledged_at, origin_id, joined";

/// What an existing run takes over from the row that was to be inserted.
pub const REPLACE: &str = " ON CONFLICT (id) DO UPDATE SET level = excluded.level, \
     round = excluded.round, stage = excluded.stage, fired_at = excluded.fired_at, \
     acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at, \
     joined = excluded.joined";

/// Binds [`COLUMNS`].
pub fn bind(sql: &mut Sql, run: &Run) -> Result<(), StoreError> {
    sql.bind(run.id.uuid())
        .bind(run.case.uuid())
        .bind(run.clock.map(ClockId::uuid))
        .bind(run.policy.as_str())
        .bind(i64::from(run.policy_version))
        .bind(i64::from(run.level))
        .bind(i64::from(run.round))
        .bind(run.stage.as_str())
        .bind(run.started_at.millis())
        .bind(run.fired_at.map(Instant::millis))
        .bind(run.acknowledged_by.map(PersonId::uuid))
        .bind(run.acknowledged_at.map(Instant::millis))
        .bind(
            Some(run.origin)
                .filter(|origin| *origin != run.id)
                .map(RunId::uuid),
        )
        .bind(serde_json::to_string(&run.joined)?);
    Ok(())
}

/// Reads [`COLUMNS`].
pub fn read(columns: &mut Columns<'_>) -> Result<Run, StoreError> {
    let id = RunId::from_uuid(columns.take()?);
    Ok(Run {
        id,
        case: CaseId::from_uuid(columns.take()?),
        clock: columns.take::<Option<Uuid>>()?.map(ClockId::from_uuid),
        policy: PolicyKey::new(columns.take::<String>()?),
        policy_version: columns.small()?,
        level: columns.small()?,
        round: columns.small()?,
        stage: columns.key()?,
        started_at: Instant::from_millis(columns.take()?),
        fired_at: instant(columns)?,
        acknowledged_by: person(columns)?,
        acknowledged_at: instant(columns)?,
        origin: columns.take::<Option<Uuid>>()?.map_or(id, RunId::from_uuid),
        joined: columns.json()?,
    })
}
