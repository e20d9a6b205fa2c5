//! A case as it stands: the slim row that lists walk. Only the write door writes it.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `cases`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `request`, `verification`, `escalation` or `onboarding`.
    pub kind: String,
    /// Number of the reference; unique within its kind.
    pub number: i64,
    /// The pinned workflow.
    pub workflow_key: String,
    /// Its version, from 1.
    pub workflow_version: i64,
    /// Where it stands.
    pub state: String,
    /// The state's category.
    pub category: String,
    /// The state before this one.
    pub previous_state: Option<String>,
    /// The form it came by.
    pub request_type: Option<String>,
    /// One line in the partner's words.
    pub title: String,
    /// `fr` or `en`.
    pub language: String,
    /// The publisher it concerns.
    pub organisation_id: Uuid,
    /// The contact who asked.
    pub requester_id: Option<Uuid>,
    /// The team that answers for it.
    pub team: String,
    /// The team that holds it now.
    pub desk: String,
    /// The person who has it.
    pub owner_id: Option<Uuid>,
    /// `P1` to `P4`.
    pub priority: String,
    /// Proposed impact, 1 to 3.
    pub impact: i16,
    /// Proposed urgency, 0 to 3.
    pub urgency: i16,
    /// Hidden from the requester's colleagues.
    pub confidential: bool,
    /// The case it was opened from.
    pub parent_id: Option<Uuid>,
    /// When it was begun, in milliseconds.
    pub created_at: i64,
    /// When it was submitted, in milliseconds; empty for a draft.
    pub submitted_at: Option<i64>,
    /// When it entered its present state, in milliseconds.
    pub state_since: i64,
    /// When it last entered the category done, in milliseconds.
    pub resolved_at: Option<i64>,
    /// When anything last happened, in milliseconds.
    pub updated_at: i64,
    /// Counts commits, from 1.
    pub version: i64,
    /// How often it was written, what nobody sees included.
    pub revision: i64,
    /// How many entries its history has.
    pub event_count: i64,
    /// How many lines its clocks' ledger has.
    pub ledger_count: i64,
    /// Hash of the last entry of its history.
    pub head_hash: Vec<u8>,
    /// Key of the last entry of its history, such as `message_added`.
    pub last_event: String,
    /// Who made that entry: `partner`, `staff` or `system`.
    pub last_actor: String,
    /// Place in the queue: 0 running, 1 held, 2 not in the queue.
    pub board_lane: i16,
    /// Place within the lane, in milliseconds.
    pub board_due_at: i64,
    /// The clock that decides the place, a JSON object; empty when none is live.
    pub board_clock: Option<String>,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The publisher.
    #[sea_orm(
        belongs_to = "super::organisation::Entity",
        from = "Column::OrganisationId",
        to = "super::organisation::Column::Id"
    )]
    Organisation,
    /// The person who has the case.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::OwnerId",
        to = "super::person::Column::Id"
    )]
    Owner,
}

impl Related<super::organisation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organisation.def()
    }
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Owner.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
