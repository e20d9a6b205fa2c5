//! A case: the slim row that lists walk, and the detail that only its own page needs.

use domain::case::{Case, Reference, WorkflowRef};
use domain::changes::{BoardKey, Lane};
use domain::ids::{
    CaseId, OrganisationId, PersonId, RequestTypeKey, StateKey, TeamKey, WorkflowKey,
};
use domain::time::Instant;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

/// Columns that every commit may change, in the order of [`bind_changing`].
pub const CHANGING: &str = "state, category, previous_state, request_type, title, language, \
     organisation_id, requester_id, team, desk, owner_id, priority, impact, urgency, confidential, \
     parent_id, submitted_at, state_since, resolved_at, updated_at, board_lane, board_due_at";

/// Columns that are given once, in the order of [`bind_fixed`].
pub const FIXED: &str = "id, kind, number, workflow_key, workflow_version, created_at";

/// The detail's columns after `case_id`.
pub const DETAIL: &str = "answers, facts, counters";

/// Everything of a case, in the order of [`read`]; `c` is `cases`, `d` is `case_detail`.
pub const SELECT: &str = "c.id, c.kind, c.number, c.workflow_key, c.workflow_version, c.state, \
     c.category, c.previous_state, c.request_type, c.title, c.language, c.organisation_id, \
     c.requester_id, c.team, c.desk, c.owner_id, c.priority, c.impact, c.urgency, c.confidential, \
     c.parent_id, d.answers, d.facts, d.counters, c.created_at, c.submitted_at, c.state_since, \
     c.resolved_at, c.updated_at, c.version, c.revision, c.event_count";

/// Where [`SELECT`] reads from.
pub const FROM: &str = " FROM cases c JOIN case_detail d ON d.case_id = c.id ";

/// The lane as stored.
pub const fn lane(lane: Lane) -> i16 {
    match lane {
        Lane::Running => 0,
        Lane::Held => 1,
        Lane::Off => 2,
    }
}

/// The lane of that number.
pub fn read_lane(number: i16) -> Result<Lane, StoreError> {
    match number {
        0 => Ok(Lane::Running),
        1 => Ok(Lane::Held),
        2 => Ok(Lane::Off),
        other => Err(StoreError::broken("board_lane", other)),
    }
}

/// Binds [`FIXED`].
pub fn bind_fixed(sql: &mut Sql, case: &Case, number: i64) {
    sql.bind(case.id.uuid())
        .bind(case.kind.as_str())
        .bind(number)
        .bind(case.workflow.key.as_str())
        .bind(i64::from(case.workflow.version))
        .bind(case.created_at.millis());
}

/// Binds [`CHANGING`].
pub fn bind_changing(sql: &mut Sql, case: &Case, board: BoardKey) {
    sql.bind(case.state.as_str())
        .bind(case.category.as_str())
        .bind(case.previous_state.as_ref().map(StateKey::as_str))
        .bind(case.request_type.as_ref().map(RequestTypeKey::as_str))
        .bind(case.title.as_str())
        .bind(case.language.as_str())
        .bind(case.organisation.uuid())
        .bind(case.requester.map(PersonId::uuid))
        .bind(case.team.as_str())
        .bind(case.desk.as_str())
        .bind(case.owner.map(PersonId::uuid))
        .bind(case.priority.as_str())
        .bind(i16::from(case.impact))
        .bind(i16::from(case.urgency))
        .bind(case.confidential)
        .bind(case.parent.map(CaseId::uuid))
        .bind(case.submitted_at.map(Instant::millis))
        .bind(case.state_since.millis())
        .bind(case.resolved_at.map(Instant::millis))
        .bind(case.updated_at.millis())
        .bind(lane(board.lane))
        .bind(board.due_at.millis());
}

/// Binds [`DETAIL`].
pub fn bind_detail(sql: &mut Sql, case: &Case) -> Result<(), StoreError> {
    sql.bind(serde_json::to_string(&case.answers)?)
        .bind(serde_json::to_string(&case.facts)?)
        .bind(serde_json::to_string(&case.counters)?);
    Ok(())
}

/// Reads [`SELECT`]: the case and how many events it has.
pub fn read(columns: &mut Columns<'_>) -> Result<(Case, i64), StoreError> {
    let id = CaseId::from_uuid(columns.take()?);
    let kind = columns.key()?;
    let reference = Reference::new(kind, columns.small()?);
    let case = Case {
        id,
        reference,
        kind,
        workflow: WorkflowRef {
            key: WorkflowKey::new(columns.take::<String>()?),
            version: columns.small()?,
        },
        state: StateKey::new(columns.take::<String>()?),
        category: columns.key()?,
        previous_state: columns.take::<Option<String>>()?.map(StateKey::new),
        request_type: columns.take::<Option<String>>()?.map(RequestTypeKey::new),
        title: columns.take()?,
        language: columns.key()?,
        organisation: OrganisationId::from_uuid(columns.take()?),
        requester: person(columns)?,
        team: TeamKey::new(columns.take::<String>()?),
        desk: TeamKey::new(columns.take::<String>()?),
        owner: person(columns)?,
        priority: columns.key()?,
        impact: level(columns)?,
        urgency: level(columns)?,
        confidential: columns.take()?,
        parent: columns.take::<Option<Uuid>>()?.map(CaseId::from_uuid),
        answers: columns.json()?,
        facts: columns.json()?,
        counters: columns.json()?,
        created_at: Instant::from_millis(columns.take()?),
        submitted_at: instant(columns)?,
        state_since: Instant::from_millis(columns.take()?),
        resolved_at: instant(columns)?,
        updated_at: Instant::from_millis(columns.take()?),
        version: columns.take()?,
        revision: columns.take()?,
    };
    Ok((case, columns.take()?))
}

/// An instant that may be empty.
pub fn instant(columns: &mut Columns<'_>) -> Result<Option<Instant>, StoreError> {
    Ok(columns.take::<Option<i64>>()?.map(Instant::from_millis))
}

/// A person that may be empty.
pub fn person(columns: &mut Columns<'_>) -> Result<Option<PersonId>, StoreError> {
    Ok(columns.take::<Option<Uuid>>()?.map(PersonId::from_uuid))
}

fn level(columns: &mut Columns<'_>) -> Result<u8, StoreError> {
    let value: i16 = columns.take()?;
    u8::try_from(value).map_err(|_| StoreError::broken("impact or urgency", value))
}
