//! Plays the plan: moves the clock by hand, lets timers fire and mails leave when their time has come.

use std::collections::BTreeMap;

use anyhow::Context as _;
use domain::case::{Case, Kind, Priority, Reference};
use domain::engine::step::{Carried, Opening};
use domain::escalation::RunStage;
use domain::ids::{CaseId, PersonId, RequestTypeKey, RunId, TeamKey, TransitionKey};
use domain::message::{Audience, Channel};
use domain::people::Person;
use domain::time::{Instant, Span};
use domain::workflow::input::Given;

use crate::boot::demo::paper;
use crate::boot::demo::people::Staff;
use crate::boot::demo::publishers::Publisher;
use crate::boot::demo::script::{Act, On, Step, StoryId};
use crate::boot::house::House;
use crate::jobs::{deliver_mail, fire_timers};
use crate::store::lease::Lease;
use crate::usecases::clock::HandClock;
use crate::usecases::files::Received;
use crate::usecases::move_case::MoveCase;
use crate::usecases::post_message::PostMessage;
use crate::usecases::submit_request::Behalf;
use crate::usecases::viewer::{Proof, Viewer};

/// Timers or mails of one round.
const BATCH: u32 = 200;
/// Name under which the stage claims timers and mails.
const OWNER: &str = "demo";
/// The team of the desk.
const DESK: &str = "FR";

/// Where the plan is played.
pub struct Stage<'a> {
    house: &'a House,
    clock: &'a HandClock,
    viewers: BTreeMap<PersonId, Viewer>,
    cases: BTreeMap<StoryId, (CaseId, Reference)>,
    looked: BTreeMap<Reference, (PersonId, CaseId, Instant)>,
}

impl<'a> Stage<'a> {
    /// A stage with everybody on it.
    pub fn new(
        house: &'a House,
        clock: &'a HandClock,
        staff: &Staff,
        publishers: &[Publisher],
    ) -> Self {
        let contacts = publishers.iter().flat_map(|publisher| &publisher.contacts);
        let viewers = staff
            .all()
            .into_iter()
            .chain(contacts)
            .map(|person: &Person| (person.id, Viewer::new(person.clone(), Proof::Local)))
            .collect();
        Self {
            house,
            clock,
            viewers,
            cases: BTreeMap::new(),
            looked: BTreeMap::new(),
        }
    }

    /// Plays the steps and lets time pass until `now`.
    ///
    /// # Errors
    /// The first step that is refused, named; and the store's troubles.
    pub async fn play(&mut self, steps: Vec<Step>, now: Instant) -> anyhow::Result<()> {
        for step in steps {
            self.pass_until(step.at).await?;
            let told = format!(
                "{:?} of {:?} at {}: {:?}",
                step.on, step.story, step.at, step.act
            );
            self.perform(step).await.with_context(|| told)?;
            self.deliver().await?;
        }
        self.pass_until(now).await?;
        // Whoever moved a case last has seen it; what came afterwards is new to them.
        for (person, case, at) in self.looked.values() {
            self.house.app.store.mark_seen(*person, *case, *at).await?;
        }
        Ok(())
    }

    /// Fires every timer in its own moment until `at`.
    async fn pass_until(&self, at: Instant) -> anyhow::Result<()> {
        let app = &self.house.app;
        while let Some(due) = app.store.next_timer_due().await?.filter(|due| *due <= at) {
            self.clock.set(due.max(app.now()));
            fire_timers::run_once(app, &self.lease(), BATCH).await?;
            self.deliver().await?;
        }
        self.clock.set(at);
        Ok(())
    }

    async fn deliver(&self) -> anyhow::Result<()> {
        let house = self.house;
        while deliver_mail::run_once(&house.app, &house.courier, &self.lease(), BATCH).await? > 0 {}
        Ok(())
    }

    fn lease(&self) -> Lease {
        Lease {
            owner: OWNER.to_owned(),
            until: self.house.app.now().plus(Span::minutes(1)),
        }
    }

    async fn perform(&mut self, step: Step) -> anyhow::Result<()> {
        let Step {
            at,
            story,
            on,
            by,
            act,
        } = step;
        let viewer = self
            .viewers
            .get(&by)
            .cloned()
            .context("nobody of that name")?;
        match act {
            Act::Send { form, answers } => {
                let behalf = self.behalf(&viewer)?;
                let form = RequestTypeKey::from(form);
                let case = self
                    .house
                    .app
                    .submit_request(&viewer, &form, behalf, &answers, None)
                    .await;
                let case = case.map_err(|error| wrong(&error))?;
                self.cases.insert(story, (case.id, case.reference));
            }
            Act::Begin { form, page, typed } => {
                let form = RequestTypeKey::from(form);
                let typed = typed
                    .into_iter()
                    .map(|(name, text)| (name, vec![text]))
                    .collect();
                let saved = self
                    .house
                    .app
                    .save_answers(&viewer, &form, None, page, &typed)
                    .await?;
                anyhow::ensure!(
                    saved.outcome.errors.is_empty(),
                    "{:?}",
                    saved.outcome.errors
                );
                let case = self.house.app.store.find_case_any(saved.reference).await?;
                let case = case.context("the draft is not there")?;
                self.cases.insert(story, (case.id, case.reference));
            }
            Act::Discard => {
                let (_, reference) = self.own(story)?;
                self.house.app.discard_draft(&viewer, reference).await?;
            }
            Act::Open {
                kind,
                title,
                language,
                organisation,
                requester,
            } => {
                let workflow = self.house.app.rules.workflows.newest_of(kind);
                let opening = Opening {
                    id: CaseId::new(self.house.app.ids.as_ref(), at),
                    workflow: workflow
                        .with_context(|| format!("no workflow for {}", kind.as_str()))?,
                    request_type: None,
                    title,
                    language,
                    organisation,
                    requester: Some(requester),
                    team: TeamKey::from(DESK),
                    priority: Priority::P3,
                    impact: 1,
                    urgency: 0,
                    confidential: false,
                    parent: None,
                    answers: Given::new(),
                    carried: Carried::default(),
                    caused_by: None,
                };
                let case = self
                    .house
                    .app
                    .open_case_with(&viewer, opening, None, None)
                    .await?;
                self.cases.insert(story, (case.id, case.reference));
            }
            Act::Move {
                transition,
                given,
                papers,
            } => {
                let (_, reference) = self.find(story, on).await?;
                let files = self.papers(papers).await?;
                let moved = self
                    .make(&viewer, reference, transition, given, files)
                    .await?;
                self.looked_at(&viewer, &moved);
            }
            Act::Merge { into } => {
                let (_, target) = self.own(into)?;
                let (_, reference) = self.own(story)?;
                let given = Given::from([("target".to_owned(), target.to_string().into())]);
                self.make(&viewer, reference, "merge", given, Vec::new())
                    .await?;
            }
            Act::Words {
                audience,
                body,
                channel,
            } => {
                let (_, reference) = self.find(story, on).await?;
                let said = self
                    .say(&viewer, reference, audience, body, channel)
                    .await?;
                self.looked_at(&viewer, &said);
            }
            Act::Rank { to, reason } => {
                let (_, reference) = self.find(story, on).await?;
                self.house
                    .app
                    .set_priority(&viewer, reference, to, &reason, None)
                    .await?;
            }
            Act::Acknowledge => {
                let (case, _) = self.find(story, on).await?;
                let run = self.climbing(case).await?.context("nothing climbs")?;
                self.house.app.acknowledge(&viewer, run).await?;
            }
        }
        Ok(())
    }

    async fn make(
        &self,
        viewer: &Viewer,
        reference: Reference,
        transition: &'static str,
        given: Given,
        files: Vec<Received>,
    ) -> anyhow::Result<Case> {
        let wanted = MoveCase {
            reference,
            transition: TransitionKey::from(transition),
            given,
            version: None,
            channel: if viewer.is_partner() {
                Channel::Portal
            } else {
                Channel::Desk
            },
            files,
            key: None,
        };
        self.house
            .app
            .move_case(viewer, wanted)
            .await
            .map_err(|error| wrong(&error))
    }

    async fn say(
        &self,
        viewer: &Viewer,
        reference: Reference,
        audience: Audience,
        body: String,
        channel: Channel,
    ) -> anyhow::Result<Case> {
        let wanted = PostMessage {
            reference,
            audience,
            body,
            channel,
            files: Vec::new(),
            key: None,
        };
        self.house
            .app
            .post_message(viewer, wanted)
            .await
            .map_err(|error| wrong(&error))
    }

    async fn papers(&self, names: &[&str]) -> anyhow::Result<Vec<Received>> {
        let app = &self.house.app;
        let mut files = Vec::new();
        for name in names {
            let mut incoming = app.begin_file(name).await?;
            incoming
                .write(&paper::pdf(&format!("{name}, demonstration")))
                .await?;
            files.push(app.end_file(incoming).await?);
        }
        Ok(files)
    }

    async fn climbing(&self, case: CaseId) -> anyhow::Result<Option<RunId>> {
        let runs = self.house.app.store.runs_any(case).await?;
        Ok(runs
            .into_iter()
            .find(|run| run.stage == RunStage::Active)
            .map(|run| run.id))
    }

    fn behalf(&self, viewer: &Viewer) -> anyhow::Result<Behalf> {
        let organisation = viewer
            .person
            .organisation
            .context("only partners send requests")?;
        Ok(Behalf {
            organisation,
            requester: Some(viewer.person.id),
        })
    }

    fn own(&self, story: StoryId) -> anyhow::Result<(CaseId, Reference)> {
        self.cases
            .get(&story)
            .copied()
            .context("the story has no case yet")
    }

    async fn find(&self, story: StoryId, on: On) -> anyhow::Result<(CaseId, Reference)> {
        let own = self.own(story)?;
        match on {
            On::Own => Ok(own),
            On::Child(kind) => self.child(own.0, kind).await,
        }
    }

    async fn child(&self, parent: CaseId, kind: Kind) -> anyhow::Result<(CaseId, Reference)> {
        let children = self.house.app.store.children_any(parent).await?;
        let found = children
            .into_iter()
            .rev()
            .find(|one| one.reference.kind() == kind);
        found
            .map(|one| (one.id, one.reference))
            .with_context(|| format!("no {} was opened", kind.as_str()))
    }

    fn looked_at(&mut self, viewer: &Viewer, case: &Case) {
        if !viewer.is_partner() && case.owner == Some(viewer.person.id) {
            let seen = (viewer.person.id, case.id, self.house.app.now());
            self.looked.insert(case.reference, seen);
        }
    }
}

/// Says every field that is wrong: a plan with a mistake must be told where.
fn wrong(error: &crate::usecases::error::Error) -> anyhow::Error {
    anyhow::anyhow!("{error}: {error:?}")
}
