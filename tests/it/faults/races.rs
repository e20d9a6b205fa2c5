//! Many at the same moment: one move wins, and each timer fires once, whoever claims it.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::time::{Instant, Span};
use futures_util::future::join_all;
use guichet::boot::house::{House, Migrate, Outside};
use guichet::boot::time::RandomIds;
use guichet::config::load::load;
use guichet::jobs::{deliver_mail, fire_timers};
use guichet::store::lease::Lease;
use guichet::usecases::clock::Clock as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::world::database::Database;
use crate::world::desk::Desk;

const CLIENTS: usize = 32;

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_wins_a_move_on_sqlite() {
    one_wins(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_wins_a_move_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        one_wins(database).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_over_one_database_do_what_one_would() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let two = days_pass(database, Workers::Two).await;
    let one = days_pass(Database::sqlite(), Workers::One).await;
    assert!(
        one.fired >= 16,
        "warnings, breaches and escalations: {}",
        one.fired
    );
    assert_eq!(two.mails, one.mails, "each notice as often");
    assert_eq!(
        two.histories, one.histories,
        "each case's history has the same entries"
    );
}

async fn one_wins(database: Database) {
    let desk = Desk::open(database).await;
    // With the version they saw, and without caring for it.
    for seen in [Some("\"1\""), None] {
        let reference = desk.request("Formats courts").await;
        let program = desk.program(&desk.maud).await;
        let address = format!("/api/v1/cases/{reference}/transitions");
        let case = program
            .get_json(&format!("/api/v1/cases/{reference}"))
            .await;
        let version = case.header("etag").expect("a version").to_owned();
        let seen = seen.map_or("*", |_| version.as_str());
        let before = desk.stored(&reference).await;
        let racing = (0..CLIENTS).map(|_| {
            let request = program.request(reqwest::Method::POST, &address);
            program.send(
                request
                    .header("If-Match", seen)
                    .json(&json!({ "transition": "take" })),
            )
        });
        let answers = join_all(racing).await;
        let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
        for answer in &answers {
            *statuses.entry(answer.status.as_u16()).or_default() += 1;
        }
        assert_eq!(statuses.remove(&200), Some(1), "{statuses:?}");
        assert!(
            statuses.keys().all(|status| [409, 422].contains(status)),
            "{statuses:?}"
        );
        let after = desk.stored(&reference).await;
        assert_ne!(before, after);
        let events: Value = program
            .get_json(&format!("/api/v1/cases/{reference}/events?limit=200"))
            .await
            .json();
        let moves = events["items"].as_array().expect("a list").iter();
        assert_eq!(
            moves.filter(|event| event["type"] == "moved").count(),
            2,
            "sent and taken: {events}"
        );
    }
    desk.counter.work().await;
    let inbox = desk.counter.smtp.inbox(&desk.solene.email);
    assert_eq!(inbox.len(), 4, "received and taken, of each of the two");
    desk.counter.close().await;
}

enum Workers {
    One,
    Two,
}

/// What days without an answer led to.
struct Outcome {
    fired: u32,
    mails: Vec<(String, String)>,
    histories: BTreeMap<String, Vec<String>>,
}

/// Requests that nobody answers for two working days, with one or two processes at work.
async fn days_pass(database: Database, workers: Workers) -> Outcome {
    let desk = Desk::open(database).await;
    let counter = &desk.counter;
    let mut references = Vec::new();
    for number in 0..8 {
        references.push(desk.request(&format!("Demande {number}")).await);
    }
    let second = match workers {
        Workers::One => None,
        Workers::Two => Some(second_house(&desk).await),
    };
    let until = counter.clock.now().plus(Span::days(2));
    let mut fired = 0;
    loop {
        fired += round(&desk, second.as_ref().map(|(house, _)| house)).await;
        let store = &counter.house.app.store;
        let timer = store.next_timer_due().await.expect("timers");
        let mail = store.next_mail_due().await.expect("mails");
        let Some(next) = [timer, mail]
            .into_iter()
            .flatten()
            .min()
            .filter(|at| *at <= until)
        else {
            break;
        };
        counter.clock.set(next.max(counter.clock.now()));
    }
    let mut mails: Vec<(String, String)> = counter
        .smtp
        .mails()
        .iter()
        .map(|mail| (mail.recipients.join(","), mail.subject().to_owned()))
        .collect();
    mails.sort();
    let mut ids: Vec<String> = counter
        .smtp
        .mails()
        .iter()
        .map(|mail| mail.message_id().to_owned())
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), mails.len(), "no mail was sent by both");
    let program = desk.program(&desk.maud).await;
    let mut histories = BTreeMap::new();
    for reference in references {
        let address = format!("/api/v1/cases/{reference}/events?limit=200");
        let events: Value = program.get_json(&address).await.expect_status(200).json();
        let list = events["items"].as_array().expect("a list");
        let mut kinds: Vec<String> = list
            .iter()
            .map(|event| format!("{} {}", event["at"], event["type"]))
            .collect();
        kinds.sort();
        histories.insert(reference, kinds);
    }
    desk.counter.close().await;
    Outcome {
        fired,
        mails,
        histories,
    }
}

/// Everything that is due now, by everybody at once; small bites, so that both get some.
async fn round(desk: &Desk, second: Option<&House>) -> u32 {
    let houses: Vec<(&House, &str)> = std::iter::once((&desk.counter.house, "one"))
        .chain(second.map(|house| (house, "two")))
        .collect();
    let until = desk.counter.clock.now().plus(Span::minutes(1));
    let mut fired = 0;
    loop {
        let timers = join_all(
            houses
                .iter()
                .map(|(house, owner)| fire(house, owner, until)),
        )
        .await;
        let mails = join_all(
            houses
                .iter()
                .map(|(house, owner)| deliver(house, owner, until)),
        )
        .await;
        let now: u32 = timers.iter().sum();
        fired += now;
        if now + mails.iter().sum::<u32>() == 0 {
            return fired;
        }
    }
}

async fn fire(house: &House, owner: &str, until: Instant) -> u32 {
    let lease = Lease {
        owner: owner.to_owned(),
        until,
    };
    fire_timers::run_once(&house.app, &lease, 3)
        .await
        .expect("a round of timers")
}

async fn deliver(house: &House, owner: &str, until: Instant) -> u32 {
    let lease = Lease {
        owner: owner.to_owned(),
        until,
    };
    deliver_mail::run_once(&house.app, &house.courier, &lease, 3)
        .await
        .expect("a round of mail")
}

/// A second process's parts over the same database, with the same clock and mail server.
pub async fn second_house(desk: &Desk) -> (House, TempDir) {
    let data = tempfile::tempdir().expect("a data folder");
    let pairs = [
        ("GUICHET__DATA__DIR", data.path().display().to_string()),
        ("DATABASE_URL", desk.counter.database_url().to_owned()),
        ("GUICHET__SERVER__PUBLIC_URL", desk.counter.url.clone()),
        ("GUICHET__MAIL__TRANSPORT", "smtp".to_owned()),
        ("GUICHET__MAIL__SMTP_URL", desk.counter.smtp.url()),
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
        .collect();
    let settings = load(None, &pairs).expect("the test's settings");
    let clock = desk.counter.clock.clone();
    let outside = Outside {
        clock,
        ids: Arc::new(RandomIds),
    };
    let house = House::build(&settings, outside, Migrate::Always)
        .await
        .expect("a second house");
    (house, data)
}
