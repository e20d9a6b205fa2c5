//! What differs between the two engines, and nothing else: the only file that asks which one it is.

use std::fmt::Write as _;

use sea_orm::{DbBackend, Statement};

use crate::store::error::StoreError;
use crate::store::sql::Sql;

/// Which database this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the program: one writer, many readers.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// The engine that an address speaks of.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for any other scheme.
    pub fn of_url(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else {
            Err(StoreError::Unavailable(
                "database.url begins with sqlite: or postgres:".to_owned(),
            ))
        }
    }

    /// The engine's name for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// After a `SELECT` of a row that the same transaction will update; SQLite has one writer anyway.
    pub const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// After a `SELECT` of work to claim: rows that another worker is claiming are passed over.
    pub const fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Before a statement whose plan is asked for.
    pub const fn explain(self) -> &'static str {
        match self {
            Self::Sqlite => "EXPLAIN QUERY PLAN ",
            Self::Postgres => "EXPLAIN ",
        }
    }

    /// Which column of a plan holds its words.
    pub const fn plan_column(self) -> usize {
        match self {
            Self::Sqlite => 3,
            Self::Postgres => 0,
        }
    }

    /// Keeps other replicas from migrating at the same time, until the connection closes.
    pub const fn migration_lock(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some((
                "SELECT pg_advisory_lock(7118003301)",
                "SELECT pg_advisory_unlock(7118003301)",
            )),
        }
    }

    /// Lets one transaction at a time append to the configuration log, until it ends.
    pub const fn append_lock(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(7118003302)"),
        }
    }

    /// Gathers figures about the data, so that plans stay good after a bulk load.
    ///
    /// SQLite gathers none on purpose: with figures, the bundled build plans a statement anew each time
    /// a value is bound, which costs more than any query of ours; its plans are held by tests.
    pub const fn analyse(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("ANALYZE"),
        }
    }

    /// How a statement of many rows begins whose failure undoes its whole transaction: SQLite need not keep
    /// what the statement alone changed.
    pub const fn insert_many(self) -> &'static str {
        match self {
            Self::Sqlite => "INSERT OR FAIL INTO ",
            Self::Postgres => "INSERT INTO ",
        }
    }

    /// Before a bulk load: more memory, the log folded back and flushed more seldom, and no look at what a
    /// row refers to, which the load itself has just written. A load that was not ended may be lost with
    /// the machine, never half of one.
    pub const fn bulk_begin(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(
                "PRAGMA foreign_keys = OFF; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144; \
                 PRAGMA wal_autocheckpoint = 65536",
            ),
            Self::Postgres => None,
        }
    }

    /// After a bulk load: as `connect` opened the writer, everything on the disk.
    pub const fn bulk_end(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(
                "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; \
                 PRAGMA wal_autocheckpoint = 4000; PRAGMA wal_checkpoint(TRUNCATE)",
            ),
            Self::Postgres => None,
        }
    }

    /// How big the database is, in bytes.
    pub const fn size_query(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            }
            Self::Postgres => "SELECT pg_database_size(current_database())",
        }
    }

    /// Asks the engine whether what it stores is sound; the first column of the answer is `ok`.
    pub const fn integrity_query(self) -> &'static str {
        match self {
            Self::Sqlite => "PRAGMA quick_check(1)",
            Self::Postgres => "SELECT 'ok'",
        }
    }

    /// The statement as a server's driver wants it.
    pub fn statement(self, sql: Sql) -> Statement {
        match self {
            Self::Sqlite => Statement::from_sql_and_values(DbBackend::Sqlite, sql.text, sql.values),
            Self::Postgres => {
                Statement::from_sql_and_values(DbBackend::Postgres, numbered(&sql.text), sql.values)
            }
        }
    }
}

/// `?` as `$1`, `$2`, … Our texts hold no question mark inside quotes.
fn numbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut number = 0_u32;
    for part in text.split_inclusive('?') {
        if let Some(plain) = part.strip_suffix('?') {
            number += 1;
            out.push_str(plain);
            // Writing to a string cannot fail.
            let _ = write!(out, "${number}");
        } else {
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_become_numbers() {
        assert_eq!(
            numbered("SELECT a FROM b WHERE c = ? AND d IN (?, ?)"),
            "SELECT a FROM b WHERE c = $1 AND d IN ($2, $3)"
        );
    }

    #[test]
    fn the_address_names_the_engine() {
        assert_eq!(
            Engine::of_url("sqlite://data/a.db").unwrap(),
            Engine::Sqlite
        );
        assert_eq!(
            Engine::of_url("postgres://u@h/d").unwrap(),
            Engine::Postgres
        );
        assert!(Engine::of_url("mysql://h/d").is_err());
    }
}
