//! `/api/v1/cases/{ref}/attachments`: the files of a case, adding some, fetching one.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, web};
use domain::case::Reference;
use domain::ids::{AttachmentId, MessageId, PersonId};
use domain::message::{Attachment, Audience, Channel};
use domain::text::Language;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::usecases::files::{MAX_FILE_BYTES, Received};
use crate::usecases::idempotency::Attempt;
use crate::usecases::post_message::PostMessage;
use crate::web::api::answer::{List, Written, json};
use crate::web::api::caller::{Caller, reference};
use crate::web::api::messages::Author;
use crate::web::api::values::{self, Moment};
use crate::web::downloads::download;
use crate::web::fail::{Fail, Trouble};
use crate::web::upload::{Arrival, Gate, More, Sent, receive};

/// One file, for whoever asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum CaseFile<'a> {
    /// For the staff.
    #[schema(title = "For staff")]
    Staff(StaffFile<'a>),
    /// For a partner: public files alone.
    #[schema(title = "For partners")]
    Partner(PartnerFile<'a>),
}

/// One file, for the staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffFile<'a> {
    /// What every file has.
    #[serde(flatten)]
    file: PartnerFile<'a>,
    /// SHA-256 of the bytes, hexadecimal.
    sha256: &'a str,
    /// Who may read it.
    #[schema(schema_with = values::audience)]
    audience: Audience,
    /// The message it came with; null for none.
    #[schema(value_type = Option<Uuid>)]
    message: Option<MessageId>,
    /// The field of the form it answers; null for none.
    field: Option<&'a str>,
    /// Who added it.
    author: Author<'a>,
}

/// One file, as anybody who may read it sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerFile<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: AttachmentId,
    /// Name as uploaded, cleaned.
    file_name: &'a str,
    /// What it is, told by its bytes.
    media_type: &'a str,
    /// Size in bytes.
    size_bytes: i64,
    /// When it was added.
    at: Moment,
    /// Where to fetch it.
    url: String,
}

/// Files to be added, as the parts of a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; it is streamed, never held")]
pub struct NewFiles {
    /// 1 to 10 files of at most 10 MB each.
    #[schema(value_type = Vec<String>, format = Binary, min_items = 1, max_items = 10)]
    files: Vec<String>,
    /// Words that go with them.
    body: Option<String>,
    /// Who may read them; `public` when absent.
    #[schema(schema_with = values::audience)]
    audience: Option<String>,
    /// Language of the words.
    #[schema(schema_with = values::language)]
    language: Option<String>,
}

/// The files of a case, oldest first.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}/attachments", operation_id = "list_attachments", tag = "cases",
    params(("ref" = String, Path, description = "Reference of the case", example = "REQ-1042")),
    responses((status = 200, description = "The files you may read", body = List<CaseFile>)),
)]
pub async fn list(caller: Caller, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let reference = reference(&case)?;
    let found = caller.app.list_files(&caller.viewer, reference).await?;
    let items = found.files.iter().map(|file| {
        let plain = plain(reference, file);
        if caller.viewer.is_partner() {
            CaseFile::Partner(plain)
        } else {
            CaseFile::Staff(staff_file(plain, file, &found.names))
        }
    });
    json(&List::whole(items.collect()))
}

/// Adds files to a case, with or without words.
///
/// Types are told by the bytes: PDF, JPEG, PNG, GIF, WebP, MP4, ZIP, Office documents, text and CSV.
#[utoipa::path(
    post, path = "/api/v1/cases/{ref}/attachments", operation_id = "add_attachments", tag = "cases",
    params(
        ("ref" = String, Path, description = "Reference of the case", example = "REQ-1042"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key, files and texts give the same answer for 24 hours"),
    ),
    request_body(content = NewFiles, content_type = "multipart/form-data"),
    responses((
        status = 201, description = "Where the case stands since", body = crate::web::api::standing::Standing,
        headers(("ETag" = String, description = "The version of the case")),
    )),
)]
pub async fn add(
    caller: Caller,
    case: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Fail> {
    let reference = reference(&case)?;
    if !is_multipart(&request) {
        return Err(Fail(Trouble::MediaType("multipart/form-data")));
    }
    caller.app.check_thread(&caller.viewer, reference).await?;
    let upload = accept(receive(&request, payload.into_inner(), &caller.app, Gate::Link).await?)?;
    let key = match caller.attempt(summary(&upload).as_bytes()).await? {
        Attempt::Fresh(key) => key,
        Attempt::Made(case) => {
            return Ok(Written::new(&caller, StatusCode::CREATED, &case)
                .await?
                .response());
        }
        Attempt::Answered { status, body } => return Ok(Written::again(status, body)?.response()),
    };
    let Upload { files, mut texts } = upload;
    let audience = audience(texts.get("audience").map(String::as_str))?;
    let language = language(texts.get("language").map(String::as_str))?;
    let wanted = PostMessage {
        reference,
        audience,
        body: texts.remove("body").unwrap_or_default(),
        channel: Channel::Api,
        files,
        key,
    };
    let case = caller
        .app
        .post_message_in(&caller.viewer, wanted, language)
        .await?;
    Ok(Written::new(&caller, StatusCode::CREATED, &case)
        .await?
        .response())
}

/// One file, always as a download.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}/attachments/{id}", operation_id = "get_attachment", tag = "cases",
    params(
        ("ref" = String, Path, description = "Reference of the case", example = "REQ-1042"),
        ("id" = String, Path, description = "Identity of the file"),
    ),
    responses((
        status = 200, description = "The bytes", body = Vec<u8>, content_type = "application/octet-stream",
        headers(("Content-Disposition" = String, description = "`attachment` with the file's name")),
    )),
)]
pub async fn get(caller: Caller, place: web::Path<(String, String)>) -> Result<HttpResponse, Fail> {
    let (case, id) = place.into_inner();
    let id = Uuid::parse_str(&id).map_err(|_| Error::NotFound)?;
    let (file, place) = caller
        .app
        .open_file(&caller.viewer, reference(&case)?, id)
        .await?;
    download(&file, &place).await
}

struct Upload {
    files: Vec<Received>,
    texts: BTreeMap<String, String>,
}

/// What arrived, when all of it is good: a program is told of the first mistake, and nothing is stored.
fn accept(sent: Sent) -> Result<Upload, Fail> {
    if sent.more != More::None {
        return Err(Error::field("files", "too_many_files").into());
    }
    let mut files = Vec::with_capacity(sent.files.len());
    for file in sent.files {
        files.push(match file.arrival {
            Arrival::Kept(received) => received,
            Arrival::Empty => return Err(Error::field("files", "empty_file").into()),
            Arrival::TooLarge => {
                return Err(Error::TooLarge {
                    limit_bytes: MAX_FILE_BYTES,
                }
                .into());
            }
            Arrival::Refused => return Err(Error::UnsupportedMedia(file.name).into()),
        });
    }
    if files.is_empty() {
        return Err(Error::field("files", "required").into());
    }
    let known = |name: &str| matches!(name, "body" | "audience" | "language");
    if let Some(name) = sent.form.fields().keys().find(|name| !known(name)) {
        return Err(Error::field(name, "unknown_field").into());
    }
    let texts = sent
        .form
        .fields()
        .keys()
        .map(|name| (name.clone(), sent.form.text(name).to_owned()));
    Ok(Upload {
        texts: texts.collect(),
        files,
    })
}

fn is_multipart(request: &HttpRequest) -> bool {
    let media = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    media.is_some_and(|media| {
        media
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("multipart/form-data")
    })
}

fn plain(reference: Reference, file: &Attachment) -> PartnerFile<'_> {
    PartnerFile {
        id: file.id,
        file_name: &file.file_name,
        media_type: &file.media_type,
        size_bytes: file.size_bytes,
        at: file.at.into(),
        url: format!("/api/v1/cases/{reference}/attachments/{}", file.id),
    }
}

fn staff_file<'a>(
    plain: PartnerFile<'a>,
    file: &'a Attachment,
    names: &'a BTreeMap<PersonId, String>,
) -> StaffFile<'a> {
    StaffFile {
        file: plain,
        sha256: &file.sha256,
        audience: file.audience,
        message: file.message,
        field: file.field.as_deref(),
        author: Author::of(&file.author, names),
    }
}

/// What two uploads with one idempotency key must have in common.
fn summary(upload: &Upload) -> String {
    let files = upload
        .files
        .iter()
        .map(|file| format!("{}\n{}\n", file.sha256, file.file_name));
    let texts = upload
        .texts
        .iter()
        .map(|(name, text)| format!("{name}\n{}\n{text}\n", text.len()));
    files.chain(texts).collect()
}

fn audience(text: Option<&str>) -> Result<Audience, Error> {
    match text {
        None | Some("public") => Ok(Audience::Public),
        Some("internal") => Ok(Audience::Internal),
        Some(_) => Err(Error::field("audience", "unknown_value")),
    }
}

fn language(text: Option<&str>) -> Result<Option<Language>, Error> {
    match text {
        None => Ok(None),
        Some("fr") => Ok(Some(Language::Fr)),
        Some("en") => Ok(Some(Language::En)),
        Some(_) => Err(Error::field("language", "unknown_value")),
    }
}
