//! The SQLite file: its connections and how a statement runs on one. Called directly, without a thread
//! in between: a page of the queue costs less than handing it to one (docs/decisions/0014).

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql};
use sea_orm::Value;

use crate::store::error::StoreError;
use crate::store::row::{Cell, Row};
use crate::store::sql::Sql;

/// Prepared statements kept on each connection.
const STATEMENTS: usize = 256;
/// How long a connection waits for another process that writes.
const BUSY: Duration = Duration::from_secs(10);
/// Most reading connections kept open; each has up to 8 MB of pages.
const READERS: usize = 8;

/// The writer: write-ahead log, flushed at every commit, folded back every 16 MB.
const WRITER: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 4000; \
     PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY";
/// A reader: cannot write.
const READER: &str =
    "PRAGMA query_only = ON; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY";

/// Reading connections; one is taken for the length of one read, so there are as many as threads that
/// read at once.
#[derive(Debug)]
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// Readers of a file that exists.
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads with a connection of one's own.
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let connection = match idle {
            Some(connection) => connection,
            None => open(&self.path, READER)?,
        };
        let answer = work(&connection);
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < READERS
        {
            idle.push(connection);
        }
        answer
    }

    /// Lets the connections go.
    pub fn close(&self) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.clear();
        }
    }
}

/// The path in an address such as `sqlite://data/guichet.db?mode=rwc`.
pub fn path_of(url: &str) -> PathBuf {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    PathBuf::from(path.split_once('?').map_or(path, |(path, _)| path))
}

/// The writing connection; makes the file when it is absent.
pub fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    open(path, WRITER)
}

fn open(path: &Path, pragmas: &str) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(pragmas)?;
    Ok(connection)
}

/// Folds the log back into the file as far as nobody needs it, without holding up the writer.
pub fn fold_back(path: &Path) -> Result<(), StoreError> {
    open(
        path,
        "PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(PASSIVE)",
    )?;
    Ok(())
}

/// Runs a statement without values and without an answer, such as `COMMIT`.
pub fn control(connection: &Connection, text: &str) -> Result<(), StoreError> {
    connection.prepare_cached(text)?.raw_execute()?;
    Ok(())
}

/// Runs a statement; the number of rows it touched.
pub fn execute(connection: &Connection, sql: &Sql) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(&sql.text)?;
    bind(&mut statement, sql)?;
    let touched = statement.raw_execute()?;
    Ok(u64::try_from(touched).unwrap_or(u64::MAX))
}

/// All rows of a statement.
pub fn all(connection: &Connection, sql: &Sql) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(&sql.text)?;
    bind(&mut statement, sql)?;
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut cells = Vec::with_capacity(width);
        for place in 0..width {
            cells.push(Cell::of(row.get_ref(place)?)?);
        }
        found.push(Row::local(cells));
    }
    Ok(found)
}

fn bind(statement: &mut rusqlite::CachedStatement<'_>, sql: &Sql) -> Result<(), StoreError> {
    let wanted = statement.parameter_count();
    if wanted != sql.values.len() {
        let given = sql.values.len();
        return Err(StoreError::Broken(format!(
            "{wanted} values wanted, {given} given: {}",
            sql.text
        )));
    }
    for (place, value) in (1..).zip(&sql.values) {
        statement.raw_bind_parameter(place, Bound(value))?;
    }
    Ok(())
}

/// A value on its way into a statement; texts and bytes are not copied.
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let number = |number: i64| ToSqlOutput::Owned(Owned::Integer(number));
        let nothing = ToSqlOutput::Owned(Owned::Null);
        Ok(match self.0 {
            Value::Bool(value) => value.map_or(nothing, |value| number(i64::from(value))),
            Value::SmallInt(value) => value.map_or(nothing, |value| number(i64::from(value))),
            Value::BigInt(value) => value.map_or(nothing, number),
            Value::String(value) => value.as_ref().map_or(nothing, |text| {
                ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
            }),
            Value::Bytes(value) => value.as_ref().map_or(nothing, |bytes| {
                ToSqlOutput::Borrowed(ValueRef::Blob(bytes))
            }),
            Value::Uuid(value) => value.as_ref().map_or(nothing, |id| {
                ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes()))
            }),
            other => {
                let what = format!("no column of ours takes {other:?}");
                return Err(rusqlite::Error::ToSqlConversionFailure(what.into()));
            }
        })
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(text),
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied,
            ) => Self::Unavailable(text),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Broken(text),
            Some(_) | None => Self::Database(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_what_stands_between_scheme_and_options() {
        for url in [
            "sqlite:///a/b.db",
            "sqlite:/a/b.db?mode=rwc",
            "sqlite:///a/b.db?x=1",
        ] {
            assert_eq!(path_of(url), Path::new("/a/b.db"), "{url}");
        }
        assert_eq!(path_of("sqlite://data/b.db"), Path::new("data/b.db"));
    }

    #[test]
    fn a_reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let writer = open_writer(&path).unwrap();
        control(&writer, "CREATE TABLE t (a BIGINT)").unwrap();
        let readers = Readers::new(path);
        let mut sql = Sql::new("INSERT INTO t VALUES (?)");
        sql.bind(1_i64);
        let refused = readers.read(|reader| execute(reader, &sql));
        assert!(
            matches!(refused, Err(StoreError::Unavailable(_))),
            "{refused:?}"
        );
        assert_eq!(execute(&writer, &sql), Ok(1));
        let rows = readers
            .read(|reader| all(reader, &Sql::new("SELECT a FROM t")))
            .unwrap();
        assert_eq!(rows[0].at::<i64>(0), Ok(1));
    }

    #[test]
    fn a_missing_value_is_named_before_it_becomes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_writer(&folder.path().join("a.db")).unwrap();
        let refused = all(&connection, &Sql::new("SELECT ?"));
        assert!(matches!(refused, Err(StoreError::Broken(_))), "{refused:?}");
    }
}
