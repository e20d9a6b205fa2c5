//! Forgetting what has ended: sessions, links, keys of repeated requests, mails sent long ago. A little at
//! a time.

use domain::time::{Instant, Span};

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::sql::Sql;

/// Most rows of one kind removed at a time, so that writers do not wait.
const BATCH: i64 = 1_000;
/// How long an ended link is kept, so that its page can say that it has ended.
const LINK_MEMORY: Span = Span::days(1);
/// How long the key of a request is kept.
const KEY_MEMORY: Span = Span::days(1);

impl Store {
    /// Removes what has ended, and mails that were sent longer ago than `sent_mail`; returns how many rows
    /// went, at most 1,000 of a kind. Call again while it returns any.
    pub async fn sweep(&self, now: Instant, sent_mail: Span) -> Result<u64, StoreError> {
        // A sent mail keeps the moment of its last attempt there.
        let mut mails = Sql::new("DELETE FROM outbox WHERE id IN (SELECT id FROM outbox");
        mails
            .push(" WHERE status = 'sent'")
            .arg(" AND next_at <= ", now.minus(sent_mail).millis())
            .number(" LIMIT ", BATCH)
            .push(")");
        let mut sessions = Sql::new("DELETE FROM session WHERE id IN (SELECT id FROM session");
        sessions
            .arg(" WHERE expires_at <= ", now.millis())
            .number(" LIMIT ", BATCH)
            .push(")");
        let mut links =
            Sql::new("DELETE FROM sign_in_link WHERE hash IN (SELECT hash FROM sign_in_link");
        links
            .arg(" WHERE expires_at <= ", now.minus(LINK_MEMORY).millis())
            .number(" LIMIT ", BATCH)
            .push(")");
        let mut keys = Sql::new(
            "DELETE FROM idempotency WHERE (person_id, key) IN \
             (SELECT person_id, key FROM idempotency",
        );
        keys.arg(" WHERE at <= ", now.minus(KEY_MEMORY).millis())
            .number(" LIMIT ", BATCH)
            .push(")");
        self.write(move |tx| {
            Box::pin(async move {
                Ok(tx.execute(sessions).await?
                    + tx.execute(links).await?
                    + tx.execute(keys).await?
                    + tx.execute(mails).await?)
            })
        })
        .await
    }
}
