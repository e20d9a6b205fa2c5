//! `GET /api/v1/cases/{ref}/clocks` and `…/ledger`: the clocks of a case and what happened to them.

use actix_web::{HttpResponse, web};
use domain::clocks::clock::{CalendarRef, ClockChange, ClockEvent, ClockKind, PolicyRef, Stage};
use domain::ids::ClockId;
use domain::time::Span;
use serde::Serialize;
use utoipa::ToSchema;

use crate::usecases::read::badge::ClockView;
use crate::web::api::answer::{List, json};
use crate::web::api::caller::{Caller, reference};
use crate::web::api::values::{self, Moment};
use crate::web::fail::Fail;

/// One clock of a case, as of now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockState<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: ClockId,
    /// What it measures, such as `first_response`.
    metric: &'a str,
    /// Who is owed.
    #[schema(schema_with = values::clock_kind)]
    kind: ClockKind,
    /// Where it stands.
    #[schema(schema_with = values::stage)]
    stage: Stage,
    /// 1 for the first; one more for each time it was started again.
    cycle: u32,
    /// Business time allowed, in milliseconds.
    target_ms: i64,
    /// Business time spent, in milliseconds.
    spent_ms: i64,
    /// Business time left, in milliseconds; negative when late.
    left_ms: i64,
    /// Wall time to the due moment, in milliseconds; negative when late, null while paused.
    wall_left_ms: Option<i64>,
    /// When it is due; null while paused.
    due_at: Option<Moment>,
    /// When it was due when it was first started.
    original_due_at: Moment,
    /// When it stopped.
    stopped_at: Option<Moment>,
    /// The calendar in whose hours it counts.
    calendar: &'a str,
    /// Version of that calendar.
    calendar_version: u32,
    /// The policy that set the target.
    policy: &'a str,
}

/// One line of the ledger of a case's clocks. Lines are only ever added.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerLine<'a> {
    /// The clock.
    #[schema(value_type = Uuid)]
    clock: ClockId,
    /// What it measures.
    metric: &'a str,
    /// Which cycle of it.
    cycle: u32,
    /// When it happened.
    at: Moment,
    /// What happened.
    #[serde(flatten)]
    change: LedgerChange<'a>,
    /// Why: the transition, message or rule that caused it, such as `transition:ask`.
    reason: &'a str,
    /// Business time spent at that moment, in milliseconds.
    spent_ms: i64,
    /// When it was due from then on; null while paused.
    due_at: Option<Moment>,
}

/// What happened to a clock, with what goes with it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum LedgerChange<'a> {
    /// A target was attached and counting began.
    Apply(LedgerTarget<'a>),
    /// Counting stopped for now.
    Pause,
    /// Counting went on.
    Resume,
    /// Another target or calendar.
    Retarget(LedgerTarget<'a>),
    /// Stopped by what it waited for.
    Fulfil,
    /// The due moment passed.
    Breach {
        /// The due moment: the breach itself, never the moment it was noticed.
        scheduled_at: Moment,
    },
    /// A threshold was reached.
    Warn {
        /// Which, in percent of the target.
        percent: u8,
    },
    /// Left every rate.
    Cancel,
}

/// A target as it was attached to a clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerTarget<'a> {
    /// Business time allowed, in milliseconds.
    target_ms: i64,
    /// In whose hours.
    calendar: &'a str,
    /// Version of that calendar.
    calendar_version: u32,
    /// By which policy.
    policy: &'a str,
    /// Version of that policy.
    policy_version: u32,
}

/// The clocks of a case, for staff: the newest cycle of each metric, live ones first.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}/clocks", operation_id = "list_clocks", tag = "cases",
    params(("ref" = String, Path, description = "Reference of the case", example = "REQ-1042")),
    responses((status = 200, description = "The clocks as of now", body = List<ClockState>)),
)]
pub async fn list(caller: Caller, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let clocks = caller
        .app
        .list_clocks(&caller.viewer, reference(&case)?)
        .await?;
    json(&List::whole(clocks.iter().map(ClockState::from).collect()))
}

/// The ledger of a case's clocks, for staff: every start, pause, resumption, warning, breach and stop.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}/ledger", operation_id = "list_ledger", tag = "cases",
    params(("ref" = String, Path, description = "Reference of the case", example = "REQ-1042")),
    responses((status = 200, description = "The ledger, oldest first", body = List<LedgerLine>)),
)]
pub async fn ledger(caller: Caller, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let lines = caller
        .app
        .list_ledger(&caller.viewer, reference(&case)?)
        .await?;
    json(&List::whole(lines.iter().map(LedgerLine::from).collect()))
}

impl<'a> From<&'a ClockView> for ClockState<'a> {
    fn from(clock: &'a ClockView) -> Self {
        Self {
            id: clock.id,
            metric: clock.metric.as_str(),
            kind: clock.kind,
            stage: clock.stage,
            cycle: clock.cycle,
            target_ms: clock.target.as_millis(),
            spent_ms: clock.spent.as_millis(),
            left_ms: clock.left.as_millis(),
            wall_left_ms: clock.wall_left.map(Span::as_millis),
            due_at: clock.due_at.map(Moment::from),
            original_due_at: clock.original_due.into(),
            stopped_at: clock.stopped_at.map(Moment::from),
            calendar: &clock.calendar,
            calendar_version: clock.calendar_version,
            policy: &clock.policy,
        }
    }
}

impl<'a> From<&'a ClockEvent> for LedgerLine<'a> {
    fn from(line: &'a ClockEvent) -> Self {
        Self {
            clock: line.clock,
            metric: line.metric.as_str(),
            cycle: line.cycle,
            at: line.at.into(),
            change: change(&line.what),
            reason: &line.reason,
            spent_ms: line.spent.as_millis(),
            due_at: line.due_at.map(Moment::from),
        }
    }
}

fn change(change: &ClockChange) -> LedgerChange<'_> {
    match change {
        ClockChange::Apply {
            target: allowed,
            calendar,
            policy,
        } => LedgerChange::Apply(target(*allowed, calendar, policy)),
        ClockChange::Pause => LedgerChange::Pause,
        ClockChange::Resume => LedgerChange::Resume,
        ClockChange::Retarget {
            target: allowed,
            calendar,
            policy,
        } => LedgerChange::Retarget(target(*allowed, calendar, policy)),
        ClockChange::Fulfil => LedgerChange::Fulfil,
        ClockChange::Breach { scheduled } => LedgerChange::Breach {
            scheduled_at: (*scheduled).into(),
        },
        ClockChange::Warn { percent } => LedgerChange::Warn { percent: *percent },
        ClockChange::Cancel => LedgerChange::Cancel,
    }
}

fn target<'a>(allowed: Span, calendar: &'a CalendarRef, policy: &'a PolicyRef) -> LedgerTarget<'a> {
    LedgerTarget {
        target_ms: allowed.as_millis(),
        calendar: calendar.key.as_str(),
        calendar_version: calendar.version,
        policy: policy.key.as_str(),
        policy_version: policy.version,
    }
}
