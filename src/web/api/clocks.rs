//! `GET /api/v1/cases/{ref}/clocks` and `…/ledger`: the clocks of a case and what happened to them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::clocks::clock::{CalendarRef, ClockChange, ClockEvent, ClockKind, PolicyRef, Stage};
use domain::engine::extend::NewDue;
use domain::ids::ClockId;
use domain::time::{Instant, Span};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::usecases::extend_clock::ExtendClock;
use crate::usecases::idempotency::Attempt;
use crate::usecases::read::badge::ClockView;
use crate::web::api::answer::{List, Written, json};
use crate::web::api::caller::{Caller, Sent, reference};
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
    /// When a person set it to be due; null when nobody did. It holds whatever else changes.
    manual_due_at: Option<Moment>,
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
    /// Counted anew as if it had begun under another target or calendar.
    Restate(LedgerTarget<'a>),
    /// A person set the due moment by hand.
    Override {
        /// The due moment from now on.
        due: Moment,
        /// Why, in their words.
        note: &'a str,
    },
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

/// A due date set by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "due_at": "2026-09-25T15:00:00Z",
    "reason": "Agreed with the partner by telephone",
    "version": 3
}))]
pub struct Extension {
    /// When it is due from now on: ahead, and within 400 days.
    due_at: String,
    /// Why; 3 to 500 characters.
    reason: String,
    /// The version of the case you looked at; `If-Match` may say it instead.
    version: Option<i64>,
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

/// Sets the due date of a live clock by hand, for leads and for the manager who has the case.
///
/// The date and its reason are kept in the history; later changes of the case do not move it.
#[utoipa::path(
    post, path = "/api/v1/cases/{ref}/clocks/{id}/extend", operation_id = "extend_clock", tag = "cases",
    params(
        ("ref" = String, Path, description = "Reference of the case", example = "REQ-1042"),
        ("id" = String, Path, description = "Identity of the clock"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the same answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "The version you looked at, such as \"3\""),
    ),
    request_body = Extension,
    responses((
        status = 200, description = "Where the case stands since", body = crate::web::api::standing::Standing,
        headers(("ETag" = String, description = "The version of the case")),
    )),
)]
pub async fn extend(
    sent: Sent<Extension>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Fail> {
    let (caller, body) = (&sent.caller, &sent.body);
    let (case, clock) = path.into_inner();
    let reference = reference(&case)?;
    let clock = clock_id(&clock)?;
    let version = caller.based_on(body.version)?;
    let due_at =
        Instant::parse_rfc3339(&body.due_at).map_err(|_| Error::field("due_at", "not_a_moment"))?;
    let key = match sent.attempt().await? {
        Attempt::Fresh(key) => key,
        Attempt::Made(case) => {
            let written = Written::new(caller, StatusCode::OK, &case).await?;
            return Ok(written.response());
        }
        Attempt::Answered { status, body } => return Ok(Written::again(status, body)?.response()),
    };
    let wanted = ExtendClock {
        reference,
        due: NewDue {
            clock,
            due_at,
            reason: body.reason.clone(),
        },
        version,
        key,
    };
    let case = caller.app.extend_clock(&caller.viewer, wanted).await?;
    Ok(Written::new(caller, StatusCode::OK, &case)
        .await?
        .response())
}

/// The clock that an address names. What is no identity is not there either.
///
/// # Errors
/// [`Error::NotFound`].
pub fn clock_id(text: &str) -> Result<ClockId, Error> {
    let id = Uuid::parse_str(text).map_err(|_| Error::NotFound)?;
    Ok(ClockId::from_uuid(id))
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
            manual_due_at: clock.manual_due.map(Moment::from),
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
            since: _,
            pauses: _,
        } => LedgerChange::Apply(target(*allowed, calendar, policy)),
        ClockChange::Pause => LedgerChange::Pause,
        ClockChange::Resume => LedgerChange::Resume,
        ClockChange::Retarget {
            target: allowed,
            calendar,
            policy,
            how: _,
        } => LedgerChange::Retarget(target(*allowed, calendar, policy)),
        ClockChange::Restate {
            target: allowed,
            calendar,
            policy,
            since: _,
        } => LedgerChange::Restate(target(*allowed, calendar, policy)),
        ClockChange::Override { due, note, by: _ } => LedgerChange::Override {
            due: (*due).into(),
            note,
        },
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
