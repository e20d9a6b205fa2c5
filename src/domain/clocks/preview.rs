//! What another version of a calendar or policy makes of a clock: the one function that both shows it
//! beforehand and does it, so that the two never differ.

use serde::{Deserialize, Serialize};

use crate::case::{Case, Kind, Priority};
use crate::clocks::calendar::{Calendars, UnknownCalendar};
use crate::clocks::clock::{Clock, Stage};
use crate::clocks::events::Events;
use crate::clocks::meter::{Meter, Outcome};
use crate::clocks::policy::{
    Answers, Occasion, OnPolicyEdit, OnPriorityChange, Policies, PolicyFacts, Target,
};
use crate::ids::{CalendarKey, PolicyKey, RequestTypeKey, TeamKey};
use crate::time::{Instant, Span};

/// How far back the past is looked at and restated.
pub const PAST: Span = Span::days(90);

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// A calendar: the clocks that count in it.
    Calendar(CalendarKey),
    /// A policy: the clocks it promises for, before or since.
    Policy(PolicyKey),
}

/// To which clocks a change is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Those that count now, from now on: what was missed stays missed.
    OpenCases,
    /// Those as well as if they had begun under it, and what stopped in the last 90 days.
    Restate,
}

/// What promises are made of.
#[derive(Clone, Copy, Debug)]
pub struct Promises<'a> {
    /// In whose hours.
    pub calendars: &'a Calendars,
    /// How long.
    pub targets: &'a Policies,
    /// On which occasions.
    pub events: &'a Events,
}

/// A change about to be made, or being made.
#[derive(Clone, Copy, Debug)]
pub struct Redrawing<'a> {
    /// What the clocks were drawn by.
    pub before: Promises<'a>,
    /// The same with the change.
    pub after: Promises<'a>,
    /// What was changed.
    pub edited: &'a Edited,
    /// How far back stopped clocks are restated.
    pub past: Span,
    /// The stable code written into the ledger, such as `edit:calendar/fr-bureau@2`.
    pub reason: &'a str,
    /// The moment.
    pub now: Instant,
}

/// What decides the targets of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind of case.
    pub kind: Kind,
    /// The form it came by.
    pub request_type: Option<RequestTypeKey>,
    /// How much it matters.
    pub priority: Priority,
    /// The team that answers for it.
    pub team: TeamKey,
    /// The team that holds it.
    pub desk: TeamKey,
    /// The publisher's tier; may be empty.
    pub tier: String,
    /// The publisher's slug.
    pub slug: String,
}

/// What became of a clock, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Deadlines that move.
    pub moved: u64,
    /// Breaches that are none any more.
    pub unbreached: u64,
    /// Breaches that were none before.
    pub newly_breached: u64,
    /// Promises that are no longer made.
    pub gone: u64,
}

enum Drawn {
    Target(Target),
    Gone,
}

impl Subject {
    /// What a case's targets are decided by.
    pub fn of(case: &Case, tier: &str, slug: &str) -> Self {
        Self {
            kind: case.kind,
            request_type: case.request_type.clone(),
            priority: case.priority,
            team: case.team.clone(),
            desk: case.desk.clone(),
            tier: tier.to_owned(),
            slug: slug.to_owned(),
        }
    }

    fn facts<'a>(
        &'a self,
        priority: Priority,
        team: &'a TeamKey,
        occasion: Occasion,
    ) -> PolicyFacts<'a> {
        PolicyFacts {
            kind: self.kind,
            request_type: self.request_type.as_ref(),
            priority,
            team,
            tier: &self.tier,
            occasion,
        }
    }
}

impl Reach {
    /// The reach's key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenCases => "open_cases",
            Self::Restate => "restate",
        }
    }

    /// The reach that a policy asks for; `None` when only new cases are meant.
    pub const fn of(answer: OnPolicyEdit) -> Option<Self> {
        match answer {
            OnPolicyEdit::NewCases => None,
            OnPolicyEdit::OpenCases => Some(Self::OpenCases),
            OnPolicyEdit::Restate => Some(Self::Restate),
        }
    }
}

impl Tally {
    /// The difference between a clock and what became of it.
    pub fn of(before: &Clock, after: &Clock) -> Self {
        let left = |clock: &Clock| clock.target.minus(clock.spent);
        let moved = match (before.due_at, after.due_at) {
            (None, None) => left(before) != left(after),
            (one, other) => one != other,
        };
        let gone = after.stage == Stage::Cancelled;
        let (was, is) = (before.breached_at.is_some(), after.breached_at.is_some());
        Self {
            moved: u64::from(moved && !gone),
            unbreached: u64::from(was && !is && !gone),
            newly_breached: u64::from(!was && is && !gone),
            gone: u64::from(gone),
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            moved: self.moved + other.moved,
            unbreached: self.unbreached + other.unbreached,
            newly_breached: self.newly_breached + other.newly_breached,
            gone: self.gone + other.gone,
        }
    }

    /// Whether nothing changes.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl Redrawing<'_> {
    /// The clock as the change makes it, with its new ledger lines; `None` when the change does not
    /// concern it, when its due date was set by hand, or when it is out of reach.
    ///
    /// `since` is when it began to count: its start, or the moment a policy forgave what was before.
    ///
    /// # Errors
    /// [`UnknownCalendar`] when the clock's calendar is not there.
    pub fn redraw(
        &self,
        clock: &Clock,
        subject: &Subject,
        reach: Reach,
        since: Instant,
    ) -> Result<Option<Outcome>, UnknownCalendar> {
        if clock.manual_due.is_some() || !self.reaches(clock, reach) {
            return Ok(None);
        }
        let drawn = self.draw(clock, subject);
        let calendar = match &drawn {
            None => return Ok(None),
            Some(Drawn::Target(target)) => &target.calendar,
            Some(Drawn::Gone) => &clock.calendar,
        };
        let calendar = self.after.calendars.get(calendar)?;
        let meter = Meter::new(calendar, self.now, self.reason);
        let own = self.after.calendars.get(&clock.calendar)?;
        let own = Meter::new(own, self.now, self.reason);
        // A breach that was missed is written in the hours it happened in.
        let retarget = |clock: Clock, target: &Target| {
            let noticed = own.notice(clock);
            let how = OnPriorityChange::FromCreation;
            let mut outcome = meter.retarget(noticed.clock, target, how);
            outcome.events.splice(0..0, noticed.events);
            outcome
        };
        let clock = clock.clone();
        Ok(drawn.map(|drawn| match (drawn, reach) {
            (Drawn::Gone, _) => meter.cancel(clock),
            (Drawn::Target(target), Reach::Restate) => meter.restate(clock, &target, since),
            (Drawn::Target(target), Reach::OpenCases) if since == clock.started_at => {
                retarget(clock, &target)
            }
            // What a policy forgave stays forgiven; what was missed stays missed.
            (Drawn::Target(target), Reach::OpenCases) => {
                if clock.breached_at.is_some() {
                    retarget(clock, &target)
                } else {
                    meter.restate(clock, &target, since)
                }
            }
        }))
    }

    fn reaches(&self, clock: &Clock, reach: Reach) -> bool {
        match (clock.stage, reach) {
            (Stage::Running | Stage::Paused | Stage::BreachedOpen, _) => true,
            (Stage::Met | Stage::BreachedDone, Reach::Restate) => clock
                .stopped_at
                .is_some_and(|stopped| stopped >= self.now.minus(self.past)),
            (Stage::Met | Stage::BreachedDone, Reach::OpenCases) | (Stage::Cancelled, _) => false,
        }
    }

    /// The target the change gives; `None` when it is the one the clock has, or another change's affair.
    fn draw(&self, clock: &Clock, subject: &Subject) -> Option<Drawn> {
        let (facts, exact) = self.facts_of(clock, subject);
        let target = self.after.targets.target(&clock.metric, &facts);
        match self.edited {
            Edited::Calendar(key) => {
                let newest = self.after.calendars.newest(key)?.pin();
                if clock.calendar.key != *key || clock.calendar == newest {
                    return None;
                }
                // A promise in business days follows the length of the day.
                let same_row = target.filter(|one| {
                    exact && one.policy == clock.policy && one.calendar.key == clock.calendar.key
                });
                Some(Drawn::Target(Target {
                    span: same_row.map_or(clock.target, |one| one.span),
                    calendar: newest,
                    policy: clock.policy.clone(),
                    answers: Answers::default(),
                }))
            }
            Edited::Policy(key) => match target {
                None if clock.policy.key == *key => Some(Drawn::Gone),
                None => None,
                Some(target) => {
                    let concerned = target.policy.key == *key || clock.policy.key == *key;
                    let same =
                        target.span == clock.target && target.calendar.key == clock.calendar.key;
                    (concerned && !same).then_some(Drawn::Target(target))
                }
            },
        }
    }

    /// The facts under which the clock got its target, as far as the rules before tell; the second says
    /// whether they do. A stopped clock kept the target of its time while priority or team went on.
    fn facts_of<'s>(&self, clock: &Clock, subject: &'s Subject) -> (PolicyFacts<'s>, bool) {
        let occasion = self.before.events.occasion(&subject.slug, clock.started_at);
        let other = match occasion {
            Occasion::Ordinary => Occasion::Event,
            Occasion::Event => Occasion::Ordinary,
        };
        let gives_its_target = |facts: &PolicyFacts<'_>| {
            let target = self.before.targets.target(&clock.metric, facts);
            target.is_some_and(|target| {
                target.policy == clock.policy
                    && target.span == clock.target
                    && target.calendar.key == clock.calendar.key
            })
        };
        let now = subject.facts(subject.priority, &subject.desk, occasion);
        for occasion in [occasion, other] {
            for team in [&subject.desk, &subject.team] {
                let priorities = std::iter::once(subject.priority).chain(Priority::ALL);
                for priority in priorities {
                    let facts = subject.facts(priority, team, occasion);
                    if gives_its_target(&facts) {
                        return (facts, true);
                    }
                }
            }
        }
        (now, false)
    }
}

#[cfg(test)]
mod tests;
