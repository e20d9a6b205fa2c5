//! What people of the staff are known to master, and the index behind the page of a team's load.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the table and the index below, each with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000003_routing"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DDL).await
    }
}

const DDL: &str = "
-- Read by its key: the skills of some people (`WHERE person_id IN (…)`).
CREATE TABLE person_skill (
    person_id UUID NOT NULL REFERENCES person (id),
    dimension TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (person_id, dimension, value)
){keyed};

-- How many open cases of each priority somebody has, read from the index alone. New cases have no owner,
-- so that their writing does not touch it.
CREATE INDEX cases_owner_priority ON cases (owner_id, priority)
    WHERE owner_id IS NOT NULL AND board_lane < 2;
";
