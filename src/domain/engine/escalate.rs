//! Climbing an escalation policy: levels in order, nobody silent, until somebody takes it on.
//!
//! Each level fires at most once in a run. A repetition of the chain, and its restart after an
//! acknowledgement that nothing followed, are runs of their own under the same origin.

use crate::clocks::drive::Happened;
use crate::engine::build::Build;
use crate::escalation::{
    Alarm, Condition, EscalationPolicy, Level, LevelTarget, OutsideHours, Run, RunStage,
};
use crate::event::{EventBody, Restart};
use crate::ids::{ClockId, RunId};
use crate::people::Actor;
use crate::time::{Instant, Span};
use crate::timer::TimerKind;

impl<'w> Build<'w> {
    /// Starts the policy that the case asks for; without one, nothing happens. While a run of the same
    /// policy climbs, the alarm joins it as one more reason.
    pub fn start_run(&mut self, alarm: &Alarm) {
        let Some(policy) = self.world.rules.escalation.select(&self.case, alarm) else {
            return;
        };
        let climbing = self
            .runs
            .iter()
            .find(|run| run.stage == RunStage::Active && run.policy == policy.key)
            .cloned();
        match climbing {
            // Something is still to come: whoever hears of it hears of both.
            Some(run) if self.climbs_on(run.id) => self.join(run, alarm),
            other => {
                if let Some(spent) = other {
                    self.end_run(spent);
                }
                let id = RunId::new(self.world.ids, self.now);
                self.climb(
                    policy,
                    Run {
                        id,
                        case: self.case.id,
                        clock: alarm.clock(),
                        joined: Vec::new(),
                        origin: id,
                        policy: policy.key.clone(),
                        policy_version: policy.version,
                        level: 0,
                        round: 0,
                        stage: RunStage::Active,
                        started_at: self.now,
                        fired_at: None,
                        acknowledged_by: None,
                        acknowledged_at: None,
                    },
                );
            }
        }
    }

    /// Fires a level whose time has come. Anything else (late, repeated, acknowledged) is a no-op.
    pub fn fire_level(&mut self, id: RunId, level: u32) {
        let Some(run) = self.run(id).cloned() else {
            return;
        };
        if run.stage == RunStage::Done || run.level + 1 != level {
            return;
        }
        match self.policy_of(&run) {
            Some(policy) => self.reach(policy, run),
            None => self.leave_gone(run),
        }
    }

    /// Takes an escalation on: pending levels are cancelled, but those that ask for the work to be done;
    /// the waiting for activity begins. A run that has ended stands for the one that goes on with its
    /// chain. Gives whether there was anything to take on.
    pub fn acknowledge(&mut self, id: RunId) -> bool {
        let Some(mut run) = self.climbing_for(id) else {
            return false;
        };
        let id = run.id;
        run.stage = RunStage::Acknowledged;
        run.acknowledged_by = self.actor.person();
        run.acknowledged_at = Some(self.now);
        self.emit(EventBody::Acknowledged { run: id });
        self.happened.push(Happened::Acknowledged);
        let policy = self.policy_of(&run).or_else(|| self.newest_of(&run));
        if !policy.is_some_and(|policy| still_to_come(policy, &run)) {
            self.clear_run_timers(id);
        }
        self.touch_run(run);
        self.watch(id);
        true
    }

    /// Takes on every escalation of the case that is still climbing.
    pub fn acknowledge_all(&mut self) {
        let climbing: Vec<RunId> = self
            .runs
            .iter()
            .filter(|run| run.stage == RunStage::Active)
            .map(|run| run.id)
            .collect();
        for id in climbing {
            self.acknowledge(id);
        }
    }

    /// Somebody of the staff did something: acknowledged escalations wait anew.
    pub fn heed_activity(&mut self) {
        if !matches!(self.actor, Actor::Staff { .. }) {
            return;
        }
        let watched: Vec<RunId> = self
            .runs
            .iter()
            .filter(|run| run.stage == RunStage::Acknowledged)
            .map(|run| run.id)
            .collect();
        for id in watched {
            self.watch(id);
        }
    }

    /// Nothing happened since the acknowledgement: the chain starts again from the top, as a new run.
    pub fn restart_run(&mut self, id: RunId) {
        let Some(run) = self.run(id).cloned() else {
            return;
        };
        if run.stage != RunStage::Acknowledged {
            return;
        }
        let climbs_already = self
            .runs
            .iter()
            .any(|other| other.stage == RunStage::Active && other.policy == run.policy);
        if climbs_already {
            self.end_run(run);
            return;
        }
        match self.policy_of(&run) {
            Some(policy) => {
                let next = self.follow_on(run, policy, Restart::Silence);
                self.climb(policy, next);
            }
            None => self.leave_gone(run),
        }
    }

    /// Ends the escalations whose clocks have all stopped, when one of them has.
    pub fn end_run_of(&mut self, clock: ClockId) {
        let over: Vec<Run> = self
            .runs
            .iter()
            .filter(|run| run.stage != RunStage::Done && run.is_about(clock))
            .filter(|run| {
                run.clock.is_some()
                    && !self
                        .clocks
                        .iter()
                        .any(|one| one.stage.is_live() && run.is_about(one.id))
            })
            .cloned()
            .collect();
        for run in over {
            self.end_run(run);
        }
    }

    /// Ends an escalation; nothing of it is still to come.
    pub fn end_run(&mut self, mut run: Run) {
        self.clear_run_timers(run.id);
        run.stage = RunStage::Done;
        self.touch_run(run);
    }

    /// Clears whatever an escalation still waits for.
    pub fn clear_run_timers(&mut self, id: RunId) {
        self.clear_timers(|timer| match &timer.kind {
            TimerKind::Level { run, .. } | TimerKind::AckTimeout { run } => *run == id,
            TimerKind::Clock { .. } | TimerKind::State { .. } | TimerKind::Follow { .. } => false,
        });
    }

    fn run(&self, id: RunId) -> Option<&Run> {
        self.runs.iter().find(|run| run.id == id)
    }

    /// The run that climbs for that one: itself, or the one that goes on with its chain.
    fn climbing_for(&self, id: RunId) -> Option<Run> {
        let origin = self.run(id)?.origin;
        let climbing = |run: &&Run| run.stage == RunStage::Active;
        self.run(id)
            .filter(climbing)
            .or_else(|| {
                let mut chain = self.runs.iter().filter(|run| run.origin == origin);
                chain.find(climbing)
            })
            .cloned()
    }

    fn climbs_on(&self, id: RunId) -> bool {
        self.timers
            .iter()
            .any(|timer| matches!(&timer.kind, TimerKind::Level { run, .. } if *run == id))
    }

    fn join(&mut self, mut run: Run, alarm: &Alarm) {
        let Alarm::Clock { clock, metric, .. } = alarm else {
            return;
        };
        if run.is_about(*clock) {
            return;
        }
        run.joined.push(*clock);
        self.emit(EventBody::EscalationJoined {
            run: run.id,
            clock: *clock,
            metric: metric.clone(),
        });
        self.touch_run(run);
    }

    fn policy_of(&self, run: &Run) -> Option<&'w EscalationPolicy> {
        let rules = self.world.rules;
        rules.escalation.get(&run.policy, run.policy_version)
    }

    fn newest_of(&self, run: &Run) -> Option<&'w EscalationPolicy> {
        self.world.rules.escalation.newest(&run.policy)
    }

    /// Arms the next level, or fires it when its delay is nothing.
    fn climb(&mut self, policy: &'w EscalationPolicy, run: Run) {
        let Some(level) = level_at(policy, run.level) else {
            self.repeat(policy, run);
            return;
        };
        if run.stage == RunStage::Acknowledged && !still_to_come(policy, &run) {
            self.touch_run(run);
        } else if level.delay.is_zero_or_less() {
            self.reach(policy, run);
        } else {
            if let Some(due_at) = self.after(level, level.delay) {
                self.arm_level(due_at, &run);
            }
            self.touch_run(run);
        }
    }

    /// The next level's time has come: it fires, waits for its people, or is passed over.
    fn reach(&mut self, policy: &'w EscalationPolicy, mut run: Run) {
        let Some(level) = level_at(policy, run.level) else {
            return;
        };
        if run.stage == RunStage::Acknowledged && level.condition == Condition::NotAcked {
            run.level += 1;
            self.climb(policy, run);
            return;
        }
        let hours = self.world.rules.calendars.newest(&level.hours);
        match (level.outside_hours, hours) {
            (OutsideHours::Hold, Some(hours)) if !hours.is_open(self.now) => {
                if let Some(opens_at) = hours.next_open(self.now) {
                    self.arm_level(opens_at, &run);
                }
                self.touch_run(run);
            }
            (OutsideHours::Skip, Some(hours)) if !hours.is_open(self.now) => {
                run.level += 1;
                self.emit(EventBody::LevelSkipped {
                    run: run.id,
                    level: run.level,
                });
                self.climb(policy, run);
            }
            (OutsideHours::Fire | OutsideHours::Hold | OutsideHours::Skip, _) => {
                self.fire_from(policy, level, run);
            }
        }
    }

    fn fire_from(&mut self, policy: &'w EscalationPolicy, level: &'w Level, mut run: Run) {
        run.level += 1;
        run.fired_at = Some(self.now);
        let people = self.people_at(level);
        if people.is_empty() {
            self.emit(EventBody::CoverageGap {
                run: run.id,
                level: run.level,
                wanted: level.targets.iter().map(LevelTarget::word).collect(),
            });
            // Nobody heard: the next level is not waited for.
            if level_at(policy, run.level).is_some() {
                self.reach(policy, run);
                return;
            }
        } else {
            self.tell_level(level, &run, &people);
        }
        self.climb(policy, run);
    }

    /// Nobody took the chain on: once more, or it stays as it is until somebody does.
    fn repeat(&mut self, policy: &'w EscalationPolicy, run: Run) {
        let again = policy
            .repeat
            .as_ref()
            .filter(|repeat| run.stage == RunStage::Active && run.round < repeat.count)
            .zip(policy.levels.first())
            .and_then(|(repeat, level)| self.after(level, repeat.interval));
        match again {
            Some(due_at) => {
                let mut next = self.follow_on(run, policy, Restart::Repeat);
                next.round += 1;
                self.arm_level(due_at, &next);
                self.touch_run(next);
            }
            None => self.touch_run(run),
        }
    }

    /// Ends a run and gives the one that goes on with its chain, from the top.
    fn follow_on(&mut self, run: Run, policy: &EscalationPolicy, why: Restart) -> Run {
        let next = Run {
            id: RunId::new(self.world.ids, self.now),
            policy: policy.key.clone(),
            policy_version: policy.version,
            level: 0,
            stage: RunStage::Active,
            started_at: self.now,
            fired_at: None,
            acknowledged_by: None,
            acknowledged_at: None,
            ..run.clone()
        };
        self.emit(EventBody::EscalationRestarted {
            before: run.id,
            run: next.id,
            why,
        });
        self.end_run(run);
        next
    }

    /// The version that a run pinned is no longer there: it goes on under the newest, or under what the
    /// case asks for now. Where nothing is left to go on with, that is a gap to be seen.
    fn leave_gone(&mut self, run: Run) {
        let rules = self.world.rules;
        let found = self.newest_of(&run).or_else(|| {
            let alarm = self.alarm_of(&run);
            rules.escalation.select(&self.case, &alarm)
        });
        if let Some(policy) = found {
            let next = self.follow_on(run, policy, Restart::PolicyGone);
            self.climb(policy, next);
        } else {
            self.emit(EventBody::CoverageGap {
                run: run.id,
                level: run.level + 1,
                wanted: vec![format!("policy:{}", run.policy)],
            });
            self.end_run(run);
        }
    }

    fn alarm_of(&self, run: &Run) -> Alarm {
        let clock = run.clock.and_then(|id| self.clock(id));
        clock.map_or(Alarm::Move, |clock| Alarm::Clock {
            clock: clock.id,
            metric: clock.metric.clone(),
            percent: 100,
        })
    }

    /// Waits anew for something to happen after an acknowledgement.
    fn watch(&mut self, id: RunId) {
        self.clear_timers(
            |timer| matches!(&timer.kind, TimerKind::AckTimeout { run } if *run == id),
        );
        let Some(run) = self.run(id) else { return };
        let policy = self.policy_of(run).or_else(|| self.newest_of(run));
        let due_at = policy.and_then(|policy| {
            let level = policy.levels.first()?;
            self.after(level, policy.ack_timeout?)
        });
        if let Some(due_at) = due_at {
            self.arm(due_at, TimerKind::AckTimeout { run: id });
        }
    }

    fn arm_level(&mut self, due_at: Instant, run: &Run) {
        self.arm(
            due_at,
            TimerKind::Level {
                run: run.id,
                level: run.level + 1,
            },
        );
    }

    fn after(&self, level: &Level, span: Span) -> Option<Instant> {
        let calendar = self.world.rules.calendars.newest(&level.calendar)?;
        calendar.add(self.now, span)
    }
}

/// The level after so many.
fn level_at(policy: &EscalationPolicy, passed: u32) -> Option<&Level> {
    policy.levels.get(usize::try_from(passed).ok()?)
}

/// Whether a level that does not mind the acknowledgement is still to come.
fn still_to_come(policy: &EscalationPolicy, run: &Run) -> bool {
    let passed = usize::try_from(run.level).unwrap_or(usize::MAX);
    let mut rest = policy.levels.iter().skip(passed);
    rest.any(|level| level.condition == Condition::NotDone)
}

#[cfg(test)]
mod tests;
