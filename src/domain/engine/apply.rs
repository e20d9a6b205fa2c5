//! Another version of a calendar or policy, applied to the clocks of one case in one step.

use crate::changes::{Changes, Lane};
use crate::clocks::clock::{Clock, ClockEvent};
use crate::clocks::meter::Outcome;
use crate::clocks::preview::{Reach, Tally};
use crate::engine::build::Build;
use crate::engine::world::{Snapshot, World};
use crate::event::EventBody;
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::time::Instant;

/// What is applied, as the case's history tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applying {
    /// Such as `policy/partner-matrix`.
    pub definition: String,
    /// To which version.
    pub version: u32,
    /// To which clocks.
    pub reach: Reach,
    /// Why, in the words of the administrator.
    pub reason: String,
}

/// Applies a change to every clock of a case that `redraw` gives anew; `None` when it gives none. A breach
/// that is none any more ends its escalation; a new one of a clock that still counts is told once.
///
/// # Errors
/// [`Refusal::Broken`] when a calendar is not there.
pub fn apply(
    world: &World<'_>,
    snapshot: Snapshot,
    applying: &Applying,
    redraw: impl Fn(&Clock) -> Result<Option<Outcome>, Refusal>,
    actor: Actor,
    now: Instant,
) -> Result<Option<(Changes, Tally)>, Refusal> {
    let mut redrawn: Vec<(Clock, Outcome)> = Vec::new();
    for clock in &snapshot.clocks {
        let outcome = redraw(clock)?.filter(|outcome| !outcome.events.is_empty());
        redrawn.extend(outcome.map(|outcome| (clock.clone(), outcome)));
    }
    if redrawn.is_empty() {
        return Ok(None);
    }
    let mut build = Build::over(world, snapshot, actor, now);
    let tally = redrawn
        .iter()
        .map(|(before, outcome)| Tally::of(before, &outcome.clock))
        .fold(Tally::default(), Tally::plus);
    build.emit(EventBody::RulesApplied {
        definition: applying.definition.clone(),
        version: applying.version,
        reach: applying.reach,
        clocks: u32::try_from(redrawn.len()).unwrap_or(u32::MAX),
        tally,
        reason: applying.reason.clone(),
    });
    for (before, outcome) in redrawn {
        build.redrawn(&before, outcome.clock, outcome.events)?;
    }
    let mut changes = build.finish();
    if changes.board.lane == Lane::Held {
        // It is held as long as before.
        changes.board.due_at = changes.case.updated_at;
    }
    Ok(Some((changes, tally)))
}

impl Build<'_> {
    fn redrawn(
        &mut self,
        before: &Clock,
        clock: Clock,
        ledger: Vec<ClockEvent>,
    ) -> Result<(), Refusal> {
        let id = clock.id;
        let was_live = before.stage.is_live();
        let is_over = !clock.stage.is_live() || clock.breached_at.is_none();
        self.touch_clock(clock, ledger.clone());
        if was_live {
            self.announce(id, &ledger);
        }
        self.rearm_clock(id)?;
        if is_over {
            self.end_run_of(id);
        }
        Ok(())
    }
}
