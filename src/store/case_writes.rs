//! The statements that write the case itself: its slim row, its detail, its place in the queue.

use domain::changes::Changes;
use domain::clocks::clock::Clock;

use crate::store::commit::Head;
use crate::store::error::StoreError;
use crate::store::hash::{self, Entry, Hash};
use crate::store::rows::board_clock;
use crate::store::rows::event::Sealed;
use crate::store::rows::{actor, case, clock, event};
use crate::store::sql::{Columns, Sql};
use crate::store::tx::Tx;

/// The columns of a new case's slim row, in the order of [`bind_new`].
pub(crate) fn new_columns() -> String {
    format!(
        "{}, {}, version, event_count, ledger_count, head_hash, last_event, last_actor, board_clock",
        case::FIXED,
        case::CHANGING
    )
}

/// Binds [`new_columns`].
pub(crate) fn bind_new(
    sql: &mut Sql,
    changes: &Changes,
    number: i64,
    sealed: &[Sealed<'_>],
) -> Result<(), StoreError> {
    let last = sealed
        .last()
        .ok_or_else(|| StoreError::broken("new case without an event", changes.case.id))?;
    case::bind_fixed(sql, &changes.case, number);
    case::bind_changing(sql, &changes.case, changes.board);
    sql.bind(1_i64)
        .bind(last.event.seq)
        .bind(count(changes.clock_events.len()))
        .bind(last.hash.to_vec())
        .bind(last.event.body.key())
        .bind(actor::kind(&last.event.actor))
        .bind(board_clock::write(
            board_clock::deciding(&changes.clocks).as_ref(),
        )?);
    Ok(())
}

/// The statements of a new case.
pub(crate) fn insert_case(
    changes: &Changes,
    head: Head,
    statements: &mut Vec<Sql>,
) -> Result<(), StoreError> {
    let sealed = seal(changes, head.hash)?;
    let mut bound = Ok(());
    statements.push(Sql::insert(
        "cases",
        &new_columns(),
        [changes],
        |sql, one| {
            bound = bind_new(sql, one, i64::from(head.number), &sealed);
        },
    ));
    bound?;
    let columns = format!("case_id, {}", case::DETAIL);
    let mut bound = Ok(());
    statements.push(Sql::insert(
        "case_detail",
        &columns,
        [changes],
        |sql, one| {
            sql.bind(one.case.id.uuid());
            bound = case::bind_detail(sql, &one.case);
        },
    ));
    bound?;
    statements.push(events(&sealed));
    Ok(())
}

/// The statements of a case that changes.
pub(crate) async fn update_case(
    tx: Tx<'_>,
    changes: &Changes,
    head: Head,
    statements: &mut Vec<Sql>,
) -> Result<(), StoreError> {
    let case = &changes.case;
    let mut sql = Sql::new("UPDATE cases SET ");
    for (at, column) in case::CHANGING.split(',').enumerate() {
        sql.push(if at == 0 { "" } else { ", " })
            .push(column.trim())
            .push(" = ?");
    }
    case::bind_changing(&mut sql, case, changes.board);
    sql.push(", revision = revision + 1");
    sql.arg(", version = ", head.version).arg(
        ", ledger_count = ",
        head.ledger_count + count(changes.clock_events.len()),
    );
    let sealed = seal(changes, head.hash)?;
    if let Some(last) = sealed.last() {
        sql.arg(", event_count = ", last.event.seq)
            .arg(", head_hash = ", last.hash.to_vec())
            .arg(", last_event = ", last.event.body.key())
            .arg(", last_actor = ", actor::kind(&last.event.actor));
    }
    if !changes.clocks.is_empty() {
        let place = deciding(tx, changes).await?;
        sql.arg(", board_clock = ", place);
    }
    sql.arg(" WHERE id = ", case.id.uuid())
        .arg(" AND revision = ", case.revision);
    statements.push(sql);
    if details_changed(changes) {
        let mut detail = Sql::new("UPDATE case_detail SET answers = ?, facts = ?, counters = ?");
        case::bind_detail(&mut detail, case)?;
        detail.arg(" WHERE case_id = ", case.id.uuid());
        statements.push(detail);
    }
    if !sealed.is_empty() {
        statements.push(events(&sealed));
    }
    Ok(())
}

/// The deciding clock once the changed clocks are written: the changed ones and the other live ones.
async fn deciding(tx: Tx<'_>, changes: &Changes) -> Result<Option<String>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(clock::SELECT)
        .arg(" FROM clock WHERE case_id = ", changes.case.id.uuid())
        .push(" AND stage IN ('running', 'paused', 'breached_open') AND id NOT IN ")
        .list(changes.clocks.iter().map(|clock| clock.id.uuid()));
    let mut clocks: Vec<Clock> = Vec::new();
    for row in tx.all(sql).await? {
        clocks.push(clock::read(&mut Columns::of(&row))?);
    }
    board_clock::write(board_clock::deciding(clocks.iter().chain(&changes.clocks)).as_ref())
}

/// Whether the side table must be written; without the case before it is, to be sure.
fn details_changed(changes: &Changes) -> bool {
    changes.before.as_ref().is_none_or(|before| {
        before.answers != changes.case.answers
            || before.facts != changes.case.facts
            || before.counters != changes.case.counters
    })
}

/// Chains the new entries behind the stored ones.
pub(crate) fn seal(changes: &Changes, head: Hash) -> Result<Vec<Sealed<'_>>, StoreError> {
    let mut before = head;
    let mut sealed = Vec::with_capacity(changes.events.len());
    for event in &changes.events {
        let body = serde_json::to_string(&event.body)?;
        before = hash::link(
            &before,
            &Entry {
                chain: event.case.uuid(),
                seq: event.seq,
                id: event.id.uuid(),
                at_ms: event.at.millis(),
                actor: &event.actor,
                kind: event.body.key(),
                body: &body,
            },
        );
        sealed.push(Sealed {
            event,
            body,
            hash: before,
        });
    }
    Ok(sealed)
}

fn events(sealed: &[Sealed<'_>]) -> Sql {
    Sql::insert("event", event::COLUMNS, sealed, event::bind)
}

/// A length as a column's number.
fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
