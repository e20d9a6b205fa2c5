//! The memory of the house: the only place that says `sea_orm`.
//!
//! What lives here: how cases and everything around them are written (one door, [`commit`]) and read
//! (scoped finders and read models), on SQLite and PostgreSQL alike. What does not: rules (domain),
//! what may be asked (use-cases), bytes of files. Use-cases call all of it; jobs call [`lease`] and
//! [`outbox`] alone; pages never call. A finder without a [`domain::access::CaseScope`] has `_any` in its
//! name and is for jobs and the desk itself.

pub mod error;
pub mod connect;
pub mod dialect;
pub mod sql;
pub mod writer;
pub mod signals;

pub mod commit;
mod case_writes;
mod ledger_writes;
pub mod counters;
pub mod hash;
pub mod idempotency;

pub mod scope;
pub mod walk;
pub mod cases;
pub mod thread;
pub mod board;
pub mod sla;
pub mod watching;
pub mod escalations;

pub mod people;
pub mod organisations;
pub mod routing;
pub mod sessions;
pub mod tokens;

pub mod lease;
pub mod outbox;
pub mod definitions;
pub mod audit;
pub mod verify;
pub mod seed;
pub mod sweep;

pub mod rows;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult};

use crate::store::dialect::Engine;
use crate::store::error::StoreError;
use crate::store::signals::Signals;
use crate::store::sql::Sql;
use crate::store::writer::Door;

/// The database, open. Cheap to clone; all clones share the connections and the one write door.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    engine: Engine,
    reader: DatabaseConnection,
    door: Door,
    signals: Signals,
}

impl Store {
    /// Which database this is, for people to read; the differences are `dialect`'s.
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// Who is woken after a commit.
    pub fn signals(&self) -> &Signals {
        &self.inner.signals
    }

    /// The first row of a read.
    pub(crate) async fn one(&self, sql: Sql) -> Result<Option<QueryResult>, StoreError> {
        let statement = self.inner.engine.statement(sql);
        self.in_time(self.inner.reader.query_one_raw(statement))
            .await
    }

    /// All rows of a read; the caller bounds them.
    pub(crate) async fn all(&self, sql: Sql) -> Result<Vec<QueryResult>, StoreError> {
        let statement = self.inner.engine.statement(sql);
        self.in_time(self.inner.reader.query_all_raw(statement))
            .await
    }
}
