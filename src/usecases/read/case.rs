//! One case as staff see it: everything on one page, as facts.

use domain::case::{Case, Reference};
use domain::escalation::Run;
use domain::event::Event;
use domain::message::{Attachment, Message};
use domain::refusal::Refusal;
use domain::routing::RouteWhy;
use domain::text::Text;
use domain::time::Instant;
use domain::workflow::definition::{State, Transition};
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::PersonId;
use domain::workflow::definition::Definition;

use crate::usecases::read::badge::{ClockView, OrganisationBadge, PersonBadge};
use crate::usecases::read::board::NextLevel;
use crate::usecases::read::queue::QueueRow;

/// A case, whole, for staff.
#[derive(Clone, Debug)]
pub struct CaseView {
    /// The moment the page speaks of.
    pub now: Instant,
    /// The case.
    pub case: Case,
    /// Its workflow version.
    pub definition: Arc<Definition>,
    /// Where it stands.
    pub state: State,
    /// The form's or the workflow's name.
    pub type_title: Text,
    /// The publisher.
    pub organisation: OrganisationBadge,
    /// The contact who asked.
    pub requester: Option<PersonBadge>,
    /// Who has it.
    pub owner: Option<PersonBadge>,
    /// Names of everybody who appears in history or thread.
    pub people: BTreeMap<PersonId, String>,
    /// Live clocks first, then stopped ones; newest cycle of each metric.
    pub clocks: Vec<ClockView>,
    /// What can be done now, and what cannot and why.
    pub offers: Vec<OfferView>,
    /// Messages and notes, oldest first.
    pub messages: Vec<Message>,
    /// Files, oldest first.
    pub attachments: Vec<Attachment>,
    /// History, oldest first.
    pub events: Vec<Event>,
    /// The last routing decision.
    pub route: Option<RouteWhy>,
    /// Escalations that are climbing or acknowledged.
    pub runs: Vec<RunView>,
    /// Answers of the form, in order, for the page.
    pub answers: Vec<AnswerView>,
    /// Other open cases of the publisher, at most 5.
    pub siblings: Vec<QueueRow>,
    /// The case it was opened from and the cases opened from it.
    pub relatives: Vec<Relative>,
}

/// An escalation under way.
#[derive(Clone, Debug)]
pub struct RunView {
    /// The run.
    pub run: Run,
    /// Everybody its chain told so far.
    pub told: Vec<PersonId>,
    /// Who hears next and when; `None` when no level is to come.
    pub next: Option<NextLevel>,
    /// When the chain begins again unless something happens; for one that was taken on.
    pub silent_at: Option<Instant>,
}

/// A transition with its verdict.
#[derive(Clone, Debug)]
pub struct OfferView {
    /// The transition.
    pub transition: Transition,
    /// `None` when it can be made now.
    pub refusal: Option<Refusal>,
}

/// One answered question.
#[derive(Clone, Debug)]
pub struct AnswerView {
    /// The field's name.
    pub field: String,
    /// The question, in both languages.
    pub label: Text,
    /// The answer in words, in both languages.
    pub display: Text,
}

/// A linked case.
#[derive(Clone, Debug)]
pub struct Relative {
    /// Which.
    pub reference: Reference,
    /// One line.
    pub title: String,
    /// How: `parent`, `child`, `merged_into`, `merged_from`, `serves`.
    pub relation: String,
    /// Its state's name for staff.
    pub state_title: Text,
}
