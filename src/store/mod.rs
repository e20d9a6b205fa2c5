//! The memory of the house: the only place that says `sea_orm`.
//!
//! What lives here: how cases and everything around them are written (one door, [`commit`]) and read
//! (scoped finders and read models), on SQLite and PostgreSQL alike. What does not: rules (domain),
//! what may be asked (use-cases), bytes of files. Use-cases call all of it; jobs call [`lease`] and
//! [`outbox`] alone; pages never call. A finder without a [`domain::access::CaseScope`] has `_any` in its
//! name and is for jobs and the desk itself.

pub mod connect;
pub mod dialect;
mod door;
pub mod error;
pub mod row;
pub mod signals;
pub mod sql;
pub mod sqlite;
pub mod tx;
mod writer;

mod case_writes;
pub mod commit;
pub mod counters;
pub mod hash;
pub mod idempotency;
mod ledger_writes;

pub mod board;
mod branch;
pub mod cases;
pub mod escalations;
pub mod scope;
pub mod sla;
pub mod thread;
pub mod walk;
pub mod watching;

pub mod absences;
pub mod organisations;
pub mod people;
pub mod policy_work;
pub mod promises;
pub mod rota_overrides;
pub mod routing;
pub mod sessions;
pub mod tokens;

pub mod audit;
pub mod definitions;
pub mod lease;
pub mod outbox;
pub mod seed;
pub mod sweep;
pub mod verify;

pub mod rows;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::store::connect::in_time;
use crate::store::dialect::Engine;
use crate::store::door::Door;
use crate::store::error::StoreError;
use crate::store::row::Row;
use crate::store::signals::Signals;
use crate::store::sql::Sql;
use crate::store::sqlite::Readers;

/// The database, open. Cheap to clone; all clones share the connections and the one write door.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    source: Source,
    door: Door,
    signals: Signals,
}

/// Where reads go.
#[derive(Debug)]
enum Source {
    /// A file of our own.
    Local(Arc<Readers>),
    /// A server.
    Served(DatabaseConnection),
}

impl Store {
    /// Which database this is, for people to read; the differences are `dialect`'s.
    pub fn engine(&self) -> Engine {
        match &self.inner.source {
            Source::Local(_) => Engine::Sqlite,
            Source::Served(_) => Engine::Postgres,
        }
    }

    /// Who is woken after a commit.
    pub fn signals(&self) -> &Signals {
        &self.inner.signals
    }

    /// The first row of a read.
    pub(crate) async fn one(&self, sql: Sql) -> Result<Option<Row>, StoreError> {
        match &self.inner.source {
            Source::Local(readers) => {
                let rows = readers.read(|one| sqlite::all(one, &sql))?;
                Ok(rows.into_iter().next())
            }
            Source::Served(pool) => {
                let statement = Engine::Postgres.statement(sql);
                let row = in_time(pool.query_one_raw(statement)).await?;
                Ok(row.map(Row::served))
            }
        }
    }

    /// All rows of a read; the caller bounds them. A file is read on the spot: for pages and lookups.
    pub(crate) async fn all(&self, sql: Sql) -> Result<Vec<Row>, StoreError> {
        match &self.inner.source {
            Source::Local(readers) => readers.read(|one| sqlite::all(one, &sql)),
            Source::Served(pool) => {
                let statement = Engine::Postgres.statement(sql);
                let rows = in_time(pool.query_all_raw(statement)).await?;
                Ok(rows.into_iter().map(Row::served).collect())
            }
        }
    }

    /// The same for reads that look at many rows: a file is read beside the threads that answer people.
    pub(crate) async fn all_aside(&self, sql: Sql) -> Result<Vec<Row>, StoreError> {
        let readers = match &self.inner.source {
            Source::Local(readers) => Arc::clone(readers),
            Source::Served(_) => return self.all(sql).await,
        };
        let reading = move || readers.read(|one| sqlite::all(one, &sql));
        match tokio::task::spawn_blocking(reading).await {
            Ok(rows) => rows,
            Err(error) => Err(StoreError::Unavailable(error.to_string())),
        }
    }
}
