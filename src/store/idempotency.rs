//! A repeated request with the same key gets the same answer and changes nothing again.

use domain::ids::{CaseId, PersonId};
use domain::time::{Instant, Span};
use uuid::Uuid;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::hash::Hash;
use crate::store::sql::{Columns, Sql};
use crate::store::tx::Tx;

/// How long a key is remembered.
const LIFE: Span = Span::days(1);

/// The key of a request, written in the transaction of what the request does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// Who asked; keys of different people never meet.
    pub person: PersonId,
    /// The key as sent.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub body_hash: Hash,
    /// When.
    pub at: Instant,
}

/// What is remembered of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// SHA-256 of method, path and body.
    pub body_hash: Vec<u8>,
    /// The case that the request made or changed.
    pub case: Option<CaseId>,
    /// The answer's status and body; `None` while it was not stored: the request is in flight, or the
    /// process died after the commit and the answer must be made from the case again.
    pub answer: Option<(u16, String)>,
    /// When the key was taken.
    pub at: Instant,
}

impl Store {
    /// What is remembered under a person's key; keys older than a day are forgotten.
    pub async fn find_idempotency(
        &self,
        person: PersonId,
        key: &str,
        now: Instant,
    ) -> Result<Option<Remembered>, StoreError> {
        let mut sql = Sql::new("SELECT body_hash, case_id, status, response, at FROM idempotency");
        sql.arg(" WHERE person_id = ", person.uuid())
            .arg(" AND key = ", key)
            .arg(" AND at > ", now.minus(LIFE).millis());
        let Some(row) = self.one(sql).await? else {
            return Ok(None);
        };
        let mut columns = Columns::of(&row);
        let body_hash = columns.take()?;
        let case = columns.take::<Option<Uuid>>()?.map(CaseId::from_uuid);
        let status = columns.take::<Option<i64>>()?;
        let body = columns.take::<Option<String>>()?;
        let at = Instant::from_millis(columns.take()?);
        let answer = match (status, body) {
            (Some(status), Some(body)) => {
                let status = u16::try_from(status)
                    .map_err(|_| StoreError::broken("idempotency.status", status))?;
                Some((status, body))
            }
            (Some(_) | None, None) | (None, Some(_)) => None,
        };
        Ok(Some(Remembered {
            body_hash,
            case,
            answer,
            at,
        }))
    }

    /// Takes a key for a request that does not write a case; [`StoreError::KeyTaken`] when it is.
    pub async fn take_key(&self, key: Idempotency) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { take(tx, &key, None).await }))
            .await
    }

    /// Remembers the answer of a request whose key was taken.
    pub async fn remember_answer(
        &self,
        person: PersonId,
        key: &str,
        status: u16,
        body: String,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE idempotency SET ");
        sql.arg("status = ", i64::from(status))
            .arg(", response = ", body)
            .arg(" WHERE person_id = ", person.uuid())
            .arg(" AND key = ", key);
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// Forgets a key that was taken for a request that was then refused.
    pub async fn release_key(&self, person: PersonId, key: &str) -> Result<(), StoreError> {
        let mut sql = Sql::new("DELETE FROM idempotency");
        sql.arg(" WHERE person_id = ", person.uuid())
            .arg(" AND key = ", key)
            .push(" AND status IS NULL AND case_id IS NULL");
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }
}

/// Takes a key inside a transaction; a forgotten one is taken over.
pub(crate) async fn take(
    tx: Tx<'_>,
    key: &Idempotency,
    case: Option<CaseId>,
) -> Result<(), StoreError> {
    let mut sql = Sql::insert(
        "idempotency",
        "person_id, key, body_hash, case_id, at",
        [key],
        |sql, key| {
            sql.bind(key.person.uuid())
                .bind(key.key.as_str())
                .bind(key.body_hash.to_vec())
                .bind(case.map(CaseId::uuid))
                .bind(key.at.millis());
        },
    );
    sql.push(
        " ON CONFLICT (person_id, key) DO UPDATE SET body_hash = excluded.body_hash, \
         case_id = excluded.case_id, status = NULL, response = NULL, at = excluded.at",
    )
    .arg(" WHERE idempotency.at <= ", key.at.minus(LIFE).millis());
    match tx.execute(sql).await? {
        0 => Err(StoreError::KeyTaken),
        _ => Ok(()),
    }
}
