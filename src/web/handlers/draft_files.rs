//! Files that come with a page of questions: judged one by one, and part of the draft before the other
//! answers are, so that nothing is uploaded twice.

use std::collections::BTreeMap;

use domain::case::Reference;
use domain::forms::definition::{Field, RequestType, Step};
use domain::forms::error::{ErrorCode, FieldError, Param};
use domain::forms::facts::UploadedFile;
use domain::forms::file_answers::{MAX_FILE_BYTES, MAX_FILES, check_file};
use domain::forms::kind::FieldKind;
use domain::ids::AttachmentId;
use domain::refusal::InputError;
use uuid::Uuid;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::files::Received;
use crate::usecases::viewer::Viewer;
use crate::web::fail::Fail;
use crate::web::upload::{Arrival, More, Sent, SentFile};

/// What became of a page's files.
#[derive(Debug)]
pub struct Added {
    /// The draft they are part of; begun for them when there was none.
    pub draft: Option<Reference>,
    /// Files that cannot be taken, at most one error a question.
    pub errors: Vec<FieldError>,
}

/// Adds the files of a page to the draft.
///
/// # Errors
/// Not found when the draft is not theirs; the store's troubles.
pub async fn attach(
    app: &App,
    viewer: &Viewer,
    (form, step): (&RequestType, &Step),
    draft: Option<Reference>,
    sent: &Sent,
) -> Result<Added, Fail> {
    let mut added = Added {
        draft,
        errors: Vec::new(),
    };
    let fields = form.fields.iter().filter(|field| field.step == step.key);
    for field in fields.filter(|field| matches!(field.kind, FieldKind::Files { .. })) {
        let mut good: Vec<Received> = Vec::new();
        let mut wrong = match sent.more {
            More::None => None,
            More::LeftOut(more) => Some(too_many(field, sent.files.len().saturating_add(more))),
        };
        for file in sent.of(&field.name) {
            match (check_file(field, &as_uploaded(file)), &file.arrival) {
                (Ok(()), Arrival::Kept(received)) => good.push(received.clone()),
                (Err(error), _) => wrong = wrong.or(Some(error)),
                (Ok(()), Arrival::Empty | Arrival::TooLarge | Arrival::Refused) => {}
            }
        }
        if !good.is_empty() {
            let reference = match added.draft {
                Some(reference) => reference,
                None => begin(app, viewer, (form, step), sent).await?,
            };
            added.draft = Some(reference);
            match app
                .add_draft_files(viewer, reference, &field.name, good)
                .await
            {
                Ok(()) => {}
                Err(Error::Invalid(errors)) => wrong = Some(too_many(field, counted(&errors))),
                Err(error) => return Err(error.into()),
            }
        }
        added.errors.extend(wrong);
    }
    Ok(added)
}

async fn begin(
    app: &App,
    viewer: &Viewer,
    (form, step): (&RequestType, &Step),
    sent: &Sent,
) -> Result<Reference, Error> {
    let raw = sent.form.fields();
    Ok(app
        .save_good_answers(viewer, &form.key, None, &step.key, raw)
        .await?
        .reference)
}

/// The file as the form's rules judge it; one that was not kept carries what is wrong with it.
fn as_uploaded(file: &SentFile) -> UploadedFile {
    let (name, size_bytes, media_type) = match &file.arrival {
        Arrival::Kept(received) => (
            received.file_name.as_str(),
            received.size_bytes,
            received.media_type.as_str(),
        ),
        Arrival::Empty => (file.name.as_str(), 0, ""),
        Arrival::TooLarge => (file.name.as_str(), MAX_FILE_BYTES.saturating_add(1), ""),
        Arrival::Refused => (file.name.as_str(), 1, ""),
    };
    UploadedFile {
        id: AttachmentId::from_uuid(Uuid::nil()),
        field: file.field.clone(),
        name: name.to_owned(),
        size_bytes,
        media_type: media_type.to_owned(),
    }
}

fn too_many(field: &Field, count: usize) -> FieldError {
    let number = |n: usize| Param::Number(i64::try_from(n).unwrap_or(i64::MAX));
    FieldError {
        field: field.name.clone(),
        code: ErrorCode::TooManyFiles,
        params: BTreeMap::from([("max", number(MAX_FILES)), ("count", number(count))]),
    }
}

/// How many files there would be, as the refusal says.
fn counted(errors: &[InputError]) -> usize {
    let said = errors.iter().find_map(|error| error.params.get("count"));
    said.and_then(|count| count.parse().ok())
        .unwrap_or(MAX_FILES.saturating_add(1))
}
