//! Administration: the landing page and the outbox.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use domain::ids::NoticeId;
use uuid::Uuid;

use crate::usecases::read::mail::MailShown;
use crate::web::chrome::{html, see};
use crate::web::fail::Fail;
use crate::web::identity::{Desk, Posted};
use crate::web::pages::admin::{admin_page, mail_page, parse_shown};

/// `GET /admin`.
///
/// # Errors
/// Not found for anybody but administrators.
pub async fn show(desk: Desk) -> Result<HttpResponse, Fail> {
    let parked = desk.visit.app.parked_mails(&desk.viewer).await?;
    let chrome = desk.chrome().await?;
    html(&admin_page(&chrome, parked))
}

/// `GET /admin/mail`.
///
/// # Errors
/// Not found for anybody but administrators.
pub async fn mail(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Fail> {
    let mut shown = MailShown::default();
    let mut after = None;
    for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        match name.as_ref() {
            "status" => shown = parse_shown(&value),
            "after" if !value.is_empty() => after = Some(value.into_owned()),
            _ => {}
        }
    }
    let queue = desk
        .visit
        .app
        .list_outbox(&desk.viewer, shown, after.as_deref())
        .await?;
    let chrome = desk.chrome().await?;
    html(&mail_page(&chrome, &queue))
}

/// `POST /admin/mail/{id}/retry`.
///
/// # Errors
/// Not found for anybody but administrators, and when the mail is not parked.
pub async fn retry(desk: Desk, path: Path<Uuid>, _posted: Posted) -> Result<HttpResponse, Fail> {
    let id = NoticeId::from_uuid(path.into_inner());
    desk.visit.app.retry_mail(&desk.viewer, id).await?;
    Ok(see("/admin/mail?said=mail-queued"))
}
