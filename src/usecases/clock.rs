//! Time and chance as the use-cases receive them, and the hand-moved ones of tests.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::ids::Ids;
use domain::time::{Instant, Span};
use uuid::{Builder, Uuid};

/// Tells what time it is. The real one is made by boot; tests move theirs by hand.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Instant;

    /// How long to wait, in real time, for `span` of this clock's time to pass.
    fn real_wait(&self, span: Span) -> Span {
        span
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct HandClock {
    millis: AtomicI64,
}

impl HandClock {
    /// A clock that shows `start`.
    pub const fn new(start: Instant) -> Self {
        Self {
            millis: AtomicI64::new(start.millis()),
        }
    }

    /// Moves the clock to `at`; backwards is allowed, as the real one may jump.
    pub fn set(&self, at: Instant) {
        self.millis.store(at.millis(), Ordering::SeqCst);
    }

    /// Moves the clock forward.
    pub fn advance(&self, span: Span) {
        self.millis.fetch_add(span.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.millis.load(Ordering::SeqCst))
    }
}

/// Identifiers that count up from 1: the same in every run of a test.
#[derive(Debug, Default)]
pub struct CountingIds {
    next: AtomicU64,
}

impl Ids for CountingIds {
    fn next(&self, now: Instant) -> Uuid {
        let n = self.next.fetch_add(1, Ordering::SeqCst) + 1;
        let millis = u64::try_from(now.millis()).unwrap_or(0);
        let [_, _, c, d, e, f, g, h] = n.to_be_bytes();
        Builder::from_unix_timestamp_millis(millis, &[0, 0, 0, 0, c, d, e, f, g, h]).into_uuid()
    }
}
