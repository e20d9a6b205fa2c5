//! One file of a case; the bytes are in the file store.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `attachment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case.
    pub case_id: Uuid,
    /// The message it came with.
    pub message_id: Option<Uuid>,
    /// The form field it answers.
    pub field: Option<String>,
    /// Name as uploaded, cleaned.
    pub file_name: String,
    /// Type sniffed from the bytes.
    pub media_type: String,
    /// Size.
    pub size_bytes: i64,
    /// Hash of the bytes, hexadecimal; the place in the file store.
    pub sha256: String,
    /// `public` or `internal`.
    pub audience: String,
    /// `partner`, `staff` or `system`.
    pub author_kind: String,
    /// The person; empty for the desk itself.
    pub author_id: Option<Uuid>,
    /// The rule by which the desk added it.
    pub author_rule: Option<String>,
    /// When, in milliseconds.
    pub at: i64,
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
