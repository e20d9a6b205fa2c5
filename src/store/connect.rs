//! Opening and closing the database, and its schema.

use std::sync::Arc;
use std::time::Duration;

use log::LevelFilter;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, TransactionTrait};

use crate::store::dialect::Engine;
use crate::store::error::StoreError;
use crate::store::signals::Signals;
use crate::store::sql::{Columns, Sql};
use crate::store::writer::Door;
use crate::store::{Inner, Store};

/// How long a caller waits for a connection before it is told to come back later.
const ACQUIRE: Duration = Duration::from_secs(4);
/// How long one statement of a server may take before the caller is told to come back later.
const ANSWER: Duration = Duration::from_secs(5);
/// Prepared statements kept on each connection.
const STATEMENTS: usize = 256;
/// Most readers of a SQLite file; each has a thread and up to 8 MB of pages.
const READERS: u32 = 4;
/// Pages written before the log is folded back into the file (16 MB).
const CHECKPOINT_PAGES: &str = "4000";

/// Whether the schema is what this program expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// It is.
    Current,
    /// These changes are still to be made, in order.
    Behind(Vec<String>),
}

impl Store {
    /// Opens `sqlite:…` (created when absent) or `postgres://…` with at most `connections` connections.
    /// The schema is left as it is.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database cannot be opened.
    pub async fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        let engine = Engine::of_url(url)?;
        let signals = Signals::new();
        let (reader, door) = match engine {
            Engine::Sqlite => {
                let writer = connect(sqlite_writer(url)).await?;
                let reader = connect(sqlite_readers(url, connections)).await?;
                (reader, Door::single(writer, signals.clone()))
            }
            Engine::Postgres => {
                let pool = connect(postgres(url, connections)).await?;
                (pool.clone(), Door::pool(pool, signals.clone()))
            }
        };
        Ok(Self {
            inner: Arc::new(Inner {
                engine,
                reader,
                door,
                signals,
            }),
        })
    }

    /// Brings the schema up to date; replicas take turns. Returns the names of the changes made.
    ///
    /// # Errors
    /// [`StoreError`] when a change cannot be made; the ones before it stay.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let SchemaState::Behind(pending) = self.schema().await? else {
            return Ok(Vec::new());
        };
        let connection = self.inner.door.connection();
        let Some((lock, unlock)) = self.inner.engine.migration_lock() else {
            migration::up(connection).await?;
            return Ok(pending);
        };
        // The lock belongs to a connection of its own: the migrations run on others of the pool.
        let holder = connection.begin().await?;
        holder.execute_unprepared(lock).await?;
        let made = migration::up(connection).await;
        holder.execute_unprepared(unlock).await?;
        holder.rollback().await?;
        made?;
        Ok(pending)
    }

    /// Whether the schema is what this program expects. Writes nothing but the list of changes' own table.
    pub async fn schema(&self) -> Result<SchemaState, StoreError> {
        let pending = migration::pending(self.inner.door.connection()).await?;
        if pending.is_empty() {
            Ok(SchemaState::Current)
        } else {
            Ok(SchemaState::Behind(pending))
        }
    }

    /// Whether the database answers now: one small read.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.one(Sql::new("SELECT 1")).await.map(|_| ())
    }

    /// Size of the database in bytes.
    pub async fn size_bytes(&self) -> Result<i64, StoreError> {
        let row = self.one(Sql::new(self.inner.engine.size_query())).await?;
        row.as_ref()
            .map_or(Ok(0), |row| Columns::of(row).take::<i64>())
    }

    /// What the engine says about the soundness of its files; `ok` when all is well.
    pub async fn integrity(&self) -> Result<String, StoreError> {
        let sql = Sql::new(self.inner.engine.integrity_query());
        let row = self.one(sql).await?;
        row.as_ref()
            .map_or(Ok(String::new()), |row| Columns::of(row).take::<String>())
    }

    /// Refreshes the figures by which plans are chosen; after a bulk load.
    pub async fn analyse(&self) -> Result<(), StoreError> {
        if let Some(analyse) = self.inner.engine.analyse() {
            let connection = self.inner.door.connection();
            connection.execute_unprepared(analyse).await?;
        }
        Ok(())
    }

    /// Finishes what is being written, answers it, and lets the connections go. Later writes are refused.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.inner.door.drain().await;
        self.inner.door.connection().close_by_ref().await?;
        self.inner.reader.close_by_ref().await?;
        Ok(())
    }

    /// A server that does not answer in time counts as unavailable; a file is waited for.
    pub(crate) async fn in_time<T, E: Into<StoreError>>(
        &self,
        work: impl Future<Output = Result<T, E>> + Send,
    ) -> Result<T, StoreError> {
        in_time(self.inner.engine, work).await
    }
}

/// See [`Store::in_time`].
pub(crate) async fn in_time<T, E: Into<StoreError>>(
    engine: Engine,
    work: impl Future<Output = Result<T, E>> + Send,
) -> Result<T, StoreError> {
    match engine {
        Engine::Sqlite => work.await.map_err(Into::into),
        Engine::Postgres => match tokio::time::timeout(ANSWER, work).await {
            Ok(answer) => answer.map_err(Into::into),
            Err(_) => Err(StoreError::Unavailable("no answer in time".to_owned())),
        },
    }
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection, StoreError> {
    Database::connect(options)
        .await
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

fn common(url: String, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections.max(1))
        .acquire_timeout(ACQUIRE)
        .connect_timeout(ACQUIRE)
        .sqlx_logging(true)
        .sqlx_logging_level(LevelFilter::Debug)
        .sqlx_slow_statements_logging_settings(LevelFilter::Warn, Duration::from_secs(1))
        .record_stmt_in_spans(false);
    options
}

fn sqlite_writer(url: &str) -> ConnectOptions {
    let mut options = common(created(url), 1);
    options
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
                .pragma("journal_size_limit", "67108864")
                .pragma("cache_size", "-16000")
                .pragma("temp_store", "MEMORY")
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(STATEMENTS)
        });
    options
}

fn sqlite_readers(url: &str, connections: u32) -> ConnectOptions {
    let mut options = common(created(url), connections.min(READERS));
    options
        .min_connections(1)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("query_only", "ON")
                .pragma("cache_size", "-8000")
                .pragma("temp_store", "MEMORY")
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(STATEMENTS)
                .row_buffer_size(256)
        });
    options
}

fn postgres(url: &str, connections: u32) -> ConnectOptions {
    let mut options = common(url.to_owned(), connections);
    options
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        .map_sqlx_postgres_opts(|postgres| {
            postgres
                .application_name("guichet")
                .statement_cache_capacity(STATEMENTS)
        });
    options
}

/// A SQLite file is created when it is absent.
fn created(url: &str) -> String {
    if url.contains("mode=") {
        url.to_owned()
    } else if url.contains('?') {
        format!("{url}&mode=rwc")
    } else {
        format!("{url}?mode=rwc")
    }
}
