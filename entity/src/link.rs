//! A link between two cases.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Uuid,
};

/// One row of `link`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link")]
pub struct Model {
    /// From.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_id: Uuid,
    /// To.
    #[sea_orm(primary_key, auto_increment = false)]
    pub to_id: Uuid,
    /// How: `child`, `merged_into`, `serves`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub relation: String,
    /// When it was made, in milliseconds.
    pub at: i64,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
