//! Clocks, their ledger, timers and escalations.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the tables and indexes below, each index with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20260901_000003_clocks"
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
CREATE TABLE clock (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    metric TEXT NOT NULL,
    kind TEXT NOT NULL,
    cycle BIGINT NOT NULL,
    stage TEXT NOT NULL,
    calendar_key TEXT NOT NULL,
    calendar_version BIGINT NOT NULL,
    policy_key TEXT NOT NULL,
    policy_version BIGINT NOT NULL,
    target_ms BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    running_since BIGINT,
    spent_ms BIGINT NOT NULL,
    due_at BIGINT,
    original_due BIGINT NOT NULL,
    breached_at BIGINT,
    breach_detected_at BIGINT,
    stopped_at BIGINT,
    fired TEXT NOT NULL,
    pauses TEXT NOT NULL,
    team TEXT NOT NULL,
    case_kind TEXT NOT NULL,
    counted_at BIGINT
);

CREATE TABLE clock_event (
    case_id UUID NOT NULL REFERENCES cases (id),
    seq BIGINT NOT NULL,
    clock_id UUID NOT NULL,
    metric TEXT NOT NULL,
    cycle BIGINT NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    spent_ms BIGINT NOT NULL,
    due_at BIGINT,
    PRIMARY KEY (case_id, seq)
){keyed};

CREATE TABLE timer (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    due_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_id UUID,
    detail TEXT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL
){keyed};

CREATE TABLE escalation_run (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id),
    clock_id UUID,
    policy_key TEXT NOT NULL,
    policy_version BIGINT NOT NULL,
    level BIGINT NOT NULL,
    round BIGINT NOT NULL,
    stage TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    fired_at BIGINT,
    acknowledged_by UUID,
    acknowledged_at BIGINT
);

-- The clocks of a case.
CREATE INDEX clock_by_case ON clock (case_id, id);
-- Attainment of a team over a period, per metric, kind and week.
CREATE INDEX clock_counted ON clock (team, counted_at, metric, case_kind, stage) WHERE counted_at IS NOT NULL;
-- The next timer, and what is due.
CREATE INDEX timer_by_due ON timer (due_at, id);
-- The timers of a case.
CREATE INDEX timer_by_case ON timer (case_id);
-- The escalations of a case.
CREATE INDEX escalation_run_by_case ON escalation_run (case_id, id);
-- Escalations that climb now.
CREATE INDEX escalation_run_active ON escalation_run (started_at, id) WHERE stage = 'active';
";
