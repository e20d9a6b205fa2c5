//! The OpenAPI 3.1 document of the JSON interface, made from the handlers' own annotations, and its
//! address `/openapi.json`.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use serde_json::{Value, json};
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, ParameterStyle};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    Components, Content, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema,
};

use crate::web::api::{
    absences, attachments, cases, clocks, escalations, events, me, messages, policies,
    request_types, transitions, workflows,
};
use crate::web::problem::Problem;

/// What every operation shares is added by [`document`]: who may call, and how it says no.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Guichet",
        description = "One counter between publishers and the platform team that looks after them.\n\n\
            Every answer is JSON; moments are RFC 3339 in UTC, lengths of time are milliseconds (`_ms`), \
            references are such as `REQ-1042`. Lists are pages: follow the `Link` header, `rel=\"next\"`. \
            Texts for people are in the language of `Accept-Language` (`fr` or `en`). Refusals are \
            `application/problem+json` (RFC 9457) with a stable `code`, and nothing is stored then.",
        license(name = "AGPL-3.0-only", identifier = "AGPL-3.0-only"),
    ),
    servers((url = "/", description = "This installation")),
    paths(
        cases::list, cases::create, cases::get, cases::change,
        transitions::list, transitions::make,
        messages::list, messages::post,
        attachments::list, attachments::add, attachments::get,
        events::list, clocks::list, clocks::ledger, clocks::extend,
        escalations::acknowledge,
        absences::list, absences::plan, absences::end,
        request_types::list, request_types::get,
        workflows::list, workflows::get,
        policies::calendars, policies::list, policies::preview, policies::get_preview, policies::publish,
        me::get,
    ),
    components(schemas(Problem)),
    security(("bearer" = []), ("session" = [], "csrf" = [])),
    tags(
        (name = "cases", description = "Requests, verifications, escalations and onboardings"),
        (name = "escalations", description = "Late clocks that climb until somebody takes them on"),
        (name = "coverage", description = "Who is there: absences of the staff, and who is on call"),
        (name = "request_types", description = "What partners may ask for, and the questions of each form"),
        (name = "policies", description = "Calendars, targets and what changing them comes to"),
        (name = "workflows", description = "The machines that cases run on"),
        (name = "me", description = "Who is asking"),
    ),
)]
struct Annotated;

/// A way in which any operation may say no.
struct Refusal {
    status: u16,
    name: &'static str,
    about: &'static str,
    code: &'static str,
    when: When,
}

/// Which operations may say no in that way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Always,
    /// Something is named in the address.
    Named,
    /// It takes parameters or a body.
    Asked,
    /// It takes a body.
    Sent,
    /// It changes something.
    Changes,
    /// It wants the version of what it changes.
    Versioned,
}

const REFUSALS: [Refusal; 13] = [
    refusal(
        400,
        "Malformed",
        "The request cannot be read.",
        "malformed",
        When::Asked,
    ),
    refusal(
        401,
        "SignedOut",
        "There is no token or session, or it does not hold any more.",
        "signed_out",
        When::Always,
    ),
    refusal(
        403,
        "Forbidden",
        "The token has not the scope (`read` for GET, `write` for the rest), or the form token of the session is missing.",
        "forbidden",
        When::Always,
    ),
    refusal(
        404,
        "NotFound",
        "It is not there, or not for you; the two are told apart nowhere.",
        "not_found",
        When::Named,
    ),
    refusal(
        408,
        "TooSlow",
        "The body did not arrive in time.",
        "too_slow",
        When::Sent,
    ),
    refusal(
        409,
        "Conflict",
        "Somebody else changed the case (`current_version` says its version now), or a request with the same idempotency key is under way.",
        "version_conflict",
        When::Changes,
    ),
    refusal(
        413,
        "TooLarge",
        "The body or a file is too large.",
        "too_large",
        When::Sent,
    ),
    refusal(
        415,
        "UnsupportedMediaType",
        "The body or a file is of a type that is not accepted.",
        "unsupported_media_type",
        When::Sent,
    ),
    refusal(
        422,
        "Refused",
        "The rules say no, fields are wrong (`errors`), or the idempotency key was used with another body.",
        "invalid_input",
        When::Asked,
    ),
    refusal(
        428,
        "VersionRequired",
        "Give the version of the case you looked at, in `version` or as `If-Match`.",
        "version_required",
        When::Versioned,
    ),
    refusal(
        429,
        "TooManyRequests",
        "Asked too often; `Retry-After` says when to ask again.",
        "too_many_requests",
        When::Always,
    ),
    refusal(
        500,
        "Internal",
        "A defect of ours; nothing was saved.",
        "internal",
        When::Always,
    ),
    refusal(
        503,
        "Unavailable",
        "The database cannot be reached or is full; `Retry-After` says when to ask again.",
        "unavailable",
        When::Always,
    ),
];

static VALUE: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(document()).unwrap_or(Value::Null));

static TEXT: LazyLock<String> = LazyLock::new(|| VALUE.to_string());

/// The document, whole.
pub fn document() -> OpenApi {
    let mut document = Annotated::openapi();
    for item in document.paths.paths.values_mut() {
        let operations = [
            (&mut item.get, When::Always),
            (&mut item.post, When::Changes),
            (&mut item.patch, When::Changes),
            (&mut item.delete, When::Changes),
        ];
        for (operation, does) in operations {
            if let Some(operation) = operation {
                add_refusals(operation, does);
                join_lists(operation);
            }
        }
    }
    let components = document.components.get_or_insert_with(Components::new);
    for refusal in &REFUSALS {
        components
            .responses
            .insert(refusal.name.to_owned(), RefOr::T(response(refusal)));
    }
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer()));
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "__Host-guichet",
            "The session cookie; its name is `guichet` where the public address is plain http.",
        ))),
    );
    components.add_security_scheme(
        "csrf",
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(
            "X-CSRF-Token",
            "The form token of the session, on every request that changes something.",
        ))),
    );
    document
}

/// The document as JSON, made once.
pub fn value() -> &'static Value {
    &VALUE
}

/// Answers `/openapi.json`, for anybody.
pub async fn serve() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(TEXT.as_str())
}

const fn refusal(
    status: u16,
    name: &'static str,
    about: &'static str,
    code: &'static str,
    when: When,
) -> Refusal {
    Refusal {
        status,
        name,
        about,
        code,
        when,
    }
}

/// Lists in a query are separated by commas.
fn join_lists(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && let Some(RefOr::T(Schema::Array(_))) = &parameter.schema
        {
            parameter.style = Some(ParameterStyle::Form);
            parameter.explode = Some(false);
        }
    }
}

fn add_refusals(operation: &mut Operation, does: When) {
    let told = operation.parameters.as_deref().unwrap_or_default();
    let parameters: Vec<&Parameter> = told
        .iter()
        .filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        })
        .collect();
    let is_in = |place| {
        parameters
            .iter()
            .any(|parameter| parameter.parameter_in == place)
    };
    let sends = operation.request_body.is_some();
    let is_versioned = parameters
        .iter()
        .any(|parameter| parameter.name == "If-Match");
    let named = is_in(ParameterIn::Path);
    let asked = sends || is_in(ParameterIn::Query) || is_in(ParameterIn::Header);
    for refusal in &REFUSALS {
        let may = match refusal.when {
            When::Always => true,
            When::Named => named,
            When::Asked => asked,
            When::Sent => sends,
            When::Changes => does == When::Changes,
            When::Versioned => is_versioned,
        };
        if may {
            let shared = RefOr::Ref(Ref::from_response_name(refusal.name));
            operation
                .responses
                .responses
                .insert(refusal.status.to_string(), shared);
        }
    }
}

fn response(refusal: &Refusal) -> Response {
    let code = refusal.code;
    let mut example = json!({
        "type": format!("/docs/problems#{code}"),
        "title": "…",
        "status": refusal.status,
        "code": code,
        "detail": refusal.about,
        "errors": [],
    });
    let more = match code {
        "version_conflict" => Some(("current_version", json!(4))),
        "invalid_input" => {
            let wrong = json!({ "field": "question", "code": "too_short", "message": "Enter at least 20 characters" });
            Some(("errors", json!([wrong])))
        }
        _ => None,
    };
    if let (Some((name, value)), Some(fields)) = (more, example.as_object_mut()) {
        fields.insert(name.to_owned(), value);
    }
    let mut content = Content::new(Some(Ref::from_schema_name("Problem")));
    content.example = Some(example);
    ResponseBuilder::new()
        .description(refusal.about)
        .content("application/problem+json", content)
        .build()
}

fn bearer() -> Http {
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.bearer_format = Some("gct_…".to_owned());
    bearer.description = Some(
        "A token made by `guichet token create`; it is shown once. Scopes: `read`, `write`."
            .to_owned(),
    );
    bearer
}

#[cfg(test)]
mod tests;
