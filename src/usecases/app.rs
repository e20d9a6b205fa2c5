//! What every use-case has at hand: the store, time, chance, the rules; and how a case is loaded for a step.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use domain::case::{Case, Kind, Reference};
use domain::changes::Changes;
use domain::engine::step::Opening;
use domain::engine::world::{Directory, Publisher, Snapshot, World};
use domain::ids::{CaseId, Ids, OrganisationId, PersonId, RequestTypeKey, RotaKey, TeamKey};
use domain::people::{Person, Role};
use domain::rota::Override;
use domain::routing::RoutingFacts;
use domain::rules::Rules;
use domain::time::{Instant, Span};
use domain::workflow::decide::{Facts, Standing};
use serde_json::Value;

use crate::store::Store;
use crate::store::commit::Committed;
use crate::store::idempotency::Idempotency;
use crate::usecases::book::Book;
use crate::usecases::clock::Clock;
use crate::usecases::error::Error;
use crate::usecases::limits::{Limits, Rates};
use crate::usecases::links::Signer;
use crate::usecases::listen::Listeners;
use crate::usecases::viewer::Viewer;

/// How long the list of staff is trusted before it is read again; writes of this process refresh it.
const STAFF_TRUSTED: Span = Span::seconds(5);

/// The application: shared by the pages, the API, the jobs and the command line. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The memory.
    pub store: Store,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn Ids>,
    /// Definitions, calendars and policies, as of when this clone was made ([`App::current`]).
    pub rules: Arc<Rules>,
    /// Where the rules in force are.
    pub book: Arc<Book>,
    /// Links and form tokens.
    pub signer: Signer,
    /// How long sessions and links live.
    pub lifetimes: Lifetimes,
    /// The address people use, without a trailing slash.
    pub public_url: String,
    /// Where uploaded files are kept.
    pub files_dir: PathBuf,
    /// How often one may ask; shared by every clone.
    pub limits: Arc<Limits>,
    /// Who listens for changes.
    pub(crate) listeners: Listeners,
    staff: Arc<RwLock<Option<Staff>>>,
    overrides: Arc<RwLock<Option<StandIns>>>,
}

/// The list of staff and when it was read.
type Staff = (Instant, Arc<Vec<Person>>);

/// Who stands in for rotas, and when it was read.
type StandIns = (Instant, Vec<Override>);

/// How long sessions and links live.
#[derive(Clone, Copy, Debug)]
pub struct Lifetimes {
    /// A session without use.
    pub session_idle: Span,
    /// A session in any case.
    pub session: Span,
    /// A sign-in link.
    pub sign_in: Span,
    /// A signed link to one case.
    pub case_link: Span,
    /// A mail that was sent, in the outbox.
    pub sent_mail: Span,
}

/// What an [`App`] is made of.
pub struct Parts {
    /// The memory.
    pub store: Store,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn Ids>,
    /// Definitions.
    pub book: Book,
    /// Links and form tokens.
    pub signer: Signer,
    /// How long sessions and links live.
    pub lifetimes: Lifetimes,
    /// The address people use.
    pub public_url: String,
    /// Where uploaded files are kept.
    pub files_dir: PathBuf,
    /// How often one may ask.
    pub rates: Rates,
}

/// Everything outside a case that a step over it looks at, loaded.
pub struct Surroundings {
    directory: Directory,
    publisher: Publisher,
    routing: RoutingFacts,
    /// What guards need; a use-case may add to it before the step.
    pub facts: Facts,
    watchers: Vec<PersonId>,
    followers: Vec<PersonId>,
}

/// What decides which surroundings a step needs.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The case; `None` while it is not stored.
    pub stored: Option<CaseId>,
    /// Which of the four kinds.
    pub kind: Kind,
    /// The publisher.
    pub organisation: OrganisationId,
    /// The contact who asked.
    pub requester: Option<PersonId>,
    /// The case it was opened from.
    pub parent: Option<CaseId>,
    /// The team that answers for it.
    pub team: &'a TeamKey,
    /// The team that holds it.
    pub desk: &'a TeamKey,
    /// When it came to where it stands.
    pub standing_since: Option<Instant>,
    /// The team it is about to be handed to by a person.
    pub named: Option<&'a TeamKey>,
    /// The form it came by.
    pub request_type: Option<&'a RequestTypeKey>,
    /// Answers of the form.
    pub answers: &'a BTreeMap<String, Value>,
}

impl<'a> About<'a> {
    /// About a case as it is stored.
    pub const fn stored(case: &'a Case) -> Self {
        Self {
            stored: Some(case.id),
            kind: case.kind,
            organisation: case.organisation,
            requester: case.requester,
            parent: case.parent,
            team: &case.team,
            desk: &case.desk,
            standing_since: Some(case.state_since),
            named: None,
            request_type: case.request_type.as_ref(),
            answers: &case.answers,
        }
    }

    /// About a case that is to be opened.
    pub fn opening(opening: &'a Opening) -> Self {
        Self {
            stored: None,
            kind: opening.workflow.kind,
            organisation: opening.organisation,
            requester: opening.requester,
            parent: opening.parent,
            team: &opening.team,
            desk: &opening.team,
            standing_since: None,
            named: None,
            request_type: opening.request_type.as_ref(),
            answers: &opening.answers,
        }
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self {
            store: parts.store,
            clock: parts.clock,
            ids: parts.ids,
            rules: parts.book.rules(),
            book: Arc::new(parts.book),
            signer: parts.signer,
            lifetimes: parts.lifetimes,
            public_url: parts.public_url,
            files_dir: parts.files_dir,
            limits: Arc::new(Limits::new(parts.rates)),
            listeners: Listeners::default(),
            staff: Arc::new(RwLock::new(None)),
            overrides: Arc::new(RwLock::new(None)),
        }
    }

    /// This moment.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The case with everything a step may change, if the viewer may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not theirs.
    pub async fn snapshot(&self, viewer: &Viewer, reference: Reference) -> Result<Snapshot, Error> {
        let found = self.store.snapshot(reference, &viewer.scope).await?;
        found.ok_or(Error::NotFound)
    }

    /// Loads what a step over a case looks at. `acting` is added to the directory.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub async fn surroundings(
        &self,
        about: About<'_>,
        acting: Option<&Person>,
    ) -> Result<Surroundings, Error> {
        let now = self.now();
        let staff = self.staff().await?;
        let watchers = match about.stored {
            Some(case) => self.store.watchers_any(case).await?,
            None => Vec::new(),
        };
        let mut partners = watchers.clone();
        partners.extend(about.requester);
        partners.retain(|id| acting.is_none_or(|person| person.id != *id));
        let mut directory = Directory::new(staff.iter().cloned());
        directory.set_overrides(self.overrides_now().await?);
        for person in self.store.find_people(&partners, now).await? {
            directory.add(person);
        }
        if let Some(person) = acting {
            directory.add(person.clone());
        }
        let organisation = self.store.find_organisation(about.organisation).await?;
        let organisation = organisation
            .ok_or_else(|| Error::Internal(format!("no organisation {}", about.organisation)))?;
        let routing = self.routing_facts(about, &organisation, &staff).await?;
        let publisher = Publisher {
            id: organisation.id,
            slug: organisation.slug,
            name: organisation.name,
            tier: organisation.tier,
        };
        let facts = self.facts(about, &staff, &routing, now).await?;
        Ok(Surroundings {
            directory,
            publisher,
            routing,
            facts,
            watchers,
            followers: Vec::new(),
        })
    }

    /// All staff, as of a few seconds ago at most.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub async fn staff(&self) -> Result<Arc<Vec<Person>>, Error> {
        let now = self.now();
        let known = self.staff.read().ok().and_then(|held| held.clone());
        if let Some((at, staff)) = known
            && now >= at
            && now.since(at) < STAFF_TRUSTED
        {
            return Ok(staff);
        }
        let staff = Arc::new(self.store.list_staff(now).await?);
        if let Ok(mut held) = self.staff.write() {
            *held = Some((now, Arc::clone(&staff)));
        }
        Ok(staff)
    }

    /// Forgets the list of staff and who stands in: called after people, absences or overrides were changed.
    pub fn forget_staff(&self) {
        if let Ok(mut held) = self.staff.write() {
            *held = None;
        }
        if let Ok(mut held) = self.overrides.write() {
            *held = None;
        }
    }

    /// Who stands in for rotas, now and in the next minutes, as of a few seconds ago at most.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub(crate) async fn overrides_now(&self) -> Result<Vec<Override>, Error> {
        if self.rules.rotas.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let known = self.overrides.read().ok().and_then(|held| held.clone());
        if let Some((at, overrides)) = known
            && now >= at
            && now.since(at) < STAFF_TRUSTED
        {
            return Ok(overrides);
        }
        let rotas: Vec<RotaKey> = self
            .rules
            .rotas
            .iter()
            .map(|rota| rota.key.clone())
            .collect();
        let found = self
            .store
            .list_overrides(&rotas, now, now.plus(STAFF_TRUSTED))
            .await?;
        if let Ok(mut held) = self.overrides.write() {
            *held = Some((now, found.clone()));
        }
        Ok(found)
    }

    /// Writes a step.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody else wrote first, and the store's own troubles.
    pub async fn commit(
        &self,
        changes: Changes,
        key: Option<Idempotency>,
    ) -> Result<Committed, Error> {
        Ok(self.store.commit(changes, key).await?)
    }

    /// Writes a step and gives the case as it stands since, without reading it again.
    ///
    /// # Errors
    /// As [`App::commit`].
    pub async fn commit_case(
        &self,
        changes: Changes,
        key: Option<Idempotency>,
    ) -> Result<Case, Error> {
        let case = changes.case.clone();
        let done = self.commit(changes, key).await?;
        Ok(Case {
            reference: done.reference,
            version: done.version,
            ..case
        })
    }

    async fn facts(
        &self,
        about: About<'_>,
        staff: &[Person],
        routing: &RoutingFacts,
        now: Instant,
    ) -> Result<Facts, Error> {
        let mut facts = Facts::new(
            Arc::clone(&self.rules.calendars),
            self.today(about.desk, now),
        );
        let over: BTreeMap<PersonId, bool> = routing
            .people()
            .map(|one| (one.person, one.load >= one.capacity))
            .collect();
        facts.staff = staff
            .iter()
            .map(|person| {
                let full = over.get(&person.id).copied().unwrap_or(false);
                let is_of_teams = person.has_role(Role::Admin)
                    || person
                        .teams()
                        .iter()
                        .any(|team| team == about.team || team == about.desk);
                let standing = match standing(person, full) {
                    Standing::Available | Standing::OverCapacity | Standing::Absent
                        if !is_of_teams =>
                    {
                        Standing::Outside
                    }
                    standing => standing,
                };
                (person.id, standing)
            })
            .collect();
        facts.teams = self
            .rules
            .teams
            .iter()
            .map(|team| team.key.clone())
            .collect();
        facts.portfolio_owner = routing.portfolio_owner;
        if let Some(case) = about.stored {
            for (category, since) in self.store.awaited_any(case).await? {
                if !category.is_over() {
                    facts.children_open += 1;
                } else if about.standing_since.is_none_or(|entered| since >= entered) {
                    facts.children_over += 1;
                }
            }
            let links = self.store.links_any(case).await?;
            let others = links
                .iter()
                .filter(|link| Some(link.from) != about.parent)
                .count();
            facts.links = u32::try_from(others).unwrap_or(u32::MAX);
        }
        Ok(facts)
    }

    /// The day where a team works.
    pub fn today(&self, team: &TeamKey, now: Instant) -> jiff::civil::Date {
        let calendar = self
            .rules
            .team(team)
            .and_then(|team| self.rules.calendars.newest(&team.calendar));
        calendar.map_or_else(
            || now.timestamp().to_zoned(jiff::tz::TimeZone::UTC).date(),
            |calendar| calendar.local(now).date(),
        )
    }
}

impl Surroundings {
    /// The people.
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Adds the colleagues whom a request names as to follow it once it is sent.
    pub fn invite(&mut self, colleagues: Vec<Person>) {
        self.followers = colleagues.iter().map(|person| person.id).collect();
        for person in colleagues {
            self.directory.add(person);
        }
    }

    /// The same as the engine wants it.
    pub fn world<'a>(&'a self, app: &'a App) -> World<'a> {
        World {
            rules: &app.rules,
            ids: app.ids.as_ref(),
            directory: &self.directory,
            publisher: &self.publisher,
            routing: &self.routing,
            facts: &self.facts,
            watchers: &self.watchers,
            followers: &self.followers,
        }
    }
}

const fn standing(person: &Person, full: bool) -> Standing {
    if !person.active {
        Standing::Gone
    } else if person.absent {
        Standing::Absent
    } else if full {
        Standing::OverCapacity
    } else {
        Standing::Available
    }
}
