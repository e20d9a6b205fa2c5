//! `guichet user add|list|disable`.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use domain::ids::{PersonId, TeamKey};
use domain::people::{Membership, Role};
use domain::text::Language;

use crate::boot::house::{House, Migrate};
use crate::cli::serve::real;
use crate::config::sections::Settings;
use crate::store::people::PersonEntry;

/// What `user` can be told.
#[derive(Debug, Args)]
pub struct UserArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Enters a person of the staff, or a contact of a publisher, and prints a sign-in link.
    Add {
        /// Mail address.
        email: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// Roles as role:team, such as manager:FR; admin has no team.
        #[arg(long = "role", value_name = "ROLE[:TEAM]")]
        roles: Vec<String>,
        /// Short name of the publisher, for a contact.
        #[arg(long, value_name = "SLUG")]
        organisation: Option<String>,
        /// fr or en.
        #[arg(long, default_value = "fr")]
        language: String,
        /// Most load they should have.
        #[arg(long, default_value_t = 40)]
        capacity: i64,
    },
    /// Lists the staff.
    List {
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Ends a person's access at once.
    Disable {
        /// Mail address.
        email: String,
    },
}

/// Administers people.
///
/// # Errors
/// When a role, team or publisher is unknown, or the address is taken.
pub async fn run(args: &UserArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let house = House::build(settings, real(), Migrate::OnlyEmbedded).await?;
    let store = house.app.store.clone();
    let now = house.app.now();
    match &args.action {
        Action::Add {
            email,
            name,
            roles,
            organisation,
            language,
            capacity,
        } => {
            let organisation = match organisation {
                Some(slug) => Some(
                    store
                        .find_organisation_by_slug(slug)
                        .await?
                        .with_context(|| format!("there is no publisher “{slug}”"))?
                        .id,
                ),
                None => None,
            };
            let mut memberships = roles
                .iter()
                .map(|text| membership(text, &house))
                .collect::<anyhow::Result<Vec<_>>>()?;
            if organisation.is_some() {
                memberships.push(Membership {
                    role: Role::Partner,
                    team: None,
                });
            }
            let known = store.find_person_by_email(email, now).await?;
            let id = known.map_or_else(|| PersonId::new(house.app.ids.as_ref(), now), |one| one.id);
            store
                .save_person(PersonEntry {
                    id,
                    email: email.clone(),
                    name: name.clone(),
                    language: Language::parse(language).context("--language takes fr or en")?,
                    organisation,
                    memberships,
                    backup: None,
                    capacity: *capacity,
                    at: now,
                })
                .await?;
            let person = store
                .find_person(id, now)
                .await?
                .context("the person just entered")?;
            println!("{}", house.app.sign_in_link_for(&person, "").await?);
        }
        Action::List { json } => list(&house, *json).await?,
        Action::Disable { email } => {
            let person = store
                .find_person_by_email(email, now)
                .await?
                .with_context(|| format!("nobody has the address {email}"))?;
            store.disable_person(person.id, now).await?;
        }
    }
    store.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn list(house: &House, json: bool) -> anyhow::Result<()> {
    let staff = house.app.staff().await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&*staff)?);
        return Ok(());
    }
    for person in staff.iter() {
        let roles: Vec<String> = person
            .memberships
            .iter()
            .map(|held| match &held.team {
                Some(team) => format!("{}:{team}", held.role.as_str()),
                None => held.role.as_str().to_owned(),
            })
            .collect();
        let state = if person.active { "" } else { " (disabled)" };
        println!(
            "{:<32} {:<24} {}{state}",
            person.email,
            person.name,
            roles.join(", ")
        );
    }
    Ok(())
}

fn membership(text: &str, house: &House) -> anyhow::Result<Membership> {
    let (role, team) = text
        .split_once(':')
        .map_or((text, None), |(role, team)| (role, Some(team)));
    let role = Role::parse(role).with_context(|| {
        format!("unknown role “{role}”; known: manager, lead, reviewer, specialist, admin")
    })?;
    let team = match team {
        Some(team) => {
            let key = TeamKey::new(team);
            house
                .app
                .rules
                .team(&key)
                .with_context(|| format!("unknown team “{team}”"))?;
            Some(key)
        }
        None => None,
    };
    Ok(Membership { role, team })
}
