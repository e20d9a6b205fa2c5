//! One case: its page, its thread, its files, who has it and how much it matters.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use domain::case::{Priority, Reference};
use domain::ids::PersonId;
use domain::message::{Audience, Channel};
use uuid::Uuid;

use crate::i18n::Words;
use crate::usecases::error::Error;
use crate::usecases::post_message::PostMessage;
use crate::web::chrome::{html, see};
use crate::web::downloads::download;
use crate::web::fail::Fail;
use crate::web::identity::{Desk, Letter, Posted};
use crate::web::pages::cases::{Draft, DraftAudience, case_page};
use crate::web::pages::moves::error_sentence as input_sentence;
use crate::web::pages::timeline::Show;

/// `GET /cases/{reference}`.
///
/// # Errors
/// Not found when it is not theirs.
pub async fn show(
    desk: Desk,
    path: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Fail> {
    let reference = reference(&path)?;
    let shown = url::form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(name, _)| name == "show")
        .map_or_else(Show::default, |(_, value)| Show::parse(&value));
    page(&desk, reference, shown, Draft::default()).await
}

/// `POST /cases/{reference}/messages`: a reply or a note.
///
/// # Errors
/// Not found when it is not theirs; invalid when it does not say who is to read it. A text that cannot be
/// taken shows the page again, with the words and why.
pub async fn write(path: Path<String>, letter: Letter) -> Result<HttpResponse, Fail> {
    let reference = reference(&path)?;
    let Letter { desk, form } = letter;
    let (audience, draft) = match form.text("audience") {
        "internal" => (Audience::Internal, DraftAudience::Note),
        "public" => (Audience::Public, DraftAudience::Reply),
        // A guess would send a note to the partner.
        "" => return Err(Error::field("audience", "required").into()),
        _ => return Err(Error::field("audience", "unknown_value").into()),
    };
    let message = PostMessage {
        reference,
        audience,
        body: form.text("body").to_owned(),
        channel: Channel::Desk,
        files: Vec::new(),
        key: None,
    };
    let words = Words::new(desk.visit.language);
    let (status, notice) = match desk.visit.app.post_typed(&desk.viewer, message).await {
        Ok(_) => return Ok(see(&format!("/cases/{reference}?said=written#end"))),
        Err(Error::Invalid(errors)) => {
            let said = errors.first().map(|error| input_sentence(words, error));
            (StatusCode::UNPROCESSABLE_ENTITY, said.unwrap_or_default())
        }
        Err(Error::Conflict { .. }) => {
            let said = words.get("compose-changed").into_owned();
            (StatusCode::CONFLICT, said)
        }
        Err(error) => return Err(error.into()),
    };
    let draft = Draft {
        body: form.text("body"),
        audience: draft,
        notice: Some(&notice),
    };
    let mut answer = page(&desk, reference, Show::Everything, draft).await?;
    *answer.status_mut() = status;
    Ok(answer)
}

/// `POST /cases/{reference}/owner`: gives the case to `owner`, or to nobody when empty.
///
/// # Errors
/// Not found when it is not theirs, a conflict when it moved meanwhile.
pub async fn assign(desk: Desk, path: Path<String>, posted: Posted) -> Result<HttpResponse, Fail> {
    let reference = reference(&path)?;
    let owner = match posted.form.filled("owner") {
        Some(text) => {
            let id = Uuid::parse_str(text).map_err(|_| Error::field("owner", "unknown_person"))?;
            Some(PersonId::from_uuid(id))
        }
        None => None,
    };
    desk.visit
        .app
        .assign_case(&desk.viewer, reference, owner, version(&posted))
        .await?;
    Ok(see(&format!("/cases/{reference}?said=assigned")))
}

/// `POST /cases/{reference}/priority`: sets `priority` for a `reason`.
///
/// # Errors
/// Not found when it is not theirs, a conflict when it moved meanwhile.
pub async fn prioritise(
    desk: Desk,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Fail> {
    let reference = reference(&path)?;
    let form = &posted.form;
    let priority = Priority::parse(form.text("priority"))
        .ok_or_else(|| Error::field("priority", "not_an_option"))?;
    let reason = form.text("reason");
    desk.visit
        .app
        .set_priority(&desk.viewer, reference, priority, reason, version(&posted))
        .await?;
    Ok(see(&format!("/cases/{reference}?said=prioritised")))
}

/// `GET /cases/{reference}/files/{id}`: a download, never shown in place.
///
/// # Errors
/// Not found when it is not theirs.
pub async fn file(desk: Desk, path: Path<(String, Uuid)>) -> Result<HttpResponse, Fail> {
    let (text, id) = path.into_inner();
    let reference = Reference::parse(&text).map_err(|_| Error::NotFound)?;
    let (found, place) = desk
        .visit
        .app
        .open_file(&desk.viewer, reference, id)
        .await?;
    download(&found, &place).await
}

async fn page(
    desk: &Desk,
    reference: Reference,
    shown: Show,
    draft: Draft<'_>,
) -> Result<HttpResponse, Fail> {
    let view = desk.visit.app.get_case(&desk.viewer, reference).await?;
    let people = desk.visit.app.colleagues(&desk.viewer).await?;
    let chrome = desk.chrome().await?;
    html(&case_page(&chrome, &view, &people, shown, draft))
}

/// The reference in an address; what is none is not found.
///
/// # Errors
/// [`Error::NotFound`].
pub fn reference(text: &str) -> Result<Reference, Fail> {
    Ok(Reference::parse(text).map_err(|_| Error::NotFound)?)
}

fn version(posted: &Posted) -> Option<i64> {
    posted
        .form
        .filled("version")
        .and_then(|text| text.parse().ok())
}
