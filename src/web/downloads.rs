//! Stored files as answers: always a download, never opened as a page of ours.

use std::path::Path;

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, Charset, ContentDisposition,
    DispositionParam, DispositionType, ExtendedValue,
};
use actix_web::web::{Bytes, BytesMut};
use domain::message::Attachment;
use futures_util::stream::{self, Stream};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use crate::usecases::error::Error;
use crate::web::fail::Fail;

/// How much of a file is in memory at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// A stored file as an answer that no browser opens as a page of ours.
///
/// # Errors
/// Unavailable when the bytes cannot be read.
pub async fn download(found: &Attachment, place: &Path) -> Result<HttpResponse, Fail> {
    let file = File::open(place).await.map_err(unreadable)?;
    let size = file.metadata().await.map_err(unreadable)?.len();
    Ok(HttpResponse::Ok()
        .content_type(found.media_type.as_str())
        .insert_header((CONTENT_DISPOSITION, disposition(&found.file_name)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(SizedStream::new(size, pieces(file))))
}

/// The file piece by piece, as fast as the other side takes it: a slow one holds one piece in memory.
fn pieces(file: File) -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(file, |mut file| async move {
        let mut piece = BytesMut::with_capacity(PIECE);
        let read = file.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (piece.freeze(), file)))
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn unreadable(error: std::io::Error) -> Error {
    Error::Unavailable(error.to_string())
}

fn disposition(name: &str) -> ContentDisposition {
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    }
}
