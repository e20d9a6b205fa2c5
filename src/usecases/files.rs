//! Files of cases: received as a stream, judged by their bytes, kept under their hash once what they
//! belong to is about to be written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::case::Reference;
use domain::ids::{AttachmentId, CaseId};
use domain::message::{Attachment, Audience};
use domain::people::Actor;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use crate::store::thread::Reading;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

/// Largest file.
pub const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;
/// Most files with one form or message.
pub const MAX_FILES: usize = 10;
/// The folder beside the shelves where files wait; never a part of a case.
pub(crate) const INCOMING: &str = "incoming";
/// How many bytes are looked at to tell what a file is.
const SNIFFED: usize = 8_192;
/// Longest file name kept.
const NAME_CHARS: usize = 120;

/// Media types that are accepted, told by the bytes.
const ACCEPTED: [&str; 12] = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "video/mp4",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "text/plain",
    "text/csv",
];

/// A file being received. Dropped before it is kept, it leaves nothing behind.
pub struct Incoming {
    path: Unfinished,
    file: tokio::fs::File,
    hasher: Sha256,
    head: Vec<u8>,
    size_bytes: u64,
    name: String,
}

/// A file that was received whole and waits aside, durably; not yet part of a case. When the last copy of
/// this is dropped before the file found its place, nothing is left of it.
#[derive(Clone, Debug)]
pub struct Received {
    /// Name as uploaded, cleaned.
    pub file_name: String,
    /// What it is, by its bytes.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// SHA-256, hexadecimal: where it is kept.
    pub sha256: String,
    waiting: Arc<Unfinished>,
}

impl App {
    /// Begins to receive a file.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when nothing can be written.
    pub async fn begin_file(&self, name: &str) -> Result<Incoming, Error> {
        let folder = self.files_dir.join(INCOMING);
        tokio::fs::create_dir_all(&folder).await.map_err(disk)?;
        let path = folder.join(AttachmentId::new(self.ids.as_ref(), self.now()).to_string());
        let file = tokio::fs::File::create(&path).await.map_err(disk)?;
        Ok(Incoming {
            path: Unfinished(path),
            file,
            hasher: Sha256::new(),
            head: Vec::new(),
            size_bytes: 0,
            name: clean_name(name),
        })
    }

    /// Judges a file that was received whole. It waits until [`App::place_files`].
    ///
    /// # Errors
    /// [`Error::UnsupportedMedia`] for a kind that is not accepted, [`Error::Unavailable`] for the disk.
    pub async fn end_file(&self, mut incoming: Incoming) -> Result<Received, Error> {
        let media_type = sniff(&incoming.head, &incoming.name);
        if !ACCEPTED.contains(&media_type.as_str()) {
            return Err(Error::UnsupportedMedia(media_type));
        }
        incoming.file.flush().await.map_err(disk)?;
        incoming.file.sync_all().await.map_err(disk)?;
        let digest = incoming.hasher.finalize();
        let sha256 = digest
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                use std::fmt::Write as _;
                // Writing to a String cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            });
        Ok(Received {
            file_name: incoming.name,
            media_type,
            size_bytes: i64::try_from(incoming.size_bytes).unwrap_or(i64::MAX),
            sha256,
            waiting: Arc::new(incoming.path),
        })
    }

    /// Puts files durably where they are kept, just before the step that makes them part of a case is
    /// written; a second time changes nothing. What a refused write leaves there, housekeeping takes away.
    ///
    /// # Errors
    /// [`Error::Unavailable`] for the disk.
    pub(crate) async fn place_files(&self, files: &[Received]) -> Result<(), Error> {
        for file in files {
            let place = kept_at(&self.files_dir, &file.sha256);
            let shelf = place.parent().unwrap_or(&self.files_dir);
            let is_new = !tokio::fs::try_exists(shelf).await.map_err(disk)?;
            if is_new {
                tokio::fs::create_dir_all(shelf).await.map_err(disk)?;
            }
            match tokio::fs::rename(&file.waiting.0, &place).await {
                Ok(()) => sync_folder(shelf).await?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    // Placed by an attempt before this one, or else lost.
                    tokio::fs::metadata(&place).await.map_err(disk)?;
                }
                Err(error) => return Err(disk(error)),
            }
            if is_new {
                sync_folder(&self.files_dir).await?;
            }
        }
        Ok(())
    }

    /// The received file as part of a case.
    pub(crate) fn attachment(
        &self,
        case: CaseId,
        received: &Received,
        field: Option<String>,
        audience: Audience,
        author: Actor,
    ) -> Attachment {
        let now = self.now();
        Attachment {
            id: AttachmentId::new(self.ids.as_ref(), now),
            case,
            message: None,
            field,
            file_name: received.file_name.clone(),
            media_type: received.media_type.clone(),
            size_bytes: received.size_bytes,
            sha256: received.sha256.clone(),
            audience,
            author,
            at: now,
        }
    }

    /// One file of a case and where its bytes are, if the viewer may read it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not theirs.
    pub async fn open_file(
        &self,
        viewer: &Viewer,
        reference: Reference,
        id: Uuid,
    ) -> Result<(Attachment, PathBuf), Error> {
        let case = self
            .store
            .find_case(reference, &viewer.scope)
            .await?
            .ok_or(Error::NotFound)?;
        let reading = if viewer.is_partner() {
            Reading::Public
        } else {
            Reading::Everything
        };
        let id = AttachmentId::from_uuid(id);
        let mut found = self.store.find_attachment(case.id, id, reading).await?;
        if let (None, Some(parent), Reading::Everything) = (&found, case.parent, reading) {
            let theirs = self.store.find_attachment(parent, id, Reading::Public);
            found = theirs.await?;
        }
        let found = found.ok_or(Error::NotFound)?;
        let place = kept_at(&self.files_dir, &found.sha256);
        Ok((found, place))
    }
}

impl Incoming {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`Error::TooLarge`] past the limit, [`Error::Unavailable`] for the disk.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let more = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.size_bytes = self.size_bytes.saturating_add(more);
        if self.size_bytes > MAX_FILE_BYTES {
            return Err(Error::TooLarge {
                limit_bytes: MAX_FILE_BYTES,
            });
        }
        if self.head.len() < SNIFFED {
            let missing = SNIFFED - self.head.len();
            self.head.extend(bytes.iter().take(missing));
        }
        self.hasher.update(bytes);
        self.file.write_all(bytes).await.map_err(disk)
    }

    /// Whether nothing was received.
    pub const fn is_empty(&self) -> bool {
        self.size_bytes == 0
    }
}

/// Where a file waits until it is kept; removed when it never is, as when the browser goes away.
#[derive(Debug)]
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Ok(()) => {}
            // Kept under its hash by now.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                tracing::warn!(error = %error, "an incomplete upload could not be removed");
            }
        }
    }
}

/// A name in a folder survives a power cut once the folder itself is written.
async fn sync_folder(folder: &Path) -> Result<(), Error> {
    let folder = tokio::fs::File::open(folder).await.map_err(disk)?;
    folder.sync_all().await.map_err(disk)
}

pub(crate) fn kept_at(files_dir: &Path, sha256: &str) -> PathBuf {
    let shelf = sha256.get(..2).unwrap_or("00");
    files_dir.join(shelf).join(sha256)
}

/// What the bytes are; text only when they are UTF-8 without a trace of markup that browsers run.
fn sniff(head: &[u8], name: &str) -> String {
    if let Some(kind) = infer::get(head) {
        return kind.mime_type().to_owned();
    }
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end within a character.
        Err(error) if error.error_len().is_none() => head
            .get(..error.valid_up_to())
            .and_then(|head| std::str::from_utf8(head).ok())
            .unwrap_or(""),
        Err(_) => return "application/octet-stream".to_owned(),
    };
    let lower = text.trim_start().to_ascii_lowercase();
    let markup = [
        "<!doctype",
        "<html",
        "<svg",
        "<?xml",
        "<script",
        "<body",
        "<head",
    ];
    if markup.iter().any(|tag| lower.contains(tag)) {
        return "text/html".to_owned();
    }
    if text.bytes().any(|byte| byte == 0) {
        return "application/octet-stream".to_owned();
    }
    let is_csv = Path::new(name)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if is_csv { "text/csv" } else { "text/plain" }.to_owned()
}

/// The last part of a name without anything that a header, a path or a page could stumble over.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = last
        .chars()
        .filter(|one| !one.is_control() && !matches!(one, '"' | '<' | '>' | '|' | ':' | '*' | '?'))
        .take(NAME_CHARS)
        .collect();
    let kept = kept.trim().trim_start_matches('.').to_owned();
    if kept.is_empty() {
        "file".to_owned()
    } else {
        kept
    }
}

pub(crate) fn disk(error: std::io::Error) -> Error {
    Error::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_folder_or_its_header() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("C:\\x\\kbis.pdf"), "kbis.pdf");
        assert_eq!(clean_name("a\"b\r\nc.pdf"), "abc.pdf");
        assert_eq!(clean_name("..."), "file");
    }

    #[test]
    fn a_page_in_disguise_is_told_by_its_bytes() {
        assert_eq!(sniff(b"  <!DOCTYPE html><p>", "kbis.pdf"), "text/html");
        assert_eq!(sniff(b"<svg onload=alert(1)>", "logo.png"), "text/html");
        assert_eq!(sniff(b"%PDF-1.7\n", "kbis.html"), "application/pdf");
        assert_eq!(sniff(b"a;b\n1;2\n", "chiffres.csv"), "text/csv");
        assert_eq!(sniff(&[0xff, 0xfe, 0x00], "x"), "application/octet-stream");
    }
}
