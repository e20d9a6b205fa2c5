//! Enters an absence: one's own, or that of somebody of a team one leads.

use domain::absence::{Absence, check_stretch, may_record};
use domain::ids::{AbsenceId, PersonId};
use domain::people::Person;
use domain::time::Instant;

use crate::store::error::StoreError;
use crate::store::idempotency::Idempotency;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

/// An absence to be entered.
#[derive(Clone, Debug)]
pub struct PlanAbsence {
    /// Whose; the viewer's own when absent.
    pub person: Option<PersonId>,
    /// The first moment of it.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
    /// The key of the request.
    pub key: Option<Idempotency>,
}

impl App {
    /// Enters an absence. From its first moment on, no work is given to the person and escalations pass
    /// them by.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners; [`Error::Invalid`] naming the field that is wrong;
    /// [`Error::Forbidden`] when the viewer does not lead the person.
    pub async fn plan_absence(
        &self,
        viewer: &Viewer,
        wanted: PlanAbsence,
    ) -> Result<Absence, Error> {
        let now = self.now();
        let person = self.absent_person(viewer, wanted.person).await?;
        check_stretch(wanted.from, wanted.until, now)
            .map_err(|error| Error::Invalid(vec![error]))?;
        let planned = Absence {
            id: AbsenceId::new(self.ids.as_ref(), now),
            person,
            from: wanted.from,
            until: wanted.until,
            recorded_by: viewer.person.id,
            recorded_at: now,
        };
        let kept = self.store.plan_absence(planned.clone(), wanted.key).await;
        kept.map_err(|error| match error {
            StoreError::Taken("many") => Error::field("from", "too_many_planned"),
            StoreError::Taken(_) => Error::field("from", "away_already"),
            StoreError::NotFound(_) => Error::field("person", "unknown_person"),
            other => other.into(),
        })?;
        self.forget_staff();
        Ok(planned)
    }

    /// The person whose absences the viewer may enter and end.
    ///
    /// # Errors
    /// As [`App::plan_absence`].
    pub(crate) async fn absent_person(
        &self,
        viewer: &Viewer,
        named: Option<PersonId>,
    ) -> Result<PersonId, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let id = named.unwrap_or(viewer.person.id);
        let whose = self.store.find_person(id, self.now()).await?;
        let whose: Person = whose
            .filter(|person| !person.is_partner())
            .ok_or_else(|| Error::field("person", "unknown_person"))?;
        if may_record(&viewer.person, &whose) {
            Ok(id)
        } else {
            Err(Error::Forbidden("absence"))
        }
    }
}
