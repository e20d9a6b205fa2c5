//! One driving in progress: the changes of every clock, in their order.

use crate::case::{Case, Category, Kind};
use crate::clocks::calendar::UnknownCalendar;
use crate::clocks::clock::{
    Clock, ClockEvent, ClockKind, ClockSpec, OnReopen, Pause, Stage, StartRule, StopRule,
};
use crate::clocks::drive::{Drive, Happened};
use crate::clocks::meter::{Beginning, Meter, Outcome};
use crate::clocks::policy::{OnPriorityChange, OnTeamChange, Target};
use crate::ids::{ClockId, TeamKey};
use crate::time::Instant;

/// Every clock with the lines added to its ledger so far.
pub(super) struct Turn<'a> {
    input: &'a Drive<'a>,
    clocks: Vec<(Clock, Vec<ClockEvent>)>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(input: &'a Drive<'a>) -> Self {
        let clocks = input
            .clocks
            .iter()
            .map(|clock| (clock.clone(), Vec::new()))
            .collect();
        Self { input, clocks }
    }

    pub(super) fn changed(self) -> Vec<(Clock, Vec<ClockEvent>)> {
        self.clocks
            .into_iter()
            .filter(|(_, ledger)| !ledger.is_empty())
            .collect()
    }

    pub(super) fn cancel_all(&mut self) -> Result<(), UnknownCalendar> {
        self.each(|_, clock, meter| Ok(Some(meter.cancel(clock))))
    }

    pub(super) fn stop(&mut self) -> Result<(), UnknownCalendar> {
        let input = self.input;
        self.each_live(|spec, clock, meter| {
            let wanted = input.terminal || spec.is_some_and(|spec| input.fulfils(spec));
            Ok(wanted.then(|| meter.stop(clock)))
        })
    }

    pub(super) fn retarget(&mut self) -> Result<(), UnknownCalendar> {
        let input = self.input;
        if input.changed_priority() {
            self.each_live(|spec, clock, meter| {
                if spec.is_none() {
                    return Ok(None);
                }
                let Some(target) = input.target(&clock.metric) else {
                    return Ok(Some(meter.cancel(clock)));
                };
                if !differs(&target, &clock) {
                    return Ok(None);
                }
                let noticed = meter.notice(clock);
                let how = target.answers.on_priority_change;
                let mut outcome = input.meter(&target)?.retarget(noticed.clock, &target, how);
                outcome.events.splice(0..0, noticed.events);
                Ok(Some(outcome))
            })?;
            if !input.after.category.is_over() {
                self.attach_late()?;
            }
        }
        if input.changed_team() {
            self.each_live(|_, clock, meter| {
                let anew = input.target(&clock.metric).is_some_and(|target| {
                    target.answers.on_team_change == OnTeamChange::New && differs(&target, &clock)
                });
                Ok(anew.then(|| meter.cancel(clock)))
            })?;
        }
        Ok(())
    }

    /// A metric that had no target before the change of priority has one now.
    fn attach_late(&mut self) -> Result<(), UnknownCalendar> {
        for spec in self.input.specs {
            let reckoned =
                spec.start == StartRule::Submission && spec.stop != StopRule::StaffMessage;
            let fresh = !self
                .clocks
                .iter()
                .any(|(clock, _)| clock.metric == spec.metric);
            if !reckoned || !fresh || self.input.fulfils(spec) {
                continue;
            }
            let Some(target) = self.input.target(&spec.metric) else {
                continue;
            };
            let (since, pauses) = match target.answers.on_priority_change {
                OnPriorityChange::FromCreation => {
                    let since = self.input.after.submitted_at.unwrap_or(self.input.now);
                    (since, self.pauses_like(spec))
                }
                OnPriorityChange::FromChange => (self.input.now, Vec::new()),
            };
            self.begin(spec, &target, since, pauses)?;
        }
        Ok(())
    }

    /// The pauses of a clock that counts at the same times.
    fn pauses_like(&self, spec: &ClockSpec) -> Vec<Pause> {
        let alike = |clock: &Clock| {
            self.input
                .spec(&clock.metric)
                .is_some_and(|s| s.start == spec.start && s.run == spec.run)
        };
        let twin = self
            .clocks
            .iter()
            .map(|(clock, _)| clock)
            .find(|clock| alike(clock));
        twin.map_or_else(Vec::new, |clock| clock.pauses.clone())
    }

    pub(super) fn pause_or_resume(&mut self) -> Result<(), UnknownCalendar> {
        let input = self.input;
        self.each_live(|spec, clock, meter| {
            let Some(spec) = spec else {
                return Ok(None);
            };
            Ok(Some(if input.counts(spec) {
                meter.resume(clock)
            } else {
                meter.pause(clock)
            }))
        })
    }

    pub(super) fn start(&mut self) -> Result<(), UnknownCalendar> {
        for spec in self.input.specs {
            let metric = &spec.metric;
            if self
                .clocks
                .iter()
                .any(|(clock, _)| &clock.metric == metric && clock.stage.is_live())
            {
                continue;
            }
            if self.begins(spec) {
                self.begin_now(spec)?;
            } else if let Some(index) = self.reopened(spec) {
                let said = self
                    .input
                    .target(metric)
                    .and_then(|target| target.answers.on_reopen);
                match said.unwrap_or(spec.on_reopen) {
                    OnReopen::Resume => {
                        self.at(index, |_, clock, meter| Ok(Some(meter.reopen(clock))))?;
                    }
                    OnReopen::NewCycle => self.begin_now(spec)?,
                    OnReopen::None => {}
                }
            }
        }
        Ok(())
    }

    fn begins(&self, spec: &ClockSpec) -> bool {
        let input = self.input;
        if self.restarts(spec) {
            return true;
        }
        match &spec.start {
            StartRule::Submission => input.has(Happened::Submitted),
            StartRule::PartnerMessage => {
                input.has(Happened::PartnerMessage) && !self.awaits_first_answer()
            }
            StartRule::StaffMessage => input.has(Happened::StaffMessage),
            StartRule::TeamEntry => input.has(Happened::Submitted) || input.changed_team(),
            StartRule::States(states) => input.entered() && states.contains(&input.after.state),
        }
    }

    /// The policy asked for a new clock under the new team, and the old one was cancelled for it.
    fn restarts(&self, spec: &ClockSpec) -> bool {
        let cancelled_now = |clock: &Clock, ledger: &[ClockEvent]| {
            clock.metric == spec.metric && clock.stage == Stage::Cancelled && !ledger.is_empty()
        };
        self.input.changed_team()
            && self
                .clocks
                .iter()
                .any(|(clock, ledger)| cancelled_now(clock, ledger))
    }

    fn awaits_first_answer(&self) -> bool {
        self.input.has(Happened::Submitted)
            || self.clocks.iter().any(|(clock, _)| {
                clock.stage.is_live()
                    && self.input.spec(&clock.metric).is_some_and(|spec| {
                        spec.start == StartRule::Submission && spec.stop == StopRule::StaffMessage
                    })
            })
    }

    /// The fulfilled clock that the case's way back into work concerns, if there is one.
    fn reopened(&self, spec: &ClockSpec) -> Option<usize> {
        let (input, before) = (self.input, self.input.before?);
        let of_metric =
            |(_, (clock, _)): &(usize, &(Clock, Vec<ClockEvent>))| clock.metric == spec.metric;
        let last = self.clocks.iter().enumerate().filter(of_metric);
        let (index, (clock, _)) = last.max_by_key(|(_, (clock, _))| clock.cycle)?;
        let stopped = clock
            .stopped_at
            .filter(|_| matches!(clock.stage, Stage::Met | Stage::BreachedDone))?;
        let by_the_end = before.category == Category::Done
            && before
                .resolved_at
                .is_some_and(|resolved| resolved <= stopped);
        let back = match &spec.stop {
            StopRule::StaffMessage => false,
            StopRule::Done | StopRule::TeamExit => by_the_end,
            StopRule::States(states) => {
                let left = states.contains(&before.state) && !states.contains(&input.after.state);
                by_the_end || left
            }
        };
        (back && input.counts(spec)).then_some(index)
    }

    fn begin_now(&mut self, spec: &ClockSpec) -> Result<(), UnknownCalendar> {
        let Some(target) = self.input.target(&spec.metric) else {
            return Ok(());
        };
        self.begin(spec, &target, self.input.now, Vec::new())
    }

    fn begin(
        &mut self,
        spec: &ClockSpec,
        target: &Target,
        since: Instant,
        pauses: Vec<Pause>,
    ) -> Result<(), UnknownCalendar> {
        let input = self.input;
        let meter = input.meter(target)?;
        let cycles = self
            .clocks
            .iter()
            .filter(|(clock, _)| clock.metric == spec.metric);
        let beginning = Beginning {
            id: ClockId::new(input.ids, input.now),
            case: input.after.id,
            metric: spec.metric.clone(),
            kind: spec.kind,
            cycle: cycles
                .map(|(clock, _)| clock.cycle)
                .max()
                .unwrap_or(0)
                .saturating_add(1),
            team: counts_for(spec.kind, input.after).clone(),
            target,
        };
        let Outcome {
            mut clock,
            events: mut ledger,
        } = meter.attach(beginning, since, pauses);
        if !input.counts(spec) {
            let still = meter.pause(clock);
            clock = still.clock;
            ledger.extend(still.events);
        }
        self.clocks.push((clock, ledger));
        Ok(())
    }

    /// Offers every clock for a change, with its spec and a meter in its own hours.
    fn each(
        &mut self,
        change: impl Fn(Option<&'a ClockSpec>, Clock, Meter<'a>) -> Changing,
    ) -> Result<(), UnknownCalendar> {
        (0..self.clocks.len()).try_for_each(|index| self.at(index, &change))
    }

    /// The same for clocks that can still change: the hours of stopped ones are not looked up.
    fn each_live(
        &mut self,
        change: impl Fn(Option<&'a ClockSpec>, Clock, Meter<'a>) -> Changing,
    ) -> Result<(), UnknownCalendar> {
        for index in 0..self.clocks.len() {
            let live = |(clock, _): &(Clock, Vec<ClockEvent>)| clock.stage.is_live();
            if self.clocks.get(index).is_some_and(live) {
                self.at(index, &change)?;
            }
        }
        Ok(())
    }

    fn at(
        &mut self,
        index: usize,
        change: impl Fn(Option<&'a ClockSpec>, Clock, Meter<'a>) -> Changing,
    ) -> Result<(), UnknownCalendar> {
        let Some((clock, ledger)) = self.clocks.get_mut(index) else {
            return Ok(());
        };
        let calendar = self.input.calendars.get(&clock.calendar)?;
        let meter = Meter::new(calendar, self.input.now, self.input.reason);
        if let Some(outcome) = change(self.input.spec(&clock.metric), clock.clone(), meter)? {
            *clock = outcome.clock;
            ledger.extend(outcome.events);
        }
        Ok(())
    }
}

/// Whose figures a clock that begins now counts in. Escalations keep the team of the case they were raised
/// from, but what is measured in them is the desk's that took them.
fn counts_for(kind: ClockKind, case: &Case) -> &TeamKey {
    if kind == ClockKind::Ola || case.kind == Kind::Escalation {
        &case.desk
    } else {
        &case.team
    }
}

/// What became of one clock; `None` leaves it as it is.
type Changing = Result<Option<Outcome>, UnknownCalendar>;

fn differs(target: &Target, clock: &Clock) -> bool {
    target.span != clock.target || target.calendar.key != clock.calendar.key
}
