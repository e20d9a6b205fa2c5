//! A timer's time has come: warnings, breaches, reminders, levels. A late or repeated tick is a no-op.

use crate::changes::Changes;
use crate::clocks::clock::{ClockChange, ClockEvent};
use crate::clocks::meter::Meter;
use crate::engine::build::Build;
use crate::engine::notify::Params;
use crate::engine::step::{Move, definition_of};
use crate::engine::world::{Snapshot, World};
use crate::escalation::Alarm;
use crate::event::EventBody;
use crate::ids::{ClockId, TemplateKey, TransitionKey};
use crate::people::{Actor, Person};
use crate::refusal::Refusal;
use crate::time::Instant;
use crate::timer::{FollowUp, Timer, TimerKind};
use crate::workflow::decide::Cause;
use crate::workflow::definition::{Definition, Fire};
use crate::workflow::effect::Recipient;

/// The percentage that is the breach itself.
const BREACH: u8 = 100;
/// From this percentage on, the owner's stand-in is told as well (workflows.md §4).
const TELL_BACKUP: u8 = 90;
/// Below this percentage a threshold is recorded but nobody is mailed (workflows.md §4).
const TELL_OWNER: u8 = 75;

/// What firing a timer came to.
#[derive(Debug)]
pub enum Tick {
    /// The step to commit; it deletes the timer's row.
    Fired(Box<Changes>),
    /// Not yet: the row stays.
    Early,
    /// Nothing is left to do; the caller deletes the row.
    Stale,
    /// Something for another case; the caller makes it with this timer as its cause.
    Follow(FollowUp),
}

/// Fires a timer of a stored case.
///
/// # Errors
/// A [`Refusal`] only when a definition is broken; a refused transition of a timer is no error.
pub fn tick(
    world: &World<'_>,
    snapshot: Snapshot,
    timer: &Timer,
    now: Instant,
) -> Result<Tick, Refusal> {
    if now < timer.due_at {
        return Ok(Tick::Early);
    }
    if !snapshot.timers.iter().any(|one| one.id == timer.id) {
        return Ok(Tick::Stale);
    }
    if let TimerKind::Follow { act } = &timer.kind {
        return Ok(Tick::Follow(act.clone()));
    }
    let definition = definition_of(world, &snapshot)?;
    let actor = Actor::System {
        rule: format!("timer:{}", timer.kind.key()),
    };
    let mut build = Build::over(world, snapshot, actor, now);
    build.fire(timer);
    match &timer.kind {
        TimerKind::Clock { clock, percent: _ } => build.tick_clock(*clock)?,
        TimerKind::State { key, fired } => build.tick_state(&definition, key, *fired)?,
        TimerKind::Level { run, level } => build.fire_level(*run, *level),
        TimerKind::AckTimeout { run } => build.restart_run(*run),
        TimerKind::Follow { .. } => {}
    }
    build.settle(&definition)?;
    Ok(Tick::Fired(Box::new(build.finish())))
}

impl<'w> Build<'w> {
    /// Fires every threshold of a clock that has been reached.
    fn tick_clock(&mut self, id: ClockId) -> Result<(), Refusal> {
        let Some(clock) = self.clock(id).cloned() else {
            return Ok(());
        };
        let calendar = self
            .world
            .rules
            .calendars
            .get(&clock.calendar)
            .map_err(|missing| Refusal::Broken(missing.to_string()))?;
        let outcome = Meter::new(calendar, self.now, "timer:clock")
            .tick(clock, self.world.rules.targets.thresholds());
        self.touch_clock(outcome.clock, outcome.events.clone());
        self.announce(id, &outcome.events);
        self.rearm_clock(id)
    }

    /// Tells who must hear what happened to a clock: once, by the gravest thing that did.
    pub fn announce(&mut self, id: ClockId, ledger: &[ClockEvent]) {
        let reached: Vec<u8> = ledger
            .iter()
            .filter(|line| line.clock == id)
            .filter_map(|line| match line.what {
                ClockChange::Breach { .. } => Some(BREACH),
                ClockChange::Warn { percent } => Some(percent),
                ClockChange::Apply { .. }
                | ClockChange::Pause
                | ClockChange::Resume
                | ClockChange::Retarget { .. }
                | ClockChange::Override { .. }
                | ClockChange::Restate { .. }
                | ClockChange::Fulfil
                | ClockChange::Cancel => None,
            })
            .collect();
        let Some(clock) = self.clock(id).cloned() else {
            return;
        };
        // Escalations first: who is told by a level gets the link to take it on, and no second mail.
        for percent in &reached {
            self.start_run(&Alarm::Clock {
                clock: id,
                metric: clock.metric.clone(),
                percent: *percent,
            });
        }
        let gravest = reached.into_iter().max();
        let Some(percent) = gravest.filter(|percent| *percent >= TELL_OWNER) else {
            return;
        };
        let due_at = clock
            .breached_at
            .or(clock.due_at)
            .unwrap_or(clock.original_due);
        let key = format!("clock:{id}:{percent}:{}", clock.cycle);
        let params = Params::from([
            ("metric".to_owned(), clock.metric.to_string()),
            ("percent".to_owned(), percent.to_string()),
            ("due_at".to_owned(), due_at.to_rfc3339()),
        ]);
        if percent >= BREACH {
            self.tell_owner("sla.breach", &key, &params);
            return;
        }
        self.tell_owner("sla.warning", &key, &params);
        let backup = self.stand_in().filter(|_| percent >= TELL_BACKUP);
        if let Some(backup) = backup
            && self.told.insert(backup.id)
        {
            self.mail_person(backup, &TemplateKey::from("sla.warning"), &key, params);
        }
    }

    fn tell_owner(&mut self, template: &str, key: &str, params: &Params) {
        self.mail(&TemplateKey::from(template), Recipient::Owner, key, params);
    }

    fn stand_in(&self) -> Option<&'w Person> {
        let directory = self.world.directory;
        directory.stand_in(directory.find(self.case.owner?)?)
    }

    fn tick_state(
        &mut self,
        definition: &Definition,
        key: &str,
        fired: u32,
    ) -> Result<(), Refusal> {
        let Some(timer) = definition
            .timers_of(&self.case.state)
            .find(|timer| timer.key == key)
            .cloned()
        else {
            return Ok(());
        };
        let state = self.case.state.clone();
        match &timer.fire {
            Fire::Transition(transition) => self.try_transition(definition, transition)?,
            Fire::Remind(template) => {
                self.emit(EventBody::Counted {
                    counter: "reminded".to_owned(),
                });
                let key = format!("event:{}", self.latest_event());
                let template = TemplateKey::new(template.as_str());
                self.mail(&template, Recipient::Partner, &key, &Params::new());
            }
            Fire::Alert(template) => {
                let key = format!("timer:{}:{key}:{fired}:{}", self.case.id, self.case.version);
                let template = TemplateKey::new(template.as_str());
                self.mail(&template, Recipient::Lead, &key, &Params::new());
            }
        }
        let again = timer
            .repeat
            .filter(|_| fired + 1 < timer.max && self.case.state == state);
        if let Some(interval) = again {
            self.arm_state_timer(&timer, interval, fired + 1)?;
        }
        Ok(())
    }

    /// Makes a transition as the system; one that is refused now is left to the next firing.
    fn try_transition(
        &mut self,
        definition: &Definition,
        transition: &TransitionKey,
    ) -> Result<(), Refusal> {
        match self.make(definition, Move::caused(transition.clone(), Cause::Rule)) {
            Ok(()) => Ok(()),
            Err(broken @ (Refusal::Broken(_) | Refusal::TooManySteps(_))) => Err(broken),
            Err(
                Refusal::UnknownTransition(_)
                | Refusal::WrongState { .. }
                | Refusal::WrongRole { .. }
                | Refusal::Guard { .. }
                | Refusal::Input(_),
            ) => Ok(()),
        }
    }
}
