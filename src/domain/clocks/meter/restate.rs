//! Counting a clock anew as if another target or calendar had been there from the beginning.

use crate::clocks::clock::{Clock, ClockChange, Pause, Stage};
use crate::clocks::meter::walk::{Walked, walk};
use crate::clocks::meter::{Meter, Outcome};
use crate::clocks::policy::Target;
use crate::time::{Instant, Span};

impl Meter<'_> {
    /// Counts a clock anew from `since` as if it had begun under another target, whether it still counts or
    /// has stopped; the meter's calendar is the new target's. One that left the denominator stays out.
    pub fn restate(&self, mut clock: Clock, target: &Target, since: Instant) -> Outcome {
        let mut events = Vec::new();
        if clock.stage == Stage::Cancelled {
            return Outcome { clock, events };
        }
        clock.target = target.span;
        clock.calendar = target.calendar.clone();
        clock.policy = target.policy.clone();
        let pauses: Vec<Pause> = clock
            .pauses
            .iter()
            .filter(|pause| pause.until.is_none_or(|until| until > since))
            .copied()
            .collect();
        let walked = walk(self.calendar, since, &pauses, target.span);
        match clock.stopped_at {
            Some(stopped) => self.restate_stopped(&mut clock, &walked, stopped),
            None => self.restate_live(&mut clock, &walked),
        }
        let restate = ClockChange::Restate {
            target: target.span,
            calendar: target.calendar.clone(),
            policy: target.policy.clone(),
            since,
        };
        events.push(self.line(&clock, restate));
        self.notice_breach(&mut clock, &mut events);
        Outcome { clock, events }
    }

    fn restate_stopped(&self, clock: &mut Clock, walked: &Walked, stopped: Instant) {
        let rest = walked
            .running_since
            .map_or(Span::ZERO, |since| self.calendar.between(since, stopped));
        clock.spent = walked.spent.plus(rest);
        clock.due_at = walked.due;
        let late = walked.due.filter(|due| *due < stopped);
        self.set_breach(clock, late);
        clock.stage = late.map_or(Stage::Met, |_| Stage::BreachedDone);
    }

    /// A breach that was none before is left to be noticed, so that it is told.
    fn restate_live(&self, clock: &mut Clock, walked: &Walked) {
        clock.spent = walked.spent;
        clock.running_since = walked.running_since;
        clock.due_at = walked.due;
        let late = walked.due.filter(|due| match walked.running_since {
            Some(_) => *due < self.now,
            None => *due <= self.now,
        });
        let told = late.filter(|_| clock.breached_at.is_some());
        self.set_breach(clock, told);
        clock.stage = match (told, walked.running_since) {
            (Some(_), _) => Stage::BreachedOpen,
            (None, Some(_)) => Stage::Running,
            (None, None) => Stage::Paused,
        };
    }

    fn set_breach(&self, clock: &mut Clock, at: Option<Instant>) {
        clock.breached_at = at;
        clock.breach_detected_at = at.map(|_| clock.breach_detected_at.unwrap_or(self.now));
        clock.fired.retain(|percent| *percent != 100);
        if at.is_some() {
            clock.fired.push(100);
        }
    }
}
