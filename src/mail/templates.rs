//! The list of mail templates: what each is about, who holds the ball in it, which values it needs.
//!
//! The sentences are `mail-{key with dashes}-…` in `i18n`. Values are plain words by name:
//!
//! | name | meaning |
//! |---|---|
//! | `reference`, `title` | the case; needed by every template about one |
//! | `link` | absolute address behind the one button; needed by every template |
//! | `team` | key or name of the team that answers for the case, for the signature |
//! | `recipient_first_name` | greeting; taken from the recipient's name when absent |
//! | `owner`, `actor` | full names: who has the case, who acted (`…_first` is derived) |
//! | `organisation` | the publisher |
//! | `message` | words of a public message, shown as a quotation; several lines allowed |
//! | `due_at` | RFC 3339 instant by which we act or were to act; for `sla.*` the clock's |
//! | `until_at` | RFC 3339 instant until which the reader may act (reopen, appeal, use the link) |
//! | `closes_at` | RFC 3339 instant at which silence is taken for an answer |
//! | `follow_up_on` | date (`2026-09-25`) by which a question wants its answer |
//! | `left_ms` | milliseconds from the sending to `due_at`; absent when none are left |
//! | `count`, `percent`, `number`, `level` | whole numbers |
//! | `metric`, `priority`, `target` | key of a clock; `P1`…`P4`; reference of another case |
//!
//! An instant is written in the recipient's language and in Paris time. An empty value counts as
//! absent. Without a required value there is no mail; without an optional one its sentence takes
//! another, whole form.

use std::sync::LazyLock;

/// Keys of all templates, for the publish gate.
pub static TEMPLATES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| ALL.iter().map(|template| template.key).collect());

/// One kind of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// As named in workflow definitions.
    pub key: &'static str,
    /// Whether the mail belongs to a case's thread.
    pub about: About,
    /// What the mail says of who has to act next.
    pub holder: Holder,
    /// Values without which there is no mail, besides the common ones.
    pub required: &'static [&'static str],
    /// Values that make its sentences more exact.
    pub optional: &'static [&'static str],
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// One case: its reference opens the subject, its title closes the mail.
    Case,
    /// The reader's access or queue.
    Reader,
}

/// Who has to act next, as the mail says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The owner of the case, or else the team.
    Owner,
    /// The team; nobody has taken the case yet.
    Team,
    /// The partner who reads.
    Recipient,
    /// The colleague who reads.
    Staff,
    /// The team of the colleague who reads.
    Desk,
    /// Nobody, unless the partner reopens or appeals.
    Settled,
    /// Nobody any more.
    Nobody,
    /// Not said: the mail is about the reader's access.
    Unsaid,
}

impl Template {
    /// The template of a key.
    pub fn find(key: &str) -> Option<&'static Self> {
        ALL.iter().find(|template| template.key == key)
    }

    /// Names of the values without which there is no mail, the common ones first.
    pub fn needs(&self) -> impl Iterator<Item = &'static str> {
        let common: &[&str] = match self.about {
            About::Case => &["link", "reference", "title", "team"],
            About::Reader => &["link"],
        };
        common.iter().chain(self.required).copied()
    }
}

/// All templates, in the order of the workflows.
pub const ALL: &[Template] = &[
    case("request.received", Holder::Owner, &[], &["owner", "due_at"]),
    case(
        "request.new",
        Holder::Team,
        &["organisation"],
        &["priority", "due_at"],
    ),
    case("request.taken", Holder::Owner, &[], &["owner", "due_at"]),
    case(
        "request.question",
        Holder::Recipient,
        &["message"],
        &["actor", "follow_up_on"],
    ),
    case(
        "request.reminder",
        Holder::Recipient,
        &[],
        &["actor", "message", "closes_at"],
    ),
    case(
        "request.resolved",
        Holder::Settled,
        &["message"],
        &["actor", "until_at"],
    ),
    case("request.auto_resolved", Holder::Settled, &[], &["until_at"]),
    case("request.declined", Holder::Nobody, &["message"], &["actor"]),
    case("request.merged", Holder::Owner, &[], &["owner", "target"]),
    case("request.closed", Holder::Nobody, &[], &[]),
    case(
        "request.cancelled",
        Holder::Nobody,
        &[],
        &["actor", "message"],
    ),
    case(
        "request.reply",
        Holder::Owner,
        &["message"],
        &["owner", "actor", "due_at"],
    ),
    case(
        "handover.new",
        Holder::Desk,
        &["organisation"],
        &["actor", "message", "due_at"],
    ),
    case(
        "handover.answered",
        Holder::Owner,
        &[],
        &["owner", "actor", "message", "due_at"],
    ),
    case(
        "verif.documents",
        Holder::Recipient,
        &[],
        &["actor", "message", "closes_at"],
    ),
    case("verif.received", Holder::Owner, &[], &["owner", "due_at"]),
    case(
        "verif.documents_refused",
        Holder::Recipient,
        &["message"],
        &["actor", "count", "closes_at"],
    ),
    case("verif.submitted", Holder::Owner, &[], &["owner", "due_at"]),
    case(
        "verif.rejected",
        Holder::Settled,
        &["message"],
        &["until_at"],
    ),
    case("verif.approved", Holder::Nobody, &[], &["message"]),
    case("verif.expired", Holder::Nobody, &[], &[]),
    case(
        "verif.appeal_open",
        Holder::Owner,
        &[],
        &["owner", "due_at"],
    ),
    case("verif.final", Holder::Nobody, &["message"], &[]),
    case(
        "escalation.declined",
        Holder::Owner,
        &[],
        &["owner", "actor", "message", "due_at"],
    ),
    case(
        "escalation.update",
        Holder::Owner,
        &["message"],
        &["owner", "actor", "number", "due_at"],
    ),
    case(
        "escalation.confirmed",
        Holder::Owner,
        &[],
        &["owner", "message", "due_at"],
    ),
    case(
        "escalation.verify",
        Holder::Recipient,
        &[],
        &["message", "closes_at"],
    ),
    case(
        "escalation.page",
        Holder::Staff,
        &["organisation", "priority"],
        &["due_at"],
    ),
    case(
        "onb.welcome",
        Holder::Recipient,
        &["organisation"],
        &["due_at"],
    ),
    case(
        "onb.plan",
        Holder::Recipient,
        &["organisation"],
        &["due_at"],
    ),
    case(
        "onb.pilot",
        Holder::Recipient,
        &["organisation"],
        &["due_at"],
    ),
    case("onb.live", Holder::Owner, &["organisation"], &["owner"]),
    case(
        "onb.closed",
        Holder::Nobody,
        &["organisation"],
        &["actor", "message"],
    ),
    case(
        "sla.warning",
        Holder::Owner,
        &["organisation", "metric", "percent", "due_at"],
        &["owner", "left_ms"],
    ),
    case(
        "sla.breach",
        Holder::Owner,
        &["organisation", "metric", "due_at"],
        &["owner"],
    ),
    case(
        "sla.escalated",
        Holder::Owner,
        &["organisation", "level"],
        &["owner", "due_at"],
    ),
    case(
        "owner.notified",
        Holder::Owner,
        &["organisation"],
        &["owner", "actor", "message", "due_at"],
    ),
    reader("digest.lead", &["count"], &["team"]),
    reader("sign_in.link", &[], &["until_at"]),
    reader("admin.first", &[], &["until_at"]),
];

const fn case(
    key: &'static str,
    holder: Holder,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Template {
    Template {
        key,
        about: About::Case,
        holder,
        required,
        optional,
    }
}

const fn reader(
    key: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Template {
    Template {
        key,
        about: About::Reader,
        holder: Holder::Unsaid,
        required,
        optional,
    }
}
