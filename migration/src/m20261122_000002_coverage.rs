//! Who is there: absences, overrides of rotas, and what an escalation climbs for.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the tables, columns and indexes below, each index with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000002_coverage"
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
CREATE TABLE absence (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    recorded_by UUID NOT NULL REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    ended_by UUID REFERENCES person (id),
    ended_at BIGINT
);

CREATE TABLE rota_override (
    id UUID NOT NULL PRIMARY KEY,
    rota TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    author_id UUID NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    removed_by UUID REFERENCES person (id),
    removed_at BIGINT
);

ALTER TABLE escalation_run ADD COLUMN origin_id UUID;
ALTER TABLE escalation_run ADD COLUMN joined TEXT NOT NULL DEFAULT '[]';

-- Whether a person is away now, and what they have planned.
CREATE INDEX absence_by_person ON absence (person_id, until_at);
-- Who is away now or later, by when it begins.
CREATE INDEX absence_by_end ON absence (until_at, from_at, id);
-- Who stands in for a rota now or later.
CREATE INDEX rota_override_by_end ON rota_override (rota, until_at) WHERE removed_at IS NULL;
";
