//! `guichet demo`: a throwaway installation in which time may run faster.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use domain::time::Instant;

use crate::boot::demo::{Persona, fill, opening_moment};
use crate::boot::house::{House, Migrate, Outside};
use crate::boot::lifecycle::stop_on_signals;
use crate::boot::serve::{Roles, run as serve};
use crate::boot::time::{FastClock, RandomIds, SystemClock};
use crate::cli::serve::listen;
use crate::config::mail::TransportKind;
use crate::config::sections::Settings;
use crate::mail::transport::Transport;
use crate::usecases::clock::{Clock as _, HandClock};
use crate::web::server::{Captured, CapturedMail, Surface};

/// What `demo` can be told.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// How many times faster time runs.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=3600))]
    speed: u32,
    /// Port on 127.0.0.1; a free one when 0.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where to put the installation; a temporary folder otherwise.
    #[arg(long, value_name = "DIR")]
    data: Option<std::path::PathBuf>,
    /// Keeps the folder at the end.
    #[arg(long)]
    keep: bool,
    /// Prints one JSON line when it is ready.
    #[arg(long)]
    json: bool,
}

/// Fills a fresh installation and serves it until a signal says stop.
///
/// # Errors
/// What keeps the demonstration from opening.
pub async fn run(args: &DemoArgs, mut settings: Settings) -> anyhow::Result<ExitCode> {
    let listener = listen(&format!("127.0.0.1:{}", args.port))?;
    let url = format!("http://{}", listener.local_addr()?);
    let place = Place::open(args)?;
    settings.data.dir = place.path.display().to_string();
    settings.database.url = String::new();
    settings.mail.transport = TransportKind::Memory;
    settings.server.public_url.clone_from(&url);
    let beginning = begin();
    let hand = Arc::new(HandClock::new(beginning));
    let building = House::build(
        &settings,
        Outside {
            clock: hand.clone(),
            ids: Arc::new(RandomIds),
        },
        Migrate::Always,
    )
    .await?;
    let opening = opening_moment(beginning, &building.app.rules.calendars);
    let personas = fill(&building, &hand, opening).await?;
    let clock = Arc::new(FastClock::new(opening, args.speed));
    let house = building.with_clock(clock);
    announce(args, &house, &url, &personas).await?;
    let surface = Surface {
        contact: settings.mail.from.clone(),
        captured: captured(&house),
        ..Surface::default()
    };
    let stop = stop_on_signals().context("signals")?;
    serve(house, Some(listener), surface, &settings, Roles::Both, stop).await?;
    place.close(args.keep)?;
    Ok(ExitCode::SUCCESS)
}

async fn announce(
    args: &DemoArgs,
    house: &House,
    url: &str,
    personas: &[Persona],
) -> anyhow::Result<()> {
    let now = house.app.now();
    let mut lines = Vec::new();
    for persona in personas {
        let person = house
            .app
            .store
            .find_person(persona.person, now)
            .await?
            .context("a persona")?;
        let link = house.app.sign_in_link_long(&person).await?;
        let scopes = vec!["read".to_owned(), "write".to_owned(), "admin".to_owned()];
        let token = house
            .app
            .create_token(person.id, "demo", scopes, None)
            .await?;
        lines.push((persona, link, token));
    }
    if args.json {
        let personas: Vec<serde_json::Value> = lines
            .iter()
            .map(|(persona, link, token)| {
                serde_json::json!({
                    "role": persona.role,
                    "name": persona.name,
                    "email": persona.email,
                    "sign_in_url": link,
                    "token": token,
                })
            })
            .collect();
        let ready = serde_json::json!({
            "url": url,
            "mail_url": format!("{url}/dev/mail"),
            "personas": personas,
        });
        println!("{ready}");
        return Ok(());
    }
    println!("Guichet's demonstration is open at {url}");
    println!("Captured mail: {url}/dev/mail");
    println!(
        "It is {now} there, and time runs {} times as fast.",
        args.speed
    );
    println!("Sign in (each link works once):");
    for (persona, link, _) in lines {
        println!("  {:<22} {:<20} {link}", persona.role, persona.name);
    }
    Ok(())
}

fn begin() -> Instant {
    SystemClock.now()
}

fn captured(house: &House) -> Option<Captured> {
    match house.courier.transport.as_ref() {
        Transport::Memory(kept) => {
            let kept = kept.clone();
            Some(Arc::new(move || {
                kept.list()
                    .iter()
                    .rev()
                    .map(|mail| CapturedMail {
                        to: mail.to.clone(),
                        subject: mail.letter.subject.clone(),
                        text: mail.letter.text.clone(),
                        at: mail.at,
                    })
                    .collect()
            }))
        }
        Transport::Smtp(_) | Transport::File(_) => None,
    }
}

/// Where the installation lives.
struct Place {
    path: std::path::PathBuf,
    own: bool,
}

impl Place {
    fn open(args: &DemoArgs) -> anyhow::Result<Self> {
        if let Some(path) = &args.data {
            anyhow::ensure!(
                !path.join("guichet.db").exists(),
                "{}: there is an installation already; the demonstration wants a fresh folder",
                path.display()
            );
            return Ok(Self {
                path: path.clone(),
                own: false,
            });
        }
        let path = std::env::temp_dir().join(format!("guichet-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        Ok(Self { path, own: true })
    }

    fn close(self, keep: bool) -> anyhow::Result<()> {
        if self.own && !keep {
            std::fs::remove_dir_all(&self.path).with_context(|| self.path.display().to_string())?;
        } else {
            eprintln!("kept in {}", self.path.display());
        }
        Ok(())
    }
}
