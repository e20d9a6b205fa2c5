//! Bad input by programs: each refusal has its status and code, fits its documented shape, and leaves
//! everything as it was.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::shapes::Document;
use crate::world::database::Database;
use crate::world::desk::{Desk, new_case};

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_cannot_be_read_or_taken_store_nothing() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let program = desk.program(&desk.ines).await.in_language("en");
    let document = Document::of(&program).await;
    let deep = format!(
        "{{\"transition\":\"take\",\"version\":1,\"input\":{{\"x\":{}1{}}}}}",
        "[".repeat(40),
        "]".repeat(40)
    );
    let large = format!(
        "{{\"transition\":\"take\",\"version\":1,\"input\":{{\"x\":\"{}\"}}}}",
        "x".repeat(1_100_000)
    );
    let bodies: [(&[u8], u16, &str); 12] = [
        (b"", 400, "malformed"),
        (b"{", 400, "malformed"),
        (
            b"{\"transition\":\"take\",\"version\":1}}",
            400,
            "malformed",
        ),
        (
            b"{\"transition\":\"\xff\xfe\",\"version\":1}",
            400,
            "malformed",
        ),
        (deep.as_bytes(), 400, "malformed"),
        (b"[]", 422, "invalid_body"),
        (b"{\"transition\":7,\"version\":1}", 422, "invalid_body"),
        (
            b"{\"transition\":\"take\",\"version\":\"1\"}",
            422,
            "invalid_body",
        ),
        (b"{\"version\":1}", 422, "invalid_body"),
        (
            b"{\"transition\":\"take\",\"version\":1,\"owner\":null}",
            422,
            "invalid_body",
        ),
        (
            b"{\"transition\":\"take\",\"version\":99999999999999999999}",
            422,
            "invalid_body",
        ),
        (large.as_bytes(), 413, "too_large"),
    ];
    let address = format!("/api/v1/cases/{reference}/transitions");
    for (body, status, code) in bodies {
        let request = program
            .request(Method::POST, &address)
            .header(CONTENT_TYPE, "application/json");
        let answer = program
            .send(request.body(body.to_vec()))
            .await
            .expect_status(status);
        document.check("post", "/api/v1/cases/{ref}/transitions", &answer);
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(answer.json::<Value>()["code"], code);
    }
    let text = program
        .request(Method::POST, &address)
        .header(CONTENT_TYPE, "text/plain")
        .body("{}");
    let answer = program.send(text).await.expect_status(415);
    document.check("post", "/api/v1/cases/{ref}/transitions", &answer);
    let none = program.request(Method::POST, &address).body("{}");
    program.send(none).await.expect_status(415);
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answers_are_named_field_by_field_in_the_language_asked_for() {
    let desk = Desk::open(Database::sqlite()).await;
    let program = desk.program(&desk.solene).await;
    let document = Document::of(&program).await;
    let body = json!({
        "request_type": "content_reco",
        "answers": { "title": "x", "goal": "fame", "language": 7, "handles": "arenes.tv", "tier": "gold" },
    });
    for (language, word) in [("fr", "Choisissez"), ("en", "Choose")] {
        let program = program.clone().in_language(language);
        let answer = program
            .post_json("/api/v1/cases", &body)
            .await
            .expect_status(422);
        document.check("post", "/api/v1/cases", &answer);
        let problem: Value = answer.json();
        assert_eq!(problem["code"], "invalid_input");
        let errors = problem["errors"].as_array().expect("fields");
        let of = |field: &str| {
            errors
                .iter()
                .find(|error| error["field"] == field)
                .expect(field)
        };
        assert_eq!(of("title")["code"], "too_short");
        assert_eq!(of("goal")["code"], "not_a_choice");
        assert_eq!(of("impact")["code"], "required");
        assert_eq!(of("tier")["code"], "unknown_field");
        assert!(
            of("impact")["message"]
                .as_str()
                .expect("a sentence")
                .starts_with(word),
            "{problem}"
        );
    }
    let unknown = json!({ "request_type": "wishes", "answers": {} });
    let answer = program
        .post_json("/api/v1/cases", &unknown)
        .await
        .expect_status(422);
    assert_eq!(answer.json::<Value>()["errors"][0]["field"], "request_type");
    let list: Value = program
        .get_json("/api/v1/cases")
        .await
        .expect_status(200)
        .json();
    assert_eq!(list["items"], json!([]), "nothing was stored");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_needs_the_version_that_is_stored() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let program = desk.program(&desk.ines).await;
    let document = Document::of(&program).await;
    let case = format!("/api/v1/cases/{reference}");
    let moves = format!("{case}/transitions");

    let unsaid = program
        .post_json(&moves, &json!({ "transition": "take" }))
        .await
        .expect_status(428);
    document.check("post", "/api/v1/cases/{ref}/transitions", &unsaid);
    assert_eq!(unsaid.json::<Value>()["code"], "version_required");
    let change = json!({ "priority": "P1", "reason": "Le direct est demain." });
    program
        .send_json(Method::PATCH, &case, &change)
        .await
        .expect_status(428);

    let stale = json!({ "transition": "take", "version": 7 });
    let stale = program.post_json(&moves, &stale).await.expect_status(409);
    document.check("post", "/api/v1/cases/{ref}/transitions", &stale);
    let problem: Value = stale.json();
    assert_eq!(
        (&problem["code"], &problem["current_version"]),
        (&json!("version_conflict"), &json!(1))
    );
    let mut change = change;
    change["version"] = json!(7);
    let stale = program
        .send_json(Method::PATCH, &case, &change)
        .await
        .expect_status(409);
    assert_eq!(stale.json::<Value>()["current_version"], 1);

    let request = |seen: &'static str, body: Value| {
        program.send(
            program
                .request(Method::POST, &moves)
                .header("If-Match", seen)
                .json(&body),
        )
    };
    request("\"7\"", json!({ "transition": "take" }))
        .await
        .expect_status(409);
    request("\"7\"", json!({ "transition": "take", "version": 1 }))
        .await
        .expect_status(400);
    request("seven", json!({ "transition": "take" }))
        .await
        .expect_status(400);
    assert_eq!(desk.stored(&reference).await, before);
    request("*", json!({ "transition": "take" }))
        .await
        .expect_status(200);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_is_not_possible_says_why() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let moves = format!("/api/v1/cases/{reference}/transitions");
    let staff = desk.program(&desk.ines).await.in_language("en");
    let document = Document::of(&staff).await;
    let refused = async |program: &crate::world::http::Visitor, body: Value, code: &str| {
        let answer = program.post_json(&moves, &body).await.expect_status(422);
        document.check("post", "/api/v1/cases/{ref}/transitions", &answer);
        let problem: Value = answer.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert!(!problem["detail"].as_str().expect("a sentence").is_empty());
        problem
    };
    refused(
        &staff,
        json!({ "transition": "levitate", "version": 1 }),
        "unknown_transition",
    )
    .await;
    refused(
        &staff,
        json!({ "transition": "resolve", "version": 1 }),
        "wrong_state",
    )
    .await;
    let partner = desk.program(&desk.solene).await;
    refused(
        &partner,
        json!({ "transition": "take", "version": 1 }),
        // Which role it is for is no partner's business.
        "wrong_state",
    )
    .await;
    let reject = json!({ "transition": "decline", "input": { "surprise": "!" }, "version": 1 });
    let problem = refused(&staff, reject, "invalid_input").await;
    assert!(
        !problem["errors"].as_array().expect("fields").is_empty(),
        "{problem}"
    );
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_and_endless_messages_and_half_changes_are_refused() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let program = desk.program(&desk.ines).await;
    let case = format!("/api/v1/cases/{reference}");
    let messages = format!("{case}/messages");
    let message = |body: &str| json!({ "audience": "public", "body": body });
    for (body, code) in [
        (message(" \n\t "), "required"),
        (message(&"é".repeat(20_001)), "too_long"),
    ] {
        let problem: Value = program
            .post_json(&messages, &body)
            .await
            .expect_status(422)
            .json();
        assert_eq!(problem["errors"][0]["code"], code);
    }
    let audience = json!({ "audience": "everybody", "body": "Bonjour" });
    program
        .post_json(&messages, &audience)
        .await
        .expect_status(422);
    let changes = [
        (json!({ "version": 1 }), "nothing_to_change"),
        (
            json!({ "version": 1, "priority": "P1", "reason": "Vite !", "owner": null }),
            "one_at_a_time",
        ),
        (json!({ "version": 1, "priority": "P1" }), "required"),
        (
            json!({ "version": 1, "owner": desk.solene.id }),
            "unknown_person",
        ),
    ];
    for (change, code) in changes {
        let problem: Value = program
            .send_json(Method::PATCH, &case, &change)
            .await
            .expect_status(422)
            .json();
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    }
    let unknown = json!({ "version": 1, "state": "closed" });
    program
        .send_json(Method::PATCH, &case, &unknown)
        .await
        .expect_status(422);
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_and_no_reference_is_not_there() {
    let desk = Desk::open(Database::sqlite()).await;
    let program = desk.program(&desk.ines).await;
    for address in [
        "/api/v1/nothing",
        "/api/v1/cases/REQ-0",
        "/api/v1/cases/REQ-",
        "/api/v1/cases/%FF%FE",
        "/api/",
    ] {
        let answer = program.get_json(address).await;
        assert_eq!(answer.status, 404, "{address}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/problem+json"),
            "{address}"
        );
    }
    let answer = program
        .send_json(Method::DELETE, "/api/v1/cases", &new_case("x"))
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    desk.counter.close().await;
}
