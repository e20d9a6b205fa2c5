//! Notices: one mail to one person about one thing, told once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{CaseId, NoticeId, PersonId, TemplateKey};
use crate::text::Language;
use crate::time::Instant;

/// A mail to send, as written into the outbox in the transaction of what it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Identity; the Message-ID is made from it, so that a repeated sending is recognised.
    pub id: NoticeId,
    /// Told once per key: `clock:{id}:{percent}:{cycle}:{person}` or `event:{id}:{person}`.
    pub key: String,
    /// The case it is about; sign-in links have none.
    pub case: Option<CaseId>,
    /// To whom.
    pub to: Addressee,
    /// Which text.
    pub template: TemplateKey,
    /// Values of the text, by name; plain words, never HTML.
    pub params: BTreeMap<String, String>,
    /// When it was asked for; sending starts at once.
    pub at: Instant,
}

/// Who gets a mail, pinned at the moment of writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The person, when known.
    pub person: Option<PersonId>,
    /// Name in the header and the greeting.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language of the mail.
    pub language: Language,
    /// Staff get the staff's links, partners a signed link.
    pub side: Side,
}

/// On which side of the counter somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The partner's.
    Partner,
    /// Ours.
    Staff,
}
