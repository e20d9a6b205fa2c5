//! Messages, notes and files of a thread.

use domain::ids::{AttachmentId, CaseId, MessageId};
use domain::message::{Attachment, Message};
use domain::time::Instant;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::rows::actor;
use crate::store::sql::{Columns, Sql};

/// Order of a message's columns.
pub const COLUMNS: &str = "id, case_id, at, author_kind, author_id, author_rule, audience, body, \
     language, channel";

/// Order of a file's columns.
pub const ATTACHMENT_COLUMNS: &str = "id, case_id, message_id, field, file_name, media_type, \
     size_bytes, sha256, audience, author_kind, author_id, author_rule, at";

/// Binds [`COLUMNS`].
pub fn bind(sql: &mut Sql, message: &Message) {
    sql.bind(message.id.uuid())
        .bind(message.case.uuid())
        .bind(message.at.millis());
    actor::bind(sql, &message.author);
    sql.bind(actor::audience(message.audience))
        .bind(message.body.as_str())
        .bind(message.language.as_str())
        .bind(actor::channel(message.channel));
}

/// Reads [`COLUMNS`].
pub fn read(columns: &mut Columns<'_>) -> Result<Message, StoreError> {
    Ok(Message {
        id: MessageId::from_uuid(columns.take()?),
        case: CaseId::from_uuid(columns.take()?),
        at: Instant::from_millis(columns.take()?),
        author: actor::read(columns)?,
        audience: columns.key()?,
        body: columns.take()?,
        language: columns.key()?,
        channel: columns.key()?,
    })
}

/// Binds [`ATTACHMENT_COLUMNS`].
pub fn bind_attachment(sql: &mut Sql, file: &Attachment) {
    sql.bind(file.id.uuid())
        .bind(file.case.uuid())
        .bind(file.message.map(MessageId::uuid))
        .bind(file.field.clone())
        .bind(file.file_name.as_str())
        .bind(file.media_type.as_str())
        .bind(file.size_bytes)
        .bind(file.sha256.as_str())
        .bind(actor::audience(file.audience));
    actor::bind(sql, &file.author);
    sql.bind(file.at.millis());
}

/// Reads [`ATTACHMENT_COLUMNS`].
pub fn read_attachment(columns: &mut Columns<'_>) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: AttachmentId::from_uuid(columns.take()?),
        case: CaseId::from_uuid(columns.take()?),
        message: columns.take::<Option<Uuid>>()?.map(MessageId::from_uuid),
        field: columns.take()?,
        file_name: columns.take()?,
        media_type: columns.take()?,
        size_bytes: columns.take()?,
        sha256: columns.take()?,
        audience: columns.key()?,
        author: actor::read(columns)?,
        at: Instant::from_millis(columns.take()?),
    })
}
