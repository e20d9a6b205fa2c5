//! The staff of the demonstration: three teams, one administrator.

use domain::ids::{PersonId, TeamKey};
use domain::people::{Membership, Person, Role};
use domain::text::Language;

use crate::store::people::PersonEntry;
use crate::usecases::app::App;

/// Most load a person should have.
const CAPACITY: i64 = 60;

/// Everybody at the desk, by first name.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Publisher manager, sport.
    pub ines: Person,
    /// Publisher manager, news.
    pub camille: Person,
    /// Publisher manager, studios and technical matters.
    pub yanis: Person,
    /// Publisher manager, new partners.
    pub noe: Person,
    /// Lead of the French team.
    pub maud: Person,
    /// Reviewer.
    pub agathe: Person,
    /// Reviewer.
    pub tristan: Person,
    /// Reviewer.
    pub berenice: Person,
    /// Regional specialist.
    pub aoife: Person,
    /// Regional specialist.
    pub joris: Person,
    /// Regional lead.
    pub greta: Person,
    /// Central specialist.
    pub dana: Person,
    /// Central lead.
    pub marcus: Person,
    /// Administrator.
    pub odile: Person,
}

impl Staff {
    /// Everybody.
    pub fn all(&self) -> [&Person; 14] {
        [
            &self.ines,
            &self.camille,
            &self.yanis,
            &self.noe,
            &self.maud,
            &self.agathe,
            &self.tristan,
            &self.berenice,
            &self.aoife,
            &self.joris,
            &self.greta,
            &self.dana,
            &self.marcus,
            &self.odile,
        ]
    }
}

/// Enters the staff.
///
/// # Errors
/// The store's troubles.
pub async fn enter(app: &App) -> anyhow::Result<Staff> {
    let (fr, emea, central) = (Some("FR"), Some("EMEA"), Some("CENTRAL"));
    let (french, english) = (Language::Fr, Language::En);
    let mut staff = Staff {
        ines: made(app, "Inès Marchand", french, Role::Manager, fr),
        camille: made(app, "Camille Rousseau", french, Role::Manager, fr),
        yanis: made(app, "Yanis Haddad", french, Role::Manager, fr),
        noe: made(app, "Noé Guérin", french, Role::Manager, fr),
        maud: made(app, "Maud Delorme", french, Role::Lead, fr),
        agathe: made(app, "Agathe Perrin", french, Role::Reviewer, fr),
        tristan: made(app, "Tristan Le Goff", french, Role::Reviewer, fr),
        berenice: made(app, "Bérénice Faure", french, Role::Reviewer, fr),
        aoife: made(app, "Aoife Brennan", english, Role::Specialist, emea),
        joris: made(app, "Joris van Dam", english, Role::Specialist, emea),
        greta: made(app, "Greta Lindqvist", english, Role::Lead, emea),
        dana: made(app, "Dana Whitfield", english, Role::Specialist, central),
        marcus: made(app, "Marcus Reyes", english, Role::Lead, central),
        odile: made(app, "Odile Santini", french, Role::Admin, None),
    };
    for person in staff.all() {
        save(app, person).await?;
    }
    // Stand-ins afterwards: whoever stands in must be entered already.
    staff.ines.backup = Some(staff.camille.id);
    staff.camille.backup = Some(staff.ines.id);
    staff.yanis.backup = Some(staff.noe.id);
    staff.noe.backup = Some(staff.yanis.id);
    for person in [&staff.ines, &staff.camille, &staff.yanis, &staff.noe] {
        save(app, person).await?;
    }
    app.forget_staff();
    Ok(staff)
}

/// Enters one person, or replaces them.
///
/// # Errors
/// The store's troubles.
pub async fn save(app: &App, person: &Person) -> anyhow::Result<()> {
    let entry = PersonEntry {
        id: person.id,
        email: person.email.clone(),
        name: person.name.clone(),
        language: person.language,
        organisation: person.organisation,
        memberships: person.memberships.clone(),
        backup: person.backup,
        capacity: CAPACITY,
        at: app.now(),
    };
    Ok(app.store.save_person(entry).await?)
}

/// A mail address made of a name: `ines.marchand`.
pub fn mailbox(name: &str) -> String {
    let plain = |one: char| match one {
        'à' | 'â' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        ' ' | '\'' | '’' | '-' => '.',
        other => other,
    };
    name.to_lowercase().chars().map(plain).collect()
}

/// The first name.
pub fn first_name(person: &Person) -> &str {
    person.name.split_whitespace().next().unwrap_or_default()
}

fn made(app: &App, name: &str, language: Language, role: Role, team: Option<&str>) -> Person {
    Person {
        id: PersonId::new(app.ids.as_ref(), app.now()),
        name: name.to_owned(),
        email: format!("{}@guichet.example", mailbox(name)),
        language,
        organisation: None,
        memberships: vec![Membership {
            role,
            team: team.map(TeamKey::from),
        }],
        backup: None,
        absent: false,
        active: true,
    }
}
