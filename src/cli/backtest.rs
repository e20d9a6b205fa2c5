//! `guichet backtest`: what a draft of a calendar or policy would have done to the backlog and the past.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use domain::clocks::preview::{Reach, Tally};
use domain::time::Span;

use crate::boot::house::{House, Migrate, Outside};
use crate::boot::time::{RandomIds, SystemClock};
use crate::config::sections::Settings;
use crate::usecases::error::Error;
use crate::usecases::read::policy::{Breakdown, Figures};

/// What `backtest` can be told.
#[derive(Debug, Args)]
pub struct BacktestArgs {
    /// A file with one [[policy]] or [[calendar]], as at /admin/sla.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// How many days back stopped clocks are reckoned.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3650))]
    days: u16,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Counts and prints; nothing is stored.
///
/// # Errors
/// When the draft has mistakes, each with its line, or the database cannot be read.
pub async fn run(args: &BacktestArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let file = args.policy.display();
    let text = std::fs::read_to_string(&args.policy).with_context(|| file.to_string())?;
    let outside = Outside {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
    };
    let house = House::build(settings, outside, Migrate::OnlyEmbedded).await?;
    let app = &house.app;
    let draft = match app.check_draft(None, &text).await {
        Ok(draft) => draft,
        Err(Error::Invalid(errors)) => {
            for error in errors {
                let part = |name: &str| error.params.get(name).cloned();
                let line = part("line").unwrap_or_else(|| "1".to_owned());
                let message = part("message").unwrap_or(error.code);
                eprintln!("{file}:{line}: {message}");
            }
            return Ok(ExitCode::from(1));
        }
        Err(error) => return Err(error.into()),
    };
    let past = Span::days(i64::from(args.days));
    let reckoning = app.reckoning(draft.published(), past).await?;
    let mut figures = Figures::default();
    let (mut cursor, mut seen) = (None, 0);
    loop {
        let (last, page) = app.reckon_page(&reckoning, cursor, &mut figures).await?;
        seen += page;
        match last {
            Some(last) => cursor = Some(last),
            None => break,
        }
    }
    if args.json {
        let body = serde_json::json!({
            "definition": reckoning.definition,
            "version": reckoning.version,
            "days": args.days,
            "cases": seen,
            "open_cases": figures.open_cases,
            "restate": figures.restate,
        });
        println!("{}", serde_json::to_string_pretty(&body)?);
    } else {
        let (definition, version) = (&reckoning.definition, reckoning.version);
        println!(
            "{definition} v{version} against {seen} cases, open or ended within {} days",
            args.days
        );
        for reach in [Reach::OpenCases, Reach::Restate] {
            print(&house, reach, figures.of(reach)).await?;
        }
    }
    app.store.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn print(house: &House, reach: Reach, figures: &Breakdown) -> anyhow::Result<()> {
    println!("\n{}: {}", reach.as_str(), line(figures.total));
    for (team, tally) in &figures.by_team {
        println!("  team {team}: {}", line(*tally));
    }
    for (id, tally) in figures.top(20) {
        let found = house.app.store.find_organisation(id).await?;
        let name = found.map(|found| found.name).unwrap_or_default();
        println!("  partner {name}: {}", line(tally));
    }
    Ok(())
}

fn line(tally: Tally) -> String {
    let Tally {
        moved,
        unbreached,
        newly_breached,
        gone,
    } = tally;
    format!(
        "moves {moved}, un-breaches {unbreached}, newly breaches {newly_breached}, takes back {gone}"
    )
}
