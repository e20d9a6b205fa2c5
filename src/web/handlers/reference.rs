//! The readable reference of the JSON interface and of its refusals, for anybody.

use actix_web::HttpResponse;

use crate::web::chrome::html;
use crate::web::fail::Fail;
use crate::web::identity::Visit;
use crate::web::openapi;
use crate::web::pages::reference::{ProblemsPage, ReferencePage};

/// `GET /docs`.
///
/// # Errors
/// The store's troubles.
pub async fn show(visit: Visit) -> Result<HttpResponse, Fail> {
    html(&ReferencePage::new(
        &visit.own_chrome().await?,
        openapi::value(),
    ))
}

/// `GET /docs/problems`.
///
/// # Errors
/// The store's troubles.
pub async fn problems(visit: Visit) -> Result<HttpResponse, Fail> {
    html(&ProblemsPage::new(&visit.own_chrome().await?))
}
