//! Claiming work that is due: one conditional update with owner and end, on either engine. A worker that
//! dies holds its claim until the end of the lease; then another one gets the work.

use domain::ids::{CaseId, TimerId};
use domain::time::Instant;
use domain::timer::Timer;
use uuid::Uuid;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::timer;
use crate::store::sql::{Columns, Sql};

/// How many rows are looked at to find the next due instant past those that others hold.
const LOOK: i64 = 200;

/// A worker's claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The worker: unique among all replicas and restarts.
    pub owner: String,
    /// Until when it holds.
    pub until: Instant,
}

/// How a claim is taken from a table.
pub(crate) struct Claim<'a> {
    /// The table.
    pub table: &'a str,
    /// The column that says when a row is due.
    pub due: &'a str,
    /// A further condition, or nothing; begins with ` AND`.
    pub only: &'a str,
    /// The columns to give back.
    pub select: &'a str,
}

impl Store {
    /// When the next timer is to fire that nobody holds, or whose claim ends then; `None` without any.
    pub async fn next_timer_due(&self) -> Result<Option<Instant>, StoreError> {
        self.next_due(&Claim {
            table: "timer",
            due: "due_at",
            only: "",
            select: "",
        })
        .await
    }

    /// Claims at most `limit` timers that are due, first due first. The step that fires one removes its
    /// row; a claim that comes to nothing ends by itself.
    pub async fn claim_timers(
        &self,
        now: Instant,
        lease: &Lease,
        limit: u32,
    ) -> Result<Vec<Timer>, StoreError> {
        let claim = Claim {
            table: "timer",
            due: "due_at",
            only: "",
            select: timer::SELECT,
        };
        let mut timers = self.claim(&claim, now, lease, limit, timer::read).await?;
        timers.sort_by_key(|timer| (timer.due_at, timer.id));
        Ok(timers)
    }

    /// Puts a claimed timer back until `until`, because its step was refused for now.
    pub async fn postpone_timer(
        &self,
        timer: TimerId,
        owner: &str,
        until: Instant,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE timer SET lease_owner = NULL, ");
        sql.arg("lease_until = ", until.millis())
            .arg(" WHERE id = ", timer.uuid())
            .arg(" AND lease_owner = ", owner);
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// Removes a timer that has nothing left to do; firing it is a no-op from now on.
    pub async fn drop_timer(&self, timer: TimerId) -> Result<(), StoreError> {
        let mut sql = Sql::new("DELETE FROM timer");
        sql.arg(" WHERE id = ", timer.uuid());
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// The armed escalation levels of these cases, next first: who hears next, and when.
    pub async fn level_timers_any(&self, cases: &[CaseId]) -> Result<Vec<Timer>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT ");
        sql.push(timer::SELECT)
            .push(" FROM timer WHERE kind = 'level' AND case_id IN ")
            .list(cases.iter().map(|case| case.uuid()))
            .push(" ORDER BY due_at, id");
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| timer::read(&mut Columns::of(row)))
            .collect()
    }

    /// See [`Store::next_timer_due`].
    pub(crate) async fn next_due(&self, claim: &Claim<'_>) -> Result<Option<Instant>, StoreError> {
        let due = claim.due;
        let mut sql =
            Sql::new("SELECT MIN(CASE WHEN lease_until > due THEN lease_until ELSE due END)");
        sql.push(&format!(
            " FROM (SELECT {due} AS due, lease_until FROM {} WHERE 1 = 1{} ORDER BY {due}, id",
            claim.table, claim.only
        ))
        .number(" LIMIT ", LOOK)
        .push(") AS next");
        let Some(row) = self.one(sql).await? else {
            return Ok(None);
        };
        let due: Option<i64> = Columns::of(&row).take()?;
        Ok(due.map(Instant::from_millis))
    }

    /// Claims due rows; an idle look costs one read and no write. `select` begins with the identity, and a
    /// row that cannot be read is passed over.
    pub(crate) async fn claim<T>(
        &self,
        claim: &Claim<'_>,
        now: Instant,
        lease: &Lease,
        limit: u32,
        read: fn(&mut Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut look = Sql::new("SELECT 1");
        push_due(&mut look, claim, now);
        look.push(" LIMIT 1");
        if self.one(look).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("UPDATE ");
        sql.push(claim.table)
            .arg(" SET lease_owner = ", lease.owner.as_str())
            .arg(", lease_until = ", lease.until.millis())
            .push(" WHERE id IN (SELECT id");
        push_due(&mut sql, claim, now);
        sql.push(" ORDER BY ")
            .push(claim.due)
            .number(", id LIMIT ", i64::from(limit))
            .push(self.engine().skip_locked())
            .push(") RETURNING ")
            .push(claim.select);
        let rows = self
            .write(move |tx| Box::pin(async move { tx.all(sql).await }))
            .await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            match read(&mut Columns::of(row)) {
                Ok(one) => claimed.push(one),
                // It stays claimed until the lease is over: what cannot be read holds nobody else up.
                Err(error) => tracing::error!(
                    table = claim.table,
                    row.id = Columns::of(row).take::<Uuid>().ok().map(tracing::field::display),
                    error = %error,
                    "a row that is due cannot be read; the others go on without it"
                ),
            }
        }
        Ok(claimed)
    }
}

fn push_due(sql: &mut Sql, claim: &Claim<'_>, now: Instant) {
    sql.push(" FROM ")
        .push(claim.table)
        .push(" WHERE ")
        .push(claim.due)
        .arg(" <= ", now.millis())
        .arg(" AND lease_until <= ", now.millis())
        .push(claim.only);
}
