//! Who may ask what: tokens, their scopes, sessions, and cases of others.

use serde_json::{Value, json};

use super::shapes::Document;
use crate::world::database::Database;
use crate::world::desk::{Desk, new_case};

#[tokio::test(flavor = "multi_thread")]
async fn without_a_good_token_nothing_is_told_and_nothing_stored() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let stranger = desk.counter.stranger();
    let document = Document::of(&stranger).await;
    let forged = desk
        .counter
        .stranger()
        .with_token("gct_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    let basic = desk.counter.stranger().with_token("");
    for visitor in [&stranger, &forged, &basic] {
        let read = visitor
            .get_json(&format!("/api/v1/cases/{reference}"))
            .await
            .expect_status(401);
        document.check("get", "/api/v1/cases/{ref}", &read);
        assert_eq!(read.header("www-authenticate"), Some("Bearer"));
        assert_eq!(read.json::<Value>()["code"], "signed_out");
        let sent = visitor
            .post_json("/api/v1/cases", &new_case("Intrus"))
            .await
            .expect_status(401);
        document.check("post", "/api/v1/cases", &sent);
        // Who is not recognised is not even told whether the body was good.
        let broken = visitor
            .request(reqwest::Method::POST, "/api/v1/cases")
            .body("{");
        visitor
            .send(broken.header("Content-Type", "application/json"))
            .await
            .expect_status(401);
    }
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_does_what_its_scope_says() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let messages = format!("/api/v1/cases/{reference}/messages");
    let message = json!({ "audience": "public", "body": "Bonjour" });

    let token = desk.counter.token(&desk.solene, &["read"]).await;
    let reader = desk.counter.stranger().with_token(&token);
    reader.get_json(&messages).await.expect_status(200);
    let refused = reader
        .post_json(&messages, &message)
        .await
        .expect_status(403);
    assert_eq!(refused.json::<Value>()["code"], "forbidden");

    let token = desk.counter.token(&desk.solene, &["write"]).await;
    let writer = desk.counter.stranger().with_token(&token);
    writer.get_json(&messages).await.expect_status(403);
    assert_eq!(desk.stored(&reference).await, before);
    writer
        .post_json(&messages, &message)
        .await
        .expect_status(201);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_needs_its_form_token_to_change_anything() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let ines = desk.sign_in(&desk.ines).await;
    let messages = format!("/api/v1/cases/{reference}/messages");
    ines.get_json(&messages).await.expect_status(200);
    let message = json!({ "audience": "internal", "body": "Vu." });
    let refused = ines.post_json(&messages, &message).await.expect_status(403);
    assert_eq!(refused.json::<Value>()["code"], "csrf");
    assert_eq!(desk.stored(&reference).await, before);
    let page = ines.open(&format!("/cases/{reference}")).await;
    let form = page.form(&format!("/cases/{reference}/messages"));
    let token = form.value("csrf").expect("a token").to_owned();
    let request = ines
        .request(reqwest::Method::POST, &messages)
        .header("X-CSRF-Token", token);
    ines.send(request.json(&message)).await.expect_status(201);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_yours_and_not_there_are_one_answer() {
    let desk = Desk::open(Database::sqlite()).await;
    let theirs = desk.request("Formats courts").await;
    let before = desk.stored(&theirs).await;
    let rival = desk.program(&desk.callum).await;
    let parts = [
        "",
        "/transitions",
        "/messages",
        "/events",
        "/clocks",
        "/ledger",
        "/attachments",
    ];
    let file = "/attachments/01920a5e-8c00-7000-8000-000000000001";
    for part in parts.into_iter().chain([file]) {
        let read = async |reference: &str| {
            rival
                .get_json(&format!("/api/v1/cases/{reference}{part}"))
                .await
                .expect_status(404)
                .text()
        };
        let there = read(&theirs).await;
        assert_eq!(there, read("REQ-9999").await, "{part}");
        assert_eq!(there, read("nonsense").await, "{part}");
    }
    let move_it =
        json!({ "transition": "cancel", "input": { "reason": "Plus besoin" }, "version": 1 });
    let message = json!({ "audience": "public", "body": "Bonjour" });
    let change = json!({ "priority": "P1", "reason": "Vite", "version": 1 });
    for reference in [theirs.as_str(), "REQ-9999"] {
        let case = format!("/api/v1/cases/{reference}");
        rival
            .post_json(&format!("{case}/transitions"), &move_it)
            .await
            .expect_status(404);
        rival
            .post_json(&format!("{case}/messages"), &message)
            .await
            .expect_status(404);
        rival
            .send_json(reqwest::Method::PATCH, &case, &change)
            .await
            .expect_status(404);
    }
    // Its own partner cannot do what is for the staff, nor leave an internal note.
    let solene = desk.program(&desk.solene).await;
    let case = format!("/api/v1/cases/{theirs}");
    solene
        .send_json(reqwest::Method::PATCH, &case, &change)
        .await
        .expect_status(404);
    let note = json!({ "audience": "internal", "body": "Psst" });
    solene
        .post_json(&format!("{case}/messages"), &note)
        .await
        .expect_status(404);
    assert_eq!(desk.stored(&theirs).await, before);
    let list: Value = rival
        .get_json("/api/v1/cases")
        .await
        .expect_status(200)
        .json();
    assert_eq!(list["items"], json!([]));
    desk.counter.close().await;
}
