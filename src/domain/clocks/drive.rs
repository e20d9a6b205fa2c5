//! What drives all clocks of a case: which start, stand still, go on, stop or change when it moves.
//!
//! Stop beats pause beats start. A partner's message starts no clock while the submission itself still
//! waits for its first answer: that answer is owed already.

mod turn;

use crate::case::{Case, Category};
use crate::clocks::calendar::{Calendars, UnknownCalendar};
use crate::clocks::clock::{Clock, ClockEvent, ClockSpec, RunRule, StartRule, StopRule};
use crate::clocks::meter::Meter;
use crate::clocks::policy::{Occasion, PolicyFacts, Target, Targets};
use crate::ids::{Ids, Metric};
use crate::time::Instant;
use turn::Turn;

/// Everything that decides what becomes of a case's clocks.
#[derive(Clone, Copy)]
pub struct Drive<'a> {
    /// The clocks of the case's workflow.
    pub specs: &'a [ClockSpec],
    /// The case when its clocks were last driven; `None` for a new one.
    pub before: Option<&'a Case>,
    /// The case now.
    pub after: &'a Case,
    /// Whether the case ends in its present state; that fulfils whatever is left.
    pub terminal: bool,
    /// What happened in between; changes of state, team and priority are seen from the cases.
    pub happened: &'a [Happened],
    /// All clocks of the case, live and stopped.
    pub clocks: &'a [Clock],
    /// How long promises allow.
    pub policies: &'a dyn Targets,
    /// In whose hours.
    pub calendars: &'a Calendars,
    /// The publisher's tier; may be empty.
    pub tier: &'a str,
    /// Whether an event of the publisher is on.
    pub occasion: Occasion,
    /// Makes identifiers of new clocks.
    pub ids: &'a dyn Ids,
    /// Stable code written into the ledger, such as `transition:ask`.
    pub reason: &'a str,
    /// The moment.
    pub now: Instant,
}

/// What clocks react to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Happened {
    /// The case was submitted: its promises begin.
    Submitted,
    /// A transition was made, possibly back into the same state.
    Moved,
    /// The partner wrote, or added a file.
    PartnerMessage,
    /// A person of the staff wrote to the partner.
    StaffMessage,
    /// A note, or a message by rule: nobody was answered.
    Noted,
    /// Staff set another priority.
    PriorityChanged,
    /// Somebody took an escalation on.
    Acknowledged,
}

/// The standard metric that waits for an acknowledgement.
const ACK: &str = "ack";

/// The clocks that changed, each with its new ledger lines. A breach among them was late already when
/// its target was set or its change noticed it: it is to be told once, as attached breached.
///
/// # Errors
/// [`UnknownCalendar`] when a clock's pinned calendar is not defined any more.
pub fn drive(input: &Drive<'_>) -> Result<Vec<(Clock, Vec<ClockEvent>)>, UnknownCalendar> {
    let mut turn = Turn::new(input);
    if input.after.is_draft() {
        return Ok(Vec::new());
    }
    if input.after.category == Category::Void {
        turn.cancel_all()?;
        return Ok(turn.changed());
    }
    turn.stop()?;
    turn.retarget()?;
    turn.pause_or_resume()?;
    if !input.after.category.is_over() {
        turn.start()?;
    }
    Ok(turn.changed())
}

impl<'a> Drive<'a> {
    fn has(&self, what: Happened) -> bool {
        self.happened.contains(&what)
    }

    fn spec(&self, metric: &Metric) -> Option<&'a ClockSpec> {
        self.specs.iter().find(|spec| &spec.metric == metric)
    }

    fn target(&self, metric: &Metric) -> Option<Target> {
        let facts = PolicyFacts::of(self.after, self.tier, self.occasion);
        self.policies.target_at(self.now, metric, &facts)
    }

    fn meter(&self, target: &Target) -> Result<Meter<'a>, UnknownCalendar> {
        Ok(Meter::new(
            self.calendars.get(&target.calendar)?,
            self.now,
            self.reason,
        ))
    }

    fn entered(&self) -> bool {
        self.has(Happened::Moved)
            || self
                .before
                .is_none_or(|before| before.state != self.after.state)
    }

    fn changed_team(&self) -> bool {
        self.before
            .is_some_and(|before| before.desk != self.after.desk)
    }

    fn changed_priority(&self) -> bool {
        self.before
            .is_some_and(|before| before.priority != self.after.priority)
    }

    /// Whether the clock counts where the case stands. A stay in a team stands still while the case waits
    /// for a case opened from it that the same team works on: that one has clocks of its own.
    fn counts(&self, spec: &ClockSpec) -> bool {
        let waits_at_home = spec.start == StartRule::TeamEntry
            && self.after.category == Category::WaitingInternal
            && self.after.desk == self.after.team;
        if waits_at_home {
            return false;
        }
        match &spec.run {
            RunRule::Always => true,
            RunRule::Categories(categories) => categories.contains(&self.after.category),
            RunRule::States(states) => states.contains(&self.after.state),
        }
    }

    fn fulfils(&self, spec: &ClockSpec) -> bool {
        let done = self.after.category == Category::Done;
        // Taken on by a mail's link, before or without a move of the case.
        if spec.metric.as_str() == ACK && self.has(Happened::Acknowledged) {
            return true;
        }
        match &spec.stop {
            StopRule::StaffMessage => self.has(Happened::StaffMessage),
            StopRule::Done => done,
            StopRule::TeamExit => done || self.changed_team(),
            StopRule::States(states) => states.contains(&self.after.state),
        }
    }
}

#[cfg(test)]
mod tests;
