//! Durable timers: what is to happen to a case, and when.

use serde::{Deserialize, Serialize};

use crate::case::Kind;
use crate::ids::{CaseId, ClockId, PersonId, RunId, TemplateKey, TimerId, TransitionKey};
use crate::people::Actor;
use crate::text::Language;
use crate::time::Instant;
use crate::workflow::input::Given;

/// One armed timer; a row until it fired or was cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Identity; a re-armed timer is a new one.
    pub id: TimerId,
    /// The case it concerns.
    pub case: CaseId,
    /// When it is to fire; never earlier.
    pub due_at: Instant,
    /// What it does.
    pub kind: TimerKind,
}

/// What a timer does when it fires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimerKind {
    /// A clock reaches a threshold (100 is the breach).
    Clock {
        /// The clock.
        clock: ClockId,
        /// Percent of the target.
        percent: u8,
    },
    /// A timer of the present state.
    State {
        /// Its key in the definition.
        key: String,
        /// How often it has fired before.
        fired: u32,
    },
    /// The next level of an escalation, or its repetition.
    Level {
        /// The run.
        run: RunId,
        /// Which level, from 1.
        level: u32,
    },
    /// An acknowledged escalation saw no activity.
    AckTimeout {
        /// The run.
        run: RunId,
    },
    /// Something to do to another case because of this one: due at once, so that it is durable and
    /// happens once even if the process dies in between.
    Follow {
        /// What.
        act: FollowUp,
    },
}

/// What a step over one case asks of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum FollowUp {
    /// Open a case of another kind from this one.
    OpenChild {
        /// Its kind.
        kind: Kind,
        /// What was given with the move that asked for it; the new case records it too.
        #[serde(default)]
        facts: Given,
        /// What was said inside with that move: the new case begins with it as a note.
        #[serde(default)]
        note: Option<Said>,
    },
    /// Make a transition of the case this one was opened from, if it is possible there.
    TellParent {
        /// Which transition.
        transition: TransitionKey,
    },
    /// Tell the case this one was opened from that it is over.
    ChildOver,
    /// Tell a case opened from this one that this one is over.
    ParentOver {
        /// The case opened from it.
        child: CaseId,
    },
    /// Join this case's thread and watchers into another.
    MergeInto {
        /// The case that stays.
        target: CaseId,
        /// Who joined them; they need not be told.
        #[serde(default)]
        by: Option<PersonId>,
    },
    /// Let an escalation serve this case as well.
    Join {
        /// The escalation.
        escalation: CaseId,
        /// What was said inside with the move: the escalation gets it as a note.
        note: Option<Said>,
    },
    /// Tell a case that this one serves that this one is over.
    ServedOver {
        /// The case that waits for it.
        request: CaseId,
    },
    /// Tell the partner of a case that this one serves what its own partner was told.
    TellServed {
        /// The case that waits for this one.
        request: CaseId,
        /// Which mail.
        template: TemplateKey,
        /// The public words, if there were any.
        words: Option<Said>,
    },
    /// Remove the files of the form from the case this one was opened from.
    PurgeForm,
}

/// Words of one case that are to be repeated in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who said them.
    pub author: Actor,
    /// Plain text.
    pub body: String,
    /// Language of the text.
    pub language: Language,
}

impl TimerKind {
    /// The kind's key, as stored.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Clock { .. } => "clock",
            Self::State { .. } => "state",
            Self::Level { .. } => "level",
            Self::AckTimeout { .. } => "ack_timeout",
            Self::Follow { .. } => "follow",
        }
    }
}
