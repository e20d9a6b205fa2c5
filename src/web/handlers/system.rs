//! Addresses of the installation itself: health, jumps by reference, the demonstration's captured mail.

use std::fmt::Write as _;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
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
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// `GET /readyz`: the database answers and every loop of this process's workers beats; one that does not is
/// named. A process without workers says so and is ready all the same. The schema was checked when the
/// process started.
pub async fn ready(app: Data<App>, beat: Data<Heartbeat>) -> HttpResponse {
    let now = app.now();
    let pulses = beat.pulses();
    let still = pulses
        .iter()
        .find(|pulse| app.clock.real_wait(now.since(pulse.last())) > pulse.patience);
    let trouble = if app.store.ping().await.is_err() {
        Some("the database does not answer".to_owned())
    } else {
        still.map(|pulse| format!("the worker “{}” is quiet", pulse.name))
    };
    let mut answer = match trouble {
        None => HttpResponse::Ok(),
        Some(_) => HttpResponse::ServiceUnavailable(),
    };
    answer.content_type("text/plain; charset=utf-8");
    match trouble {
        Some(trouble) => answer
            .insert_header(("retry-after", "5"))
            .body(format!("fail: {trouble}\n")),
        None if pulses.is_empty() => answer.body("ok: database answers, workers elsewhere\n"),
        None => answer.body("ok: database answers, workers beat\n"),
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
