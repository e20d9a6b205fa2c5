//! Proves that histories are as they were written: recomputes every chain and names what does not fit.

use domain::ids::CaseId;
use domain::time::Instant;
use uuid::Uuid;

use crate::store::Store;
use crate::store::audit;
use crate::store::cases::CaseKey;
use crate::store::error::StoreError;
use crate::store::hash::{self, Entry, GENESIS, Hash};
use crate::store::rows::actor;
use crate::store::sql::{Columns, Sql};

/// Entries read at a time.
const PAGE: i64 = 500;

/// What the proof of one chain says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// Entries that fit.
    pub entries: i64,
    /// The first thing that does not.
    pub fault: Option<ChainFault>,
}

/// What does not fit in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// The entry was changed, or one before it.
    Changed {
        /// Its place.
        seq: i64,
    },
    /// An entry is missing.
    Missing {
        /// Its place.
        seq: i64,
    },
    /// The chain does not end as the case says.
    CutShort {
        /// The place where it should end.
        seq: i64,
    },
}

/// How far a chain was followed.
struct Follower {
    seq: i64,
    hash: Hash,
}

impl Follower {
    const fn new() -> Self {
        Self {
            seq: 0,
            hash: GENESIS,
        }
    }

    /// Takes the next entry, or says what is wrong with it.
    fn take(
        &mut self,
        seq: i64,
        stored: &[u8],
        link: impl FnOnce(&Hash) -> Hash,
    ) -> Result<(), ChainFault> {
        if seq != self.seq + 1 {
            return Err(ChainFault::Missing { seq: self.seq + 1 });
        }
        let hash = link(&self.hash);
        if hash != stored {
            return Err(ChainFault::Changed { seq });
        }
        self.seq = seq;
        self.hash = hash;
        Ok(())
    }

    const fn report(&self, fault: Option<ChainFault>) -> ChainReport {
        ChainReport {
            entries: self.seq,
            fault,
        }
    }
}

impl Store {
    /// Proves the history of one case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such case.
    pub async fn verify_chain(
        &self,
        case: impl Into<CaseKey> + Send,
    ) -> Result<ChainReport, StoreError> {
        let mut sql = Sql::new("SELECT id, event_count, head_hash FROM cases");
        match case.into() {
            CaseKey::Id(id) => sql.arg(" WHERE id = ", id.uuid()),
            CaseKey::Reference(reference) => sql
                .arg(" WHERE kind = ", reference.kind().as_str())
                .arg(" AND number = ", i64::from(reference.number())),
        };
        let row = self.one(sql).await?.ok_or(StoreError::NotFound("case"))?;
        let mut columns = Columns::of(&row);
        let case = CaseId::from_uuid(columns.take()?);
        let count: i64 = columns.take()?;
        let head: Vec<u8> = columns.take()?;
        let mut follower = Follower::new();
        while follower.seq < count {
            let mut sql = Sql::new(
                "SELECT seq, id, at, actor_kind, actor_id, actor_rule, kind, body, hash FROM event",
            );
            sql.arg(" WHERE case_id = ", case.uuid())
                .arg(" AND seq > ", follower.seq)
                .number(" ORDER BY seq LIMIT ", PAGE);
            let rows = self.all(sql).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                if let Err(fault) = follow_event(&mut follower, case, &mut Columns::of(row))? {
                    return Ok(follower.report(Some(fault)));
                }
            }
        }
        let whole = follower.seq == count && follower.hash == head.as_slice();
        let fault = (!whole).then_some(ChainFault::CutShort { seq: count });
        Ok(follower.report(fault))
    }

    /// Proves the configuration log.
    pub async fn verify_audit(&self) -> Result<ChainReport, StoreError> {
        let mut follower = Follower::new();
        loop {
            let mut sql = Sql::new(
                "SELECT seq, at, actor_kind, actor_id, actor_rule, what, subject, body, hash \
                 FROM audit",
            );
            sql.arg(" WHERE seq > ", follower.seq)
                .number(" ORDER BY seq LIMIT ", PAGE);
            let rows = self.all(sql).await?;
            if rows.is_empty() {
                return Ok(follower.report(None));
            }
            for row in &rows {
                let mut columns = Columns::of(row);
                let seq = columns.take()?;
                let at = Instant::from_millis(columns.take()?);
                let actor = actor::read(&mut columns)?;
                let what: String = columns.take()?;
                let subject: String = columns.take()?;
                let body: String = columns.take()?;
                let stored: Vec<u8> = columns.take()?;
                let taken = follower.take(seq, &stored, |before| {
                    audit::link(before, seq, at, &actor, &what, &subject, &body)
                });
                if let Err(fault) = taken {
                    return Ok(follower.report(Some(fault)));
                }
            }
        }
    }

    /// Identities of all cases after one, in order, for walks over everything; at most `limit`.
    pub async fn list_case_ids_any(
        &self,
        after: Option<CaseId>,
        limit: u32,
    ) -> Result<Vec<CaseId>, StoreError> {
        let mut sql = Sql::new("SELECT id FROM cases");
        if let Some(after) = after {
            sql.arg(" WHERE id > ", after.uuid());
        }
        sql.number(" ORDER BY id LIMIT ", i64::from(limit));
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| Ok(CaseId::from_uuid(Columns::of(row).take()?)))
            .collect()
    }
}

/// Takes the next entry of a case's history as it is stored, whether or not it can still be read.
fn follow_event(
    follower: &mut Follower,
    case: CaseId,
    columns: &mut Columns<'_>,
) -> Result<Result<(), ChainFault>, StoreError> {
    let seq: i64 = columns.take()?;
    let id: Uuid = columns.take()?;
    let at_ms: i64 = columns.take()?;
    let Ok(actor) = actor::read(columns) else {
        return Ok(Err(ChainFault::Changed { seq }));
    };
    let kind: String = columns.take()?;
    let body: String = columns.take()?;
    let stored: Vec<u8> = columns.take()?;
    Ok(follower.take(seq, &stored, |before| {
        hash::link(
            before,
            &Entry {
                chain: case.uuid(),
                seq,
                id,
                at_ms,
                actor: &actor,
                kind: &kind,
                body: &body,
            },
        )
    }))
}
