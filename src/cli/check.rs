//! `guichet check`: the publish gate on the shipped or the operator's definitions.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::boot::definitions;
use crate::config::sections::Settings;

/// What `check` can be told.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Folder with workflows/, requests/ and policies/; those of the settings otherwise. `--config DIR`
    /// says the same.
    #[arg(long = "definitions", visible_alias = "dir", value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Prints the findings as JSON.
    #[arg(long)]
    json: bool,
}

impl CheckArgs {
    /// `--config DIR` names the definitions to be checked, `--config FILE` the settings; gives the file.
    pub fn take_folder(&mut self, config: Option<PathBuf>) -> Option<PathBuf> {
        match config {
            Some(folder) if folder.is_dir() => {
                self.folder.get_or_insert(folder);
                None
            }
            file => file,
        }
    }
}

/// Checks; exit 1 on any finding.
///
/// # Errors
/// When the files cannot be read.
pub fn run(args: &CheckArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let folder = args.folder.as_ref().map_or_else(
        || settings.config.dir.clone(),
        |folder| folder.display().to_string(),
    );
    let files = definitions::files(&folder)?;
    let findings = match definitions::rules(&files) {
        Ok(rules) => {
            if args.json {
                println!("[]");
            } else {
                let workflows = rules.workflows.all().count();
                let forms = rules.forms.all().len();
                let calendars = rules.calendars.all().count();
                println!(
                    "sound: {workflows} workflows, {forms} request types, {calendars} calendars"
                );
            }
            return Ok(ExitCode::SUCCESS);
        }
        Err(findings) => findings,
    };
    if args.json {
        let list: Vec<serde_json::Value> = findings
            .iter()
            .map(|one| serde_json::json!({ "file": one.file, "line": one.line, "message": one.message }))
            .collect();
        println!("{}", serde_json::to_string_pretty(&list)?);
    } else {
        for finding in &findings {
            println!("{finding}");
        }
        eprintln!("guichet: {} finding(s)", findings.len());
    }
    Ok(ExitCode::from(1))
}
