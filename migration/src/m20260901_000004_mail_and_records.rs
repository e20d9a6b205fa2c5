//! The outbox, counters, numbering, repeated requests, definitions and the configuration log.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the tables and indexes below, each index with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260901_000004_mail_and_records"
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
CREATE TABLE outbox (
    id UUID NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    case_id UUID,
    person_id UUID,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    side TEXT NOT NULL,
    template TEXT NOT NULL,
    params TEXT NOT NULL,
    at BIGINT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL,
    last_error TEXT,
    sent_at BIGINT,
    message_id TEXT
);

CREATE TABLE counter (
    key TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
){keyed};

CREATE TABLE sequence (
    kind TEXT NOT NULL PRIMARY KEY,
    next BIGINT NOT NULL
){keyed};

CREATE TABLE idempotency (
    person_id UUID NOT NULL,
    key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    case_id UUID,
    status BIGINT,
    response TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (person_id, key)
);

CREATE TABLE definition (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    source TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (kind, key, version)
);

CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_rule TEXT,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL
);

-- What is to be sent now, and what is parked.
CREATE INDEX outbox_by_status ON outbox (status, next_at, id);
-- The mails about a case.
CREATE INDEX outbox_by_case ON outbox (case_id, at) WHERE case_id IS NOT NULL;
-- Forgetting old keys.
CREATE INDEX idempotency_by_age ON idempotency (at);
-- Numbers begin at 1.
INSERT INTO sequence (kind, next) VALUES ('request', 1), ('verification', 1), ('escalation', 1), ('onboarding', 1);
";
