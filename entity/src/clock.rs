//! One clock of a case.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait,
    EnumIter, PrimaryKeyTrait, Related, RelationDef, RelationTrait, Uuid,
};

/// One row of `clock`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clock")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The case it measures.
    pub case_id: Uuid,
    /// What it measures, such as `first_response`.
    pub metric: String,
    /// `sla`, `ola` or `uc`.
    pub kind: String,
    /// From 1.
    pub cycle: i64,
    /// Where it stands, such as `running`.
    pub stage: String,
    /// In whose hours it counts.
    pub calendar_key: String,
    /// The calendar's pinned version.
    pub calendar_version: i64,
    /// The policy that set the target.
    pub policy_key: String,
    /// The policy's pinned version.
    pub policy_version: i64,
    /// Business time allowed.
    pub target_ms: i64,
    /// When it was first started, in milliseconds.
    pub started_at: i64,
    /// Since when it counts, in milliseconds; empty while it does not.
    pub running_since: Option<i64>,
    /// Business time spent before it last began to count.
    pub spent_ms: i64,
    /// When it falls due, in milliseconds; empty while paused.
    pub due_at: Option<i64>,
    /// The first due instant, in milliseconds.
    pub original_due: i64,
    /// The due instant set by hand, in milliseconds; empty without one.
    pub manual_due: Option<i64>,
    /// The due instant it passed, in milliseconds.
    pub breached_at: Option<i64>,
    /// When the breach was noticed, in milliseconds.
    pub breach_detected_at: Option<i64>,
    /// When it stopped, in milliseconds.
    pub stopped_at: Option<i64>,
    /// Thresholds announced in this cycle, a JSON list of percents.
    pub fired: String,
    /// When it stood still, a JSON list.
    pub pauses: String,
    /// The team that answered for the case when the clock last moved.
    pub team: String,
    /// The kind of the case.
    pub case_kind: String,
    /// The instant it enters attainment: the breach, or the stop when met; empty otherwise.
    pub counted_at: Option<i64>,
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
