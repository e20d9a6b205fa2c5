//! The mails on their way, as an administrator sees them: queued, sent, given up.

use domain::case::Reference;
use domain::ids::{NoticeId, TemplateKey};
use domain::text::Language;
use domain::time::Instant;

use crate::usecases::read::queue::Capped;

/// Which mails are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MailShown {
    /// Given up after the last attempt; somebody must look.
    #[default]
    Parked,
    /// To be sent, now or later.
    Queued,
    /// Taken by the server.
    Sent,
}

/// One page of the outbox.
#[derive(Clone, Debug)]
pub struct MailQueue {
    /// The moment the page speaks of.
    pub now: Instant,
    /// Which mails these are.
    pub shown: MailShown,
    /// At most 50 of them.
    pub rows: Vec<MailRow>,
    /// How many are given up.
    pub parked: Capped,
    /// How many are to be sent.
    pub queued: Capped,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// One mail.
#[derive(Clone, Debug)]
pub struct MailRow {
    /// Identity.
    pub id: NoticeId,
    /// The case it is about.
    pub reference: Option<Reference>,
    /// Which text.
    pub template: TemplateKey,
    /// Name of the addressee.
    pub name: String,
    /// Address of the addressee.
    pub email: String,
    /// Language of the mail.
    pub language: Language,
    /// When it was asked for.
    pub at: Instant,
    /// How often sending was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Instant,
    /// When the server took it.
    pub sent_at: Option<Instant>,
    /// What the last failed attempt said.
    pub last_error: Option<String>,
}
