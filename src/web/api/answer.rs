//! Answers of the API: JSON, the version as `ETag`, the next page as `Link`, and the answer to a write
//! that may have to be given again.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, LINK, LOCATION};
use actix_web::{HttpResponse, HttpResponseBuilder};
use domain::case::Case;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::usecases::error::Error;
use crate::web::api::caller::Caller;
use crate::web::api::standing::Standing;
use crate::web::fail::Fail;

/// Room for one page of cases; smaller answers waste little, larger ones grow once.
const ROOM: usize = 16 * 1024;

/// A list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    /// The entries, in order.
    pub items: Vec<T>,
    /// What to give as `after` for the next page; null on the last. The `Link` header says the same.
    pub next: Option<String>,
}

/// The answer to a write: kept under the idempotency key, given again to the same request.
#[derive(Debug)]
pub struct Written {
    status: StatusCode,
    marks: Marks,
    body: String,
}

/// What headers repeat of a body.
#[derive(Debug, Deserialize)]
struct Marks {
    reference: String,
    version: i64,
}

impl<T> List<T> {
    /// A list that has no further page.
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

impl Written {
    /// The answer to a write that was carried out: where the case stands since.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be serialised, which is a bug.
    pub async fn new(caller: &Caller, status: StatusCode, case: &Case) -> Result<Self, Fail> {
        let body = text(&Standing::of(caller, case))?;
        if let Some(key) = &caller.key {
            caller
                .app
                .remember_answer(&caller.viewer, key, status.as_u16(), &body)
                .await;
        }
        let marks = Marks {
            reference: case.reference.to_string(),
            version: case.version,
        };
        Ok(Self {
            status,
            marks,
            body,
        })
    }

    /// The answer that was remembered.
    ///
    /// # Errors
    /// [`Error::Internal`] when what was remembered is not an answer of ours.
    pub fn again(status: u16, body: String) -> Result<Self, Fail> {
        let broken = |why: String| Error::Internal(format!("a remembered answer: {why}"));
        let marks = serde_json::from_str(&body).map_err(|error| broken(error.to_string()))?;
        let status = StatusCode::from_u16(status).map_err(|error| broken(error.to_string()))?;
        Ok(Self {
            status,
            marks,
            body,
        })
    }

    /// As an HTTP answer.
    pub fn response(self) -> HttpResponse {
        self.builder().body(self.body)
    }

    /// As the answer to a creation, with the address of the case.
    pub fn created(self) -> HttpResponse {
        let address = format!("/api/v1/cases/{}", self.marks.reference);
        self.builder()
            .insert_header((LOCATION, address))
            .body(self.body)
    }

    fn builder(&self) -> HttpResponseBuilder {
        let mut builder = HttpResponse::build(self.status);
        builder.content_type("application/json");
        builder.insert_header((ETAG, etag(self.marks.version)));
        builder
    }
}

/// The answer to a write that is not about a case, kept under the idempotency key.
///
/// # Errors
/// As [`json`].
pub async fn made(
    caller: &Caller,
    value: &impl Serialize,
    address: &str,
) -> Result<HttpResponse, Fail> {
    let body = text(value)?;
    let status = StatusCode::CREATED;
    if let Some(key) = &caller.key {
        caller
            .app
            .remember_answer(&caller.viewer, key, status.as_u16(), &body)
            .await;
    }
    Ok(HttpResponse::build(status)
        .content_type("application/json")
        .insert_header((LOCATION, address))
        .body(body))
}

/// The remembered answer to a write that is not about a case.
///
/// # Errors
/// [`Error::Internal`] when what was remembered is not an answer of ours.
pub fn made_again(status: u16, body: String) -> Result<HttpResponse, Fail> {
    let status = StatusCode::from_u16(status)
        .map_err(|error| Error::Internal(format!("a remembered answer: {error}")))?;
    Ok(HttpResponse::build(status)
        .content_type("application/json")
        .body(body))
}

/// A value as the answer 200.
///
/// # Errors
/// [`Error::Internal`] when it cannot be serialised, which is a bug.
pub fn json(value: &impl Serialize) -> Result<HttpResponse, Fail> {
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .body(text(value)?))
}

/// A value with the version of its case.
///
/// # Errors
/// As [`json`].
pub fn versioned(value: &impl Serialize, version: i64) -> Result<HttpResponse, Fail> {
    let body = text(value)?;
    let mut response = HttpResponse::Ok();
    response
        .content_type("application/json")
        .insert_header((ETAG, etag(version)));
    Ok(response.body(body))
}

/// A page with the address of the next one.
///
/// # Errors
/// As [`json`].
pub fn page<T: Serialize>(caller: &Caller, list: &List<T>) -> Result<HttpResponse, Fail> {
    let body = text(list)?;
    let mut response = HttpResponse::Ok();
    response.content_type("application/json");
    if let Some(next) = &list.next {
        response.insert_header((
            LINK,
            format!(
                "<{}>; rel=\"next\"",
                next_address(caller.place(), caller.query(), next)
            ),
        ));
    }
    Ok(response.body(body))
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

fn text(value: &impl Serialize) -> Result<String, Error> {
    let broken = |why: String| Error::Internal(format!("an answer: {why}"));
    let mut bytes = Vec::with_capacity(ROOM);
    serde_json::to_writer(&mut bytes, value).map_err(|error| broken(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| broken(error.to_string()))
}

/// The same address with another `after`.
fn next_address(place: &str, query: &str, after: &str) -> String {
    let mut next = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in
        url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "after")
    {
        next.append_pair(&name, &value);
    }
    next.append_pair("after", after);
    format!("{place}?{}", next.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_keeps_the_filters_and_moves_on() {
        assert_eq!(
            next_address("/api/v1/cases", "kind=request&after=1&limit=2", "0.7.ab"),
            "/api/v1/cases?kind=request&limit=2&after=0.7.ab"
        );
        assert_eq!(next_address("/x", "", "é>"), "/x?after=%C3%A9%3E");
    }

    #[test]
    fn a_remembered_answer_comes_back_whole() {
        let body = r#"{"reference":"REQ-1042","version":3,"state":"submitted"}"#;
        let response = Written::again(201, body.to_owned()).unwrap().created();
        assert_eq!(response.status(), StatusCode::CREATED);
        assert_eq!(response.headers().get(ETAG).unwrap(), "\"3\"");
        assert_eq!(
            response.headers().get(LOCATION).unwrap(),
            "/api/v1/cases/REQ-1042"
        );
        assert!(Written::again(201, "{}".to_owned()).is_err());
    }
}
