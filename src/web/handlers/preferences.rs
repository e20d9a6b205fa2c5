//! Language and colours: cookies for the browser, and the language kept with who is signed in.

use actix_web::HttpResponse;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Path;
use domain::text::Language;

use crate::usecases::error::Error;
use crate::usecases::sign_in::local_path;
use crate::web::chrome::{html, see};
use crate::web::fail::Fail;
use crate::web::identity::{PostedByAnyone, Visit};
use crate::web::pages::preferences::PreferencesPage;
use crate::web::pages::shell::Theme;

/// `GET /preferences`.
///
/// # Errors
/// The store's troubles.
pub async fn show(visit: Visit) -> Result<HttpResponse, Fail> {
    html(&PreferencesPage::new(&visit.own_chrome().await?))
}

/// `POST /preferences`: `language` and `theme` at once.
///
/// # Errors
/// The store's troubles.
pub async fn save(visit: Visit, posted: PostedByAnyone) -> Result<HttpResponse, Fail> {
    let mut answer = see("/preferences?said=preferences");
    if let Some(language) = Language::parse(posted.form.text("language")) {
        keep_language(&visit, &posted, language).await?;
        set(&visit, &mut answer, "language", language.as_str())?;
    }
    if let Some(theme) = posted.form.filled("theme") {
        set(&visit, &mut answer, "theme", Theme::parse(theme).as_str())?;
    }
    Ok(answer)
}

/// `POST /preferences/language/{language}`: the switch in the mast. `back`, the page to come
/// back to, is in the form and not in the address, for it may be a mailed link.
///
/// # Errors
/// Not found for a language that is not spoken here.
pub async fn language(
    visit: Visit,
    named: Path<String>,
    posted: PostedByAnyone,
) -> Result<HttpResponse, Fail> {
    let language = Language::parse(&named).ok_or(Error::NotFound)?;
    keep_language(&visit, &posted, language).await?;
    let mut answer = see(back(&posted));
    set(&visit, &mut answer, "language", language.as_str())?;
    Ok(answer)
}

/// `POST /preferences/theme/{theme}`: the switch in the menu.
///
/// # Errors
/// None but a bug.
pub async fn theme(
    visit: Visit,
    named: Path<String>,
    posted: PostedByAnyone,
) -> Result<HttpResponse, Fail> {
    let mut answer = see(back(&posted));
    set(&visit, &mut answer, "theme", Theme::parse(&named).as_str())?;
    Ok(answer)
}

fn back(posted: &PostedByAnyone) -> &str {
    Some(local_path(posted.form.text("back")))
        .filter(|back| !back.is_empty())
        .unwrap_or("/preferences")
}

/// The choice goes to the browser in any case; to the person only when the form is of their session.
async fn keep_language(
    visit: &Visit,
    posted: &PostedByAnyone,
    language: Language,
) -> Result<(), Fail> {
    match &visit.viewer {
        Some(viewer) if visit.check_form(posted.form.text("csrf")).is_ok() => {
            Ok(visit.app.set_language(viewer, language).await?)
        }
        Some(_) | None => Ok(()),
    }
}

fn set(
    visit: &Visit,
    answer: &mut HttpResponse,
    name: &'static str,
    value: &'static str,
) -> Result<(), Fail> {
    let kept = Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(visit.app.public_url.starts_with("https://"))
        .max_age(Duration::days(365))
        .finish();
    answer
        .add_cookie(&kept)
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(())
}
