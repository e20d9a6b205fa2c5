//! One entry of a case's history; never changed or removed.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `event`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// The case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    /// Place in the history, from 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// Identity.
    pub id: Uuid,
    /// When, in milliseconds.
    pub at: i64,
    /// `partner`, `staff` or `system`.
    pub actor_kind: String,
    /// The person; empty for the desk itself.
    pub actor_id: Option<Uuid>,
    /// The rule by which the desk acted.
    pub actor_rule: Option<String>,
    /// The event's key, such as `moved`.
    pub kind: String,
    /// What happened, JSON as serialised by the rules.
    pub body: String,
    /// SHA-256 over the entry and the hash of the entry before it.
    pub hash: Vec<u8>,
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
