//! Hearing that cases were written: who may listen, to which, and how many at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::CaseScope;
use domain::ids::{CaseId, PersonId};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::store::signals::CaseChanged;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

/// Most listeners of one person: windows that they have open.
const OF_ONE: u32 = 8;
/// Most listeners of this process.
const OF_ALL: u32 = 512;
/// When whoever was refused may try again, in seconds.
const RETRY_SECS: u32 = 60;

/// Who listens now. Cheap to clone; all clones count together.
#[derive(Clone, Debug, Default)]
pub struct Listeners(Arc<Mutex<BTreeMap<PersonId, u32>>>);

/// One listener; leaving it lets the next in.
#[derive(Debug)]
pub struct Hearing {
    scope: CaseScope,
    changes: Receiver<CaseChanged>,
    _place: Place,
}

/// What a listener hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A case that the viewer may see was written.
    Changed {
        /// Which.
        case: CaseId,
        /// Its version now.
        version: i64,
    },
    /// The listener was too slow: changes went by unheard.
    Missed,
    /// Nothing more will come.
    Over,
}

impl App {
    /// Begins to listen for what the viewer may see.
    ///
    /// # Errors
    /// [`Error::TooMany`] when the person or the process listens often enough already.
    pub fn listen(&self, viewer: &Viewer) -> Result<Hearing, Error> {
        let place = self.listeners.take(viewer.person.id)?;
        Ok(Hearing {
            scope: viewer.scope.clone(),
            changes: self.store.signals().subscribe_cases(),
            _place: place,
        })
    }
}

impl Hearing {
    /// Waits for the next change that the viewer may see. Nothing is lost when the wait is given up.
    pub async fn next(&mut self) -> Heard {
        loop {
            match self.changes.recv().await {
                Ok(change) if self.scope.admits_sight(&change.sight()) => {
                    return Heard::Changed {
                        case: change.case,
                        version: change.version,
                    };
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return Heard::Missed,
                Err(RecvError::Closed) => return Heard::Over,
            }
        }
    }
}

/// A counted place, given back when it is dropped.
#[derive(Debug)]
struct Place {
    listeners: Listeners,
    person: PersonId,
}

impl Listeners {
    fn take(&self, person: PersonId) -> Result<Place, Error> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all: u32 = open.values().sum();
        let own = open.get(&person).copied().unwrap_or(0);
        if own >= OF_ONE || all >= OF_ALL {
            return Err(Error::TooMany {
                retry_secs: RETRY_SECS,
            });
        }
        open.insert(person, own + 1);
        Ok(Place {
            listeners: self.clone(),
            person,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self
            .listeners
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.person) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                open.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_cannot_take_every_place_and_gives_them_back() {
        let listeners = Listeners::default();
        let solene = PersonId::from_uuid(uuid::Uuid::from_u128(1));
        let maud = PersonId::from_uuid(uuid::Uuid::from_u128(2));
        let places: Vec<Place> = (0..OF_ONE)
            .map(|_| listeners.take(solene).unwrap())
            .collect();
        assert!(matches!(
            listeners.take(solene),
            Err(Error::TooMany { retry_secs: 60 })
        ));
        assert!(listeners.take(maud).is_ok());
        drop(places);
        assert!(listeners.take(solene).is_ok());
        assert!(listeners.0.lock().unwrap().is_empty());
    }
}
