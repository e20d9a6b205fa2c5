//! Bodies, read within a limit and a deadline: JSON for the API, forms for the pages.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;

use crate::web::fail::{Fail, Trouble};

/// Deepest nesting of a JSON body.
const MAX_DEPTH: usize = 32;

/// Shorter texts, in bytes, are typed again as fast as copied.
const WORTH_KEEPING: usize = 10;

/// How large a body may be and how long it may take.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimits {
    /// Bytes of a body that is not an upload.
    pub bytes: usize,
    /// Seconds until it must have arrived.
    pub secs: u64,
}

/// A JSON body of a wanted shape. Unknown fields are refused where the shape says so.
#[derive(Debug)]
pub struct JsonBody<T> {
    /// The value.
    pub value: T,
    /// The bytes as they came, for the idempotency key.
    pub bytes: Bytes,
}

/// The fields of a form, in order; a name may come more than once.
#[derive(Debug, Clone, Default)]
pub struct FormBody {
    fields: BTreeMap<String, Vec<String>>,
}

/// What a person typed into the form of a request.
pub struct Typed(pub String);

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Fail>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for JsonBody<T> {
    type Error = Fail;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = media_type(request)
            .is_some_and(|media| media == "application/json" || media.ends_with("+json"));
        let limits = limits(request);
        let payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(Fail(Trouble::MediaType("application/json")));
            }
            let bytes = read(payload, limits).await?;
            Ok(Self {
                value: parse_json(&bytes)?,
                bytes,
            })
        })
    }
}

impl FromRequest for FormBody {
    type Error = Fail;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form =
            media_type(request).is_some_and(|media| media == "application/x-www-form-urlencoded");
        let limits = limits(request);
        let payload = payload.take();
        let request = request.clone();
        Box::pin(async move {
            let bytes = read(payload, limits).await?;
            if bytes.is_empty() {
                return Ok(Self::default());
            }
            if !is_form {
                return Err(Fail(Trouble::MediaType(
                    "application/x-www-form-urlencoded",
                )));
            }
            let form = Self::parse(&bytes)?;
            form.keep_for(&request);
            Ok(form)
        })
    }
}

impl FormBody {
    /// Reads an urlencoded form.
    ///
    /// # Errors
    /// [`Trouble::Malformed`] when a name or value is not UTF-8.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fail> {
        let pairs: Vec<(String, String)> = serde_urlencoded_strict(bytes)?;
        Ok(Self::from_pairs(pairs))
    }

    /// The fields of these pairs.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            fields
                .entry(name)
                .or_default()
                .push(value.replace("\r\n", "\n"));
        }
        Self { fields }
    }

    /// The first value of a field, trimmed; empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.fields
            .get(name)
            .and_then(|values| values.first())
            .map_or("", |value| value.trim())
    }

    /// The first value of a field, trimmed, unless it is empty or absent.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// Puts the longest text beside the request, for the page of a refusal to give back.
    pub fn keep_for(&self, request: &HttpRequest) {
        let typed = self
            .fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "csrf" | "back" | "next"))
            .filter_map(|(_, values)| values.first())
            .map(|value| value.trim())
            .max_by_key(|value| value.len())
            .filter(|value| value.len() >= WORTH_KEEPING);
        if let Some(typed) = typed {
            request.extensions_mut().insert(Typed(typed.to_owned()));
        }
    }

    /// Every field with its values.
    pub const fn fields(&self) -> &BTreeMap<String, Vec<String>> {
        &self.fields
    }
}

/// Reads a JSON value of a wanted shape.
///
/// # Errors
/// [`Trouble::Malformed`] for what is not JSON or too deep, [`Trouble::Shape`] naming the field otherwise.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fail> {
    if depth(bytes) > MAX_DEPTH {
        return Err(Fail(Trouble::Malformed(format!(
            "nested deeper than {MAX_DEPTH}"
        ))));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let inner = error.into_inner();
        match inner.classify() {
            serde_json::error::Category::Data => Fail(Trouble::Shape {
                field: if field == "." { String::new() } else { field },
                detail: inner.to_string(),
            }),
            serde_json::error::Category::Io
            | serde_json::error::Category::Syntax
            | serde_json::error::Category::Eof => Fail(Trouble::Malformed(inner.to_string())),
        }
    })?;
    reader
        .end()
        .map_err(|error| Fail(Trouble::Malformed(error.to_string())))?;
    Ok(value)
}

/// Reads a whole body within the limits.
///
/// # Errors
/// [`Trouble::TooLarge`], [`Trouble::TooSlow`], or [`Trouble::Malformed`] when the connection breaks.
pub async fn read(mut payload: Payload, limits: BodyLimits) -> Result<Bytes, Fail> {
    let whole = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|error| Fail(Trouble::Malformed(error.to_string())))?;
            if bytes.len().saturating_add(chunk.len()) > limits.bytes {
                return Err(Fail(Trouble::TooLarge(limits.bytes)));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    };
    tokio::time::timeout(Duration::from_secs(limits.secs), whole)
        .await
        .unwrap_or(Err(Fail(Trouble::TooSlow(limits.secs))))
}

/// The limits that boot configured.
pub fn limits(request: &HttpRequest) -> BodyLimits {
    request.app_data::<Data<BodyLimits>>().map_or(
        BodyLimits {
            bytes: 1_048_576,
            secs: 30,
        },
        |limits| *limits.get_ref(),
    )
}

fn media_type(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    header
        .split(';')
        .next()
        .map(|media| media.trim().to_ascii_lowercase())
}

fn serde_urlencoded_strict(bytes: &[u8]) -> Result<Vec<(String, String)>, Fail> {
    let wrong = || Fail(Trouble::Malformed("the form is not UTF-8".to_owned()));
    let mut pairs = Vec::new();
    for (name, value) in url::form_urlencoded::parse(bytes) {
        if name.contains('\u{fffd}') || value.contains('\u{fffd}') {
            return Err(wrong());
        }
        pairs.push((name.into_owned(), value.into_owned()));
    }
    Ok(pairs)
}

/// Deepest nesting of brackets outside strings; cheap, before anything is built.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in bytes {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_string = false,
            (true, _) => {}
            (false, b'"') => in_string = true,
            (false, b'[' | b'{') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            (false, _) => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        #[serde(rename = "inner")]
        _inner: Vec<u8>,
    }

    #[test]
    fn malformed_json_is_told_from_the_wrong_shape() {
        let malformed = parse_json::<Shape>(b"{").unwrap_err();
        assert_eq!(malformed.0.code(), "malformed");
        let wrong = parse_json::<Shape>(br#"{"inner":[1,"x"]}"#).unwrap_err();
        assert!(
            matches!(&wrong.0, Trouble::Shape { field, .. } if field == "inner[1]"),
            "{wrong}"
        );
        let unknown = parse_json::<Shape>(br#"{"inner":[],"other":1}"#).unwrap_err();
        assert_eq!(unknown.0.code(), "invalid_body");
        let utf8 = parse_json::<String>(b"\"\xff\"").unwrap_err();
        assert_eq!(utf8.0.code(), "malformed");
    }

    #[test]
    fn deep_json_is_refused_before_it_is_built() {
        let deep = format!("{}{}", "[".repeat(33), "]".repeat(33));
        assert_eq!(
            parse_json::<serde_json::Value>(deep.as_bytes())
                .unwrap_err()
                .0
                .code(),
            "malformed"
        );
        let text = format!("\"{}\"", "[".repeat(99));
        assert!(parse_json::<serde_json::Value>(text.as_bytes()).is_ok());
    }

    #[test]
    fn a_form_keeps_repeated_names_and_refuses_bad_utf8() {
        let form = FormBody::parse(b"a=1&a=2&b=+x+").unwrap();
        assert_eq!(form.all("a"), ["1", "2"]);
        assert_eq!(form.text("b"), "x");
        assert_eq!(form.filled("c"), None);
        assert!(FormBody::parse(b"a=%ff").is_err());
    }
}
