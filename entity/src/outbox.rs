//! One mail to send; written in the transaction of what it tells.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Uuid,
};

/// One row of `outbox`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Identity; the Message-ID is made from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Told once per key; unique.
    pub key: String,
    /// The case it is about.
    pub case_id: Option<Uuid>,
    /// The person, when known.
    pub person_id: Option<Uuid>,
    /// Name in the header and the greeting.
    pub name: String,
    /// Address.
    pub email: String,
    /// `fr` or `en`.
    pub language: String,
    /// `partner` or `staff`.
    pub side: String,
    /// Which text.
    pub template: String,
    /// Values of the text, a JSON object of strings.
    pub params: String,
    /// When it was asked for, in milliseconds.
    pub at: i64,
    /// `queued`, `sent` or `parked`.
    pub status: String,
    /// How often sending was tried.
    pub attempts: i64,
    /// When it is to be tried next, in milliseconds.
    pub next_at: i64,
    /// The worker that holds it.
    pub lease_owner: Option<String>,
    /// Until when the worker holds it, in milliseconds; 0 for nobody.
    pub lease_until: i64,
    /// What the last failed attempt said, cut to 500 characters.
    pub last_error: Option<String>,
    /// When the server took it, in milliseconds.
    pub sent_at: Option<i64>,
    /// The Message-ID it went out with.
    pub message_id: Option<String>,
}

/// What the row points at.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
