//! `guichet workflow list|show`.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use domain::ids::WorkflowKey;
use domain::workflow::definition::{Definition, Target};

use crate::boot::definitions;
use crate::config::sections::Settings;

/// What `workflow` can be told.
#[derive(Debug, Args)]
pub struct WorkflowArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// One line per workflow.
    List {
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// One workflow, whole.
    Show {
        /// Which, such as request.
        key: String,
        /// In which form.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Json,
    Mermaid,
}

/// Shows workflows.
///
/// # Errors
/// When the definitions cannot be used or there is no such workflow.
pub fn run(args: &WorkflowArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let files = definitions::files(&settings.config.dir)?;
    let rules = definitions::rules(&files).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", lines.join("\n"))
    })?;
    match &args.action {
        Action::List { json: true } => {
            let list: Vec<serde_json::Value> = rules
                .workflows
                .all_newest()
                .map(|one| serde_json::json!({ "key": one.key, "version": one.version, "title": one.title }))
                .collect();
            println!("{}", serde_json::to_string_pretty(&list)?);
        }
        Action::List { json: false } => {
            for one in rules.workflows.all_newest() {
                println!(
                    "{:<14} v{} {} / {}",
                    one.key, one.version, one.title.fr, one.title.en
                );
            }
        }
        Action::Show { key, format } => {
            let found = rules.workflows.newest(&WorkflowKey::new(key.as_str()));
            let definition = found.with_context(|| format!("there is no workflow “{key}”"))?;
            print(&definition, *format)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(definition: &Definition, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(definition)?),
        Format::Table => {
            for one in &definition.transitions {
                let from: Vec<&str> = one.from.iter().map(domain::ids::StateKey::as_str).collect();
                let roles: Vec<&str> = one.roles.iter().map(|role| role.as_str()).collect();
                println!(
                    "{:<5} {:<18} {} → {}  [{}]",
                    one.code,
                    one.key,
                    from.join(", "),
                    target(&one.to),
                    roles.join(", ")
                );
            }
        }
        Format::Mermaid => {
            println!("stateDiagram-v2\n  [*] --> {}", definition.initial);
            for one in &definition.transitions {
                if let Target::State(to) = &one.to {
                    for from in &one.from {
                        println!("  {from} --> {to}: {}", one.code);
                    }
                }
            }
            for state in definition.states.iter().filter(|state| state.terminal) {
                println!("  {} --> [*]", state.key);
            }
        }
    }
    Ok(())
}

fn target(to: &Target) -> String {
    match to {
        Target::State(key) => key.to_string(),
        Target::Previous => "@previous".to_owned(),
    }
}
