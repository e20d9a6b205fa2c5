//! `guichet partner add|list`: publishers.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use domain::ids::OrganisationId;
use domain::text::Language;

use crate::boot::house::{House, Migrate};
use crate::cli::serve::real;
use crate::config::sections::Settings;
use crate::store::Store;
use crate::store::rows::organisation::Organisation;

/// What `partner` can be told.
#[derive(Debug, Args)]
pub struct PartnerArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Enters a publisher, or changes the one with that short name.
    Add {
        /// Short name in addresses: letters, digits and hyphens.
        slug: String,
        /// Name for people.
        #[arg(long)]
        name: String,
        /// Trade, such as sport.
        #[arg(long, default_value = "")]
        vertical: String,
        /// Level of service, such as premium.
        #[arg(long, default_value = "")]
        tier: String,
        /// fr or en.
        #[arg(long, default_value = "fr")]
        language: String,
        /// Who looks after it: a mail address of the staff.
        #[arg(long, value_name = "EMAIL")]
        owner: Option<String>,
    },
    /// Lists the publishers.
    List {
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Administers publishers.
///
/// # Errors
/// When the short name is none, or the owner is unknown.
pub async fn run(args: &PartnerArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let house = House::build(settings, real(), Migrate::OnlyEmbedded).await?;
    let (store, now) = (house.app.store.clone(), house.app.now());
    match &args.action {
        Action::Add {
            slug,
            name,
            vertical,
            tier,
            language,
            owner,
        } => {
            let plain = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
            anyhow::ensure!(
                !slug.is_empty() && slug.len() <= 60 && slug.chars().all(plain),
                "“{slug}” is no short name: small letters, digits and hyphens, 60 at most"
            );
            let owner = match owner {
                Some(email) => Some(
                    store
                        .find_person_by_email(email, now)
                        .await?
                        .with_context(|| format!("nobody has the address {email}"))?
                        .id,
                ),
                None => None,
            };
            let known = store.find_organisation_by_slug(slug).await?;
            let fresh = || OrganisationId::new(house.app.ids.as_ref(), now);
            store
                .save_organisation(Organisation {
                    id: known.as_ref().map_or_else(fresh, |known| known.id),
                    slug: slug.clone(),
                    name: name.clone(),
                    vertical: vertical.clone(),
                    tier: tier.clone(),
                    language: Language::parse(language).context("--language takes fr or en")?,
                    portfolio_owner: owner,
                    portfolio_backup: known.as_ref().and_then(|known| known.portfolio_backup),
                    created_at: known.map_or(now, |known| known.created_at),
                })
                .await?;
        }
        Action::List { json } => list(&store, *json).await?,
    }
    store.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn list(store: &Store, json: bool) -> anyhow::Result<()> {
    let mut after = String::new();
    let mut all: Vec<serde_json::Value> = Vec::new();
    loop {
        let page = store.list_organisations(&after, 200).await?;
        for one in &page {
            if json {
                all.push(as_json(one));
            } else {
                println!("{:<24} {} {}", one.slug, one.name, one.tier);
            }
        }
        match page.last() {
            Some(last) if page.len() == 200 => after.clone_from(&last.slug),
            Some(_) | None => break,
        }
    }
    if json {
        println!("{}", serde_json::to_string_pretty(&all)?);
    }
    Ok(())
}

fn as_json(one: &Organisation) -> serde_json::Value {
    serde_json::json!({
        "id": one.id,
        "slug": one.slug,
        "name": one.name,
        "vertical": one.vertical,
        "tier": one.tier,
        "language": one.language,
        "created_at": one.created_at.to_rfc3339(),
    })
}
