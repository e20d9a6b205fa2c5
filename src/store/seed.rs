//! Bulk load: many new cases in one transaction, through the real schema, in statements of many rows.
//! The same rows as [`Store::commit`] writes, one after the other.

use std::collections::BTreeMap;

use domain::case::Kind;
use domain::changes::{Changes, Write};

use crate::store::Store;
use crate::store::case_writes::{bind_new, new_columns, seal};
use crate::store::counters::Differences;
use crate::store::error::StoreError;
use crate::store::hash::GENESIS;
use crate::store::rows::{case, clock, escalation, event, message, notice, timer};
use crate::store::sql::{Columns, Sql};
use crate::store::writer::Tx;

/// Rows of one statement: always as many, so that the statement stays prepared.
const ROWS: usize = 32;

impl Store {
    /// Writes new cases, all or none, without waking anybody; a few thousand at a time is best. Returns
    /// how many were written.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when one of them is not new.
    pub async fn load(&self, batch: Vec<Changes>) -> Result<usize, StoreError> {
        if let Some(old) = batch.iter().find(|one| one.write != Write::Insert) {
            return Err(StoreError::broken("bulk load of a stored case", old.case.id));
        }
        self.write(move |tx| Box::pin(async move { load(tx, &batch).await }))
            .await
    }
}

async fn load(tx: Tx<'_>, batch: &[Changes]) -> Result<usize, StoreError> {
    let numbers = numbers(tx, batch).await?;
    let numbered: Vec<(&Changes, i64)> = batch.iter().zip(numbers).collect();
    rows(tx, "cases", &new_columns(), "", &numbered, |sql, (one, number)| {
        let sealed = seal(one, GENESIS)?;
        bind_new(sql, one, *number, &sealed)
    })
    .await?;
    let detail = format!("case_id, {}", case::DETAIL);
    rows(tx, "case_detail", &detail, "", batch, |sql, one| {
        sql.bind(one.case.id.uuid());
        case::bind_detail(sql, &one.case)
    })
    .await?;
    let mut sealed = Vec::new();
    for one in batch {
        sealed.extend(seal(one, GENESIS)?);
    }
    rows(tx, "event", event::COLUMNS, "", &sealed, |sql, one| {
        event::bind(sql, one);
        Ok(())
    })
    .await?;
    thread(tx, batch).await?;
    clocks(tx, batch).await?;
    let mut differences = Differences::default();
    for one in batch {
        differences.add(None, &one.case);
    }
    if let Some(sql) = differences.statement() {
        tx.execute(sql).await?;
    }
    Ok(batch.len())
}

async fn thread(tx: Tx<'_>, batch: &[Changes]) -> Result<(), StoreError> {
    let messages = all(batch, |one| &one.messages);
    rows(tx, "message", message::COLUMNS, "", &messages, |sql, one| {
        message::bind(sql, one);
        Ok(())
    })
    .await?;
    let files = all(batch, |one| &one.attachments);
    let columns = message::ATTACHMENT_COLUMNS;
    rows(tx, "attachment", columns, "", &files, |sql, one| {
        message::bind_attachment(sql, one);
        Ok(())
    })
    .await?;
    let notices = all(batch, |one| &one.notices);
    let told = " ON CONFLICT (key) DO NOTHING";
    rows(tx, "outbox", notice::COLUMNS, told, &notices, |sql, one| {
        notice::bind(sql, one)
    })
    .await
}

async fn clocks(tx: Tx<'_>, batch: &[Changes]) -> Result<(), StoreError> {
    let mut clocks = Vec::new();
    let mut lines = Vec::new();
    for one in batch {
        clocks.extend(one.clocks.iter().map(|clock| (clock, &one.case)));
        lines.extend((1_i64..).zip(&one.clock_events));
    }
    rows(tx, "clock", clock::COLUMNS, "", &clocks, |sql, (one, case)| {
        clock::bind(sql, one, case)
    })
    .await?;
    let columns = clock::LEDGER_COLUMNS;
    rows(tx, "clock_event", columns, "", &lines, |sql, (seq, line)| {
        clock::bind_line(sql, line, *seq)
    })
    .await?;
    let timers = all(batch, |one| &one.armed);
    rows(tx, "timer", timer::COLUMNS, "", &timers, |sql, one| {
        timer::bind(sql, one)
    })
    .await?;
    let runs = all(batch, |one| &one.runs);
    let columns = escalation::COLUMNS;
    rows(tx, "escalation_run", columns, "", &runs, |sql, one| {
        escalation::bind(sql, one);
        Ok(())
    })
    .await
}

/// One part of every step, in order.
fn all<T>(batch: &[Changes], part: impl Fn(&Changes) -> &Vec<T>) -> Vec<&T> {
    batch.iter().flat_map(|one| part(one).iter()).collect()
}

/// Inserts any number of rows, [`ROWS`] at a time.
async fn rows<T>(
    tx: Tx<'_>,
    table: &str,
    columns: &str,
    suffix: &str,
    items: &[T],
    mut bind: impl FnMut(&mut Sql, &T) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for chunk in items.chunks(ROWS) {
        let mut result = Ok(());
        let mut sql = Sql::insert(table, columns, chunk, |sql, item| {
            if result.is_ok() {
                result = bind(sql, item);
            }
        });
        result?;
        sql.push(suffix);
        tx.execute(sql).await?;
    }
    Ok(())
}

/// A number for each case, in the order of the batch.
async fn numbers(tx: Tx<'_>, batch: &[Changes]) -> Result<Vec<i64>, StoreError> {
    let mut wanted: BTreeMap<Kind, i64> = BTreeMap::new();
    for one in batch {
        *wanted.entry(one.case.kind).or_insert(0) += 1;
    }
    let mut next: BTreeMap<Kind, i64> = BTreeMap::new();
    for (kind, many) in wanted {
        let mut sql = Sql::new("UPDATE sequence SET ");
        sql.arg("next = next + ", many)
            .arg(" WHERE kind = ", kind.as_str())
            .arg(" RETURNING next - ", many);
        let row = tx
            .one(sql)
            .await?
            .ok_or_else(|| StoreError::broken("sequence without a row", kind.as_str()))?;
        next.insert(kind, Columns::of(&row).take()?);
    }
    let mut numbers = Vec::with_capacity(batch.len());
    for one in batch {
        let next = next.entry(one.case.kind).or_insert(1);
        numbers.push(*next);
        *next += 1;
    }
    Ok(numbers)
}
