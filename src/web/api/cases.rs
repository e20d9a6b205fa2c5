//! `/api/v1/cases`: listing cases, making one, reading one, changing who has it or how much it matters.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::case::Priority;
use domain::ids::{PersonId, RequestTypeKey};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::usecases::error::Error;
use crate::usecases::idempotency::Attempt;
use crate::web::api::answer::{List, Written, page, versioned};
use crate::web::api::caller::{Caller, Sent, reference};
use crate::web::api::case_query::{CaseParameters, read};
use crate::web::api::case_rows::CaseRow;
use crate::web::api::partner_case::PartnerCase;
use crate::web::api::staff_case::StaffCase;
use crate::web::api::standing::Standing;
use crate::web::api::values;
use crate::web::fail::Fail;

/// One case, whole, for whoever asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum WholeCase<'a> {
    /// For the staff.
    #[schema(title = "For staff")]
    Staff(Box<StaffCase<'a>>),
    /// For a partner.
    #[schema(title = "For partners")]
    Partner(Box<PartnerCase<'a>>),
}

/// A request to be made and sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "request_type": "content_reco",
    "answers": {
        "title": "Vertical formats for the season's summaries",
        "handles": ["exemple.sport"], "language": "en", "impact": "1", "urgency": "1",
        "goal": "watch_time", "formats": ["short"]
    }
}))]
pub struct NewCase {
    /// Key of the type of request.
    request_type: String,
    /// Staff only, and then required: the publisher, by short name or identity.
    organisation: Option<String>,
    /// Staff only: the contact in whose name it is made, by identity or mail address.
    requester: Option<String>,
    /// Answers by field name, as `GET /api/v1/request_types/{key}` describes them.
    #[schema(value_type = Object)]
    answers: BTreeMap<String, Value>,
}

/// A change of a case: its priority with a reason, or its owner; one of the two at a time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "priority": "P2", "reason": "The event is tomorrow.", "version": 3 }))]
pub struct CaseChange {
    /// How much it matters from now on.
    #[schema(schema_with = values::priority)]
    priority: Option<Priority>,
    /// Why; required with a priority.
    #[schema(min_length = 3)]
    reason: Option<String>,
    /// Who has it from now on; null for nobody.
    #[serde(default, deserialize_with = "new_owner")]
    #[schema(value_type = Option<Uuid>)]
    owner: NewOwner,
    /// The version of the case you looked at; `If-Match` may say it instead.
    version: Option<i64>,
}

/// Who is to have a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum NewOwner {
    /// As before: nothing was said.
    #[default]
    Unsaid,
    /// Nobody.
    Nobody,
    /// This person.
    Person(PersonId),
}

/// Lists cases: for staff those of their teams, for partners those of their publisher.
#[utoipa::path(
    get, path = "/api/v1/cases", operation_id = "list_cases", tag = "cases",
    params(CaseParameters),
    responses((
        status = 200, description = "A page of cases", body = List<CaseRow>,
        headers(("Link" = String, description = "The address of the next page, `rel=\"next\"`")),
    )),
)]
pub async fn list(caller: Caller) -> Result<HttpResponse, Fail> {
    let query = read(caller.query(), &caller.viewer, &caller.app.rules)?;
    let found = caller.app.list_cases(&caller.viewer, &query).await?;
    let items = CaseRow::all(&found.rows, &caller.app.rules, caller.language);
    page(
        &caller,
        &List {
            items,
            next: found.next.clone(),
        },
    )
}

/// Makes a request and sends it.
#[utoipa::path(
    post, path = "/api/v1/cases", operation_id = "create_case", tag = "cases",
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the same answer for 24 hours")),
    request_body = NewCase,
    responses((
        status = 201, description = "The case stands, durable, with its clocks running", body = Standing,
        headers(
            ("Location" = String, description = "The address of the case"),
            ("ETag" = String, description = "The version of the case"),
        ),
    )),
)]
pub async fn create(sent: Sent<NewCase>) -> Result<HttpResponse, Fail> {
    let (caller, body) = (&sent.caller, &sent.body);
    let key = match sent.attempt().await? {
        Attempt::Fresh(key) => key,
        Attempt::Made(case) => {
            return Ok(Written::new(caller, StatusCode::CREATED, &case)
                .await?
                .created());
        }
        Attempt::Answered { status, body } => return Ok(Written::again(status, body)?.created()),
    };
    let form = RequestTypeKey::new(&body.request_type);
    caller
        .app
        .form(&form)
        .map_err(|_| Error::field("request_type", "unknown_value"))?;
    let (organisation, requester) = (body.organisation.as_deref(), body.requester.as_deref());
    let behalf = caller
        .app
        .speak_for(&caller.viewer, organisation, requester)
        .await?;
    let case = caller
        .app
        .submit_request(&caller.viewer, &form, behalf, &body.answers, key)
        .await?;
    Ok(Written::new(caller, StatusCode::CREATED, &case)
        .await?
        .created())
}

/// Reads one case.
///
/// A case that is not there and a case you may not see have the same answer.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}", operation_id = "get_case", tag = "cases",
    params(("ref" = String, Path, description = "Reference of the case", example = "REQ-1042")),
    responses((
        status = 200, description = "The case", body = WholeCase,
        headers(("ETag" = String, description = "The version of the case")),
    )),
)]
pub async fn get(caller: Caller, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let reference = reference(&case)?;
    if caller.viewer.is_partner() {
        let case = caller.app.my_request(&caller.viewer, reference).await?;
        let shown = WholeCase::Partner(Box::new(PartnerCase::of(&case, caller.language)));
        return versioned(&shown, case.version);
    }
    let view = caller.app.get_case(&caller.viewer, reference).await?;
    let shown = WholeCase::Staff(Box::new(StaffCase::of(&caller, &view)));
    versioned(&shown, view.case.version)
}

/// Changes the priority or the owner of a case, for staff.
#[utoipa::path(
    patch, path = "/api/v1/cases/{ref}", operation_id = "change_case", tag = "cases",
    params(
        ("ref" = String, Path, description = "Reference of the case", example = "REQ-1042"),
        ("If-Match" = Option<String>, Header, description = "The version you looked at, such as \"3\""),
    ),
    request_body = CaseChange,
    responses((
        status = 200, description = "Where the case stands since", body = Standing,
        headers(("ETag" = String, description = "The version of the case")),
    )),
)]
pub async fn change(sent: Sent<CaseChange>, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let (caller, body) = (&sent.caller, &sent.body);
    let reference = reference(&case)?;
    let version = caller.based_on(body.version)?;
    let (app, viewer) = (&caller.app, &caller.viewer);
    let owner = match body.owner {
        NewOwner::Unsaid => None,
        NewOwner::Nobody => Some(None),
        NewOwner::Person(person) => Some(Some(person)),
    };
    let case = match (body.priority, owner) {
        (Some(priority), None) => {
            let reason = body.reason.as_deref().unwrap_or_default();
            app.set_priority(viewer, reference, priority, reason, version)
                .await?
        }
        (None, Some(person)) => app.assign_case(viewer, reference, person, version).await?,
        (Some(_), Some(_)) => return Err(Error::field("owner", "one_at_a_time").into()),
        (None, None) => return Err(Error::field("priority", "nothing_to_change").into()),
    };
    Ok(Written::new(caller, StatusCode::OK, &case)
        .await?
        .response())
}

/// Said and null is nobody; not said is as before.
fn new_owner<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NewOwner, D::Error> {
    let said = Option::<PersonId>::deserialize(deserializer)?;
    Ok(said.map_or(NewOwner::Nobody, NewOwner::Person))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_owner_that_is_null_is_told_from_one_that_is_not_said() {
        let owner = |text: &str| serde_json::from_str::<CaseChange>(text).unwrap().owner;
        assert_eq!(owner(r#"{"version":1}"#), NewOwner::Unsaid);
        assert_eq!(owner(r#"{"owner":null}"#), NewOwner::Nobody);
        let person = Uuid::from_u128(7);
        let said = owner(&format!(r#"{{"owner":"{person}"}}"#));
        assert_eq!(said, NewOwner::Person(PersonId::from_uuid(person)));
    }

    #[test]
    fn unknown_fields_and_wrong_types_are_refused() {
        let new = |text: &str| serde_json::from_str::<NewCase>(text).is_err();
        assert!(new(r#"{"request_type":"x","answers":{},"state":"done"}"#));
        assert!(new(r#"{"request_type":7,"answers":{}}"#));
        assert!(new(r#"{"request_type":"x"}"#));
        assert!(serde_json::from_str::<CaseChange>(r#"{"priority":"P9"}"#).is_err());
    }
}
