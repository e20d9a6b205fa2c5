//! Takes an escalation on, on the page or by the link in the mail.

use domain::case::Reference;
use domain::engine::step::acknowledge;
use domain::escalation::{Run, RunStage};
use domain::ids::{PersonId, RunId};

use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::links::Purpose;
use crate::usecases::viewer::{Proof, Viewer};

/// An escalation with its case, for the page behind the link.
#[derive(Clone, Debug)]
pub struct Escalation {
    /// The case.
    pub reference: Reference,
    /// One line.
    pub title: String,
    /// The run.
    pub run: Run,
    /// Name of who has taken it on.
    pub acknowledged_by: Option<String>,
}

impl App {
    /// Takes an escalation on. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the run is not there or its case is out of sight.
    pub async fn acknowledge(&self, viewer: &Viewer, run: RunId) -> Result<Escalation, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let case = self.store.run_case_any(run).await?.ok_or(Error::NotFound)?;
        let snapshot = match viewer.by {
            // The link in the mail names the run and the person: that is enough to answer it.
            Proof::Link => self.store.snapshot_any(case).await?,
            Proof::Session { .. } | Proof::Token { .. } | Proof::Local => {
                self.store.snapshot(case, &viewer.scope).await?
            }
        }
        .ok_or(Error::NotFound)?;
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let changes = acknowledge(
            &around.world(self),
            snapshot,
            run,
            viewer.actor(),
            self.now(),
        )?;
        if let Some(changes) = changes {
            self.commit(changes, None).await?;
        }
        self.escalation(run).await
    }

    /// Who may answer by this link, and what about.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link is not good (any more).
    pub async fn open_acknowledge_link(&self, token: &str) -> Result<(Viewer, RunId), Error> {
        let link = self
            .signer
            .read(Purpose::Acknowledge, token, self.now())
            .ok_or(Error::NotFound)?;
        let viewer = self.viewer_by_link(link.person).await?;
        Ok((viewer, RunId::from_uuid(link.subject)))
    }

    /// An escalation with its case.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there.
    pub async fn escalation(&self, run: RunId) -> Result<Escalation, Error> {
        let case = self.store.run_case_any(run).await?.ok_or(Error::NotFound)?;
        let found = self
            .store
            .find_case_any(case)
            .await?
            .ok_or(Error::NotFound)?;
        let runs = self.store.runs_any(case).await?;
        let origin = runs
            .iter()
            .find(|one| one.id == run)
            .map(|one| one.origin)
            .ok_or(Error::NotFound)?;
        // A chain that was repeated or begun again goes on as another run; the link is good for all of it.
        let run = runs
            .into_iter()
            .filter(|one| one.origin == origin)
            .max_by_key(|one| {
                (
                    one.id == run && one.stage != RunStage::Done,
                    one.started_at,
                    one.id,
                )
            })
            .ok_or(Error::NotFound)?;
        let acknowledged_by = match (run.stage, run.acknowledged_by) {
            (RunStage::Acknowledged, Some(person)) => self.name_of(person).await?,
            (RunStage::Acknowledged | RunStage::Active | RunStage::Done, _) => None,
        };
        Ok(Escalation {
            reference: found.reference,
            title: found.title,
            run,
            acknowledged_by,
        })
    }

    /// A person's name.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub async fn name_of(&self, person: PersonId) -> Result<Option<String>, Error> {
        let found = self.store.find_person(person, self.now()).await?;
        Ok(found.map(|person| person.name))
    }

    /// The person behind a signed link.
    ///
    /// # Errors
    /// [`Error::NotFound`] when they are not there or not active.
    pub async fn viewer_by_link(&self, person: PersonId) -> Result<Viewer, Error> {
        let person = self.store.find_person(person, self.now()).await?;
        let person = person
            .filter(|person| person.active)
            .ok_or(Error::NotFound)?;
        Ok(Viewer::new(person, Proof::Link))
    }
}
