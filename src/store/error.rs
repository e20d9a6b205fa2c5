//! Why the store said no, by meaning; a driver's own error never leaves this folder.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

/// What the store answers instead of a result. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote the case meanwhile.
    #[error("the stored version is {current}")]
    Conflict {
        /// The stored version.
        current: i64,
    },
    /// The timer is gone: it fired or was cleared already. The step is a no-op.
    #[error("the timer is gone")]
    AlreadyFired,
    /// The row asked for is not there.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A value that must be unique exists already; names the column.
    #[error("{0} is taken")]
    Taken(&'static str),
    /// The idempotency key was stored by another request first; find out which and compare.
    #[error("the idempotency key is taken")]
    KeyTaken,
    /// A published definition of the same version has another text.
    #[error("{kind} {key} version {version} was published with another text")]
    DefinitionChanged {
        /// Which kind of definition.
        kind: String,
        /// Its key.
        key: String,
        /// Its version.
        version: u32,
    },
    /// The database cannot be reached, is shutting down or is too busy; trying again later helps.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The disk is full; reads go on.
    #[error("the disk is full: {0}")]
    Full(String),
    /// Two transactions stood in each other's way; the step may be taken again at once.
    #[error("another transaction stood in the way")]
    Collision,
    /// A stored row does not mean what it must, or an invariant of the schema was broken.
    #[error("broken row: {0}")]
    Broken(String),
    /// Anything else the database said.
    #[error("database: {0}")]
    Database(String),
}

impl StoreError {
    /// A stored value that cannot be read; names column and value.
    pub fn broken(what: &str, value: impl std::fmt::Display) -> Self {
        Self::Broken(format!("{what}: {value}"))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(
                ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed,
            )
            | DbErr::Conn(_) => Self::Unavailable(error.to_string()),
            DbErr::Exec(cause) | DbErr::Query(cause) => from_runtime(cause, &error),
            DbErr::Type(text) | DbErr::Json(text) => Self::Broken(text.clone()),
            other => Self::Database(other.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

fn from_runtime(cause: &RuntimeErr, error: &DbErr) -> StoreError {
    let RuntimeErr::SqlxError(cause) = cause else {
        return StoreError::Database(error.to_string());
    };
    let Some(database) = cause.as_database_error() else {
        return StoreError::Unavailable(error.to_string());
    };
    let code = database.code().unwrap_or_default();
    match code.as_ref() {
        // SQLITE_FULL; PostgreSQL's disk_full.
        "13" | "53100" => StoreError::Full(error.to_string()),
        // SQLITE_BUSY and SQLITE_LOCKED, SQLITE_IOERR, SQLITE_CANTOPEN.
        "5" | "6" | "261" | "517" | "10" | "14" => StoreError::Unavailable(error.to_string()),
        // serialization_failure, deadlock_detected.
        "40001" | "40P01" => StoreError::Collision,
        // Classes of PostgreSQL: connection, resources, operator intervention.
        code if code.len() == 5
            && (code.starts_with("08") || code.starts_with("53") || code.starts_with("57")) =>
        {
            StoreError::Unavailable(error.to_string())
        }
        _ => StoreError::Database(error.to_string()),
    }
}
