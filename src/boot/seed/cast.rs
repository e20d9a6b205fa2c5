//! The people of a synthetic installation: sixty of the staff, and publishers with their contacts.

use domain::engine::world::Directory;
use domain::ids::{OrganisationId, PersonId, TeamKey};
use domain::people::{Membership, Person, Role};
use domain::routing::{Candidate, Pool, RoutingFacts};
use domain::text::Language;
use domain::time::Instant;
use futures_util::future::try_join_all;

use crate::boot::seed::copies::Chance;
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::people::PersonEntry;
use crate::store::rows::organisation::Organisation;

/// How many publishers.
const PUBLISHERS: usize = 300;
/// Most load a person should have; synthetic backlogs are large.
const CAPACITY: i64 = 1_000_000;
/// The staff: team, role, how many.
const STAFF: [(&str, Role, usize); 8] = [
    ("FR", Role::Manager, 5),
    ("FR", Role::Lead, 1),
    ("FR", Role::Reviewer, 2),
    ("EMEA", Role::Specialist, 25),
    ("EMEA", Role::Lead, 2),
    ("CENTRAL", Role::Specialist, 23),
    ("CENTRAL", Role::Lead, 1),
    ("", Role::Admin, 1),
];
const FIRST_NAMES: [&str; 12] = [
    "Agathe", "Bastien", "Camille", "Driss", "Élodie", "Fabien", "Gaëlle", "Hugo", "Inès", "Joris",
    "Karim", "Lise",
];
const LAST_NAMES: [&str; 11] = [
    "Aubert", "Besson", "Carlier", "Delmas", "Estève", "Fournel", "Garnier", "Hamel", "Imbert",
    "Jourdan", "Kessler",
];
const HOUSES: [&str; 10] = [
    "Éditions",
    "Studio",
    "Maison",
    "Revue",
    "Chaîne",
    "Journal",
    "Radio",
    "Atelier",
    "Théâtre",
    "Groupe",
];
const PLACES: [&str; 30] = [
    "du Parc",
    "des Quais",
    "du Vallon",
    "de l'Estuaire",
    "des Tilleuls",
    "du Beffroi",
    "de la Dune",
    "des Remparts",
    "du Marais",
    "de l'Observatoire",
    "des Arènes",
    "du Phare",
    "de la Source",
    "des Falaises",
    "du Moulin",
    "de l'Horizon",
    "des Halles",
    "du Canal",
    "de la Verrière",
    "des Coteaux",
    "du Levant",
    "de l'Écluse",
    "des Marronniers",
    "du Rivage",
    "de la Citadelle",
    "des Ormes",
    "du Ponant",
    "de l'Avenue",
    "des Forges",
    "du Plateau",
];
const VERTICALS: [&str; 4] = ["news", "sport", "music", "culture"];

/// Everybody.
#[derive(Debug)]
pub struct Cast {
    /// The staff.
    pub staff: Vec<Person>,
    /// The publishers.
    pub publishers: Vec<Publisher>,
}

/// A publisher and who writes for it.
#[derive(Debug)]
pub struct Publisher {
    /// As stored.
    pub organisation: Organisation,
    /// Its contact.
    pub contact: Person,
}

impl Cast {
    /// Makes everybody up.
    pub fn assemble(chance: &Chance, now: Instant) -> Self {
        let mut staff = Vec::new();
        for (team, role, many) in STAFF {
            for _ in 0..many {
                let name = name(staff.len());
                staff.push(Person {
                    id: PersonId::from_uuid(chance.uuid(now)),
                    email: format!("personne.{}@guichet.example", staff.len()),
                    name,
                    language: Language::Fr,
                    organisation: None,
                    memberships: vec![Membership {
                        role,
                        team: (!team.is_empty()).then(|| TeamKey::from(team)),
                    }],
                    backup: None,
                    absent: false,
                    active: true,
                });
            }
        }
        let managers: Vec<PersonId> = staff
            .iter()
            .filter(|one| one.has_role(Role::Manager))
            .map(|one| one.id)
            .collect();
        let publishers = (0..PUBLISHERS)
            .map(|n| {
                publisher(
                    n,
                    chance,
                    managers.get(n % managers.len().max(1)).copied(),
                    now,
                )
            })
            .collect();
        Self { staff, publishers }
    }

    /// Stores everybody, side by side, so that they share their flushes.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the installation has people of these addresses.
    pub async fn enter(&self, store: &Store, now: Instant) -> Result<(), StoreError> {
        let organisations = self.publishers.iter().map(|one| one.organisation.clone());
        try_join_all(organisations.map(|one| store.save_organisation(one))).await?;
        let contacts = self.publishers.iter().map(|one| &one.contact);
        let people = self.staff.iter().chain(contacts);
        try_join_all(people.map(|person| store.save_person(entry(person, now)))).await?;
        Ok(())
    }

    /// Who gets a token: one of each part that measurements ask in.
    pub fn callers(&self) -> Vec<(&'static str, &Person)> {
        let holding = |role| self.staff.iter().find(|person| person.has_role(role));
        let contact = self.publishers.first().map(|publisher| &publisher.contact);
        [
            ("admin", holding(Role::Admin)),
            ("manager", holding(Role::Manager)),
            ("lead", holding(Role::Lead)),
            ("partner", contact),
        ]
        .into_iter()
        .filter_map(|(role, person)| Some((role, person?)))
        .collect()
    }

    /// Somebody of the staff in that role.
    pub fn holding(&self, role: Role, chance: &Chance) -> Option<&Person> {
        let holders: Vec<&Person> = self
            .staff
            .iter()
            .filter(|person| person.has_role(role))
            .collect();
        chance.pick(&holders).copied()
    }

    /// The staff and one contact.
    pub fn directory(&self, contact: &Person) -> Directory {
        let mut directory = Directory::new(self.staff.iter().cloned());
        directory.add(contact.clone());
        directory
    }

    /// What routing must know: everybody has room.
    pub fn routing(&self, publisher: &Publisher) -> RoutingFacts {
        let mut pools = Vec::new();
        for team in ["FR", "EMEA", "CENTRAL"].map(TeamKey::from) {
            for role in [
                None,
                Some(Role::Manager),
                Some(Role::Reviewer),
                Some(Role::Specialist),
            ] {
                let holds = |person: &&Person| match role {
                    Some(role) => person.has_role_in(role, &team),
                    None => [Role::Manager, Role::Specialist]
                        .into_iter()
                        .any(|role| person.has_role_in(role, &team)),
                };
                let people = self.staff.iter().filter(holds).map(|person| Candidate {
                    person: person.id,
                    load: 0,
                    capacity: CAPACITY,
                    last_assigned_ms: 0,
                    available: true,
                    skills: Vec::new(),
                });
                pools.push(Pool {
                    team: team.clone(),
                    role,
                    people: people.collect(),
                });
            }
        }
        RoutingFacts {
            portfolio_owner: publisher.organisation.portfolio_owner,
            vertical: publisher.organisation.vertical.clone(),
            tier: publisher.organisation.tier.clone(),
            pools,
            ..RoutingFacts::default()
        }
    }
}

fn publisher(n: usize, chance: &Chance, owner: Option<PersonId>, now: Instant) -> Publisher {
    let id = OrganisationId::from_uuid(chance.uuid(now));
    let house = HOUSES.get(n % HOUSES.len()).copied().unwrap_or_default();
    let place = PLACES
        .get(n / HOUSES.len() % PLACES.len())
        .copied()
        .unwrap_or_default();
    let vertical = VERTICALS
        .get(n % VERTICALS.len())
        .copied()
        .unwrap_or_default();
    let organisation = Organisation {
        id,
        slug: format!("editeur-{n}"),
        name: format!("{house} {place}"),
        vertical: vertical.to_owned(),
        tier: if n.is_multiple_of(10) { "premium" } else { "" }.to_owned(),
        language: Language::Fr,
        portfolio_owner: owner,
        portfolio_backup: None,
        created_at: now,
    };
    let contact = Person {
        id: PersonId::from_uuid(chance.uuid(now)),
        name: name(n + 61),
        email: format!("contact.{n}@editeur.example"),
        language: if n.is_multiple_of(8) {
            Language::En
        } else {
            Language::Fr
        },
        organisation: Some(id),
        memberships: vec![Membership {
            role: Role::Partner,
            team: None,
        }],
        backup: None,
        absent: false,
        active: true,
    };
    Publisher {
        organisation,
        contact,
    }
}

fn entry(person: &Person, now: Instant) -> PersonEntry {
    PersonEntry {
        id: person.id,
        email: person.email.clone(),
        name: person.name.clone(),
        language: person.language,
        organisation: person.organisation,
        memberships: person.memberships.clone(),
        backup: person.backup,
        capacity: CAPACITY,
        at: now,
    }
}

fn name(n: usize) -> String {
    let first = FIRST_NAMES
        .get(n % FIRST_NAMES.len())
        .copied()
        .unwrap_or_default();
    let last = LAST_NAMES
        .get(n % LAST_NAMES.len())
        .copied()
        .unwrap_or_default();
    format!("{first} {last}")
}
