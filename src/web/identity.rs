//! Who asks: the session cookie or the bearer token becomes a viewer, once per request.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, ORIGIN, USER_AGENT};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use domain::text::Language;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::limits::Peer;
use crate::usecases::viewer::{Proof, Viewer};
use crate::web::body::FormBody;
use crate::web::fail::{Fail, Trouble};
use crate::web::pages::shell::Theme;
use crate::web::peer::peer_of;

/// Name of the session cookie where the address is `https`.
const SECURE_COOKIE: &str = "__Host-guichet";
/// Name of the session cookie on plain `http`, where browsers refuse the other one.
const PLAIN_COOKIE: &str = "guichet";

/// Somebody at the counter, signed in or not.
#[derive(Clone)]
pub struct Visit {
    /// The application.
    pub app: App,
    /// Who, when they are signed in.
    pub viewer: Option<Viewer>,
    /// Language of the answer.
    pub language: Language,
    /// Chosen colours.
    pub theme: Theme,
    /// Path and query.
    pub path: String,
    /// The cookie's value, for signing out.
    pub secret: Option<String>,
    /// What the browser called itself.
    pub user_agent: String,
    /// Where it comes from.
    pub peer: Peer,
}

/// Marks a request of a partner, whom a refusal must tell nothing of our side.
pub struct AskedByPartner;

/// Marks a request that was counted: a page may look at who asks more than once.
struct Counted;

/// A signed-in person of the staff.
#[derive(Clone)]
pub struct Desk {
    /// Who.
    pub viewer: Viewer,
    /// Where and how.
    pub visit: Visit,
}

/// A signed-in contact of a publisher.
#[derive(Clone)]
pub struct Portal {
    /// Who.
    pub viewer: Viewer,
    /// Where and how.
    pub visit: Visit,
}

/// A program with a bearer token, or a page's script with session and form token.
#[derive(Clone)]
pub struct Client {
    /// Who.
    pub viewer: Viewer,
    /// Where and how.
    pub visit: Visit,
}

/// A form sent by a signed-in person from one of our pages.
pub struct Posted {
    /// Its fields.
    pub form: FormBody,
}

/// A form in which a person of the staff writes something longer. It is read even when nobody is signed in
/// any more, so that the page that says so can give the words back.
pub struct Letter {
    /// Who sent it.
    pub desk: Desk,
    /// Its fields.
    pub form: FormBody,
}

/// A form that needs no session, sent from one of our pages.
pub struct PostedByAnyone {
    /// Its fields.
    pub form: FormBody,
}

type Loading<T> = Pin<Box<dyn Future<Output = Result<T, Fail>>>>;

impl FromRequest for Visit {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { visit(&request).await })
    }
}

impl FromRequest for Desk {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { visit(&request).await?.into_desk() })
    }
}

impl FromRequest for Portal {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { visit(&request).await?.into_portal() })
    }
}

impl FromRequest for Client {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let visit = visit(&request).await?;
            let viewer = visit.viewer.clone().ok_or(Fail(Trouble::SignedOut))?;
            let unsafe_method = is_unsafe(request.method());
            match &viewer.by {
                Proof::Session { hash } if unsafe_method => {
                    let given = header(&request, "x-csrf-token").unwrap_or_default();
                    if !visit.app.signer.is_csrf(hash, &given) {
                        return Err(Fail(Trouble::Csrf));
                    }
                }
                Proof::Token { scopes } => {
                    let wanted = if unsafe_method { "write" } else { "read" };
                    if !scopes.iter().any(|scope| scope == wanted) {
                        return Err(Error::Forbidden("token_scope").into());
                    }
                }
                Proof::Session { .. } | Proof::Link | Proof::Local => {}
            }
            Ok(Self { viewer, visit })
        })
    }
}

impl FromRequest for Posted {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = FormBody::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let visit = visit(&request).await?;
            let form = form.await?;
            visit.check_form(form.text("csrf"))?;
            Ok(Self { form })
        })
    }
}

impl FromRequest for Letter {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = FormBody::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let visit = visit(&request).await?;
            let form = form.await?;
            let desk = visit.into_desk()?;
            desk.visit.check_form(form.text("csrf"))?;
            Ok(Self { desk, form })
        })
    }
}

impl FromRequest for PostedByAnyone {
    type Error = Fail;
    type Future = Loading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = FormBody::from_request(request, payload);
        Box::pin(async move { Ok(Self { form: form.await? }) })
    }
}

impl Visit {
    /// As a person of the staff.
    ///
    /// # Errors
    /// [`Trouble::SignedOut`]; not found for partners.
    pub fn into_desk(self) -> Result<Desk, Fail> {
        let viewer = self.viewer.clone().ok_or(Fail(Trouble::SignedOut))?;
        if viewer.is_partner() {
            return Err(Error::NotFound.into());
        }
        Ok(Desk {
            viewer,
            visit: self,
        })
    }

    /// As a contact of a publisher.
    ///
    /// # Errors
    /// [`Trouble::SignedOut`]; not found for staff.
    pub fn into_portal(self) -> Result<Portal, Fail> {
        let viewer = self.viewer.clone().ok_or(Fail(Trouble::SignedOut))?;
        if !viewer.is_partner() {
            return Err(Error::NotFound.into());
        }
        Ok(Portal {
            viewer,
            visit: self,
        })
    }

    /// The token that every form of a page carries; empty for who is not signed in.
    pub fn csrf(&self) -> String {
        match self.viewer.as_ref().map(|viewer| &viewer.by) {
            Some(Proof::Session { hash }) => self.app.signer.csrf(hash),
            Some(Proof::Token { .. } | Proof::Link | Proof::Local) | None => String::new(),
        }
    }

    /// Whether a form came from one of our pages in this session.
    ///
    /// # Errors
    /// [`Trouble::SignedOut`] without a session, [`Trouble::Csrf`] for another token.
    pub fn check_form(&self, token: &str) -> Result<(), Fail> {
        match self.viewer.as_ref().map(|viewer| &viewer.by) {
            Some(Proof::Session { hash }) if self.app.signer.is_csrf(hash, token) => Ok(()),
            Some(Proof::Session { .. } | Proof::Token { .. } | Proof::Link | Proof::Local) => {
                Err(Fail(Trouble::Csrf))
            }
            None => Err(Fail(Trouble::SignedOut)),
        }
    }
}

/// The name of the session cookie for a public address.
pub fn cookie_name(public_url: &str) -> &'static str {
    if public_url.starts_with("https://") {
        SECURE_COOKIE
    } else {
        PLAIN_COOKIE
    }
}

/// Whether a method changes something.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether an unsafe request comes from one of our own pages, as far as the browser tells: by
/// `Sec-Fetch-Site`, or, where browsers do not send it (plain `http` to another machine, older ones), by an
/// `Origin` that is the public address. Programs send neither header and are judged by their token.
pub fn is_same_site(request: &HttpRequest) -> bool {
    match header(request, "sec-fetch-site").as_deref() {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    let Some(origin) = request.headers().get(ORIGIN) else {
        return true;
    };
    let own = request
        .app_data::<Data<App>>()
        .and_then(|app| url::Url::parse(&app.public_url).ok())
        .map(|address| address.origin().ascii_serialization());
    let same = own.is_some_and(|own| origin.as_bytes() == own.as_bytes());
    if !same {
        tracing::warn!(origin = ?origin, "a form came from an address that is not server.public_url");
    }
    same
}

/// Language of a refusal: the one the request was already being answered in, when that is known.
pub fn language_of_refusal(request: &HttpRequest) -> Language {
    let known = request.extensions().get::<Language>().copied();
    known.unwrap_or_else(|| language_of(request))
}

/// Language of a request without a person: the cookie, then what the browser prefers, else French.
pub fn language_of(request: &HttpRequest) -> Language {
    chosen_language(request)
        .or_else(|| {
            let accepted = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            preferred(accepted)
        })
        .unwrap_or_default()
}

/// The language of ours with the highest weight; among equals the first. A weight of 0 is a refusal.
fn preferred(accepted: &str) -> Option<Language> {
    let mut best: Option<(u32, Language)> = None;
    for part in accepted.split(',') {
        let mut pieces = part.split(';').map(str::trim);
        let Some(language) = pieces.next().and_then(Language::parse) else {
            continue;
        };
        let weight = pieces.find_map(|piece| piece.strip_prefix("q="));
        let weight = weight.map_or(1_000, thousandths);
        if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `0.8` as 800, three places at most; what is no weight counts as none.
fn thousandths(weight: &str) -> u32 {
    let (whole, rest) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let digits: String = rest.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or(0);
    let rest: u32 = digits.parse().unwrap_or(0);
    whole.saturating_mul(1_000).saturating_add(rest).min(1_000)
}

/// Colours chosen by cookie.
pub fn theme_of(request: &HttpRequest) -> Theme {
    request
        .cookie("theme")
        .map_or(Theme::System, |cookie| Theme::parse(cookie.value()))
}

fn chosen_language(request: &HttpRequest) -> Option<Language> {
    request
        .cookie("language")
        .and_then(|cookie| Language::parse(cookie.value()))
}

async fn visit(request: &HttpRequest) -> Result<Visit, Fail> {
    let app = request
        .app_data::<Data<App>>()
        .ok_or_else(|| Error::Internal("the application is not there".to_owned()))?
        .get_ref()
        .clone()
        .current()
        .await;
    let secret = request
        .cookie(cookie_name(&app.public_url))
        .map(|cookie| cookie.value().to_owned());
    // A token has scopes, which only the API asks for.
    let token = bearer(request).filter(|_| is_api(request));
    let viewer = match (&token, &secret) {
        (Some(token), _) => app.viewer_by_token(token).await?,
        (None, Some(secret)) => app.viewer_by_session(secret).await?,
        (None, None) => None,
    };
    let language = chosen_language(request)
        .or_else(|| viewer.as_ref().map(|viewer| viewer.person.language))
        .unwrap_or_else(|| language_of(request));
    // A refusal on the way speaks the same language.
    request.extensions_mut().insert(language);
    if viewer.as_ref().is_some_and(Viewer::is_partner) {
        request.extensions_mut().insert(AskedByPartner);
    }
    let peer = peer_of(request);
    if request.extensions().get::<Counted>().is_none() {
        match &viewer {
            Some(viewer) => app.limits.account(viewer.person.id, app.now())?,
            None => app.limits.stranger(peer, app.now())?,
        }
        request.extensions_mut().insert(Counted);
    }
    if token.is_some() && viewer.is_none() {
        return Err(Fail(Trouble::SignedOut));
    }
    Ok(Visit {
        app,
        viewer,
        language,
        theme: theme_of(request),
        path: request.uri().to_string(),
        secret,
        user_agent: request
            .headers()
            .get(USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        peer,
    })
}

/// Whether it is for programs.
pub fn is_api(request: &HttpRequest) -> bool {
    request.path().starts_with("/api/")
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

fn header(request: &HttpRequest, name: &str) -> Option<String> {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_wanted_most_is_spoken_whatever_its_place() {
        assert_eq!(preferred("fr;q=0.5, en;q=0.9"), Some(Language::En));
        assert_eq!(preferred("en-GB,en;q=0.8,fr;q=0.5"), Some(Language::En));
        assert_eq!(preferred("de, fr;q=0.3, en;q=0.2"), Some(Language::Fr));
        assert_eq!(preferred("en;q=0, fr;q=0.1"), Some(Language::Fr));
        assert_eq!(preferred("en;q=0.50, fr;q=0.5"), Some(Language::En));
        assert_eq!(preferred("de;q=1, *;q=0.1"), None);
        assert_eq!(preferred("fr; q=0.100 , en ; q=0.101"), Some(Language::En));
        assert_eq!(preferred("en;q=x, fr;q=0.001"), Some(Language::Fr));
        assert_eq!(preferred(""), None);
    }
}
