//! Publishers, people, and how they get in.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the tables and indexes below, each index with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260901_000001_people"
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
CREATE TABLE organisation (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    vertical TEXT NOT NULL,
    tier TEXT NOT NULL,
    language TEXT NOT NULL,
    portfolio_owner UUID,
    portfolio_backup UUID,
    created_at BIGINT NOT NULL
);

CREATE TABLE person (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    organisation_id UUID REFERENCES organisation (id),
    backup_id UUID REFERENCES person (id),
    absent_until BIGINT,
    active BOOLEAN NOT NULL,
    capacity BIGINT NOT NULL,
    last_assigned_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE membership (
    person_id UUID NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    team TEXT NOT NULL,
    PRIMARY KEY (person_id, role, team)
){keyed};

CREATE TABLE session (
    id BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    csrf TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sign_in_link (
    hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    target TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE api_token (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    person_id UUID NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    revoked_at BIGINT
);

-- Who may be given work in a team: routing, leads to tell.
CREATE INDEX membership_by_team ON membership (team, role, person_id);
-- The contacts of a publisher.
CREATE INDEX person_by_organisation ON person (organisation_id) WHERE organisation_id IS NOT NULL;
-- The sessions of a person, to list and to end.
CREATE INDEX session_by_person ON session (person_id);
-- Sweeping ended sessions and links.
CREATE INDEX session_by_end ON session (expires_at);
CREATE INDEX sign_in_link_by_end ON sign_in_link (expires_at);
-- The tokens of a person, to list and to revoke.
CREATE INDEX api_token_by_person ON api_token (person_id);
";
