//! `kill -9` at any moment loses nothing that was answered, leaves nothing half done, and no notice is
//! lost or told twice as two different mails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use domain::case::Reference;
use domain::ids::{OrganisationId, PersonId, TeamKey};
use domain::people::{Membership, Role};
use domain::text::Language;
use domain::time::Span;
use futures_util::future::join_all;
use guichet::boot::house::House;
use guichet::boot::time::SystemClock;
use guichet::jobs::deliver_mail;
use guichet::store::lease::Lease;
use guichet::store::outbox::{MailLine, MailStatus};
use guichet::store::people::PersonEntry;
use guichet::store::rows::organisation::Organisation;
use guichet::usecases::clock::{Clock as _, HandClock};
use serde_json::{Value, json};

use super::child::{Installation, Process};
use crate::world::desk::new_case;
use crate::world::http::Visitor;
use crate::world::smtp::SmtpServer;

const KILLS: usize = 10;
const CLIENTS: usize = 6;
const PARTNER: &str = "solene@arenes.example";
const MANAGER: &str = "ines@desk.example";
const LEAD: &str = "maud@desk.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_loses_and_doubles_nothing() {
    let smtp = SmtpServer::start().await;
    let installation = Installation::new(&smtp.url());
    let tokens = set_up(&installation).await;
    // Everything that was answered: by reference, its title and the highest version that was told.
    let mut answered: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for round in 0..KILLS {
        let process = installation.start();
        let program = Visitor::new(&process.url).with_token(&tokens.lead);
        for (reference, (title, version)) in &answered {
            let case: Value = program
                .get_json(&format!("/api/v1/cases/{reference}"))
                .await
                .expect_status(200)
                .json();
            assert_eq!(
                case["title"],
                title.as_str(),
                "{reference} after kill {round}"
            );
            assert!(
                case["version"].as_i64() >= Some(*version),
                "{reference}: {case}"
            );
        }
        // A different moment each time: in the midst of a group, a move, a mail.
        let moment = 5 + round * 7 % 12;
        answered.extend(until_killed(process, &tokens, round, moment).await);
    }
    assert!(
        answered.len() >= KILLS * 2,
        "the clients were heard: {}",
        answered.len()
    );

    let process = installation.start();
    let program = Visitor::new(&process.url).with_token(&tokens.lead);
    let cases = every_case(&program).await;
    let references: BTreeSet<&String> = cases.keys().collect();
    assert!(
        answered
            .keys()
            .all(|reference| references.contains(reference)),
        "one was lost"
    );
    let titles: BTreeSet<&str> = cases.values().map(|case| text(case, "title")).collect();
    assert_eq!(titles.len(), cases.len(), "no request was made twice");
    for reference in cases.keys() {
        is_whole(&program, reference).await;
    }
    assert!(process.stop().success(), "asked to stop, it stops in order");

    let house = deliver_the_rest(&installation).await;
    assert_eq!(house.app.store.integrity().await.expect("an answer"), "ok");
    let mails = told_of_every_case(&house, &cases).await;
    arrived_as_promised(&smtp, &mails);
    house.app.store.close().await.expect("a closed store");
}

struct Tokens {
    partner: String,
    lead: String,
}

async fn set_up(installation: &Installation) -> Tokens {
    let house = installation.house(Arc::new(SystemClock)).await;
    let (app, now) = (&house.app, house.app.now());
    let organisation = OrganisationId::new(app.ids.as_ref(), now);
    let entry = Organisation {
        id: organisation,
        slug: "arenes-tv".to_owned(),
        name: "Arènes TV".to_owned(),
        vertical: "sport".to_owned(),
        tier: "premium".to_owned(),
        language: Language::Fr,
        portfolio_owner: None,
        portfolio_backup: None,
        created_at: now,
    };
    app.store
        .save_organisation(entry)
        .await
        .expect("a publisher");
    let person = async |name: &str, email: &str, organisation, held: Membership| {
        let id = PersonId::new(app.ids.as_ref(), now);
        let entry = PersonEntry {
            id,
            email: email.to_owned(),
            name: name.to_owned(),
            language: Language::Fr,
            organisation,
            memberships: vec![held],
            backup: None,
            capacity: 10_000,
            at: now,
        };
        app.store.save_person(entry).await.expect("a person");
        let scopes = vec!["read".to_owned(), "write".to_owned()];
        app.create_token(id, "test", scopes, None)
            .await
            .expect("a token")
    };
    let contact = Membership {
        role: Role::Partner,
        team: None,
    };
    let manager = Membership {
        role: Role::Manager,
        team: Some(TeamKey::from("FR")),
    };
    person("Inès Caradec", MANAGER, None, manager).await;
    let lead = Membership {
        role: Role::Lead,
        team: Some(TeamKey::from("FR")),
    };
    let tokens = Tokens {
        partner: person("Solène Maupin", PARTNER, Some(organisation), contact).await,
        lead: person("Maud Le Bihan", LEAD, None, lead).await,
    };
    app.store.close().await.expect("a closed store");
    tokens
}

/// Clients send and take requests as fast as they are answered, until so many answers have come; the
/// process is killed while the others wait for theirs. Gives what was answered.
async fn until_killed(
    process: Process,
    tokens: &Tokens,
    round: usize,
    moment: usize,
) -> BTreeMap<String, (String, i64)> {
    let url = process.url.clone();
    let scene = Mutex::new((process, 0_usize));
    let heard = Mutex::new(BTreeMap::new());
    let hear = |reference: &str, title: &str, version: i64| {
        heard
            .lock()
            .expect("no panic")
            .insert(reference.to_owned(), (title.to_owned(), version));
        let mut scene = scene.lock().expect("no panic");
        scene.1 += 1;
        if scene.1 == moment {
            scene.0.kill();
        }
    };
    let clients = (0..CLIENTS).map(|client| {
        let partner = Visitor::new(&url).with_token(&tokens.partner);
        let lead = Visitor::new(&url).with_token(&tokens.lead);
        async move {
            for number in 0.. {
                let title = format!("Demande {round}-{client}-{number}");
                let sent = post(&partner, "/api/v1/cases", &new_case(&title), 201).await;
                let Some((reference, version)) = sent else {
                    return;
                };
                hear(&reference, &title, version);
                let address = format!("/api/v1/cases/{reference}/transitions");
                let take = json!({ "transition": "take", "version": version });
                let Some((_, version)) = post(&lead, &address, &take, 200).await else {
                    return;
                };
                hear(&reference, &title, version);
            }
        }
    });
    join_all(clients).await;
    heard.into_inner().expect("no panic")
}

/// Where the case stands after a write; None when the connection broke before the whole answer came.
async fn post(
    program: &Visitor,
    address: &str,
    body: &Value,
    status: u16,
) -> Option<(String, i64)> {
    let answer = program
        .request(reqwest::Method::POST, address)
        .json(body)
        .send()
        .await
        .ok()?;
    let (found, text) = (answer.status(), answer.text().await.ok()?);
    assert_eq!(found, status, "{address}: {text}");
    let case: Value = serde_json::from_str(&text).expect("JSON");
    Some((
        self::text(&case, "reference").to_owned(),
        case["version"].as_i64().expect("a version"),
    ))
}

async fn every_case(program: &Visitor) -> BTreeMap<String, Value> {
    let mut cases = BTreeMap::new();
    let mut address = "/api/v1/cases?limit=100".to_owned();
    loop {
        let page: Value = program.get_json(&address).await.expect_status(200).json();
        for case in page["items"].as_array().expect("a list") {
            cases.insert(text(case, "reference").to_owned(), case.clone());
        }
        match page["next"].as_str() {
            Some(next) => address = format!("/api/v1/cases?limit=100&after={next}"),
            None => return cases,
        }
    }
}

/// A case has its whole history, its clocks, and nothing of a move that was cut off.
async fn is_whole(program: &Visitor, reference: &str) {
    let read = async |part: &str| -> Value {
        let address = format!("/api/v1/cases/{reference}{part}");
        program.get_json(&address).await.expect_status(200).json()
    };
    let events = read("/events?limit=200").await;
    let events = events["items"].as_array().expect("a list");
    let places: Vec<_> = events
        .iter()
        .filter_map(|event| event["seq"].as_u64())
        .collect();
    let without_gaps: Vec<_> = (1..).take(events.len()).collect();
    assert_eq!(places, without_gaps, "{reference}");
    let moves = events
        .iter()
        .filter(|event| event["type"] == "moved")
        .count();
    let case = read("").await;
    let state = &case["state"];
    let wanted = if state == "submitted" { 1 } else { 2 };
    assert_eq!(moves, wanted, "{reference} is {state}");
    let clocks = read("/clocks").await;
    let clocks = clocks["items"].as_array().expect("a list");
    let metrics: BTreeSet<&str> = clocks.iter().map(|clock| text(clock, "metric")).collect();
    assert!(
        metrics.contains("first_response"),
        "{reference}: {metrics:?}"
    );
    assert!(metrics.contains("resolution"), "{reference}: {metrics:?}");
}

/// Sends what the killed processes left, an hour later, when nothing is held by a lease any more.
async fn deliver_the_rest(installation: &Installation) -> House {
    let clock = Arc::new(HandClock::new(SystemClock.now().plus(Span::hours(1))));
    let house = installation.house(clock).await;
    let until = house.app.now().plus(Span::minutes(1));
    let lease = Lease {
        owner: "the last one".to_owned(),
        until,
    };
    while deliver_mail::run_once(&house.app, &house.courier, &lease, 64)
        .await
        .expect("a round")
        > 0
    {}
    house
}

/// Each case's history holds, and each person was told each thing of it once. Gives the mails.
async fn told_of_every_case(house: &House, cases: &BTreeMap<String, Value>) -> Vec<MailLine> {
    let store = &house.app.store;
    let mut all = Vec::new();
    for (reference, case) in cases {
        let key = Reference::parse(reference).expect("a reference");
        let chain = store.verify_chain(key).await.expect("a report");
        assert_eq!(chain.fault, None, "{reference}");
        let found = store
            .find_case_any(key)
            .await
            .expect("a case")
            .expect("a case");
        let mails = store.list_mail_of_case(found.id).await.expect("its mails");
        let told: Vec<(&str, &str)> = mails
            .iter()
            .map(|mail| (mail.notice.template.as_str(), mail.notice.to.email.as_str()))
            .collect();
        let once: BTreeSet<_> = told.iter().copied().collect();
        assert_eq!(
            told.len(),
            once.len(),
            "{reference}: something is told twice: {told:?}"
        );
        assert!(
            once.contains(&("request.received", PARTNER)),
            "{reference}: {told:?}"
        );
        assert!(
            once.contains(&("request.new", MANAGER)),
            "{reference}: {told:?}"
        );
        let is_taken = case["state"] != "submitted";
        assert_eq!(
            once.contains(&("request.taken", PARTNER)),
            is_taken,
            "{reference}: {told:?}"
        );
        assert!(
            mails.iter().all(|mail| mail.status == MailStatus::Sent),
            "{reference}: {mails:?}"
        );
        all.extend(mails);
    }
    all
}

/// Every mail arrived; one that arrived again is the same mail, and only once more for each kill.
fn arrived_as_promised(smtp: &SmtpServer, mails: &[MailLine]) {
    let mut arrived: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for mail in smtp.mails() {
        let content = (mail.recipients.join(","), mail.subject().to_owned());
        arrived
            .entry(mail.message_id().to_owned())
            .or_default()
            .push(content);
    }
    assert_eq!(
        arrived.len(),
        mails.len(),
        "as many different mails as notices"
    );
    for mail in mails {
        let id = mail.notice.id.to_string();
        let copies = arrived
            .iter()
            .find(|(message, _)| message.contains(&id))
            .map(|(_, copies)| copies);
        let copies = copies.unwrap_or_else(|| panic!("{} was lost", mail.notice.template));
        assert!(
            copies.len() <= 1 + KILLS,
            "{} came {} times",
            mail.notice.template,
            copies.len()
        );
        assert!(
            copies.iter().all(|copy| Some(copy) == copies.first()),
            "{copies:?}"
        );
    }
    let again: usize = arrived.values().map(|copies| copies.len() - 1).sum();
    // Eight mails are on their way at most when the process ends.
    assert!(again <= 8 * KILLS, "{again} mails came again");
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
}
