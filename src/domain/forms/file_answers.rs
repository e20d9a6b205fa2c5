//! Files given in answer to a question: how many, how large, of which type.

use serde_json::Value;

use super::definition::Field;
use super::error::{ErrorCode, FieldError, Param, Problem};
use super::facts::{Facts, UploadedFile};
use super::kind::{FieldKind, FileType};
use super::reading::Given;
use super::text_answers::counted;

/// Most files of one request, over all its questions.
pub const MAX_FILES: usize = 10;
/// Largest file: 10 MB.
pub const MAX_FILE_BYTES: i64 = 10 * 1024 * 1024;

/// Judges one file as it is uploaded for a question, so that it can be refused before it is kept.
///
/// # Errors
/// A [`FieldError`] of that question: empty, too large, or of a type not accepted there.
pub fn check_file(field: &Field, file: &UploadedFile) -> Result<(), FieldError> {
    match &field.kind {
        FieldKind::Files { accept, .. } => {
            fits(file, accept).map_err(|problem| problem.of(&field.name))
        }
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Integer { .. }
        | FieldKind::Boolean
        | FieldKind::Choice { .. }
        | FieldKind::MultiChoice { .. }
        | FieldKind::Date { .. }
        | FieldKind::DateTime { .. }
        | FieldKind::Url { .. }
        | FieldKind::UrlList { .. }
        | FieldKind::Email { .. }
        | FieldKind::ColleagueList { .. }
        | FieldKind::Handles { .. }
        | FieldKind::Event
        | FieldKind::Country
        | FieldKind::Siret => {
            Err(Problem::about(ErrorCode::FileUnknown, &file.name).of(&field.name))
        }
    }
}

/// The ids of the files uploaded for a question. What was given by name must be among them; the answer
/// is always what was uploaded.
pub(super) fn read_files(
    name: &str,
    given: Option<&Given>,
    limits: (usize, usize),
    accept: &[FileType],
    facts: &Facts,
) -> Result<Option<Value>, Problem> {
    let uploaded: Vec<&UploadedFile> = facts
        .files
        .iter()
        .filter(|file| file.field == name)
        .collect();
    if let Some(Given::Texts(named)) = given
        && let Some(stranger) = named
            .iter()
            .find(|id| uploaded.iter().all(|file| file.id.to_string() != **id))
    {
        return Err(Problem::about(ErrorCode::FileUnknown, stranger));
    }
    if uploaded.is_empty() {
        return Ok(None);
    }
    for file in &uploaded {
        fits(file, accept)?;
    }
    let ids = uploaded.iter().map(|file| file.id.to_string()).collect();
    counted(ids, limits.0, limits.1).map(Some)
}

fn fits(file: &UploadedFile, accept: &[FileType]) -> Result<(), Problem> {
    let about = |code| Problem::new(code).with("name", Param::Text(file.name.clone()));
    if file.size_bytes <= 0 {
        return Err(about(ErrorCode::FileEmpty));
    }
    if file.size_bytes > MAX_FILE_BYTES {
        return Err(about(ErrorCode::FileTooLarge)
            .with("max_mb", Param::Number(MAX_FILE_BYTES / (1024 * 1024))));
    }
    let media_type = file.media_type.split(';').next().unwrap_or_default().trim();
    let accepted = accept
        .iter()
        .any(|one| one.media_types().contains(&media_type));
    if !accepted {
        return Err(
            about(ErrorCode::FileTypeRefused).with("types", Param::FileTypes(accept.to_vec()))
        );
    }
    Ok(())
}
