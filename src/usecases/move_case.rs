//! Moves a case along its workflow, for a person who may.

use domain::case::{Case, Kind, Reference};
use domain::changes::SERVES;
use domain::engine::step::{Move, make};
use domain::engine::world::Snapshot;
use domain::ids::{TeamKey, TransitionKey};
use domain::message::{Audience, Channel};
use domain::workflow::decide::{Fitness, OtherCase};
use domain::workflow::input::Given;

use crate::store::idempotency::Idempotency;
use crate::usecases::app::{About, App, Surroundings};
use crate::usecases::error::Error;
use crate::usecases::files::Received;
use crate::usecases::submit_request::SUBMIT;
use crate::usecases::viewer::Viewer;

/// A move as a person asks for it.
#[derive(Debug)]
pub struct MoveCase {
    /// Which case.
    pub reference: Reference,
    /// Which transition.
    pub transition: TransitionKey,
    /// What is given with it.
    pub given: Given,
    /// The version the person looked at; `None` when the form carried none.
    pub version: Option<i64>,
    /// How it arrived.
    pub channel: Channel,
    /// Files that come with it; the partner may read them.
    pub files: Vec<Received>,
    /// Key of a repeated request.
    pub key: Option<Idempotency>,
}

impl App {
    /// Makes a transition; gives the case as it stands since.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Conflict`] when the case moved meanwhile, [`Error::Refused`] with
    /// what the workflow says.
    pub async fn move_case(&self, viewer: &Viewer, wanted: MoveCase) -> Result<Case, Error> {
        let snapshot = self.snapshot(viewer, wanted.reference).await?;
        check_version(&snapshot, wanted.version)?;
        let named = wanted.given.get("team").and_then(serde_json::Value::as_str);
        let named = named.map(TeamKey::from);
        let about = About {
            named: named.as_ref(),
            ..About::stored(&snapshot.case)
        };
        let mut around = self.surroundings(about, Some(&viewer.person)).await?;
        self.find_target(viewer, &snapshot, &wanted.given, &mut around)
            .await?;
        if snapshot.case.is_draft() && wanted.transition.as_str() == SUBMIT {
            self.ready_to_send(viewer, &snapshot.case, &mut around)
                .await?;
        }
        let by = Move::asked(wanted.transition, wanted.given, wanted.channel);
        let (case, author) = (snapshot.case.id, viewer.actor());
        let attach = |file| self.attachment(case, file, None, Audience::Public, author.clone());
        let changes = make(
            &around.world(self),
            snapshot,
            by,
            wanted.files.iter().map(attach).collect(),
            viewer.actor(),
            self.now(),
        )?;
        self.place_files(&wanted.files).await?;
        self.commit_case(changes, wanted.key).await
    }

    /// Sets the priority of a case, with a reason.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners, [`Error::Refused`] without a reason.
    pub async fn set_priority(
        &self,
        viewer: &Viewer,
        reference: Reference,
        to: domain::case::Priority,
        reason: &str,
        version: Option<i64>,
    ) -> Result<Case, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let snapshot = self.snapshot(viewer, reference).await?;
        check_version(&snapshot, version)?;
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let world = around.world(self);
        let changes = domain::engine::step::set_priority(
            &world,
            snapshot,
            to,
            reason,
            viewer.actor(),
            self.now(),
        )?;
        self.commit_case(changes, None).await
    }

    /// Finds the case named in the input `target`, if one is, and whether this one may join it.
    async fn find_target(
        &self,
        viewer: &Viewer,
        snapshot: &Snapshot,
        given: &Given,
        around: &mut Surroundings,
    ) -> Result<(), Error> {
        let named = given.get("target").and_then(serde_json::Value::as_str);
        let Some(reference) = named.and_then(|text| Reference::parse(text).ok()) else {
            return Ok(());
        };
        let Some(target) = self.store.find_case(reference, &viewer.scope).await? else {
            return Ok(());
        };
        around.facts.targets.insert(
            reference,
            OtherCase {
                id: target.id,
                merging: merging(snapshot, &target),
                joining: joining(snapshot, &target),
            },
        );
        Ok(())
    }
}

/// Whether the case may be merged into the other: nobody may see a case by it that they could not open.
fn merging(snapshot: &Snapshot, target: &Case) -> Fitness {
    let case = &snapshot.case;
    let joined_here = snapshot
        .links
        .iter()
        .any(|link| link.from == target.id && link.relation == "merged_into");
    let shown_to_more = (case.confidential && !target.confidential)
        || (target.confidential && target.requester != case.requester);
    if target.organisation != case.organisation {
        Fitness::OtherPublisher
    } else if target.kind != case.kind {
        Fitness::OtherKind
    } else if target.category.is_over() {
        Fitness::Over
    } else if joined_here || target.id == case.id {
        Fitness::Cycle
    } else if shown_to_more {
        Fitness::Confidential
    } else {
        Fitness::Fit
    }
}

/// Whether the other is an escalation that may serve the case as well.
fn joining(snapshot: &Snapshot, target: &Case) -> Fitness {
    let case = &snapshot.case;
    let linked = snapshot
        .links
        .iter()
        .any(|link| link.from == target.id && link.relation == SERVES);
    if target.kind != Kind::Escalation {
        Fitness::OtherKind
    } else if target.category.is_over() {
        Fitness::Over
    } else if linked || target.parent == Some(case.id) {
        Fitness::Cycle
    } else {
        Fitness::Fit
    }
}

/// Refuses a version that is not the stored one.
///
/// # Errors
/// [`Error::Conflict`] with the stored version.
pub fn check_version(snapshot: &Snapshot, version: Option<i64>) -> Result<(), Error> {
    match version {
        Some(version) if version != snapshot.case.version => Err(Error::Conflict {
            current: snapshot.case.version,
        }),
        Some(_) | None => Ok(()),
    }
}
