//! One run of an escalation policy over a case.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `escalation_run`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "escalation_run")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The clock whose breach began it.
    pub clock_id: Option<Uuid>,
    /// The policy.
    pub policy_key: String,
    /// Its version, pinned.
    pub policy_version: i64,
    /// The last level that fired; 0 before the first.
    pub level: i64,
    /// How often the chain has been gone through before.
    pub round: i64,
    /// `active`, `acknowledged` or `done`.
    pub stage: String,
    /// When it began, in milliseconds.
    pub started_at: i64,
    /// When the last level fired, in milliseconds.
    pub fired_at: Option<i64>,
    /// Who took it on.
    pub acknowledged_by: Option<Uuid>,
    /// When, in milliseconds.
    pub acknowledged_at: Option<i64>,
    /// The first run of the chain it goes on with; empty for a first one.
    pub origin_id: Option<Uuid>,
    /// Further clocks that were breached while it climbed, a JSON list.
    pub joined: String,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The case.
    #[sea_orm(
        belongs_to = "super::cases::Entity",
        from = "Column::CaseId",
        to = "super::cases::Column::Id"
    )]
    Case,
}

impl Related<super::cases::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Case.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
