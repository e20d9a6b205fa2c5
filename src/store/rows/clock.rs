//! Clocks and their ledger.

use domain::case::Case;
use domain::clocks::clock::{
    CalendarRef, Clock, ClockChange, ClockEvent, ClockKind, PolicyRef, Stage,
};
use domain::ids::{CalendarKey, CaseId, ClockId, Metric, PolicyKey, TeamKey};
use domain::time::{Instant, Span};

use crate::store::error::StoreError;
use crate::store::rows::case::instant;
use crate::store::sql::{Columns, Sql};

/// Order of a clock's columns when written.
pub const COLUMNS: &str = "id, case_id, metric, kind, cycle, stage, calendar_key, calendar_version, \
     policy_key, policy_version, target_ms, started_at, running_since, spent_ms, due_at, \
     original_due, manual_due, breached_at, breach_detected_at, stopped_at, fired, pauses, team, \
     case_kind, counted_at";

/// Order of a clock's columns when read.
pub const SELECT: &str = "id, case_id, metric, kind, cycle, stage, calendar_key, calendar_version, \
     policy_key, policy_version, target_ms, started_at, running_since, spent_ms, due_at, \
     original_due, manual_due, breached_at, breach_detected_at, stopped_at, fired, pauses, team";

/// What an existing clock takes over from the row that was to be inserted.
pub const REPLACE: &str = " ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, \
     calendar_key = excluded.calendar_key, calendar_version = excluded.calendar_version, \
     policy_key = excluded.policy_key, policy_version = excluded.policy_version, \
     target_ms = excluded.target_ms, running_since = excluded.running_since, \
     spent_ms = excluded.spent_ms, due_at = excluded.due_at, \
     manual_due = excluded.manual_due, breached_at = excluded.breached_at, \
     breach_detected_at = excluded.breach_detected_at, stopped_at = excluded.stopped_at, \
     fired = excluded.fired, pauses = excluded.pauses, team = excluded.team, counted_at = excluded.counted_at";

/// Order of a ledger line's columns when written.
pub const LEDGER_COLUMNS: &str =
    "case_id, seq, clock_id, metric, cycle, at, what, body, reason, spent_ms, due_at";

/// Order of a ledger line's columns when read.
pub const LEDGER_SELECT: &str =
    "case_id, clock_id, metric, cycle, at, body, reason, spent_ms, due_at";

/// Binds [`COLUMNS`]; `case` is the clock's case as it is written with it.
pub fn bind(sql: &mut Sql, clock: &Clock, case: &Case) -> Result<(), StoreError> {
    sql.bind(clock.id.uuid())
        .bind(clock.case.uuid())
        .bind(clock.metric.as_str())
        .bind(kind(clock.kind))
        .bind(i64::from(clock.cycle))
        .bind(clock.stage.as_str())
        .bind(clock.calendar.key.as_str())
        .bind(i64::from(clock.calendar.version))
        .bind(clock.policy.key.as_str())
        .bind(i64::from(clock.policy.version))
        .bind(clock.target.as_millis())
        .bind(clock.started_at.millis())
        .bind(clock.running_since.map(Instant::millis))
        .bind(clock.spent.as_millis())
        .bind(clock.due_at.map(Instant::millis))
        .bind(clock.original_due.millis())
        .bind(clock.manual_due.map(Instant::millis))
        .bind(clock.breached_at.map(Instant::millis))
        .bind(clock.breach_detected_at.map(Instant::millis))
        .bind(clock.stopped_at.map(Instant::millis))
        .bind(serde_json::to_string(&clock.fired)?)
        .bind(serde_json::to_string(&clock.pauses)?)
        .bind(clock.team.as_str())
        .bind(case.kind.as_str())
        .bind(counted_at(clock).map(Instant::millis));
    Ok(())
}

/// Reads [`SELECT`].
pub fn read(columns: &mut Columns<'_>) -> Result<Clock, StoreError> {
    Ok(Clock {
        id: ClockId::from_uuid(columns.take()?),
        case: CaseId::from_uuid(columns.take()?),
        metric: Metric::new(columns.take::<String>()?),
        kind: columns.key()?,
        cycle: columns.small()?,
        stage: columns.key()?,
        calendar: CalendarRef {
            key: CalendarKey::new(columns.take::<String>()?),
            version: columns.small()?,
        },
        policy: PolicyRef {
            key: PolicyKey::new(columns.take::<String>()?),
            version: columns.small()?,
        },
        target: Span::millis(columns.take()?),
        started_at: Instant::from_millis(columns.take()?),
        running_since: instant(columns)?,
        spent: Span::millis(columns.take()?),
        due_at: instant(columns)?,
        original_due: Instant::from_millis(columns.take()?),
        manual_due: instant(columns)?,
        breached_at: instant(columns)?,
        breach_detected_at: instant(columns)?,
        stopped_at: instant(columns)?,
        fired: columns.json()?,
        pauses: columns.json()?,
        team: TeamKey::new(columns.take::<String>()?),
    })
}

/// Binds [`LEDGER_COLUMNS`].
pub fn bind_line(sql: &mut Sql, line: &ClockEvent, seq: i64) -> Result<(), StoreError> {
    sql.bind(line.case.uuid())
        .bind(seq)
        .bind(line.clock.uuid())
        .bind(line.metric.as_str())
        .bind(i64::from(line.cycle))
        .bind(line.at.millis())
        .bind(change(&line.what))
        .bind(serde_json::to_string(&line.what)?)
        .bind(line.reason.as_str())
        .bind(line.spent.as_millis())
        .bind(line.due_at.map(Instant::millis));
    Ok(())
}

/// Reads [`LEDGER_SELECT`].
pub fn read_line(columns: &mut Columns<'_>) -> Result<ClockEvent, StoreError> {
    let case = CaseId::from_uuid(columns.take()?);
    Ok(ClockEvent {
        case,
        clock: ClockId::from_uuid(columns.take()?),
        metric: Metric::new(columns.take::<String>()?),
        cycle: columns.small()?,
        at: Instant::from_millis(columns.take()?),
        what: columns.json()?,
        reason: columns.take()?,
        spent: Span::millis(columns.take()?),
        due_at: instant(columns)?,
    })
}

/// The instant a clock enters attainment: its breach, or its stop when met. Cancelled ones leave it.
pub const fn counted_at(clock: &Clock) -> Option<Instant> {
    match clock.stage {
        Stage::Met => clock.stopped_at,
        Stage::Running | Stage::Paused | Stage::BreachedOpen | Stage::BreachedDone => {
            clock.breached_at
        }
        Stage::Cancelled => None,
    }
}

/// The key of a kind as it is stored.
pub const fn kind(kind: ClockKind) -> &'static str {
    match kind {
        ClockKind::Sla => "sla",
        ClockKind::Ola => "ola",
        ClockKind::Uc => "uc",
    }
}

const fn change(what: &ClockChange) -> &'static str {
    match what {
        ClockChange::Apply { .. } => "apply",
        ClockChange::Pause => "pause",
        ClockChange::Resume => "resume",
        ClockChange::Retarget { .. } => "retarget",
        ClockChange::Override { .. } => "override",
        ClockChange::Restate { .. } => "restate",
        ClockChange::Fulfil => "fulfil",
        ClockChange::Breach { .. } => "breach",
        ClockChange::Warn { .. } => "warn",
        ClockChange::Cancel => "cancel",
    }
}
