//! `GET /api/v1/cases/{ref}/events`: the history of a case, page by page.

use actix_web::{HttpResponse, web};
use domain::event::{Event, EventBody};
use domain::ids::EventId;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::usecases::error::Error;
use crate::web::api::answer::{List, page};
use crate::web::api::caller::{Caller, reference};
use crate::web::api::case_query::limit;
use crate::web::api::messages::Author;
use crate::web::api::values::Moment;
use crate::web::fail::Fail;

/// Rows of a page when nothing is said.
const LIMIT: u32 = 50;

/// One entry of a case's history. Entries are only ever added; the case is their fold.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: EventId,
    /// Place in the history, from 1, without gaps.
    seq: i64,
    /// When.
    at: Moment,
    /// Who.
    actor: Author<'a>,
    /// What: `opened`, `moved`, `message_added`, `owner_changed` and so on.
    #[serde(rename = "type")]
    key: &'static str,
    /// The facts of that type.
    #[schema(value_type = Object)]
    facts: &'a EventBody,
}

/// The parameters, as the OpenAPI document shows them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the parameters; what reads them is below"
)]
pub struct EventParameters {
    /// The place after which the page begins: `next` of the page before.
    #[param(required = false)]
    after: Option<i64>,
    /// Entries of a page, 1 to 200; 50 when absent.
    #[param(required = false, minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// The history of a case, for staff, oldest first.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}/events", operation_id = "list_events", tag = "cases",
    params(("ref" = String, Path, description = "Reference of the case", example = "REQ-1042"), EventParameters),
    responses((
        status = 200, description = "A page of the history", body = List<HistoryEntry>,
        headers(("Link" = String, description = "The address of the next page, `rel=\"next\"`")),
    )),
)]
pub async fn list(caller: Caller, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let (after, limit) = read(caller.query())?;
    let history = caller
        .app
        .list_events(&caller.viewer, reference(&case)?, after, limit)
        .await?;
    let items = history
        .events
        .iter()
        .map(|event| entry(event, &history.names))
        .collect();
    page(
        &caller,
        &List {
            items,
            next: history.next.map(|seq| seq.to_string()),
        },
    )
}

fn read(query: &str) -> Result<(i64, u32), Error> {
    let (mut after, mut rows) = (0, LIMIT);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "after" => {
                after = value
                    .parse()
                    .map_err(|_| Error::field("after", "unknown_page"))?;
            }
            "limit" => rows = limit(&value)?,
            other => return Err(Error::field(other, "unknown_parameter")),
        }
    }
    Ok((after, rows))
}

fn entry<'a>(
    event: &'a Event,
    names: &'a std::collections::BTreeMap<domain::ids::PersonId, String>,
) -> HistoryEntry<'a> {
    HistoryEntry {
        id: event.id,
        seq: event.seq,
        at: event.at.into(),
        actor: Author::of(&event.actor, names),
        key: event.body.key(),
        facts: &event.body,
    }
}
