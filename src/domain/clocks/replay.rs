//! Clocks counted again from their own ledger: what is stored must be what the lines say.

use crate::clocks::calendar::Calendars;
use crate::clocks::clock::{Clock, ClockChange, ClockEvent, Stage};
use crate::clocks::meter::{Beginning, Meter, Outcome};
use crate::clocks::policy::{Answers, Target};
use crate::ids::{ClockId, Metric};
use crate::time::Instant;

/// Something stored of a clock that its ledger or its case's history does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Which clock, when it is stored.
    pub clock: Option<ClockId>,
    /// What it measures.
    pub metric: Metric,
    /// Which cycle.
    pub cycle: u32,
    /// What differs.
    pub fault: Fault,
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A clock without a line in the ledger.
    #[error("it is stored, but nothing is written of it in the ledger")]
    NoLedger,
    /// Lines of the ledger without a clock.
    #[error("the ledger speaks of it, but it is not stored")]
    NoClock,
    /// The pinned calendar is not defined any more.
    #[error("its calendar is not defined any more: {0}")]
    NoCalendar(String),
    /// A line that cannot follow the ones before it.
    #[error("its ledger line at {at} ({what}) cannot follow the ones before it")]
    Line {
        /// When it says it happened.
        at: Instant,
        /// What it says.
        what: &'static str,
    },
    /// A line whose figures are not those of the arithmetic.
    #[error("its ledger line at {at} says {field} {written}; counted again it is {counted}")]
    Figure {
        /// When it says it happened.
        at: Instant,
        /// Which figure.
        field: &'static str,
        /// As written.
        written: String,
        /// As counted again.
        counted: String,
    },
    /// A stored value that the ledger does not give.
    #[error("{field} is stored as {stored}; by the ledger it is {counted}")]
    Stored {
        /// Which value.
        field: &'static str,
        /// As stored.
        stored: String,
        /// As counted again.
        counted: String,
    },
    /// A stored value that the history of the case does not give.
    #[error("{field} is stored as {stored}; by the history of the case it is {counted}")]
    History {
        /// Which value.
        field: &'static str,
        /// As stored.
        stored: String,
        /// As driven again.
        counted: String,
    },
    /// A clock that the history of the case does not start.
    #[error("it is stored, but by the history of the case it never began")]
    NeverBegan,
    /// A clock that the history of the case starts and that is not there.
    #[error("by the history of the case it began, but it is not stored")]
    Missing,
}

/// Every clock of a case against its ledger: what is stored and what the lines say, field by field.
pub fn verify_ledger(clocks: &[Clock], ledger: &[ClockEvent], calendars: &Calendars) -> Vec<Drift> {
    let mut drifts = Vec::new();
    for clock in clocks {
        let lines: Vec<&ClockEvent> = ledger.iter().filter(|one| one.clock == clock.id).collect();
        let fault = match replay(clock, &lines, calendars) {
            Ok(again) => differing(clock, &again).map(|(field, stored, counted)| Fault::Stored {
                field,
                stored,
                counted,
            }),
            Err(fault) => Some(fault),
        };
        drifts.extend(fault.map(|fault| Drift::of(clock, fault)));
    }
    let mut orphans: Vec<&ClockEvent> = Vec::new();
    for line in ledger {
        let known = clocks.iter().any(|clock| clock.id == line.clock)
            || orphans.iter().any(|one| one.clock == line.clock);
        if !known {
            orphans.push(line);
        }
    }
    drifts.extend(orphans.into_iter().map(|line| Drift {
        clock: Some(line.clock),
        metric: line.metric.clone(),
        cycle: line.cycle,
        fault: Fault::NoClock,
    }));
    drifts
}

/// A clock made anew from its lines, oldest first; `like` gives what never changes: who and what it is.
///
/// # Errors
/// The first [`Fault`] of the lines themselves.
pub fn replay(like: &Clock, lines: &[&ClockEvent], calendars: &Calendars) -> Result<Clock, Fault> {
    let mut clock: Option<Clock> = None;
    for line in lines {
        let before = clock.as_ref().map(|clock| clock.calendar.clone());
        let pinned = match &line.what {
            ClockChange::Apply { calendar, .. }
            | ClockChange::Retarget { calendar, .. }
            | ClockChange::Restate { calendar, .. } => calendar.clone(),
            ClockChange::Pause
            | ClockChange::Resume
            | ClockChange::Override { .. }
            | ClockChange::Fulfil
            | ClockChange::Breach { .. }
            | ClockChange::Warn { .. }
            | ClockChange::Cancel => before.ok_or_else(|| out_of_place(line))?,
        };
        let calendar = calendars
            .get(&pinned)
            .map_err(|missing| Fault::NoCalendar(missing.to_string()))?;
        let meter = Meter::new(calendar, line.at, &line.reason);
        let outcome = apply(&meter, like, clock.take(), line).ok_or_else(|| out_of_place(line))?;
        let same = |again: &&ClockEvent| key(&again.what) == key(&line.what);
        if let Some(again) = outcome.events.iter().rev().find(same) {
            check(line, again)?;
        }
        clock = Some(outcome.clock);
    }
    clock.ok_or(Fault::NoLedger)
}

/// The first stored value that is another: its name, as stored, as counted again. When a breach was
/// noticed and which thresholds were announced is compared with the rest.
pub fn differing(stored: &Clock, again: &Clock) -> Option<(&'static str, String, String)> {
    let warned = |clock: &Clock| clock.fired.iter().max().copied();
    if warned(stored) != warned(again) {
        return Some(shown("fired", &warned(stored), &warned(again)));
    }
    if stored.breach_detected_at != again.breach_detected_at {
        let (a, b) = (&stored.breach_detected_at, &again.breach_detected_at);
        return Some(shown("breach_detected_at", a, b));
    }
    essential(stored, again)
}

/// The same without what depends on when timers fired.
pub fn essential(stored: &Clock, again: &Clock) -> Option<(&'static str, String, String)> {
    macro_rules! compare {
        ($($field:ident),+) => {$(
            if stored.$field != again.$field {
                return Some(shown(stringify!($field), &stored.$field, &again.$field));
            }
        )+};
    }
    compare!(
        stage,
        due_at,
        spent,
        target,
        calendar,
        policy,
        started_at,
        running_since,
        pauses,
        original_due,
        manual_due,
        team,
        breached_at,
        stopped_at
    );
    None
}

impl Drift {
    /// A drift of a stored clock.
    pub fn of(clock: &Clock, fault: Fault) -> Self {
        Self {
            clock: Some(clock.id),
            metric: clock.metric.clone(),
            cycle: clock.cycle,
            fault,
        }
    }
}

/// What a line did, done again. `None` when it cannot have happened to such a clock.
fn apply(
    meter: &Meter<'_>,
    like: &Clock,
    clock: Option<Clock>,
    line: &ClockEvent,
) -> Option<Outcome> {
    match (&line.what, clock) {
        (
            ClockChange::Apply {
                target,
                calendar,
                policy,
                since,
                pauses,
            },
            None,
        ) => {
            let target = Target {
                span: *target,
                calendar: calendar.clone(),
                policy: policy.clone(),
                answers: Answers::default(),
            };
            let beginning = Beginning {
                id: like.id,
                case: like.case,
                metric: like.metric.clone(),
                kind: like.kind,
                cycle: like.cycle,
                team: like.team.clone(),
                target: &target,
            };
            Some(meter.attach(beginning, since.unwrap_or(line.at), pauses.clone()))
        }
        (ClockChange::Apply { .. }, Some(_)) | (_, None) => None,
        (ClockChange::Pause, Some(clock)) => changed(meter.pause(clock)),
        (ClockChange::Resume, Some(clock)) => changed(match clock.stage {
            Stage::Met | Stage::BreachedDone => meter.reopen(clock),
            Stage::Running | Stage::Paused | Stage::BreachedOpen | Stage::Cancelled => {
                meter.resume(clock)
            }
        }),
        (
            ClockChange::Retarget {
                target,
                calendar,
                policy,
                how,
            },
            Some(clock),
        ) => {
            let target = Target {
                span: *target,
                calendar: calendar.clone(),
                policy: policy.clone(),
                answers: Answers::default(),
            };
            changed(meter.retarget(clock, &target, *how))
        }
        (
            ClockChange::Restate {
                target,
                calendar,
                policy,
                since,
            },
            Some(clock),
        ) => {
            let target = Target {
                span: *target,
                calendar: calendar.clone(),
                policy: policy.clone(),
                answers: Answers::default(),
            };
            changed(meter.restate(clock, &target, *since))
        }
        (ClockChange::Override { due, by, note }, Some(clock)) => {
            changed(meter.set_due(clock, *due, *by, note.clone()))
        }
        (ClockChange::Fulfil, Some(clock)) => changed(meter.stop(clock)),
        (ClockChange::Cancel, Some(clock)) => changed(meter.cancel(clock)),
        (ClockChange::Breach { scheduled }, Some(clock)) => {
            // The change before it may have noticed the breach in the same breath.
            if clock.breached_at == Some(*scheduled) && clock.breach_detected_at == Some(line.at) {
                return Some(Outcome {
                    clock,
                    events: Vec::new(),
                });
            }
            let outcome = changed(meter.tick(clock, &[]))?;
            (outcome.clock.breached_at == Some(*scheduled)).then_some(outcome)
        }
        (ClockChange::Warn { percent }, Some(mut clock)) => {
            if clock.stage != Stage::Running || clock.fired.contains(percent) {
                return None;
            }
            clock.fired.push(*percent);
            Some(Outcome {
                clock,
                events: Vec::new(),
            })
        }
    }
}

fn changed(outcome: Outcome) -> Option<Outcome> {
    (!outcome.events.is_empty()).then_some(outcome)
}

fn check(line: &ClockEvent, again: &ClockEvent) -> Result<(), Fault> {
    let figure = |(field, written, counted)| Fault::Figure {
        at: line.at,
        field,
        written,
        counted,
    };
    if line.spent != again.spent {
        return Err(figure(shown("spent", &line.spent, &again.spent)));
    }
    if line.due_at != again.due_at {
        return Err(figure(shown("due_at", &line.due_at, &again.due_at)));
    }
    Ok(())
}

fn out_of_place(line: &ClockEvent) -> Fault {
    Fault::Line {
        at: line.at,
        what: key(&line.what),
    }
}

fn shown<T: serde::Serialize>(
    field: &'static str,
    one: &T,
    other: &T,
) -> (&'static str, String, String) {
    let text = |value: &T| serde_json::to_string(value).unwrap_or_default();
    (field, text(one), text(other))
}

const fn key(what: &ClockChange) -> &'static str {
    match what {
        ClockChange::Apply { .. } => "apply",
        ClockChange::Pause => "pause",
        ClockChange::Resume => "resume",
        ClockChange::Retarget { .. } => "retarget",
        ClockChange::Restate { .. } => "restate",
        ClockChange::Override { .. } => "override",
        ClockChange::Fulfil => "fulfil",
        ClockChange::Breach { .. } => "breach",
        ClockChange::Warn { .. } => "warn",
        ClockChange::Cancel => "cancel",
    }
}
