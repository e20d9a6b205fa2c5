//! Why a clock is due when it is: its life as intervals without gap, each with its reason, whose business
//! times add up to what was spent.

use crate::clocks::calendar::Calendar;
use crate::clocks::clock::{CalendarRef, Clock, ClockChange, ClockEvent, Stage};
use crate::clocks::meter::{allowed, spent_at};
use crate::clocks::policy::OnPriorityChange;
use crate::ids::{PersonId, TransitionKey};
use crate::time::{Instant, Span};

/// A clock explained, as of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The moment it speaks of.
    pub now: Instant,
    /// From the start to the stop, or to now: each begins where the one before ends.
    pub intervals: Vec<Interval>,
    /// Business time spent: the sum of the intervals.
    pub spent: Span,
    /// Business time from start to due instant: the target, unless the due instant was set by hand.
    pub allowed: Span,
    /// What is announced, and when, ascending.
    pub thresholds: Vec<Threshold>,
    /// Due instants set by hand, oldest first.
    pub set_by_hand: Vec<SetByHand>,
    /// How it ends.
    pub ending: Ending,
}

/// A stretch of a clock's life under one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Since when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Whether it counts.
    pub kind: IntervalKind,
    /// Since what.
    pub why: Why,
    /// In whose hours.
    pub calendar: CalendarRef,
    /// Business time it adds.
    pub business: Span,
    /// Wall time it took.
    pub wall: Span,
    /// Business time spent at its end.
    pub total: Span,
}

/// Whether an interval counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntervalKind {
    /// Open time of the calendar counts.
    Counted,
    /// The clock stood still.
    Paused,
    /// It counted then, and a later target began anew from its change.
    Forgiven,
}

/// What began an interval.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The case was opened.
    Opened,
    /// A move.
    Transition(TransitionKey),
    /// A message.
    Message,
    /// Another priority.
    Priority,
    /// Another version of a policy or calendar.
    Policy,
    /// A due instant set by hand.
    Manual,
    /// It lies before the target was attached, and is reckoned afterwards.
    Reckoned,
    /// Some other rule, by its code.
    Rule(String),
}

/// A percentage of the allowed time that is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Threshold {
    /// Which; 100 is the due instant.
    pub percent: u8,
    /// When it was or will be reached, if nothing changes; `None` while the clock stands still before it.
    pub at: Option<Instant>,
    /// When it was announced.
    pub announced: Option<Instant>,
}

/// A due instant set by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetByHand {
    /// When it was set.
    pub at: Instant,
    /// To what.
    pub due: Instant,
    /// By whom.
    pub by: PersonId,
    /// Why, in their words.
    pub note: String,
}

/// How a clock ends, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It runs: so much is left until then.
    Due {
        /// The due instant.
        at: Instant,
        /// Business time left.
        left: Span,
    },
    /// It stands still with so much left.
    Held {
        /// Business time left.
        left: Span,
    },
    /// It was fulfilled in time.
    Met {
        /// When.
        at: Instant,
        /// When it was due; `None` when it stood still then.
        due: Option<Instant>,
    },
    /// The due instant passed.
    Missed {
        /// The due instant.
        due: Instant,
        /// When it was fulfilled; `None` while it is not.
        stopped: Option<Instant>,
    },
    /// It left every rate.
    Cancelled {
        /// When.
        at: Instant,
    },
}

impl IntervalKind {
    /// Stable key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Paused => "paused",
            Self::Forgiven => "forgiven",
        }
    }
}

impl Why {
    /// The reason written into the ledger, read back.
    pub fn read(reason: &str) -> Self {
        match reason.split_once(':') {
            Some(("transition", key)) => Self::Transition(TransitionKey::new(key)),
            Some(("policy" | "calendar", _)) => Self::Policy,
            Some(_) | None => match reason {
                "opened" => Self::Opened,
                "message" => Self::Message,
                "priority" => Self::Priority,
                "policy" | "calendar" => Self::Policy,
                "manual" => Self::Manual,
                other => Self::Rule(other.to_owned()),
            },
        }
    }

    /// Stable key.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Transition(_) => "transition",
            Self::Message => "message",
            Self::Priority => "priority",
            Self::Policy => "policy",
            Self::Manual => "manual",
            Self::Reckoned => "reckoned",
            Self::Rule(_) => "rule",
        }
    }
}

/// Explains a clock from its own ledger lines (oldest first) in its pinned calendar.
pub fn explain(
    clock: &Clock,
    lines: &[ClockEvent],
    calendar: &Calendar,
    thresholds: &[u8],
    now: Instant,
) -> Explanation {
    let end = clock.stopped_at.unwrap_or(now).max(clock.started_at);
    let forgiven_until = forgiven_until(lines);
    let mut intervals = Vec::new();
    let mut total = Span::ZERO;
    for stretch in stretches(clock, lines, end) {
        let kind = match stretch.kind {
            IntervalKind::Counted if stretch.to <= forgiven_until => IntervalKind::Forgiven,
            kind => kind,
        };
        let business = match kind {
            IntervalKind::Counted => calendar.between(stretch.from, stretch.to),
            IntervalKind::Paused | IntervalKind::Forgiven => Span::ZERO,
        };
        total = total.plus(business);
        intervals.push(Interval {
            from: stretch.from,
            to: stretch.to,
            kind,
            why: why(lines, stretch.from, stretch.kind),
            calendar: clock.calendar.clone(),
            business,
            wall: stretch.to.since(stretch.from),
            total,
        });
    }
    let allowed = allowed(clock, calendar);
    let spent = spent_at(clock, calendar, now);
    Explanation {
        now,
        thresholds: thresholds
            .iter()
            .map(|percent| threshold(*percent, &intervals, clock, lines, calendar, allowed))
            .collect(),
        intervals,
        spent,
        allowed,
        set_by_hand: lines.iter().filter_map(set_by_hand).collect(),
        ending: ending(clock, allowed.minus(spent), end),
    }
}

struct Stretch {
    from: Instant,
    to: Instant,
    kind: IntervalKind,
}

/// Counting and standing still in turn, cut where a target or a due instant was set.
fn stretches(clock: &Clock, lines: &[ClockEvent], end: Instant) -> Vec<Stretch> {
    let mut whole = Vec::new();
    let mut from = clock.started_at;
    for pause in &clock.pauses {
        let still = pause.from.clamp(from, end);
        let until = pause.until.unwrap_or(end).clamp(still, end);
        whole.push((from, still, IntervalKind::Counted));
        whole.push((still, until, IntervalKind::Paused));
        from = until;
    }
    whole.push((from, end, IntervalKind::Counted));
    let cuts = lines.iter().filter_map(|line| match line.what {
        ClockChange::Retarget { .. } | ClockChange::Override { .. } => Some(line.at),
        ClockChange::Restate { since, .. } => Some(since),
        ClockChange::Apply { .. }
        | ClockChange::Pause
        | ClockChange::Resume
        | ClockChange::Fulfil
        | ClockChange::Breach { .. }
        | ClockChange::Warn { .. }
        | ClockChange::Cancel => None,
    });
    let cuts: Vec<Instant> = cuts.collect();
    let mut cut = Vec::new();
    for (from, to, kind) in whole {
        let mut since = from;
        for at in cuts.iter().copied().filter(|at| from < *at && *at < to) {
            if at > since {
                cut.push(Stretch {
                    from: since,
                    to: at,
                    kind,
                });
                since = at;
            }
        }
        if since < to {
            cut.push(Stretch {
                from: since,
                to,
                kind,
            });
        }
    }
    cut
}

/// Until when what was counted is forgiven: the last target that counts from its change, unless a later
/// one counts from the start again.
fn forgiven_until(lines: &[ClockEvent]) -> Instant {
    let last = lines.iter().rev().find_map(|line| match &line.what {
        ClockChange::Retarget { how, .. } => Some((*how, line.at)),
        ClockChange::Restate { since, .. } => Some((OnPriorityChange::FromChange, *since)),
        ClockChange::Apply { .. }
        | ClockChange::Pause
        | ClockChange::Resume
        | ClockChange::Override { .. }
        | ClockChange::Fulfil
        | ClockChange::Breach { .. }
        | ClockChange::Warn { .. }
        | ClockChange::Cancel => None,
    });
    match last {
        Some((OnPriorityChange::FromChange, at)) => at,
        Some((OnPriorityChange::FromCreation, _)) | None => Instant::from_millis(i64::MIN),
    }
}

/// The line that began the interval; what lies before the first line was reckoned afterwards.
fn why(lines: &[ClockEvent], from: Instant, kind: IntervalKind) -> Why {
    let begins = |line: &&ClockEvent| {
        line.at == from
            && match (&line.what, kind) {
                (ClockChange::Apply { .. } | ClockChange::Resume, IntervalKind::Counted)
                | (ClockChange::Pause | ClockChange::Fulfil, IntervalKind::Paused)
                | (ClockChange::Retarget { .. } | ClockChange::Override { .. }, _) => true,
                (
                    ClockChange::Apply { .. }
                    | ClockChange::Pause
                    | ClockChange::Resume
                    | ClockChange::Restate { .. }
                    | ClockChange::Fulfil
                    | ClockChange::Breach { .. }
                    | ClockChange::Warn { .. }
                    | ClockChange::Cancel,
                    _,
                ) => false,
            }
    };
    lines
        .iter()
        .rev()
        .find(begins)
        .map_or(Why::Reckoned, |line| Why::read(&line.reason))
}

fn threshold(
    percent: u8,
    intervals: &[Interval],
    clock: &Clock,
    lines: &[ClockEvent],
    calendar: &Calendar,
    allowed: Span,
) -> Threshold {
    let wanted = allowed.percent(percent);
    let reached = intervals
        .iter()
        .find(|one| one.business > Span::ZERO && one.total >= wanted);
    let at = match (percent, reached) {
        (100, _) => clock.breached_at.or(clock.due_at),
        (_, Some(one)) => {
            let left = wanted.minus(one.total.minus(one.business));
            calendar.add(one.from, left)
        }
        (_, None) => clock
            .running_since
            .and_then(|since| calendar.add(since, wanted.minus(clock.spent))),
    };
    let announced = lines.iter().find_map(|line| match line.what {
        ClockChange::Warn { percent: said } if said == percent => Some(line.at),
        ClockChange::Breach { .. } if percent == 100 => Some(line.at),
        ClockChange::Warn { .. }
        | ClockChange::Breach { .. }
        | ClockChange::Apply { .. }
        | ClockChange::Pause
        | ClockChange::Resume
        | ClockChange::Retarget { .. }
        | ClockChange::Restate { .. }
        | ClockChange::Override { .. }
        | ClockChange::Fulfil
        | ClockChange::Cancel => None,
    });
    Threshold {
        percent,
        at,
        announced: announced.filter(|_| clock.fired.contains(&percent)),
    }
}

fn set_by_hand(line: &ClockEvent) -> Option<SetByHand> {
    let ClockChange::Override { due, by, note } = &line.what else {
        return None;
    };
    Some(SetByHand {
        at: line.at,
        due: *due,
        by: *by,
        note: note.clone(),
    })
}

fn ending(clock: &Clock, left: Span, end: Instant) -> Ending {
    match (clock.stage, clock.due_at) {
        (Stage::Cancelled, _) => Ending::Cancelled { at: end },
        (Stage::Met, due) => Ending::Met { at: end, due },
        (Stage::Running, Some(at)) if at > end => Ending::Due { at, left },
        (Stage::Running, Some(due)) => Ending::Missed { due, stopped: None },
        (Stage::BreachedOpen | Stage::BreachedDone, due) => Ending::Missed {
            due: clock.breached_at.or(due).unwrap_or(clock.original_due),
            stopped: clock.stopped_at,
        },
        (Stage::Paused | Stage::Running, _) => Ending::Held { left },
    }
}

#[cfg(test)]
mod tests;
