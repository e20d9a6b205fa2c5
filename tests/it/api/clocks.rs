//! Clocks over the API: a due date set by hand.

use domain::people::Role;
use serde_json::{Value, json};

use super::shapes::Document;
use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_sets_a_due_date_and_nothing_moves_it_on_sqlite() {
    a_lead_sets_a_due_date(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_sets_a_due_date_and_nothing_moves_it_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        a_lead_sets_a_due_date(database).await;
    }
}

async fn a_lead_sets_a_due_date(database: Database) {
    let desk = Desk::open(database).await;
    let reference = desk.request("Formats courts").await;
    let maud = desk.program(&desk.maud).await;
    let document = Document::of(&maud).await;
    let clock = clock_of(&maud, &reference, "resolution").await;
    let address = extension(&reference, &clock);
    let due = "2026-10-30T16:00:00Z";
    let body = json!({ "due_at": due, "reason": "Convenu avec Solène", "version": 1 });
    let done = maud.post_json(&address, &body).await.expect_status(200);
    document.check("post", "/api/v1/cases/{ref}/clocks/{id}/extend", &done);
    let change = json!({ "priority": "P1", "reason": "Direct ce soir", "version": 2 });
    let case = format!("/api/v1/cases/{reference}");
    maud.send_json(reqwest::Method::PATCH, &case, &change)
        .await
        .expect_status(200);
    let clock = clock_of(&maud, &reference, "resolution").await;
    assert_eq!(clock["due_at"], due);
    assert_eq!(clock["manual_due_at"], due);
    assert_eq!(clock["target_ms"], 4 * 3_600_000, "the promise of a P1");
    assert_ne!(clock["original_due_at"], due);
    let events: Value = maud.get_json(&format!("{case}/events")).await.json();
    let set = events["items"].as_array().expect("events").iter();
    let set: Vec<&Value> = set.filter(|one| one["type"] == "due_date_set").collect();
    assert_eq!(set.len(), 1, "{events}");
    assert_eq!(set[0]["actor"]["name"], "Maud Le Bihan");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_that_will_not_do_is_refused_and_nothing_is_stored() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let maud = desk.program(&desk.maud).await;
    let clock = clock_of(&maud, &reference, "resolution").await;
    let address = extension(&reference, &clock);
    let before = desk.stored(&reference).await;
    let ahead = "2026-10-30T16:00:00Z";
    for (due, reason, field, code) in [
        ("2026-09-01T09:00:00Z", "Convenu", "due_at", "not_ahead"),
        ("2028-09-01T09:00:00Z", "Convenu", "due_at", "too_far_ahead"),
        ("demain", "Convenu", "due_at", "not_a_moment"),
        (ahead, "  ", "reason", "required"),
        (ahead, "ok", "reason", "too_short"),
    ] {
        let body = json!({ "due_at": due, "reason": reason, "version": 1 });
        let refused: Value = maud
            .post_json(&address, &body)
            .await
            .expect_status(422)
            .json();
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
    let body = json!({ "due_at": ahead, "reason": "Convenu", "version": 9 });
    maud.post_json(&address, &body).await.expect_status(409);
    let body = json!({ "due_at": ahead, "reason": "Convenu" });
    maud.post_json(&address, &body).await.expect_status(428);
    let body = json!({ "due_at": ahead, "reason": "Convenu", "version": 1 });
    let nowhere = address.replace(clock["id"].as_str().expect("an id"), "nonsense");
    maud.post_json(&nowhere, &body).await.expect_status(404);
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_lead_or_the_manager_who_has_the_case_sets_a_due_date() {
    let desk = Desk::open(Database::sqlite()).await;
    let stranger = [(Role::Manager, "FR")];
    let other = desk
        .counter
        .staff("Paul Mercier", "paul@desk.example", &stranger)
        .await;
    let reference = desk.request("Formats courts").await;
    let ines = desk.program(&desk.ines).await;
    let moves = format!("/api/v1/cases/{reference}/transitions");
    ines.post_json(&moves, &json!({ "transition": "take", "version": 1 }))
        .await
        .expect_status(200);
    let clock = clock_of(&ines, &reference, "resolution").await;
    let address = extension(&reference, &clock);
    let body = json!({ "due_at": "2026-10-30T16:00:00Z", "reason": "Convenu", "version": 2 });
    let partner = desk.program(&desk.solene).await;
    partner.post_json(&address, &body).await.expect_status(404);
    let paul = desk.program(&other).await;
    paul.post_json(&address, &body).await.expect_status(403);
    ines.post_json(&address, &body).await.expect_status(200);
    desk.counter.close().await;
}

fn extension(reference: &str, clock: &Value) -> String {
    let id = clock["id"].as_str().expect("an id");
    format!("/api/v1/cases/{reference}/clocks/{id}/extend")
}

async fn clock_of(program: &Visitor, reference: &str, metric: &str) -> Value {
    let clocks: Value = program
        .get_json(&format!("/api/v1/cases/{reference}/clocks"))
        .await
        .expect_status(200)
        .json();
    let all = clocks["items"].as_array().expect("clocks");
    let found = all.iter().find(|one| one["metric"] == metric);
    found.expect("the clock").clone()
}
