//! The one writer of a SQLite file: a thread that puts everything that waits into one transaction, a
//! savepoint for each member, one `COMMIT` and so one `fsync` for all, and only then answers anybody.

use std::sync::Mutex;

use futures_util::FutureExt as _;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::store::door::{Answer, Company, Door, Job, Member, Outcome, QUEUE};
use crate::store::error::StoreError;
use crate::store::signals::Signals;
use crate::store::sqlite;
use crate::store::tx::{Tx, locked};

/// Most writes in one transaction.
const GROUP: usize = 256;

/// Starts the writer; it ends when the door is dropped or drained.
pub(crate) fn start(connection: Connection, signals: Signals) -> Result<Door, StoreError> {
    let (queue, jobs) = mpsc::channel(QUEUE);
    let (done, drained) = oneshot::channel();
    let writer = Writer {
        connection: Mutex::new(connection),
        signals,
    };
    std::thread::Builder::new()
        .name("guichet-writer".to_owned())
        .spawn(move || {
            writer.serve(jobs);
            drop(writer);
            // Nobody waits when the door was dropped rather than drained.
            let _ = done.send(());
        })
        .map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok(Door::single(queue, drained))
}

struct Writer {
    connection: Mutex<Connection>,
    signals: Signals,
}

impl Writer {
    fn serve(&self, mut jobs: mpsc::Receiver<Job>) {
        let mut next = jobs.blocking_recv();
        while let Some(job) = next {
            let left = match job {
                Job::Script { text, reply } => {
                    let done = locked(&self.connection, |one| Ok(one.execute_batch(text)?));
                    let _ = reply.send(done);
                    None
                }
                Job::Write {
                    member,
                    company: Company::Alone,
                } => {
                    self.alone(member);
                    None
                }
                Job::Write {
                    member,
                    company: Company::Shared,
                } => self.group(member, &mut jobs),
            };
            next = left.or_else(|| jobs.blocking_recv());
        }
    }

    /// One transaction with one member, without a savepoint.
    fn alone(&self, member: Box<dyn Member>) {
        if let Err(error) = self.control("BEGIN IMMEDIATE") {
            return member.refuse(error);
        }
        let mut kept = Vec::new();
        match member.run(Tx::local(&self.connection)).now_or_never() {
            Some(Outcome::Keep(answer)) => {
                kept.push(answer);
                let durable = self.control("COMMIT");
                self.settle(durable, kept, Vec::new());
            }
            Some(Outcome::Undo(answer)) => {
                self.roll_back();
                self.settle(Ok(()), kept, vec![answer]);
            }
            None => self.roll_back(),
        }
    }

    /// One transaction with `first` and whatever comes while it is being written; gives back the job
    /// that may not join it.
    fn group(&self, first: Box<dyn Member>, jobs: &mut mpsc::Receiver<Job>) -> Option<Job> {
        if let Err(error) = self.control("BEGIN IMMEDIATE") {
            first.refuse(error);
            return None;
        }
        let mut kept = Vec::new();
        let mut undone = Vec::new();
        let mut left = None;
        let mut members = 1;
        let mut fate = self.member(first, &mut kept, &mut undone);
        while fate.is_ok() && members < GROUP {
            match jobs.try_recv() {
                Ok(Job::Write {
                    member,
                    company: Company::Shared,
                }) => fate = self.member(member, &mut kept, &mut undone),
                Ok(other) => {
                    left = Some(other);
                    break;
                }
                Err(_) => break,
            }
            members += 1;
        }
        let durable = match fate {
            Ok(()) => self.control("COMMIT"),
            Err(error) => Err(error),
        };
        self.settle(durable, kept, undone);
        left
    }

    /// One member behind its own savepoint. An error means that the transaction itself is gone.
    fn member(
        &self,
        member: Box<dyn Member>,
        kept: &mut Vec<Answer>,
        undone: &mut Vec<Answer>,
    ) -> Result<(), StoreError> {
        if let Err(error) = self.control("SAVEPOINT member") {
            member.refuse(error.clone());
            return Err(error);
        }
        match member.run(Tx::local(&self.connection)).now_or_never() {
            Some(Outcome::Keep(answer)) => kept.push(answer),
            Some(Outcome::Undo(answer)) => {
                undone.push(answer);
                self.control("ROLLBACK TO member")?;
            }
            // A write that waits for anything but its own statements would hold up everybody.
            None => self.control("ROLLBACK TO member")?,
        }
        self.control("RELEASE member")
    }

    /// Answers everybody.
    fn settle(&self, durable: Result<(), StoreError>, kept: Vec<Answer>, undone: Vec<Answer>) {
        if let Err(error) = &durable {
            tracing::error!(error = %error, writes = kept.len(), "a group of writes was lost");
            self.roll_back();
        }
        for answer in undone {
            answer(Ok(()), &self.signals);
        }
        for answer in kept {
            answer(durable.clone(), &self.signals);
        }
    }

    fn control(&self, text: &str) -> Result<(), StoreError> {
        locked(&self.connection, |one| sqlite::control(one, text))
    }

    /// Ends a transaction that failed; SQLite may have ended it by itself.
    fn roll_back(&self) {
        let open = locked(&self.connection, |one| Ok(!one.is_autocommit()));
        if open == Ok(true)
            && let Err(error) = self.control("ROLLBACK")
        {
            tracing::error!(error = %error, "a broken write could not be rolled back");
        }
    }
}
