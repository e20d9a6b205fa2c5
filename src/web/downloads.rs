//! Stored files as answers: always a download, never opened as a page of ours.

use std::path::Path;

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, Charset, ContentDisposition,
    DispositionParam, DispositionType, ExtendedValue,
};
use domain::message::Attachment;

use crate::usecases::error::Error;
use crate::web::fail::Fail;

/// A stored file as an answer that no browser opens as a page of ours.
///
/// # Errors
/// Unavailable when the bytes cannot be read.
pub async fn download(found: &Attachment, place: &Path) -> Result<HttpResponse, Fail> {
    let file = bytes_of(place).await?;
    Ok(HttpResponse::Ok()
        .content_type(found.media_type.as_str())
        .insert_header((CONTENT_DISPOSITION, disposition(&found.file_name)))
        .insert_header((CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .body(file))
}

async fn bytes_of(place: &Path) -> Result<Vec<u8>, Fail> {
    let bytes = tokio::fs::read(place).await;
    Ok(bytes.map_err(|error| Error::Unavailable(error.to_string()))?)
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
