//! One entry of the configuration log; never changed or removed.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Uuid,
};

/// One row of `audit`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    /// Place in the log, from 1, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// When, in milliseconds.
    pub at: i64,
    /// `partner`, `staff` or `system`.
    pub actor_kind: String,
    /// The person; empty for the desk itself.
    pub actor_id: Option<Uuid>,
    /// The rule by which the desk acted.
    pub actor_rule: Option<String>,
    /// What was done, such as `definition_published`.
    pub what: String,
    /// To what: a key or an identity.
    pub subject: String,
    /// The facts, a JSON object.
    pub body: String,
    /// SHA-256 over the entry and the hash of the entry before it.
    pub hash: Vec<u8>,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
