//! A case: one request, verification, escalation or onboarding, as it stands now.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::{
    CaseId, OrganisationId, PersonId, RequestTypeKey, StateKey, TeamKey, WorkflowKey,
};
use crate::text::Language;
use crate::time::Instant;

/// The four kinds of case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A partner's request.
    Request,
    /// An account verification.
    Verification,
    /// A technical escalation to Regional, Central or engineering.
    Escalation,
    /// A new publisher being set up.
    Onboarding,
}

impl Kind {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self::Request,
        Self::Verification,
        Self::Escalation,
        Self::Onboarding,
    ];

    /// The kind's key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Verification => "verification",
            Self::Escalation => "escalation",
            Self::Onboarding => "onboarding",
        }
    }

    /// The kind of that key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The letters before the number of a reference.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Request => "REQ",
            Self::Verification => "VER",
            Self::Escalation => "ESC",
            Self::Onboarding => "ONB",
        }
    }
}

/// What people call a case: `REQ-1042`. One sequence of numbers per kind, at least four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    kind: Kind,
    number: u32,
}

/// The text is not a reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a reference such as REQ-1042")]
pub struct InvalidReference(String);

impl Reference {
    /// A reference with its number.
    pub const fn new(kind: Kind, number: u32) -> Self {
        Self { kind, number }
    }

    /// The reference of a case that is not stored yet: the write door gives the number.
    pub const fn pending(kind: Kind) -> Self {
        Self { kind, number: 0 }
    }

    /// The kind of case.
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// The number; 0 while pending.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// Reads `REQ-1042`; letters in either case.
    ///
    /// # Errors
    /// [`InvalidReference`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidReference> {
        let wrong = || InvalidReference(text.chars().take(40).collect());
        let (prefix, digits) = text.trim().split_once('-').ok_or_else(wrong)?;
        let kind = Kind::ALL
            .into_iter()
            .find(|kind| kind.prefix().eq_ignore_ascii_case(prefix))
            .ok_or_else(wrong)?;
        if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        let number = digits.parse().map_err(|_| wrong())?;
        if number == 0 {
            return Err(wrong());
        }
        Ok(Self { kind, number })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.kind.prefix(), self.number)
    }
}

/// Drives clocks, groups and colours; the state's own name never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Nobody works on it yet.
    New,
    /// Somebody works on it.
    Open,
    /// The partner must answer.
    WaitingPartner,
    /// Another of our teams must answer.
    WaitingInternal,
    /// Somebody outside both must answer.
    WaitingThirdParty,
    /// Finished; counts.
    Done,
    /// Finished; leaves every rate.
    Void,
}

impl Category {
    /// All seven, in the order of a case's life.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Open,
        Self::WaitingPartner,
        Self::WaitingInternal,
        Self::WaitingThirdParty,
        Self::Done,
        Self::Void,
    ];

    /// The category's key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::WaitingPartner => "waiting_partner",
            Self::WaitingInternal => "waiting_internal",
            Self::WaitingThirdParty => "waiting_third_party",
            Self::Done => "done",
            Self::Void => "void",
        }
    }

    /// The category of that key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Whether the case is over (done or void).
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Void)
    }
}

/// How much it matters. Only staff set it; partners propose impact and urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Priority {
    /// Critical.
    P1,
    /// High.
    P2,
    /// Normal.
    P3,
    /// Low.
    P4,
}

impl Priority {
    /// All four, most urgent first.
    pub const ALL: [Self; 4] = [Self::P1, Self::P2, Self::P3, Self::P4];

    /// `P1` to `P4`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::P1 => "P1",
            Self::P2 => "P2",
            Self::P3 => "P3",
            Self::P4 => "P4",
        }
    }

    /// The priority of that key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Weight of one case in a person's load (clocks.md §4).
    pub const fn weight(self) -> i64 {
        match self {
            Self::P1 => 5,
            Self::P2 => 3,
            Self::P3 => 2,
            Self::P4 => 1,
        }
    }

    /// Priority proposed from impact (1–3) and urgency (0–3): the sum decides (clocks.md §3).
    pub const fn proposed(impact: u8, urgency: u8) -> Self {
        match impact.saturating_add(urgency) {
            6.. => Self::P1,
            4..=5 => Self::P2,
            2..=3 => Self::P3,
            0..=1 => Self::P4,
        }
    }
}

/// The workflow version a case was opened under and keeps.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WorkflowRef {
    /// Which workflow.
    pub key: WorkflowKey,
    /// Which version; from 1.
    pub version: u32,
}

/// A case as it stands. A fold of its events gives exactly this value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Internal identity.
    pub id: CaseId,
    /// What people call it. Serialised apart: the store keeps kind and number.
    #[serde(skip, default = "unnumbered")]
    pub reference: Reference,
    /// Which of the four.
    pub kind: Kind,
    /// The pinned workflow.
    pub workflow: WorkflowRef,
    /// Where it stands.
    pub state: StateKey,
    /// The state's category.
    pub category: Category,
    /// The state before this one, for `@previous`.
    pub previous_state: Option<StateKey>,
    /// The form it came by; `None` for cases opened by staff.
    pub request_type: Option<RequestTypeKey>,
    /// One line in the partner's words, 1 to 200 characters.
    pub title: String,
    /// Language of the thread.
    pub language: Language,
    /// The publisher it concerns.
    pub organisation: OrganisationId,
    /// The contact who asked.
    pub requester: Option<PersonId>,
    /// The team that answers for it.
    pub team: TeamKey,
    /// The team that holds it now; differs from `team` while delegated.
    pub desk: TeamKey,
    /// The person who has it.
    pub owner: Option<PersonId>,
    /// How much it matters.
    pub priority: Priority,
    /// Proposed impact, 1–3.
    pub impact: u8,
    /// Proposed urgency, 0–3.
    pub urgency: u8,
    /// Shown to the requester and staff only, not to colleagues of the requester.
    pub confidential: bool,
    /// The case it was opened from.
    pub parent: Option<CaseId>,
    /// Answers of the form, by field name.
    pub answers: BTreeMap<String, Value>,
    /// What transitions recorded, by input name: resolution code, follow-up date, first reviewer.
    pub facts: BTreeMap<String, Value>,
    /// How often something happened: `reopened`, `attempt`.
    pub counters: BTreeMap<String, i64>,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was submitted; clocks start here.
    pub submitted_at: Option<Instant>,
    /// When it entered its present state.
    pub state_since: Instant,
    /// When it last entered the category done.
    pub resolved_at: Option<Instant>,
    /// When anything last happened.
    pub updated_at: Instant,
    /// Counts what people can see change; starts at 1. They say with it what they looked at.
    pub version: i64,
    /// Counts commits, those included that leave no event, such as a threshold that nobody is told of;
    /// starts at 1. The write door compares it.
    #[serde(default)]
    pub revision: i64,
}

impl Case {
    /// How often the named thing happened.
    pub fn counter(&self, name: &str) -> i64 {
        self.counters.get(name).copied().unwrap_or(0)
    }

    /// Whether it is still being written (or was discarded before it was sent).
    pub const fn is_draft(&self) -> bool {
        self.submitted_at.is_none()
    }
}

fn unnumbered() -> Reference {
    Reference::pending(Kind::Request)
}
