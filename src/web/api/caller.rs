//! A program's request: who asks, in which language, which version it saw, and its idempotency key.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderName, IF_MATCH};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use domain::case::Reference;
use domain::text::Language;
use serde::de::DeserializeOwned;

use crate::i18n::Words;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::idempotency::{Asked, Attempt};
use crate::usecases::viewer::Viewer;
use crate::web::body::JsonBody;
use crate::web::fail::{Fail, Trouble};
use crate::web::identity::{Client, language_of};

/// Longest idempotency key.
const MAX_KEY_CHARS: usize = 200;

/// Who asks, and how. Made before a body is read, so that nobody's bodies are never parsed.
pub struct Caller {
    /// The application.
    pub app: App,
    /// Who.
    pub viewer: Viewer,
    /// Language of the answer: that of `Accept-Language`, else the person's own.
    pub language: Language,
    /// The idempotency key, when one was given.
    pub key: Option<String>,
    seen: Seen,
    method: String,
    path: String,
}

/// A program's request with its JSON body, read after the program was recognised.
pub struct Sent<T> {
    /// Who asks.
    pub caller: Caller,
    /// What they sent.
    pub body: T,
    bytes: Bytes,
}

/// Which version of a case the program has seen, by `If-Match`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// It does not say.
    Unsaid,
    /// Any will do: `*`.
    Any,
    /// This one.
    Version(i64),
}

type Loading<T> = Pin<Box<dyn Future<Output = Result<T, Fail>>>>;

impl FromRequest for Caller {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let client = Client::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let Client { viewer, visit } = client.await?;
            let asks_for_language = request.headers().contains_key(ACCEPT_LANGUAGE);
            let key = text(&request, &HeaderName::from_static("idempotency-key"))?;
            let seen = text(&request, &IF_MATCH)?;
            Ok(Self {
                app: visit.app,
                viewer,
                language: if asks_for_language {
                    language_of(&request)
                } else {
                    visit.language
                },
                key: key.map(read_key).transpose()?,
                seen: seen.map_or(Ok(Seen::Unsaid), |text| read_version(&text))?,
                method: request.method().to_string(),
                path: visit.path,
            })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Sent<T> {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let caller = Caller::from_request(request, payload);
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let caller = caller.await?;
            let JsonBody { value, bytes } =
                JsonBody::<T>::from_request(&request, &mut payload).await?;
            Ok(Self {
                caller,
                body: value,
                bytes,
            })
        })
    }
}

impl Caller {
    /// The texts of the answer.
    pub const fn words(&self) -> Words {
        Words::new(self.language)
    }

    /// The query of the address, without its question mark.
    pub fn query(&self) -> &str {
        self.path.split_once('?').map_or("", |(_, query)| query)
    }

    /// The address without its query.
    pub fn place(&self) -> &str {
        self.path
            .split_once('?')
            .map_or(self.path.as_str(), |(place, _)| place)
    }

    /// The version a change is based on, from the body or `If-Match`; `None` for `If-Match: *`.
    ///
    /// # Errors
    /// [`Trouble::VersionRequired`] when neither says it, [`Trouble::Malformed`] when they differ.
    pub fn based_on(&self, given: Option<i64>) -> Result<Option<i64>, Fail> {
        match (self.seen, given) {
            (Seen::Unsaid, None) => Err(Fail(Trouble::VersionRequired)),
            (Seen::Version(seen), Some(given)) if seen != given => Err(Fail(Trouble::Malformed(
                "If-Match and version differ".to_owned(),
            ))),
            (Seen::Unsaid | Seen::Any | Seen::Version(_), Some(version))
            | (Seen::Version(version), None) => Ok(Some(version)),
            (Seen::Any, None) => Ok(None),
        }
    }

    /// Looks the idempotency key up for what was sent.
    ///
    /// # Errors
    /// As [`App::attempt`].
    pub async fn attempt(&self, body: &[u8]) -> Result<Attempt, Fail> {
        let asked = Asked {
            method: &self.method,
            path: &self.path,
            body,
        };
        Ok(self
            .app
            .attempt(&self.viewer, self.key.as_deref(), asked)
            .await?)
    }
}

impl<T> Sent<T> {
    /// Looks the idempotency key up for this request.
    ///
    /// # Errors
    /// As [`App::attempt`].
    pub async fn attempt(&self) -> Result<Attempt, Fail> {
        self.caller.attempt(&self.bytes).await
    }
}

/// The case that an address names. What is not a reference is not there either.
///
/// # Errors
/// [`Error::NotFound`].
pub fn reference(text: &str) -> Result<Reference, Error> {
    Reference::parse(text).map_err(|_| Error::NotFound)
}

fn text(request: &HttpRequest, name: &HeaderName) -> Result<Option<String>, Fail> {
    let value = request
        .headers()
        .get(name)
        .map(|value| value.to_str().map(|text| text.trim().to_owned()));
    value.transpose().map_err(|_| {
        Fail(Trouble::Malformed(format!(
            "the header {name} is not ASCII"
        )))
    })
}

fn read_key(text: String) -> Result<String, Fail> {
    if text.is_empty() || text.len() > MAX_KEY_CHARS {
        let why = format!("an Idempotency-Key has 1 to {MAX_KEY_CHARS} characters");
        return Err(Fail(Trouble::Malformed(why)));
    }
    Ok(text)
}

fn read_version(text: &str) -> Result<Seen, Fail> {
    if text == "*" {
        return Ok(Seen::Any);
    }
    let bare = text.strip_prefix("W/").unwrap_or(text).trim_matches('"');
    bare.parse().map(Seen::Version).map_err(|_| {
        Fail(Trouble::Malformed(
            "If-Match holds the ETag of the case, such as \"3\"".to_owned(),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_tag_is_read_back_as_the_version() {
        assert_eq!(read_version("\"12\"").unwrap(), Seen::Version(12));
        assert_eq!(read_version("W/\"12\"").unwrap(), Seen::Version(12));
        assert_eq!(read_version("*").unwrap(), Seen::Any);
        assert_eq!(read_version("\"abc\"").unwrap_err().0.code(), "malformed");
    }

    #[test]
    fn a_key_is_neither_empty_nor_endless() {
        assert_eq!(read_key("a".to_owned()).unwrap(), "a");
        assert_eq!(read_key(String::new()).unwrap_err().0.code(), "malformed");
        assert_eq!(read_key("k".repeat(201)).unwrap_err().0.code(), "malformed");
    }

    #[test]
    fn what_is_no_reference_is_not_found() {
        assert!(reference("REQ-1042").is_ok());
        assert!(matches!(reference("../etc"), Err(Error::NotFound)));
    }
}
