//! A timer's time has come. Firing it late, twice or on two machines changes nothing more than once.

use domain::engine::tick::{Tick, tick};
use domain::timer::Timer;

use crate::store::error::StoreError;
use crate::usecases::app::{About, App};
use crate::usecases::error::Error;

/// What became of a claimed timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fired {
    /// It did what it was armed for.
    Done,
    /// There was nothing left to do; its row is gone.
    Nothing,
    /// It is not due yet; its row stays.
    Early,
    /// Somebody changed the case at the same moment; it is tried again at once.
    Again,
}

impl App {
    /// Fires one timer.
    ///
    /// # Errors
    /// The store's troubles, and [`Error::Refused`] when a definition is broken; the row stays then.
    pub async fn fire_timer(&self, timer: &Timer) -> Result<Fired, Error> {
        let Some(snapshot) = self.store.snapshot_any(timer.case).await? else {
            return self.drop_timer(timer).await;
        };
        let around = self
            .surroundings(About::stored(&snapshot.case), None)
            .await?;
        match tick(&around.world(self), snapshot.clone(), timer, self.now())? {
            Tick::Early => Ok(Fired::Early),
            Tick::Stale => self.drop_timer(timer).await,
            Tick::Fired(changes) => self.settle(*changes).await,
            Tick::Follow(act) => self.follow_up(snapshot, timer, act).await,
        }
    }

    pub(crate) async fn settle(&self, changes: domain::changes::Changes) -> Result<Fired, Error> {
        match self.store.commit(changes, None).await {
            Ok(_) => Ok(Fired::Done),
            Err(StoreError::AlreadyFired) => Ok(Fired::Nothing),
            Err(StoreError::Conflict { .. } | StoreError::Collision) => Ok(Fired::Again),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn drop_timer(&self, timer: &Timer) -> Result<Fired, Error> {
        self.store.drop_timer(timer.id).await?;
        Ok(Fired::Nothing)
    }
}
