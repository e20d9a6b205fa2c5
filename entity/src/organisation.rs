//! A publisher: group, title or studio.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Uuid,
};

/// One row of `organisation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Short name in addresses; unique.
    pub slug: String,
    /// Name as shown.
    pub name: String,
    /// Trade, such as `sport`; may be empty.
    pub vertical: String,
    /// Level of service, such as `premium`; may be empty.
    pub tier: String,
    /// `fr` or `en`: the language of its mail when a contact has none.
    pub language: String,
    /// The manager who looks after it.
    pub portfolio_owner: Option<Uuid>,
    /// Who stands in for that manager.
    pub portfolio_backup: Option<Uuid>,
    /// When it was entered, in milliseconds.
    pub created_at: i64,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
