//! Clocks driven again from the history of their case: the stored ones must be a pure function of the
//! events, the pinned policies and the pinned calendars.

use uuid::Uuid;

use crate::case::Case;
use crate::clocks::calendar::{Calendars, UnknownCalendar};
use crate::clocks::clock::{Clock, ClockChange, ClockEvent, Stage};
use crate::clocks::drive::{Drive, Happened, drive};
use crate::clocks::meter::Meter;
use crate::clocks::policy::{Occasion, Policies, Targets};
use crate::clocks::recorded::target_of;
use crate::clocks::replay::{Drift, Fault, essential};
use crate::event::{Event, EventBody, evolve};
use crate::ids::{Ids, TransitionKey};
use crate::message::Audience;
use crate::people::Actor;
use crate::time::Instant;
use crate::workflow::definition::{Definition, Trigger};
use crate::workflow::effect::Effect;
use crate::workflow::input::{Input, InputKind};

/// What a case's clocks follow from.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    /// Its whole history, oldest first.
    pub events: &'a [Event],
    /// Its workflow version.
    pub definition: &'a Definition,
    /// How long promises allowed.
    pub policies: &'a dyn Targets,
    /// In whose hours.
    pub calendars: &'a Calendars,
    /// The publisher's tier; may be empty.
    pub tier: &'a str,
    /// The ledger of its clocks, oldest first: it says what another version of a policy or calendar did.
    pub ledger: &'a [ClockEvent],
}

/// Every clock of a case against its history, as of `now`: what is stored and what the events give.
///
/// # Errors
/// [`UnknownCalendar`] when a pinned calendar is not defined any more.
pub fn verify_history(
    past: &Past<'_>,
    clocks: &[Clock],
    now: Instant,
) -> Result<Vec<Drift>, UnknownCalendar> {
    let again = redrive(past)?;
    let as_of = |clock: &Clock| -> Result<Clock, UnknownCalendar> {
        let meter = Meter::new(past.calendars.get(&clock.calendar)?, now, "");
        let mut clock = meter.tick(clock.clone(), &[]).clock;
        if clock.stage == Stage::Cancelled {
            // Whether a breach was noticed before it left every rate is the timers' affair.
            clock.breached_at = None;
        }
        Ok(clock)
    };
    let mut drifts = Vec::new();
    for stored in clocks {
        let same = |one: &&Clock| one.metric == stored.metric && one.cycle == stored.cycle;
        let Some(counted) = again.iter().find(same) else {
            drifts.push(Drift::of(stored, Fault::NeverBegan));
            continue;
        };
        if let Some((field, stored_as, counted)) = essential(&as_of(stored)?, &as_of(counted)?) {
            let fault = Fault::History {
                field,
                stored: stored_as,
                counted,
            };
            drifts.push(Drift::of(stored, fault));
        }
    }
    for counted in &again {
        let same = |one: &Clock| one.metric == counted.metric && one.cycle == counted.cycle;
        if !clocks.iter().any(same) {
            drifts.push(Drift {
                clock: None,
                metric: counted.metric.clone(),
                cycle: counted.cycle,
                fault: Fault::Missing,
            });
        }
    }
    Ok(drifts)
}

/// The clocks that the events give, no timer having fired.
///
/// # Errors
/// [`UnknownCalendar`] when a pinned calendar is not defined any more.
pub fn redrive(past: &Past<'_>) -> Result<Vec<Clock>, UnknownCalendar> {
    let ids = Counting::default();
    let mut clocks: Vec<Clock> = Vec::new();
    let mut case: Option<Case> = None;
    for step in steps(past.events, past.definition) {
        let Some(first) = step.first() else { continue };
        let until = first.at;
        let opens = matches!(first.body, EventBody::Opened { .. });
        let before = case.clone().filter(|_| !opens);
        for event in step {
            case = evolve(case, event);
        }
        let Some(after) = case.as_ref() else { continue };
        for event in step {
            set_by_hand(past, event, &mut clocks)?;
            apply_rules(past, event, &mut clocks)?;
        }
        let happened = happened(step, past.definition);
        if happened.is_empty() {
            continue;
        }
        let state = past.definition.state(&after.state);
        let driven = drive(&Drive {
            specs: &past.definition.clocks,
            before: before.as_ref(),
            after,
            terminal: state.is_some_and(|state| state.terminal),
            happened: &happened,
            clocks: &clocks,
            policies: past.policies,
            calendars: past.calendars,
            tier: past.tier,
            occasion: Occasion::Ordinary,
            ids: &ids,
            reason: "",
            now: until,
        })?;
        for (clock, _) in driven {
            match clocks.iter_mut().find(|one| one.id == clock.id) {
                Some(slot) => *slot = clock,
                None => clocks.push(clock),
            }
        }
    }
    Ok(clocks)
}

/// Identifiers of clocks that exist for a comparison only.
#[derive(Default)]
struct Counting(std::sync::atomic::AtomicU64);

impl Ids for Counting {
    fn next(&self, _: Instant) -> Uuid {
        let n = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Uuid::from_u128(u128::from(n))
    }
}

/// The history cut where the engine drove the clocks: one act of one person or rule at one moment, with
/// at most one move or message.
fn steps<'a>(events: &'a [Event], definition: &Definition) -> Vec<&'a [Event]> {
    let mut steps = Vec::new();
    let mut rest = events;
    while let Some(first) = rest.first() {
        let mut length = 1;
        while let Some(next) = rest.get(length)
            && next.at == first.at
            && next.actor == first.actor
            && rest
                .get(..length)
                .is_some_and(|so_far| goes_on(so_far, next, definition))
        {
            length += 1;
        }
        let Some((step, left)) = rest.split_at_checked(length) else {
            return steps;
        };
        steps.push(step);
        rest = left;
    }
    steps
}

/// Whether the next event belongs to the same act.
fn goes_on(so_far: &[Event], next: &Event, definition: &Definition) -> bool {
    let any = |test: fn(&EventBody) -> bool| so_far.iter().any(|event| test(&event.body));
    let acted = any(|body| {
        matches!(
            body,
            EventBody::Moved { .. }
                | EventBody::Opened {
                    submitted: true,
                    ..
                }
        )
    });
    let repriced = any(|body| matches!(body, EventBody::PriorityChanged { .. }));
    match &next.body {
        EventBody::Opened { .. } => false,
        EventBody::Moved { transition, .. } => {
            let spoken = any(|body| {
                matches!(
                    body,
                    EventBody::MessageAdded { .. } | EventBody::FilesAdded { .. }
                )
            });
            !acted && !repriced && (!spoken || takes_words(definition, transition))
        }
        EventBody::MessageAdded { audience, .. } => {
            let public = any(|body| {
                matches!(
                    body,
                    EventBody::MessageAdded {
                        audience: Audience::Public,
                        ..
                    }
                )
            });
            let filed_otherwise = so_far.iter().any(|event| {
                matches!(&event.body, EventBody::FilesAdded { audience: of, .. } if of != audience)
            });
            !(acted || repriced || filed_otherwise || (public && *audience == Audience::Public))
        }
        EventBody::FilesAdded { .. } => {
            !acted
                && !repriced
                && !any(|body| {
                    matches!(
                        body,
                        EventBody::MessageAdded { .. } | EventBody::FilesAdded { .. }
                    )
                })
        }
        EventBody::PriorityChanged { .. } => !repriced && lowers_priority(so_far, definition),
        EventBody::DueDateSet { .. } | EventBody::RulesApplied { .. } => false,
        EventBody::DraftChanged { .. }
        | EventBody::Routed { .. }
        | EventBody::DeskChanged { .. }
        | EventBody::OwnerChanged { .. }
        | EventBody::Counted { .. }
        | EventBody::FilesPurged
        | EventBody::Escalated { .. }
        | EventBody::CoverageGap { .. }
        | EventBody::LevelSkipped { .. }
        | EventBody::EscalationJoined { .. }
        | EventBody::EscalationRestarted { .. }
        | EventBody::Acknowledged { .. }
        | EventBody::ChildOpened { .. }
        | EventBody::ChildNotOpened { .. }
        | EventBody::Linked { .. } => true,
    }
}

fn takes_words(definition: &Definition, transition: &TransitionKey) -> bool {
    definition.transition(transition).is_some_and(|known| {
        let words = |input: &Input| matches!(input.kind, InputKind::Message { .. });
        known.trigger.contains(&Trigger::Message) || known.inputs.iter().any(words)
    })
}

/// Whether the move of this act lowers the priority by itself.
fn lowers_priority(so_far: &[Event], definition: &Definition) -> bool {
    so_far.iter().any(|event| match &event.body {
        EventBody::Moved { transition, .. } => definition
            .transition(transition)
            .is_some_and(|known| known.effects.contains(&Effect::LowerPriority)),
        EventBody::Opened { .. }
        | EventBody::DraftChanged { .. }
        | EventBody::Routed { .. }
        | EventBody::DeskChanged { .. }
        | EventBody::OwnerChanged { .. }
        | EventBody::PriorityChanged { .. }
        | EventBody::DueDateSet { .. }
        | EventBody::RulesApplied { .. }
        | EventBody::Counted { .. }
        | EventBody::MessageAdded { .. }
        | EventBody::FilesAdded { .. }
        | EventBody::FilesPurged
        | EventBody::Escalated { .. }
        | EventBody::CoverageGap { .. }
        | EventBody::LevelSkipped { .. }
        | EventBody::EscalationJoined { .. }
        | EventBody::EscalationRestarted { .. }
        | EventBody::Acknowledged { .. }
        | EventBody::ChildOpened { .. }
        | EventBody::ChildNotOpened { .. }
        | EventBody::Linked { .. } => false,
    })
}

/// What clocks react to in one act; nothing when the engine did not drive them then.
fn happened(step: &[Event], definition: &Definition) -> Vec<Happened> {
    let mut happened = Vec::new();
    let mut spoken = false;
    let mut filed = None;
    for event in step {
        let said = match event.actor {
            Actor::Partner { .. } => Happened::PartnerMessage,
            Actor::Staff { .. } => Happened::StaffMessage,
            Actor::System { .. } => Happened::Noted,
        };
        match &event.body {
            EventBody::Opened { submitted, .. } => {
                if *submitted {
                    happened.push(Happened::Submitted);
                }
            }
            EventBody::Moved {
                transition,
                submits,
                ..
            } => {
                let known = definition.transition(transition);
                let answers = known.is_some_and(|one| one.trigger.contains(&Trigger::Message));
                if !answers {
                    filed = None;
                }
                happened.push(if *submits {
                    Happened::Submitted
                } else {
                    Happened::Moved
                });
            }
            EventBody::MessageAdded { audience, .. } => {
                spoken = true;
                happened.push(match audience {
                    Audience::Public => said,
                    Audience::Internal => Happened::Noted,
                });
            }
            EventBody::FilesAdded { audience, .. } => {
                filed = (*audience == Audience::Public).then_some(said);
            }
            EventBody::PriorityChanged { .. } => happened.push(Happened::PriorityChanged),
            EventBody::Acknowledged { .. } => happened.push(Happened::Acknowledged),
            EventBody::DraftChanged { .. }
            | EventBody::Routed { .. }
            | EventBody::DeskChanged { .. }
            | EventBody::OwnerChanged { .. }
            | EventBody::DueDateSet { .. }
            | EventBody::RulesApplied { .. }
            | EventBody::Counted { .. }
            | EventBody::FilesPurged
            | EventBody::Escalated { .. }
            | EventBody::CoverageGap { .. }
            | EventBody::LevelSkipped { .. }
            | EventBody::EscalationJoined { .. }
            | EventBody::EscalationRestarted { .. }
            | EventBody::ChildOpened { .. }
            | EventBody::ChildNotOpened { .. }
            | EventBody::Linked { .. } => {}
        }
    }
    if !spoken {
        happened.extend(filed);
    }
    happened
}

/// A due instant set by hand is an event of its own: no other clock hears of it.
fn set_by_hand(
    past: &Past<'_>,
    event: &Event,
    clocks: &mut [Clock],
) -> Result<(), UnknownCalendar> {
    let EventBody::DueDateSet {
        metric, to, reason, ..
    } = &event.body
    else {
        return Ok(());
    };
    let live = |one: &&mut Clock| &one.metric == metric && one.stage.is_live();
    let (Some(clock), Some(by)) = (clocks.iter_mut().find(live), event.actor.person()) else {
        return Ok(());
    };
    let meter = Meter::new(past.calendars.get(&clock.calendar)?, event.at, "manual");
    *clock = meter.set_due(clock.clone(), *to, by, reason.clone()).clock;
    Ok(())
}

/// Another version of a policy or calendar: the history says that it came, the ledger what it did.
fn apply_rules(
    past: &Past<'_>,
    event: &Event,
    clocks: &mut [Clock],
) -> Result<(), UnknownCalendar> {
    if !matches!(event.body, EventBody::RulesApplied { .. }) {
        return Ok(());
    }
    for line in past.ledger.iter().filter(|line| line.at == event.at) {
        let same = |one: &&mut Clock| one.metric == line.metric && one.cycle == line.cycle;
        let Some(clock) = clocks.iter_mut().find(same) else {
            continue;
        };
        let own = Meter::new(past.calendars.get(&clock.calendar)?, line.at, "");
        let restated = target_of(line, &Policies::default());
        if matches!(line.what, ClockChange::Cancel) {
            *clock = own.cancel(clock.clone()).clock;
        }
        let Some(target) = restated else { continue };
        let meter = Meter::new(past.calendars.get(&target.calendar)?, line.at, "");
        if let ClockChange::Retarget { how, .. } = &line.what {
            let noticed = own.notice(clock.clone()).clock;
            *clock = meter.retarget(noticed, &target, *how).clock;
        } else if let ClockChange::Restate { since, .. } = &line.what {
            *clock = meter.restate(clock.clone(), &target, *since).clock;
        }
    }
    Ok(())
}
