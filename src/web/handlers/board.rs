//! The SLA board, and taking an escalation on.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use domain::ids::RunId;
use uuid::Uuid;

use crate::usecases::sign_in::local_path;
use crate::web::chrome::{html, see};
use crate::web::fail::Fail;
use crate::web::identity::{Desk, Posted};
use crate::web::pages::board::{WeeksAs, board_page};

/// `GET /team/sla`; `?table=weeks` shows the chart as a table.
///
/// # Errors
/// The store's troubles.
pub async fn show(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Fail> {
    let view = desk.visit.app.sla_board(&desk.viewer).await?;
    let as_table = url::form_urlencoded::parse(request.query_string().as_bytes())
        .any(|(name, value)| name == "table" && value == "weeks");
    let weeks = if as_table {
        WeeksAs::Table
    } else {
        WeeksAs::Drawing
    };
    let chrome = desk.chrome().await?;
    html(&board_page(&chrome, &view, weeks))
}

/// `POST /escalations/{run}/acknowledge`.
///
/// # Errors
/// Not found when the run is not there or not theirs.
pub async fn acknowledge(
    desk: Desk,
    path: Path<Uuid>,
    posted: Posted,
) -> Result<HttpResponse, Fail> {
    let run = RunId::from_uuid(path.into_inner());
    let done = desk.visit.app.acknowledge(&desk.viewer, run).await?;
    let back = local_path(posted.form.text("back"));
    let back = if back.is_empty() {
        format!("/cases/{}", done.reference)
    } else {
        back.to_owned()
    };
    let mark = if back.contains('?') { '&' } else { '?' };
    Ok(see(&format!("{back}{mark}said=acknowledged")))
}
