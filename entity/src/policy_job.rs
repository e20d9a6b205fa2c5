//! Long work over many cases because a calendar or a policy changed: a preview, or applying it.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Uuid,
};

/// One row of `policy_job`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "policy_job")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// `preview`, `open_cases` or `restate`.
    pub work: String,
    /// `calendar` or `policy`.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// The version that is applied, or that the draft would become.
    pub version: i64,
    /// The text of that version.
    pub source: String,
    /// Why, in the words of who asked for it.
    pub reason: String,
    /// The administrator.
    pub author_id: Uuid,
    /// `running`, `done` or `failed`.
    pub status: String,
    /// The last case that is done.
    pub cursor_id: Option<Uuid>,
    /// How many cases there are to look at, as counted at the beginning.
    pub total: i64,
    /// How many were looked at.
    pub seen: i64,
    /// What came of them so far, as JSON.
    pub figures: String,
    /// Why it failed.
    pub error: Option<String>,
    /// When it was asked for, in milliseconds.
    pub created_at: i64,
    /// When it last went on, in milliseconds.
    pub updated_at: i64,
    /// The worker that holds it.
    pub lease_owner: Option<String>,
    /// Until when, in milliseconds.
    pub lease_until: i64,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
