//! What `GET /api/v1/cases` may be asked: view, filters, order and page. Unknown names are refused, so
//! that a misspelt filter never shows more than was wanted.

use domain::case::{Category, Kind, Priority};
use domain::ids::{PersonId, RequestTypeKey, TeamKey};
use domain::rules::Rules;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::usecases::list_cases::CaseOrder;
use crate::usecases::list_queue::{QueueQuery, Whose};
use crate::usecases::read::queue::QueueView;
use crate::usecases::viewer::Viewer;
use crate::web::api::values;

/// Most rows of a page.
pub const MAX_LIMIT: u32 = 200;

/// The parameters, as the OpenAPI document shows them; [`read`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "describes the parameters; what reads them is below"
)]
pub struct CaseParameters {
    /// Staff: which cases. `triage`: of my teams and without an owner, or mine. `mine`: mine. `waiting`:
    /// of my teams and waiting for the partner. `all` (the default): of my teams.
    #[param(schema_with = values::view, required = false)]
    view: Option<String>,
    /// `due` (the default): open cases by deadline, late first, held last. `-created`: every case, finished
    /// ones too, newest first. Partners always get `-created`.
    #[param(schema_with = values::sort, required = false)]
    sort: Option<String>,
    /// Kinds, separated by commas.
    #[param(schema_with = values::kinds, required = false, style = Form, explode = false)]
    kind: Option<String>,
    /// Categories of state, separated by commas.
    #[param(schema_with = values::categories, required = false, style = Form, explode = false)]
    category: Option<String>,
    /// Staff: priorities, separated by commas.
    #[param(schema_with = values::priorities, required = false, style = Form, explode = false)]
    priority: Option<String>,
    /// Keys of request types, separated by commas.
    #[param(required = false, style = Form, explode = false, example = "data_analysis")]
    request_type: Option<Vec<String>>,
    /// Staff: `me`, `nobody`, or a person's identity.
    #[param(required = false)]
    owner: Option<String>,
    /// Staff: key of a team.
    #[param(required = false, example = "FR")]
    team: Option<String>,
    /// Where the page begins: `next` of the page before.
    #[param(required = false)]
    after: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    #[param(required = false, minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Reads the query of an address.
///
/// # Errors
/// [`Error::Invalid`] naming the parameter that is unknown, wrong, or for the staff alone.
pub fn read(query: &str, viewer: &Viewer, rules: &Rules) -> Result<QueueQuery, Error> {
    let mut asked = QueueQuery {
        view: QueueView::All,
        ..QueueQuery::default()
    };
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let name = name.as_ref();
        let for_staff = matches!(name, "view" | "sort" | "priority" | "owner" | "team");
        if for_staff && viewer.is_partner() {
            return Err(Error::field(name, "staff_only"));
        }
        match name {
            "view" => asked.view = known(name, view(&value))?,
            "sort" => asked.order = known(name, sort(&value))?,
            "kind" => asked.kinds.extend(each(name, &value, Kind::parse)?),
            "category" => asked
                .categories
                .extend(each(name, &value, Category::parse)?),
            "priority" => asked
                .priorities
                .extend(each(name, &value, Priority::parse)?),
            "request_type" => {
                let form = |key: &str| {
                    rules
                        .forms
                        .find(&RequestTypeKey::from(key))
                        .map(|form| form.key.clone())
                };
                asked.request_types.extend(each(name, &value, form)?);
            }
            "owner" => asked.owner = known(name, owner(&value, viewer))?,
            "team" => {
                let team = rules
                    .team(&TeamKey::from(value.as_ref()))
                    .map(|team| team.key.clone());
                asked.team = Some(known(name, team)?);
            }
            "after" => asked.after = Some(value.into_owned()),
            "limit" => asked.limit = Some(limit(&value)?),
            _ => return Err(Error::field(name, "unknown_parameter")),
        }
    }
    Ok(asked)
}

/// Reads `limit`.
///
/// # Errors
/// [`Error::Invalid`] unless it is a number from 1 to 200.
pub fn limit(value: &str) -> Result<u32, Error> {
    let number = value
        .parse()
        .ok()
        .filter(|number| (1..=MAX_LIMIT).contains(number));
    number.ok_or_else(|| Error::field("limit", "not_a_limit"))
}

fn view(value: &str) -> Option<QueueView> {
    match value {
        "triage" => Some(QueueView::Triage),
        "mine" => Some(QueueView::Mine),
        "waiting" => Some(QueueView::Waiting),
        "all" => Some(QueueView::All),
        _ => None,
    }
}

fn sort(value: &str) -> Option<CaseOrder> {
    match value {
        "due" => Some(CaseOrder::Due),
        "-created" => Some(CaseOrder::Newest),
        _ => None,
    }
}

fn owner(value: &str, viewer: &Viewer) -> Option<Whose> {
    match value {
        "me" => Some(Whose::Of(viewer.person.id)),
        "nobody" => Some(Whose::Nobody),
        other => Uuid::parse_str(other)
            .ok()
            .map(|id| Whose::Of(PersonId::from_uuid(id))),
    }
}

fn each<T>(name: &str, value: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Error> {
    value
        .split(',')
        .map(|one| known(name, parse(one.trim())))
        .collect()
}

fn known<T>(name: &str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| Error::field(name, "unknown_value"))
}
