//! Targets and calendars as an administrator sees and changes them, and as nobody else does.

use domain::time::Span;
use guichet::store::lease::Lease;
use serde_json::{Value, json};

use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::form::Form;
use crate::world::http::Answer;

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_adds_a_closure_sees_what_it_moves_and_publishes_it() {
    let desk = Desk::open(Database::sqlite()).await;
    desk.request("Avant le pont").await;
    let odile = desk.sign_in(&desk.odile).await;
    let page = odile.open("/admin/sla").await;
    assert!(
        page.text().contains("Heures de bureau, France"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Europe/Paris"));
    assert!(page.text().contains("P1 Critique, pendant un événement"));

    let page = odile.open("/admin/sla/calendar/fr-bureau").await;
    let form = form_that(&page, "closure");
    let empty = odile.submit(&form.clone()).await.expect_status(422);
    assert!(
        empty.text().contains("Choisissez un jour"),
        "{}",
        empty.text()
    );
    let answer = odile.submit(&form.fill("closed_from", "2026-09-22")).await;
    let work = answer
        .expect_status(303)
        .header("location")
        .expect("a place")
        .to_owned();
    assert!(work.starts_with("/admin/sla/work/"), "{work}");
    let page = odile.open(&work).await;
    assert!(
        page.text().contains("http-equiv=\"refresh\""),
        "it is being counted"
    );
    work_off(&desk).await;
    let page = odile.open(&work).await;
    assert!(
        page.text().contains("Nouveaux dossiers seulement"),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Arènes TV"), "{}", page.text());
    let form = page.form(&work);
    let unsaid = odile
        .submit(&form.clone().fill("apply", "open_cases"))
        .await;
    unsaid.expect_status(422);
    let form = form
        .fill("apply", "open_cases")
        .fill("reason", "Pont de septembre");
    let applied = odile.submit(&form).await.expect_status(303);
    let applied = applied.header("location").expect("a place").to_owned();
    work_off(&desk).await;
    let page = odile.open(&applied).await;
    assert!(page.text().contains("Pont de septembre"), "{}", page.text());
    let page = odile.open("/admin/sla/calendar/fr-bureau").await;
    assert!(page.text().contains("v2"), "{}", page.text());
    assert!(page.text().contains("Odile Brac"), "{}", page.text());
    let case = desk.sign_in(&desk.maud).await.open("/cases/REQ-0001").await;
    assert!(
        case.text().contains("calendar/fr-bureau v2"),
        "{}",
        case.text()
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_text_is_shown_again_with_its_lines_and_what_was_typed() {
    let desk = Desk::open(Database::sqlite()).await;
    let odile = desk.sign_in(&desk.odile).await;
    let page = odile.open("/admin/sla/policy/partner-matrix").await;
    let text = "[[policy]]\nkey = \"partner-matrix\"\ntitle = { fr = \"A\", en = \"A\" }\nrows = [\n    { priority = [\"P5\"], calendar = \"fr-burau\", targets = { resolution = \"4h\" } },\n]\n";
    let form = form_that(&page, "text").fill("source", text);
    let refused = odile.submit(&form).await.expect_status(422);
    let said = refused.text();
    assert!(said.contains("Ligne 5"), "{said}");
    assert!(said.contains("did you mean “fr-bureau”"), "{said}");
    assert!(said.contains("fr-burau"), "what was typed is there again");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_window_is_published_at_once_and_gives_its_partner_other_hours() {
    let desk = Desk::open(Database::sqlite()).await;
    let odile = desk.sign_in(&desk.odile).await;
    let page = odile.open("/admin/sla").await;
    let form = page
        .form("/admin/sla/event")
        .fill("title", "Finale")
        .fill("from", "2026-09-21T08:00")
        .fill("to", "2026-09-22T02:00")
        .fill("partners", "arenes-tv")
        .fill("reason", "Direct");
    let back = odile
        .submit(&form.clone().fill("to", "2026-09-20T02:00"))
        .await;
    assert!(
        back.expect_status(422)
            .text()
            .contains("ends before it begins")
    );
    odile.submit(&form).await.expect_status(303);
    let page = odile.open("/admin/sla").await;
    assert!(page.text().contains("arenes-tv"), "{}", page.text());
    let reference = desk.request("Pendant la finale").await;
    let maud = desk.program(&desk.maud).await;
    let address = format!("/api/v1/cases/{reference}");
    let critical = json!({ "priority": "P1", "reason": "Direct coupé" });
    let request = maud
        .request(reqwest::Method::PATCH, &address)
        .header("If-Match", "*");
    maud.send(request.json(&critical)).await.expect_status(200);
    let clocks: Value = maud.get_json(&format!("{address}/clocks")).await.json();
    let first = clocks["items"].as_array().expect("clocks").iter();
    let first = first
        .clone()
        .find(|clock| clock["metric"] == "resolution")
        .expect("it");
    assert_eq!(first["calendar"], "24x7", "{first}");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_speak_english_and_are_there_for_administrators_alone() {
    let desk = Desk::open(Database::sqlite()).await;
    let maud = desk.sign_in(&desk.maud).await;
    let odile = desk.sign_in(&desk.odile).await;
    let page = odile.open("/admin/sla").await;
    odile
        .submit(&page.form("/preferences/language/en"))
        .await
        .expect_status(303);
    for (path, said) in [
        ("/admin/sla", "Targets and calendars"),
        ("/admin/sla/calendar/fr-bureau", "Add a closure"),
        ("/admin/sla/policy/partner-matrix", "Change one target"),
    ] {
        maud.get(path).await.expect_status(404);
        let page = odile.open(path).await;
        assert!(page.text().contains(said), "{}", page.text());
    }
    odile
        .get("/admin/sla/calendar/nowhere")
        .await
        .expect_status(404);
    odile
        .get("/admin/sla/workflow/request")
        .await
        .expect_status(404);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_previews_and_publishes_and_is_refused_with_lines() {
    let desk = Desk::open(Database::sqlite()).await;
    desk.request("Par programme").await;
    let odile = desk.program(&desk.odile).await;
    let calendars: Value = odile
        .get_json("/api/v1/calendars")
        .await
        .expect_status(200)
        .json();
    let bureau = calendars["items"].as_array().expect("a list").iter();
    let bureau = bureau
        .clone()
        .find(|one| one["key"] == "fr-bureau")
        .expect("it");
    assert_eq!(bureau["week"][0][0], "09:00-12:30");
    let policies: Value = odile
        .get_json("/api/v1/policies")
        .await
        .expect_status(200)
        .json();
    assert_eq!(policies["items"][0]["key"], "request-types");
    let wrong = json!({ "source": "[[calendar]]\nkey = \"fr-bureau\"\nzone = \"Europe/Paris\"\ntitle = { fr = \"B\", en = \"B\" }\nslots = {}\n" });
    let refused = odile
        .post_json("/api/v1/policies/preview", &wrong)
        .await
        .expect_status(422);
    let problem: Value = refused.json();
    assert_eq!(
        problem["errors"][0]["code"], "definition_wrong",
        "{problem}"
    );
    assert!(
        problem["errors"][0]["message"]
            .as_str()
            .expect("words")
            .contains('5'),
        "{problem}"
    );
    let matrix = include_str!("../../../config/policies/targets.toml");
    let from = matrix
        .find("[[policy]]\nkey = \"partner-matrix\"")
        .expect("the matrix");
    let source = matrix[from..].replace("next_response = \"8h\"", "next_response = \"6h\"");
    let draft = json!({ "source": source });
    let begun = odile
        .post_json("/api/v1/policies/preview", &draft)
        .await
        .expect_status(202);
    let work: Value = begun.json();
    let address = format!(
        "/api/v1/policies/preview/{}",
        work["id"].as_str().expect("an id")
    );
    let publish = format!("{address}/publish");
    let apply = json!({ "apply": "new_cases", "reason": "Plus vite" });
    odile.post_json(&publish, &apply).await.expect_status(422);
    work_off(&desk).await;
    let counted: Value = odile.get_json(&address).await.expect_status(200).json();
    assert_eq!(counted["status"], "done", "{counted}");
    odile.post_json(&publish, &apply).await.expect_status(202);
    let policies: Value = odile.get_json("/api/v1/policies").await.json();
    let changed = policies["items"].as_array().expect("a list").iter();
    let changed = changed
        .clone()
        .find(|one| one["key"] == "partner-matrix")
        .expect("it");
    assert_eq!(
        (&changed["version"], &changed["changed_by"]),
        (&json!(2), &json!("Odile Brac"))
    );
    let maud = desk.program(&desk.maud).await;
    maud.post_json("/api/v1/policies/preview", &draft)
        .await
        .expect_status(404);
    let solene = desk.program(&desk.solene).await;
    solene.get_json("/api/v1/policies").await.expect_status(404);
    desk.counter.close().await;
}

/// The form of a page that does `what`.
fn form_that(page: &Answer, what: &str) -> Form {
    let mut forms = page.forms().into_iter();
    forms
        .find(|form| form.value("do") == Some(what))
        .expect("the form")
}

/// Everything that waits for the worker.
async fn work_off(desk: &Desk) {
    for _ in 0..50 {
        let app = desk.counter.house.app.clone().current().await;
        let lease = Lease {
            owner: "test".to_owned(),
            until: app.now().plus(Span::minutes(1)),
        };
        if app
            .policy_round(&lease, 4)
            .await
            .expect("a round")
            .is_none()
        {
            return;
        }
    }
    panic!("the work does not end");
}
