//! The one mapping from a refusal to an HTTP answer: problem+json (RFC 9457) under `/api`, a page elsewhere.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_LANGUAGE, ALLOW, LOCATION, REFERER, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, HttpResponseBuilder};
use domain::case::Reference;
use domain::forms::catalogue::Catalogue;
use domain::forms::definition::RequestType;
use domain::forms::error::{Argument, FieldError};
use domain::refusal::{InputError, Refusal};
use domain::text::Language;
use serde::Serialize;
use uuid::Uuid;

use crate::i18n::{Value, Words};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::sign_in::local_path;
use crate::web::body::Typed;
use crate::web::fail::{Fail, Trouble};
use crate::web::identity::{
    AskedByPartner, is_api, is_same_site, is_unsafe, language_of, language_of_refusal, theme_of,
};
use crate::web::openapi;
use crate::web::pages::errors::{ErrorFacts, error_page};
use crate::web::pages::moves::error_sentence as input_sentence;
use crate::web::pages::shell::{ChromeFacts, query_encoded};

/// An error answer of the API.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Address of the description of the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words, in the language asked for.
    title: String,
    /// HTTP status.
    status: u16,
    /// Under which name the log has it, for a defect of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// Stable code of docs/problems.md.
    code: String,
    /// What is wrong here, in the language asked for.
    detail: String,
    /// Fields that are wrong; empty when the request as a whole is.
    errors: Vec<ProblemField>,
    /// The stored version, on a version conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<i64>,
}

/// One wrong field.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemField {
    /// The field, dotted.
    field: String,
    /// Stable code.
    code: String,
    /// What is wrong, in the language asked for.
    message: String,
}

/// Around every handler: refuses unsafe requests from other sites and gives every refusal its face.
///
/// # Errors
/// None of its own.
pub async fn give_face<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if is_unsafe(request.method()) && !is_same_site(request.request()) {
        let answer = answer(request.request(), &Trouble::Csrf);
        return Ok(request.into_response(answer));
    }
    // An error of the middlewares inside has no request any more; actix shows its bare status.
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let shown_already = response
        .headers()
        .contains_key(actix_web::http::header::CONTENT_TYPE);
    if let Some(error) = response.response().error() {
        let answer = shown(response.request(), error);
        let (asked, _) = response.into_parts();
        return Ok(ServiceResponse::new(asked, answer));
    }
    if (status.is_client_error() || status.is_server_error()) && !shown_already {
        let answer = answer(response.request(), &by_status(response.request(), status));
        let (asked, _) = response.into_parts();
        return Ok(ServiceResponse::new(asked, answer));
    }
    Ok(response)
}

fn shown(request: &HttpRequest, error: &actix_web::Error) -> HttpResponse {
    if let Some(fail) = error.as_error::<Fail>() {
        return answer(request, &fail.0);
    }
    let status = error.as_response_error().status_code();
    answer(request, &by_status(request, status))
}

/// The answer to a refusal, in the face and language of the request.
pub fn answer(request: &HttpRequest, trouble: &Trouble) -> HttpResponse {
    let incident = incident(request, trouble);
    if is_api(request) {
        return json(request, trouble, incident);
    }
    if matches!(trouble, Trouble::SignedOut) && *request.method() == actix_web::http::Method::GET {
        let next = query_encoded(&request.uri().to_string());
        return HttpResponse::SeeOther()
            .insert_header((LOCATION, format!("/sign-in?next={next}")))
            .finish();
    }
    page(request, trouble, incident)
}

/// A defect of ours is logged under a name that its answer tells too.
fn incident(request: &HttpRequest, trouble: &Trouble) -> Option<Uuid> {
    let Trouble::Use(Error::Internal(why)) = trouble else {
        return None;
    };
    let name = request
        .app_data::<Data<App>>()
        .map(|app| app.ids.next(app.now()));
    // The route, not the path: a mailed link's token is in its path.
    let route = request.match_pattern().unwrap_or_default();
    let id = name.unwrap_or_default();
    tracing::error!(error = %why, http.route = route, request = %id, "request failed");
    name
}

/// Programs say by a header which language they want; without one it is the person's.
fn api_language(request: &HttpRequest) -> Language {
    if request.headers().contains_key(ACCEPT_LANGUAGE) {
        language_of(request)
    } else {
        language_of_refusal(request)
    }
}

fn form_field(words: Words, form: Option<&RequestType>, error: &FieldError) -> ProblemField {
    let message = form.map_or_else(
        || error.code.as_str().to_owned(),
        |form| form_sentence(words, form, error),
    );
    ProblemField {
        field: error.field.clone(),
        code: error.code.as_str().to_owned(),
        message,
    }
}

/// What is wrong with one answer of a form, in a sentence.
pub fn form_sentence(words: Words, form: &RequestType, error: &FieldError) -> String {
    if let Some(sentence) = error.own_sentence(form, words.language()) {
        return sentence.to_owned();
    }
    let arguments = error.arguments(form, words.language());
    let values: Vec<(&str, Value<'_>)> = arguments
        .into_iter()
        .map(|(name, argument)| match argument {
            Argument::Number(number) => (name, Value::from(number)),
            Argument::Text(text) => (name, Value::from(text)),
        })
        .collect();
    words.with(&error.message_key(), &values)
}

fn forms_of(request: &HttpRequest) -> Option<&Catalogue> {
    request.app_data::<Data<App>>().map(|app| &app.rules.forms)
}

fn json(request: &HttpRequest, trouble: &Trouble, incident: Option<Uuid>) -> HttpResponse {
    let words = Words::new(api_language(request));
    let neutral = neutral(request, trouble);
    let trouble = neutral.as_ref().unwrap_or(trouble);
    let status = trouble.status();
    let code = trouble.code();
    let mut response = begin(trouble);
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((WWW_AUTHENTICATE, "Bearer"));
    }
    let problem = Problem {
        kind: format!("/docs/problems#{}", code.replace('.', "-")),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        instance: incident.map(|id| id.urn().to_string()),
        code: code.to_owned(),
        detail: detail(words, trouble),
        errors: fields(words, forms_of(request), trouble),
        current_version: match trouble {
            Trouble::Use(Error::Conflict { current }) => Some(*current),
            Trouble::Use(_)
            | Trouble::Malformed(_)
            | Trouble::Shape { .. }
            | Trouble::MediaType(_)
            | Trouble::TooLarge(_)
            | Trouble::TooSlow(_)
            | Trouble::SignedOut
            | Trouble::Csrf
            | Trouble::Method(_)
            | Trouble::VersionRequired => None,
        },
    };
    let body = serde_json::to_string(&problem).unwrap_or_else(|_| "{}".to_owned());
    response.content_type("application/problem+json").body(body)
}

fn page(request: &HttpRequest, trouble: &Trouble, incident: Option<Uuid>) -> HttpResponse {
    use askama::Template as _;
    let language = language_of_refusal(request);
    let words = Words::new(language);
    let neutral = neutral(request, trouble);
    let trouble = neutral.as_ref().unwrap_or(trouble);
    let status = trouble.status();
    let chrome = ChromeFacts {
        language,
        theme: theme_of(request),
        csrf: String::new(),
        path: request.uri().to_string(),
        person: None,
        flash: None,
    };
    let mut reasons: Vec<String> = fields(words, forms_of(request), trouble)
        .into_iter()
        .map(|field| field.message)
        .collect();
    if reasons.is_empty() && matches!(trouble, Trouble::Use(Error::Refused(_))) {
        reasons.push(detail(words, trouble));
    }
    let incident = incident.map(|id| id.to_string()).unwrap_or_default();
    let extensions = request.extensions();
    let typed = extensions.get::<Typed>();
    let before = page_before(request);
    // What is not there is no way back, and who must sign in first is led on from there.
    let leads_back = !matches!(status, StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED);
    let reference = request.match_info().get("reference").and_then(|text| {
        let known = Reference::parse(text).ok().filter(|_| leads_back);
        known.map(|known| known.to_string())
    });
    let facts = ErrorFacts {
        status: status.as_u16(),
        reasons: &reasons,
        kept: typed.map_or("", |typed| typed.0.as_str()),
        request: &incident,
        reference: reference.as_deref(),
        before: &before,
    };
    let body = error_page(&chrome, &facts)
        .render()
        .unwrap_or_else(|_| status.to_string());
    let mut response = begin(trouble);
    response.content_type("text/html; charset=utf-8").body(body)
}

/// The page of ours that a form was sent from, to come back to after signing in; else the page asked for.
fn page_before(request: &HttpRequest) -> String {
    if !is_unsafe(request.method()) {
        return request.uri().to_string();
    }
    let referrer = request.headers().get(REFERER);
    let address = referrer
        .and_then(|value| value.to_str().ok())
        .and_then(|text| url::Url::parse(text).ok());
    address.map_or_else(String::new, |address| {
        let path = match address.query() {
            Some(query) => format!("{}?{query}", address.path()),
            None => address.path().to_owned(),
        };
        local_path(&path).to_owned()
    })
}

/// What a partner is told instead of which state, role or condition of ours is in the way.
fn neutral(request: &HttpRequest, trouble: &Trouble) -> Option<Trouble> {
    let Trouble::Use(Error::Refused(refusal)) = trouble else {
        return None;
    };
    let says_nothing = matches!(refusal, Refusal::Input(_));
    let for_partner = request.extensions().get::<AskedByPartner>().is_some();
    (for_partner && !says_nothing).then(|| {
        Trouble::Use(Error::Refused(Refusal::WrongState {
            transition: String::new(),
            state: String::new(),
        }))
    })
}

/// An answer with the status of a refusal, and when to try again where that helps.
fn begin(trouble: &Trouble) -> HttpResponseBuilder {
    let status = trouble.status();
    let mut response = HttpResponse::build(status);
    if let Trouble::Use(Error::TooMany { retry_secs }) = trouble {
        response.insert_header((RETRY_AFTER, retry_secs.to_string()));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((RETRY_AFTER, "5"));
    }
    if let Trouble::Method(allowed) = trouble {
        response.insert_header((ALLOW, allowed.as_str()));
    }
    response
}

fn detail(words: Words, trouble: &Trouble) -> String {
    match trouble {
        Trouble::Use(Error::Refused(refusal)) => refusal_words(words, refusal),
        Trouble::Use(_)
        | Trouble::Malformed(_)
        | Trouble::Shape { .. }
        | Trouble::MediaType(_)
        | Trouble::TooLarge(_)
        | Trouble::TooSlow(_)
        | Trouble::SignedOut
        | Trouble::Csrf
        | Trouble::Method(_)
        | Trouble::VersionRequired => {
            let key = format!("problem-{}", trouble.code().replace('.', "-"));
            let value = facts_of(trouble);
            words.with(&key, &[("value", Value::from(value))])
        }
    }
}

fn facts_of(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Malformed(why) => why.clone(),
        Trouble::Shape { field, detail } if field.is_empty() => detail.clone(),
        Trouble::Shape { field, detail } => format!("{field}: {detail}"),
        Trouble::MediaType(media) => (*media).to_owned(),
        Trouble::Method(allowed) => allowed.clone(),
        Trouble::TooLarge(limit) => limit.to_string(),
        Trouble::TooSlow(secs) => secs.to_string(),
        Trouble::Use(Error::Conflict { current }) => current.to_string(),
        Trouble::Use(Error::TooMany { retry_secs }) => retry_secs.to_string(),
        Trouble::Use(Error::TooLarge { limit_bytes }) => limit_bytes.to_string(),
        Trouble::Use(Error::UnsupportedMedia(media)) => media.clone(),
        Trouble::Use(_) | Trouble::SignedOut | Trouble::Csrf | Trouble::VersionRequired => {
            String::new()
        }
    }
}

fn fields(words: Words, forms: Option<&Catalogue>, trouble: &Trouble) -> Vec<ProblemField> {
    let input = |errors: &[InputError]| {
        errors
            .iter()
            .map(|error| ProblemField {
                field: error.field.clone(),
                code: error.code.clone(),
                message: input_sentence(words, error),
            })
            .collect()
    };
    match trouble {
        Trouble::Use(Error::Invalid(errors) | Error::Refused(Refusal::Input(errors))) => {
            input(errors)
        }
        Trouble::Use(Error::Form { form, errors }) => {
            let form = forms.and_then(|forms| forms.find(form));
            errors
                .iter()
                .map(|error| form_field(words, form, error))
                .collect()
        }
        Trouble::Shape { field, detail } if !field.is_empty() => vec![ProblemField {
            field: field.clone(),
            code: "invalid".to_owned(),
            message: detail.clone(),
        }],
        Trouble::Use(_)
        | Trouble::Malformed(_)
        | Trouble::Shape { .. }
        | Trouble::MediaType(_)
        | Trouble::TooLarge(_)
        | Trouble::TooSlow(_)
        | Trouble::SignedOut
        | Trouble::Csrf
        | Trouble::Method(_)
        | Trouble::VersionRequired => Vec::new(),
    }
}

fn refusal_words(words: Words, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Guard { code, params } => {
            let values: Vec<(&str, Value<'_>)> = params
                .iter()
                .map(|(name, value)| (name.as_str(), Value::from(value.as_str())))
                .collect();
            words.with(&code.replace('.', "-"), &values)
        }
        Refusal::UnknownTransition(_)
        | Refusal::Broken(_)
        | Refusal::Input(_)
        | Refusal::TooManySteps(_) => words
            .get(&format!("refusal-{}", refusal.code()))
            .into_owned(),
        // Without names it is for a partner.
        Refusal::WrongState { state, .. } if state.is_empty() => {
            words.get("refusal-not_now").into_owned()
        }
        Refusal::WrongState { transition, state } => words.with(
            "refusal-wrong_state",
            &[
                ("transition", transition.as_str().into()),
                ("state", state.as_str().into()),
            ],
        ),
        Refusal::WrongRole { transition, roles } => words.with(
            "refusal-wrong_role",
            &[
                ("transition", transition.as_str().into()),
                ("roles", roles.as_str().into()),
            ],
        ),
    }
}

/// What a bare status of the server itself means; the answer's status is that of the meaning.
fn by_status(request: &HttpRequest, status: StatusCode) -> Trouble {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => allowed_methods(request)
            // A page knows its own forms; to anything else there is nothing at this address.
            .map_or(Trouble::Use(Error::NotFound), Trouble::Method),
        StatusCode::UNAUTHORIZED => Trouble::SignedOut,
        StatusCode::PAYLOAD_TOO_LARGE => Trouble::TooLarge(0),
        StatusCode::SERVICE_UNAVAILABLE => Trouble::Use(Error::Unavailable(String::new())),
        status if status.is_client_error() => Trouble::Malformed(status.to_string()),
        status => Trouble::Use(Error::Internal(status.to_string())),
    }
}

/// What may be done at an address of the API, as its description says.
fn allowed_methods(request: &HttpRequest) -> Option<String> {
    let pattern = request.match_pattern()?;
    let known = openapi::value().get("paths")?.get(&pattern)?.as_object()?;
    let methods: Vec<String> = known
        .keys()
        .map(|method| method.to_ascii_uppercase())
        .collect();
    Some(methods.join(", "))
}
