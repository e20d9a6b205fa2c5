//! Addresses of the installation itself: health, jumps by reference, the demonstration's captured mail.

use std::fmt::Write as _;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use domain::case::Reference;
use domain::time::Span;
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
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// Workers that were quiet for longer than this are taken for dead; their longest sleep is far below.
const QUIET: Span = Span::seconds(60);

/// `GET /readyz`: the database answers and the workers of this process beat. A process without workers
/// says so and is ready all the same. The schema was checked when the process started.
pub async fn ready(app: Data<App>, beat: Data<Heartbeat>) -> HttpResponse {
    let quiet = beat.last().map(|last| app.now().since(last));
    let real_quiet = quiet.map(|quiet| app.clock.real_wait(quiet));
    let trouble = if app.store.ping().await.is_err() {
        Some("the database does not answer")
    } else if real_quiet.is_some_and(|quiet| quiet > QUIET) {
        Some("the workers are quiet")
    } else {
        None
    };
    let mut answer = match trouble {
        None => HttpResponse::Ok(),
        Some(_) => HttpResponse::ServiceUnavailable(),
    };
    answer.content_type("text/plain; charset=utf-8");
    match (trouble, quiet) {
        (Some(trouble), _) => answer
            .insert_header(("retry-after", "5"))
            .body(format!("fail: {trouble}\n")),
        (None, Some(_)) => answer.body("ok: database answers, workers beat\n"),
        (None, None) => answer.body("ok: database answers, workers elsewhere\n"),
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
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(text))
}

fn lead(visit: &Visit, reference: Reference) -> Result<HttpResponse, Fail> {
    let viewer = visit.viewer.as_ref().ok_or(Fail(Trouble::SignedOut))?;
    Ok(see(&if viewer.is_partner() {
        format!("/portal/requests/{reference}")
    } else {
        format!("/cases/{reference}")
    }))
}
