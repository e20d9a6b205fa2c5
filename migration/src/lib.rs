//! The schema, one dated file per change; the same text for SQLite and PostgreSQL.
//!
//! Types are written as PostgreSQL names them; SQLite takes them as they are (a UUID is a blob there, an
//! instant an integer). Instants are UTC milliseconds, JSON is text, no default reads a clock, there are
//! no triggers. Never imports `entity`: a migration must mean the same for ever.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager};

mod m20260901_000001_people;
mod m20260901_000002_cases;
mod m20260901_000003_clocks;
mod m20260901_000004_mail_and_records;
mod m20261122_000001_manual_due;
mod m20261122_000002_coverage;
mod m20261122_000003_routing;
mod m20261122_000005_editions;
mod m20261122_000007_revision;
mod m20261122_000009_lists;

/// Every change of the schema, in order.
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20260901_000001_people::Migration),
            Box::new(m20260901_000002_cases::Migration),
            Box::new(m20260901_000003_clocks::Migration),
            Box::new(m20260901_000004_mail_and_records::Migration),
            Box::new(m20261122_000001_manual_due::Migration),
            Box::new(m20261122_000002_coverage::Migration),
            Box::new(m20261122_000003_routing::Migration),
            Box::new(m20261122_000005_editions::Migration),
            Box::new(m20261122_000007_revision::Migration),
            Box::new(m20261122_000009_lists::Migration),
        ]
    }
}

/// Makes every change that is still to be made.
///
/// # Errors
/// The database's own, when a change cannot be made; the ones before it stay.
pub async fn up(connection: &DatabaseConnection) -> Result<(), DbErr> {
    Migrator::up(connection, None).await
}

/// The names of the changes still to be made, in order.
///
/// # Errors
/// The database's own, when it cannot be read.
pub async fn pending(connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let pending = Migrator::get_pending_migrations(connection).await?;
    Ok(pending.iter().map(|one| one.name().to_owned()).collect())
}

/// Runs a script. `{keyed}` after a table stores it in the order of its primary key where the engine can.
async fn run(manager: &SchemaManager<'_>, ddl: &str) -> Result<(), DbErr> {
    let keyed = match manager.get_database_backend() {
        DbBackend::Sqlite => " WITHOUT ROWID",
        _ => "",
    };
    let script = ddl.replace("{keyed}", keyed);
    manager.get_connection().execute_unprepared(&script).await?;
    Ok(())
}
