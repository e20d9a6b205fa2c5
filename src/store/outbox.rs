//! Mails on their way: claimed, sent, tried again later, parked, and shown to who looks after them.

use domain::case::{Kind, Reference};
use domain::ids::{CaseId, NoticeId};
use domain::notices::Notice;
use domain::time::Instant;
use uuid::Uuid;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::lease::{Claim, Lease};
use crate::store::rows::case::instant;
use crate::store::rows::notice;
use crate::store::sessions::{self, NewLink};
use crate::store::signals::Notes;
use crate::store::sql::{Columns, Sql};
use crate::store::tx::Written;

/// Most mails on a page.
const PAGE: u32 = 200;
/// Longest text kept of a failure.
const ERROR_CHARS: usize = 500;

/// A mail that a worker has claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedMail {
    /// What to send, and to whom.
    pub notice: Notice,
    /// What people call the case; `None` for mails without one.
    pub reference: Option<Reference>,
    /// How often it was tried before.
    pub attempts: u32,
}

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailStatus {
    /// To be sent.
    Queued,
    /// Taken by the server.
    Sent,
    /// Given up; somebody must look.
    Parked,
}

impl MailStatus {
    /// The status's key, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Parked => "parked",
        }
    }
}

/// A mail as an administrator or a case's history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLine {
    /// What was to be told, and to whom.
    pub notice: Notice,
    /// Where it stands.
    pub status: MailStatus,
    /// How often sending was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Instant,
    /// What the last failed attempt said.
    pub last_error: Option<String>,
    /// When the server took it.
    pub sent_at: Option<Instant>,
}

const CLAIM: Claim<'static> = Claim {
    table: "outbox",
    due: "next_at",
    only: " AND status = 'queued'",
    select: "id, key, case_id, person_id, name, email, language, side, template, params, at, \
             attempts, (SELECT c.kind FROM cases c WHERE c.id = outbox.case_id), \
             (SELECT c.number FROM cases c WHERE c.id = outbox.case_id)",
};

impl Store {
    /// Queues a mail that no case asked for; one with the same key is left alone.
    pub async fn queue_notice(&self, notice: Notice) -> Result<(), StoreError> {
        self.queue_with(notice, None).await
    }

    /// Makes a sign-in link and queues the mail that carries it, both or neither.
    pub async fn send_link(&self, link: NewLink, notice: Notice) -> Result<(), StoreError> {
        self.queue_with(notice, Some(link)).await
    }

    /// As much durable work as [`Store::send_link`] and as many statements, leaving nothing behind: asking for
    /// an address that nobody has must take as long as for one that somebody has.
    pub async fn send_no_link(&self, at: Instant, chance: Uuid) -> Result<(), StoreError> {
        let key = chance.to_string();
        let made = Sql::insert(
            "idempotency",
            "person_id, key, body_hash, at",
            [&key],
            |sql, key| {
                sql.bind(Uuid::nil())
                    .bind(key.as_str())
                    .bind(chance.as_bytes().to_vec())
                    .bind(at.millis());
            },
        );
        let mut gone = Sql::new("DELETE FROM idempotency");
        gone.arg(" WHERE person_id = ", Uuid::nil())
            .arg(" AND key = ", key);
        self.write(move |tx| Box::pin(async move { tx.run_all(vec![made, gone]).await }))
            .await
    }

    /// When the next mail is to be tried that nobody holds; `None` without any.
    pub async fn next_mail_due(&self) -> Result<Option<Instant>, StoreError> {
        self.next_due(&CLAIM).await
    }

    /// Claims at most `limit` mails that are to be sent now, oldest first.
    pub async fn claim_mail(
        &self,
        now: Instant,
        lease: &Lease,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>, StoreError> {
        let mut mails = self.claim(&CLAIM, now, lease, limit, claimed).await?;
        mails.sort_by_key(|mail| (mail.notice.at, mail.notice.id));
        Ok(mails)
    }

    /// The server took the mail. Values of mails without a case are forgotten: they held a secret link.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the claim was lost meanwhile.
    pub async fn mark_sent(
        &self,
        id: NoticeId,
        owner: &str,
        now: Instant,
        message_id: &str,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE outbox SET status = 'sent', lease_until = 0, ");
        sql.arg("sent_at = ", now.millis())
            .arg(", message_id = ", message_id)
            .push(", attempts = attempts + 1, last_error = NULL, lease_owner = NULL")
            .push(", params = CASE WHEN case_id IS NULL THEN '{}' ELSE params END");
        self.settle(sql, id, owner).await
    }

    /// The attempt failed; the next one is at `next_at`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the claim was lost meanwhile.
    pub async fn retry_mail_at(
        &self,
        id: NoticeId,
        owner: &str,
        next_at: Instant,
        error: &str,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE outbox SET lease_until = 0, lease_owner = NULL, ");
        sql.arg("next_at = ", next_at.millis())
            .arg(", last_error = ", shortened(error))
            .push(", attempts = attempts + 1");
        self.settle(sql, id, owner).await
    }

    /// The mail is given up until somebody retries it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the claim was lost meanwhile.
    pub async fn park_mail(
        &self,
        id: NoticeId,
        owner: &str,
        error: &str,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE outbox SET status = 'parked', lease_until = 0, ");
        sql.arg("last_error = ", shortened(error))
            .push(", attempts = attempts + 1, lease_owner = NULL");
        self.settle(sql, id, owner).await
    }

    /// Queues a parked mail again, with all its attempts before it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such parked mail.
    pub async fn unpark_mail(&self, id: NoticeId, now: Instant) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE outbox SET status = 'queued', attempts = 0, ");
        sql.arg("next_at = ", now.millis())
            .push(", lease_until = 0, lease_owner = NULL")
            .arg(" WHERE id = ", id.uuid())
            .push(" AND status = 'parked'");
        self.change_mail(sql).await
    }

    /// Mails of one status, next due first, after the one given; at most `limit` (≤ 200).
    pub async fn list_mail(
        &self,
        status: MailStatus,
        after: Option<(Instant, NoticeId)>,
        limit: u32,
    ) -> Result<Vec<MailLine>, StoreError> {
        let mut sql = line_select();
        sql.arg(" WHERE status = ", status.as_str());
        if let Some((next_at, id)) = after {
            sql.arg(" AND (next_at, id) > (", next_at.millis())
                .arg(", ", id.uuid())
                .push(")");
        }
        sql.number(" ORDER BY next_at, id LIMIT ", i64::from(limit.min(PAGE)));
        self.mail_lines(sql).await
    }

    /// The mails about a case, oldest first, at most 200.
    pub async fn list_mail_of_case(&self, case: CaseId) -> Result<Vec<MailLine>, StoreError> {
        let mut sql = line_select();
        sql.arg(" WHERE case_id = ", case.uuid())
            .number(" ORDER BY at, id LIMIT ", i64::from(PAGE));
        self.mail_lines(sql).await
    }

    /// How many mails have that status, counted to `cap` at most.
    pub async fn count_mail(&self, status: MailStatus, cap: u32) -> Result<u32, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM outbox");
        sql.arg(" WHERE status = ", status.as_str())
            .number(" LIMIT ", i64::from(cap))
            .push(") AS capped");
        match self.one(sql).await? {
            Some(row) => Columns::of(&row).small(),
            None => Ok(0),
        }
    }

    async fn queue_with(&self, notice: Notice, link: Option<NewLink>) -> Result<(), StoreError> {
        let mut failed = Ok(());
        let mut sql = Sql::insert("outbox", notice::COLUMNS, [&notice], |sql, notice| {
            failed = notice::bind(sql, notice);
        });
        failed?;
        sql.push(" ON CONFLICT (key) DO NOTHING");
        self.write_noting(move |tx| {
            Box::pin(async move {
                let mut statements = Vec::with_capacity(2);
                statements.extend(link.map(sessions::link_statement));
                statements.push(sql);
                tx.run_all(statements).await?;
                Ok(Written {
                    value: (),
                    notes: Notes {
                        outbox: true,
                        ..Notes::default()
                    },
                })
            })
        })
        .await
    }

    /// Only who holds the claim may say what became of a mail.
    async fn settle(&self, mut sql: Sql, id: NoticeId, owner: &str) -> Result<(), StoreError> {
        sql.arg(" WHERE id = ", id.uuid())
            .arg(" AND lease_owner = ", owner)
            .push(" AND status = 'queued'");
        self.change_mail(sql).await
    }

    async fn change_mail(&self, sql: Sql) -> Result<(), StoreError> {
        self.write_noting(move |tx| {
            Box::pin(async move {
                match tx.execute(sql).await? {
                    0 => Err(StoreError::NotFound("mail")),
                    _ => Ok(Written {
                        value: (),
                        notes: Notes {
                            outbox: true,
                            ..Notes::default()
                        },
                    }),
                }
            })
        })
        .await
    }

    async fn mail_lines(&self, sql: Sql) -> Result<Vec<MailLine>, StoreError> {
        let mut lines = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            lines.push(MailLine {
                notice: notice::read(&mut columns)?,
                status: columns.key()?,
                attempts: columns.small()?,
                next_at: Instant::from_millis(columns.take()?),
                last_error: columns.take()?,
                sent_at: instant(&mut columns)?,
            });
        }
        Ok(lines)
    }
}

fn line_select() -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(notice::SELECT)
        .push(", status, attempts, next_at, last_error, sent_at FROM outbox");
    sql
}

fn claimed(columns: &mut Columns<'_>) -> Result<ClaimedMail, StoreError> {
    let notice = notice::read(columns)?;
    let attempts = columns.small()?;
    let kind: Option<String> = columns.take()?;
    let number: Option<i64> = columns.take()?;
    let reference = match (kind.as_deref().and_then(Kind::parse), number) {
        (Some(kind), Some(number)) => {
            let number =
                u32::try_from(number).map_err(|_| StoreError::broken("cases.number", number))?;
            Some(Reference::new(kind, number))
        }
        (Some(_) | None, None) | (None, Some(_)) => None,
    };
    Ok(ClaimedMail {
        notice,
        reference,
        attempts,
    })
}

fn shortened(error: &str) -> String {
    error.chars().take(ERROR_CHARS).collect()
}
