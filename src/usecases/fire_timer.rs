//! A timer's time has come. Firing it late, twice or on two machines changes nothing more than once.

use domain::changes::FiredTimer;
use domain::engine::step::{Opening, absorb, child_over, follow, open};
use domain::engine::tick::{Tick, tick};
use domain::engine::world::Snapshot;
use domain::ids::CaseId;
use domain::people::Actor;
use domain::timer::{FollowUp, Timer};

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

    async fn follow_up(
        &self,
        snapshot: Snapshot,
        timer: &Timer,
        act: FollowUp,
    ) -> Result<Fired, Error> {
        let fired = FiredTimer {
            id: timer.id,
            scheduled: timer.due_at,
        };
        match act {
            FollowUp::OpenChild { kind } => {
                let Some(workflow) = self.rules.workflows.newest_of(kind) else {
                    return Err(Error::Internal(format!(
                        "no workflow for {}",
                        kind.as_str()
                    )));
                };
                let parent = snapshot.case;
                let opening = Opening {
                    id: CaseId::new(self.ids.as_ref(), self.now()),
                    workflow,
                    request_type: parent.request_type,
                    title: parent.title,
                    language: parent.language,
                    organisation: parent.organisation,
                    requester: parent.requester,
                    team: parent.team,
                    priority: parent.priority,
                    impact: parent.impact,
                    urgency: parent.urgency,
                    confidential: parent.confidential,
                    parent: Some(parent.id),
                    answers: parent.answers,
                    caused_by: Some(fired),
                };
                let around = self.surroundings(About::opening(&opening), None).await?;
                let actor = Actor::System {
                    rule: "open_child".to_owned(),
                };
                let changes = open(&around.world(self), opening, None, actor, self.now())?;
                self.settle(changes).await
            }
            FollowUp::TellParent { transition } => {
                let Some(parent) = self.parent_of(&snapshot).await? else {
                    return self.drop_timer(timer).await;
                };
                let around = self.surroundings(About::stored(&parent.case), None).await?;
                match follow(&around.world(self), parent, transition, fired, self.now())? {
                    Some(changes) => self.settle(changes).await,
                    None => self.drop_timer(timer).await,
                }
            }
            FollowUp::ChildOver => {
                let Some(parent) = self.parent_of(&snapshot).await? else {
                    return self.drop_timer(timer).await;
                };
                let around = self.surroundings(About::stored(&parent.case), None).await?;
                match child_over(&around.world(self), parent, fired, self.now())? {
                    Some(changes) => self.settle(changes).await,
                    None => self.drop_timer(timer).await,
                }
            }
            FollowUp::MergeInto { target } => {
                let Some(into) = self.store.snapshot_any(target).await? else {
                    return self.drop_timer(timer).await;
                };
                let around = self.surroundings(About::stored(&into.case), None).await?;
                let changes = absorb(&around.world(self), into, &snapshot.case, fired, self.now())?;
                let mut people = self.store.watchers_any(snapshot.case.id).await?;
                people.extend(snapshot.case.requester);
                // Before the commit: a crash in between leaves watchers that the second try keeps.
                self.store.add_watchers(target, &people).await?;
                self.settle(changes).await
            }
        }
    }

    async fn parent_of(&self, snapshot: &Snapshot) -> Result<Option<Snapshot>, Error> {
        match snapshot.case.parent {
            Some(parent) => Ok(self.store.snapshot_any(parent).await?),
            None => Ok(None),
        }
    }

    async fn settle(&self, changes: domain::changes::Changes) -> Result<Fired, Error> {
        match self.store.commit(changes, None).await {
            Ok(_) => Ok(Fired::Done),
            Err(StoreError::AlreadyFired) => Ok(Fired::Nothing),
            Err(StoreError::Conflict { .. } | StoreError::Collision) => Ok(Fired::Again),
            Err(error) => Err(error.into()),
        }
    }

    async fn drop_timer(&self, timer: &Timer) -> Result<Fired, Error> {
        self.store.drop_timer(timer.id).await?;
        Ok(Fired::Nothing)
    }
}
