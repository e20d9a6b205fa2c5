//! Addresses of the installation itself: health, jumps by reference, the demonstration's captured mail.

use std::fmt::Write as _;

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpResponse, http::StatusCode};
use domain::case::Reference;
use serde::Deserialize;

use crate::i18n::dates::Dates;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::heartbeat::Heartbeat;
use crate::web::chrome::see;
use crate::web::fail::{Fail, Trouble};
use crate::web::identity::Visit;
use crate::web::server::Surface;

/// What the jump box sends.
#[derive(Debug, Deserialize)]
pub struct Jump {
    #[serde(rename = "ref", default)]
    reference: String,
}

/// `GET /healthz`: the process lives.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers. The body says since when the workers of this process are quiet.
pub async fn ready(app: Data<App>, beat: Data<Heartbeat>) -> HttpResponse {
    let workers = match beat.last() {
        Some(last) => format!("workers {} ms ago", app.now().since(last).as_millis()),
        None => "workers elsewhere".to_owned(),
    };
    match app.store.ping().await {
        Ok(()) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(format!("ok: database answers, {workers}\n")),
        Err(_) => HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
            .content_type("text/plain; charset=utf-8")
            .insert_header(("retry-after", "5"))
            .body("fail: the database does not answer\n"),
    }
}

/// `GET /r?ref=…`: the jump box; what is no reference searches nothing yet and leads to the queue.
///
/// # Errors
/// Signed out.
pub async fn jump(visit: Visit, query: Query<Jump>) -> Result<HttpResponse, Fail> {
    match Reference::parse(&query.reference) {
        Ok(reference) => lead(&visit, reference),
        Err(_) => Ok(see("/queue?said=no-reference")),
    }
}

/// `GET /r/{reference}`: each person's own page of the case. Whether it is theirs, that page says.
///
/// # Errors
/// Signed out; not found for what is no reference.
pub async fn go(visit: Visit, path: Path<String>) -> Result<HttpResponse, Fail> {
    let reference = Reference::parse(&path).map_err(|_| Error::NotFound)?;
    lead(&visit, reference)
}

/// `GET /dev/mail`: the captured mail of the demonstration; elsewhere there is no such page.
///
/// # Errors
/// Not found outside the demonstration.
pub async fn captured_mail(visit: Visit, surface: Data<Surface>) -> Result<HttpResponse, Fail> {
    let captured = surface.captured.as_ref().ok_or(Error::NotFound)?;
    let dates = Dates::paris(visit.language);
    let mut text = String::new();
    for mail in captured().iter().take(200) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}\n{} → {}\n\n{}\n{}\n",
            dates.full(mail.at),
            mail.subject,
            mail.to,
            mail.text,
            "─".repeat(72)
        );
    }
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text))
}

fn lead(visit: &Visit, reference: Reference) -> Result<HttpResponse, Fail> {
    let viewer = visit.viewer.as_ref().ok_or(Fail(Trouble::SignedOut))?;
    Ok(see(&if viewer.is_partner() {
        format!("/portal/requests/{reference}")
    } else {
        format!("/cases/{reference}")
    }))
}
