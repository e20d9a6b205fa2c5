//! The revision of a case: how often it was written, what nobody sees included.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Adds the column below; it is compared with the row it stands in, so it needs no index.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000007_revision"
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

const DDL: &str = "ALTER TABLE cases ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;";
