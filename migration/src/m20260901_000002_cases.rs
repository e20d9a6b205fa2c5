//! Cases, their history and their thread.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the tables and indexes below, each index with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260901_000002_cases"
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
CREATE TABLE cases (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    workflow_key TEXT NOT NULL,
    workflow_version BIGINT NOT NULL,
    state TEXT NOT NULL,
    category TEXT NOT NULL,
    previous_state TEXT,
    request_type TEXT,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    organisation_id UUID NOT NULL REFERENCES organisation (id),
    requester_id UUID REFERENCES person (id),
    team TEXT NOT NULL,
    desk TEXT NOT NULL,
    owner_id UUID REFERENCES person (id),
    priority TEXT NOT NULL,
    impact SMALLINT NOT NULL,
    urgency SMALLINT NOT NULL,
    confidential BOOLEAN NOT NULL,
    parent_id UUID REFERENCES cases (id),
    created_at BIGINT NOT NULL,
    submitted_at BIGINT,
    state_since BIGINT NOT NULL,
    resolved_at BIGINT,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    event_count BIGINT NOT NULL,
    ledger_count BIGINT NOT NULL,
    head_hash BYTEA NOT NULL,
    last_event TEXT NOT NULL,
    last_actor TEXT NOT NULL,
    board_lane SMALLINT NOT NULL CHECK (board_lane = 2 OR submitted_at IS NOT NULL),
    board_due_at BIGINT NOT NULL,
    board_clock TEXT,
    UNIQUE (kind, number)
);

CREATE TABLE case_detail (
    case_id UUID NOT NULL PRIMARY KEY REFERENCES cases (id),
    answers TEXT NOT NULL,
    facts TEXT NOT NULL,
    counters TEXT NOT NULL
){keyed};

CREATE TABLE event (
    case_id UUID NOT NULL REFERENCES cases (id),
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id UUID,
    actor_rule TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (case_id, seq)
){keyed};

CREATE TABLE message (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    at BIGINT NOT NULL,
    author_kind TEXT NOT NULL,
    author_id UUID,
    author_rule TEXT,
    audience TEXT NOT NULL,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    channel TEXT NOT NULL
);

CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    message_id UUID,
    field TEXT,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    audience TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_id UUID,
    author_rule TEXT,
    at BIGINT NOT NULL
);

CREATE TABLE link (
    from_id UUID NOT NULL,
    to_id UUID NOT NULL,
    relation TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (from_id, to_id, relation)
){keyed};

CREATE TABLE watcher (
    case_id UUID NOT NULL REFERENCES cases (id),
    person_id UUID NOT NULL REFERENCES person (id),
    PRIMARY KEY (case_id, person_id)
){keyed};

CREATE TABLE case_seen (
    person_id UUID NOT NULL REFERENCES person (id),
    case_id UUID NOT NULL REFERENCES cases (id),
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, case_id)
){keyed};

-- The queue in deadline order, fifty rows at a time from any place; only what is in the queue. Its
-- condition is worded unlike the others', so that no planner walks it for one team's sake.
CREATE INDEX board_all ON cases (board_lane, board_due_at, id) WHERE board_lane IN (0, 1);
-- The same for the team that answers, the person who has it, the publisher; and for the desk that holds
-- it while another team answers.
CREATE INDEX board_team ON cases (team, board_lane, board_due_at, id) WHERE board_lane < 2;
CREATE INDEX board_desk ON cases (desk, board_lane, board_due_at, id) WHERE board_lane < 2 AND desk <> team;
CREATE INDEX board_owner ON cases (owner_id, board_lane, board_due_at, id) WHERE board_lane < 2 AND owner_id IS NOT NULL;
CREATE INDEX board_organisation ON cases (organisation_id, board_lane, board_due_at, id) WHERE board_lane < 2;
-- Triage: what a desk holds and nobody has.
CREATE INDEX board_nobody ON cases (desk, board_lane, board_due_at, id) WHERE board_lane < 2 AND owner_id IS NULL;
-- Every case of a publisher, newest first: the portal, and the list of the JSON interface.
CREATE INDEX cases_by_organisation ON cases (organisation_id, id);
-- Every case of a team or desk, newest first: the list of the JSON interface.
CREATE INDEX cases_by_team ON cases (team, id);
CREATE INDEX cases_by_desk ON cases (desk, id) WHERE desk <> team;
-- What a team finished in a period.
CREATE INDEX cases_finished ON cases (team, resolved_at) WHERE resolved_at IS NOT NULL;
-- The cases opened from a case.
CREATE INDEX cases_by_parent ON cases (parent_id) WHERE parent_id IS NOT NULL;
-- The latest escalations and who took them on.
CREATE INDEX event_escalation ON event (at) WHERE kind IN ('escalated', 'acknowledged');
-- The thread of a case.
CREATE INDEX message_by_case ON message (case_id, at, id);
-- The files of a case.
CREATE INDEX attachment_by_case ON attachment (case_id, at, id);
-- Whether any case still needs the bytes of a file.
CREATE INDEX attachment_by_hash ON attachment (sha256);
-- The cases that point at a case.
CREATE INDEX link_by_target ON link (to_id, from_id);
";
