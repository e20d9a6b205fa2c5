//! `/api/v1/absences`: who of the staff is away, and saying so.

use actix_web::{HttpResponse, web};
use domain::ids::{AbsenceId, PersonId};
use domain::time::{Instant, Span};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::usecases::idempotency::Attempt;
use crate::usecases::list_absences::AbsenceLine;
use crate::usecases::plan_absence::PlanAbsence;
use crate::web::api::answer::{List, made, made_again, page};
use crate::web::api::caller::{Caller, Sent};
use crate::web::api::case_query::limit;
use crate::web::api::values::Moment;
use crate::web::fail::Fail;

/// Rows of a page when nothing is said.
const LIMIT: u32 = 50;
/// How far ahead absences are listed.
const AHEAD: Span = Span::days(800);

/// A stretch of time in which somebody of the staff is away. Nobody is asked why.
#[derive(Debug, Serialize, ToSchema)]
pub struct AbsenceEntry<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: AbsenceId,
    /// Who is away.
    #[schema(value_type = Uuid)]
    person: PersonId,
    /// Their name.
    name: &'a str,
    /// The first moment of it.
    from: Moment,
    /// The first moment after it.
    until: Moment,
    /// Who entered it.
    #[schema(value_type = Uuid)]
    recorded_by: PersonId,
    /// When.
    recorded_at: Moment,
    /// Whether you may end it.
    may_end: bool,
}

/// An absence to be entered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "from": "2026-12-24T08:00:00Z", "until": "2027-01-04T08:00:00Z" }))]
pub struct NewAbsence {
    /// Who is away; you, when absent. Leads enter those of their teams, administrators anybody's.
    person: Option<Uuid>,
    /// The first moment of it, RFC 3339; not more than 31 days ago.
    #[schema(format = DateTime)]
    from: String,
    /// The first moment after it, RFC 3339; to come, and at most 400 days later.
    #[schema(format = DateTime)]
    until: String,
}

/// The parameters, as the OpenAPI document shows them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the parameters; what reads them is below"
)]
pub struct AbsenceParameters {
    /// Of this person alone.
    #[param(required = false)]
    person: Option<Uuid>,
    /// Where the page begins: `next` of the page before.
    #[param(required = false)]
    after: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    #[param(required = false, minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Absences that are not over, for staff, by when they begin.
#[utoipa::path(
    get, path = "/api/v1/absences", operation_id = "list_absences", tag = "coverage",
    params(AbsenceParameters),
    responses((
        status = 200, description = "A page of absences", body = List<AbsenceEntry>,
        headers(("Link" = String, description = "The address of the next page, `rel=\"next\"`")),
    )),
)]
pub async fn list(caller: Caller) -> Result<HttpResponse, Fail> {
    let (person, after, rows) = read(caller.query())?;
    let until = caller.app.now().plus(AHEAD);
    let found = caller
        .app
        .list_absences(&caller.viewer, person, until, after.as_deref(), rows)
        .await?;
    let items = found.absences.iter().map(entry).collect();
    page(
        &caller,
        &List {
            items,
            next: found.next,
        },
    )
}

/// Enters an absence. From its first moment on no work is given to the person, and escalations pass them by.
#[utoipa::path(
    post, path = "/api/v1/absences", operation_id = "plan_absence", tag = "coverage",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the same answer for 24 hours")),
    request_body = NewAbsence,
    responses((
        status = 201, description = "The absence", body = AbsenceEntry,
        headers(("Location" = String, description = "Its address")),
    )),
)]
pub async fn plan(sent: Sent<NewAbsence>) -> Result<HttpResponse, Fail> {
    let caller = &sent.caller;
    let key = match sent.attempt().await? {
        Attempt::Fresh(key) => key,
        // Keys of cases and of absences are told apart by the path, which is a part of what was hashed.
        Attempt::Made(_) => return Err(Error::KeyReused.into()),
        Attempt::Answered { status, body } => return made_again(status, body),
    };
    let planned = caller
        .app
        .plan_absence(
            &caller.viewer,
            PlanAbsence {
                person: sent.body.person.map(PersonId::from_uuid),
                from: moment("from", &sent.body.from)?,
                until: moment("until", &sent.body.until)?,
                key,
            },
        )
        .await?;
    let name = caller.app.name_of(planned.person).await?;
    let line = AbsenceLine {
        name: name.unwrap_or_default(),
        recorded_by: caller.viewer.person.name.clone(),
        may_end: true,
        absence: planned,
    };
    let address = format!("/api/v1/absences/{}", line.absence.id);
    made(caller, &entry(&line), &address).await
}

/// Ends an absence now, or calls one off that has not begun. Ending one that is over changes nothing.
#[utoipa::path(
    delete, path = "/api/v1/absences/{id}", operation_id = "end_absence", tag = "coverage",
    params(("id" = String, Path, description = "Identity of the absence")),
    responses((status = 204, description = "The person is there again")),
)]
pub async fn end(caller: Caller, id: web::Path<String>) -> Result<HttpResponse, Fail> {
    let id = Uuid::parse_str(&id).map_err(|_| Error::NotFound)?;
    caller
        .app
        .end_absence(&caller.viewer, AbsenceId::from_uuid(id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads a moment that a field of a body names.
///
/// # Errors
/// [`Error::Invalid`] naming the field unless it is RFC 3339.
pub fn moment(field: &str, text: &str) -> Result<Instant, Error> {
    Instant::parse_rfc3339(text.trim()).map_err(|_| Error::field(field, "not_a_moment"))
}

fn read(query: &str) -> Result<(Option<PersonId>, Option<String>, u32), Error> {
    let (mut person, mut after, mut rows) = (None, None, LIMIT);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "person" => {
                let id = Uuid::parse_str(&value);
                let id = id.map_err(|_| Error::field("person", "unknown_value"))?;
                person = Some(PersonId::from_uuid(id));
            }
            "after" => after = Some(value.into_owned()),
            "limit" => rows = limit(&value)?,
            other => return Err(Error::field(other, "unknown_parameter")),
        }
    }
    Ok((person, after, rows))
}

fn entry(line: &AbsenceLine) -> AbsenceEntry<'_> {
    AbsenceEntry {
        id: line.absence.id,
        person: line.absence.person,
        name: &line.name,
        from: line.absence.from.into(),
        until: line.absence.until.into(),
        recorded_by: line.absence.recorded_by,
        recorded_at: line.absence.recorded_at.into(),
        may_end: line.may_end,
    }
}
