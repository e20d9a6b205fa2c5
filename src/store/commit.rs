//! The write door: everything one step changes, in one transaction or not at all, answered when durable.

use std::sync::Arc;

use domain::case::{Case, Reference};
use domain::changes::{Changes, FiredTimer, Write};
use domain::ids::CaseId;
use futures_util::future::BoxFuture;

use crate::store::Store;
use crate::store::case_writes::{insert_case, update_case};
use crate::store::counters::Differences;
use crate::store::error::StoreError;
use crate::store::hash::{GENESIS, Hash};
use crate::store::idempotency::{self, Idempotency};
use crate::store::ledger_writes::push_parts;
use crate::store::signals::{CaseChanged, Notes};
use crate::store::sql::{Columns, Sql};
use crate::store::tx::{Tx, Written};

/// A step that is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The case.
    pub case: CaseId,
    /// What people call it; the number was given now when the case is new.
    pub reference: Reference,
    /// Its version now.
    pub version: i64,
}

/// Where the stored history of a case ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    /// Number of the reference.
    pub number: u32,
    /// Version after this commit.
    pub version: i64,
    /// Lines of the clocks' ledger before this commit.
    pub ledger_count: i64,
    /// Hash of the last entry before this commit.
    pub hash: Hash,
}

impl Store {
    /// Writes one step. On SQLite it shares its `fsync` with whatever else is being written.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the stored revision is not that of `changes.before`;
    /// [`StoreError::AlreadyFired`] when the step is the firing of a timer that is gone (a no-op);
    /// [`StoreError::KeyTaken`] when the idempotency key was stored by another request;
    /// [`StoreError::Unavailable`] and [`StoreError::Full`] when trying again later helps. In every case
    /// nothing was written.
    pub async fn commit(
        &self,
        changes: Changes,
        key: Option<Idempotency>,
    ) -> Result<Committed, StoreError> {
        let work = Arc::new((changes, key));
        self.write_again(|| {
            let work = Arc::clone(&work);
            move |tx: Tx<'_>| -> BoxFuture<'_, Result<Written<Committed>, StoreError>> {
                Box::pin(async move {
                    let (changes, key) = &*work;
                    apply(tx, changes, key.as_ref()).await
                })
            }
        })
        .await
    }
}

/// Writes one step inside a transaction.
async fn apply(
    tx: Tx<'_>,
    changes: &Changes,
    key: Option<&Idempotency>,
) -> Result<Written<Committed>, StoreError> {
    let case = &changes.case;
    if let Some(fired) = changes.fired {
        remove_fired(tx, fired).await?;
    }
    if let Some(key) = key {
        idempotency::take(tx, key, Some(case.id)).await?;
    }
    let mut statements = Vec::with_capacity(16);
    let head = match changes.write {
        Write::Insert => {
            let head = Head {
                number: next_number(tx, case).await?,
                version: 1,
                ledger_count: 0,
                hash: GENESIS,
            };
            insert_case(changes, head, &mut statements)?;
            head
        }
        Write::Update => {
            let head = stored_head(tx, changes).await?;
            update_case(tx, changes, head, &mut statements).await?;
            head
        }
    };
    push_parts(changes, head, &mut statements)?;
    let mut differences = Differences::default();
    differences.add(changes.before.as_ref(), case);
    statements.extend(differences.statement());
    tx.run_all(statements).await?;
    Ok(Written {
        value: Committed {
            case: case.id,
            reference: Reference::new(case.kind, head.number),
            version: head.version,
        },
        notes: notes(changes, head.version),
    })
}

/// A timer fires once: whoever removes its row is the one who fires it.
async fn remove_fired(tx: Tx<'_>, fired: FiredTimer) -> Result<(), StoreError> {
    let mut sql = Sql::new("DELETE FROM timer");
    sql.arg(" WHERE id = ", fired.id.uuid());
    match tx.execute(sql).await? {
        0 => Err(StoreError::AlreadyFired),
        _ => Ok(()),
    }
}

async fn next_number(tx: Tx<'_>, case: &Case) -> Result<u32, StoreError> {
    let mut sql = Sql::new("UPDATE sequence SET next = next + 1");
    sql.arg(" WHERE kind = ", case.kind.as_str())
        .push(" RETURNING next - 1");
    let row = tx
        .one(sql)
        .await?
        .ok_or_else(|| StoreError::broken("sequence without a row", case.kind.as_str()))?;
    Columns::of(&row).small()
}

/// Locks the case and compares its version and history with what the step was decided on.
async fn stored_head(tx: Tx<'_>, changes: &Changes) -> Result<Head, StoreError> {
    let mut sql = Sql::new(
        "SELECT number, version, revision, event_count, ledger_count, head_hash FROM cases",
    );
    sql.arg(" WHERE id = ", changes.case.id.uuid())
        .push(tx.engine().for_update());
    let row = tx.one(sql).await?.ok_or(StoreError::NotFound("case"))?;
    let mut columns = Columns::of(&row);
    let number = columns.small()?;
    let version: i64 = columns.take()?;
    let revision: i64 = columns.take()?;
    let event_count: i64 = columns.take()?;
    let ledger_count = columns.take()?;
    let hash: Vec<u8> = columns.take()?;
    if revision != changes.case.revision {
        return Err(StoreError::Conflict { current: version });
    }
    if let Some(first) = changes.events.first()
        && first.seq != event_count + 1
    {
        return Err(StoreError::broken("gap in the history before", first.seq));
    }
    let hash = Hash::try_from(hash).map_err(|_| StoreError::broken("head_hash of", number))?;
    Ok(Head {
        number,
        // What left no event changed nothing that people look at.
        version: version + i64::from(!changes.events.is_empty()),
        ledger_count,
        hash,
    })
}

fn notes(changes: &Changes, version: i64) -> Notes {
    let case = &changes.case;
    Notes {
        timers: !changes.armed.is_empty(),
        outbox: !changes.notices.is_empty(),
        case: Some(CaseChanged {
            case: case.id,
            version,
            organisation: case.organisation,
            team: case.team.clone(),
            desk: case.desk.clone(),
            requester: case.requester,
            confidential: case.confidential,
            draft: case.is_draft(),
            owner: case.owner,
            at: changes.at,
        }),
    }
}
