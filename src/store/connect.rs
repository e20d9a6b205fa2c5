//! Opening and closing the database, and its schema.

use std::sync::Arc;
use std::time::Duration;

use log::LevelFilter;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, TransactionTrait};

use crate::store::dialect::Engine;
use crate::store::door::Door;
use crate::store::error::StoreError;
use crate::store::signals::Signals;
use crate::store::sql::{Columns, Sql};
use crate::store::sqlite::{self, Readers};
use crate::store::{Inner, Source, Store, writer};

/// How long a caller waits for a connection before it is told to come back later.
const ACQUIRE: Duration = Duration::from_secs(4);
/// How long one statement of a server may take before the caller is told to come back later.
const ANSWER: Duration = Duration::from_secs(5);
/// Prepared statements kept on each connection to a server.
const STATEMENTS: usize = 256;

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
        let (source, door) = match engine {
            Engine::Sqlite => {
                let path = sqlite::path_of(url);
                let writer = sqlite::open_writer(&path)?;
                let readers = Arc::new(Readers::new(path));
                (
                    Source::Local(readers),
                    writer::start(writer, signals.clone())?,
                )
            }
            Engine::Postgres => {
                let pool = connect(postgres(url, connections)).await?;
                let door = Door::pool(pool.clone(), signals.clone());
                (Source::Served(pool), door)
            }
        };
        Ok(Self {
            inner: Arc::new(Inner {
                source,
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
        let connection = self.for_schema().await?;
        let made = match self.engine().migration_lock() {
            None => migration::up(&connection).await,
            Some((lock, unlock)) => {
                // The lock belongs to a connection of its own: the changes run on others of the pool.
                let holder = connection.begin().await?;
                holder.execute_unprepared(lock).await?;
                let made = migration::up(&connection).await;
                holder.execute_unprepared(unlock).await?;
                holder.rollback().await?;
                made
            }
        };
        self.done_with(connection).await?;
        made?;
        Ok(pending)
    }

    /// Whether the schema is what this program expects. Writes nothing but the list of changes' own table.
    pub async fn schema(&self) -> Result<SchemaState, StoreError> {
        let connection = self.for_schema().await?;
        let pending = migration::pending(&connection).await;
        self.done_with(connection).await?;
        match pending? {
            pending if pending.is_empty() => Ok(SchemaState::Current),
            pending => Ok(SchemaState::Behind(pending)),
        }
    }

    /// Whether the database answers now: one small read.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.one(Sql::new("SELECT 1")).await.map(|_| ())
    }

    /// Size of the database in bytes.
    pub async fn size_bytes(&self) -> Result<i64, StoreError> {
        let row = self.one(Sql::new(self.engine().size_query())).await?;
        row.as_ref()
            .map_or(Ok(0), |row| Columns::of(row).take::<i64>())
    }

    /// What the engine says about the soundness of its files; `ok` when all is well.
    pub async fn integrity(&self) -> Result<String, StoreError> {
        let sql = Sql::new(self.engine().integrity_query());
        let row = self.one(sql).await?;
        row.as_ref()
            .map_or(Ok(String::new()), |row| Columns::of(row).take::<String>())
    }

    /// Refreshes the figures by which plans are chosen; after a bulk load.
    pub async fn analyse(&self) -> Result<(), StoreError> {
        if let Some(analyse) = self.engine().analyse() {
            self.inner.door.script(analyse).await?;
        }
        Ok(())
    }

    /// Finishes what is being written, answers it, and lets the connections go. Later writes are refused.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.inner.door.drain().await?;
        match &self.inner.source {
            Source::Local(readers) => readers.close(),
            Source::Served(pool) => pool.close_by_ref().await?,
        }
        Ok(())
    }

    /// A connection of the layer that migrates; given back by [`Store::done_with`].
    async fn for_schema(&self) -> Result<DatabaseConnection, StoreError> {
        match &self.inner.source {
            Source::Local(readers) => connect(file(readers)).await,
            Source::Served(pool) => Ok(pool.clone()),
        }
    }

    /// Closes what was opened for the schema alone.
    async fn done_with(&self, connection: DatabaseConnection) -> Result<(), StoreError> {
        match &self.inner.source {
            Source::Local(_) => Ok(connection.close().await?),
            Source::Served(_) => Ok(()),
        }
    }
}

/// A server that does not answer in time counts as unavailable.
pub(crate) async fn in_time<T, E: Into<StoreError>>(
    work: impl Future<Output = Result<T, E>> + Send,
) -> Result<T, StoreError> {
    match tokio::time::timeout(ANSWER, work).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(_) => Err(StoreError::Unavailable("no answer in time".to_owned())),
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

/// The file as the layer that migrates opens it.
fn file(readers: &Readers) -> ConnectOptions {
    let path = readers.path().to_owned();
    let mut options = common("sqlite://guichet.db".to_owned(), 1);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .filename(&path)
            .pragma("synchronous", "FULL")
            .busy_timeout(Duration::from_secs(10))
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
