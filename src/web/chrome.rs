//! What a page needs around its content, gathered from the visit.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::i18n::Words;
use crate::usecases::error::Error;
use crate::usecases::read::queue::NavCounts;
use crate::web::fail::Fail;
use crate::web::identity::{Desk, Portal, Visit};
use crate::web::pages::shell::{ChromeFacts, PersonFacts};

impl Desk {
    /// The staff's chrome, with the counts beside the menu.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn chrome(&self) -> Result<ChromeFacts, Fail> {
        let counts = self.visit.app.nav_counts(&self.viewer).await?;
        let person = PersonFacts {
            name: self.viewer.person.name.clone(),
            memberships: self.viewer.person.memberships.clone(),
            organisation: String::new(),
            counts,
        };
        Ok(facts(&self.visit, Some(person)))
    }
}

impl Portal {
    /// The partner's chrome.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn chrome(&self) -> Result<ChromeFacts, Fail> {
        let organisation = self.visit.app.organisation_name(&self.viewer).await?;
        let person = PersonFacts {
            name: self.viewer.person.name.clone(),
            memberships: Vec::new(),
            organisation,
            counts: NavCounts::default(),
        };
        Ok(facts(&self.visit, Some(person)))
    }
}

impl Visit {
    /// The chrome of pages that anybody may see, and nobody in particular.
    pub fn chrome(&self) -> ChromeFacts {
        facts(self, None)
    }

    /// The chrome of pages that anybody may see, with who is signed in.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn own_chrome(&self) -> Result<ChromeFacts, Fail> {
        match self.viewer.clone() {
            Some(viewer) if viewer.is_partner() => {
                Portal {
                    viewer,
                    visit: self.clone(),
                }
                .chrome()
                .await
            }
            Some(viewer) => {
                Desk {
                    viewer,
                    visit: self.clone(),
                }
                .chrome()
                .await
            }
            None => Ok(self.chrome()),
        }
    }
}

/// A page as an answer.
///
/// # Errors
/// [`Error::Internal`] when the template fails, which is a bug.
pub fn html(page: &impl Template) -> Result<HttpResponse, Fail> {
    html_as(StatusCode::OK, page)
}

/// A page as an answer with another status, such as a form shown again with its errors.
///
/// # Errors
/// As [`html`].
pub fn html_as(status: StatusCode, page: &impl Template) -> Result<HttpResponse, Fail> {
    let body = page
        .render()
        .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .body(body))
}

/// Another address to go to with GET, as after every form.
pub fn see(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((actix_web::http::header::LOCATION, address))
        .finish()
}

fn facts(visit: &Visit, person: Option<PersonFacts>) -> ChromeFacts {
    ChromeFacts {
        language: visit.language,
        theme: visit.theme,
        csrf: visit.csrf(),
        path: visit.path.clone(),
        person,
        flash: flash(visit),
    }
}

/// One sentence about what was just done: the address says which of ours, never the words.
fn flash(visit: &Visit) -> Option<String> {
    let (_, query) = visit.path.split_once('?')?;
    let (_, said) =
        url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "said")?;
    let known = said
        .chars()
        .all(|one| one.is_ascii_lowercase() || one == '-')
        && said.len() <= 40;
    let key = format!("said-{said}");
    known
        .then(|| Words::new(visit.language).find(&key))
        .flatten()
        .map(std::borrow::Cow::into_owned)
}
