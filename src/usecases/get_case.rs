//! One case with everything on its page, for staff.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::{Case, Kind, Reference};
use domain::clocks::clock::{Clock, Stage};
use domain::clocks::meter::{remaining_at, spent_at};
use domain::engine::step::definition_of;
use domain::engine::world::Snapshot;
use domain::event::{Event, EventBody};
use domain::forms::display::summary;
use domain::ids::PersonId;
use domain::people::{Actor, Person, Role};
use domain::routing::RouteWhy;
use domain::text::{Language, Text};
use domain::time::Instant;
use domain::workflow::decide::{Verdict, options};

use crate::store::cases::Relative as StoredRelative;
use crate::store::thread::Reading;
use crate::store::walk::{Filter, View};
use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::form_facts::uploaded;
use crate::usecases::read::badge::{ClockView, OrganisationBadge, PersonBadge};
use crate::usecases::read::case::{AnswerView, CaseView, OfferView, Relative};
use crate::usecases::read::queue::QueueRow;
use crate::usecases::viewer::Viewer;

/// Most entries of the history on one page.
const EVENTS: u32 = 1_000;
/// Most other cases of the publisher.
const SIBLINGS: u32 = 6;

impl App {
    /// A case, whole. The viewer has seen it from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there, not theirs, or asked for by a partner.
    pub async fn get_case(&self, viewer: &Viewer, reference: Reference) -> Result<CaseView, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let snapshot = self.snapshot(viewer, reference).await?;
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let definition = definition_of(&around.world(self), &snapshot)?;
        let state = definition
            .state(&snapshot.case.state)
            .cloned()
            .ok_or_else(|| Error::Internal(format!("no state {}", snapshot.case.state)))?;
        let offers = options(
            &definition,
            &snapshot.case,
            &viewer.actor(),
            &roles(&viewer.person, &snapshot.case),
            &around.facts,
            now,
        )
        .into_iter()
        .map(|offer| OfferView {
            transition: offer.transition.clone(),
            refusal: match offer.verdict {
                Verdict::Ready => None,
                Verdict::NotNow(refusal) => Some(refusal),
            },
        })
        .collect();
        let case_id = snapshot.case.id;
        let events = self.store.list_events(case_id, 0, EVENTS).await?;
        let messages = self
            .store
            .list_messages(case_id, Reading::Everything)
            .await?;
        let attachments = self.files_of(&snapshot.case, Reading::Everything).await?;
        let people = self
            .people_of(
                &snapshot.case,
                &events,
                messages.iter().map(|one| &one.author),
            )
            .await?;
        let organisation = self.organisation_badge(&snapshot.case).await?;
        let answers = self.answers(&snapshot.case).await?;
        let relatives = self
            .store
            .list_relatives(&snapshot.case, &viewer.scope)
            .await?;
        let siblings = self.siblings(viewer, &snapshot.case).await?;
        self.store
            .mark_seen(viewer.person.id, case_id, snapshot.case.updated_at)
            .await?;
        let badge = |id: PersonId| {
            people.get(&id).map(|name| PersonBadge {
                id,
                name: name.clone(),
            })
        };
        let runs = self.run_views(around.directory(), &snapshot, &events);
        let Snapshot { case, clocks, .. } = snapshot;
        Ok(CaseView {
            now,
            type_title: self.type_title(&case),
            state,
            organisation,
            requester: case.requester.and_then(badge),
            owner: case.owner.and_then(badge),
            clocks: self.clock_views(&clocks, now),
            offers,
            messages,
            attachments,
            route: route_of(&case, &events),
            events,
            runs,
            answers,
            siblings,
            relatives: relatives
                .into_iter()
                .map(|one| self.relative(one))
                .collect(),
            people,
            definition,
            case,
        })
    }

    /// What a person may do with a case now, and what not and why.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not theirs.
    pub async fn list_offers(
        &self,
        viewer: &Viewer,
        reference: Reference,
    ) -> Result<(Case, Vec<OfferView>), Error> {
        let snapshot = self.snapshot(viewer, reference).await?;
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let definition = definition_of(&around.world(self), &snapshot)?;
        let roles = roles(&viewer.person, &snapshot.case);
        let offers = options(
            &definition,
            &snapshot.case,
            &viewer.actor(),
            &roles,
            &around.facts,
            self.now(),
        );
        let offers = offers
            .into_iter()
            .map(|offer| OfferView {
                transition: offer.transition.clone(),
                refusal: match offer.verdict {
                    Verdict::Ready => None,
                    Verdict::NotNow(refusal) => Some(refusal),
                },
            })
            .collect();
        Ok((snapshot.case, offers))
    }

    /// The form's name for requests, the workflow's for the others.
    pub(crate) fn type_title(&self, case: &Case) -> Text {
        let form = case
            .request_type
            .as_ref()
            .and_then(|key| self.rules.forms.find(key));
        match (case.kind, form) {
            (Kind::Request, Some(form)) => form.title.clone(),
            (Kind::Request | Kind::Verification | Kind::Escalation | Kind::Onboarding, _) => self
                .rules
                .workflows
                .get(&case.workflow.key, case.workflow.version)
                .map(|definition| definition.title.clone())
                .unwrap_or_default(),
        }
    }

    /// The answers of the form in words.
    ///
    /// # Errors
    /// The store's troubles.
    pub(crate) async fn answers(&self, case: &Case) -> Result<Vec<AnswerView>, Error> {
        let form = case
            .request_type
            .as_ref()
            .and_then(|key| self.rules.forms.find(key));
        let Some(form) = form else {
            return Ok(Vec::new());
        };
        let mut facts = self
            .form_facts(None, case.organisation, Some(case.id))
            .await?;
        if let Some(parent) = case.parent {
            // The answers were taken over with the case; their files stayed there.
            let files = self.store.list_attachments(parent, Reading::Public).await?;
            facts.files.extend(files.into_iter().filter_map(uploaded));
        }
        let french = summary(form, &case.answers, Language::Fr, &facts);
        let english = summary(form, &case.answers, Language::En, &facts);
        Ok(french
            .iter()
            .zip(&english)
            .filter(|(row, _)| !row.values.is_empty())
            .map(|(fr, en)| AnswerView {
                field: fr.field.name.clone(),
                label: fr.field.label.clone(),
                display: Text {
                    fr: fr.text(Language::Fr),
                    en: en.text(Language::En),
                },
            })
            .collect())
    }

    /// Clocks as of now: the newest cycle of each metric, live ones first.
    pub(crate) fn clock_views(&self, clocks: &[Clock], now: Instant) -> Vec<ClockView> {
        let mut newest: BTreeMap<&str, &Clock> = BTreeMap::new();
        for clock in clocks {
            let slot = newest.entry(clock.metric.as_str()).or_insert(clock);
            if clock.cycle >= slot.cycle {
                *slot = clock;
            }
        }
        let mut views: Vec<ClockView> = newest
            .into_values()
            .filter_map(|clock| self.clock_view(clock, now))
            .collect();
        views.sort_by_key(|view| (!view.stage.is_live(), view.due_at.is_none(), view.due_at));
        views
    }

    fn clock_view(&self, clock: &Clock, now: Instant) -> Option<ClockView> {
        let calendar = self.rules.calendars.get(&clock.calendar).ok()?;
        let late = clock.due_at.is_some_and(|due_at| due_at < now);
        let stage = match clock.stage {
            Stage::Running if late => Stage::BreachedOpen,
            stage => stage,
        };
        Some(ClockView {
            id: clock.id,
            metric: clock.metric.clone(),
            kind: clock.kind,
            stage,
            target: clock.target,
            spent: spent_at(clock, calendar, now),
            left: remaining_at(clock, calendar, now),
            wall_left: clock
                .due_at
                .filter(|_| stage.is_live())
                .map(|due_at| due_at.since(now)),
            due_at: clock.due_at,
            original_due: clock.original_due,
            manual_due: clock.manual_due,
            stopped_at: clock.stopped_at,
            calendar: clock.calendar.key.to_string(),
            calendar_version: clock.calendar.version,
            policy: clock.policy.key.to_string(),
            cycle: clock.cycle,
        })
    }

    pub(crate) async fn organisation_badge(&self, case: &Case) -> Result<OrganisationBadge, Error> {
        let found = self.store.find_organisation(case.organisation).await?;
        let found = found.ok_or_else(|| Error::Internal("organisation".to_owned()))?;
        Ok(OrganisationBadge {
            id: found.id,
            slug: found.slug,
            name: found.name,
            vertical: found.vertical,
            tier: found.tier,
        })
    }

    async fn people_of<'a>(
        &self,
        case: &Case,
        events: &[Event],
        authors: impl Iterator<Item = &'a Actor> + Send,
    ) -> Result<BTreeMap<PersonId, String>, Error> {
        let mut ids: BTreeSet<PersonId> = case.requester.into_iter().chain(case.owner).collect();
        ids.extend(authors.filter_map(Actor::person));
        for event in events {
            ids.extend(event.actor.person());
            match &event.body {
                EventBody::OwnerChanged { from, to } => ids.extend(from.iter().chain(to.iter())),
                EventBody::Escalated { told, .. } => ids.extend(told),
                EventBody::Routed { why, .. } => ids.extend(named_in(why)),
                EventBody::DeskChanged { why: Some(why), .. } => ids.extend(named_in(why)),
                EventBody::Opened { .. }
                | EventBody::DraftChanged { .. }
                | EventBody::Moved { .. }
                | EventBody::DeskChanged { .. }
                | EventBody::PriorityChanged { .. }
                | EventBody::Counted { .. }
                | EventBody::MessageAdded { .. }
                | EventBody::FilesAdded { .. }
                | EventBody::FilesPurged
                | EventBody::CoverageGap { .. }
                | EventBody::LevelSkipped { .. }
                | EventBody::EscalationJoined { .. }
                | EventBody::EscalationRestarted { .. }
                | EventBody::Acknowledged { .. }
                | EventBody::ChildOpened { .. }
                | EventBody::DueDateSet { .. }
                | EventBody::ChildNotOpened { .. }
                | EventBody::RulesApplied { .. }
                | EventBody::Linked { .. } => {}
            }
        }
        Ok(self.store.names_any(ids).await?)
    }

    async fn siblings(&self, viewer: &Viewer, case: &Case) -> Result<Vec<QueueRow>, Error> {
        let filter = Filter {
            view: View::Organisation(case.organisation),
            ..Filter::default()
        };
        let page = self
            .store
            .list_board(&viewer.scope, &filter, viewer.person.id, None, SIBLINGS)
            .await?;
        let now = self.now();
        let others = page.rows.into_iter().filter(|row| row.id != case.id);
        Ok(others.take(5).map(|row| self.queue_row(row, now)).collect())
    }

    fn relative(&self, stored: StoredRelative) -> Relative {
        let definition = self
            .rules
            .workflows
            .get(&stored.workflow.key, stored.workflow.version);
        let state = definition.as_ref().and_then(|one| one.state(&stored.state));
        Relative {
            reference: stored.reference,
            title: stored.title,
            relation: stored.relation,
            state_title: state.map(|state| state.title.clone()).unwrap_or_default(),
        }
    }
}

/// The roles that a person holds where the case is worked on.
pub(crate) fn roles(person: &Person, case: &Case) -> Vec<Role> {
    if person.is_partner() {
        return vec![Role::Partner];
    }
    person
        .memberships
        .iter()
        .filter(|held| {
            held.team
                .as_ref()
                .is_none_or(|team| *team == case.team || *team == case.desk)
        })
        .map(|held| held.role)
        .collect()
}

/// Everybody whom a decision names.
fn named_in(why: &RouteWhy) -> impl Iterator<Item = PersonId> {
    let compared = why.candidates.iter().map(|one| one.person);
    let others = [why.proposed, why.portfolio_owner, why.backup];
    compared.chain(others.into_iter().flatten())
}

/// The decision that put the case where it is: passing it on to the team that holds it, else its routing.
fn route_of(case: &Case, events: &[Event]) -> Option<RouteWhy> {
    let latest = |decision: fn(&EventBody) -> Option<Option<&RouteWhy>>| {
        let mut found = events.iter().rev().map(|event| decision(&event.body));
        found.find_map(|found| found).flatten().cloned()
    };
    let passed_on = latest(|body| {
        if let EventBody::DeskChanged { why, .. } = body {
            Some(why.as_ref())
        } else {
            None
        }
    });
    let routed = || {
        latest(|body| {
            if let EventBody::Routed { why, .. } = body {
                Some(Some(why))
            } else {
                None
            }
        })
    };
    passed_on.filter(|_| case.desk != case.team).or_else(routed)
}
