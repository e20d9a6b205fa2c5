//! Requests that are sent twice with one idempotency key: carried out once, answered alike.

use futures_util::future::join_all;
use guichet::usecases::clock::Clock as _;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::database::Database;
use crate::world::desk::{Desk, new_case, reference};
use crate::world::http::{Answer, Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_is_carried_out_once_on_sqlite() {
    a_repeated_request_is_carried_out_once(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_is_carried_out_once_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        a_repeated_request_is_carried_out_once(database).await;
    }
}

async fn a_repeated_request_is_carried_out_once(database: Database) {
    let desk = Desk::open(database).await;
    let partner = desk.program(&desk.solene).await;
    let first = send(
        &partner,
        "/api/v1/cases",
        "one",
        &new_case("Formats courts"),
    )
    .await
    .expect_status(201);
    let again = send(
        &partner,
        "/api/v1/cases",
        "one",
        &new_case("Formats courts"),
    )
    .await
    .expect_status(201);
    assert_eq!(again.text(), first.text());
    for header in ["location", "etag", "content-type"] {
        assert_eq!(again.header(header), first.header(header), "{header}");
    }
    let list: Value = partner.get_json("/api/v1/cases").await.json();
    assert_eq!(list["items"].as_array().expect("a list").len(), 1);

    // Another body under the same key is another request.
    let other = send(&partner, "/api/v1/cases", "one", &new_case("Autre chose"))
        .await
        .expect_status(422);
    assert_eq!(other.json::<Value>()["code"], "idempotency_key_reused");
    // Another person's key of the same name is another key.
    let callum = desk.program(&desk.callum).await;
    let theirs = send(&callum, "/api/v1/cases", "one", &new_case("Formats courts"))
        .await
        .expect_status(201);
    assert_ne!(reference(&theirs), reference(&first));

    // A transition and a message, likewise.
    let staff = desk.program(&desk.ines).await;
    let case = format!("/api/v1/cases/{}", reference(&first));
    let moves = format!("{case}/transitions");
    let take = json!({ "transition": "take", "version": 1 });
    let taken = send(&staff, &moves, "two", &take).await.expect_status(200);
    let again = send(&staff, &moves, "two", &take).await.expect_status(200);
    assert_eq!(
        again.text(),
        taken.text(),
        "not a conflict: it was this request"
    );
    let message = json!({ "audience": "public", "body": "Nous regardons." });
    let messages = format!("{case}/messages");
    let written = send(&staff, &messages, "three", &message)
        .await
        .expect_status(201);
    let again = send(&staff, &messages, "three", &message)
        .await
        .expect_status(201);
    assert_eq!(again.text(), written.text());
    let thread: Value = staff.get_json(&messages).await.json();
    assert_eq!(thread["items"].as_array().expect("a list").len(), 1);
    // The key is spent on that address.
    send(&staff, &moves, "three", &take)
        .await
        .expect_status(422);

    // What was refused spends no key.
    let wrong = json!({ "transition": "levitate", "version": 3 });
    send(&staff, &moves, "four", &wrong)
        .await
        .expect_status(422);
    send(&staff, &messages, "four", &message)
        .await
        .expect_status(201);

    // A day later the key is forgotten.
    desk.counter
        .clock
        .set(desk.counter.clock.now().plus(domain::time::Span::hours(25)));
    let late = send(&partner, "/api/v1/cases", "one", &new_case("Autre chose"))
        .await
        .expect_status(201);
    assert_ne!(reference(&late), reference(&first));
    desk.counter.work().await;
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_requests_with_one_key_make_one_case() {
    let desk = Desk::open(Database::sqlite()).await;
    let partner = desk.program(&desk.solene).await;
    let body = new_case("Formats courts");
    let answers = join_all((0..16).map(|_| send(&partner, "/api/v1/cases", "race", &body))).await;
    let made: Vec<&Answer> = answers
        .iter()
        .filter(|answer| answer.status == 201)
        .collect();
    assert!(!made.is_empty());
    for answer in &answers {
        let code = answer.status.as_u16();
        assert!(code == 201 || code == 409, "{code}: {}", answer.text());
        if code == 409 {
            assert_eq!(answer.json::<Value>()["code"], "idempotency_key_in_flight");
        }
    }
    assert!(
        made.iter()
            .all(|answer| reference(answer) == reference(made[0]))
    );
    let list: Value = partner.get_json("/api/v1/cases").await.json();
    assert_eq!(list["items"].as_array().expect("a list").len(), 1);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_neither_empty_nor_endless() {
    let desk = Desk::open(Database::sqlite()).await;
    let partner = desk.program(&desk.solene).await;
    let endless = "k".repeat(201);
    for key in ["", endless.as_str()] {
        let answer = send(&partner, "/api/v1/cases", key, &new_case("Formats courts")).await;
        assert_eq!(
            answer.expect_status(400).json::<Value>()["code"],
            "malformed"
        );
    }
    desk.counter.close().await;
}

async fn send(program: &Visitor, address: &str, key: &str, body: &Value) -> Answer {
    let request = program
        .request(Method::POST, address)
        .header("Idempotency-Key", key);
    program.send(request.json(body)).await
}
