//! `/api/v1/request_types`: the types of request a partner may choose, and the questions each asks.

use actix_web::{HttpResponse, web};
use domain::forms::definition::{Field, RequestType, Step};
use domain::ids::RequestTypeKey;
use domain::text::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::api::answer::{List, json};
use crate::web::api::caller::Caller;
use crate::web::api::fields::{FieldLimits, limits};
use crate::web::fail::Fail;

/// Milliseconds of one business hour.
const HOUR_MS: i64 = 3_600_000;

/// A type of request.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestTypeRow<'a> {
    /// What to give as `request_type`.
    key: &'a str,
    /// Raised with every change of its questions.
    version: u32,
    /// Its name, in the language of the answer.
    title: &'a str,
    /// What we do with it, in one line.
    summary: &'a str,
    /// The workflow its cases follow.
    workflow: &'a str,
    /// Business time to our first reply, in milliseconds.
    first_response_ms: i64,
    /// Business time to the end, in milliseconds; null when another procedure decides.
    resolution_ms: Option<i64>,
}

/// A type of request with its questions.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestTypeForm<'a> {
    /// What the list says of it.
    #[serde(flatten)]
    row: RequestTypeRow<'a>,
    /// Its pages, in order.
    steps: Vec<FormStep<'a>>,
    /// Its questions, in order; a condition looks back only.
    fields: Vec<FormField<'a>>,
}

/// A page of questions.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormStep<'a> {
    /// Its key.
    key: &'a str,
    /// Its heading.
    title: &'a str,
    /// One or two sentences under the heading; null for none.
    lede: Option<&'a str>,
}

/// A question. Its answer goes into `answers` under its name.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormField<'a> {
    /// Its name in `answers`.
    name: &'a str,
    /// The page that asks it.
    step: &'a str,
    /// Whether it must be answered when it is asked.
    required: bool,
    /// When it is asked, such as `metrics contains revenue`; null for always. An answer to a question that
    /// is not asked is dropped.
    when: Option<String>,
    /// The question.
    label: &'a str,
    /// Help; null for none.
    hint: Option<&'a str>,
    /// The answer proposed on a new form; null for none.
    default: Option<&'a str>,
    /// What kind of answer it takes.
    #[serde(flatten)]
    limits: FieldLimits<'a>,
}

/// The types of request, in the order in which partners are offered them.
#[utoipa::path(
    get, path = "/api/v1/request_types", operation_id = "list_request_types", tag = "request_types",
    responses((status = 200, description = "The types of request", body = List<RequestTypeRow>)),
)]
pub async fn list(caller: Caller) -> Result<HttpResponse, Fail> {
    let forms = caller.app.rules.forms.all();
    json(&List::whole(
        forms
            .iter()
            .map(|form| row(form, caller.language))
            .collect(),
    ))
}

/// One type of request with its questions.
#[utoipa::path(
    get, path = "/api/v1/request_types/{key}", operation_id = "get_request_type", tag = "request_types",
    params(("key" = String, Path, description = "Key of the type", example = "data_analysis")),
    responses((status = 200, description = "The type with its questions", body = RequestTypeForm)),
)]
pub async fn get(caller: Caller, key: web::Path<String>) -> Result<HttpResponse, Fail> {
    let form = caller.app.form(&RequestTypeKey::new(key.as_str()))?;
    let language = caller.language;
    json(&RequestTypeForm {
        row: row(form, language),
        steps: form.steps.iter().map(|one| step(one, language)).collect(),
        fields: form.fields.iter().map(|one| field(one, language)).collect(),
    })
}

fn row(form: &RequestType, language: Language) -> RequestTypeRow<'_> {
    let business_ms = |hours: u32| i64::from(hours).saturating_mul(HOUR_MS);
    RequestTypeRow {
        key: form.key.as_str(),
        version: form.version,
        title: form.title.get(language),
        summary: form.summary.get(language),
        workflow: form.workflow.as_str(),
        first_response_ms: business_ms(form.promise.first_response_hours),
        resolution_ms: form.promise.resolution_hours.map(business_ms),
    }
}

fn step(step: &Step, language: Language) -> FormStep<'_> {
    FormStep {
        key: &step.key,
        title: step.title.get(language),
        lede: step.lede.as_ref().map(|lede| lede.get(language)),
    }
}

fn field(field: &Field, language: Language) -> FormField<'_> {
    FormField {
        name: &field.name,
        step: &field.step,
        required: field.required,
        when: field.when.as_ref().map(ToString::to_string),
        label: field.label.get(language),
        hint: field.hint.as_ref().map(|hint| hint.get(language)),
        default: field.default.as_deref(),
        limits: limits(&field.kind, language),
    }
}
