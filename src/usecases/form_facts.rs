//! What the validation of a form must know of the person who fills it.

use domain::forms::facts::{Facts, UploadedFile};
use domain::ids::{CaseId, OrganisationId};
use domain::message::Attachment;
use domain::people::Person;
use domain::text::Language;

use crate::store::thread::Reading;
use crate::usecases::app::App;
use crate::usecases::error::Error;

/// The partners' time zone: the house answers France first (product.md §4).
pub const PARTNER_ZONE: &str = "Europe/Paris";

impl App {
    /// The facts for a contact of a publisher and, when it exists already, their draft.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub async fn form_facts(
        &self,
        person: Option<&Person>,
        organisation: OrganisationId,
        draft: Option<CaseId>,
    ) -> Result<Facts, Error> {
        let now = self.now();
        let language = person.map_or(Language::Fr, |person| person.language);
        let mut facts = Facts::new(now, PARTNER_ZONE, language)
            .map_err(|error| Error::Internal(error.to_string()))?;
        facts.colleagues = self
            .store
            .list_contacts(organisation, now)
            .await?
            .into_iter()
            .filter(|contact| contact.active && Some(contact.id) != person.map(|one| one.id))
            .map(|contact| contact.email)
            .collect();
        if let Some(case) = draft {
            let files = self.store.list_attachments(case, Reading::Public).await?;
            facts.files = files.into_iter().filter_map(uploaded).collect();
        }
        Ok(facts)
    }
}

/// A stored file as the validation and the reading back of a form know it.
pub(crate) fn uploaded(file: Attachment) -> Option<UploadedFile> {
    Some(UploadedFile {
        id: file.id,
        field: file.field?,
        name: file.file_name,
        size_bytes: file.size_bytes,
        media_type: file.media_type,
    })
}
