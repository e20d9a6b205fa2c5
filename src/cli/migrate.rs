//! `guichet migrate up|status`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::boot::house::database_url;
use crate::config::sections::Settings;
use crate::store::Store;
use crate::store::connect::SchemaState;

/// What `migrate` can be told.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Brings the schema up to date (also without a word).
    Up,
    /// Says what is missing; exit 1 when something is.
    Status {
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Migrates or tells.
///
/// # Errors
/// When the database cannot be opened or changed.
pub async fn run(args: &MigrateArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let data = PathBuf::from(&settings.data.dir);
    std::fs::create_dir_all(&data)?;
    let store = Store::open(
        &database_url(settings, &data),
        settings.database.connections,
    )
    .await?;
    let code = match args.action.as_ref().unwrap_or(&Action::Up) {
        Action::Up => {
            let made = store.migrate().await?;
            if made.is_empty() {
                println!("the schema is current");
            }
            for name in made {
                println!("made {name}");
            }
            ExitCode::SUCCESS
        }
        Action::Status { json } => {
            let pending = match store.schema().await? {
                SchemaState::Current => Vec::new(),
                SchemaState::Behind(pending) => pending,
            };
            if *json {
                let state =
                    serde_json::json!({ "current": pending.is_empty(), "pending": pending });
                println!("{}", serde_json::to_string_pretty(&state)?);
            } else if pending.is_empty() {
                println!("the schema is current");
            } else {
                for name in &pending {
                    println!("missing {name}");
                }
            }
            ExitCode::from(u8::from(!pending.is_empty()))
        }
    };
    store.close().await?;
    Ok(code)
}
