//! A running Guichet with a hand-moved clock, its own database and a real mail server; and the people
//! who come to it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use domain::ids::{OrganisationId, PersonId, TeamKey};
use domain::people::{Membership, Role};
use domain::text::Language;
use domain::time::{Instant, Span};
use guichet::boot::house::{House, Migrate, Outside};
use guichet::config::load::load;
use guichet::jobs::{deliver_mail, fire_timers};
use guichet::store::lease::Lease;
use guichet::store::people::PersonEntry;
use guichet::store::rows::organisation::Organisation;
use guichet::usecases::clock::{Clock as _, CountingIds, HandClock};
use guichet::usecases::heartbeat::Heartbeat;
use guichet::web::server::{Surface, http_server};
use tempfile::TempDir;

use super::database::Database;
use super::http::Visitor;
use super::smtp::SmtpServer;

/// Monday 21 September 2026, 9:00 in Paris: the desk opens.
pub const MORNING: &str = "2026-09-21T07:00:00Z";

/// The running program and what surrounds it.
pub struct Counter {
    /// Where it is.
    pub url: String,
    /// The house, for setting the scene; stories go through the door.
    pub house: House,
    /// Its time.
    pub clock: Arc<HandClock>,
    /// Where its mail arrives.
    pub smtp: SmtpServer,
    handle: actix_web::dev::ServerHandle,
    data: TempDir,
    database: Database,
}

/// Somebody who comes to the counter.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Identity.
    pub id: PersonId,
    /// Address.
    pub email: String,
}

impl Counter {
    /// Opens a counter over a database.
    pub async fn open(database: Database) -> Self {
        Self::open_as("127.0.0.1", database, &[]).await
    }

    /// The same under another name of this machine, with settings of its own.
    pub async fn open_as(name: &str, database: Database, more: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a data folder");
        let smtp = SmtpServer::start().await;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let url = format!("http://{name}:{port}");
        let pairs = [
            ("GUICHET__DATA__DIR", data.path().display().to_string()),
            ("DATABASE_URL", database.url().to_owned()),
            ("GUICHET__SERVER__PUBLIC_URL", url.clone()),
            ("GUICHET__SERVER__WORKERS", "1".to_owned()),
            ("GUICHET__MAIL__TRANSPORT", "smtp".to_owned()),
            ("GUICHET__MAIL__SMTP_URL", smtp.url()),
            (
                "GUICHET__MAIL__FROM",
                "Guichet <guichet@guichet.example>".to_owned(),
            ),
            (
                "GUICHET__SECURITY__SECRET",
                "a key for tests, thirty-two letters".to_owned(),
            ),
        ];
        let pairs: Vec<(String, String)> = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .chain(
                more.iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
            )
            .collect();
        let settings = load(None, &pairs).expect("the test's settings");
        let clock = Arc::new(HandClock::new(
            Instant::parse_rfc3339(MORNING).expect("a moment"),
        ));
        let outside = Outside {
            clock: clock.clone(),
            ids: Arc::new(CountingIds::default()),
        };
        let house = House::build(&settings, outside, Migrate::Always)
            .await
            .expect("a house");
        let server = http_server(
            house.app.clone(),
            Surface::default(),
            &settings.server,
            Heartbeat::default(),
            listener,
        )
        .expect("a server");
        let handle = server.handle();
        serve(server);
        Self {
            url,
            house,
            clock,
            smtp,
            handle,
            data,
            database,
        }
    }

    /// Where its database is.
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Where its uploaded files are, and those that are arriving.
    pub fn files_dir(&self) -> PathBuf {
        self.data.path().join("files")
    }

    /// Every uploaded file on its disk, arriving or kept, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        let folders = std::fs::read_dir(self.files_dir()).into_iter().flatten();
        let files = folders.flat_map(|folder| {
            let folder = folder.expect("an entry").path();
            std::fs::read_dir(folder).expect("a folder")
        });
        let mut files: Vec<PathBuf> = files.map(|file| file.expect("an entry").path()).collect();
        files.sort();
        files
    }

    /// Enters a publisher.
    pub async fn publisher(
        &self,
        slug: &str,
        name: &str,
        owner: Option<&Persona>,
    ) -> OrganisationId {
        let id = OrganisationId::new(self.house.app.ids.as_ref(), self.clock.now());
        self.house
            .app
            .store
            .save_organisation(Organisation {
                id,
                slug: slug.to_owned(),
                name: name.to_owned(),
                vertical: "sport".to_owned(),
                tier: "premium".to_owned(),
                language: Language::Fr,
                portfolio_owner: owner.map(|owner| owner.id),
                portfolio_backup: None,
                created_at: self.clock.now(),
            })
            .await
            .expect("a publisher");
        id
    }

    /// Enters a contact of a publisher.
    pub async fn contact(
        &self,
        name: &str,
        email: &str,
        language: Language,
        of: OrganisationId,
    ) -> Persona {
        let held = vec![Membership {
            role: Role::Partner,
            team: None,
        }];
        self.person(name, email, language, Some(of), held).await
    }

    /// Enters a person of the staff.
    pub async fn staff(&self, name: &str, email: &str, roles: &[(Role, &str)]) -> Persona {
        let held = roles
            .iter()
            .map(|(role, team)| Membership {
                role: *role,
                team: (!team.is_empty()).then(|| TeamKey::from(*team)),
            })
            .collect();
        self.person(name, email, Language::Fr, None, held).await
    }

    async fn person(
        &self,
        name: &str,
        email: &str,
        language: Language,
        organisation: Option<OrganisationId>,
        memberships: Vec<Membership>,
    ) -> Persona {
        let id = PersonId::new(self.house.app.ids.as_ref(), self.clock.now());
        self.house
            .app
            .store
            .save_person(PersonEntry {
                id,
                email: email.to_owned(),
                name: name.to_owned(),
                language,
                organisation,
                memberships,
                backup: None,
                capacity: 40,
                at: self.clock.now(),
            })
            .await
            .expect("a person");
        self.house.app.forget_staff();
        Persona {
            id,
            email: email.to_owned(),
        }
    }

    /// A bearer token of a person, as `guichet token create` makes it.
    pub async fn token(&self, of: &Persona, scopes: &[&str]) -> String {
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        self.house
            .app
            .create_token(of.id, "test", scopes, None)
            .await
            .expect("a token")
    }

    /// A visitor nobody knows.
    pub fn stranger(&self) -> Visitor {
        Visitor::new(&self.url)
    }

    /// Signs a person in by the mailed link, as they would.
    pub async fn sign_in(&self, who: &Persona) -> Visitor {
        let visitor = Visitor::new(&self.url);
        let page = visitor.open("/sign-in").await;
        self.post().await;
        let before = self.smtp.inbox(&who.email).len();
        visitor
            .submit(&page.form("/sign-in").fill("email", &who.email))
            .await
            .expect_status(200);
        self.post().await;
        let inbox = self.smtp.inbox(&who.email);
        assert_eq!(
            inbox.len(),
            before + 1,
            "one sign-in mail for {}",
            who.email
        );
        let link = link_in(&inbox[before], "/sign-in/");
        let page = visitor.open(&link).await;
        let path = path_of(&link);
        visitor.submit(&page.form(&path)).await.expect_status(303);
        visitor
    }

    /// Delivers every mail that is to be sent now.
    pub async fn post(&self) {
        let lease = self.lease();
        loop {
            let sent = deliver_mail::run_once(&self.house.app, &self.house.courier, &lease, 64)
                .await
                .expect("a round of mail");
            if sent == 0 {
                return;
            }
        }
    }

    /// Lets time pass: every timer fires when it is due, every mail is sent when it is due.
    pub async fn pass(&self, span: Span) {
        let until = self.clock.now().plus(span);
        self.work().await;
        loop {
            let timer = self.house.app.store.next_timer_due().await.expect("timers");
            let mail = self.house.app.store.next_mail_due().await.expect("mails");
            let Some(next) = [timer, mail]
                .into_iter()
                .flatten()
                .min()
                .filter(|at| *at <= until)
            else {
                break;
            };
            if next > self.clock.now() {
                self.clock.set(next);
            }
            self.work().await;
        }
        self.clock.set(until);
        self.work().await;
    }

    /// Does what is due now: timers, then mail.
    pub async fn work(&self) {
        for _ in 0..100 {
            let fired = fire_timers::run_once(&self.house.app, &self.lease(), 64)
                .await
                .expect("a round of timers");
            if fired == 0 {
                break;
            }
        }
        self.post().await;
    }

    /// Closes the counter: no text was missing, no mail given up, no timer overdue.
    pub async fn close(self) {
        self.work().await;
        let now = self.clock.now();
        let store = &self.house.app.store;
        let timer = store.next_timer_due().await.expect("timers");
        let mail = store.next_mail_due().await.expect("mails");
        assert!(
            timer.is_none_or(|at| at > now),
            "a timer was due at {timer:?}"
        );
        assert!(mail.is_none_or(|at| at > now), "a mail was due at {mail:?}");
        let gaps = guichet::i18n::gaps();
        assert!(gaps.is_empty(), "texts that do not exist: {gaps:?}");
        let parked = store
            .list_mail(guichet::store::outbox::MailStatus::Parked, None, 10)
            .await
            .expect("the parked mails");
        let why: Vec<String> = parked
            .iter()
            .map(|mail| format!("{}: {:?}", mail.notice.template, mail.last_error))
            .collect();
        assert!(why.is_empty(), "mails were given up: {why:?}");
        self.handle.stop(true).await;
    }

    fn lease(&self) -> Lease {
        Lease {
            owner: "test".to_owned(),
            until: self.clock.now().plus(Span::minutes(1)),
        }
    }
}

/// The first link in a mail whose path begins like that, without the server's address.
pub fn link_in(mail: &super::mail::Mail, path: &str) -> String {
    let links = mail.links();
    let found = links.iter().find(|link| path_of(link).starts_with(path));
    path_of(found.unwrap_or_else(|| panic!("no link to {path} in {links:?}")))
}

fn path_of(link: &str) -> String {
    let after = link.split_once("://").map_or(link, |(_, rest)| rest);
    after
        .find('/')
        .map_or_else(|| "/".to_owned(), |at| after[at..].to_owned())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the server runs beside the test that visits it"
)]
fn serve(server: actix_web::dev::Server) {
    tokio::spawn(server);
}
