//! For whom a program asks: a partner's for itself, the staff's for the publisher it names.

use domain::ids::{OrganisationId, PersonId};
use uuid::Uuid;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::submit_request::{Behalf, behalf_of};
use crate::usecases::viewer::Viewer;

impl App {
    /// The publisher, named by short name or identity, and its contact, named by identity or mail address.
    /// Partners name neither: they speak for themselves.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field that is missing, unknown, or not theirs to give.
    pub async fn speak_for(
        &self,
        viewer: &Viewer,
        organisation: Option<&str>,
        requester: Option<&str>,
    ) -> Result<Behalf, Error> {
        if viewer.is_partner() {
            let given = [("organisation", organisation), ("requester", requester)];
            return match given.into_iter().find(|(_, value)| value.is_some()) {
                Some((field, _)) => Err(Error::field(field, "staff_only")),
                None => behalf_of(viewer),
            };
        }
        let named = organisation.ok_or_else(|| Error::field("organisation", "required"))?;
        let organisation = self.publisher_named(named).await?;
        let requester = match requester {
            Some(named) => Some(self.contact_named(named, organisation).await?),
            None => None,
        };
        Ok(Behalf {
            organisation,
            requester,
        })
    }

    async fn publisher_named(&self, named: &str) -> Result<OrganisationId, Error> {
        let found = match Uuid::parse_str(named) {
            Ok(id) => {
                self.store
                    .find_organisation(OrganisationId::from_uuid(id))
                    .await?
            }
            Err(_) => self.store.find_organisation_by_slug(named).await?,
        };
        let found = found.ok_or_else(|| Error::field("organisation", "unknown_publisher"))?;
        Ok(found.id)
    }

    async fn contact_named(
        &self,
        named: &str,
        organisation: OrganisationId,
    ) -> Result<PersonId, Error> {
        let now = self.now();
        let found = match Uuid::parse_str(named) {
            Ok(id) => self.store.find_person(PersonId::from_uuid(id), now).await?,
            Err(_) => self.store.find_person_by_email(named, now).await?,
        };
        found
            .filter(|person| person.organisation == Some(organisation) && person.active)
            .map(|person| person.id)
            .ok_or_else(|| Error::field("requester", "unknown_contact"))
    }
}
