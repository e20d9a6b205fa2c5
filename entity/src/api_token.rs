//! A bearer token of the JSON interface.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `api_token`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub struct Model {
    /// Identity, for listing and revoking.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// SHA-256 of the token; unique.
    pub hash: Vec<u8>,
    /// Who acts by it.
    pub person_id: Uuid,
    /// What it is for, in its owner's words.
    pub name: String,
    /// What it may do, separated by spaces.
    pub scopes: String,
    /// When it was made, in milliseconds.
    pub created_at: i64,
    /// When it ends, in milliseconds; empty for never.
    pub expires_at: Option<i64>,
    /// When it was last used, in milliseconds; kept to the minute.
    pub last_used_at: Option<i64>,
    /// When it was revoked, in milliseconds.
    pub revoked_at: Option<i64>,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The person.
    #[sea_orm(
        belongs_to = "super::person::Entity",
        from = "Column::PersonId",
        to = "super::person::Column::Id"
    )]
    Person,
}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
