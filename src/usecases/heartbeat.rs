//! The signs of life of the workers' loops, read by `/readyz` and `/metrics`: each loop has its own, so that
//! one that stands still is not covered by the others.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::{Instant, Span};

/// The loops of this process; none when the workers are elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Heartbeat {
    loops: Arc<Mutex<Vec<Pulse>>>,
}

/// One loop's sign of life.
#[derive(Clone, Debug)]
pub struct Pulse {
    /// Which loop, as people are told.
    pub name: &'static str,
    /// The longest it may be quiet, in real time, before it is taken for dead.
    pub patience: Span,
    last: Arc<AtomicI64>,
}

impl Heartbeat {
    /// A loop that begins now and beats at least every `patience`.
    pub fn of(&self, name: &'static str, patience: Span, now: Instant) -> Pulse {
        let pulse = Pulse {
            name,
            patience,
            last: Arc::new(AtomicI64::new(now.millis())),
        };
        self.loops
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(pulse.clone());
        pulse
    }

    /// Every loop of this process, in the order of their beginning.
    pub fn pulses(&self) -> Vec<Pulse> {
        self.loops
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The sign of life of the loop that has been quiet the longest; `None` without loops.
    pub fn last(&self) -> Option<Instant> {
        self.pulses().iter().map(Pulse::last).min()
    }
}

impl Pulse {
    /// Shows life.
    pub fn beat(&self, now: Instant) {
        self.last.store(now.millis(), Ordering::Relaxed);
    }

    /// The last sign of life.
    pub fn last(&self) -> Instant {
        Instant::from_millis(self.last.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_stands_still_is_seen_beside_one_that_beats() {
        let beat = Heartbeat::default();
        assert_eq!(beat.last(), None, "no workers here");
        let start = Instant::from_millis(1_000);
        let mail = beat.of("mail", Span::minutes(1), start);
        let timers = beat.of("timers", Span::minutes(1), start);
        let later = start.plus(Span::hours(1));
        mail.beat(later);
        assert_eq!(beat.last(), Some(start), "the timers stand still");
        timers.beat(later);
        assert_eq!(beat.last(), Some(later));
    }
}
