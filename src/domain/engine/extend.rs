//! A due date set by hand: the promise of one clock moved by a person, for a reason, in the open.

use crate::changes::Changes;
use crate::clocks::calendar::Calendar;
use crate::clocks::meter::Meter;
use crate::engine::build::Build;
use crate::engine::step::definition_of;
use crate::engine::world::{Snapshot, World};
use crate::event::EventBody;
use crate::ids::{ClockId, PersonId};
use crate::people::Actor;
use crate::refusal::{InputError, Refusal};
use crate::time::{Instant, Span};

/// How far ahead a due date may be set.
const FARTHEST: Span = Span::days(400);
/// Fewest and most characters of a reason.
const REASON: (usize, usize) = (3, 500);

/// A due date to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDue {
    /// Of which clock.
    pub clock: ClockId,
    /// When it is due from now on.
    pub due_at: Instant,
    /// Why, in the words of who does it; 3 to 500 characters.
    pub reason: String,
}

/// Sets the due instant of a live clock by hand. `None` when the case has no such clock.
///
/// # Errors
/// [`Refusal::Input`] for a moment that is past or over 400 days away, for a missing reason, and for a
/// clock that has stopped or was missed already.
pub fn extend(
    world: &World<'_>,
    snapshot: Snapshot,
    wanted: NewDue,
    by: PersonId,
    now: Instant,
) -> Result<Option<Changes>, Refusal> {
    let Some(clock) = snapshot.clocks.iter().find(|one| one.id == wanted.clock) else {
        return Ok(None);
    };
    let clock = clock.clone();
    let reason = wanted.reason.trim().to_owned();
    check(wanted.due_at, &reason, now)?;
    if !clock.stage.is_live() {
        return Err(Refusal::Input(vec![wrong("due_at", "clock_stopped", [])]));
    }
    let definition = definition_of(world, &snapshot)?;
    let calendar = calendar(world, &clock.calendar)?;
    let (before, metric) = (clock.due_at, clock.metric.clone());
    let meter = Meter::new(calendar, now, "manual");
    let outcome = meter.set_due(clock, wanted.due_at, by, reason.clone());
    if outcome.clock.breached_at.is_some() {
        return Err(Refusal::Input(vec![wrong("due_at", "clock_missed", [])]));
    }
    let mut build = Build::over(world, snapshot, Actor::Staff { id: by }, now);
    build.emit(EventBody::DueDateSet {
        clock: wanted.clock,
        metric,
        from: before,
        to: wanted.due_at,
        reason,
    });
    build.touch_clock(outcome.clock, outcome.events);
    build.rearm_clock(wanted.clock)?;
    build.settle(&definition)?;
    Ok(Some(build.finish()))
}

fn check(due_at: Instant, reason: &str, now: Instant) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if due_at <= now {
        errors.push(wrong("due_at", "not_ahead", []));
    } else if due_at > now.plus(FARTHEST) || due_at > Calendar::HORIZON {
        errors.push(wrong("due_at", "too_far_ahead", []));
    }
    let length = reason.chars().count();
    let (least, most) = REASON;
    if length == 0 {
        errors.push(wrong("reason", "required", []));
    } else if length < least {
        let values = [("min", least), ("length", length)];
        errors.push(wrong("reason", "too_short", values));
    } else if length > most {
        let values = [("max", most), ("length", length)];
        errors.push(wrong("reason", "too_long", values));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Input(errors))
    }
}

fn wrong<const N: usize>(field: &str, code: &str, values: [(&str, usize); N]) -> InputError {
    InputError {
        field: field.to_owned(),
        code: code.to_owned(),
        params: values
            .map(|(name, value)| (name.to_owned(), value.to_string()))
            .into(),
    }
}

fn calendar<'a>(
    world: &World<'a>,
    pinned: &crate::clocks::clock::CalendarRef,
) -> Result<&'a Calendar, Refusal> {
    let calendars = &world.rules.calendars;
    calendars
        .get(pinned)
        .map_err(|missing| Refusal::Broken(missing.to_string()))
}
