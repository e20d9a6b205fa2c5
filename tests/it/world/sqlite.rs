//! A real SQLite file for one test, in a directory of its own that goes with it. A file and not
//! `:memory:`, where every connection would see a database of its own.

use tempfile::TempDir;

/// One database file that nobody else opens.
pub struct SqliteDatabase {
    directory: TempDir,
    url: String,
}

impl SqliteDatabase {
    /// A place for a database: the file itself is made by the first connection.
    pub fn create() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let file = directory.path().join("guichet.db");
        let url = format!("sqlite://{}?mode=rwc", file.display());
        Self { directory, url }
    }

    /// What goes into `database.url`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the file and its journals are, for tests that look at or damage them.
    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }
}

#[tokio::test]
async fn a_sqlite_database_is_one_file_for_all_its_connections() {
    use sea_orm::ConnectionTrait;

    let database = SqliteDatabase::create();
    let first = sea_orm::Database::connect(database.url())
        .await
        .expect("a first connection");
    first
        .execute_unprepared("CREATE TABLE seen (id int)")
        .await
        .expect("a table");
    let second = sea_orm::Database::connect(database.url())
        .await
        .expect("a second connection");
    let inserted = second
        .execute_unprepared("INSERT INTO seen VALUES (1)")
        .await
        .expect("a row");

    assert_eq!(inserted.rows_affected(), 1);
    assert!(database.directory().join("guichet.db").is_file());
}
