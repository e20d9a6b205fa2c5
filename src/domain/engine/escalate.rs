//! Climbing an escalation policy: levels in order, nobody silent, until somebody takes it on.

use crate::case::Priority;
use crate::engine::build::Build;
use crate::engine::notify::Params;
use crate::escalation::{EscalationPolicy, Level, LevelTarget, Run, RunStage};
use crate::event::EventBody;
use crate::ids::{ClockId, PersonId, RunId, TemplateKey};
use crate::people::{Person, Role};
use crate::time::Instant;
use crate::timer::TimerKind;

impl<'w> Build<'w> {
    /// Starts the policy that the case asks for; without one, nothing happens.
    pub fn start_run(&mut self, clock: Option<ClockId>) {
        let Some(policy) = self.world.rules.escalation.select(&self.case) else {
            return;
        };
        let run = Run {
            id: RunId::new(self.world.ids, self.now),
            case: self.case.id,
            clock,
            policy: policy.key.clone(),
            policy_version: policy.version,
            level: 0,
            round: 0,
            stage: RunStage::Active,
            started_at: self.now,
            fired_at: None,
            acknowledged_by: None,
            acknowledged_at: None,
        };
        self.climb(policy, run);
    }

    /// Fires a level whose time has come. Anything else (late, repeated, acknowledged) is a no-op.
    pub fn fire_level(&mut self, id: RunId, level: u32) {
        let Some(run) = self.runs.iter().find(|run| run.id == id).cloned() else {
            return;
        };
        if run.stage != RunStage::Active || run.level + 1 != level {
            return;
        }
        if let Some(policy) = self.policy_of(&run) {
            self.fire_from(policy, run);
        }
    }

    /// Takes an escalation on: pending levels are cancelled, the waiting for activity begins.
    /// Gives whether there was anything to take on.
    pub fn acknowledge(&mut self, id: RunId) -> bool {
        let Some(mut run) = self.runs.iter().find(|run| run.id == id).cloned() else {
            return false;
        };
        if run.stage != RunStage::Active {
            return false;
        }
        run.stage = RunStage::Acknowledged;
        run.acknowledged_by = self.actor.person();
        run.acknowledged_at = Some(self.now);
        self.clear_run_timers(id);
        self.emit(EventBody::Acknowledged { run: id });
        let timeout = self.policy_of(&run).and_then(|policy| {
            let span = policy.ack_timeout?;
            let level = policy.levels.first()?;
            self.after(level, span)
        });
        if let Some(due_at) = timeout {
            self.arm(due_at, TimerKind::AckTimeout { run: id });
        }
        self.touch_run(run);
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

    /// Nothing happened since the acknowledgement: the chain starts again from the top.
    pub fn restart_run(&mut self, id: RunId) {
        let Some(mut run) = self.runs.iter().find(|run| run.id == id).cloned() else {
            return;
        };
        let quiet_since = run.acknowledged_at.unwrap_or(run.started_at);
        if run.stage != RunStage::Acknowledged || self.case.updated_at > quiet_since {
            return;
        }
        run.stage = RunStage::Active;
        run.level = 0;
        run.round += 1;
        run.acknowledged_by = None;
        run.acknowledged_at = None;
        if let Some(policy) = self.policy_of(&run) {
            self.climb(policy, run);
        }
    }

    /// Ends one escalation whose clock has stopped.
    pub fn end_run_of(&mut self, clock: ClockId) {
        let over: Vec<Run> = self
            .runs
            .iter()
            .filter(|run| run.clock == Some(clock) && run.stage != RunStage::Done)
            .cloned()
            .collect();
        for mut run in over {
            self.clear_run_timers(run.id);
            run.stage = RunStage::Done;
            self.touch_run(run);
        }
    }

    fn policy_of(&self, run: &Run) -> Option<&'w EscalationPolicy> {
        self.world
            .rules
            .escalation
            .get(&run.policy, run.policy_version)
    }

    /// Arms the next level, or fires it when its delay is nothing.
    fn climb(&mut self, policy: &EscalationPolicy, run: Run) {
        let next = usize::try_from(run.level)
            .ok()
            .and_then(|index| policy.levels.get(index));
        let Some(level) = next else {
            self.repeat(policy, run);
            return;
        };
        if level.delay.is_zero_or_less() {
            self.fire_from(policy, run);
        } else {
            if let Some(due_at) = self.after(level, level.delay) {
                self.arm(
                    due_at,
                    TimerKind::Level {
                        run: run.id,
                        level: run.level + 1,
                    },
                );
            }
            self.touch_run(run);
        }
    }

    fn fire_from(&mut self, policy: &EscalationPolicy, mut run: Run) {
        let index = usize::try_from(run.level).unwrap_or(usize::MAX);
        let Some(level) = policy.levels.get(index) else {
            return;
        };
        run.level += 1;
        run.fired_at = Some(self.now);
        let people = self.people_at(level);
        let told: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let event = self.emit(EventBody::Escalated {
            run: run.id,
            level: run.level,
            told,
        });
        let template = match self.case.priority {
            Priority::P1 => TemplateKey::from("escalation.page"),
            Priority::P2 | Priority::P3 | Priority::P4 => TemplateKey::from("sla.escalated"),
        };
        for person in &people {
            if self.told.insert(person.id) {
                let params = Params::from([
                    ("level".to_owned(), run.level.to_string()),
                    ("run".to_owned(), run.id.to_string()),
                ]);
                self.mail_person(person, &template, &format!("event:{event}"), params);
            }
        }
        let next = usize::try_from(run.level)
            .ok()
            .and_then(|index| policy.levels.get(index));
        match next {
            // A level that resolves to nobody falls through at once; the empty `told` is the gap.
            Some(_) if people.is_empty() => self.fire_from(policy, run),
            Some(_) | None => self.climb(policy, run),
        }
    }

    fn repeat(&mut self, policy: &EscalationPolicy, mut run: Run) {
        let again = policy
            .repeat
            .as_ref()
            .filter(|repeat| run.round < repeat.count)
            .zip(policy.levels.first())
            .and_then(|(repeat, level)| self.after(level, repeat.interval));
        if let Some(due_at) = again {
            run.round += 1;
            run.level = 0;
            self.arm(
                due_at,
                TimerKind::Level {
                    run: run.id,
                    level: 1,
                },
            );
        }
        self.touch_run(run);
    }

    fn people_at(&self, level: &Level) -> Vec<&'w Person> {
        let directory = self.world.directory;
        let find = |id: PersonId| directory.find(id).filter(|person| person.is_available());
        let owner = self.case.owner.and_then(|id| directory.find(id));
        let mut people: Vec<&'w Person> = Vec::new();
        for target in &level.targets {
            let found: Vec<&'w Person> = match target {
                LevelTarget::Owner => owner.into_iter().filter(|one| one.is_available()).collect(),
                LevelTarget::Backup => owner
                    .and_then(|one| one.backup)
                    .and_then(find)
                    .into_iter()
                    .collect(),
                LevelTarget::Lead => self.leads(),
                LevelTarget::LeadOf(team) => directory.holding(Role::Lead, team),
                LevelTarget::Team(team) => directory
                    .iter()
                    .filter(|one| one.is_available() && one.teams().contains(team))
                    .collect(),
            };
            for person in found {
                if !people.iter().any(|one| one.id == person.id) {
                    people.push(person);
                }
            }
        }
        people
    }

    fn after(&self, level: &Level, span: crate::time::Span) -> Option<Instant> {
        let calendar = self.world.rules.calendars.newest(&level.calendar)?;
        calendar.add(self.now, span)
    }

    /// Clears whatever an escalation still waits for.
    pub fn clear_run_timers(&mut self, id: RunId) {
        self.clear_timers(|timer| match &timer.kind {
            TimerKind::Level { run, .. } | TimerKind::AckTimeout { run } => *run == id,
            TimerKind::Clock { .. } | TimerKind::State { .. } | TimerKind::Follow { .. } => false,
        });
    }
}
