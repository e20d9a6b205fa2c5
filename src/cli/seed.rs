//! `guichet seed`: synthetic load.

use std::process::ExitCode;

use clap::Args;

use crate::boot::house::{House, Migrate};
use crate::boot::seed::seed;
use crate::cli::serve::real;
use crate::config::sections::Settings;

/// What `seed` can be told.
#[derive(Debug, Args)]
pub struct SeedArgs {
    /// How many cases.
    #[arg(long)]
    cases: u64,
    /// Which share of them is open, 0 to 1.
    #[arg(long, default_value_t = 0.2)]
    open_share: f64,
}

/// Seeds.
///
/// # Errors
/// When the database holds cases already or cannot be written.
pub async fn run(args: &SeedArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        (0.0..=1.0).contains(&args.open_share),
        "--open-share goes from 0 to 1"
    );
    let house = House::build(settings, real(), Migrate::OnlyEmbedded).await?;
    let report = seed(&house, args.cases, args.open_share, |done| {
        eprint!("\r{done} of {}", args.cases);
    })
    .await?;
    eprintln!();
    println!("{report}");
    house.app.store.close().await?;
    Ok(ExitCode::SUCCESS)
}
