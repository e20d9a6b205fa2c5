//! Indexes of the lists that the menu and the portal offer, so that none of them reads past what it shows.

use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// Creates the indexes below, each with the query that needs it.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000009_lists"
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
-- What waits for the partner, in deadline order, of a team and of the desk that holds it for another team.
-- In these four the lane is worded unlike in board_team, so that no planner walks the team's whole queue
-- instead.
CREATE INDEX board_waiting ON cases (team, board_lane, board_due_at, id)
    WHERE board_lane IN (0, 1) AND category = 'waiting_partner';
CREATE INDEX board_waiting_desk ON cases (desk, board_lane, board_due_at, id)
    WHERE board_lane IN (0, 1) AND category = 'waiting_partner' AND desk <> team;
-- One kind in deadline order: verifications, escalations, onboardings.
CREATE INDEX board_kind ON cases (team, kind, board_lane, board_due_at, id) WHERE board_lane IN (0, 1);
CREATE INDEX board_kind_desk ON cases (desk, kind, board_lane, board_due_at, id)
    WHERE board_lane IN (0, 1) AND desk <> team;
-- How many stand on hold for long.
CREATE INDEX board_held ON cases (team, state_since) WHERE board_lane = 1;
CREATE INDEX board_held_desk ON cases (desk, state_since) WHERE board_lane = 1 AND desk <> team;
-- What a partner began to write and has not sent.
CREATE INDEX cases_drafts ON cases (requester_id, id) WHERE submitted_at IS NULL AND category <> 'void';
-- What was lately finished for a publisher.
CREATE INDEX cases_over ON cases (organisation_id, updated_at, id)
    WHERE board_lane = 2 AND submitted_at IS NOT NULL;
";
