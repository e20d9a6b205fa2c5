//! One armed timer; the row goes when it fires or is cleared.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `timer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timer")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case it concerns.
    pub case_id: Uuid,
    /// When it is to fire, in milliseconds; never earlier.
    pub due_at: i64,
    /// `clock`, `state`, `level` or `ack_timeout`.
    pub kind: String,
    /// The clock or the run; empty for timers of a state.
    pub subject_id: Option<Uuid>,
    /// What it does, JSON as serialised by the rules.
    pub detail: String,
    /// The worker that holds it.
    pub lease_owner: Option<String>,
    /// Until when the worker holds it, in milliseconds; 0 for nobody.
    pub lease_until: i64,
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
