//! A partner's signed link: one case, read and answered without an account.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use domain::case::Reference;
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;
use crate::web::chrome::{html_as, see};
use crate::web::downloads::download;
use crate::web::fail::Fail;
use crate::web::handlers::portal::{Posting, post};
use crate::web::identity::Visit;
use crate::web::pages::portal::thread::Unsent;
use crate::web::pages::shell::ChromeFacts;
use crate::web::pages::signed_link::{LinkOverPage, SignedLinkPage};
use crate::web::upload::{Gate, receive};

/// `GET /q/{reference}/{token}`.
///
/// # Errors
/// The store's troubles. A link that opens nothing says so.
pub async fn show(
    visit: Visit,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Fail> {
    let link = match Link::open(&visit, &path, &request).await {
        Err(Error::NotFound) => return over(&visit),
        opened => opened?,
    };
    link.page(&visit, StatusCode::OK, Unsent::default()).await
}

/// `POST /q/{reference}/{token}`: an answer, with files or without.
///
/// # Errors
/// The store's troubles. What cannot be taken shows the page again with what was typed.
pub async fn write(
    visit: Visit,
    path: Path<(String, String)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Fail> {
    let link = match Link::open(&visit, &path, &request).await {
        Err(Error::NotFound) => return over(&visit),
        opened => opened?,
    };
    visit.app.check_thread(&link.viewer, link.reference).await?;
    let sent = receive(&request, payload.into_inner(), &visit.app, Gate::Link).await?;
    let body = sent.form.text("body").to_owned();
    match post(&visit.app, &link.viewer, link.reference, sent).await? {
        Posting::Done => Ok(see(&format!("{}?said=message", link.address()))),
        Posting::Not(problem) => {
            let unsent = Unsent {
                body: &body,
                problem: Some(problem),
            };
            link.page(&visit, StatusCode::UNPROCESSABLE_ENTITY, unsent)
                .await
        }
    }
}

/// `GET /q/{reference}/{token}/files/{id}`.
///
/// # Errors
/// Not found for a link that opens nothing, or another case's file.
pub async fn file(visit: Visit, path: Path<(String, String, Uuid)>) -> Result<HttpResponse, Fail> {
    let (text, token, id) = path.into_inner();
    let reference = Reference::parse(&text).map_err(|_| Error::NotFound)?;
    let viewer = visit.app.open_case_link(reference, &token).await?;
    let (found, place) = visit.app.open_file(&viewer, reference, id).await?;
    download(&found, &place).await
}

/// A link that was found good.
struct Link {
    reference: Reference,
    token: String,
    viewer: Viewer,
    chrome: ChromeFacts,
}

impl Link {
    async fn open(
        visit: &Visit,
        (text, token): &(String, String),
        request: &HttpRequest,
    ) -> Result<Self, Error> {
        let reference = Reference::parse(text).map_err(|_| Error::NotFound)?;
        let viewer = visit.app.open_case_link(reference, token).await?;
        let mut chrome = visit.chrome();
        if request.cookie("language").is_none() {
            chrome.language = viewer.person.language;
        }
        Ok(Self {
            reference,
            token: token.clone(),
            viewer,
            chrome,
        })
    }

    fn address(&self) -> String {
        format!("/q/{}/{}", self.reference, self.token)
    }

    async fn page(
        &self,
        visit: &Visit,
        status: StatusCode,
        unsent: Unsent<'_>,
    ) -> Result<HttpResponse, Fail> {
        let case = visit.app.my_request(&self.viewer, self.reference).await?;
        let name = &self.viewer.person.name;
        html_as(
            status,
            &SignedLinkPage::new(&self.chrome, &case, name, self.address(), unsent),
        )
    }
}

fn over(visit: &Visit) -> Result<HttpResponse, Fail> {
    html_as(StatusCode::NOT_FOUND, &LinkOverPage::new(&visit.chrome()))
}
