//! `guichet token create|list|revoke`.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use domain::time::{Instant, Span};
use uuid::Uuid;

use crate::boot::house::{House, Migrate};
use crate::cli::serve::real;
use crate::config::sections::Settings;
use crate::store::tokens::TokenLine;

/// What a token may be used for.
const SCOPES: [&str; 3] = ["read", "write", "admin"];

/// What `token` can be told.
#[derive(Debug, Args)]
pub struct TokenArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Makes a token and prints it alone; it is shown this once.
    Create {
        /// Whose: a mail address.
        #[arg(long, value_name = "EMAIL")]
        user: String,
        /// What for: read, write, admin.
        #[arg(long, value_delimiter = ',', default_value = "read,write")]
        scopes: Vec<String>,
        /// A name to know it by.
        #[arg(long, default_value = "command line")]
        name: String,
        /// Days until it ends; never when absent.
        #[arg(long)]
        days: Option<i64>,
    },
    /// Lists a person's tokens.
    List {
        /// Whose: a mail address.
        #[arg(long, value_name = "EMAIL")]
        user: String,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Ends a token at once.
    Revoke {
        /// Its identity, as listed.
        id: Uuid,
    },
}

/// Administers tokens.
///
/// # Errors
/// When the person or a scope is unknown.
pub async fn run(args: &TokenArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let house = House::build(settings, real(), Migrate::OnlyEmbedded).await?;
    let store = house.app.store.clone();
    let now = house.app.now();
    let person = |email: String| {
        let store = store.clone();
        async move {
            store
                .find_person_by_email(&email, now)
                .await?
                .with_context(|| format!("nobody has the address {email}"))
        }
    };
    match &args.action {
        Action::Create {
            user,
            scopes,
            name,
            days,
        } => {
            if let Some(wrong) = scopes
                .iter()
                .find(|scope| !SCOPES.contains(&scope.as_str()))
            {
                anyhow::bail!("unknown scope “{wrong}”; known: {}", SCOPES.join(", "));
            }
            let person = person(user.clone()).await?;
            let until = days.map(|days| now.plus(Span::days(days)));
            println!(
                "{}",
                house
                    .app
                    .create_token(person.id, name, scopes.clone(), until)
                    .await?
            );
        }
        Action::List { user, json } => {
            let lines = store.list_tokens(person(user.clone()).await?.id).await?;
            if *json {
                let list: Vec<serde_json::Value> = lines.iter().map(as_json).collect();
                println!("{}", serde_json::to_string_pretty(&list)?);
            } else {
                for line in lines {
                    println!("{} {} [{}]", line.id, line.name, line.scopes.join(", "));
                }
            }
        }
        Action::Revoke { id } => store.revoke_token(*id, now).await?,
    }
    store.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn as_json(line: &TokenLine) -> serde_json::Value {
    let at = |moment: Option<Instant>| moment.map(Instant::to_rfc3339);
    serde_json::json!({
        "id": line.id,
        "name": line.name,
        "scopes": line.scopes,
        "created_at": line.created_at.to_rfc3339(),
        "expires_at": at(line.expires_at),
        "last_used_at": at(line.last_used_at),
        "revoked_at": at(line.revoked_at),
    })
}
