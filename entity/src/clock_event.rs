//! One line of the clocks' append-only ledger.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `clock_event`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock_event")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    /// Place in the case's ledger, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The clock.
    pub clock_id: Uuid,
    /// What it measures.
    pub metric: String,
    /// Which cycle.
    pub cycle: i64,
    /// When it happened, in milliseconds.
    pub at: i64,
    /// The change's key, such as `pause`.
    pub what: String,
    /// What happened, JSON as serialised by the rules.
    pub body: String,
    /// Why, as a stable code.
    pub reason: String,
    /// Business time spent at that moment.
    pub spent_ms: i64,
    /// The due instant after the change, in milliseconds.
    pub due_at: Option<i64>,
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
