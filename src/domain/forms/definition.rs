//! What a request type is: its pages, its questions and the rules that go with them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::case::Priority;
use crate::ids::{RequestTypeKey, TeamKey, WorkflowKey};
use crate::text::{Language, Text};

use super::condition::Condition;
use super::kind::FieldKind;

/// Answers by field name, already validated: text, whole number, yes/no, or a list of texts.
/// Dates are `2026-09-21`, instants RFC 3339 in UTC, files the ids of attachments.
pub type Answers = BTreeMap<String, Value>;

/// One type of request a partner may choose, with the pages that ask for it.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestType {
    /// Its name in addresses, the API and rules.
    pub key: RequestTypeKey,
    /// Raised with every change of its questions; from 1.
    pub version: u32,
    /// Its place on the page where the partner chooses; from 1.
    pub position: u32,
    /// The workflow a case of this type follows.
    pub workflow: WorkflowKey,
    /// Its name for people.
    pub title: Text,
    /// One line under the name on the choice page: what we do with it, and how soon.
    pub summary: Text,
    /// What the partner is told to expect, in business hours.
    pub promise: Promise,
    /// How the first priority is found.
    pub priority: StartingPriority,
    /// The team that receives it when no team rule applies.
    pub team: TeamKey,
    /// Question pages in order; never empty.
    pub steps: Vec<Step>,
    /// Questions in the order of the pages; a condition only looks back at an earlier page.
    pub fields: Vec<Field>,
    /// Answers that raise the priority.
    pub priority_rules: Vec<PriorityRule>,
    /// Answers that send it to another team; the first that applies wins.
    pub team_rules: Vec<TeamRule>,
}

/// The times shown to the partner before sending. The clocks that hold us to them are the policies' affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Business hours to our first reply.
    pub first_response_hours: u32,
    /// Business hours to the end; `None` when another procedure decides.
    pub resolution_hours: Option<u32>,
}

/// Where a priority starts before rules raise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartingPriority {
    /// Impact × urgency alone.
    Matrix,
    /// Impact × urgency, but never less urgent than this.
    AtLeast(Priority),
}

/// One page of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name in the address.
    pub key: String,
    /// The heading, as a question or a statement.
    pub title: Text,
    /// One or two sentences under the heading.
    pub lede: Option<Text>,
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in forms, answers and conditions.
    pub name: String,
    /// The page that asks it.
    pub step: String,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Whether it must be answered when shown.
    pub required: bool,
    /// Shown only when this holds; always when `None`.
    pub when: Option<Condition>,
    /// The question or the name of the answer.
    pub label: Text,
    /// Help between label and control.
    pub hint: Option<Text>,
    /// The sentence shown when a required answer is missing; every required field has one.
    pub missing: Option<Text>,
    /// Signs shown before the control, such as `@`.
    pub prefix: Option<String>,
    /// Signs shown after the control, such as a unit.
    pub suffix: Option<String>,
    /// The `autocomplete` token of HTML; `off` when `None`.
    pub autocomplete: Option<String>,
    /// The answer proposed on a new form, as a raw value.
    pub default: Option<String>,
}

/// Answers that raise the first priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorityRule {
    /// Which answers.
    pub when: Condition,
    /// At least this urgent then.
    pub priority: Priority,
}

/// Answers that send the request to another team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRule {
    /// Which answers.
    pub when: Condition,
    /// The team then.
    pub team: TeamKey,
}

/// What every request says about itself, whatever its type: the columns of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// One line in the partner's words; empty while a draft has none.
    pub title: String,
    /// Language of the thread.
    pub language: Language,
    /// Proposed impact, 1 to 3.
    pub impact: u8,
    /// Proposed urgency, 0 to 3.
    pub urgency: u8,
    /// Whether colleagues of the requester are kept out.
    pub confidential: bool,
    /// The first priority: matrix, floor and rules.
    pub priority: Priority,
    /// The team that receives it.
    pub team: TeamKey,
}

impl RequestType {
    /// The page of that key.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// The page after that one; `None` after the last.
    pub fn step_after(&self, key: &str) -> Option<&Step> {
        self.steps.iter().skip_while(|step| step.key != key).nth(1)
    }

    /// The page before that one; `None` before the first.
    pub fn step_before(&self, key: &str) -> Option<&Step> {
        self.steps
            .iter()
            .rev()
            .skip_while(|step| step.key != key)
            .nth(1)
    }

    /// The number of that page, from 1.
    pub fn step_number(&self, key: &str) -> Option<usize> {
        self.steps
            .iter()
            .position(|step| step.key == key)
            .map(|at| at + 1)
    }

    /// The question of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The questions a page shows, given the answers so far, in order.
    pub fn shown_fields<'a>(
        &'a self,
        step: &'a str,
        answers: &'a Answers,
    ) -> impl Iterator<Item = &'a Field> {
        self.fields
            .iter()
            .filter(move |field| field.step == step && field.is_shown(answers))
    }

    /// What the case takes from the answers. Unanswered parts of a draft get their mildest value.
    pub fn heading(&self, answers: &Answers) -> Heading {
        let text = |name: &str| answers.get(name).and_then(Value::as_str);
        let scale = |name: &str| text(name).and_then(|value| value.parse::<u8>().ok());
        let impact = scale("impact").unwrap_or(1).clamp(1, 3);
        let urgency = scale("urgency").unwrap_or(0).min(3);
        Heading {
            title: text("title").unwrap_or_default().to_owned(),
            language: text("language")
                .and_then(Language::parse)
                .unwrap_or_default(),
            impact,
            urgency,
            confidential: answers
                .get("confidential")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            priority: self.first_priority(impact, urgency, answers),
            team: self.target_team(answers).clone(),
        }
    }

    fn first_priority(&self, impact: u8, urgency: u8, answers: &Answers) -> Priority {
        let matrix = Priority::proposed(impact, urgency);
        let start = match self.priority {
            StartingPriority::Matrix => matrix,
            StartingPriority::AtLeast(floor) => matrix.min(floor),
        };
        self.priority_rules
            .iter()
            .filter(|rule| rule.when.holds(answers))
            .map(|rule| rule.priority)
            .fold(start, Priority::min)
    }

    fn target_team(&self, answers: &Answers) -> &TeamKey {
        self.team_rules
            .iter()
            .find(|rule| rule.when.holds(answers))
            .map_or(&self.team, |rule| &rule.team)
    }
}

impl Field {
    /// Whether the question is asked, given the answers so far.
    pub fn is_shown(&self, answers: &Answers) -> bool {
        self.when
            .as_ref()
            .is_none_or(|condition| condition.holds(answers))
    }
}
