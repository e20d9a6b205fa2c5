//! `/api/v1/workflows`: the machines that cases run on, for staff.

use actix_web::{HttpResponse, web};
use domain::case::{Category, Kind};
use domain::clocks::clock::{ClockKind, ClockSpec};
use domain::ids::WorkflowKey;
use domain::people::Role;
use domain::text::Language;
use domain::workflow::definition::{
    Ball, Definition, Fire, State, StateTimer, Target, Transition, Trigger,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::usecases::error::Error;
use crate::web::api::answer::{List, json};
use crate::web::api::caller::Caller;
use crate::web::api::transitions::{InputShape, inputs};
use crate::web::api::values;
use crate::web::fail::Fail;

/// A workflow.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowRow<'a> {
    /// Its key.
    key: &'a str,
    /// Its newest version; cases keep the version they were opened under.
    version: u32,
    /// The kind of case it runs.
    #[schema(schema_with = values::kind)]
    kind: Kind,
    /// Its name, in the language of the answer.
    title: &'a str,
}

/// A workflow with its states, transitions, timers and clocks.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowDetail<'a> {
    /// What the list says of it.
    #[serde(flatten)]
    row: WorkflowRow<'a>,
    /// The state where cases begin.
    initial: &'a str,
    /// Where a case can stand.
    states: Vec<WorkflowState<'a>>,
    /// What can be done.
    transitions: Vec<WorkflowTransition<'a>>,
    /// What happens by itself after a while.
    timers: Vec<WorkflowTimer<'a>>,
    /// Which clocks run.
    clocks: Vec<WorkflowClock<'a>>,
}

/// Where a case can stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowState<'a> {
    /// Its key.
    key: &'a str,
    /// Drives clocks and groups.
    #[schema(schema_with = values::category)]
    category: Category,
    /// Whose turn it is.
    #[schema(schema_with = values::ball)]
    ball: Ball,
    /// Its name for staff.
    title: &'a str,
    /// Its name for the partner.
    public_title: &'a str,
    /// Whether the case ends here.
    terminal: bool,
}

/// Something that can be done to a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowTransition<'a> {
    /// Its key.
    key: &'a str,
    /// Its number in the design's tables, such as `R6`.
    code: &'a str,
    /// Its name.
    title: &'a str,
    /// Keys of the states from which it is possible.
    from: Vec<&'a str>,
    /// Key of the state it leads to; `@previous` for the state the case came from.
    to: &'a str,
    /// What sets it off.
    #[schema(value_type = Vec<String>)]
    trigger: &'a [Trigger],
    /// Who may.
    #[schema(value_type = Vec<String>)]
    roles: &'a [Role],
    /// What must be given with it.
    inputs: Vec<InputShape<'a>>,
    /// Codes of the conditions that must hold.
    guards: Vec<&'static str>,
}

/// What happens by itself when a case has been in a state for a while.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowTimer<'a> {
    /// Its key.
    key: &'a str,
    /// The state that arms it.
    state: &'a str,
    /// When it first fires, in milliseconds of business time of `calendar`.
    after_ms: i64,
    /// In whose hours.
    calendar: &'a str,
    /// Interval of further firings, in milliseconds; null when it fires once.
    repeat_ms: Option<i64>,
    /// How often at most.
    max: u32,
    /// What it does: `transition`, `remind` or `alert`.
    fires: &'static str,
    /// The transition or the mail.
    what: &'a str,
}

/// A clock of a workflow.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkflowClock<'a> {
    /// What it measures.
    metric: &'a str,
    /// Who is owed.
    #[schema(schema_with = values::clock_kind)]
    kind: ClockKind,
}

/// The newest version of every workflow, for staff.
#[utoipa::path(
    get, path = "/api/v1/workflows", operation_id = "list_workflows", tag = "workflows",
    responses((status = 200, description = "The workflows", body = List<WorkflowRow>)),
)]
pub async fn list(caller: Caller) -> Result<HttpResponse, Fail> {
    for_staff(&caller)?;
    let all = caller.app.rules.workflows.all_newest();
    json(&List::whole(
        all.map(|definition| row(definition, caller.language))
            .collect(),
    ))
}

/// The newest version of one workflow with everything in it, for staff.
#[utoipa::path(
    get, path = "/api/v1/workflows/{key}", operation_id = "get_workflow", tag = "workflows",
    params(("key" = String, Path, description = "Key of the workflow", example = "request")),
    responses((status = 200, description = "The workflow", body = WorkflowDetail)),
)]
pub async fn get(caller: Caller, key: web::Path<String>) -> Result<HttpResponse, Fail> {
    for_staff(&caller)?;
    let key = WorkflowKey::new(key.as_str());
    let definition = caller
        .app
        .rules
        .workflows
        .newest(&key)
        .ok_or(Error::NotFound)?;
    let language = caller.language;
    json(&WorkflowDetail {
        row: row(&definition, language),
        initial: definition.initial.as_str(),
        states: definition
            .states
            .iter()
            .map(|one| state(one, language))
            .collect(),
        transitions: definition
            .transitions
            .iter()
            .map(|one| transition(one, language))
            .collect(),
        timers: definition.timers.iter().map(timer).collect(),
        clocks: definition.clocks.iter().map(clock).collect(),
    })
}

/// A workflow shows how the house works inside.
fn for_staff(caller: &Caller) -> Result<(), Error> {
    if caller.viewer.is_partner() {
        Err(Error::NotFound)
    } else {
        Ok(())
    }
}

fn row(definition: &Definition, language: Language) -> WorkflowRow<'_> {
    WorkflowRow {
        key: definition.key.as_str(),
        version: definition.version,
        kind: definition.kind,
        title: definition.title.get(language),
    }
}

fn state(state: &State, language: Language) -> WorkflowState<'_> {
    WorkflowState {
        key: state.key.as_str(),
        category: state.category,
        ball: state.ball,
        title: state.title.get(language),
        public_title: state.public_title.get(language),
        terminal: state.terminal,
    }
}

fn transition(transition: &Transition, language: Language) -> WorkflowTransition<'_> {
    WorkflowTransition {
        key: transition.key.as_str(),
        code: &transition.code,
        title: transition.title.get(language),
        from: transition
            .from
            .iter()
            .map(domain::ids::StateKey::as_str)
            .collect(),
        to: match &transition.to {
            Target::State(state) => state.as_str(),
            Target::Previous => "@previous",
        },
        trigger: &transition.trigger,
        roles: &transition.roles,
        inputs: inputs(transition, language),
        guards: transition
            .guards
            .iter()
            .map(domain::workflow::guard::Guard::code)
            .collect(),
    }
}

fn timer(timer: &StateTimer) -> WorkflowTimer<'_> {
    let (fires, what) = match &timer.fire {
        Fire::Transition(transition) => ("transition", transition.as_str()),
        Fire::Remind(template) => ("remind", template.as_str()),
        Fire::Alert(template) => ("alert", template.as_str()),
    };
    WorkflowTimer {
        key: &timer.key,
        state: timer.state.as_str(),
        after_ms: timer.after.span.as_millis(),
        calendar: timer.after.calendar.as_str(),
        repeat_ms: timer.repeat.map(domain::time::Span::as_millis),
        max: timer.max,
        fires,
        what,
    }
}

fn clock(spec: &ClockSpec) -> WorkflowClock<'_> {
    WorkflowClock {
        metric: spec.metric.as_str(),
        kind: spec.kind,
    }
}
