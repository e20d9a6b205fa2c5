//! The SLA board, and taking an escalation on.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use domain::ids::RunId;
use uuid::Uuid;

use crate::i18n::Words;
use crate::usecases::sign_in::local_path;
use crate::web::chrome::{html, see};
use crate::web::csv::file;
use crate::web::fail::Fail;
use crate::web::identity::{Desk, Posted};
use crate::web::pages::board::board_page;
use crate::web::pages::board_address::{BoardAddress, Format};
use crate::web::pages::board_csv::{cases_csv, figures_csv};

/// `GET /team/sla`: period, team and format as [`BoardAddress`] reads them.
///
/// # Errors
/// Not found for a team that is not theirs, and the store's troubles.
pub async fn show(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Fail> {
    let address = BoardAddress::parse(request.query_string());
    let view = desk
        .visit
        .app
        .sla_board(&desk.viewer, address.query.clone())
        .await?;
    let words = Words::new(desk.visit.language);
    match address.format {
        Format::Page => html(&board_page(&desk.chrome().await?, &view, &address)),
        Format::Cases => Ok(file(cases_csv(words, &view)?, "sla-cases.csv")),
        Format::Figures => Ok(file(figures_csv(words, &view)?, "sla-figures.csv")),
    }
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
