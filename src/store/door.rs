//! The way in for everything that writes. A file has one writer behind a queue ([`crate::store::writer`]);
//! on a server each write is a transaction of its own.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use tokio::sync::{mpsc, oneshot};

use crate::store::Store;
use crate::store::connect::in_time;
use crate::store::error::StoreError;
use crate::store::signals::{Notes, Signals};
use crate::store::tx::{Tx, Written};

/// Most writes that wait; one more is told to come back later.
pub(crate) const QUEUE: usize = 4096;
/// How often a write that collided with another is tried.
const TRIES: u32 = 4;

/// The way in.
#[derive(Debug)]
pub(crate) enum Door {
    /// One writing connection behind a queue.
    Single {
        /// The queue; gone after a drain.
        queue: std::sync::Mutex<Option<mpsc::Sender<Job>>>,
        /// Ends when the last write is answered.
        drained: tokio::sync::Mutex<Option<oneshot::Receiver<()>>>,
    },
    /// A pool; each write takes a connection.
    Pool {
        /// The pool.
        pool: DatabaseConnection,
        /// Whom to wake.
        signals: Signals,
    },
}

/// Something for the one writer to do.
pub(crate) enum Job {
    /// A write.
    Write {
        /// What.
        member: Box<dyn Member>,
        /// In what company.
        company: Company,
    },
    /// Statements without values, outside any transaction.
    Script {
        /// The text.
        text: &'static str,
        /// Told when it is done.
        reply: oneshot::Sender<Result<(), StoreError>>,
    },
}

/// Whether a write may share its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// With whatever else waits, behind a savepoint of its own.
    Shared,
    /// With nobody: a bulk load pays dearly for a savepoint it does not need.
    Alone,
}

/// The answer to one member, held back until its transaction is durable; wakes whom it concerns first.
pub(crate) type Answer = Box<dyn FnOnce(Result<(), StoreError>, &Signals) + Send>;

/// What became of a member inside the transaction.
pub(crate) enum Outcome {
    /// It is to stay.
    Keep(Answer),
    /// It must be undone.
    Undo(Answer),
}

/// One write that waits, whatever its result.
pub(crate) trait Member: Send {
    /// Does the work inside a transaction.
    fn run(self: Box<Self>, tx: Tx<'_>) -> BoxFuture<'_, Outcome>;

    /// Answers that nothing was done.
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
            let result = AssertUnwindSafe(async { work(tx).await })
                .catch_unwind()
                .await;
            match result {
                Ok(Ok(written)) => Outcome::Keep(Box::new(move |durable, signals| {
                    if durable.is_ok() {
                        signals.ring(written.notes);
                    }
                    // A caller that left does not undo what it asked for.
                    let _ = reply.send(durable.map(|()| written.value));
                })),
                Ok(Err(error)) => Outcome::Undo(undone(reply, error)),
                Err(_) => {
                    let error = StoreError::Broken("a write panicked".to_owned());
                    Outcome::Undo(undone(reply, error))
                }
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
    Box::new(move |_, _| {
        let _ = reply.send(Err(error));
    })
}

impl Door {
    /// A queue in front of one writer.
    pub(crate) fn single(queue: mpsc::Sender<Job>, drained: oneshot::Receiver<()>) -> Self {
        Self::Single {
            queue: std::sync::Mutex::new(Some(queue)),
            drained: tokio::sync::Mutex::new(Some(drained)),
        }
    }

    /// A pool.
    pub(crate) const fn pool(pool: DatabaseConnection, signals: Signals) -> Self {
        Self::Pool { pool, signals }
    }

    /// Runs statements without values outside any transaction, after what waits before them.
    pub(crate) async fn script(&self, text: &'static str) -> Result<(), StoreError> {
        match self {
            Self::Single { queue, .. } => {
                let (reply, answer) = oneshot::channel();
                send(queue, Job::Script { text, reply })?;
                answer.await.map_err(|_| closed())?
            }
            Self::Pool { pool, .. } => {
                pool.execute_unprepared(text).await?;
                Ok(())
            }
        }
    }

    /// Waits until everything queued is answered; later writes are refused.
    pub(crate) async fn drain(&self) -> Result<(), StoreError> {
        match self {
            Self::Single { queue, drained } => {
                if let Ok(mut queue) = queue.lock() {
                    queue.take();
                }
                if let Some(drained) = drained.lock().await.take() {
                    // The writer ends by sending; if it ended otherwise there is nothing to wait for.
                    let _ = drained.await;
                }
                Ok(())
            }
            Self::Pool { pool, .. } => Ok(pool.close_by_ref().await?),
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
        F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>> + Send + 'static,
    {
        self.write_in(Company::Shared, work).await
    }

    /// The same, in the company one names.
    pub(crate) async fn write_in<T, F>(&self, company: Company, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>> + Send + 'static,
    {
        match &self.inner.door {
            Door::Single { queue, .. } => {
                let (reply, answer) = oneshot::channel();
                let member = Box::new(Write { work, reply });
                send(queue, Job::Write { member, company })?;
                answer.await.map_err(|_| closed())?
            }
            Door::Pool { pool, signals } => {
                let written = in_time(alone(pool, work)).await?;
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
        F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>> + Send + 'static,
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

fn send(queue: &std::sync::Mutex<Option<mpsc::Sender<Job>>>, job: Job) -> Result<(), StoreError> {
    let queue = queue.lock().ok().and_then(|queue| queue.clone());
    let Some(queue) = queue else {
        return Err(closed());
    };
    queue.try_send(job).map_err(|refused| match refused {
        mpsc::error::TrySendError::Full(_) => {
            StoreError::Unavailable("too many writes are waiting".to_owned())
        }
        mpsc::error::TrySendError::Closed(_) => closed(),
    })
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

/// One write as a transaction of its own.
async fn alone<T, F>(pool: &DatabaseConnection, work: F) -> Result<Written<T>, StoreError>
where
    F: for<'t> FnOnce(Tx<'t>) -> BoxFuture<'t, Result<Written<T>, StoreError>> + Send,
{
    let transaction = pool.begin().await?;
    match work(Tx::served(&transaction)).await {
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
