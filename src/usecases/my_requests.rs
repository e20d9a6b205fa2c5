//! A partner's own case, whole, and the facts of a row about it. Nothing internal can be put into what is given here.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::case::{Case, Category, Reference};
use domain::clocks::clock::Stage;
use domain::engine::step::definition_of;
use domain::engine::world::Snapshot;
use domain::event::{Event, EventBody};
use domain::ids::{CaseId, PersonId};
use domain::message::Message;
use domain::people::{Actor, Role};
use domain::text::Text;
use domain::time::Instant;
use domain::workflow::decide::{Verdict, options};
use domain::workflow::definition::{Ball, Definition, Transition, Trigger};

use crate::store::board::BoardRow;
use crate::store::thread::Reading;
use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::links::Purpose;
use crate::usecases::post_message::takes_words;
use crate::usecases::read::portal::{
    PortalCase, PortalFile, PortalMessage, PortalRow, PortalStep, StepPlace,
};
use crate::usecases::viewer::Viewer;

/// Most entries of the history that are looked at.
const EVENTS: u32 = 1_000;

impl App {
    /// The name of the viewer's publisher; empty for staff.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn organisation_name(&self, viewer: &Viewer) -> Result<String, Error> {
        let Some(organisation) = viewer.person.organisation else {
            return Ok(String::new());
        };
        let found = self.store.find_organisation(organisation).await?;
        Ok(found.map(|found| found.name).unwrap_or_default())
    }

    /// One case for its partner.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there, not theirs, or still a draft.
    pub async fn my_request(
        &self,
        viewer: &Viewer,
        reference: Reference,
    ) -> Result<PortalCase, Error> {
        if !viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let snapshot = self.snapshot(viewer, reference).await?;
        if snapshot.case.is_draft() {
            return Err(Error::NotFound);
        }
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let definition = definition_of(&around.world(self), &snapshot)?;
        let case = &snapshot.case;
        let moves = options(
            &definition,
            case,
            &viewer.actor(),
            &[Role::Partner],
            &around.facts,
            now,
        )
        .into_iter()
        .filter(|offer| offer.verdict == Verdict::Ready)
        .filter(|offer| !offer.transition.trigger.contains(&Trigger::Message))
        .map(|offer| offer.transition.clone())
        .collect::<Vec<Transition>>();
        let stored = self.store.list_messages(case.id, Reading::Public).await?;
        let files = self
            .store
            .list_attachments(case.id, Reading::Public)
            .await?;
        let events = self.store.list_events(case.id, 0, EVENTS).await?;
        let names = self
            .store
            .names_any(
                stored
                    .iter()
                    .filter_map(|message| message.author.person())
                    .chain(case.owner),
            )
            .await?;
        let row = self.row_of(&definition, case, &snapshot, now);
        let question = (row.ball == Ball::Partner)
            .then(|| {
                stored
                    .iter()
                    .rev()
                    .find(|one| matches!(one.author, Actor::Staff { .. }))
            })
            .flatten()
            .map(|message| message.body.clone());
        let told = match told_of(&events).filter(|_| row.late) {
            Some(person) => self.name_of(person).await?.map(|name| first_name(&name)),
            None => None,
        };
        Ok(PortalCase {
            now,
            version: case.version,
            steps: steps(&definition, case, &events),
            owner: case
                .owner
                .and_then(|id| names.get(&id))
                .map(|name| first_name(name)),
            told,
            question,
            messages: stored
                .iter()
                .map(|message| portal_message(message, &names))
                .collect(),
            files: files
                .into_iter()
                .map(|file| PortalFile {
                    id: file.id,
                    file_name: file.file_name,
                    size_bytes: file.size_bytes,
                    at: file.at,
                })
                .collect(),
            answers: self.answers(case).await?,
            moves,
            may_write: takes_words(case),
            row,
        })
    }

    /// The partner and the case behind a signed link.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the link is not good (any more) or is for another case.
    pub async fn open_case_link(&self, reference: Reference, token: &str) -> Result<Viewer, Error> {
        let link = self
            .signer
            .read(Purpose::Case, token, self.now())
            .ok_or(Error::NotFound)?;
        let case = self.store.find_case_any(reference).await?;
        let same = case.is_some_and(|case| case.id.uuid() == link.subject);
        if same {
            self.viewer_by_link(link.person).await
        } else {
            Err(Error::NotFound)
        }
    }

    /// What partners were promised in each of these cases, or the day by which we need their answer. Times
    /// between our teams are no promise to them.
    pub(crate) async fn promises(
        &self,
        rows: &[BoardRow],
    ) -> Result<BTreeMap<CaseId, Instant>, Error> {
        let open = || {
            rows.iter()
                .filter(|row| row.submitted_at.is_some() && !row.category.is_over())
        };
        let cases: Vec<CaseId> = open().map(|row| row.id).collect();
        let theirs: Vec<CaseId> = open()
            .filter(|row| self.ball_of(row) == Some(Ball::Partner))
            .map(|row| row.id)
            .collect();
        let mut promises = self.store.promised_any(&cases).await?;
        for (case, facts) in self.store.facts_any(&theirs).await? {
            promises.extend(answer_needed(&facts).map(|at| (case, at)));
        }
        Ok(promises)
    }

    /// A row of the store as partners see it, with what [`App::promises`] says of it; `None` when its
    /// definition is gone.
    pub(crate) fn portal_row(
        &self,
        row: &BoardRow,
        promised_at: Option<Instant>,
        now: Instant,
    ) -> Option<PortalRow> {
        let definition = self
            .rules
            .workflows
            .get(&row.workflow.key, row.workflow.version)?;
        let state = definition.state(&row.state)?;
        let form = row
            .request_type
            .as_ref()
            .and_then(|key| self.rules.forms.find(key));
        Some(PortalRow {
            reference: row.reference,
            title: row.title.clone(),
            type_title: form.map_or_else(|| definition.title.clone(), |form| form.title.clone()),
            state: state.public_title.clone(),
            ball: state.ball,
            late: state.ball != Ball::Partner && promised_at.is_some_and(|at| at < now),
            promised_at,
            updated_at: row.updated_at,
        })
    }

    fn ball_of(&self, row: &BoardRow) -> Option<Ball> {
        let definition = self
            .rules
            .workflows
            .get(&row.workflow.key, row.workflow.version)?;
        definition.state(&row.state).map(|state| state.ball)
    }

    fn row_of(
        &self,
        definition: &Definition,
        case: &Case,
        snapshot: &Snapshot,
        now: Instant,
    ) -> PortalRow {
        let state = definition.state(&case.state);
        let promised_at = snapshot
            .clocks
            .iter()
            .filter(|clock| matches!(clock.stage, Stage::Running | Stage::BreachedOpen))
            .filter(|clock| clock.kind == domain::clocks::clock::ClockKind::Sla)
            .filter_map(|clock| clock.due_at)
            .min();
        let ball = state.map_or(Ball::None, |state| state.ball);
        let promised_at = if ball == Ball::Partner {
            answer_needed(&case.facts).or(promised_at)
        } else {
            promised_at
        };
        PortalRow {
            reference: case.reference,
            title: case.title.clone(),
            type_title: self.type_title(case),
            state: state
                .map(|state| state.public_title.clone())
                .unwrap_or_default(),
            ball,
            late: ball != Ball::Partner && promised_at.is_some_and(|at| at < now),
            promised_at,
            updated_at: case.updated_at,
        }
    }
}

/// Who was told first that the case is late, as its history says; nobody when no level reached anybody.
fn told_of(events: &[Event]) -> Option<PersonId> {
    events.iter().find_map(|event| {
        if let EventBody::Escalated { told, .. } = &event.body {
            told.first().copied()
        } else {
            None
        }
    })
}

/// At most five plain steps: those behind, the present one, and what usually follows.
fn steps(definition: &Arc<Definition>, case: &Case, events: &[Event]) -> Vec<PortalStep> {
    let mut titles: Vec<(Text, StepPlace)> = Vec::new();
    let mut push = |title: &Text, place: StepPlace| {
        titles.retain(|(known, _)| known != title);
        titles.push((title.clone(), place));
    };
    for event in events {
        if let EventBody::Moved { from, .. } = &event.body
            && let Some(state) = definition
                .state(from)
                .filter(|state| state.key != definition.initial || !definition.begins_as_draft())
        {
            push(&state.public_title, StepPlace::Behind);
        }
    }
    if let Some(state) = definition.state(&case.state) {
        push(&state.public_title, StepPlace::Present);
    }
    if !case.category.is_over() {
        let end = definition
            .states
            .iter()
            .find(|state| state.category == Category::Done);
        if let Some(end) = end {
            push(&end.public_title, StepPlace::Ahead);
        }
    }
    let skip = titles.len().saturating_sub(5);
    titles
        .into_iter()
        .skip(skip)
        .map(|(title, place)| PortalStep { title, place })
        .collect()
}

fn portal_message(message: &Message, names: &BTreeMap<PersonId, String>) -> PortalMessage {
    let author = message
        .author
        .person()
        .and_then(|id| names.get(&id))
        .cloned();
    PortalMessage {
        author: author.unwrap_or_default(),
        ours: matches!(message.author, Actor::Partner { .. }),
        at: message.at,
        body: message.body.clone(),
    }
}

/// The end of the day by which the partner was asked to answer.
fn answer_needed(facts: &BTreeMap<String, serde_json::Value>) -> Option<Instant> {
    facts
        .get("follow_up_on")
        .and_then(|value| value.as_str())
        .and_then(end_of_day)
}

fn end_of_day(day: &str) -> Option<Instant> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let zone = jiff::tz::TimeZone::get(super::form_facts::PARTNER_ZONE).ok()?;
    let end = day.at(18, 0, 0, 0).to_zoned(zone).ok()?;
    Some(Instant::from_millis(end.timestamp().as_millisecond()))
}

fn first_name(name: &str) -> String {
    name.split_whitespace()
        .next()
        .unwrap_or_default()
        .to_owned()
}
