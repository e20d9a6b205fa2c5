//! Sets the due date of a clock by hand: a lead, or the manager who has the case, for a reason.

use domain::case::{Case, Reference};
use domain::engine::extend::{NewDue, extend};
use domain::people::Role;

use crate::store::idempotency::Idempotency;
use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::get_case::roles;
use crate::usecases::move_case::check_version;
use crate::usecases::viewer::Viewer;

/// A due date as a person sets it.
#[derive(Debug)]
pub struct ExtendClock {
    /// Which case.
    pub reference: Reference,
    /// Which clock, when and why.
    pub due: NewDue,
    /// The version the person looked at; `None` when the form carried none.
    pub version: Option<i64>,
    /// Key of a repeated request.
    pub key: Option<Idempotency>,
}

impl App {
    /// Sets the due date; gives the case as it stands since.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners and for a case or clock that is not there,
    /// [`Error::Forbidden`] for who neither leads the team nor manages the case,
    /// [`Error::Conflict`] when the case moved meanwhile, [`Error::Refused`] for a date or a reason that
    /// will not do.
    pub async fn extend_clock(&self, viewer: &Viewer, wanted: ExtendClock) -> Result<Case, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let snapshot = self.snapshot(viewer, wanted.reference).await?;
        if !may_extend(viewer, &snapshot.case) {
            return Err(Error::Forbidden("extend_clock"));
        }
        check_version(&snapshot, wanted.version)?;
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let by = viewer.person.id;
        let changes = extend(&around.world(self), snapshot, wanted.due, by, self.now())?
            .ok_or(Error::NotFound)?;
        self.commit_case(changes, wanted.key).await
    }
}

/// Whether the viewer may set due dates of the case: they lead its team, or manage it and have it.
pub fn may_extend(viewer: &Viewer, case: &Case) -> bool {
    let held = roles(&viewer.person, case);
    let has_it = case.owner == Some(viewer.person.id);
    held.contains(&Role::Lead) || (has_it && held.contains(&Role::Manager))
}
