//! `POST /api/v1/escalations/{run}/acknowledge`: somebody takes an escalation on.

use actix_web::{HttpResponse, web};
use domain::escalation::RunStage;
use domain::ids::RunId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::web::api::answer::json;
use crate::web::api::caller::Caller;
use crate::web::api::values::{Moment, Ref};
use crate::web::fail::Fail;

/// An escalation with its case.
#[derive(Debug, Serialize, ToSchema)]
pub struct EscalationState<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: RunId,
    /// The case.
    reference: Ref,
    /// One line about the case.
    title: &'a str,
    /// `active` while it climbs, `acknowledged` when somebody took it on, `done` when nothing is left to
    /// climb for.
    #[schema(value_type = String)]
    stage: RunStage,
    /// The last level that was told, from 1.
    level: u32,
    /// When it began.
    started_at: Moment,
    /// Name of who took it on; null for nobody.
    acknowledged_by: Option<&'a str>,
    /// When they did.
    acknowledged_at: Option<Moment>,
}

/// Takes an escalation on, for staff who may see its case. Doing it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/escalations/{run}/acknowledge", operation_id = "acknowledge_escalation",
    tag = "escalations",
    params(("run" = String, Path, description = "Identity of the escalation")),
    responses((status = 200, description = "The escalation since", body = EscalationState)),
)]
pub async fn acknowledge(caller: Caller, run: web::Path<String>) -> Result<HttpResponse, Fail> {
    let run = Uuid::parse_str(&run).map_err(|_| Error::NotFound)?;
    let escalation = caller
        .app
        .acknowledge(&caller.viewer, RunId::from_uuid(run))
        .await?;
    json(&EscalationState {
        id: escalation.run.id,
        reference: escalation.reference.into(),
        title: &escalation.title,
        stage: escalation.run.stage,
        level: escalation.run.level,
        started_at: escalation.run.started_at.into(),
        acknowledged_by: escalation.acknowledged_by.as_deref(),
        acknowledged_at: escalation.run.acknowledged_at.map(Moment::from),
    })
}
