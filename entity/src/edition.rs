//! Who wrote a version of a definition at /admin/sla, and why; never changed.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Uuid,
};

/// One row of `edition`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    /// `calendar`, `policy` or `event`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Its key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    /// The administrator.
    pub author_id: Uuid,
    /// In their words.
    pub reason: String,
    /// When, in milliseconds.
    pub at: i64,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
