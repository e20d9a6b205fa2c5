//! The ball-in-court ledger: who held a case when. Every moment from its submission to its end belongs to
//! exactly one holder.

use crate::case::{Case, Category};
use crate::event::{Event, evolve};
use crate::ids::TeamKey;
use crate::people::Actor;
use crate::time::{Instant, Span};
use crate::workflow::definition::{Ball, Definition};
use serde::{Deserialize, Serialize};

/// Who holds a case.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The team that answers to the partner.
    #[default]
    Us,
    /// The partner.
    Partner,
    /// The regional team.
    Regional,
    /// The central team.
    Central,
    /// Somebody outside.
    ThirdParty,
}

/// Who held a case, from its submission to its end or to now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Each begins where the one before ends, and another holds the case or another of our teams does.
    pub stretches: Vec<Held>,
}

/// A stretch during which one side held the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Since when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Who.
    pub holder: Holder,
    /// The team that had it on its desk.
    pub desk: TeamKey,
}

impl Holder {
    /// Every holder, in the order of the design.
    pub const ALL: [Self; 5] = [
        Self::Us,
        Self::Partner,
        Self::Regional,
        Self::Central,
        Self::ThirdParty,
    ];

    /// Stable key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Partner => "partner",
            Self::Regional => "regional",
            Self::Central => "central",
            Self::ThirdParty => "third_party",
        }
    }
}

impl Ledger {
    /// Wall time from the first moment to the last: the sum of what each held.
    pub fn wall(&self) -> Span {
        match (self.stretches.first(), self.stretches.last()) {
            (Some(first), Some(last)) => last.to.since(first.from),
            (_, _) => Span::ZERO,
        }
    }

    /// Wall time that one side held the case.
    pub fn held_by(&self, holder: Holder) -> Span {
        let theirs = self.stretches.iter().filter(|one| one.holder == holder);
        theirs.fold(Span::ZERO, |sum, one| sum.plus(one.to.since(one.from)))
    }
}

/// Reads the ledger off a case's history. `side` says which of our teams are the regional and central
/// ones. A case that rests finished and is taken up again was held by who took it up; once it rests for
/// good the ledger ends.
pub fn ledger(
    events: &[Event],
    definition: &Definition,
    side: impl Fn(&TeamKey) -> Holder,
    now: Instant,
) -> Ledger {
    let mut book = Book::default();
    let mut case: Option<Case> = None;
    for event in events {
        let after = evolve(case.clone(), event);
        let before = case.as_ref().filter(|case| !case.is_draft());
        match (before, after.as_ref()) {
            (Some(before), Some(after)) if moved(before, after) => {
                let holder = holder(before, definition, &side).unwrap_or(match event.actor {
                    Actor::Partner { .. } => Holder::Partner,
                    Actor::Staff { .. } | Actor::System { .. } => Holder::Us,
                });
                book.close(event.at, holder, &before.desk);
            }
            (None, Some(after)) if !after.is_draft() => book.open(event.at),
            (Some(_) | None, Some(_) | None) => {}
        }
        case = after;
    }
    let live = case.filter(|case| !case.is_draft());
    if let Some(case) = live
        && let Some(holder) = holder(&case, definition, &side)
    {
        book.close(now, holder, &case.desk);
    }
    Ledger {
        stretches: book.stretches,
    }
}

/// The ledger in the making.
#[derive(Default)]
struct Book {
    edge: Option<Instant>,
    stretches: Vec<Held>,
}

impl Book {
    fn open(&mut self, at: Instant) {
        self.edge.get_or_insert(at);
    }

    /// The case was held so until `at`; a moment held by several is the last one's.
    fn close(&mut self, at: Instant, holder: Holder, desk: &TeamKey) {
        let Some(from) = self.edge.filter(|from| *from < at) else {
            return;
        };
        self.edge = Some(at);
        match self.stretches.last_mut() {
            Some(last) if last.holder == holder && last.desk == *desk => last.to = at,
            Some(_) | None => self.stretches.push(Held {
                from,
                to: at,
                holder,
                desk: desk.clone(),
            }),
        }
    }
}

fn moved(before: &Case, after: &Case) -> bool {
    before.state != after.state || before.desk != after.desk || before.team != after.team
}

/// Who holds the case as it stands; `None` while it rests finished.
fn holder(
    case: &Case,
    definition: &Definition,
    side: impl Fn(&TeamKey) -> Holder,
) -> Option<Holder> {
    let ours = || {
        if case.desk == case.team {
            Holder::Us
        } else {
            side(&case.desk)
        }
    };
    if case.category == Category::Void {
        return None;
    }
    match definition.state(&case.state).map(|state| state.ball) {
        Some(Ball::Us | Ball::Team) => Some(ours()),
        Some(Ball::Partner) => Some(Holder::Partner),
        Some(Ball::ThirdParty) => Some(Holder::ThirdParty),
        Some(Ball::None) => None,
        None => match case.category {
            Category::New | Category::Open | Category::WaitingInternal => Some(ours()),
            Category::WaitingPartner => Some(Holder::Partner),
            Category::WaitingThirdParty => Some(Holder::ThirdParty),
            Category::Done | Category::Void => None,
        },
    }
}
