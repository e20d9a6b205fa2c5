//! What happened to one case, for programs of the staff: its events, its clocks and their ledger.

use std::collections::BTreeMap;

use domain::case::Reference;
use domain::clocks::clock::ClockEvent;
use domain::event::Event;
use domain::ids::PersonId;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::read::badge::ClockView;
use crate::usecases::viewer::Viewer;

/// Most entries of one page.
pub const PAGE: u32 = 200;

/// A page of a case's history.
#[derive(Clone, Debug)]
pub struct History {
    /// Oldest first.
    pub events: Vec<Event>,
    /// Names of who acted.
    pub names: BTreeMap<PersonId, String>,
    /// The entry after which the next page begins; `None` on the last.
    pub next: Option<i64>,
}

impl App {
    /// The history after entry `after` (0 from the beginning), at most `limit` entries (≤ 200).
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners and for a case that is not there or not theirs.
    pub async fn list_events(
        &self,
        viewer: &Viewer,
        reference: Reference,
        after: i64,
        limit: u32,
    ) -> Result<History, Error> {
        let case = self.staff_header(viewer, reference).await?;
        let limit = limit.clamp(1, PAGE);
        let mut events = self.store.list_events(case.id, after, limit + 1).await?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = events.len() > wanted;
        events.truncate(wanted);
        let names = self
            .store
            .names_any(events.iter().filter_map(|event| event.actor.person()))
            .await?;
        let next = events.last().filter(|_| more).map(|event| event.seq);
        Ok(History {
            events,
            names,
            next,
        })
    }

    /// The clocks of a case as of now, the newest cycle of each metric.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners and for a case that is not there or not theirs.
    pub async fn list_clocks(
        &self,
        viewer: &Viewer,
        reference: Reference,
    ) -> Result<Vec<ClockView>, Error> {
        let case = self.staff_header(viewer, reference).await?;
        let clocks = self.store.clocks_any(case.id).await?;
        Ok(self.clock_views(&clocks, self.now()))
    }

    /// The append-only ledger of a case's clocks, oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners and for a case that is not there or not theirs.
    pub async fn list_ledger(
        &self,
        viewer: &Viewer,
        reference: Reference,
    ) -> Result<Vec<ClockEvent>, Error> {
        let case = self.staff_header(viewer, reference).await?;
        Ok(self.store.list_clock_events(case.id).await?)
    }

    async fn staff_header(
        &self,
        viewer: &Viewer,
        reference: Reference,
    ) -> Result<domain::case::Case, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        self.get_header(viewer, reference).await
    }
}
