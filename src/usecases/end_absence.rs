//! Ends an absence now, or calls one off that has not begun.

use domain::ids::AbsenceId;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

impl App {
    /// Ends an absence: the person is there again from this moment on. Ending one that is over changes
    /// nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners and when it is not there; [`Error::Forbidden`] when the viewer does
    /// not lead the person.
    pub async fn end_absence(&self, viewer: &Viewer, id: AbsenceId) -> Result<(), Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let found = self.store.find_absence(id).await?;
        let found = found.ok_or(Error::NotFound)?;
        self.absent_person(viewer, Some(found.person)).await?;
        self.store
            .end_absence(id, viewer.person.id, self.now())
            .await?;
        self.forget_staff();
        Ok(())
    }
}
