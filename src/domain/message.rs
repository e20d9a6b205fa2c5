//! Messages and internal notes. The audience is part of the type's identity, not a flag to forget.

use serde::{Deserialize, Serialize};

use crate::ids::{AttachmentId, CaseId, MessageId};
use crate::people::Actor;
use crate::text::Language;
use crate::time::Instant;

/// Who may read a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// The partner and the staff.
    Public,
    /// The staff alone: an internal note.
    Internal,
}

/// How a message arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// The partner's pages.
    Portal,
    /// The staff's pages.
    Desk,
    /// Electronic mail.
    Mail,
    /// The JSON interface.
    Api,
    /// The desk by rule; never counts as a human answer.
    System,
}

/// One message or note, immutable once stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Identity.
    pub id: MessageId,
    /// The case it belongs to.
    pub case: CaseId,
    /// When.
    pub at: Instant,
    /// Who wrote it.
    pub author: Actor,
    /// Who may read it.
    pub audience: Audience,
    /// Plain text, 1 to 20,000 characters.
    pub body: String,
    /// Language of the body.
    pub language: Language,
    /// How it arrived.
    pub channel: Channel,
}

/// A file of a case; the bytes are in the file store under `storage_key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Identity.
    pub id: AttachmentId,
    /// The case it belongs to.
    pub case: CaseId,
    /// The message it came with, if any.
    pub message: Option<MessageId>,
    /// The form field it answers, if any.
    pub field: Option<String>,
    /// Name as uploaded, cleaned; shown, never used as a path.
    pub file_name: String,
    /// Media type sniffed from the bytes, never taken from the sender.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: i64,
    /// SHA-256 of the bytes, hexadecimal; also the place in the file store.
    pub sha256: String,
    /// Who may read it.
    pub audience: Audience,
    /// Who added it.
    pub author: Actor,
    /// When.
    pub at: Instant,
}
