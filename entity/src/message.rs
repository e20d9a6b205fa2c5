//! One message or internal note of a case's thread.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `message`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// When, in milliseconds.
    pub at: i64,
    /// `partner`, `staff` or `system`.
    pub author_kind: String,
    /// The person; empty for the desk itself.
    pub author_id: Option<Uuid>,
    /// The rule by which the desk wrote.
    pub author_rule: Option<String>,
    /// `public` or `internal`.
    pub audience: String,
    /// Plain text.
    pub body: String,
    /// `fr` or `en`.
    pub language: String,
    /// `portal`, `desk`, `mail`, `api` or `system`.
    pub channel: String,
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
