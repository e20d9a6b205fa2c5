//! A writing transaction, or a member's part of one.

use std::sync::Mutex;

use rusqlite::Connection;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::store::dialect::Engine;
use crate::store::error::StoreError;
use crate::store::row::Row;
use crate::store::signals::Notes;
use crate::store::sql::Sql;
use crate::store::sqlite;

/// What a write may do: run statements, all of which hold or none.
#[derive(Clone, Copy, Debug)]
pub struct Tx<'t>(Source<'t>);

#[derive(Clone, Copy, Debug)]
enum Source<'t> {
    /// The one writing connection of a file; the lock is never contended, it makes sharing safe.
    Local(&'t Mutex<Connection>),
    /// A transaction on a server.
    Served(&'t DatabaseTransaction),
}

/// A result, and whom to wake once it is durable.
#[derive(Debug)]
pub struct Written<T> {
    /// What the caller gets.
    pub value: T,
    /// Whom to wake.
    pub notes: Notes,
}

impl<'t> Tx<'t> {
    /// A part of a transaction on a file.
    pub(crate) const fn local(connection: &'t Mutex<Connection>) -> Self {
        Self(Source::Local(connection))
    }

    /// A transaction on a server.
    pub(crate) const fn served(transaction: &'t DatabaseTransaction) -> Self {
        Self(Source::Served(transaction))
    }

    /// Which engine, for the few texts that differ.
    pub const fn engine(self) -> Engine {
        match self.0 {
            Source::Local(_) => Engine::Sqlite,
            Source::Served(_) => Engine::Postgres,
        }
    }

    /// Runs one statement; the number of rows it touched.
    pub async fn execute(self, sql: Sql) -> Result<u64, StoreError> {
        match self.0 {
            Source::Local(connection) => locked(connection, |one| sqlite::execute(one, &sql)),
            Source::Served(transaction) => {
                let statement = Engine::Postgres.statement(sql);
                Ok(transaction.execute_raw(statement).await?.rows_affected())
            }
        }
    }

    /// The first row. The statement runs to its end, so that what it writes is written.
    pub async fn one(self, sql: Sql) -> Result<Option<Row>, StoreError> {
        Ok(self.all(sql).await?.into_iter().next())
    }

    /// All rows.
    pub async fn all(self, sql: Sql) -> Result<Vec<Row>, StoreError> {
        match self.0 {
            Source::Local(connection) => locked(connection, |one| sqlite::all(one, &sql)),
            Source::Served(transaction) => {
                let statement = Engine::Postgres.statement(sql);
                let rows = transaction.query_all_raw(statement).await?;
                Ok(rows.into_iter().map(Row::served).collect())
            }
        }
    }

    /// Runs statements in order.
    pub async fn run_all(self, statements: Vec<Sql>) -> Result<(), StoreError> {
        for sql in statements {
            self.execute(sql).await?;
        }
        Ok(())
    }
}

/// Works with the writing connection.
pub(crate) fn locked<T>(
    connection: &Mutex<Connection>,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    match connection.lock() {
        Ok(connection) => work(&connection),
        // A panic inside a statement leaves the connection as SQLite left it: still one to work with.
        Err(poisoned) => work(&poisoned.into_inner()),
    }
}
