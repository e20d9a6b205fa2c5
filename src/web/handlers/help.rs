//! Help and the accessibility statement, for anybody.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::web::chrome::html;
use crate::web::fail::Fail;
use crate::web::identity::Visit;
use crate::web::pages::help::{AccessibilityPage, HelpPage};
use crate::web::pages::portal::stub::DeskFacts;
use crate::web::server::Surface;

/// `GET /help`.
///
/// # Errors
/// The store's troubles.
pub async fn show(visit: Visit) -> Result<HttpResponse, Fail> {
    let organisation = visit
        .viewer
        .as_ref()
        .and_then(|viewer| viewer.person.organisation);
    let desk = visit.app.partner_desk(organisation).await?;
    html(&HelpPage::new(
        &visit.own_chrome().await?,
        DeskFacts::of(&desk),
    ))
}

/// `GET /accessibility`.
///
/// # Errors
/// The store's troubles.
pub async fn accessibility(visit: Visit, surface: Data<Surface>) -> Result<HttpResponse, Fail> {
    html(&AccessibilityPage::new(
        &visit.own_chrome().await?,
        bare_address(&surface.contact),
    ))
}

/// `guichet@example.org` of `Guichet <guichet@example.org>`.
fn bare_address(mailbox: &str) -> &str {
    let inner = mailbox.rsplit_once('<').map_or(mailbox, |(_, rest)| rest);
    inner.trim().trim_end_matches('>')
}

#[cfg(test)]
mod tests {
    use super::bare_address;

    #[test]
    fn the_address_is_told_from_the_name() {
        assert_eq!(
            bare_address("Guichet <guichet@example.org>"),
            "guichet@example.org"
        );
        assert_eq!(bare_address("guichet@example.org"), "guichet@example.org");
    }
}
