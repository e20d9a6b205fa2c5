//! A whole exchange by programs alone, both sides, each answer against its documented shape.

use serde_json::{Value, json};

use super::shapes::Document;
use crate::world::database::Database;
use crate::world::desk::{Desk, new_case, reference};

#[tokio::test(flavor = "multi_thread")]
async fn programs_do_what_people_do_on_sqlite() {
    programs_do_what_people_do(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_do_what_people_do_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        programs_do_what_people_do(database).await;
    }
}

async fn programs_do_what_people_do(database: Database) {
    let desk = Desk::open(database).await;
    let partner = desk.program(&desk.solene).await.in_language("en");
    let staff = desk.program(&desk.ines).await.in_language("en");
    let document = Document::of(&partner).await;
    let one = "/api/v1/cases/{ref}";
    let part = |name: &str| format!("{one}/{name}");

    // The partner's program asks.
    let created = partner
        .post_json("/api/v1/cases", &new_case("Formats courts"))
        .await
        .expect_status(201);
    document.check("post", "/api/v1/cases", &created);
    let reference = reference(&created);
    let case = format!("/api/v1/cases/{reference}");
    assert_eq!(created.header("location"), Some(case.as_str()));
    assert_eq!(created.header("etag"), Some("\"1\""));
    let seen = partner.get_json(&case).await.expect_status(200);
    document.check("get", one, &seen);
    let shown: Value = seen.json();
    assert_eq!(
        (&shown["ball"], &shown["title"]),
        (&json!("us"), &json!("Formats courts"))
    );
    assert!(
        shown.get("priority").is_none(),
        "a partner is not told the priority: {shown}"
    );

    // The desk's program takes it, asks, and notes.
    let whole = staff.get_json(&case).await.expect_status(200);
    document.check("get", one, &whole);
    let offers = staff
        .get_json(&format!("{case}/transitions"))
        .await
        .expect_status(200);
    document.check("get", &part("transitions"), &offers);
    let offered: Value = offers.json();
    let keys: Vec<&str> = items(&offered)
        .iter()
        .filter_map(|offer| offer["key"].as_str())
        .collect();
    assert!(keys.contains(&"take"), "{keys:?}");
    let take = json!({ "transition": "take", "version": offered["version"] });
    let taken = staff
        .post_json(&format!("{case}/transitions"), &take)
        .await
        .expect_status(200);
    document.check("post", &part("transitions"), &taken);
    assert_eq!(taken.json::<Value>()["state"], "in_progress");
    let ask = json!({
        "transition": "ask",
        "input": { "question": "Quels comptes sont concernés ?", "follow_up_on": "2026-09-25" },
    });
    let request = staff.request(reqwest::Method::POST, &format!("{case}/transitions"));
    let version = taken.header("etag").expect("a version").to_owned();
    let asked = staff
        .send(request.header("If-Match", version).json(&ask))
        .await
        .expect_status(200);
    assert_eq!(asked.json::<Value>()["category"], "waiting_partner");
    let note = json!({ "audience": "internal", "body": "Rappeler Arènes avant midi." });
    let noted = staff
        .post_json(&format!("{case}/messages"), &note)
        .await
        .expect_status(201);
    document.check("post", &part("messages"), &noted);

    // The partner's program answers; the note is not for it.
    let answer = json!({ "audience": "public", "body": "Our main account.", "language": "en" });
    let answered = partner
        .post_json(&format!("{case}/messages"), &answer)
        .await
        .expect_status(201);
    document.check("post", &part("messages"), &answered);
    let thread = partner
        .get_json(&format!("{case}/messages"))
        .await
        .expect_status(200);
    document.check("get", &part("messages"), &thread);
    assert!(!thread.text().contains("Rappeler"), "{}", thread.text());
    assert_eq!(items(&thread.json()).len(), 2);
    let thread = staff
        .get_json(&format!("{case}/messages"))
        .await
        .expect_status(200);
    document.check("get", &part("messages"), &thread);
    assert_eq!(items(&thread.json()).len(), 3);
    assert_eq!(
        staff.get_json(&case).await.json::<Value>()["state"],
        "in_progress",
        "the answer moved it on"
    );

    // History, clocks and their ledger are for the staff.
    for name in ["events", "clocks", "ledger"] {
        let told = staff
            .get_json(&format!("{case}/{name}"))
            .await
            .expect_status(200);
        document.check("get", &part(name), &told);
        assert!(!items(&told.json()).is_empty(), "{name}");
        partner
            .get_json(&format!("{case}/{name}"))
            .await
            .expect_status(404);
    }
    let ledger: Value = staff.get_json(&format!("{case}/ledger")).await.json();
    assert!(
        items(&ledger).iter().any(|line| line["what"] == "pause"),
        "{ledger}"
    );

    // Priority, with a reason; then the owner.
    let version = staff.get_json(&case).await.json::<Value>()["version"].clone();
    let change = json!({ "priority": "P2", "reason": "Le direct est demain.", "version": version });
    let changed = staff
        .send_json(reqwest::Method::PATCH, &case, &change)
        .await
        .expect_status(200);
    document.check("patch", one, &changed);
    assert_eq!(changed.json::<Value>()["priority"], "P2");
    let version = changed.json::<Value>()["version"].clone();
    let change = json!({ "owner": null, "version": version });
    let changed = staff
        .send_json(reqwest::Method::PATCH, &case, &change)
        .await
        .expect_status(200);
    assert_eq!(changed.json::<Value>()["owner"], Value::Null);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_the_staff_asks_on_behalf_of_a_publisher() {
    let desk = Desk::open(Database::sqlite()).await;
    let staff = desk.program(&desk.ines).await;
    let mut body = new_case("Formats courts");
    let refused = staff
        .post_json("/api/v1/cases", &body)
        .await
        .expect_status(422);
    assert_eq!(
        refused.json::<Value>()["errors"][0]["field"],
        "organisation"
    );
    body["organisation"] = json!("arenes-tv");
    body["requester"] = json!("solene@arenes.example");
    let created = staff
        .post_json("/api/v1/cases", &body)
        .await
        .expect_status(201);
    let address = format!("/api/v1/cases/{}", reference(&created));
    desk.program(&desk.solene)
        .await
        .get_json(&address)
        .await
        .expect_status(200);
    body["requester"] = json!("callum@belladone.example");
    let refused = staff
        .post_json("/api/v1/cases", &body)
        .await
        .expect_status(422);
    assert_eq!(
        refused.json::<Value>()["errors"][0]["code"],
        "unknown_contact"
    );
    body["organisation"] = json!("nobody");
    let refused = staff
        .post_json("/api/v1/cases", &body)
        .await
        .expect_status(422);
    assert_eq!(
        refused.json::<Value>()["errors"][0]["code"],
        "unknown_publisher"
    );
    let partner = desk.program(&desk.callum).await;
    let refused = partner
        .post_json("/api/v1/cases", &body)
        .await
        .expect_status(422);
    assert_eq!(refused.json::<Value>()["errors"][0]["code"], "staff_only");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn definitions_and_oneself_are_told_as_documented() {
    let desk = Desk::open(Database::sqlite()).await;
    let staff = desk.program(&desk.ines).await;
    let partner = desk.program(&desk.solene).await;
    let document = Document::of(&staff).await;
    for program in [&staff, &partner] {
        let me = program.get_json("/api/v1/me").await.expect_status(200);
        document.check("get", "/api/v1/me", &me);
        let types = program
            .get_json("/api/v1/request_types")
            .await
            .expect_status(200);
        document.check("get", "/api/v1/request_types", &types);
        let types: Value = types.json();
        assert!(items(&types).len() >= 4);
        for one in items(&types) {
            let key = one["key"].as_str().expect("a key");
            let form = program
                .get_json(&format!("/api/v1/request_types/{key}"))
                .await
                .expect_status(200);
            document.check("get", "/api/v1/request_types/{key}", &form);
        }
    }
    let workflows = staff.get_json("/api/v1/workflows").await.expect_status(200);
    document.check("get", "/api/v1/workflows", &workflows);
    let workflows: Value = workflows.json();
    assert_eq!(items(&workflows).len(), 4);
    for one in items(&workflows) {
        let address = format!("/api/v1/workflows/{}", one["key"].as_str().expect("a key"));
        let workflow = staff.get_json(&address).await.expect_status(200);
        document.check("get", "/api/v1/workflows/{key}", &workflow);
        partner.get_json(&address).await.expect_status(404);
    }
    staff
        .get_json("/api/v1/workflows/nothing")
        .await
        .expect_status(404);
    staff
        .get_json("/api/v1/request_types/nothing")
        .await
        .expect_status(404);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_in_the_language_asked_for_else_in_ones_own() {
    let desk = Desk::open(Database::sqlite()).await;
    let callum = desk.program(&desk.callum).await;
    let titles = async |language: Option<&str>| -> String {
        let program = callum.clone();
        let program = language.map_or(program.clone(), |language| program.in_language(language));
        let types: Value = program
            .get_json("/api/v1/request_types")
            .await
            .expect_status(200)
            .json();
        items(&types)[0]["title"]
            .as_str()
            .expect("a title")
            .to_owned()
    };
    assert_eq!(titles(None).await, "Data analysis", "his own language");
    assert_eq!(titles(Some("fr")).await, "Analyse de données");
    assert_eq!(titles(Some("de,en;q=0.5")).await, "Data analysis");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_escalation_is_taken_on_once_and_again() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let staff = desk.program(&desk.maud).await;
    let document = Document::of(&staff).await;
    desk.counter.pass(domain::time::Span::days(3)).await;
    let case: Value = staff
        .get_json(&format!("/api/v1/cases/{reference}"))
        .await
        .expect_status(200)
        .json();
    let run = case["escalations"][0]["id"]
        .as_str()
        .expect("an escalation")
        .to_owned();
    let address = format!("/api/v1/escalations/{run}/acknowledge");
    desk.program(&desk.solene)
        .await
        .post_json(&address, &json!({}))
        .await
        .expect_status(404);
    for _ in 0..2 {
        let answer = staff
            .post_json(&address, &json!({}))
            .await
            .expect_status(200);
        document.check("post", "/api/v1/escalations/{run}/acknowledge", &answer);
        assert_eq!(answer.json::<Value>()["acknowledged_by"], "Maud Le Bihan");
    }
    let nothing = "/api/v1/escalations/01920a5e-8c00-7000-8000-000000000001/acknowledge";
    staff
        .post_json(nothing, &json!({}))
        .await
        .expect_status(404);
    staff
        .post_json("/api/v1/escalations/x/acknowledge", &json!({}))
        .await
        .expect_status(404);
    desk.counter.close().await;
}

fn items(list: &Value) -> &Vec<Value> {
    list["items"].as_array().expect("a list")
}
