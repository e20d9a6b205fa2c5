//! A workflow as data: states, transitions, timers and clocks of one kind of case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::case::{Category, Kind};
use crate::clocks::clock::ClockSpec;
use crate::ids::{CalendarKey, StateKey, TransitionKey, WorkflowKey};
use crate::people::Role;
use crate::text::Text;
use crate::time::Span;
use crate::workflow::effect::Effect;
use crate::workflow::guard::Guard;
use crate::workflow::input::Input;

/// A published workflow version; never changed once a case is open under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Stable key, such as `request`.
    pub key: WorkflowKey,
    /// The kind of case it runs.
    pub kind: Kind,
    /// From 1; a change is a new version.
    pub version: u32,
    /// Name for people.
    pub title: Text,
    /// Where cases begin.
    pub initial: StateKey,
    /// What follows when a case is opened, before anybody moved it.
    pub opening: Vec<Effect>,
    /// Where a case can stand, in the order of a happy path, then the side tracks.
    pub states: Vec<State>,
    /// What can be done, in the order buttons are offered.
    pub transitions: Vec<Transition>,
    /// What happens by itself after a while.
    pub timers: Vec<StateTimer>,
    /// Which clocks run, and how.
    pub clocks: Vec<ClockSpec>,
}

/// Whose turn it is in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ball {
    /// The team that answers for the case.
    Us,
    /// The partner.
    Partner,
    /// Another of our teams: the desk that holds it.
    Team,
    /// Somebody outside.
    ThirdParty,
    /// Nobody: the case is over.
    None,
}

/// Where a case can stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Stable key.
    pub key: StateKey,
    /// Drives clocks, groups and glyphs.
    pub category: Category,
    /// Whose turn it is.
    pub ball: Ball,
    /// Name for staff.
    pub title: Text,
    /// Name for the partner.
    pub public_title: Text,
    /// Whether the case ends here.
    pub terminal: bool,
}

/// What sets a transition off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A person's button.
    Manual,
    /// A partner's message or file (also offered as a button to the listed roles).
    Message,
    /// A timer of the state.
    Timer,
    /// A child case ended.
    Child,
    /// By itself, as soon as its guards hold.
    System,
}

/// Where a transition leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A named state.
    State(StateKey),
    /// The state the case came from (`@previous`).
    Previous,
}

/// Something that can be done to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transition {
    /// Stable key within the workflow, such as `ask`.
    pub key: TransitionKey,
    /// Number of the design's tables, such as `R6`.
    pub code: String,
    /// From which states.
    pub from: Vec<StateKey>,
    /// To where.
    pub to: Target,
    /// What sets it off.
    pub trigger: Vec<Trigger>,
    /// Who may.
    pub roles: Vec<Role>,
    /// Conditions for the button to be shown at all; all must hold.
    pub visible_if: Vec<Guard>,
    /// Conditions for the move; all must hold, the first that does not is explained.
    pub guards: Vec<Guard>,
    /// What must be given with it.
    pub inputs: Vec<Input>,
    /// Facts that the move itself settles, such as `resolution = "no_reply"`.
    pub records: BTreeMap<String, String>,
    /// Second opinions needed, if any.
    pub approvals: Option<Approvals>,
    /// What follows, in order.
    pub effects: Vec<Effect>,
    /// Name of the button for staff: imperative, named by its result.
    pub title: Text,
    /// Name of the button for the partner, when a partner may; empty otherwise.
    pub public_title: Text,
    /// The key of the one map of keys (ux.md §4), if it has one.
    pub shortcut: Option<char>,
}

/// How many other people must agree before a transition happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approvals {
    /// How many, from 1.
    pub count: u32,
    /// In which roles.
    pub roles: Vec<Role>,
    /// Whether the person who asks may not be one of them.
    pub not_actor: bool,
}

/// How long after entering a state something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// The time; business time of `calendar`.
    pub span: Span,
    /// In whose hours; `24x7` for wall time.
    pub calendar: CalendarKey,
}

/// What a state timer does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fire {
    /// Makes the named transition as the system; a refused one is recorded and re-armed by repeat.
    Transition(TransitionKey),
    /// Reminds the partner with the named mail and counts `reminded`.
    Remind(String),
    /// Tells the team's lead with the named mail.
    Alert(String),
}

/// A timer armed when the case enters a state and cleared when it leaves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateTimer {
    /// Stable key within the workflow.
    pub key: String,
    /// The state that arms it.
    pub state: StateKey,
    /// When it first fires.
    pub after: After,
    /// What it does.
    pub fire: Fire,
    /// Interval of further firings, in the same hours; `None` fires once.
    pub repeat: Option<Span>,
    /// How often at most, from 1.
    pub max: u32,
}

impl Ball {
    /// All five.
    pub const ALL: [Self; 5] = [
        Self::Us,
        Self::Partner,
        Self::Team,
        Self::ThirdParty,
        Self::None,
    ];

    /// The key as in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Partner => "partner",
            Self::Team => "team",
            Self::ThirdParty => "third_party",
            Self::None => "none",
        }
    }
}

impl Trigger {
    /// All five.
    pub const ALL: [Self; 5] = [
        Self::Manual,
        Self::Message,
        Self::Timer,
        Self::Child,
        Self::System,
    ];

    /// The key as in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Message => "message",
            Self::Timer => "timer",
            Self::Child => "child",
            Self::System => "system",
        }
    }

    /// Whether the desk acts by rule rather than a person.
    pub const fn is_by_rule(self) -> bool {
        match self {
            Self::Manual | Self::Message => false,
            Self::Timer | Self::Child | Self::System => true,
        }
    }
}

impl Transition {
    /// Whether a person may ask for it: a message's move is offered as a button too.
    pub fn is_offered(&self) -> bool {
        self.trigger.iter().any(|trigger| !trigger.is_by_rule())
    }

    /// The input of that name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.name == name)
    }
}

impl Definition {
    /// Whether cases begin as a draft that only its author sees, and count from their submission.
    pub fn begins_as_draft(&self) -> bool {
        self.initial.as_str() == "draft"
    }

    /// The state of that key.
    pub fn state(&self, key: &StateKey) -> Option<&State> {
        self.states.iter().find(|state| &state.key == key)
    }

    /// The transition of that key.
    pub fn transition(&self, key: &TransitionKey) -> Option<&Transition> {
        self.transitions
            .iter()
            .find(|transition| &transition.key == key)
    }

    /// The transitions that leave a state, in the order of the definition.
    pub fn leaving<'a>(&'a self, state: &'a StateKey) -> impl Iterator<Item = &'a Transition> {
        self.transitions
            .iter()
            .filter(move |transition| transition.from.contains(state))
    }

    /// Whether some transition opens a case of that kind.
    pub fn opens(&self, kind: Kind) -> bool {
        let effects = self
            .transitions
            .iter()
            .flat_map(|transition| &transition.effects);
        effects
            .chain(&self.opening)
            .any(|effect| *effect == Effect::OpenChild { kind })
    }

    /// The timers that a state arms.
    pub fn timers_of<'a>(&'a self, state: &'a StateKey) -> impl Iterator<Item = &'a StateTimer> {
        self.timers
            .iter()
            .filter(move |timer| &timer.state == state)
    }
}
