//! Taking an escalation on by the link in its mail; the link says who, no session is needed.

use actix_web::HttpResponse;
use actix_web::web::Path;

use crate::web::chrome::{html, see};
use crate::web::fail::Fail;
use crate::web::identity::{PostedByAnyone, Visit};
use crate::web::pages::acknowledge::AcknowledgePage;

/// `GET /ack/{token}`.
///
/// # Errors
/// Not found for a link that is not good (any more).
pub async fn show(visit: Visit, token: Path<String>) -> Result<HttpResponse, Fail> {
    let (_, run) = visit.app.open_acknowledge_link(&token).await?;
    let escalation = visit.app.escalation(run).await?;
    html(&AcknowledgePage::new(
        &visit.chrome(),
        &token,
        &escalation,
        visit.app.now(),
    ))
}

/// `POST /ack/{token}`: acknowledged in the name of whom the link was sent to; twice changes nothing.
///
/// # Errors
/// Not found for a link that is not good (any more).
pub async fn answer(
    visit: Visit,
    token: Path<String>,
    _posted: PostedByAnyone,
) -> Result<HttpResponse, Fail> {
    let (viewer, run) = visit.app.open_acknowledge_link(&token).await?;
    visit.app.acknowledge(&viewer, run).await?;
    Ok(see(&format!("/ack/{token}")))
}
