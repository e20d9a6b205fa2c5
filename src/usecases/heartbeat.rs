//! The workers' sign of life, read by `/readyz`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Instant;

/// When the workers of this process last showed that they live.
#[derive(Clone, Debug, Default)]
pub struct Heartbeat {
    last: Arc<AtomicI64>,
}

impl Heartbeat {
    /// The last sign of life; `None` before the first.
    pub fn last(&self) -> Option<Instant> {
        Some(self.last.load(Ordering::Relaxed))
            .filter(|millis| *millis != 0)
            .map(Instant::from_millis)
    }

    /// Shows life.
    pub fn beat(&self, now: Instant) {
        self.last.store(now.millis(), Ordering::Relaxed);
    }
}
