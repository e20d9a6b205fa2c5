//! The write door's queue. On SQLite one task holds the only writing connection and puts everything
//! that waits into one transaction: a savepoint for each member, one `COMMIT` and so one `fsync` for
//! all, and only then is anybody answered. On PostgreSQL each write is a transaction of its own.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, QueryResult, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use crate::store::Store;
use crate::store::connect::in_time;
use crate::store::dialect::Engine;
use crate::store::error::StoreError;
use crate::store::signals::{Notes, Signals};
use crate::store::sql::Sql;

/// Most writes in one transaction.
const GROUP: usize = 256;
/// Most writes that wait; one more is told to come back later.
const QUEUE: usize = 4096;
/// How often a write that collided with another is tried.
const TRIES: u32 = 4;

/// A writing transaction, or a member's part of one.
#[derive(Clone, Copy, Debug)]
pub struct Tx<'t> {
    engine: Engine,
    inner: &'t DatabaseTransaction,
}

impl<'t> Tx<'t> {
    /// Which engine, for the few texts that differ.
    pub const fn engine(self) -> Engine {
        self.engine
    }

    /// The connection, for statements built by the entity layer.
    pub const fn connection(self) -> &'t DatabaseTransaction {
        self.inner
    }

    /// Runs one statement; the number of rows it touched.
    pub async fn execute(self, sql: Sql) -> Result<u64, StoreError> {
        let done = self.inner.execute_raw(self.engine.statement(sql)).await?;
        Ok(done.rows_affected())
    }

    /// The first row.
    pub async fn one(self, sql: Sql) -> Result<Option<QueryResult>, StoreError> {
        Ok(self.inner.query_one_raw(self.engine.statement(sql)).await?)
    }

    /// All rows.
    pub async fn all(self, sql: Sql) -> Result<Vec<QueryResult>, StoreError> {
        Ok(self.inner.query_all_raw(self.engine.statement(sql)).await?)
    }

    /// Runs statements in order, in as few trips as the engine allows.
    pub async fn run_all(self, statements: Vec<Sql>) -> Result<(), StoreError> {
        self.engine.run_all(self.inner, statements).await
    }
}

/// A result, and whom to wake once it is durable.
#[derive(Debug)]
pub struct Written<T> {
    /// What the caller gets.
    pub value: T,
    /// Whom to wake.
    pub notes: Notes,
}

/// The way in.
#[derive(Debug)]
pub enum Door {
    /// One writing connection behind a queue.
    Single {
        /// The queue; gone after a drain.
        queue: std::sync::Mutex<Option<mpsc::Sender<Job>>>,
        /// Ends when the last write is answered.
        drained: tokio::sync::Mutex<Option<oneshot::Receiver<()>>>,
        /// The connection, for migrations.
        writer: DatabaseConnection,
    },
    /// A pool; each write takes a connection.
    Pool {
        /// The pool.
        pool: DatabaseConnection,
        /// Whom to wake.
        signals: Signals,
    },
}

/// One write that waits.
pub struct Job {
    member: Box<dyn Member>,
    company: Company,
}

/// Whether a write may share its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// With whatever else waits, behind a savepoint of its own.
    Shared,
    /// With nobody when it comes first: a bulk load pays dearly for a savepoint it does not need.
    Alone,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

/// The answer to one member, held back until the group is durable.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) -> Option<Notes> + Send>;

/// What became of a member inside the transaction.
enum Outcome {
    Keep(Answer),
    Undo(Answer),
}

trait Member: Send {
    fn run(self: Box<Self>, tx: Tx<'_>) -> BoxFuture<'_, Outcome>;
    fn refuse(self: Box<Self>, error: StoreError);
}

struct Write<T, F> {
    work: F,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Member for Write<T, F>
where
    T: Send + 'static,
    F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>> + Send + 'static,
{
    fn run(self: Box<Self>, tx: Tx<'_>) -> BoxFuture<'_, Outcome> {
        Box::pin(async move {
            let Self { work, reply } = *self;
            // A write that panics must take neither its group nor the writer with it.
            let result = AssertUnwindSafe(work(tx)).catch_unwind().await;
            match result {
                Ok(Ok(written)) => Outcome::Keep(Box::new(move |durable| {
                    let answer = durable.map(|()| written.value);
                    let notes = answer.is_ok().then_some(written.notes);
                    // A caller that left does not undo what it asked for.
                    let _ = reply.send(answer);
                    notes
                })),
                Ok(Err(error)) => Outcome::Undo(undone(reply, error)),
                Err(_) => Outcome::Undo(undone(
                    reply,
                    StoreError::Broken("a write panicked".to_owned()),
                )),
            }
        })
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _ = self.reply.send(Err(error));
    }
}

fn undone<T: Send + 'static>(
    reply: oneshot::Sender<Result<T, StoreError>>,
    error: StoreError,
) -> Answer {
    Box::new(move |_| {
        let _ = reply.send(Err(error));
        None
    })
}

impl Door {
    /// A queue in front of the one writing connection; the task lives until the queue is dropped.
    pub(crate) fn single(writer: DatabaseConnection, signals: Signals) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let (done, drained) = oneshot::channel();
        let connection = writer.clone();
        #[expect(
            clippy::disallowed_methods,
            reason = "the one task that owns the writing connection; it holds no work of its own, callers wait for its answers"
        )]
        tokio::spawn(async move {
            serve(&connection, jobs, &signals).await;
            let _ = done.send(());
        });
        Self::Single {
            queue: std::sync::Mutex::new(Some(queue)),
            drained: tokio::sync::Mutex::new(Some(drained)),
            writer,
        }
    }

    /// A pool.
    pub(crate) const fn pool(pool: DatabaseConnection, signals: Signals) -> Self {
        Self::Pool { pool, signals }
    }

    /// A connection that may write; for the schema alone.
    pub(crate) const fn connection(&self) -> &DatabaseConnection {
        match self {
            Self::Single { writer, .. } => writer,
            Self::Pool { pool, .. } => pool,
        }
    }

    /// Waits until everything queued is answered; later writes are refused.
    pub(crate) async fn drain(&self) {
        match self {
            Self::Single { queue, drained, .. } => {
                if let Ok(mut queue) = queue.lock() {
                    queue.take();
                }
                if let Some(drained) = drained.lock().await.take() {
                    let _ = drained.await;
                }
            }
            Self::Pool { .. } => {}
        }
    }

    fn queue(&self) -> Option<mpsc::Sender<Job>> {
        match self {
            Self::Single { queue, .. } => queue.lock().ok().and_then(|queue| queue.clone()),
            Self::Pool { .. } => None,
        }
    }
}

impl Store {
    /// Writes through the door and answers when it is durable. `work` is not repeated.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
    {
        self.write_noting(move |tx| {
            let work = work(tx);
            Box::pin(async move {
                Ok(Written {
                    value: work.await?,
                    notes: Notes::default(),
                })
            })
        })
        .await
    }

    /// The same, and rings when it is durable.
    pub(crate) async fn write_noting<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>>
            + Send
            + 'static,
    {
        self.write_in(Company::Shared, work).await
    }

    /// The same, in the company one names.
    pub(crate) async fn write_in<T, F>(&self, company: Company, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>>
            + Send
            + 'static,
    {
        match &self.inner.door {
            Door::Single { .. } => {
                let (reply, answer) = oneshot::channel();
                let Some(queue) = self.inner.door.queue() else {
                    return Err(closed());
                };
                let job = Job { member: Box::new(Write { work, reply }), company };
                queue.try_send(job).map_err(|refused| match refused {
                    mpsc::error::TrySendError::Full(_) => {
                        StoreError::Unavailable("too many writes are waiting".to_owned())
                    }
                    mpsc::error::TrySendError::Closed(_) => closed(),
                })?;
                drop(queue);
                answer.await.map_err(|_| closed())?
            }
            Door::Pool { pool, signals } => {
                let written = in_time(self.inner.engine, alone(pool, work)).await?;
                signals.ring(written.notes);
                Ok(written.value)
            }
        }
    }

    /// The same for work that can be made anew: a collision with another transaction is tried again.
    pub(crate) async fn write_again<T, M, F>(&self, make: M) -> Result<T, StoreError>
    where
        T: Send + 'static,
        M: Fn() -> F + Send + Sync,
        F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>>
            + Send
            + 'static,
    {
        let mut tries = 1;
        loop {
            match self.write_noting(make()).await {
                Err(StoreError::Collision) if tries < TRIES => tries += 1,
                answer => return answer,
            }
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// One write as a transaction of its own.
async fn alone<T, F>(pool: &DatabaseConnection, work: F) -> Result<Written<T>, StoreError>
where
    F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>> + Send,
{
    let transaction = pool.begin_with_options(Engine::Postgres.begin()).await?;
    let result = work(Tx {
        engine: Engine::Postgres,
        inner: &transaction,
    })
    .await;
    match result {
        Ok(written) => {
            transaction.commit().await?;
            Ok(written)
        }
        Err(error) => {
            transaction.rollback().await?;
            Err(error)
        }
    }
}

async fn serve(writer: &DatabaseConnection, mut jobs: mpsc::Receiver<Job>, signals: &Signals) {
    while let Some(first) = jobs.recv().await {
        match first.company {
            Company::Shared => group(writer, first, &mut jobs, signals).await,
            Company::Alone => lone(writer, first, signals).await,
        }
    }
}

/// One transaction with one member, without a savepoint.
async fn lone(writer: &DatabaseConnection, job: Job, signals: &Signals) {
    let transaction = match writer.begin_with_options(Engine::Sqlite.begin()).await {
        Ok(transaction) => transaction,
        Err(error) => return job.member.refuse(error.into()),
    };
    let tx = Tx {
        engine: Engine::Sqlite,
        inner: &transaction,
    };
    match job.member.run(tx).await {
        Outcome::Keep(answer) => {
            let durable = transaction.commit().await.map_err(StoreError::from);
            if let Some(notes) = answer(durable) {
                signals.ring(notes);
            }
        }
        Outcome::Undo(answer) => {
            if let Err(second) = transaction.rollback().await {
                tracing::error!(error = %second, "a broken write could not be rolled back");
            }
            answer(Ok(()));
        }
    }
}

/// One transaction with `first` and whatever comes while it is being written.
async fn group(
    writer: &DatabaseConnection,
    first: Job,
    jobs: &mut mpsc::Receiver<Job>,
    signals: &Signals,
) {
    let transaction = match writer.begin_with_options(Engine::Sqlite.begin()).await {
        Ok(transaction) => transaction,
        Err(error) => return first.member.refuse(error.into()),
    };
    let mut kept: Vec<Answer> = Vec::new();
    let mut undone: Vec<Answer> = Vec::new();
    let mut broken: Option<StoreError> = None;
    let mut next = Some(first);
    let mut members = 0;
    while let Some(job) = next.take() {
        members += 1;
        if let Err(error) = member(&transaction, job, &mut kept, &mut undone).await {
            broken = Some(error);
            break;
        }
        if members < GROUP {
            next = jobs.try_recv().ok();
        }
    }
    let durable = match broken {
        None if kept.is_empty() => transaction.rollback().await.map_err(StoreError::from),
        None => transaction.commit().await.map_err(StoreError::from),
        Some(error) => {
            if let Err(second) = transaction.rollback().await {
                tracing::error!(error = %second, "a broken write could not be rolled back");
            }
            Err(error)
        }
    };
    for answer in undone {
        answer(Ok(()));
    }
    for answer in kept {
        if let Some(notes) = answer(durable.clone()) {
            signals.ring(notes);
        }
    }
}

/// One member behind its own savepoint. An error means that the transaction itself is gone.
async fn member(
    transaction: &DatabaseTransaction,
    job: Job,
    kept: &mut Vec<Answer>,
    undone: &mut Vec<Answer>,
) -> Result<(), StoreError> {
    if let Err(error) = transaction.execute_unprepared("SAVEPOINT member").await {
        let error = StoreError::from(error);
        job.member.refuse(error.clone());
        return Err(error);
    }
    let tx = Tx {
        engine: Engine::Sqlite,
        inner: transaction,
    };
    let (end, result) = match job.member.run(tx).await {
        Outcome::Keep(answer) => {
            kept.push(answer);
            let end = transaction.execute_unprepared("RELEASE member").await;
            ("release", end)
        }
        Outcome::Undo(answer) => {
            undone.push(answer);
            let end = transaction
                .execute_unprepared("ROLLBACK TO member; RELEASE member")
                .await;
            ("undo", end)
        }
    };
    result.map(|_| ()).map_err(|error| {
        tracing::error!(error = %error, member.end = end, "a group of writes was lost");
        StoreError::from(error)
    })
}
