//! Bulk load: many new cases in one transaction, through the real schema, in statements of many rows.
//! The same rows as [`Store::commit`] writes one case after the other, but a load writes the past: its
//! mails count as sent, and nobody is woken.

use std::collections::BTreeMap;

use domain::case::Kind;
use domain::changes::{Changes, Write};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::store::case_writes::{bind_new, new_columns, seal};
use crate::store::counters::Differences;
use crate::store::dialect::Engine;
use crate::store::door::Company;
use crate::store::error::StoreError;
use crate::store::hash::GENESIS;
use crate::store::rows::event::Sealed;
use crate::store::rows::{case, clock, escalation, event, message, notice, timer};
use crate::store::signals::Notes;
use crate::store::sql::{Columns, Sql};
use crate::store::tx::Written;
use crate::store::{Source, Store, sqlite};

/// Rows of one statement: always as many, so that the statement stays prepared. More were slower.
const ROWS: usize = 16;

/// New cases made ready for the database: the work that needs no connection is done.
#[derive(Debug)]
pub struct Load {
    statements: Vec<Sql>,
    cases: usize,
}

impl Load {
    /// Makes new cases ready, each with the number of its reference ([`Store::reserve_numbers`]); a few
    /// thousand at a time is best.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when one of them is not new.
    pub fn of(engine: Engine, batch: &[(Changes, i64)]) -> Result<Self, StoreError> {
        let mut statements = Statements {
            verb: engine.insert_many(),
            all: Vec::new(),
        };
        let mut sealed = Vec::with_capacity(batch.len());
        for (one, number) in batch {
            if one.write != Write::Insert {
                return Err(StoreError::broken(
                    "bulk load of a stored case",
                    one.case.id,
                ));
            }
            sealed.push((one, *number, seal(one, GENESIS)?));
        }
        case_rows(&sealed, &mut statements)?;
        let batch: Vec<&Changes> = sealed.iter().map(|(one, _, _)| *one).collect();
        thread_rows(&batch, &mut statements)?;
        clock_rows(&batch, &mut statements)?;
        let mut differences = Differences::default();
        for one in &batch {
            differences.add(None, &one.case);
        }
        let mut statements = statements.all;
        statements.extend(differences.statement());
        Ok(Self {
            statements,
            cases: batch.len(),
        })
    }
}

impl Store {
    /// Writes new cases, all or none. Returns how many were written.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when one of them is not new.
    pub async fn load(&self, batch: Vec<Changes>) -> Result<usize, StoreError> {
        let mut wanted: BTreeMap<Kind, i64> = BTreeMap::new();
        for one in &batch {
            *wanted.entry(one.case.kind).or_insert(0) += 1;
        }
        let mut next = BTreeMap::new();
        for (kind, many) in wanted {
            next.insert(kind, self.reserve_numbers(kind, many).await?);
        }
        let numbered: Vec<(Changes, i64)> = batch
            .into_iter()
            .map(|one| {
                let next = next.entry(one.case.kind).or_insert(1);
                *next += 1;
                (one, *next - 1)
            })
            .collect();
        self.write_load(Load::of(self.engine(), &numbered)?).await
    }

    /// Writes what was made ready, all or none. Returns how many cases were written.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and [`StoreError::Full`] when trying again later helps.
    pub async fn write_load(&self, load: Load) -> Result<usize, StoreError> {
        self.write_in(Company::Alone, move |tx| {
            Box::pin(async move {
                for sql in load.statements {
                    tx.execute(sql).await?;
                }
                Ok(Written {
                    value: load.cases,
                    notes: Notes::default(),
                })
            })
        })
        .await
    }

    /// Prepares the writer for many loads; [`Store::end_bulk`] makes them all durable.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    pub async fn begin_bulk(&self) -> Result<(), StoreError> {
        self.settle_bulk(self.engine().bulk_begin()).await
    }

    /// Ends what [`Store::begin_bulk`] began; what was loaded in between is durable afterwards.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    pub async fn end_bulk(&self) -> Result<(), StoreError> {
        self.settle_bulk(self.engine().bulk_end()).await
    }

    /// Starts to fold what was loaded back into the file, beside the writer; `None` for a server, which
    /// does so itself. To be started again when it has ended, as long as there are loads.
    pub fn fold_back(&self) -> Option<JoinHandle<Result<(), StoreError>>> {
        match &self.inner.source {
            Source::Local(readers) => {
                let path = readers.path().to_owned();
                Some(spawn_blocking(move || sqlite::fold_back(&path)))
            }
            Source::Served(_) => None,
        }
    }

    async fn settle_bulk(&self, script: Option<&'static str>) -> Result<(), StoreError> {
        if let Some(script) = script {
            self.inner.door.script(script).await?;
        }
        Ok(())
    }

    /// Keeps the next `many` numbers of a kind for its caller; gives the first. Those that are not used
    /// stay free for good.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when the kind has no sequence.
    pub async fn reserve_numbers(&self, kind: Kind, many: i64) -> Result<i64, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE sequence SET ");
                sql.arg("next = next + ", many)
                    .arg(" WHERE kind = ", kind.as_str())
                    .arg(" RETURNING next - ", many);
                let row = tx
                    .one(sql)
                    .await?
                    .ok_or_else(|| StoreError::broken("sequence without a row", kind.as_str()))?;
                Columns::of(&row).take()
            })
        })
        .await
    }

    /// Whether any case is stored.
    pub async fn has_cases(&self) -> Result<bool, StoreError> {
        Ok(self
            .one(Sql::new("SELECT 1 FROM cases LIMIT 1"))
            .await?
            .is_some())
    }
}

fn case_rows(
    sealed: &[(&Changes, i64, Vec<Sealed<'_>>)],
    statements: &mut Statements,
) -> Result<(), StoreError> {
    statements.add(
        "cases",
        &new_columns(),
        sealed,
        |sql, (one, number, events)| bind_new(sql, one, *number, events),
    )?;
    let detail = format!("case_id, {}", case::DETAIL);
    statements.add("case_detail", &detail, sealed, |sql, (one, _, _)| {
        sql.bind(one.case.id.uuid());
        case::bind_detail(sql, &one.case)
    })?;
    let events: Vec<&Sealed<'_>> = sealed.iter().flat_map(|(_, _, events)| events).collect();
    statements.add("event", event::COLUMNS, &events, |sql, one| {
        event::bind(sql, one);
        Ok(())
    })
}

fn thread_rows(batch: &[&Changes], statements: &mut Statements) -> Result<(), StoreError> {
    let messages = all(batch, |one| &one.messages);
    statements.add("message", message::COLUMNS, &messages, |sql, one| {
        message::bind(sql, one);
        Ok(())
    })?;
    let files = all(batch, |one| &one.attachments);
    statements.add(
        "attachment",
        message::ATTACHMENT_COLUMNS,
        &files,
        |sql, one| {
            message::bind_attachment(sql, one);
            Ok(())
        },
    )?;
    let notices = all(batch, |one| &one.notices);
    statements.add("outbox", notice::SENT_COLUMNS, &notices, |sql, one| {
        notice::bind_sent(sql, one)
    })
}

fn clock_rows(batch: &[&Changes], statements: &mut Statements) -> Result<(), StoreError> {
    let mut clocks = Vec::new();
    let mut lines = Vec::new();
    for one in batch {
        clocks.extend(one.clocks.iter().map(|clock| (clock, &one.case)));
        lines.extend((1_i64..).zip(&one.clock_events));
    }
    statements.add("clock", clock::COLUMNS, &clocks, |sql, (one, case)| {
        clock::bind(sql, one, case)
    })?;
    statements.add(
        "clock_event",
        clock::LEDGER_COLUMNS,
        &lines,
        |sql, (seq, line)| clock::bind_line(sql, line, *seq),
    )?;
    let timers = all(batch, |one| &one.armed);
    statements.add("timer", timer::COLUMNS, &timers, |sql, one| {
        timer::bind(sql, one)
    })?;
    let runs = all(batch, |one| &one.runs);
    statements.add("escalation_run", escalation::COLUMNS, &runs, |sql, one| {
        escalation::bind(sql, one)
    })
}

/// One part of every step, in order.
fn all<'a, T>(batch: &[&'a Changes], part: impl Fn(&'a Changes) -> &'a Vec<T>) -> Vec<&'a T> {
    batch.iter().flat_map(|one| part(one).iter()).collect()
}

/// Statements being written.
struct Statements {
    verb: &'static str,
    all: Vec<Sql>,
}

impl Statements {
    /// Inserts any number of rows, [`ROWS`] at a time.
    fn add<T>(
        &mut self,
        table: &str,
        columns: &str,
        items: &[T],
        mut bind: impl FnMut(&mut Sql, &T) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for chunk in items.chunks(ROWS) {
            let mut result = Ok(());
            let sql = Sql::insert_by(self.verb, table, columns, chunk, |sql, item| {
                if result.is_ok() {
                    result = bind(sql, item);
                }
            });
            result?;
            self.all.push(sql);
        }
        Ok(())
    }
}
