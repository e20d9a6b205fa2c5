//! Versions written at /admin/sla, and the long work that follows them.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the tables and indexes below, each index with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000005_editions"
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
CREATE TABLE edition (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    author_id UUID NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (kind, key, version)
){keyed};

CREATE TABLE policy_job (
    id UUID NOT NULL PRIMARY KEY,
    work TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    author_id UUID NOT NULL REFERENCES person (id),
    status TEXT NOT NULL,
    cursor_id UUID,
    total BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    figures TEXT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL
);

-- The next work to do.
CREATE INDEX policy_job_running ON policy_job (created_at, id) WHERE status = 'running';
-- The latest work, for people.
CREATE INDEX policy_job_latest ON policy_job (created_at, id);
";
