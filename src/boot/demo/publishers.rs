//! The publishers of the demonstration, with their contacts and what a register would say of them.

use domain::ids::{OrganisationId, PersonId};
use domain::people::{Membership, Person, Role};
use domain::text::Language;

use crate::boot::demo::people::{Staff, mailbox, save};
use crate::store::rows::organisation::Organisation;
use crate::usecases::app::App;

/// A publisher.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// Identity.
    pub id: OrganisationId,
    /// Short name in addresses.
    pub slug: &'static str,
    /// Name as shown.
    pub name: &'static str,
    /// Trade: `sport`, `news` or `studio`.
    pub vertical: &'static str,
    /// Account name.
    pub handle: &'static str,
    /// Name in the register.
    pub legal_name: &'static str,
    /// Number in the register; nobody's real one.
    pub siret: &'static str,
    /// Who signs for it, and as what.
    pub representative: (&'static str, &'static str),
    /// Whom the desk speaks with.
    pub contacts: Vec<Person>,
    /// Who looks after it.
    pub owner: Person,
}

impl Publisher {
    /// The domain of its site and addresses.
    pub fn domain(&self) -> String {
        format!("{}.example", self.slug)
    }
}

/// A publisher as it is written down here.
struct Line {
    slug: &'static str,
    name: &'static str,
    vertical: &'static str,
    tier: &'static str,
    handle: &'static str,
    legal_name: &'static str,
    siret: &'static str,
    representative: (&'static str, &'static str),
    contacts: &'static [(&'static str, Language)],
    owner: Looked,
}

/// Who looks after a publisher.
#[derive(Clone, Copy)]
enum Looked {
    Ines,
    Camille,
    Yanis,
    Noe,
}

use Language::{En, Fr};
use Looked::{Camille, Ines, Noe, Yanis};

#[rustfmt::skip]
const LINES: [Line; 17] = [
    Line { slug: "arenes-tv", name: "Arènes TV", vertical: "sport", tier: "premium", handle: "arenes.tv", legal_name: "Arènes Télévision SAS", siret: "99940939400015", representative: ("Jeanne Morel", "Présidente"), contacts: &[("Solène Kerbrat", Fr), ("Hugo Lamarque", Fr)], owner: Ines },
    Line { slug: "le-fil-matinal", name: "Le Fil Matinal", vertical: "news", tier: "premium", handle: "lefilmatinal", legal_name: "Éditions du Fil SA", siret: "99949753000017", representative: ("Paul Astruc", "Directeur de la publication"), contacts: &[("Aurélien Pastor", Fr), ("Léna Fabre", Fr)], owner: Ines },
    Line { slug: "echappee-velo", name: "Échappée Vélo", vertical: "sport", tier: "standard", handle: "echappee.velo", legal_name: "Échappée Médias SARL", siret: "99923522900013", representative: ("Bastien Roux", "Gérant"), contacts: &[("Bastien Roux", Fr)], owner: Ines },
    Line { slug: "canopee-films", name: "Canopée Films", vertical: "studio", tier: "standard", handle: "canopee.films", legal_name: "Canopée Films SAS", siret: "99961912500019", representative: ("Sacha Teixeira", "Directrice générale"), contacts: &[("Imogen Hart", En), ("Sacha Teixeira", Fr)], owner: Noe },
    Line { slug: "radio-meridien", name: "Radio Méridien", vertical: "news", tier: "standard", handle: "radiomeridien", legal_name: "Méridien Radio SA", siret: "99972767000013", representative: ("Nadia Benali", "Directrice des antennes"), contacts: &[("Nadia Benali", Fr)], owner: Camille },
    Line { slug: "melee-media", name: "Mêlée Média", vertical: "sport", tier: "standard", handle: "melee.media", legal_name: "Mêlée Média SARL", siret: "99930312600018", representative: ("Pierrick Etcheverry", "Gérant"), contacts: &[("Pierrick Etcheverry", Fr)], owner: Ines },
    Line { slug: "gazette-du-ponant", name: "Gazette du Ponant", vertical: "news", tier: "standard", handle: "gazetteduponant", legal_name: "Société du Ponant SA", siret: "99921809200016", representative: ("Gwenn Le Bihan", "Rédactrice en chef"), contacts: &[("Gwenn Le Bihan", Fr), ("Loïc Tanguy", Fr)], owner: Camille },
    Line { slug: "studio-belladone", name: "Studio Belladone", vertical: "studio", tier: "premium", handle: "studiobelladone", legal_name: "Belladone Productions SAS", siret: "99918718000016", representative: ("Elsa Morvan", "Productrice"), contacts: &[("Callum Byrne", En), ("Elsa Morvan", Fr)], owner: Yanis },
    Line { slug: "ligue-virage", name: "Ligue Virage", vertical: "sport", tier: "premium", handle: "liguevirage", legal_name: "Association Ligue Virage", siret: "99912597400017", representative: ("Tom Riva", "Président"), contacts: &[("Tom Riva", Fr), ("Aïcha Sow", Fr)], owner: Yanis },
    Line { slug: "cote-filet", name: "Côté Filet", vertical: "sport", tier: "standard", handle: "cotefilet", legal_name: "Côté Filet SAS", siret: "99962637700017", representative: ("Manon Sauvage", "Directrice"), contacts: &[("Manon Sauvage", Fr)], owner: Camille },
    Line { slug: "atelier-passerelle", name: "Atelier Passerelle", vertical: "studio", tier: "", handle: "atelierpasserelle", legal_name: "Atelier Passerelle SCOP", siret: "99982011100014", representative: ("Rose Carlier", "Gérante"), contacts: &[("Rose Carlier", Fr)], owner: Noe },
    Line { slug: "onde-verte", name: "Onde Verte", vertical: "news", tier: "", handle: "ondeverte", legal_name: "Onde Verte SARL", siret: "99947929800013", representative: ("Marius Pons", "Gérant"), contacts: &[("Marius Pons", Fr)], owner: Noe },
    Line { slug: "cap-tribune", name: "Cap Tribune", vertical: "sport", tier: "", handle: "captribune", legal_name: "Cap Tribune SAS", siret: "99917713200019", representative: ("Inaya Colin", "Présidente"), contacts: &[("Inaya Colin", Fr)], owner: Noe },
    Line { slug: "foulee-hebdo", name: "Foulée Hebdo", vertical: "news", tier: "", handle: "fouleehebdo", legal_name: "Presse Foulée SA", siret: "99939088300018", representative: ("Victor Jaubert", "Directeur"), contacts: &[("Victor Jaubert", Fr)], owner: Noe },
    Line { slug: "nordlys-studio", name: "Nordlys Studio", vertical: "studio", tier: "", handle: "nordlys.studio", legal_name: "Nordlys Studio France SAS", siret: "99978201400016", representative: ("Freya Halvorsen", "Managing director"), contacts: &[("Freya Halvorsen", En)], owner: Noe },
    Line { slug: "docks-production", name: "Docks Production", vertical: "studio", tier: "", handle: "docks.production", legal_name: "Docks Production SAS", siret: "99980343000019", representative: ("Samir Lenoir", "Producteur"), contacts: &[("Samir Lenoir", Fr)], owner: Noe },
    Line { slug: "table-ronde", name: "Table Ronde", vertical: "news", tier: "", handle: "tableronde", legal_name: "Table Ronde Éditions SA", siret: "99957218300013", representative: ("Hélène Vasseur", "Présidente"), contacts: &[("Hélène Vasseur", Fr)], owner: Noe },
];

/// How many of them have worked with the desk for long; the others are being set up.
pub const ESTABLISHED: usize = 10;

/// Enters the publishers and their contacts, those that have worked with the desk for long first.
///
/// # Errors
/// The store's troubles.
pub async fn enter(app: &App, staff: &Staff) -> anyhow::Result<Vec<Publisher>> {
    let mut publishers = Vec::new();
    for line in LINES {
        let owner = match line.owner {
            Ines => &staff.ines,
            Camille => &staff.camille,
            Yanis => &staff.yanis,
            Noe => &staff.noe,
        };
        let id = OrganisationId::new(app.ids.as_ref(), app.now());
        let language = line.contacts.first().map_or(Fr, |(_, language)| *language);
        app.store
            .save_organisation(Organisation {
                id,
                slug: line.slug.to_owned(),
                name: line.name.to_owned(),
                vertical: line.vertical.to_owned(),
                tier: line.tier.to_owned(),
                language,
                portfolio_owner: Some(owner.id),
                portfolio_backup: owner.backup,
                created_at: app.now(),
            })
            .await?;
        let mut contacts = Vec::new();
        for (name, language) in line.contacts {
            let person = contact(app, id, line.slug, name, *language);
            save(app, &person).await?;
            contacts.push(person);
        }
        publishers.push(Publisher {
            id,
            slug: line.slug,
            name: line.name,
            vertical: line.vertical,
            handle: line.handle,
            legal_name: line.legal_name,
            siret: line.siret,
            representative: line.representative,
            contacts,
            owner: owner.clone(),
        });
    }
    Ok(publishers)
}

fn contact(app: &App, at: OrganisationId, slug: &str, name: &str, language: Language) -> Person {
    Person {
        id: PersonId::new(app.ids.as_ref(), app.now()),
        name: name.to_owned(),
        email: format!("{}@{slug}.example", mailbox(name)),
        language,
        organisation: Some(at),
        memberships: vec![Membership {
            role: Role::Partner,
            team: None,
        }],
        backup: None,
        absent: false,
        active: true,
    }
}
