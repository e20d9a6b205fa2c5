//! The way in: the same for every address, and open to every browser.

use std::time::Duration;

use fantoccini::Locator;
use reqwest::header::{ACCEPT, CONTENT_TYPE, ORIGIN};
use reqwest::{Method, StatusCode};

use crate::world::browser::{Browser, Scripts, Theme};
use crate::world::counter::{Counter, link_in};
use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn a_known_and_an_unknown_address_get_the_same_answer_after_the_same_write() {
    let desk = Desk::open(Database::sqlite()).await;
    let counter = &desk.counter;
    let path = counter.database_url().trim_start_matches("sqlite://");
    let path = path.split('?').next().expect("a path");
    let watch = rusqlite::Connection::open(path).expect("the database's file");
    let changes = || -> i64 {
        let query = "PRAGMA data_version";
        watch
            .query_row(query, [], |row| row.get(0))
            .expect("a number")
    };
    let keys = || -> i64 {
        let query = "SELECT COUNT(*) FROM idempotency";
        watch
            .query_row(query, [], |row| row.get(0))
            .expect("a number")
    };

    let stranger = counter.stranger();
    let mut answers = Vec::new();
    for email in [desk.ines.email.as_str(), "nobody@desk.example"] {
        let before = changes();
        let answer = ask(&stranger, email).await.expect_status(200);
        assert_ne!(changes(), before, "{email}: nothing durable was written");
        answers.push(answer.text().replace(email, "…"));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(keys(), 0, "and nothing is left of it");

    // While nothing can be written, neither is answered.
    watch
        .execute_batch("BEGIN IMMEDIATE")
        .expect("the writer's place");
    let both = async {
        tokio::join!(
            ask(&stranger, &desk.ines.email),
            ask(&stranger, "nobody@desk.example")
        )
    };
    let mut both = std::pin::pin!(both);
    let unknown = ask(&stranger, "somebody@desk.example");
    let early = tokio::time::timeout(Duration::from_millis(500), unknown).await;
    assert!(early.is_err(), "answered without a write");
    let early = tokio::time::timeout(Duration::from_millis(500), &mut both).await;
    assert!(early.is_err(), "answered without a write");
    watch.execute_batch("ROLLBACK").expect("the place is free");
    let (known, unknown) = both.await;
    assert_eq!(
        (known.status, unknown.status),
        (StatusCode::OK, StatusCode::OK)
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_is_written_for_on_a_server_too() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let desk = Desk::open(database).await;
    let stranger = desk.counter.stranger();
    let known = ask(&stranger, &desk.ines.email).await.expect_status(200);
    let unknown = ask(&stranger, "nobody@desk.example")
        .await
        .expect_status(200);
    let blank = |text: String, email: &str| text.replace(email, "…");
    assert_eq!(
        blank(known.text(), &desk.ines.email),
        blank(unknown.text(), "nobody@desk.example")
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_ours_by_the_public_address_and_not_by_the_host_it_names() {
    let counter = Counter::open_as("guichet.test", Database::sqlite(), &[]).await;
    let port = counter.url.rsplit(':').next().expect("a port").to_owned();
    let visitor = Visitor::new(&format!("http://127.0.0.1:{port}"));
    let post = async |origin: &str| {
        let request = visitor
            .request(Method::POST, "/sign-in")
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ORIGIN, origin)
            .body("email=nobody%40desk.example");
        visitor.send(request).await.status.as_u16()
    };
    assert_eq!(post(&counter.url).await, 200);
    // The host of the request, as a page that has its own name point here would say.
    assert_eq!(post(&format!("http://127.0.0.1:{port}")).await, 403);
    assert_eq!(post("null").await, 403);
    counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_by_pressing_the_button_over_plain_http_to_another_machine() {
    let Some(browser) = Browser::open(Theme::Light, Scripts::Off).await else {
        return;
    };
    let desk = Desk::at(Counter::open_as("guichet.test", Database::sqlite(), &[]).await).await;
    let counter = &desk.counter;
    let (client, url) = (browser.client(), counter.url.as_str());
    browser.goto(&format!("{url}/sign-in")).await;
    let press = async |form: &str| {
        let button = format!("form[action='{form}'] button[type=submit]");
        let found = client.find(Locator::Css(&button)).await;
        let found = found.unwrap_or_else(|error| panic!("no button {button}: {error}"));
        found.click().await.expect("it can be pressed");
    };
    let email = client.find(Locator::Css("input[name=email]")).await;
    let email = email.expect("a control for the address");
    email
        .send_keys(&desk.ines.email)
        .await
        .expect("it can be filled in");
    press("/sign-in").await;
    counter.post().await;
    let inbox = counter.smtp.inbox(&desk.ines.email);
    let link = link_in(inbox.first().expect("a mail"), "/sign-in/");

    browser.goto(&format!("{url}{link}")).await;
    press(&link).await;
    let there = client.current_url().await.expect("an address");
    assert_eq!(there.path(), "/queue", "signed in");
    browser.close().await;
    desk.counter.close().await;
}

async fn ask(visitor: &Visitor, email: &str) -> crate::world::http::Answer {
    let request = visitor
        .request(Method::POST, "/sign-in")
        .header(ACCEPT, "text/html")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("email={}", email.replace('@', "%40"));
    visitor.send(request.body(body)).await
}
