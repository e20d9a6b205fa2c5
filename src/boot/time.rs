//! The real clock and real identifiers. Nowhere else is the system asked for either.

use std::sync::OnceLock;
use std::time::{Instant as Monotonic, SystemTime, UNIX_EPOCH};

use domain::ids::Ids;
use domain::time::{Instant, Span};
use uuid::{Builder, Uuid};

use crate::usecases::clock::Clock;

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the system clock"
    )]
    fn now(&self) -> Instant {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that runs faster than the world, for the demonstration.
#[derive(Debug)]
pub struct FastClock {
    start: Instant,
    began: OnceLock<Monotonic>,
    speed: u32,
}

impl FastClock {
    /// Begins at `start` and runs `speed` times as fast; at least once.
    pub fn new(start: Instant, speed: u32) -> Self {
        let clock = Self {
            start,
            began: OnceLock::new(),
            speed: speed.max(1),
        };
        clock.elapsed_ms();
        clock
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the demonstration's time is made from the real one"
    )]
    fn elapsed_ms(&self) -> i64 {
        let began = self.began.get_or_init(Monotonic::now);
        i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}

impl Clock for FastClock {
    fn now(&self) -> Instant {
        let passed = self.elapsed_ms().saturating_mul(i64::from(self.speed));
        self.start.plus(Span::millis(passed))
    }

    fn real_wait(&self, span: Span) -> Span {
        // Rounded up: a wait may be late, a timer never early.
        Span::millis(span.as_millis().max(0) / i64::from(self.speed) + 1)
    }
}

/// Random UUIDv7.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    fn next(&self, now: Instant) -> Uuid {
        let mut random = [0_u8; 10];
        if getrandom::fill(&mut random).is_err() {
            tracing::error!(
                "the system gives no randomness; identifiers are made from its clock alone"
            );
        }
        let millis = u64::try_from(now.millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_one_moment_differ_and_later_ones_sort_later() {
        let early = RandomIds.next(Instant::from_millis(1_000));
        let late = RandomIds.next(Instant::from_millis(2_000));
        assert_ne!(early, RandomIds.next(Instant::from_millis(1_000)));
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }

    #[test]
    fn a_fast_clock_waits_less_but_never_too_little() {
        let clock = FastClock::new(Instant::from_millis(0), 60);
        assert_eq!(clock.real_wait(Span::minutes(1)), Span::millis(1_001));
        assert_eq!(clock.real_wait(Span::ZERO), Span::millis(1));
    }
}
