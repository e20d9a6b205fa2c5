//! What a person prefers, kept with the person.

use domain::text::Language;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

impl App {
    /// Sets the language of the viewer's pages and mails.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub async fn set_language(&self, viewer: &Viewer, language: Language) -> Result<(), Error> {
        if viewer.person.language == language {
            return Ok(());
        }
        self.store
            .set_person_language(viewer.person.id, language)
            .await?;
        if !viewer.is_partner() {
            self.forget_staff();
        }
        Ok(())
    }
}
