//! The configuration log: who changed what about the installation, chained like a case's history.

use domain::people::Actor;
use domain::time::Instant;
use uuid::Uuid;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::hash::{self, Entry, GENESIS, Hash};
use crate::store::rows::actor;
use crate::store::sql::{Columns, Sql};
use crate::store::tx::Tx;

/// Most entries on a page.
const PAGE: u32 = 200;

/// Something done to the installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Instant,
    /// Who.
    pub actor: Actor,
    /// What, as a stable key such as `definition_published`.
    pub what: String,
    /// To what: a key or an identity.
    pub subject: String,
    /// The facts, a JSON object.
    pub body: serde_json::Value,
}

/// An entry with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditLine {
    /// Place in the log, from 1.
    pub seq: i64,
    /// The entry.
    pub entry: AuditEntry,
}

impl Store {
    /// Appends an entry.
    pub async fn append_audit(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { append(tx, &entry).await }))
            .await
    }

    /// Entries before place `before` (`None` from the end), newest first, at most `limit` (≤ 200).
    pub async fn list_audit(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let mut sql = Sql::new(
            "SELECT seq, at, actor_kind, actor_id, actor_rule, what, subject, body FROM audit",
        );
        sql.arg(" WHERE seq < ", before.unwrap_or(i64::MAX))
            .number(" ORDER BY seq DESC LIMIT ", i64::from(limit.min(PAGE)));
        let mut lines = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            lines.push(AuditLine {
                seq: columns.take()?,
                entry: AuditEntry {
                    at: Instant::from_millis(columns.take()?),
                    actor: actor::read(&mut columns)?,
                    what: columns.take()?,
                    subject: columns.take()?,
                    body: columns.json()?,
                },
            });
        }
        Ok(lines)
    }
}

/// The hash of an entry of the log.
pub(crate) fn link(
    before: &Hash,
    seq: i64,
    at: Instant,
    actor: &Actor,
    what: &str,
    subject: &str,
    body: &str,
) -> Hash {
    // Kind and subject are one text: neither holds a line break.
    let kind = format!("{what}\n{subject}");
    hash::link(
        before,
        &Entry {
            chain: Uuid::nil(),
            seq,
            id: Uuid::nil(),
            at_ms: at.millis(),
            actor,
            kind: &kind,
            body,
        },
    )
}

pub(crate) async fn append(tx: Tx<'_>, entry: &AuditEntry) -> Result<(), StoreError> {
    if let Some(lock) = tx.engine().append_lock() {
        tx.execute(Sql::new(lock)).await?;
    }
    let last = tx
        .one(Sql::new(
            "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1",
        ))
        .await?;
    let (seq, before) = match last {
        None => (1, GENESIS),
        Some(row) => {
            let mut columns = Columns::of(&row);
            let seq: i64 = columns.take()?;
            let hash: Vec<u8> = columns.take()?;
            let hash = Hash::try_from(hash).map_err(|_| StoreError::broken("audit.hash", seq))?;
            (seq + 1, hash)
        }
    };
    let body = serde_json::to_string(&entry.body)?;
    let hash = link(
        &before,
        seq,
        entry.at,
        &entry.actor,
        &entry.what,
        &entry.subject,
        &body,
    );
    let sql = Sql::insert(
        "audit",
        "seq, at, actor_kind, actor_id, actor_rule, what, subject, body, hash",
        [entry],
        |sql, entry| {
            sql.bind(seq).bind(entry.at.millis());
            actor::bind(sql, &entry.actor);
            sql.bind(entry.what.as_str())
                .bind(entry.subject.as_str())
                .bind(body.as_str())
                .bind(hash.to_vec());
        },
    );
    tx.execute(sql).await.map(|_| ())
}
