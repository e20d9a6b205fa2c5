//! A stretch of time in which somebody stands in for a rota, whoever's turn it is.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `rota_override`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_override")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Key of the rota.
    pub rota: String,
    /// Who stands in.
    pub person_id: Uuid,
    /// From when, in milliseconds.
    pub from_at: i64,
    /// Until when, in milliseconds.
    pub until_at: i64,
    /// Who entered it.
    pub author_id: Uuid,
    /// When, in milliseconds.
    pub created_at: i64,
    /// Who took it away.
    pub removed_by: Option<Uuid>,
    /// When, in milliseconds.
    pub removed_at: Option<i64>,
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
