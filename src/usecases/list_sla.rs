//! Calendars, policies, event windows and the work that follows their changes: as they are in force, with
//! every version there was.

use std::collections::{BTreeMap, BTreeSet};

use domain::clocks::calendar::Calendar;
use domain::clocks::preview::Reach;
use domain::ids::{OrganisationId, PersonId, PolicyJobId, PolicyKey};
use domain::published::DefinitionKind;
use domain::rules::Rules;
use domain::time::Instant;

use crate::store::definitions::StoredDefinition;
use crate::store::policy_work::{JobStatus, PolicyJob, Work};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::outbox::only_administrators;
use crate::usecases::read::policy::{
    CalendarView, Changed, DefinitionView, EventView, Figures, PolicyView, SlaRules, Special,
    SpecialDay, Stands, VersionView, WorkView,
};
use crate::usecases::viewer::Viewer;

/// Most works shown.
const WORKS: u32 = 10;
/// Most partners that a work names, those with the most changes first.
pub const SHOWN: usize = 20;
/// How many days ahead special days are looked for, and how many are shown.
const AHEAD: u16 = 200;
const SPECIAL_DAYS: usize = 6;

impl App {
    /// Everything that decides deadlines.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners.
    pub async fn sla_rules(&self, viewer: &Viewer) -> Result<SlaRules, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let stored = self.store.list_definitions().await?;
        let names = self.authors(&stored).await?;
        let changed = |kind: DefinitionKind, key: &str, version: u32| {
            let one = stored.iter().find(|one| {
                let of = &one.publication;
                of.kind == kind.as_str() && of.key == key && of.version == version
            });
            changed(one, &names)
        };
        let calendars = self.rules.calendars.all().map(|calendar| {
            let definition = calendar.definition();
            CalendarView {
                special_days: special_days(calendar, now),
                changed: changed(
                    DefinitionKind::Calendar,
                    definition.key.as_str(),
                    definition.version,
                ),
                definition: definition.clone(),
            }
        });
        let policies = self.rules.targets.newest().map(|policy| PolicyView {
            changed: changed(
                DefinitionKind::Policy,
                policy.pin.key.as_str(),
                policy.pin.version,
            ),
            policy: policy.clone(),
        });
        let events = self.rules.events.all().filter(|event| event.to > now);
        let mut events: Vec<EventView> = events
            .map(|event| EventView {
                changed: changed(DefinitionKind::Event, &event.key, event.version),
                event: event.clone(),
            })
            .collect();
        events.sort_by_key(|one| one.event.from);
        let mut works = Vec::new();
        if only_administrators(viewer).is_ok() {
            for job in self.store.list_policy_jobs(WORKS).await? {
                works.push(self.work_view(job).await?);
            }
        }
        Ok(SlaRules {
            now,
            calendars: calendars.collect(),
            policies: policies.collect(),
            events,
            works,
        })
    }

    /// One definition with all its versions.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody but administrators, and without it.
    pub async fn definition_view(
        &self,
        viewer: &Viewer,
        kind: DefinitionKind,
        key: &str,
    ) -> Result<DefinitionView, Error> {
        only_administrators(viewer)?;
        let stored = self.store.list_definitions().await?;
        let names = self.authors(&stored).await?;
        let mut versions: Vec<VersionView> = stored
            .iter()
            .filter(|one| one.publication.kind == kind.as_str() && one.publication.key == key)
            .map(|one| VersionView {
                version: one.publication.version,
                source: one.publication.source.clone(),
                changed: changed(Some(one), &names),
            })
            .collect();
        versions.sort_by_key(|one| std::cmp::Reverse(one.version));
        let in_force = version_in_force(&self.rules, kind, key).ok_or(Error::NotFound)?;
        let held = versions.iter().find(|one| one.version == in_force);
        let source = held.map(|one| one.source.clone()).ok_or(Error::NotFound)?;
        let policy = PolicyKey::new(key);
        let policy = self
            .rules
            .targets
            .newest()
            .find(|one| kind == DefinitionKind::Policy && one.pin.key == policy)
            .cloned();
        Ok(DefinitionView {
            now: self.now(),
            kind,
            key: key.to_owned(),
            version: in_force,
            source,
            policy,
            versions,
        })
    }

    /// One long work.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody but administrators, and without it.
    pub async fn policy_work(&self, viewer: &Viewer, id: PolicyJobId) -> Result<WorkView, Error> {
        only_administrators(viewer)?;
        let job = self.store.find_policy_job(id).await?;
        self.work_view(job.ok_or(Error::NotFound)?).await
    }

    async fn work_view(&self, job: PolicyJob) -> Result<WorkView, Error> {
        let figures: Figures = serde_json::from_str(&job.figures)
            .map_err(|error| Error::Internal(error.to_string()))?;
        let mut partners = BTreeMap::new();
        let tops = [figures.open_cases.top(SHOWN), figures.restate.top(SHOWN)];
        let named: BTreeSet<OrganisationId> =
            tops.into_iter().flatten().map(|(id, _)| id).collect();
        for id in named {
            if let Some(found) = self.store.find_organisation(id).await? {
                partners.insert(id, found.name);
            }
        }
        let names = self.store.names_any([job.author]).await?;
        let proposed = if job.kind == DefinitionKind::Policy {
            let key = PolicyKey::new(job.key.as_str());
            let newest = self.rules.targets.newest().find(|one| one.pin.key == key);
            newest.and_then(|policy| Reach::of(policy.answers.on_policy_edit))
        } else {
            None
        };
        Ok(WorkView {
            id: job.id,
            reach: match job.work {
                Work::Preview => None,
                Work::Apply(reach) => Some(reach),
            },
            kind: job.kind,
            key: job.key,
            version: job.version,
            source: job.source,
            reason: job.reason,
            by: names.get(&job.author).cloned().unwrap_or_default(),
            stands: match (job.status, job.error) {
                (JobStatus::Running, _) => Stands::Running,
                (JobStatus::Done, _) => Stands::Done,
                (JobStatus::Failed, why) => Stands::Failed(why.unwrap_or_default()),
            },
            total: job.total,
            seen: job.seen,
            figures,
            partners,
            created_at: job.created_at,
            updated_at: job.updated_at,
            proposed,
        })
    }

    async fn authors(
        &self,
        stored: &[StoredDefinition],
    ) -> Result<BTreeMap<PersonId, String>, Error> {
        let authors: BTreeSet<PersonId> = stored
            .iter()
            .filter_map(|one| one.edition.as_ref())
            .map(|edition| edition.author)
            .collect();
        let names = self.store.names_any(authors).await?;
        Ok(names)
    }
}

fn changed(one: Option<&StoredDefinition>, names: &BTreeMap<PersonId, String>) -> Changed {
    let edition = one.and_then(|one| one.edition.as_ref());
    Changed {
        at: one.map(|one| one.published_at),
        by: edition.map(|edition| names.get(&edition.author).cloned().unwrap_or_default()),
        reason: edition
            .map(|edition| edition.reason.clone())
            .unwrap_or_default(),
    }
}

fn version_in_force(rules: &Rules, kind: DefinitionKind, key: &str) -> Option<u32> {
    match kind {
        DefinitionKind::Calendar => rules
            .calendars
            .all()
            .map(Calendar::definition)
            .find(|one| one.key.as_str() == key)
            .map(|one| one.version),
        DefinitionKind::Policy => rules
            .targets
            .newest()
            .find(|one| one.pin.key.as_str() == key)
            .map(|one| one.pin.version),
        DefinitionKind::Event => rules
            .events
            .all()
            .find(|one| one.key == key)
            .map(|one| one.version),
        DefinitionKind::Workflow | DefinitionKind::Form | DefinitionKind::Escalation => None,
    }
}

fn special_days(calendar: &Calendar, now: Instant) -> Vec<SpecialDay> {
    let definition = calendar.definition();
    let mut days = Vec::new();
    let mut date = calendar.local(now).date();
    for _ in 0..AHEAD {
        let closed = definition
            .closures
            .iter()
            .any(|closed| closed.from <= date && date <= closed.to);
        let half = definition.half_days.iter().any(|half| half.date == date);
        let mut rules = definition.holidays.iter();
        let holiday = rules.any(|rule| rule.date(date.year()) == Some(date));
        let why = match (closed, half, holiday) {
            (true, _, _) => Some(Special::Closed),
            (false, true, _) => Some(Special::HalfDay),
            (false, false, true) => Some(Special::Holiday),
            (false, false, false) => None,
        };
        days.extend(why.map(|why| SpecialDay { date, why }));
        let Ok(next) = date.tomorrow() else { break };
        if days.len() >= SPECIAL_DAYS {
            break;
        }
        date = next;
    }
    days
}
