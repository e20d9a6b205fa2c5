//! The parts of a running Guichet, built from settings; tests build theirs with a hand-moved clock.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use domain::clocks::clock::CalendarRef;
use domain::ids::{CalendarKey, Ids, PolicyKey, WorkflowKey};
use domain::rules::{Files, Rules};
use domain::source::Finding;
use domain::time::{Instant, Span};

use crate::boot::definitions;
use crate::boot::secret::signer;
use crate::config::sections::{Limits, Server, Settings};
use crate::jobs::deliver_mail::Courier;
use crate::mail::message::Composer;
use crate::mail::templates::TEMPLATES;
use crate::mail::transport::Transport;
use crate::store::Store;
use crate::store::connect::SchemaState;
use crate::store::definitions::{Pin, Publication};
use crate::usecases::app::{App, Lifetimes, Parts};
use crate::usecases::book::{Book, Unreadable};
use crate::usecases::clock::Clock;
use crate::usecases::limits::{Rate, Rates};

/// The application and what carries its mail away.
#[derive(Clone)]
pub struct House {
    /// The application.
    pub app: App,
    /// Mail.
    pub courier: Courier,
}

/// Whether a database behind the program's schema is brought up to date at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Migrate {
    /// An embedded database is; a server's is not, and the start is refused.
    OnlyEmbedded,
    /// Always.
    Always,
}

/// Time and chance.
#[derive(Clone)]
pub struct Outside {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn Ids>,
}

impl House {
    /// Opens the database, reads the definitions, prepares mail.
    ///
    /// # Errors
    /// What is wrong with settings, definitions (`file:line: …` each), database or mail.
    pub async fn build(
        settings: &Settings,
        outside: Outside,
        migrate: Migrate,
    ) -> anyhow::Result<Self> {
        let data = PathBuf::from(&settings.data.dir);
        std::fs::create_dir_all(&data)
            .with_context(|| format!("{}: the data folder cannot be made", data.display()))?;
        let files = definitions::files(&settings.config.dir)?;
        // Before a database is made: files that cannot be used leave nothing behind.
        definitions::rules(&files).map_err(|findings| unusable(&findings))?;
        let store = open_store(settings, &data, migrate).await?;
        let book = open_book(&store, files, outside.clock.now()).await?;
        let transport = Transport::open(&settings.mail, &data.join("mail"))
            .context("mail cannot be prepared")?;
        let composer = Composer::new(&settings.mail.from).context("mail.from")?;
        let app = App::new(Parts {
            store,
            clock: outside.clock,
            ids: outside.ids,
            book,
            signer: signer(&settings.security.secret, &data)?,
            lifetimes: lifetimes(settings),
            public_url: public_url(&settings.server),
            files_dir: data.join("files"),
            rates: rates(&settings.limits),
        });
        Ok(Self {
            app,
            courier: Courier {
                composer,
                transport: Arc::new(transport),
            },
        })
    }
}

impl House {
    /// The same house under another clock, as when the demonstration's time begins to run.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.app.clock = clock;
        self.app.forget_staff();
        self
    }
}

/// The address people use: the configured one, or that of the listener.
pub fn public_url(server: &Server) -> String {
    let configured = server.public_url.trim_end_matches('/');
    if !configured.is_empty() {
        return configured.to_owned();
    }
    let Ok(address) = server.bind.parse::<SocketAddr>() else {
        // A name: the listener says whether it is one.
        return format!("http://{}", server.bind);
    };
    let host = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(host, address.port()))
}

/// The address of the database: the configured one, or the embedded file.
pub fn database_url(settings: &Settings, data: &Path) -> String {
    if settings.database.url.is_empty() {
        format!("sqlite:{}", data.join("guichet.db").display())
    } else {
        settings.database.url.clone()
    }
}

async fn open_store(settings: &Settings, data: &Path, migrate: Migrate) -> anyhow::Result<Store> {
    let url = database_url(settings, data);
    let embedded = url.starts_with("sqlite");
    let store = Store::open(&url, settings.database.connections)
        .await
        .context("the database cannot be opened (database.url)")?;
    if embedded || migrate == Migrate::Always {
        store
            .migrate()
            .await
            .context("the schema cannot be brought up to date")?;
    } else if let SchemaState::Behind(pending) = store.schema().await? {
        anyhow::bail!(
            "the database is behind by {}: run `guichet migrate up`, or start with --migrate",
            pending.join(", ")
        );
    }
    Ok(store)
}

/// Reads the rules over what was published before, and publishes what is new in the files.
async fn open_book(store: &Store, files: Files, now: Instant) -> anyhow::Result<Book> {
    let first = store.count_definitions().await? == 0;
    let book = Book::open(store, files, &TEMPLATES, now)
        .await
        .map_err(|wrong| match wrong {
            Unreadable::Findings(findings) => unusable(&findings),
            Unreadable::Store(error) => error.into(),
        })?;
    let rules = book.rules();
    if first {
        nothing_is_missing(store, &rules).await?;
    }
    let sources = rules.sources.iter().map(Publication::of).collect();
    let new = store
        .publish(sources, now)
        .await
        .context("a published version was changed; give the change a new version number")?;
    book.published(new);
    Ok(book)
}

/// From the first publication on nothing is ever missing; what is older is looked at once.
async fn nothing_is_missing(store: &Store, rules: &Rules) -> anyhow::Result<()> {
    let mut missing = Vec::new();
    for (key, version) in store.list_pins(Pin::Calendar).await? {
        let pin = CalendarRef {
            key: CalendarKey::new(key),
            version,
        };
        if rules.calendars.get(&pin).is_err() {
            missing.push(format!("calendar {} v{version}", pin.key));
        }
    }
    for (key, version) in store.list_pins(Pin::Workflow).await? {
        let key = WorkflowKey::new(key);
        if rules.workflows.get(&key, version).is_none() {
            missing.push(format!("workflow {key} v{version}"));
        }
    }
    for (key, version) in store.list_pins(Pin::Escalation).await? {
        let key = PolicyKey::new(key);
        if rules.escalation.get(&key, version).is_none() {
            missing.push(format!("escalation policy {key} v{version}"));
        }
    }
    anyhow::ensure!(
        missing.is_empty(),
        "open cases stand on definitions that no file has: {}; put these versions back into the files",
        missing.join(", ")
    );
    Ok(())
}

fn unusable(findings: &[Finding]) -> anyhow::Error {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("the definitions cannot be used:\n{}", lines.join("\n"))
}

const fn rates(limits: &Limits) -> Rates {
    const fn a_minute(many: u32) -> Rate {
        Rate {
            many,
            within: Span::minutes(1),
        }
    }
    const fn an_hour(many: u32) -> Rate {
        Rate {
            many,
            within: Span::hours(1),
        }
    }
    Rates {
        address: a_minute(limits.address_per_minute),
        account: a_minute(limits.account_per_minute),
        sign_in_address: an_hour(limits.sign_in_address_per_hour),
        sign_in_email: an_hour(limits.sign_in_email_per_hour),
    }
}

fn lifetimes(settings: &Settings) -> Lifetimes {
    let security = &settings.security;
    Lifetimes {
        session_idle: Span::hours(security.session_idle_hours),
        session: Span::hours(security.session_hours),
        sign_in: Span::minutes(security.sign_in_minutes),
        case_link: Span::days(security.case_link_days),
        sent_mail: Span::days(settings.mail.keep_sent_days.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::load::load;

    #[test]
    fn the_address_people_use_is_that_of_the_listener_unless_it_is_said() {
        let url = |bind: &str, said: &str| {
            let mut server = load(None, &[]).unwrap().server;
            (server.bind, server.public_url) = (bind.to_owned(), said.to_owned());
            public_url(&server)
        };
        assert_eq!(url("127.0.0.1:9090", ""), "http://127.0.0.1:9090");
        assert_eq!(url("0.0.0.0:9090", ""), "http://127.0.0.1:9090");
        assert_eq!(url("[::]:9090", ""), "http://[::1]:9090");
        assert_eq!(url("counter.example:80", ""), "http://counter.example:80");
        let said = "https://guichet.example.org/";
        assert_eq!(url("0.0.0.0:9090", said), "https://guichet.example.org");
    }
}
