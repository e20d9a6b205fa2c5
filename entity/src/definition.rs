//! A published definition; never changed.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait,
};

/// One row of `definition`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "definition")]
pub struct Model {
    /// `workflow`, `form`, `calendar`, `policy`, `escalation` or `routing`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Its key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    /// SHA-256 of the source.
    pub hash: Vec<u8>,
    /// The text as published.
    pub source: String,
    /// When, in milliseconds.
    pub published_at: i64,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
