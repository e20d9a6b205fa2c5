//! `guichet serve`: web and workers.

use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use domain::ids::PersonId;
use domain::people::{Membership, Role};
use domain::text::Language;

use crate::boot::house::{House, Migrate, Outside, public_url};
use crate::boot::lifecycle::stop_on_signals;
use crate::boot::serve::{Roles, run as serve};
use crate::boot::time::{RandomIds, SystemClock};
use crate::config::sections::Settings;
use crate::store::people::PersonEntry;
use crate::web::server::Surface;

/// Capacity of a person until somebody says another.
const CAPACITY: i64 = 40;
/// The first administrator until they say who they are.
const FIRST_ADMINISTRATOR: &str = "admin@localhost.localdomain";

/// What `serve` can be told.
#[derive(Debug, Default, Args)]
pub struct ServeArgs {
    /// Runs the workers alone.
    #[arg(long, conflicts_with = "web_only")]
    workers_only: bool,
    /// Runs the web alone.
    #[arg(long)]
    web_only: bool,
    /// Brings a PostgreSQL schema up to date first.
    #[arg(long)]
    migrate: bool,
}

/// Serves until a signal says stop.
///
/// # Errors
/// What keeps the counter from opening.
pub async fn run(args: &ServeArgs, mut settings: Settings) -> anyhow::Result<ExitCode> {
    let migrate = if args.migrate {
        Migrate::Always
    } else {
        Migrate::OnlyEmbedded
    };
    let mut house = House::build(&settings, real(), migrate).await?;
    let roles = match (args.workers_only, args.web_only) {
        (true, _) => Roles::WorkersOnly,
        (false, true) => Roles::WebOnly,
        (false, false) => Roles::Both,
    };
    let listener = match roles {
        Roles::Both | Roles::WebOnly => Some(listen(&settings.server.bind)?),
        Roles::WorkersOnly => None,
    };
    if let Some(listener) = &listener {
        // Port 0 takes a free one: only now is it known which.
        settings.server.bind = listener.local_addr()?.to_string();
        house.app.public_url = public_url(&settings.server);
    }
    if listener.is_some() {
        println!("Guichet is open at {}", house.app.public_url);
        if !house.app.store.has_administrator().await? {
            println!(
                "First administrator (works once, {} min): {}",
                settings.security.sign_in_minutes,
                first_administrator(&house).await?
            );
        }
    }
    let stop = stop_on_signals().context("signals")?;
    let surface = Surface {
        contact: settings.mail.from.clone(),
        captured: None,
        ..Surface::default()
    };
    serve(house, listener, surface, &settings, roles, stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// The real clock and identifiers.
pub fn real() -> Outside {
    Outside {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
    }
}

/// Binds the public listener.
///
/// # Errors
/// When the address is taken or not ours, with what to do.
pub fn listen(bind: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(bind).with_context(|| {
        format!("{bind} cannot be listened on: is another Guichet running? Set server.bind to another port")
    })
}

async fn first_administrator(house: &House) -> anyhow::Result<String> {
    let now = house.app.now();
    let found = house
        .app
        .store
        .find_person_by_email(FIRST_ADMINISTRATOR, now)
        .await?;
    let id = found.map_or_else(
        || PersonId::new(house.app.ids.as_ref(), now),
        |person| person.id,
    );
    house
        .app
        .store
        .save_person(PersonEntry {
            id,
            email: FIRST_ADMINISTRATOR.to_owned(),
            name: "Administration".to_owned(),
            language: Language::Fr,
            organisation: None,
            memberships: vec![Membership {
                role: Role::Admin,
                team: None,
            }],
            backup: None,
            capacity: CAPACITY,
            at: now,
        })
        .await?;
    house.app.forget_staff();
    let person = house
        .app
        .store
        .find_person(id, now)
        .await?
        .context("the first administrator")?;
    Ok(house.app.sign_in_link_for(&person, "/admin").await?)
}
