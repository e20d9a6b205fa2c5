//! The statements that write what belongs to a case: thread, clocks, timers, escalations, mails, links.

use domain::changes::{Changes, PurgeFiles};

use crate::store::commit::Head;
use crate::store::error::StoreError;
use crate::store::rows::{clock, escalation, message, notice, timer};
use crate::store::sql::Sql;

/// Appends the statements; each kind of row is one statement, and none when there is nothing of it.
pub(crate) fn push_parts(
    changes: &Changes,
    head: Head,
    statements: &mut Vec<Sql>,
) -> Result<(), StoreError> {
    push_thread(changes, statements);
    push_clocks(changes, head, statements)?;
    push_timers(changes, statements)?;
    push_runs(changes, statements)?;
    push_notices(changes, statements)?;
    if !changes.links.is_empty() {
        let at = changes.at.millis();
        let mut sql = Sql::insert(
            "link",
            "from_id, to_id, relation, at",
            &changes.links,
            |sql, link| {
                sql.bind(link.from.uuid())
                    .bind(link.to.uuid())
                    .bind(link.relation.as_str())
                    .bind(at);
            },
        );
        sql.push(" ON CONFLICT (from_id, to_id, relation) DO NOTHING");
        statements.push(sql);
    }
    if !changes.followers.is_empty() {
        let mut sql = Sql::insert(
            "watcher",
            "case_id, person_id",
            &changes.followers,
            |sql, person| {
                sql.bind(changes.case.id.uuid()).bind(person.uuid());
            },
        );
        sql.push(" ON CONFLICT (case_id, person_id) DO NOTHING");
        statements.push(sql);
    }
    push_assignment(changes, statements);
    Ok(())
}

fn push_thread(changes: &Changes, statements: &mut Vec<Sql>) {
    if !changes.messages.is_empty() {
        statements.push(Sql::insert(
            "message",
            message::COLUMNS,
            &changes.messages,
            message::bind,
        ));
    }
    if let Some(which) = changes.purge_files {
        let mut sql = Sql::new("DELETE FROM attachment");
        sql.arg(" WHERE case_id = ", changes.case.id.uuid())
            .push(match which {
                PurgeFiles::All => "",
                PurgeFiles::OfForm => " AND field IS NOT NULL",
            });
        statements.push(sql);
    }
    if !changes.removed_files.is_empty() {
        let mut sql = Sql::new("DELETE FROM attachment");
        sql.arg(" WHERE case_id = ", changes.case.id.uuid())
            .push(" AND id IN ")
            .list(changes.removed_files.iter().map(|id| id.uuid()));
        statements.push(sql);
    }
    if !changes.attachments.is_empty() {
        statements.push(Sql::insert(
            "attachment",
            message::ATTACHMENT_COLUMNS,
            &changes.attachments,
            message::bind_attachment,
        ));
    }
}

fn push_clocks(changes: &Changes, head: Head, statements: &mut Vec<Sql>) -> Result<(), StoreError> {
    let mut result = Ok(());
    if !changes.clocks.is_empty() {
        let mut sql = Sql::insert("clock", clock::COLUMNS, &changes.clocks, |sql, one| {
            keep_first(&mut result, clock::bind(sql, one, &changes.case));
        });
        sql.push(clock::REPLACE);
        statements.push(sql);
    }
    if !changes.clock_events.is_empty() {
        let mut seq = head.ledger_count;
        statements.push(Sql::insert(
            "clock_event",
            clock::LEDGER_COLUMNS,
            &changes.clock_events,
            |sql, line| {
                seq += 1;
                keep_first(&mut result, clock::bind_line(sql, line, seq));
            },
        ));
    }
    result
}

fn push_timers(changes: &Changes, statements: &mut Vec<Sql>) -> Result<(), StoreError> {
    let mut result = Ok(());
    if !changes.cleared.is_empty() {
        let mut sql = Sql::new("DELETE FROM timer WHERE id IN ");
        sql.list(changes.cleared.iter().map(|id| id.uuid()));
        statements.push(sql);
    }
    if !changes.armed.is_empty() {
        statements.push(Sql::insert(
            "timer",
            timer::COLUMNS,
            &changes.armed,
            |sql, one| keep_first(&mut result, timer::bind(sql, one)),
        ));
    }
    result
}

fn push_runs(changes: &Changes, statements: &mut Vec<Sql>) -> Result<(), StoreError> {
    let mut result = Ok(());
    if !changes.runs.is_empty() {
        let columns = escalation::COLUMNS;
        let mut sql = Sql::insert("escalation_run", columns, &changes.runs, |sql, run| {
            keep_first(&mut result, escalation::bind(sql, run));
        });
        sql.push(escalation::REPLACE);
        statements.push(sql);
    }
    result
}

fn push_notices(changes: &Changes, statements: &mut Vec<Sql>) -> Result<(), StoreError> {
    let mut result = Ok(());
    if !changes.notices.is_empty() {
        let mut sql = Sql::insert("outbox", notice::COLUMNS, &changes.notices, |sql, one| {
            keep_first(&mut result, notice::bind(sql, one));
        });
        sql.push(" ON CONFLICT (key) DO NOTHING");
        statements.push(sql);
    }
    result
}

/// Routing prefers who was given a case the longest ago.
fn push_assignment(changes: &Changes, statements: &mut Vec<Sql>) {
    let before = changes.before.as_ref().and_then(|case| case.owner);
    if let Some(owner) = changes.case.owner
        && before != Some(owner)
    {
        let mut sql = Sql::new("UPDATE person SET ");
        sql.arg("last_assigned_at = ", changes.at.millis())
            .arg(" WHERE id = ", owner.uuid());
        statements.push(sql);
    }
}

/// Keeps the first fault of several rows.
fn keep_first(result: &mut Result<(), StoreError>, next: Result<(), StoreError>) {
    if result.is_ok() {
        *result = next;
    }
}
