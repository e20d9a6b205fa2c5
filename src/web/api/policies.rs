//! `/api/v1/calendars` and `/api/v1/policies`: what decides deadlines, and what changing it comes to.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::clocks::hours::CalendarDefinition;
use domain::clocks::policy::{Answers, Occasion, Row};
use domain::clocks::preview::Tally;
use domain::ids::{PolicyJobId, RequestTypeKey, TeamKey};
use domain::text::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::usecases::list_sla::SHOWN;
use crate::usecases::read::policy::{
    Breakdown, CalendarView, Changed, PolicyView, Stands, WorkView,
};
use crate::web::api::answer::{List, json};
use crate::web::api::caller::{Caller, Sent};
use crate::web::api::values::Moment;
use crate::web::fail::Fail;
use crate::web::handlers::sla::reach;

/// A calendar in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarRow<'a> {
    /// Its key.
    key: &'a str,
    /// Its version; clocks that run keep the one they began in.
    version: u32,
    /// Its name, in the language of the answer.
    title: &'a str,
    /// IANA name of its zone.
    zone: &'a str,
    /// How long a business day is, in milliseconds; null when it does not count in days.
    business_day_ms: Option<i64>,
    /// Open slots of each day, Monday first, such as `09:00-12:30`.
    week: Vec<Vec<String>>,
    /// Days on which it is closed, by date, such as `2026-12-24..2026-12-31`.
    closures: Vec<String>,
    /// Who published this version; null when it came with the files.
    changed_by: Option<&'a str>,
    /// When it was published.
    changed_at: Option<Moment>,
}

/// A policy of targets in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyRow<'a> {
    /// Its key.
    key: &'a str,
    /// Its version; clocks that run keep the one they began under.
    version: u32,
    /// Its name, in the language of the answer.
    title: &'a str,
    /// What changes of a case and of the policy itself do to clocks.
    #[schema(value_type = Object)]
    answers: Answers,
    /// The rows, first match first.
    rows: Vec<PolicyTargets<'a>>,
    /// Who published this version; null when it came with the files.
    changed_by: Option<&'a str>,
    /// When it was published.
    changed_at: Option<Moment>,
}

/// One row of a policy.
#[derive(Debug, Serialize, ToSchema)]
pub struct PolicyTargets<'a> {
    /// Kinds of case; empty for all.
    kinds: Vec<&'static str>,
    /// Request types; empty for all.
    request_types: Vec<&'a str>,
    /// Priorities; empty for all.
    priorities: Vec<&'static str>,
    /// Teams that hold the case; empty for all.
    teams: Vec<&'a str>,
    /// Tiers of the publisher; empty for all.
    tiers: &'a [String],
    /// `event` inside an event window, `ordinary` outside, null for both.
    occasion: Option<&'static str>,
    /// In whose hours.
    calendar: &'a str,
    /// Business time allowed in milliseconds, by metric.
    targets_ms: BTreeMap<&'a str, i64>,
}

/// A draft to be counted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "source": "[[calendar]]\nkey = \"fr-bureau\"\n…" }))]
pub struct DraftText {
    /// One `[[calendar]]`, `[[policy]]` or `[[event]]` table in TOML; the version number is given.
    source: String,
}

/// How a draft is to be published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "apply": "open_cases", "reason": "Bridge day" }))]
pub struct Publishing {
    /// `new_cases`, `open_cases` or `restate`.
    apply: String,
    /// Why; 3 to 500 characters.
    reason: String,
}

/// A count, or the application of a version: how far it is and what it comes to.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkRow<'a> {
    /// Its identity.
    id: Uuid,
    /// `preview`, `open_cases` or `restate`.
    work: &'static str,
    /// `calendar`, `policy` or `event`.
    kind: &'static str,
    /// The key of what is changed.
    key: &'a str,
    /// The version it becomes.
    version: u32,
    /// `running`, `done` or `failed`.
    status: &'static str,
    /// How many cases there are to look at.
    total: u64,
    /// How many were looked at.
    seen: u64,
    /// What it comes to when applied to open cases.
    open_cases: WorkFigures<'a>,
    /// What it comes to when the last 90 days are reckoned anew.
    restate: WorkFigures<'a>,
}

/// What a change comes to.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkFigures<'a> {
    /// In all.
    #[schema(value_type = Object)]
    total: Tally,
    /// By team.
    #[schema(value_type = Object)]
    by_team: BTreeMap<&'a str, Tally>,
    /// By partner, those with the most changes; at most 20.
    by_partner: Vec<PartnerFigures<'a>>,
}

/// What a change comes to for one partner.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerFigures<'a> {
    /// Their name.
    partner: &'a str,
    /// The figures.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    tally: Tally,
}

/// The calendars in force, for staff.
#[utoipa::path(
    get, path = "/api/v1/calendars", operation_id = "list_calendars", tag = "policies",
    responses((status = 200, description = "The calendars", body = List<CalendarRow>)),
)]
pub async fn calendars(caller: Caller) -> Result<HttpResponse, Fail> {
    let rules = caller.app.sla_rules(&caller.viewer).await?;
    let rows = rules.calendars.iter();
    json(&List::whole(
        rows.map(|one| calendar(one, caller.language)).collect(),
    ))
}

/// The policies of targets in force, in order, for staff.
#[utoipa::path(
    get, path = "/api/v1/policies", operation_id = "list_policies", tag = "policies",
    responses((status = 200, description = "The policies", body = List<PolicyRow>)),
)]
pub async fn list(caller: Caller) -> Result<HttpResponse, Fail> {
    let rules = caller.app.sla_rules(&caller.viewer).await?;
    let rows = rules.policies.iter();
    json(&List::whole(
        rows.map(|one| policy(one, caller.language)).collect(),
    ))
}

/// Begins to count what a draft would change, for administrators; nothing is published.
#[utoipa::path(
    post, path = "/api/v1/policies/preview", operation_id = "preview_policy", tag = "policies",
    request_body = DraftText,
    responses((status = 202, description = "The count has begun; ask for it again until it is done", body = WorkRow)),
)]
pub async fn preview(sent: Sent<DraftText>) -> Result<HttpResponse, Fail> {
    let Sent { caller, body, .. } = sent;
    let (app, viewer) = (&caller.app, &caller.viewer);
    let id = app.preview_draft(viewer, None, &body.source).await?;
    answer(&caller, StatusCode::ACCEPTED, id).await
}

/// A count or an application, for administrators.
#[utoipa::path(
    get, path = "/api/v1/policies/preview/{id}", operation_id = "get_policy_work", tag = "policies",
    params(("id" = Uuid, Path, description = "Its identity")),
    responses((status = 200, description = "How far it is and what it comes to", body = WorkRow)),
)]
pub async fn get_preview(caller: Caller, id: web::Path<Uuid>) -> Result<HttpResponse, Fail> {
    let id = PolicyJobId::from_uuid(id.into_inner());
    answer(&caller, StatusCode::OK, id).await
}

/// Publishes the draft of a count as a new version and begins to apply it, for administrators.
#[utoipa::path(
    post, path = "/api/v1/policies/preview/{id}/publish", operation_id = "publish_policy", tag = "policies",
    params(("id" = Uuid, Path, description = "Identity of the count")),
    request_body = Publishing,
    responses((status = 202, description = "The application, or the count itself when new cases alone are meant", body = WorkRow)),
)]
pub async fn publish(sent: Sent<Publishing>, id: web::Path<Uuid>) -> Result<HttpResponse, Fail> {
    let Sent { caller, body, .. } = sent;
    let id = PolicyJobId::from_uuid(id.into_inner());
    let reach = reach(&body.apply)?;
    let (app, viewer) = (&caller.app, &caller.viewer);
    let work = app.publish_preview(viewer, id, reach, &body.reason).await?;
    answer(&caller, StatusCode::ACCEPTED, work.unwrap_or(id)).await
}

async fn answer(
    caller: &Caller,
    status: StatusCode,
    id: PolicyJobId,
) -> Result<HttpResponse, Fail> {
    let work = caller.app.policy_work(&caller.viewer, id).await?;
    let body =
        serde_json::to_string(&row(&work)).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(HttpResponse::build(status)
        .content_type("application/json")
        .body(body))
}

fn calendar(view: &CalendarView, language: Language) -> CalendarRow<'_> {
    let definition = &view.definition;
    let (changed_by, changed_at) = changed(&view.changed);
    CalendarRow {
        key: definition.key.as_str(),
        version: definition.version,
        title: definition.title.get(language),
        zone: definition.zone.iana_name().unwrap_or_default(),
        business_day_ms: definition.business_day.map(domain::time::Span::as_millis),
        week: week(definition),
        closures: definition
            .closures
            .iter()
            .map(|one| format!("{}..{}", one.from, one.to))
            .collect(),
        changed_by,
        changed_at,
    }
}

fn week(definition: &CalendarDefinition) -> Vec<Vec<String>> {
    let minute = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
    let slots = definition.week.iter().map(|slots| {
        let slots = slots.iter();
        slots
            .map(|slot| format!("{}-{}", minute(slot.from), minute(slot.to)))
            .collect()
    });
    slots.collect()
}

fn policy(view: &PolicyView, language: Language) -> PolicyRow<'_> {
    let policy = &view.policy;
    let (changed_by, changed_at) = changed(&view.changed);
    PolicyRow {
        key: policy.pin.key.as_str(),
        version: policy.pin.version,
        title: policy.title.get(language),
        answers: policy.answers,
        rows: policy.rows.iter().map(targets).collect(),
        changed_by,
        changed_at,
    }
}

fn targets(row: &Row) -> PolicyTargets<'_> {
    let when = &row.when;
    PolicyTargets {
        kinds: when.kinds.iter().map(|one| one.as_str()).collect(),
        request_types: when
            .request_types
            .iter()
            .map(RequestTypeKey::as_str)
            .collect(),
        priorities: when.priorities.iter().map(|one| one.as_str()).collect(),
        teams: when.teams.iter().map(TeamKey::as_str).collect(),
        tiers: &when.tiers,
        occasion: when.occasion.map(|occasion| match occasion {
            Occasion::Event => "event",
            Occasion::Ordinary => "ordinary",
        }),
        calendar: row.calendar.key.as_str(),
        targets_ms: row
            .targets
            .iter()
            .map(|(metric, span)| (metric.as_str(), span.as_millis()))
            .collect(),
    }
}

fn changed(changed: &Changed) -> (Option<&str>, Option<Moment>) {
    (changed.by.as_deref(), changed.at.map(Moment::from))
}

fn row(work: &WorkView) -> WorkRow<'_> {
    WorkRow {
        id: work.id.uuid(),
        work: work.reach.map_or("preview", |reach| reach.as_str()),
        kind: work.kind.as_str(),
        key: &work.key,
        version: work.version,
        status: match work.stands {
            Stands::Running => "running",
            Stands::Done => "done",
            Stands::Failed(_) => "failed",
        },
        total: work.total,
        seen: work.seen,
        open_cases: figures(work, &work.figures.open_cases),
        restate: figures(work, &work.figures.restate),
    }
}

fn figures<'a>(work: &'a WorkView, of: &'a Breakdown) -> WorkFigures<'a> {
    let partners = of.top(SHOWN).into_iter().map(|(id, tally)| PartnerFigures {
        partner: work.partners.get(&id).map_or("", String::as_str),
        tally,
    });
    WorkFigures {
        total: of.total,
        by_team: of
            .by_team
            .iter()
            .map(|(team, tally)| (team.as_str(), *tally))
            .collect(),
        by_partner: partners.collect(),
    }
}
