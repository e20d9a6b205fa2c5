//! What a step over one case asked of another: a follow-up timer has come due.

use std::sync::Arc;

use domain::case::{Case, Kind};
use domain::changes::{Changes, FiredTimer};
use domain::engine::follow_up::{
    Merged, absorb, child_not_opened, child_over, follow, merge_failed, parent_over, purge_form,
    serve, tell_served,
};
use domain::engine::step::{Carried, Opening, open};
use domain::engine::world::Snapshot;
use domain::ids::CaseId;
use domain::people::Actor;
use domain::timer::{FollowUp, Timer};
use domain::workflow::definition::Definition;

use crate::store::thread::Reading;
use crate::usecases::app::{About, App, Surroundings};
use crate::usecases::error::Error;
use crate::usecases::fire_timer::Fired;

impl App {
    /// Does what a case asked of another. The timer's row goes with it, so it happens once.
    pub(crate) async fn follow_up(
        &self,
        snapshot: Snapshot,
        timer: &Timer,
        act: FollowUp,
    ) -> Result<Fired, Error> {
        let fired = FiredTimer {
            id: timer.id,
            scheduled: timer.due_at,
        };
        let changes = match act {
            FollowUp::OpenChild { kind, facts, note } => {
                let carried = Carried { facts, note };
                Some(self.open_child(snapshot, kind, carried, fired).await?)
            }
            FollowUp::TellParent { transition } => match self.parent_of(&snapshot).await? {
                Some(parent) => {
                    let around = self.around(&parent.case).await?;
                    let world = around.world(self);
                    follow(&world, parent, transition, fired, self.now())?
                }
                None => None,
            },
            FollowUp::ChildOver => match snapshot.case.parent {
                Some(parent) => self.resume(parent, fired).await?,
                None => None,
            },
            FollowUp::ServedOver { request } => self.resume(request, fired).await?,
            FollowUp::ParentOver { child } => match self.store.snapshot_any(child).await? {
                Some(child) => {
                    let around = self.around(&child.case).await?;
                    let world = around.world(self);
                    parent_over(&world, child, snapshot.case.id, fired, self.now())
                }
                None => None,
            },
            FollowUp::MergeInto { target, by } => {
                self.merge_into(snapshot, target, by, fired).await?
            }
            FollowUp::Join { escalation, note } => {
                match self.store.snapshot_any(escalation).await? {
                    // It ended in the meantime: what waits for it goes on at once.
                    Some(found) if found.case.category.is_over() => {
                        self.resume(snapshot.case.id, fired).await?
                    }
                    Some(found) => {
                        let around = self.around(&found.case).await?;
                        let world = around.world(self);
                        let request = snapshot.case.id;
                        Some(serve(&world, found, request, note, fired, self.now()))
                    }
                    None => None,
                }
            }
            FollowUp::TellServed {
                request,
                template,
                words,
            } => match self.store.snapshot_any(request).await? {
                Some(found) => {
                    let around = self.around(&found.case).await?;
                    let world = around.world(self);
                    tell_served(&world, found, &template, words, fired, self.now())?
                }
                None => None,
            },
            FollowUp::PurgeForm => match self.parent_of(&snapshot).await? {
                Some(parent) => {
                    let around = self.around(&parent.case).await?;
                    let world = around.world(self);
                    purge_form(&world, parent, &snapshot.case, fired, self.now())
                }
                None => None,
            },
        };
        match changes {
            Some(changes) => self.settle(changes).await,
            None => self.drop_timer(timer).await,
        }
    }

    async fn open_child(
        &self,
        snapshot: Snapshot,
        kind: Kind,
        carried: Carried,
        fired: FiredTimer,
    ) -> Result<Changes, Error> {
        if snapshot.case.category.is_over() {
            let around = self.around(&snapshot.case).await?;
            let world = around.world(self);
            return Ok(child_not_opened(&world, snapshot, kind, fired, self.now()));
        }
        let Some(workflow) = self.rules.workflows.newest_of(kind) else {
            return Err(Error::Internal(format!(
                "no workflow for {}",
                kind.as_str()
            )));
        };
        let id = CaseId::new(self.ids.as_ref(), self.now());
        let opening = opening(snapshot.case, id, workflow, carried, fired);
        let around = self.surroundings(About::opening(&opening), None).await?;
        let actor = Actor::System {
            rule: "open_child".to_owned(),
        };
        Ok(open(&around.world(self), opening, None, actor, self.now())?)
    }

    /// Brings back a case that waited for another, if it still does.
    async fn resume(&self, case: CaseId, fired: FiredTimer) -> Result<Option<Changes>, Error> {
        let Some(found) = self.store.snapshot_any(case).await? else {
            return Ok(None);
        };
        let around = self.around(&found.case).await?;
        Ok(child_over(&around.world(self), found, fired, self.now())?)
    }

    async fn merge_into(
        &self,
        snapshot: Snapshot,
        target: CaseId,
        by: Option<domain::ids::PersonId>,
        fired: FiredTimer,
    ) -> Result<Option<Changes>, Error> {
        let Some(into) = self.store.snapshot_any(target).await? else {
            return Ok(None);
        };
        if into.case.category == domain::case::Category::Void {
            let around = self.around(&snapshot.case).await?;
            let world = around.world(self);
            return Ok(Some(merge_failed(
                &world,
                snapshot,
                target,
                fired,
                self.now(),
            )));
        }
        let id = snapshot.case.id;
        let merged = Merged {
            messages: self.store.list_messages(id, Reading::Public).await?,
            files: self.store.list_attachments(id, Reading::Public).await?,
            watchers: self.store.watchers_any(id).await?,
            by,
            case: snapshot.case,
        };
        let around = self.around(&into.case).await?;
        let world = around.world(self);
        Ok(Some(absorb(&world, into, merged, fired, self.now())?))
    }

    async fn around(&self, case: &Case) -> Result<Surroundings, Error> {
        self.surroundings(About::stored(case), None).await
    }

    async fn parent_of(&self, snapshot: &Snapshot) -> Result<Option<Snapshot>, Error> {
        match snapshot.case.parent {
            Some(parent) => Ok(self.store.snapshot_any(parent).await?),
            None => Ok(None),
        }
    }
}

/// A case of another kind for the same partner, about the same thing.
fn opening(
    parent: Case,
    id: CaseId,
    workflow: Arc<Definition>,
    carried: Carried,
    fired: FiredTimer,
) -> Opening {
    Opening {
        id,
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
        carried,
        caused_by: Some(fired),
    }
}
