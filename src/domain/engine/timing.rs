//! Clocks and timers of a step: driven by what happened, armed for what comes next.

use crate::case::Category;
use crate::clocks::clock::{Clock, Stage};
use crate::clocks::drive::{Drive, drive};
use crate::clocks::meter::next_threshold;
use crate::engine::build::Build;
use crate::refusal::Refusal;
use crate::timer::TimerKind;
use crate::workflow::definition::{Definition, StateTimer};

impl Build<'_> {
    /// Lets every clock react to what happened since it was last driven.
    ///
    /// # Errors
    /// [`Refusal::Broken`] when a pinned calendar is not there any more.
    pub fn drive_clocks(&mut self, definition: &Definition, reason: &str) -> Result<(), Refusal> {
        let happened = std::mem::take(&mut self.happened);
        let driven = drive(&Drive {
            specs: &definition.clocks,
            before: self.driven.as_ref(),
            after: &self.case,
            terminal: definition
                .state(&self.case.state)
                .is_some_and(|state| state.terminal),
            happened: &happened,
            clocks: &self.clocks,
            policies: &self.world.rules.targets,
            calendars: &self.world.rules.calendars,
            tier: &self.world.publisher.tier,
            occasion: self
                .world
                .rules
                .events
                .occasion(&self.world.publisher.slug, self.now),
            ids: self.world.ids,
            reason,
            now: self.now,
        })
        .map_err(|missing| Refusal::Broken(missing.to_string()))?;
        self.driven = Some(self.case.clone());
        for (clock, ledger) in driven {
            let id = clock.id;
            let live = clock.stage.is_live();
            self.touch_clock(clock, ledger.clone());
            self.announce(id, &ledger);
            self.rearm_clock(id)?;
            if !live {
                self.end_run_of(id);
            }
        }
        Ok(())
    }

    /// Clears the timer of a clock and arms its next threshold, if it counts.
    ///
    /// # Errors
    /// [`Refusal::Broken`] when its pinned calendar is not there any more.
    pub fn rearm_clock(&mut self, id: crate::ids::ClockId) -> Result<(), Refusal> {
        self.clear_timers(
            |timer| matches!(&timer.kind, TimerKind::Clock { clock, .. } if *clock == id),
        );
        let Some(clock) = self.clocks.iter().find(|clock| clock.id == id) else {
            return Ok(());
        };
        if clock.stage != Stage::Running {
            return Ok(());
        }
        let calendar = self
            .world
            .rules
            .calendars
            .get(&clock.calendar)
            .map_err(|missing| Refusal::Broken(missing.to_string()))?;
        if let Some((percent, due_at)) =
            next_threshold(clock, calendar, self.world.rules.targets.thresholds())
        {
            self.arm(due_at, TimerKind::Clock { clock: id, percent });
        }
        Ok(())
    }

    /// Clears the timers of the state that was left and arms those of the state that was entered.
    ///
    /// # Errors
    /// [`Refusal::Broken`] when a calendar is not there.
    pub fn enter_state(&mut self, definition: &Definition) -> Result<(), Refusal> {
        self.clear_timers(|timer| matches!(timer.kind, TimerKind::State { .. }));
        let timers: Vec<StateTimer> = definition.timers_of(&self.case.state).cloned().collect();
        for timer in timers {
            self.arm_state_timer(&timer, timer.after.span, 0)?;
        }
        if self.case.category.is_over() {
            self.end_runs();
        }
        Ok(())
    }

    /// Arms one timer of the present state, `span` of its own hours from now.
    ///
    /// # Errors
    /// [`Refusal::Broken`] when its calendar is not there.
    pub fn arm_state_timer(
        &mut self,
        timer: &StateTimer,
        span: crate::time::Span,
        fired: u32,
    ) -> Result<(), Refusal> {
        let calendar = self
            .world
            .rules
            .calendars
            .newest(&timer.after.calendar)
            .ok_or_else(|| Refusal::Broken(timer.after.calendar.to_string()))?;
        if let Some(due_at) = calendar.add(self.now, span) {
            self.arm(
                due_at,
                TimerKind::State {
                    key: timer.key.clone(),
                    fired,
                },
            );
        }
        Ok(())
    }

    /// The clock of that identity.
    pub fn clock(&self, id: crate::ids::ClockId) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == id)
    }

    /// Whether the case left the attainment denominator.
    pub fn is_void(&self) -> bool {
        self.case.category == Category::Void
    }
}
