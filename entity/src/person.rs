//! A partner contact or a member of the staff.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `person`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Address, lower case; unique.
    pub email: String,
    /// Full name as shown; never empty.
    pub name: String,
    /// `fr` or `en`.
    pub language: String,
    /// The publisher they speak for; empty for staff.
    pub organisation_id: Option<Uuid>,
    /// Who stands in for them.
    pub backup_id: Option<Uuid>,
    /// Away until this instant, in milliseconds; empty when there.
    pub absent_until: Option<i64>,
    /// May sign in and be given work.
    pub active: bool,
    /// Most load they should have; a warning, never a wall.
    pub capacity: i64,
    /// When they were last given a case, in milliseconds; 0 for never. Written by the write door.
    pub last_assigned_at: i64,
    /// When they were entered, in milliseconds.
    pub created_at: i64,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The publisher.
    #[sea_orm(
        belongs_to = "super::organisation::Entity",
        from = "Column::OrganisationId",
        to = "super::organisation::Column::Id"
    )]
    Organisation,
}

impl Related<super::organisation::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Organisation.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
