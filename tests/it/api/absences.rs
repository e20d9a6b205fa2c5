//! Who is away, by the interface for programs.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::{Answer, Visitor};

#[tokio::test(flavor = "multi_thread")]
async fn absences_are_entered_and_ended_by_oneself_or_by_ones_lead_on_sqlite() {
    absences_are_entered_and_ended(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn absences_are_entered_and_ended_by_oneself_or_by_ones_lead_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        absences_are_entered_and_ended(database).await;
    }
}

async fn absences_are_entered_and_ended(database: Database) {
    let desk = Desk::open(database).await;
    let ines = desk.program(&desk.ines).await;
    let maud = desk.program(&desk.maud).await;
    let partner = desk.program(&desk.solene).await;
    let all = "/api/v1/absences";
    let tomorrow = json!({ "from": "2026-09-22T07:00:00Z", "until": "2026-09-24T07:00:00Z" });
    let keyed = || {
        let request = ines.request(Method::POST, all).json(&tomorrow);
        ines.send(request.header("idempotency-key", "away"))
    };
    let made = keyed().await.expect_status(201);
    let away: Value = made.json();
    assert_eq!(away["name"], "Inès Caradec");
    let again = keyed().await.expect_status(201);
    assert_eq!(again.text(), made.text(), "carried out once");
    // The same stretch under another key: away already.
    let twice = ines.post_json(all, &tomorrow).await.expect_status(422);
    assert_eq!(twice.json::<Value>()["errors"][0]["code"], "away_already");

    // A colleague reads it and may not end it; the lead may plan for her.
    let theirs = json!({ "person": desk.maud.id, "from": "2026-09-28T07:00:00Z", "until": "2026-09-29T07:00:00Z" });
    ines.post_json(all, &theirs).await.expect_status(403);
    let hers = json!({ "person": desk.ines.id, "from": "2026-10-01T07:00:00Z", "until": "2026-10-02T07:00:00Z" });
    let second: Value = maud.post_json(all, &hers).await.expect_status(201).json();
    let list: Value = ines.get_json(&format!("{all}?limit=1")).await.json();
    assert_eq!(list["items"][0]["id"], away["id"]);
    let next = list["next"].as_str().expect("a second page");
    let rest: Value = ines.get_json(&format!("{all}?after={next}")).await.json();
    assert_eq!(rest["items"][0]["id"], second["id"]);
    assert!(rest["next"].is_null());

    // What makes no sense names its field, and nothing is stored.
    for (body, field, code) in [
        (
            json!({ "from": "demain", "until": "2026-09-24T07:00:00Z" }),
            "from",
            "not_a_moment",
        ),
        (
            json!({ "from": "2026-09-24T07:00:00Z", "until": "2026-09-23T07:00:00Z" }),
            "until",
            "ends_before_it_begins",
        ),
        (
            json!({ "from": "2026-09-10T07:00:00Z", "until": "2026-09-11T07:00:00Z" }),
            "until",
            "over_already",
        ),
        (
            json!({ "person": desk.solene.id, "from": "2026-10-10T07:00:00Z", "until": "2026-10-11T07:00:00Z" }),
            "person",
            "unknown_person",
        ),
    ] {
        let said: Value = maud.post_json(all, &body).await.expect_status(422).json();
        assert_eq!(said["errors"][0]["field"], field, "{said}");
        assert_eq!(said["errors"][0]["code"], code, "{said}");
    }
    partner.post_json(all, &tomorrow).await.expect_status(404);
    partner.get(all).await.expect_status(404);

    // Tomorrow she is away, and back as soon as it is ended.
    let app = &desk.counter.house.app;
    let store = &app.store;
    let is_away = async || {
        let person = store.find_person(desk.ines.id, app.clock.now()).await;
        person.expect("the store").expect("Inès").absent
    };
    assert!(!is_away().await);
    desk.counter.pass(domain::time::Span::days(1)).await;
    desk.counter.pass(domain::time::Span::hours(1)).await;
    assert!(is_away().await);
    let one = format!("{all}/{}", away["id"].as_str().expect("an identity"));
    delete(&partner, &one).await.expect_status(404);
    delete(&ines, &one).await.expect_status(204);
    delete(&ines, &one).await.expect_status(204);
    assert!(!is_away().await);
    let nobody = format!("{all}/00000000-0000-7000-8000-000000000000");
    delete(&maud, &nobody).await.expect_status(404);
    desk.counter.close().await;
}

async fn delete(who: &Visitor, address: &str) -> Answer {
    who.send(who.request(Method::DELETE, address)).await
}
