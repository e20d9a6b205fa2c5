//! The arithmetic of one clock: each change of a clock is a function of the clock, its calendar and now.
//!
//! A breach happens at the due instant, whenever it is noticed. Every change first notices one that was
//! missed, so that the order in which a timer and a person arrive does not matter.

mod restate;
mod walk;

use crate::clocks::calendar::Calendar;
use crate::clocks::clock::{Clock, ClockChange, ClockEvent, ClockKind, Pause, Stage};
use crate::clocks::policy::{OnPriorityChange, Target};
use crate::ids::{CaseId, ClockId, Metric, PersonId, TeamKey};
use crate::time::{Instant, Span};
use walk::walk;

/// Changes clocks of one calendar at one moment for one reason.
#[derive(Clone, Copy, Debug)]
pub struct Meter<'a> {
    calendar: &'a Calendar,
    now: Instant,
    reason: &'a str,
}

/// What a change made of a clock. No events: nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The clock after it.
    pub clock: Clock,
    /// The new lines of its ledger, in order.
    pub events: Vec<ClockEvent>,
}

/// A clock about to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning<'a> {
    /// Identity.
    pub id: ClockId,
    /// The case.
    pub case: CaseId,
    /// What it measures.
    pub metric: Metric,
    /// Who is owed.
    pub kind: ClockKind,
    /// From 1.
    pub cycle: u32,
    /// Whose figures it counts in.
    pub team: TeamKey,
    /// How long, by which policy; its calendar is the meter's.
    pub target: &'a Target,
}

impl<'a> Meter<'a> {
    /// A meter for clocks of `calendar`; `reason` is the stable code written into the ledger.
    pub const fn new(calendar: &'a Calendar, now: Instant, reason: &'a str) -> Self {
        Self {
            calendar,
            now,
            reason,
        }
    }

    /// Begins to count now.
    pub fn start(&self, beginning: Beginning<'_>) -> Outcome {
        self.attach(beginning, self.now, Vec::new())
    }

    /// Attaches a target after the fact: counts from `since` less the pauses there were. The clock may
    /// be breached at once; then it has that one event and no threshold left to announce.
    pub fn attach(&self, beginning: Beginning<'_>, since: Instant, pauses: Vec<Pause>) -> Outcome {
        let Beginning {
            id,
            case,
            metric,
            kind,
            cycle,
            team,
            target,
        } = beginning;
        let walked = walk(self.calendar, since, &pauses, target.span);
        let if_resumed = || self.due(self.now, target.span.minus(walked.spent));
        let mut clock = Clock {
            id,
            case,
            metric,
            kind,
            cycle,
            team,
            stage: walked
                .running_since
                .map_or(Stage::Paused, |_| Stage::Running),
            calendar: target.calendar.clone(),
            policy: target.policy.clone(),
            target: target.span,
            started_at: since,
            running_since: walked.running_since,
            spent: walked.spent,
            pauses,
            due_at: walked.due,
            original_due: walked.due.unwrap_or_else(if_resumed),
            manual_due: None,
            breached_at: None,
            breach_detected_at: None,
            stopped_at: None,
            fired: Vec::new(),
        };
        let apply = ClockChange::Apply {
            target: target.span,
            calendar: target.calendar.clone(),
            policy: target.policy.clone(),
            since: (since != self.now).then_some(since),
            pauses: clock.pauses.clone(),
        };
        let mut events = vec![self.line(&clock, apply)];
        self.notice_breach(&mut clock, &mut events);
        Outcome { clock, events }
    }

    /// Stands still from now on. A breach stays a breach, and a pause at the due instant saves nothing.
    pub fn pause(&self, clock: Clock) -> Outcome {
        self.change(clock, |clock, events| {
            if clock.running_since.is_none() {
                return;
            }
            if clock.stage == Stage::Running && clock.due_at == Some(self.now) {
                self.breach(clock, events);
            }
            clock.spent = spent_at(clock, self.calendar, self.now);
            clock.running_since = None;
            clock.pauses.push(Pause {
                from: self.now,
                until: None,
            });
            if clock.stage == Stage::Running {
                clock.stage = Stage::Paused;
                clock.due_at = None;
            }
            events.push(self.line(clock, ClockChange::Pause));
        })
    }

    /// Counts on from now with what was left.
    pub fn resume(&self, clock: Clock) -> Outcome {
        self.change(clock, |clock, events| {
            if clock.running_since.is_some() {
                return;
            }
            self.end_pause(clock);
            self.run_on(clock);
            events.push(self.line(clock, ClockChange::Resume));
        })
    }

    /// Fulfilled now: met when that is at or before the due instant, or while paused in time.
    pub fn stop(&self, clock: Clock) -> Outcome {
        self.change(clock, |clock, events| {
            self.forgive_this_instant(clock);
            self.end(clock);
            clock.stage = clock
                .breached_at
                .map_or(Stage::Met, |_| Stage::BreachedDone);
            clock.stopped_at = Some(self.now);
            events.push(self.line(clock, ClockChange::Fulfil));
        })
    }

    /// Leaves the attainment denominator, whatever it was: the case is void, or the policy went.
    pub fn cancel(&self, mut clock: Clock) -> Outcome {
        if clock.stage == Stage::Cancelled {
            return Outcome {
                clock,
                events: Vec::new(),
            };
        }
        if clock.stage.is_live() {
            self.end(&mut clock);
            clock.stopped_at = Some(self.now);
        }
        clock.stage = Stage::Cancelled;
        let events = vec![self.line(&clock, ClockChange::Cancel)];
        Outcome { clock, events }
    }

    /// Goes on after it was fulfilled: the case was reopened. The time in between is a pause.
    pub fn reopen(&self, mut clock: Clock) -> Outcome {
        let (Stage::Met | Stage::BreachedDone, Some(stopped)) = (clock.stage, clock.stopped_at)
        else {
            return Outcome {
                clock,
                events: Vec::new(),
            };
        };
        clock.pauses.push(Pause {
            from: stopped,
            until: Some(self.now),
        });
        clock.stopped_at = None;
        clock.stage = Stage::Running;
        self.run_on(&mut clock);
        let events = vec![self.line(&clock, ClockChange::Resume)];
        Outcome { clock, events }
    }

    /// Notices a breach that was missed, and nothing else.
    pub fn notice(&self, clock: Clock) -> Outcome {
        self.change(clock, |_, _| {})
    }

    /// Gives another target; the meter's calendar is the new target's. What breached stays breached: a
    /// breach that was missed is to be noticed in the clock's own hours first ([`Meter::notice`]).
    pub fn retarget(&self, clock: Clock, target: &Target, how: OnPriorityChange) -> Outcome {
        self.change(clock, |clock, events| {
            self.forgive_this_instant(clock);
            clock.target = target.span;
            clock.calendar = target.calendar.clone();
            clock.policy = target.policy.clone();
            match how {
                OnPriorityChange::FromCreation => {
                    let walked = walk(self.calendar, clock.started_at, &clock.pauses, target.span);
                    clock.spent = walked.spent;
                    clock.running_since = walked.running_since;
                    if clock.breached_at.is_none() {
                        clock.due_at = match clock.manual_due {
                            Some(by_hand) => clock.running_since.map(|_| by_hand),
                            None => walked.due,
                        };
                    }
                }
                OnPriorityChange::FromChange => {
                    clock.spent = Span::ZERO;
                    if clock.running_since.is_some() {
                        self.run_on(clock);
                    }
                }
            }
            let retarget = ClockChange::Retarget {
                target: target.span,
                calendar: target.calendar.clone(),
                policy: target.policy.clone(),
                how,
            };
            events.push(self.line(clock, retarget));
            self.notice_breach(clock, events);
        })
    }

    /// Sets the due instant by hand: it holds for the rest of the cycle. A pause at work begins anew, so
    /// that what is left of the date is reckoned from now. What breached stays breached.
    pub fn set_due(&self, clock: Clock, due: Instant, by: PersonId, note: String) -> Outcome {
        self.change(clock, |clock, events| {
            self.forgive_this_instant(clock);
            if clock.breached_at.is_some() {
                return;
            }
            clock.manual_due = Some(due);
            if clock.running_since.is_some() {
                clock.due_at = Some(due);
            } else {
                self.end_pause(clock);
                clock.pauses.push(Pause {
                    from: self.now,
                    until: None,
                });
            }
            events.push(self.line(clock, ClockChange::Override { due, by, note }));
        })
    }

    /// What a timer does: announces the highest threshold reached, or the breach alone once it is due.
    /// Early, late and repeated ticks change nothing.
    pub fn tick(&self, mut clock: Clock, thresholds: &[u8]) -> Outcome {
        let mut events = Vec::new();
        if clock.stage != Stage::Running {
            return Outcome { clock, events };
        }
        if clock.due_at.is_some_and(|due| due <= self.now) {
            self.breach(&mut clock, &mut events);
            return Outcome { clock, events };
        }
        let spent = spent_at(&clock, self.calendar, self.now);
        let allowed = allowed(&clock, self.calendar);
        let reached = |percent: &&u8| **percent < 100 && allowed.percent(**percent) <= spent;
        let fresh = |percent: &&u8| !clock.fired.contains(percent);
        let passed: Vec<u8> = thresholds
            .iter()
            .filter(reached)
            .filter(fresh)
            .copied()
            .collect();
        if let Some(percent) = passed.iter().max().copied() {
            clock.fired.extend(passed);
            clock.fired.sort_unstable();
            events.push(self.line(&clock, ClockChange::Warn { percent }));
        }
        Outcome { clock, events }
    }

    /// Applies a change to a live clock, after noticing a breach that was missed.
    fn change(
        &self,
        mut clock: Clock,
        with: impl FnOnce(&mut Clock, &mut Vec<ClockEvent>),
    ) -> Outcome {
        let mut events = Vec::new();
        if clock.stage.is_live() {
            self.notice_breach(&mut clock, &mut events);
            with(&mut clock, &mut events);
        }
        Outcome { clock, events }
    }

    /// What is done at the due instant is in time, also when the timer or the pause of that instant was
    /// quicker: what becomes of a clock must not hang on who comes first.
    fn forgive_this_instant(&self, clock: &mut Clock) {
        if clock.breached_at != Some(self.now) {
            return;
        }
        clock.breached_at = None;
        clock.breach_detected_at = None;
        clock.fired.retain(|percent| *percent != 100);
        if clock.running_since.is_some() {
            clock.stage = Stage::Running;
        } else {
            clock.stage = Stage::Paused;
            clock.due_at = None;
        }
    }

    /// At the due instant itself a running clock can still be stopped in time; only the tick breaches it
    /// then. One that stands still there has used its target up.
    fn notice_breach(&self, clock: &mut Clock, events: &mut Vec<ClockEvent>) {
        let Some(due) = clock.due_at else { return };
        let late = match clock.stage {
            Stage::Running => due < self.now,
            Stage::Paused => due <= self.now,
            Stage::Met | Stage::BreachedOpen | Stage::BreachedDone | Stage::Cancelled => false,
        };
        if late {
            self.breach(clock, events);
        }
    }

    fn breach(&self, clock: &mut Clock, events: &mut Vec<ClockEvent>) {
        let Some(due) = clock.due_at else { return };
        clock.stage = Stage::BreachedOpen;
        clock.breached_at = Some(due);
        clock.breach_detected_at = Some(self.now);
        if !clock.fired.contains(&100) {
            clock.fired.push(100);
        }
        events.push(self.line(clock, ClockChange::Breach { scheduled: due }));
    }

    /// Counts from now; the due instant of a breached clock does not move, nor one set by hand that is
    /// still ahead. A date set by hand that passed while the clock stood still leaves what was left of it.
    fn run_on(&self, clock: &mut Clock) {
        let left = allowed(clock, self.calendar).minus(clock.spent);
        clock.running_since = Some(self.now);
        if let Some(breached) = clock.breached_at {
            clock.stage = Stage::BreachedOpen;
            clock.due_at = Some(breached);
        } else {
            clock.stage = Stage::Running;
            let due = match clock.manual_due {
                Some(by_hand) if by_hand > self.now => by_hand,
                Some(_) | None => self.due(self.now, left),
            };
            clock.due_at = Some(due);
            clock.manual_due = clock.manual_due.map(|_| due);
        }
    }

    fn end(&self, clock: &mut Clock) {
        clock.spent = spent_at(clock, self.calendar, self.now);
        clock.running_since = None;
        self.end_pause(clock);
    }

    fn end_pause(&self, clock: &mut Clock) {
        if let Some(open) = clock
            .pauses
            .last_mut()
            .filter(|pause| pause.until.is_none())
        {
            open.until = Some(self.now);
        }
    }

    fn due(&self, from: Instant, left: Span) -> Instant {
        self.calendar.add(from, left).unwrap_or(Calendar::HORIZON)
    }

    fn line(&self, clock: &Clock, what: ClockChange) -> ClockEvent {
        ClockEvent {
            clock: clock.id,
            case: clock.case,
            metric: clock.metric.clone(),
            cycle: clock.cycle,
            at: self.now,
            what,
            reason: self.reason.to_owned(),
            spent: spent_at(clock, self.calendar, self.now),
            due_at: clock.due_at,
        }
    }
}

/// Open time spent until `now`.
pub fn spent_at(clock: &Clock, calendar: &Calendar, now: Instant) -> Span {
    clock.running_since.map_or(clock.spent, |since| {
        clock.spent.plus(calendar.between(since, now))
    })
}

/// Open time left at `now`; negative when the target is overspent.
pub fn remaining_at(clock: &Clock, calendar: &Calendar, now: Instant) -> Span {
    allowed(clock, calendar).minus(spent_at(clock, calendar, now))
}

/// Open time from start to due instant: the target, unless a person set the due instant by hand.
pub fn allowed(clock: &Clock, calendar: &Calendar) -> Span {
    let Some(by_hand) = clock.manual_due else {
        return clock.target;
    };
    // Since then, or until then, `spent` stands still.
    let still = match (clock.running_since, clock.stopped_at, clock.pauses.last()) {
        (Some(since), _, _) => since,
        (None, Some(stopped), _) => stopped,
        (None, None, Some(pause)) => pause.from,
        (None, None, None) => clock.started_at,
    };
    clock
        .spent
        .plus(calendar.between(still, by_hand))
        .minus(calendar.between(by_hand, still))
}

/// When `target` of open time has passed since `since`, the pauses (oldest first) taken out. `None` while
/// the last pause lasts and time is left, and beyond [`Calendar::HORIZON`].
pub fn due_after(
    calendar: &Calendar,
    since: Instant,
    pauses: &[Pause],
    target: Span,
) -> Option<Instant> {
    walk(calendar, since, pauses, target)
        .due
        .filter(|due| *due < Calendar::HORIZON)
}

/// The next threshold to announce and when: what the clock's timer is armed for. `None` unless it runs
/// in time.
pub fn next_threshold(
    clock: &Clock,
    calendar: &Calendar,
    thresholds: &[u8],
) -> Option<(u8, Instant)> {
    let (Stage::Running, Some(since), Some(due)) = (clock.stage, clock.running_since, clock.due_at)
    else {
        return None;
    };
    let announced = clock.fired.iter().max().copied().unwrap_or(0);
    let percent = thresholds
        .iter()
        .copied()
        .filter(|percent| *percent > announced)
        .min()?;
    if percent >= 100 {
        return Some((100, due));
    }
    let allowed = allowed(clock, calendar);
    let at = calendar.add(since, allowed.percent(percent).minus(clock.spent))?;
    Some((percent, at))
}

#[cfg(test)]
mod tests;
