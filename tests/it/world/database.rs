//! The two databases that every story is told on.

use super::postgres::PostgresDatabase;
use super::sqlite::SqliteDatabase;

/// A fresh database for one test; dropping it removes it.
pub enum Database {
    /// A file in a directory of its own.
    Sqlite(SqliteDatabase),
    /// A database in the run's throwaway cluster.
    Postgres(PostgresDatabase),
}

impl Database {
    /// The embedded database, still without a file: the program makes it and its schema.
    pub fn sqlite() -> Self {
        Self::Sqlite(SqliteDatabase::create())
    }

    /// The database server, with the schema of today in it. None where there is none and that is
    /// allowed: the test then returns.
    pub async fn postgres() -> Option<Self> {
        PostgresDatabase::migrated().await.map(Self::Postgres)
    }

    /// What goes into `database.url`.
    pub fn url(&self) -> &str {
        match self {
            Self::Sqlite(database) => database.url(),
            Self::Postgres(database) => database.url(),
        }
    }
}

/// Tells each of these stories, functions of a [`Database`], on both.
macro_rules! on_both_databases {
    ($($story:ident)+) => { $(
        mod $story {
            use crate::world::database::Database;

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                super::$story(Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgresql() {
                if let Some(database) = Database::postgres().await {
                    super::$story(database).await;
                }
            }
        }
    )+ };
}
pub(crate) use on_both_databases;

#[tokio::test]
async fn each_database_says_by_its_url_which_it_is() {
    assert!(Database::sqlite().url().starts_with("sqlite://"));
    let Some(postgres) = Database::postgres().await else {
        return;
    };
    assert!(postgres.url().starts_with("postgres://"));
}
