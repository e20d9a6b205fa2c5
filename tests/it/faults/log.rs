//! The log of a failure: it tells the route, and nothing that opens anything.

use std::sync::Arc;

use domain::ids::PersonId;
use domain::people::{Membership, Role};
use domain::text::Language;
use guichet::boot::time::SystemClock;
use guichet::store::people::PersonEntry;
use guichet::usecases::clock::Clock as _;

use super::child::Installation;
use crate::world::http::Visitor;
use crate::world::smtp::SmtpServer;

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_on_a_mailed_link_is_logged_without_the_link() {
    let smtp = SmtpServer::start().await;
    let installation = Installation::new(&smtp.url());
    let house = installation.house(Arc::new(SystemClock)).await;
    let (app, now) = (&house.app, SystemClock.now());
    let id = PersonId::new(app.ids.as_ref(), now);
    let entry = PersonEntry {
        id,
        email: "odile@desk.example".to_owned(),
        name: "Odile Brac".to_owned(),
        language: Language::Fr,
        organisation: None,
        memberships: vec![Membership {
            role: Role::Admin,
            team: None,
        }],
        backup: None,
        capacity: 40,
        at: now,
    };
    app.store.save_person(entry).await.expect("a person");
    let person = app.store.find_person(id, now).await.expect("the store");
    let link = app.sign_in_link_for(&person.expect("a person"), "").await;
    let link = link.expect("a link");
    let token = link.rsplit('/').next().expect("its token");
    app.store.close().await.expect("closed");

    let process = installation.start();
    let damage = rusqlite::Connection::open(installation.database()).expect("the file");
    damage
        .execute_batch("ALTER TABLE sign_in_link RENAME TO sign_in_link_gone")
        .expect("the table is gone");
    let visitor = Visitor::new(&process.url);
    let answer = visitor.get(&format!("/sign-in/{token}")).await;
    let page = answer.expect_status(500).text();
    let (_, after) = page.split_once("<code>").expect("a name");
    let name = after.split('<').next().expect("its end");
    let log = installation.said();
    assert!(log.contains(name), "the page names the line: {name}\n{log}");
    assert!(log.contains("/sign-in/{token}"), "{log}");
    assert!(!log.contains(token), "the link is in the log:\n{log}");
    process.stop();
}
