//! Coming in by a mailed link and going out again.

use actix_web::HttpResponse;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use domain::people::{Person, Role};
use serde::Deserialize;

use crate::usecases::error::Error;
use crate::usecases::sign_in::{OpenedSession, local_path};
use crate::web::chrome::{html, html_as, see};
use crate::web::fail::Fail;
use crate::web::identity::{PostedByAnyone, Visit, cookie_name};
use crate::web::pages::sign_in::{
    AlreadyPage, AskFacts, AskPage, EmailProblem, Home, OpenPage, OverPage, SentPage,
};

/// What the address of the sign-in page says.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    /// Where to go on to.
    #[serde(default)]
    next: String,
}

/// `GET /`: each person's own first page.
pub async fn first(visit: Visit) -> HttpResponse {
    see(visit
        .viewer
        .as_ref()
        .map_or("/sign-in", |viewer| home_of(&viewer.person)))
}

/// `GET /sign-in`.
///
/// # Errors
/// The store's troubles.
pub async fn ask(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fail> {
    if let Some(viewer) = &visit.viewer {
        let home = if viewer.is_partner() {
            Home::Portal
        } else {
            Home::Queue
        };
        return html(&AlreadyPage::new(&visit.own_chrome().await?, home));
    }
    let asked = AskFacts {
        next: local_path(&wanted.next),
        ..AskFacts::default()
    };
    html(&AskPage::new(&visit.chrome(), asked))
}

/// `POST /sign-in`: sends a link. The answer is the same for an address that nobody has.
///
/// # Errors
/// The store's troubles. What is not an address shows the page again.
pub async fn send(visit: Visit, posted: PostedByAnyone) -> Result<HttpResponse, Fail> {
    let (email, next) = (
        posted.form.text("email"),
        local_path(posted.form.text("next")),
    );
    let chrome = visit.chrome();
    match visit.app.request_sign_in(email, next, visit.peer).await {
        Ok(()) => {
            let minutes = visit.app.lifetimes.sign_in.as_millis() / 60_000;
            html(&SentPage::new(&chrome, email, minutes))
        }
        Err(Error::Invalid(_)) => {
            let problem = if email.is_empty() {
                EmailProblem::Empty
            } else {
                EmailProblem::Malformed
            };
            let asked = AskFacts {
                email,
                next,
                problem: Some(problem),
            };
            html_as(
                StatusCode::UNPROCESSABLE_ENTITY,
                &AskPage::new(&chrome, asked),
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /sign-in/{token}`: who would come in. Mail scanners may open it as often as they like.
///
/// # Errors
/// The store's troubles. A link that is over or was used offers a new one.
pub async fn open(visit: Visit, token: Path<String>) -> Result<HttpResponse, Fail> {
    let chrome = visit.chrome();
    match visit.app.check_sign_in(&token).await {
        Ok(person) => html(&OpenPage::new(&chrome, &token, &person.name)),
        Err(Error::NotFound) => html_as(StatusCode::NOT_FOUND, &OverPage::new(&chrome, "")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /sign-in/{token}`: uses the link up and opens a session; the one before it ends.
///
/// # Errors
/// The store's troubles. A link that is over or was used offers a new one.
pub async fn enter(
    visit: Visit,
    token: Path<String>,
    _posted: PostedByAnyone,
) -> Result<HttpResponse, Fail> {
    let opened = match visit.app.sign_in(&token, &visit.user_agent).await {
        Ok(opened) => opened,
        Err(Error::NotFound) => {
            return html_as(StatusCode::NOT_FOUND, &OverPage::new(&visit.chrome(), ""));
        }
        Err(error) => return Err(error.into()),
    };
    if let (Some(viewer), Some(secret)) = (&visit.viewer, &visit.secret) {
        visit.app.sign_out(viewer.person.id, secret).await?;
    }
    let target = Some(local_path(&opened.target)).filter(|target| !target.is_empty());
    let mut answer = see(target.unwrap_or_else(|| home_of(&opened.person)));
    set(&mut answer, &session_cookie(&visit, &opened))?;
    Ok(answer)
}

/// `POST /sign-out`. Without a session the cookie goes all the same.
///
/// # Errors
/// A form from elsewhere, and the store's troubles.
pub async fn leave(visit: Visit, posted: PostedByAnyone) -> Result<HttpResponse, Fail> {
    if let (Some(viewer), Some(secret)) = (&visit.viewer, &visit.secret) {
        visit.check_form(posted.form.text("csrf"))?;
        visit.app.sign_out(viewer.person.id, secret).await?;
    }
    let mut answer = see("/sign-in?said=signed-out");
    let mut gone = cookie(&visit, "");
    gone.make_removal();
    set(&mut answer, &gone)?;
    Ok(answer)
}

/// Where a person begins.
fn home_of(person: &Person) -> &'static str {
    if person.is_partner() {
        "/portal"
    } else if person.teams().is_empty() && person.has_role(Role::Admin) {
        "/admin"
    } else {
        "/queue"
    }
}

fn session_cookie<'a>(visit: &Visit, opened: &'a OpenedSession) -> Cookie<'a> {
    let mut made = cookie(visit, &opened.secret);
    let lasts = opened.expires_at.since(visit.app.now());
    made.set_max_age(Duration::milliseconds(lasts.as_millis()));
    made
}

fn cookie<'a>(visit: &Visit, value: &'a str) -> Cookie<'a> {
    let address = &visit.app.public_url;
    Cookie::build(cookie_name(address), value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(address.starts_with("https://"))
        .finish()
}

fn set(answer: &mut HttpResponse, cookie: &Cookie<'_>) -> Result<(), Fail> {
    answer
        .add_cookie(cookie)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(())
}
