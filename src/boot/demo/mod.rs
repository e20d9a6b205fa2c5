//! The demonstration: a throwaway installation with publishers, people and some two hundred cases.
//!
//! What lives here: the cast, the texts, and the plan of ten weeks that is played through the same
//! use-cases as on any day, with a hand-moved clock, so that histories, clocks, breaches and mails are
//! real. What does not: writing around the use-cases. `guichet demo` calls.

pub mod answers;
pub mod dice;
pub mod endings;
pub mod escalations;
pub mod office;
pub mod onboardings;
pub mod paper;
pub mod past;
pub mod people;
pub mod present;
pub mod publishers;
pub mod requests;
pub mod script;
pub mod stage;
pub mod tale;
pub mod texts;
pub mod verifications;

use anyhow::Context as _;
use domain::clocks::calendar::Calendars;
use domain::ids::{CalendarKey, PersonId};
use domain::people::Person;
use domain::time::{Instant, Span};

use crate::boot::demo::office::Office;
use crate::boot::demo::people::Staff;
use crate::boot::demo::publishers::Publisher;
use crate::boot::demo::script::Plan;
use crate::boot::demo::stage::Stage;
use crate::boot::demo::texts::Library;
use crate::boot::house::House;
use crate::usecases::clock::HandClock;

/// Whose office hours the demonstration lives in.
const OFFICE: &str = "fr-bureau";
/// How long before the opening the people were entered.
const ENTERED: Span = Span::days(300);

/// Somebody as whom the demonstration can be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// What they do, in plain words.
    pub role: &'static str,
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Who they are.
    pub person: PersonId,
}

/// Fills an empty installation with everything that happened up to `now`; the clock shows `now` at the
/// end. The house's clock must be the hand-moved one, and its mail is delivered as the story goes.
///
/// # Errors
/// When the shipped definitions do not allow what the plan plays, and the store's troubles.
pub async fn fill(house: &House, clock: &HandClock, now: Instant) -> anyhow::Result<Vec<Persona>> {
    let rules = std::sync::Arc::clone(&house.app.rules);
    let calendar = rules
        .calendars
        .newest(&CalendarKey::from(OFFICE))
        .with_context(|| format!("there is no calendar {OFFICE}"))?;
    let library = Library::read()?;
    clock.set(now.minus(ENTERED));
    let staff = people::enter(&house.app).await?;
    let publishers = publishers::enter(&house.app, &staff).await?;
    let mut plan = Plan::new(Office::new(calendar, now), &library, &staff, &publishers);
    past::plan(&mut plan)?;
    present::plan(&mut plan)?;
    onboardings::plan(&mut plan)?;
    let steps = plan.into_steps();
    let mut stage = Stage::new(house, clock, &staff, &publishers);
    // Ten weeks in seconds: what is lost with the machine meanwhile is made again.
    let store = &house.app.store;
    store.begin_bulk().await?;
    let played = stage.play(steps, now).await;
    store.end_bulk().await?;
    played?;
    store.analyse().await?;
    personas(&staff, &publishers)
}

/// The moment at which a demonstration begins: `real_now` in the middle of a working day, otherwise the
/// next working day at 10:40 in Paris, so that clocks are seen running.
pub fn opening_moment(real_now: Instant, calendars: &Calendars) -> Instant {
    calendars
        .newest(&CalendarKey::from(OFFICE))
        .map_or(real_now, |calendar| {
            Office::new(calendar, real_now).opening()
        })
}

fn personas(staff: &Staff, publishers: &[Publisher]) -> anyhow::Result<Vec<Persona>> {
    let contact = |slug: &str, first: &str| -> anyhow::Result<&Person> {
        publishers
            .iter()
            .filter(|publisher| publisher.slug == slug)
            .flat_map(|publisher| &publisher.contacts)
            .find(|person| person.name.starts_with(first))
            .with_context(|| format!("nobody named {first} at {slug}"))
    };
    let list = [
        ("partner contact", contact("arenes-tv", "Solène")?),
        ("partner in English", contact("studio-belladone", "Callum")?),
        ("publisher manager", &staff.ines),
        ("team lead", &staff.maud),
        ("reviewer", &staff.agathe),
        ("regional specialist", &staff.aoife),
        ("regional lead", &staff.greta),
        ("central specialist", &staff.dana),
        ("administrator", &staff.odile),
    ];
    Ok(list
        .into_iter()
        .map(|(role, person)| Persona {
            role,
            name: person.name.clone(),
            email: person.email.clone(),
            person: person.id,
        })
        .collect())
}

#[cfg(test)]
mod tests;
