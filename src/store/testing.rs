//! A throwaway database for the tests of this folder, and steps to write into it.
//!
//! Every test runs on a SQLite file; where `GUICHET_TEST_POSTGRES` names a server (as its
//! administrator), it runs again on a fresh database there.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::case::{Category, Kind, Priority, WorkflowRef};
use domain::changes::{BoardKey, Changes, Lane, Write};
use domain::clocks::clock::{
    CalendarRef, Clock, ClockChange, ClockEvent, ClockKind, PolicyRef, Stage,
};
use domain::engine::world::Snapshot;
use domain::event::{Event, EventBody, evolve};
use domain::ids::{
    CalendarKey, ClockId, EventId, Ids, Metric, NoticeId, OrganisationId, PersonId, PolicyKey,
    RequestTypeKey, StateKey, TeamKey, TemplateKey, TimerId, TransitionKey, WorkflowKey,
};
use domain::notices::{Addressee, Notice, Side};
use domain::people::{Actor, Membership, Role};
use domain::text::Language;
use domain::time::{Instant, Span};
use domain::timer::{Timer, TimerKind};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use uuid::{Builder, Uuid};

use crate::store::Store;
use crate::store::people::PersonEntry;
use crate::store::rows::organisation::Organisation;
use crate::store::sql::Sql;

/// Monday 21 September 2026, 09:00 in Paris.
pub const MONDAY: Instant = Instant::from_millis(1_789_974_000_000);

/// One engine with a migrated, empty database.
pub struct World {
    pub store: Store,
    ids: Counting,
    folder: Option<tempfile::TempDir>,
    server: Option<(DatabaseConnection, String, String)>,
}

/// Identifiers that count up, unlike those of any other test.
pub struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self, now: Instant) -> Uuid {
        let n = self.0.fetch_add(1, Ordering::SeqCst);
        let millis = u64::try_from(now.millis()).unwrap();
        let [a, b, c, d, e, f, g, h] = n.to_be_bytes();
        Builder::from_unix_timestamp_millis(millis, &[0, 0, a, b, c, d, e, f, g, h]).into_uuid()
    }
}

impl World {
    /// Runs a test on every engine there is.
    pub async fn each<F: AsyncFn(&Self)>(test: F) {
        let sqlite = Self::sqlite().await;
        test(&sqlite).await;
        sqlite.end().await;
        if let Some(postgres) = Self::postgres().await {
            test(&postgres).await;
            postgres.end().await;
        }
    }

    /// A SQLite file in a folder of its own.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("guichet.db").display());
        let store = Store::open(&url, 4).await.unwrap();
        store.migrate().await.unwrap();
        Self {
            store,
            ids: Counting(AtomicU64::new(1)),
            folder: Some(folder),
            server: None,
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "where the tests find a server is said by the environment"
    )]
    async fn postgres() -> Option<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let admin = std::env::var("GUICHET_TEST_POSTGRES").ok()?;
        let server = Database::connect(&admin).await.unwrap();
        let n = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("store_{}_{n}", std::process::id());
        server
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let (base, _) = admin.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        let store = Store::open(&url, 8).await.unwrap();
        store.migrate().await.unwrap();
        Some(Self {
            store,
            ids: Counting(AtomicU64::new(1)),
            folder: None,
            server: Some((server, name, url)),
        })
    }

    async fn end(self) {
        self.store.close().await.unwrap();
        if let Some((server, name, _)) = self.server {
            server
                .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await
                .unwrap();
        }
    }

    /// A connection of the entity layer to the same database.
    pub async fn connection(&self) -> DatabaseConnection {
        let url = match (&self.folder, &self.server) {
            (Some(folder), _) => format!("sqlite://{}", folder.path().join("guichet.db").display()),
            (None, Some((_, _, url))) => url.clone(),
            (None, None) => panic!("a world without a database"),
        };
        Database::connect(url).await.unwrap()
    }

    /// A fresh identifier.
    pub fn uuid(&self) -> Uuid {
        self.ids.next(MONDAY)
    }

    /// A stored publisher.
    pub async fn organisation(&self, slug: &str) -> OrganisationId {
        let id = OrganisationId::new(&self.ids, MONDAY);
        self.store
            .save_organisation(Organisation {
                id,
                slug: slug.to_owned(),
                name: format!("Les Éditions {slug}"),
                vertical: "sport".to_owned(),
                tier: "premium".to_owned(),
                language: Language::Fr,
                portfolio_owner: None,
                portfolio_backup: None,
                created_at: MONDAY,
            })
            .await
            .unwrap();
        id
    }

    /// A stored contact of a publisher.
    pub async fn contact(&self, name: &str, organisation: OrganisationId) -> PersonId {
        self.person(name, Some(organisation), Role::Partner, None)
            .await
    }

    /// A stored manager of a team.
    pub async fn manager(&self, name: &str, team: &str) -> PersonId {
        self.person(name, None, Role::Manager, Some(team)).await
    }

    /// Says until when a person is away as it was stored before there were absences to plan.
    pub async fn set_absent_until(&self, person: PersonId, until: Instant) {
        let mut sql = Sql::new("UPDATE person SET ");
        sql.arg("absent_until = ", until.millis())
            .arg(" WHERE id = ", person.uuid());
        self.store
            .write(move |tx| Box::pin(async move { tx.execute(sql).await }))
            .await
            .unwrap();
    }

    async fn person(
        &self,
        name: &str,
        organisation: Option<OrganisationId>,
        role: Role,
        team: Option<&str>,
    ) -> PersonId {
        let id = PersonId::new(&self.ids, MONDAY);
        self.store
            .save_person(PersonEntry {
                id,
                email: format!("{name}@example.org"),
                name: name.to_owned(),
                language: Language::Fr,
                organisation,
                memberships: vec![Membership {
                    role,
                    team: team.map(TeamKey::from),
                }],
                backup: None,
                capacity: 20,
                at: MONDAY,
            })
            .await
            .unwrap();
        id
    }

    /// A submitted request, as one step: history, clocks, timers and a mail.
    pub fn opening(
        &self,
        organisation: OrganisationId,
        requester: PersonId,
        at: Instant,
    ) -> Changes {
        let case = domain::ids::CaseId::new(&self.ids, at);
        let actor = Actor::Partner { id: requester };
        let events = vec![
            Event {
                id: EventId::new(&self.ids, at),
                case,
                seq: 1,
                at,
                actor: actor.clone(),
                body: opened(organisation, requester),
            },
            Event {
                id: EventId::new(&self.ids, at),
                case,
                seq: 2,
                at,
                actor,
                body: moved("draft", "submitted", Category::New, true),
            },
        ];
        let after = events.iter().fold(None, evolve).expect("an opened case");
        let clocks = vec![
            self.clock(&after, "first_response", at, Span::hours(4)),
            self.clock(&after, "resolution", at, Span::hours(40)),
        ];
        let armed = clocks
            .iter()
            .map(|clock| Timer {
                id: TimerId::new(&self.ids, at),
                case,
                due_at: clock.due_at.unwrap(),
                kind: TimerKind::Clock {
                    clock: clock.id,
                    percent: 100,
                },
            })
            .collect();
        Changes {
            at,
            write: Write::Insert,
            before: None,
            clock_events: clocks.iter().map(applied).collect(),
            board: BoardKey {
                lane: Lane::Running,
                due_at: clocks[0].due_at.unwrap(),
            },
            notices: vec![self.notice(&after, "request.received", at)],
            case: after,
            events,
            messages: Vec::new(),
            attachments: Vec::new(),
            clocks,
            armed,
            cleared: Vec::new(),
            fired: None,
            runs: Vec::new(),
            links: Vec::new(),
            followers: Vec::new(),
            purge_files: None,
            removed_files: Vec::new(),
        }
    }

    /// A further step over a stored case: these things happen, nothing else.
    pub fn step(
        &self,
        snapshot: &Snapshot,
        at: Instant,
        actor: Actor,
        bodies: Vec<EventBody>,
    ) -> Changes {
        let mut case = snapshot.case.clone();
        let mut events = Vec::new();
        for (n, body) in bodies.into_iter().enumerate() {
            let event = Event {
                id: EventId::new(&self.ids, at),
                case: case.id,
                seq: snapshot.event_count + 1 + i64::try_from(n).unwrap(),
                at,
                actor: actor.clone(),
                body,
            };
            case = evolve(Some(case), &event).unwrap();
            events.push(event);
        }
        let due = snapshot
            .clocks
            .iter()
            .filter_map(|clock| clock.due_at)
            .min();
        Changes {
            at,
            write: Write::Update,
            before: Some(snapshot.case.clone()),
            board: BoardKey {
                lane: if case.category.is_over() {
                    Lane::Off
                } else {
                    Lane::Running
                },
                due_at: due.unwrap_or(at),
            },
            case,
            events,
            messages: Vec::new(),
            attachments: Vec::new(),
            clocks: Vec::new(),
            clock_events: Vec::new(),
            armed: Vec::new(),
            cleared: Vec::new(),
            fired: None,
            runs: Vec::new(),
            notices: Vec::new(),
            links: Vec::new(),
            followers: Vec::new(),
            purge_files: None,
            removed_files: Vec::new(),
        }
    }

    /// A running clock.
    pub fn clock(
        &self,
        case: &domain::case::Case,
        metric: &str,
        at: Instant,
        target: Span,
    ) -> Clock {
        Clock {
            id: ClockId::new(&self.ids, at),
            case: case.id,
            metric: Metric::from(metric),
            kind: ClockKind::Sla,
            cycle: 1,
            team: case.team.clone(),
            stage: Stage::Running,
            calendar: CalendarRef {
                key: CalendarKey::from("fr-bureau"),
                version: 1,
            },
            policy: PolicyRef {
                key: PolicyKey::from("standard"),
                version: 1,
            },
            target,
            started_at: at,
            running_since: Some(at),
            spent: Span::ZERO,
            due_at: Some(at.plus(target)),
            original_due: at.plus(target),
            manual_due: None,
            breached_at: None,
            breach_detected_at: None,
            stopped_at: None,
            fired: Vec::new(),
            pauses: Vec::new(),
        }
    }

    /// A mail about a case.
    pub fn notice(&self, case: &domain::case::Case, template: &str, at: Instant) -> Notice {
        let id = NoticeId::new(&self.ids, at);
        Notice {
            id,
            key: format!("event:{id}"),
            case: Some(case.id),
            to: Addressee {
                person: case.requester,
                name: "Solène".to_owned(),
                email: "solene@example.org".to_owned(),
                language: Language::Fr,
                side: Side::Partner,
            },
            template: TemplateKey::from(template),
            params: BTreeMap::from([("title".to_owned(), case.title.clone())]),
            at,
        }
    }
}

/// The beginning of a request of team FR.
pub fn opened(organisation: OrganisationId, requester: PersonId) -> EventBody {
    EventBody::Opened {
        kind: Kind::Request,
        workflow: WorkflowRef {
            key: WorkflowKey::from("request"),
            version: 1,
        },
        state: StateKey::from("draft"),
        category: Category::New,
        request_type: Some(RequestTypeKey::from("data_analysis")),
        title: "Chiffres de la semaine".to_owned(),
        language: Language::Fr,
        organisation,
        requester: Some(requester),
        team: TeamKey::from("FR"),
        priority: Priority::P3,
        impact: 1,
        urgency: 1,
        confidential: false,
        parent: None,
        submitted: false,
        answers: BTreeMap::from([("question".to_owned(), serde_json::json!("Combien ?"))]),
        facts: BTreeMap::new(),
    }
}

/// A transition.
pub fn moved(from: &str, to: &str, category: Category, submits: bool) -> EventBody {
    EventBody::Moved {
        transition: TransitionKey::from("go"),
        from: StateKey::from(from),
        to: StateKey::from(to),
        category,
        submits,
        input: BTreeMap::new(),
    }
}

/// The line of the ledger with which a clock begins.
fn applied(clock: &Clock) -> ClockEvent {
    ClockEvent {
        clock: clock.id,
        case: clock.case,
        metric: clock.metric.clone(),
        cycle: clock.cycle,
        at: clock.started_at,
        what: ClockChange::Apply {
            target: clock.target,
            calendar: clock.calendar.clone(),
            policy: clock.policy.clone(),
            since: None,
            pauses: Vec::new(),
        },
        reason: "transition:submit".to_owned(),
        spent: clock.spent,
        due_at: clock.due_at,
    }
}
