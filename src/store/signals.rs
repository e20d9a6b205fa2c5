//! Who is woken after a commit: the workers, when there is something for them, and the open pages.
//!
//! Signals stay inside one process. With several replicas on PostgreSQL the workers poll as well.

use domain::access::Sight;
use domain::ids::{CaseId, OrganisationId, PersonId, TeamKey};
use domain::time::Instant;
use tokio::sync::{broadcast, watch};

/// Changes kept for a slow listener; one that falls further behind is told how many it missed.
const BACKLOG: usize = 1024;

/// How often something was written that a worker waits for; only grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wake {
    /// Commits that armed a timer.
    pub timers: u64,
    /// Commits that queued a mail.
    pub outbox: u64,
}

/// A case was written: enough to decide whether a viewer may hear of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseChanged {
    /// Which.
    pub case: CaseId,
    /// Its new version.
    pub version: i64,
    /// The publisher it concerns.
    pub organisation: OrganisationId,
    /// The team that answers for it.
    pub team: TeamKey,
    /// The team that holds it.
    pub desk: TeamKey,
    /// The contact who asked.
    pub requester: Option<PersonId>,
    /// Whether only who asked may see it, of the publisher's people.
    pub confidential: bool,
    /// Whether it was never sent.
    pub draft: bool,
    /// Who has it.
    pub owner: Option<PersonId>,
    /// When.
    pub at: Instant,
}

impl CaseChanged {
    /// What decides who may hear of it.
    pub const fn sight(&self) -> Sight<'_> {
        Sight {
            organisation: self.organisation,
            requester: self.requester,
            team: &self.team,
            desk: &self.desk,
            confidential: self.confidential,
            draft: self.draft,
        }
    }
}

/// What one write leaves to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Whether a timer was armed.
    pub timers: bool,
    /// Whether a mail was queued.
    pub outbox: bool,
    /// The case that was written.
    pub case: Option<CaseChanged>,
}

/// The bells of one store.
#[derive(Clone, Debug)]
pub struct Signals {
    wake: watch::Sender<Wake>,
    cases: broadcast::Sender<CaseChanged>,
}

impl Signals {
    /// Silent bells.
    pub fn new() -> Self {
        Self {
            wake: watch::Sender::new(Wake::default()),
            cases: broadcast::Sender::new(BACKLOG),
        }
    }

    /// Wakes whenever a timer was armed or a mail queued: for workers.
    pub fn subscribe(&self) -> watch::Receiver<Wake> {
        self.wake.subscribe()
    }

    /// Every case written by this process, after it is durable: for open pages.
    pub fn subscribe_cases(&self) -> broadcast::Receiver<CaseChanged> {
        self.cases.subscribe()
    }

    /// Rings for one durable write.
    pub(crate) fn ring(&self, notes: Notes) {
        if notes.timers || notes.outbox {
            self.wake.send_modify(|wake| {
                wake.timers += u64::from(notes.timers);
                wake.outbox += u64::from(notes.outbox);
            });
        }
        if let Some(case) = notes.case {
            // Nobody listening is not a fault.
            let _ = self.cases.send(case);
        }
    }
}

impl Default for Signals {
    fn default() -> Self {
        Self::new()
    }
}
