//! What a step must know besides the case: the rules, the people, the publisher.

use std::collections::BTreeMap;

use crate::case::Case;
use crate::changes::Link;
use crate::clocks::clock::Clock;
use crate::escalation::Run;
use crate::ids::{Ids, OrganisationId, PersonId, TeamKey};
use crate::people::{Person, Role};
use crate::rota::{Away, Override, Roster, Rota};
use crate::routing::RoutingFacts;
use crate::rules::Rules;
use crate::time::{Instant, Span};
use crate::timer::Timer;
use crate::workflow::decide::Facts;

/// A case with everything that a step may change.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The case.
    pub case: Case,
    /// All its clocks, live and stopped.
    pub clocks: Vec<Clock>,
    /// Its armed timers.
    pub timers: Vec<Timer>,
    /// Its escalations.
    pub runs: Vec<Run>,
    /// Links with other cases.
    pub links: Vec<Link>,
    /// How many events it has.
    pub event_count: i64,
}

/// The publisher as the rules need to know it.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// Identity.
    pub id: OrganisationId,
    /// Short name in addresses and event windows.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// Tier; may be empty.
    pub tier: String,
}

/// The people a step may name: all staff, and the partner's people of this case.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    people: BTreeMap<PersonId, Person>,
    overrides: Vec<Override>,
}

impl Directory {
    /// A directory of these people.
    pub fn new(people: impl IntoIterator<Item = Person>) -> Self {
        Self {
            people: people
                .into_iter()
                .map(|person| (person.id, person))
                .collect(),
            overrides: Vec::new(),
        }
    }

    /// Adds one more.
    pub fn add(&mut self, person: Person) {
        self.people.insert(person.id, person);
    }

    /// The person of that id.
    pub fn find(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    /// The person's name, or nothing when unknown.
    pub fn name(&self, id: PersonId) -> &str {
        self.people
            .get(&id)
            .map_or("", |person| person.name.as_str())
    }

    /// Everybody, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// The leads of a team who are there, by id; for one who is away, their stand-in.
    pub fn leads(&self, team: &TeamKey) -> Vec<&Person> {
        let mut found: Vec<&Person> = Vec::new();
        for lead in self.every_lead(team) {
            let there = if lead.is_available() {
                Some(lead)
            } else {
                self.stand_in(lead)
            };
            if let Some(person) = there.filter(|one| found.iter().all(|other| other.id != one.id)) {
                found.push(person);
            }
        }
        found
    }

    /// The leads of a team, there or away, by id.
    pub fn every_lead(&self, team: &TeamKey) -> Vec<&Person> {
        self.people
            .values()
            .filter(|person| person.active && person.has_role_in(Role::Lead, team))
            .collect()
    }

    /// Who stands in for a person, if they are there.
    pub fn stand_in(&self, person: &Person) -> Option<&Person> {
        self.find(person.backup?).filter(|one| one.is_available())
    }

    /// Says who stands in for rotas now.
    pub fn set_overrides(&mut self, overrides: Vec<Override>) {
        self.overrides = overrides;
    }

    /// Who is on call at a moment that is now: absences are read as of now.
    pub fn on_call(&self, rota: &Rota, now: Instant) -> Option<&Person> {
        let roster = Roster {
            members: rota.members(self.people.values()),
            away: self
                .people
                .values()
                .filter(|person| !person.is_available())
                .map(|person| Away {
                    person: person.id,
                    from: now,
                    until: now.plus(Span::millis(1)),
                })
                .collect(),
            overrides: self
                .overrides
                .iter()
                .filter(|one| one.rota == rota.key)
                .cloned()
                .collect(),
        };
        self.find(rota.on_call(&roster, now).person?)
    }
}

/// Everything outside the case that a step looks at.
pub struct World<'a> {
    /// Definitions, calendars and policies.
    pub rules: &'a Rules,
    /// Makes identifiers.
    pub ids: &'a dyn Ids,
    /// People.
    pub directory: &'a Directory,
    /// The publisher of the case.
    pub publisher: &'a Publisher,
    /// What routing needs.
    pub routing: &'a RoutingFacts,
    /// What guards need.
    pub facts: &'a Facts,
    /// The partner's people who follow the case besides the requester.
    pub watchers: &'a [PersonId],
    /// The colleagues whom a request names as to follow it; they do from its submission on.
    pub followers: &'a [PersonId],
}
