//! Who hears what: colleagues who follow a request, partners to whom something was said.

use domain::time::Span;
use serde_json::{Value, json};

use super::office::Office;
use crate::world::database::{Database, on_both_databases};

on_both_databases! {
    the_colleagues_named_in_the_form_follow_the_request
    nobody_follows_a_confidential_request
    what_the_manager_said_while_reopening_reached_the_partner
    a_withdrawn_request_takes_no_more_messages
    the_page_names_who_was_told_of_the_delay
    a_threshold_that_nobody_hears_of_does_not_spoil_an_open_form
}

async fn the_colleagues_named_in_the_form_follow_the_request(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let request = office
        .taken_request(
            &desk.solene,
            "Recommandations du mois",
            json!({ "watchers": [office.lea.email] }),
        )
        .await;
    office
        .says(&desk.ines, &request, "public", "Voici nos recommandations.")
        .await
        .expect_status(201);
    desk.counter.work().await;
    for said in ["Demande bien reçue", "Voici nos recommandations."] {
        assert!(office.heard(&office.lea, said), "{said}");
        assert!(office.heard(&desk.solene, said), "{said}");
    }
    office.close().await;
}

async fn nobody_follows_a_confidential_request(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    office
        .taken_request(
            &desk.solene,
            "Projet",
            json!({ "watchers": [office.lea.email], "confidential": true }),
        )
        .await;
    desk.counter.work().await;
    assert!(office.letters(&office.lea).is_empty());
    office.close().await;
}

async fn what_the_manager_said_while_reopening_reached_the_partner(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let request = office.taken("Recommandations du mois").await;
    let resolution = json!({
        "resolution": "answered", "summary": "Voici nos recommandations pour le mois.",
    });
    office
        .does(&desk.ines, &request, "resolve", resolution)
        .await;
    let reason = json!({ "reopen_reason": "Nous avons oublié le format vertical." });
    office.does(&desk.ines, &request, "reopen", reason).await;
    desk.counter.work().await;
    assert!(office.heard(&desk.solene, "Nous avons oublié le format vertical."));
    office.close().await;
}

async fn a_withdrawn_request_takes_no_more_messages(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let request = office.taken("Recommandations du mois").await;
    let reason = json!({ "withdraw_reason": "Plus besoin." });
    office
        .does(&desk.solene, &request, "withdraw", reason)
        .await;
    let before = desk.stored(&request).await;
    for who in [&desk.solene, &desk.ines] {
        let refused = office.says(who, &request, "public", "Et pourtant…").await;
        assert!(
            refused.expect_status(422).text().contains("case_void"),
            "said to nobody"
        );
    }
    assert_eq!(before, desk.stored(&request).await);
    let note = office
        .says(&desk.ines, &request, "internal", "Appelé.")
        .await;
    note.expect_status(201);
    office.close().await;
}

async fn the_page_names_who_was_told_of_the_delay(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let request = desk.request("Recommandations du mois").await;
    desk.counter.pass(Span::days(2)).await;
    let solene = desk.sign_in(&desk.solene).await;
    let page = office.portal(&solene, &request).await;
    let history: Value = office
        .reads(&desk.maud, &format!("{request}/events?limit=200"))
        .await;
    let told = history["items"]
        .as_array()
        .expect("a list")
        .iter()
        .any(|event| event["facts"]["told"] == json!([desk.maud.id.to_string()]));
    assert!(told, "the lead was told: {history}");
    assert!(page.contains("Maud"), "{page}");
    office.close().await;
}

async fn a_threshold_that_nobody_hears_of_does_not_spoil_an_open_form(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let request = desk.request("Recommandations du mois").await;
    desk.counter.work().await;
    let ines = desk.sign_in(&desk.ines).await;
    let address = format!("/cases/{request}/do/take");
    let form = ines.open(&address).await.form(&address);
    // Half of the eight hours to the first answer pass; the clock notes it and nobody is told.
    desk.counter.pass(Span::hours(6)).await;
    let taken = ines.submit(&form).await;
    assert_eq!(taken.status, 303, "{}", taken.words());
    office.close().await;
}
