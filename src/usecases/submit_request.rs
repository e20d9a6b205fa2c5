//! A partner's request: begun as a draft, answered page by page, sent; or sent at once by a program.

use std::collections::BTreeMap;

use domain::case::{Case, Reference};
use domain::engine::step::{Carried, Move, Opening, change_draft, make, open};
use domain::engine::world::Snapshot;
use domain::forms::definition::{Answers, RequestType};
use domain::forms::reading::Input;
use domain::forms::validate::{Outcome, Scope, validate};
use domain::ids::{AttachmentId, CaseId, OrganisationId, PersonId, RequestTypeKey, TransitionKey};
use domain::message::Channel;
use domain::people::Person;
use serde_json::Value;

use crate::store::idempotency::Idempotency;
use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

/// Version of the notice about personal data beside the button that sends a request. Raised whenever the
/// sentence `portal-notice` changes its meaning; the one that was read is kept with the submission.
pub const NOTICE_VERSION: &str = "2026-1";
/// Under which name it is kept.
const NOTICE: &str = "notice_version";
/// The transition that sends a draft.
pub(crate) const SUBMIT: &str = "submit";
/// The transition that throws a draft away.
const DISCARD: &str = "discard";

/// Most requests that a person may have begun and not sent.
const MAX_DRAFTS: u32 = 50;

/// On whose behalf a request is made.
#[derive(Clone, Copy, Debug)]
pub struct Behalf {
    /// The publisher.
    pub organisation: OrganisationId,
    /// The contact.
    pub requester: Option<PersonId>,
}

/// What a person had before their eyes when they sent a draft.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// Version of the draft whose answers were read again.
    pub version: Option<i64>,
    /// Version of the notice about personal data.
    pub notice: &'a str,
}

/// A page of answers taken: what is stored now, and what was wrong with it.
#[derive(Debug)]
pub struct Saved {
    /// The draft.
    pub reference: Reference,
    /// Good answers are stored; the errors are those of this page.
    pub outcome: Outcome,
}

/// How much of a page is stored.
#[derive(Clone, Copy)]
enum Taking {
    /// Everything, once nothing is wrong.
    WholePage,
    /// What is good; the rest stays open.
    WhatIsGood,
}

impl Taking {
    const fn stores(self, outcome: &Outcome) -> bool {
        match self {
            Self::WholePage => outcome.errors.is_empty(),
            Self::WhatIsGood => true,
        }
    }
}

impl App {
    /// The form of that key.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn form(&self, key: &RequestTypeKey) -> Result<&RequestType, Error> {
        self.rules.forms.find(key).ok_or(Error::NotFound)
    }

    /// Stores the answers of one page, beginning a draft with the first. Nothing is stored while the page
    /// has errors.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown form or draft, [`Error::Refused`] when it was sent meanwhile.
    pub async fn save_answers(
        &self,
        viewer: &Viewer,
        form: &RequestTypeKey,
        draft: Option<Reference>,
        step: &str,
        raw: &BTreeMap<String, Vec<String>>,
    ) -> Result<Saved, Error> {
        self.take_page(viewer, (form, step), draft, raw, Taking::WholePage)
            .await
    }

    /// Stores the good answers of one page and leaves the others open, as when a person goes on later or
    /// a file arrives before the rest is answered.
    ///
    /// # Errors
    /// As [`App::save_answers`].
    pub async fn save_good_answers(
        &self,
        viewer: &Viewer,
        form: &RequestTypeKey,
        draft: Option<Reference>,
        step: &str,
        raw: &BTreeMap<String, Vec<String>>,
    ) -> Result<Saved, Error> {
        self.take_page(viewer, (form, step), draft, raw, Taking::WhatIsGood)
            .await
    }

    async fn take_page(
        &self,
        viewer: &Viewer,
        (form, step): (&RequestTypeKey, &str),
        draft: Option<Reference>,
        raw: &BTreeMap<String, Vec<String>>,
        taking: Taking,
    ) -> Result<Saved, Error> {
        let form = self.form(form)?;
        let behalf = behalf_of(viewer)?;
        let Some(reference) = draft else {
            let facts = self
                .form_facts(Some(&viewer.person), behalf.organisation, None)
                .await?;
            let none = Answers::new();
            let outcome = validate(
                form,
                Input::Form(raw),
                Scope::Step {
                    key: step,
                    known: &none,
                },
                &facts,
            );
            if !taking.stores(&outcome) {
                return Ok(Saved {
                    reference: Reference::pending(domain::case::Kind::Request),
                    outcome,
                });
            }
            if self
                .store
                .count_drafts_any(viewer.person.id, MAX_DRAFTS)
                .await?
                >= MAX_DRAFTS
            {
                return Err(Error::field("draft", "too_many_drafts"));
            }
            let id = CaseId::new(self.ids.as_ref(), self.now());
            let done = self
                .open_request(viewer, form, behalf, id, outcome.answers.clone(), None)
                .await?;
            return Ok(Saved {
                reference: done.reference,
                outcome,
            });
        };
        let snapshot = self.draft_snapshot(viewer, reference, form).await?;
        let facts = self
            .form_facts(
                Some(&viewer.person),
                behalf.organisation,
                Some(snapshot.case.id),
            )
            .await?;
        let known = snapshot.case.answers.clone();
        let outcome = validate(
            form,
            Input::Form(raw),
            Scope::Step {
                key: step,
                known: &known,
            },
            &facts,
        );
        if taking.stores(&outcome) && outcome.answers != known {
            self.rewrite_draft(viewer, snapshot, outcome.answers.clone(), Vec::new())
                .await?;
        }
        Ok(Saved { reference, outcome })
    }

    /// Gives a draft other answers, and takes files out of it.
    pub(crate) async fn rewrite_draft(
        &self,
        viewer: &Viewer,
        snapshot: Snapshot,
        answers: Answers,
        removed: Vec<AttachmentId>,
    ) -> Result<(), Error> {
        let key = snapshot.case.request_type.clone().ok_or(Error::NotFound)?;
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let opening = self.opening(
            self.form(&key)?,
            behalf_of(viewer)?,
            snapshot.case.id,
            answers,
        )?;
        let world = around.world(self);
        let changes = change_draft(
            &world,
            snapshot,
            opening,
            removed,
            viewer.actor(),
            self.now(),
        )?;
        self.commit(changes, None).await?;
        Ok(())
    }

    /// Sends a draft as it was read again.
    ///
    /// # Errors
    /// [`Error::Form`] when an answer is missing or no longer good, [`Error::Conflict`] when what was read
    /// is not what would be sent or the notice is another by now, [`Error::Refused`] when it was discarded
    /// meanwhile.
    pub async fn submit_draft(
        &self,
        viewer: &Viewer,
        reference: Reference,
        checked: Checked<'_>,
    ) -> Result<Case, Error> {
        let snapshot = self.snapshot(viewer, reference).await?;
        if !snapshot.case.is_draft() {
            // Sent twice: the second time changes nothing and leads to the same page.
            return Ok(snapshot.case);
        }
        let current = snapshot.case.version;
        if checked.version != Some(current) || checked.notice != NOTICE_VERSION {
            return Err(Error::Conflict { current });
        }
        let mut around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        self.ready_to_send(viewer, &snapshot.case, &mut around)
            .await?;
        let mut wanted = asked(SUBMIT, Channel::Portal);
        wanted.noted = BTreeMap::from([(NOTICE.to_owned(), Value::from(NOTICE_VERSION))]);
        let changes = make(
            &around.world(self),
            snapshot,
            wanted,
            Vec::new(),
            viewer.actor(),
            self.now(),
        )?;
        self.commit_case(changes, None).await
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not theirs, [`Error::Refused`] when it was sent.
    pub async fn discard_draft(&self, viewer: &Viewer, reference: Reference) -> Result<(), Error> {
        let snapshot = self.snapshot(viewer, reference).await?;
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let wanted = asked(DISCARD, Channel::Portal);
        let changes = make(
            &around.world(self),
            snapshot,
            wanted,
            Vec::new(),
            viewer.actor(),
            self.now(),
        )?;
        self.commit(changes, None).await?;
        Ok(())
    }

    /// Opens and sends a request in one step, for programs and for staff on behalf of a partner.
    ///
    /// # Errors
    /// [`Error::Form`] naming every wrong answer; nothing is stored then.
    pub async fn submit_request(
        &self,
        viewer: &Viewer,
        form: &RequestTypeKey,
        behalf: Behalf,
        answers: &BTreeMap<String, Value>,
        key: Option<Idempotency>,
    ) -> Result<Case, Error> {
        let form = self.form(form)?;
        let requester = self.requester(viewer, behalf).await?;
        let facts = self
            .form_facts(requester.as_ref(), behalf.organisation, None)
            .await?;
        let outcome = validate(form, Input::Json(answers), Scope::Whole, &facts);
        let answers = outcome.into_result().map_err(|errors| Error::Form {
            form: form.key.clone(),
            errors,
        })?;
        let id = CaseId::new(self.ids.as_ref(), self.now());
        let opening = self.opening(form, behalf, id, answers)?;
        self.open_case_with(viewer, opening, Some(asked(SUBMIT, Channel::Api)), key)
            .await
    }

    /// The draft of that reference, of that form, still being written by this person.
    pub(crate) async fn draft_snapshot(
        &self,
        viewer: &Viewer,
        reference: Reference,
        form: &RequestType,
    ) -> Result<Snapshot, Error> {
        let snapshot = self.snapshot(viewer, reference).await?;
        let same = snapshot.case.request_type.as_ref() == Some(&form.key);
        if snapshot.case.is_draft() && same {
            Ok(snapshot)
        } else {
            Err(Error::NotFound)
        }
    }

    async fn requester(&self, viewer: &Viewer, behalf: Behalf) -> Result<Option<Person>, Error> {
        match behalf.requester {
            Some(id) if id == viewer.person.id => Ok(Some(viewer.person.clone())),
            Some(id) => {
                let found = self.store.find_person(id, self.now()).await?;
                found
                    .filter(|person| person.organisation == Some(behalf.organisation))
                    .map(Some)
                    .ok_or_else(|| Error::field("requester", "unknown_person"))
            }
            None => Ok(None),
        }
    }

    async fn open_request(
        &self,
        viewer: &Viewer,
        form: &RequestType,
        behalf: Behalf,
        id: CaseId,
        answers: Answers,
        then: Option<Move>,
    ) -> Result<Case, Error> {
        let opening = self.opening(form, behalf, id, answers)?;
        self.open_case_with(viewer, opening, then, None).await
    }

    pub(crate) async fn open_case_with(
        &self,
        viewer: &Viewer,
        opening: Opening,
        then: Option<Move>,
        key: Option<Idempotency>,
    ) -> Result<Case, Error> {
        let mut around = self
            .surroundings(About::opening(&opening), Some(&viewer.person))
            .await?;
        if let Some(key) = opening.request_type.as_ref().filter(|_| then.is_some()) {
            let form = self.form(key)?;
            around.invite(
                self.colleagues_named(form, opening.organisation, &opening.answers)
                    .await?,
            );
        }
        let changes = open(
            &around.world(self),
            opening,
            then,
            viewer.actor(),
            self.now(),
        )?;
        self.commit_case(changes, key).await
    }

    fn opening(
        &self,
        form: &RequestType,
        behalf: Behalf,
        id: CaseId,
        answers: Answers,
    ) -> Result<Opening, Error> {
        let workflow = self
            .rules
            .workflows
            .newest(&form.workflow)
            .ok_or_else(|| Error::Internal(format!("no workflow {}", form.workflow)))?;
        let heading = form.heading(&answers);
        Ok(Opening {
            id,
            workflow,
            request_type: Some(form.key.clone()),
            title: heading.title,
            language: heading.language,
            organisation: behalf.organisation,
            requester: behalf.requester,
            team: heading.team,
            priority: heading.priority,
            impact: heading.impact,
            urgency: heading.urgency,
            confidential: heading.confidential,
            parent: None,
            answers,
            carried: Carried::default(),
            caused_by: None,
        })
    }
}

/// The publisher and contact that a partner speaks for.
///
/// # Errors
/// [`Error::Forbidden`] for staff.
pub fn behalf_of(viewer: &Viewer) -> Result<Behalf, Error> {
    let organisation = viewer
        .person
        .organisation
        .ok_or(Error::Forbidden("partners_only"))?;
    Ok(Behalf {
        organisation,
        requester: Some(viewer.person.id),
    })
}

fn asked(transition: &str, channel: Channel) -> Move {
    Move::asked(TransitionKey::new(transition), BTreeMap::new(), channel)
}
