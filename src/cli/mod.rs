//! The command line: one file per family, exit codes 0 done, 1 failed with the reason on stderr, 2 wrong
//! usage.
//!
//! What lives here: arguments and printing. What does not: anything that pages or jobs also do. `main`
//! calls.

pub mod backtest;
pub mod check;
pub mod clock;
pub mod demo;
pub mod migrate;
pub mod partner;
pub mod seed;
pub mod serve;
pub mod token;
pub mod tracing;
pub mod user;
pub mod workflow;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::load::{environment, load};

/// One counter between publishers and the platform team that looks after them.
#[derive(Debug, Parser)]
#[command(name = "guichet", version, about, disable_help_subcommand = true)]
struct Arguments {
    /// A settings file; every key is in config/default.toml. For `check` it may also be a folder with
    /// workflows/, requests/ and policies/.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Opens the counter: web and workers in one process (also without any command).
    Serve(serve::ServeArgs),
    /// Opens a throwaway installation with partners, people and about 200 cases.
    Demo(demo::DemoArgs),
    /// Brings the database's schema up to date, or says whether it is.
    Migrate(migrate::MigrateArgs),
    /// Proves the definitions sound; prints every finding as file:line: message.
    Check(check::CheckArgs),
    /// Shows the workflows.
    Workflow(workflow::WorkflowArgs),
    /// Computes deadlines.
    Clock(clock::ClockArgs),
    /// Counts what a draft of a calendar or policy would have done to the backlog and the past.
    Backtest(backtest::BacktestArgs),
    /// Adds and lists publishers.
    Partner(partner::PartnerArgs),
    /// Adds and lists people.
    User(user::UserArgs),
    /// Fills the database with synthetic cases, for measuring.
    Seed(seed::SeedArgs),
    /// Prints the OpenAPI document.
    Openapi,
    /// Makes, lists and revokes bearer tokens.
    Token(token::TokenArgs),
}

/// Runs the process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("guichet: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments { config, command } = arguments;
    let mut command = command.unwrap_or(Command::Serve(serve::ServeArgs::default()));
    let file = match &mut command {
        Command::Check(args) => args.take_folder(config),
        Command::Serve(_)
        | Command::Demo(_)
        | Command::Migrate(_)
        | Command::Workflow(_)
        | Command::Clock(_)
        | Command::Backtest(_)
        | Command::Partner(_)
        | Command::User(_)
        | Command::Seed(_)
        | Command::Openapi
        | Command::Token(_) => config,
    };
    let settings = load(file.as_deref(), &environment())?;
    match command {
        Command::Check(args) => return check::run(&args, &settings),
        Command::Clock(args) => return clock::run(&args, &settings),
        Command::Workflow(args) => return workflow::run(&args, &settings),
        Command::Openapi => {
            println!("{}", crate::web::openapi::document().to_pretty_json()?);
            return Ok(ExitCode::SUCCESS);
        }
        Command::Serve(_)
        | Command::Demo(_)
        | Command::Migrate(_)
        | Command::Backtest(_)
        | Command::Partner(_)
        | Command::User(_)
        | Command::Token(_)
        | Command::Seed(_) => {}
    }
    tracing::start(&settings.log);
    runtime().block_on(async move {
        match command {
            Command::Serve(args) => serve::run(&args, settings).await,
            Command::Demo(args) => demo::run(&args, settings).await,
            Command::Migrate(args) => migrate::run(&args, &settings).await,
            Command::Backtest(args) => backtest::run(&args, &settings).await,
            Command::Partner(args) => partner::run(&args, &settings).await,
            Command::User(args) => user::run(&args, &settings).await,
            Command::Token(args) => token::run(&args, &settings).await,
            Command::Seed(args) => seed::run(&args, &settings).await,
            Command::Check(_) | Command::Clock(_) | Command::Workflow(_) | Command::Openapi => {
                Ok(ExitCode::SUCCESS)
            }
        }
    })
}

fn runtime() -> actix_web::rt::SystemRunner {
    actix_web::rt::System::with_tokio_rt(|| {
        tokio_runtime().unwrap_or_else(|error| {
            // Without a runtime nothing can run, not even an orderly answer.
            eprintln!("guichet: the runtime cannot be started: {error}");
            std::process::exit(1)
        })
    })
}

fn tokio_runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
}
