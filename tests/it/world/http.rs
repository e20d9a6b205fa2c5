//! A person or a program at the other end of HTTP: keeps its cookies, follows a redirect only when
//! told to, fills in and sends the forms it is shown, and speaks JSON with a token.

use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, HeaderValue, LOCATION};
use reqwest::multipart;
use reqwest::{Method, RequestBuilder, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::form::{Form, unescape};

/// One visitor with a cookie jar of its own.
#[derive(Clone)]
pub struct Visitor {
    base: Url,
    http: reqwest::Client,
    headers: HeaderMap,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The address that was asked for.
    pub url: Url,
    /// The status line's number.
    pub status: StatusCode,
    /// Every header.
    pub headers: HeaderMap,
    /// The whole body.
    pub bytes: Vec<u8>,
}

impl Visitor {
    /// A visitor without cookies, at a server such as `http://127.0.0.1:41234`.
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("an HTTP client");
        let base = Url::parse(base).expect("the server's address");
        Self {
            base,
            http,
            headers: HeaderMap::new(),
        }
    }

    /// The same jar, asking in this language: `fr`, `en`, or a whole `Accept-Language` value.
    pub fn in_language(mut self, language: &str) -> Self {
        self.headers.insert(ACCEPT_LANGUAGE, value(language));
        self
    }

    /// The same jar, with this bearer token on every request.
    pub fn with_token(mut self, token: &str) -> Self {
        self.headers
            .insert(AUTHORIZATION, value(&format!("Bearer {token}")));
        self
    }

    /// Starts a request that the other functions do not cover; finish it with `send`.
    pub fn request(&self, method: Method, address: &str) -> RequestBuilder {
        let url = self.base.join(address).expect("an address of the server");
        self.http.request(method, url).headers(self.headers.clone())
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("the server answers");
        let (url, status) = (response.url().clone(), response.status());
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("the whole body").to_vec();
        Answer {
            url,
            status,
            headers,
            bytes,
        }
    }

    /// Asks for a page as a browser does. A redirect is given back as it came.
    pub async fn get(&self, address: &str) -> Answer {
        self.send(
            self.request(Method::GET, address)
                .header(ACCEPT, "text/html"),
        )
        .await
    }

    /// Asks for a page, follows the redirects to where they lead, and expects a page there.
    pub async fn open(&self, address: &str) -> Answer {
        let answer = self.get(address).await;
        self.follow(answer).await.expect_status(200)
    }

    /// Follows redirects, ten at most, to the first answer that is none.
    pub async fn follow(&self, answer: Answer) -> Answer {
        let mut answer = answer;
        for _ in 0..10 {
            let Some(location) = answer.location() else {
                return answer;
            };
            answer = self.get(location.as_str()).await;
        }
        panic!("ten redirects in a row, the last to {}", answer.url);
    }

    /// Sends a form as it is filled in now. The redirect that answers is given back as it came.
    pub async fn submit(&self, form: &Form) -> Answer {
        let mut action = form.action().clone();
        if form.method() == Method::GET {
            action.query_pairs_mut().clear().extend_pairs(form.fields());
            return self.get(action.as_str()).await;
        }
        let request = self
            .request(form.method(), action.as_str())
            .header(ACCEPT, "text/html");
        let request = match form.files() {
            [] => request.form(form.fields()),
            _ => request.multipart(multipart(form)),
        };
        self.send(request).await
    }

    /// Sends a form, follows the redirects, and expects a page at their end.
    pub async fn submit_and_open(&self, form: &Form) -> Answer {
        let answer = self.submit(form).await;
        self.follow(answer).await.expect_status(200)
    }

    /// Asks the API.
    pub async fn get_json(&self, address: &str) -> Answer {
        self.send(
            self.request(Method::GET, address)
                .header(ACCEPT, "application/json"),
        )
        .await
    }

    /// Sends JSON to the API.
    pub async fn send_json(
        &self,
        method: Method,
        address: &str,
        body: &(impl Serialize + Sync),
    ) -> Answer {
        let request = self
            .request(method, address)
            .header(ACCEPT, "application/json");
        self.send(request.json(body)).await
    }

    /// Posts JSON to the API.
    pub async fn post_json(&self, address: &str, body: &(impl Serialize + Sync)) -> Answer {
        self.send_json(Method::POST, address, body).await
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("a body in UTF-8")
    }

    /// What a person reads: the body without tags, its spaces joined, its entities resolved.
    pub fn words(&self) -> String {
        let body = self.text();
        let mut words = String::with_capacity(body.len());
        for piece in body.split('<') {
            // What stands before the first tag has no `>`; neither tags nor their attributes count.
            let after = piece.split_once('>').map_or(piece, |(_, after)| after);
            words.push_str(after);
            words.push(' ');
        }
        unescape(&words)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The body as JSON of the expected shape.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| {
            panic!("{error} in the answer of {}: {}", self.url, self.text())
        })
    }

    /// A header's value. None when the answer has no such header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("a readable header"))
    }

    /// Where a redirect leads, as a whole address. None for any other answer.
    pub fn location(&self) -> Option<Url> {
        if !self.status.is_redirection() {
            return None;
        }
        let location = self.header(LOCATION.as_str())?;
        Some(self.url.join(location).expect("an address to go to"))
    }

    /// Itself, when the status is this one; otherwise the test fails and shows the body.
    pub fn expect_status(self, status: u16) -> Self {
        let words = self.words();
        assert_eq!(
            self.status.as_u16(),
            status,
            "{} answered: {words}",
            self.url
        );
        self
    }

    /// The only form of the page that is sent to this path (without its query).
    pub fn form(&self, path: &str) -> Form {
        let mut found: Vec<_> = self
            .forms()
            .into_iter()
            .filter(|form| form.action().path() == path)
            .collect();
        match (found.pop(), found.len()) {
            (Some(form), 0) => form,
            (_, more) => panic!("{} has {} forms for {path}, not one", self.url, more + 1),
        }
    }

    /// Every form of the page, filled in as the server filled it.
    pub fn forms(&self) -> Vec<Form> {
        Form::all(&self.url, &self.text())
    }
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("a header's value")
}

fn multipart(form: &Form) -> multipart::Form {
    let fields = form.fields().iter().cloned();
    let body = fields.fold(multipart::Form::new(), |body, (name, value)| {
        body.text(name, value)
    });
    form.files().iter().fold(body, |body, file| {
        let part = multipart::Part::bytes(file.content.clone()).file_name(file.name.clone());
        let part = part.mime_str(&file.media_type).expect("a media type");
        body.part(file.field.clone(), part)
    })
}

#[cfg(test)]
mod tests;
