//! What happens between two cases: one opened from another, joined into another, ended before another.

use domain::time::Span;
use serde_json::json;

use super::office::Office;
use crate::world::database::{Database, on_both_databases};

on_both_databases! {
    the_specialist_reads_why_it_was_escalated
    a_closed_escalation_leaves_the_delegated_request_where_it_is
    the_specialist_hears_that_the_request_was_withdrawn
    a_request_withdrawn_at_once_is_not_escalated_any_more
    a_merged_request_keeps_its_words_and_its_people
    a_confidential_request_is_not_shown_by_merging
    the_lead_hears_when_the_request_to_keep_had_ended
}

async fn the_specialist_reads_why_it_was_escalated(database: Database) {
    let office = Office::open(database).await;
    let request = office.taken("Le direct coupe").await;
    let answer = office.does(&office.desk.ines, &request, "escalate", escalation());
    answer.await;
    office.desk.counter.work().await;
    let case = office.reads(&office.ewan, "ESC-0001").await;
    assert_eq!(
        case["facts"]["business_impact"], "La finale n’est plus diffusée.",
        "{case}"
    );
    let ewan = office.desk.sign_in(&office.ewan).await;
    let page = ewan.open("/cases/ESC-0001").await.words();
    for said in [
        "La finale n’est plus diffusée.",
        "Un autre encodeur, un autre réseau.",
        "Inès Caradec",
    ] {
        assert!(page.contains(said), "{said} is missing: {page}");
    }
    office.close().await;
}

async fn a_closed_escalation_leaves_the_delegated_request_where_it_is(database: Database) {
    let office = Office::open(database).await;
    let ines = &office.desk.ines;
    let request = office.taken("Le direct coupe").await;
    office.does(ines, &request, "escalate", escalation()).await;
    office.desk.counter.work().await;
    for (transition, input) in [
        ("acknowledge", json!({})),
        ("start", json!({ "severity_confirmed": true })),
        (
            "resolve_without_code",
            json!({ "cause": "config", "close_out": "Un réglage de l’encodeur était faux." }),
        ),
    ] {
        office
            .does(&office.ewan, "ESC-0001", transition, input)
            .await;
    }
    office.desk.counter.work().await;
    assert_eq!(office.state(&request).await, "in_progress", "it came back");
    office
        .does(
            ines,
            &request,
            "delegate",
            json!({
                "team": "CENTRAL", "due_on": "2026-10-30",
                "handover": "Il faut l’accord de l’équipe centrale sur le réglage.",
            }),
        )
        .await;
    // Five business days later the escalation closes by itself.
    office.desk.counter.pass(Span::days(9)).await;
    assert_eq!(office.state("ESC-0001").await, "closed");
    assert_eq!(office.state(&request).await, "waiting_internal");
    office.close().await;
}

async fn the_specialist_hears_that_the_request_was_withdrawn(database: Database) {
    let office = Office::open(database).await;
    let request = office.taken("Le direct coupe").await;
    office
        .does(&office.desk.ines, &request, "escalate", escalation())
        .await;
    office.desk.counter.work().await;
    office
        .does(&office.ewan, "ESC-0001", "acknowledge", json!({}))
        .await;
    office.desk.counter.work().await;
    let before = office.letters(&office.ewan).len();
    office
        .does(
            &office.desk.solene,
            &request,
            "withdraw",
            json!({ "withdraw_reason": "Tout fonctionne de nouveau." }),
        )
        .await;
    office.desk.counter.work().await;
    assert_eq!(office.letters(&office.ewan).len(), before + 1);
    let history = office.history("ESC-0001").await;
    assert_eq!(history.last().map(String::as_str), Some("linked"));
    let ewan = office.desk.sign_in(&office.ewan).await;
    let page = ewan.open("/cases/ESC-0001").await.words();
    assert!(page.contains("la fin du dossier d’origine"), "{page}");
    office.close().await;
}

async fn a_request_withdrawn_at_once_is_not_escalated_any_more(database: Database) {
    let office = Office::open(database).await;
    let request = office.taken("Le direct coupe").await;
    office
        .does(&office.desk.ines, &request, "escalate", escalation())
        .await;
    office
        .does(
            &office.desk.solene,
            &request,
            "withdraw",
            json!({ "withdraw_reason": "Tout fonctionne de nouveau." }),
        )
        .await;
    office.desk.counter.work().await;
    let program = office.desk.program(&office.ewan).await;
    let found = program.get_json("/api/v1/cases/ESC-0001").await;
    assert_eq!(found.status, 404, "an escalation of what is over");
    let history = office.history(&request).await;
    assert_eq!(history.last().map(String::as_str), Some("child_not_opened"));
    office.close().await;
}

async fn a_merged_request_keeps_its_words_and_its_people(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let kept = office.taken("Recommandations du mois").await;
    let (lea, ines) = (&office.lea, &desk.ines);
    let merged = office.taken_request(lea, "La même chose", json!({})).await;
    office
        .says(lea, &merged, "public", "Surtout pour les résumés.")
        .await
        .expect_status(201);
    office
        .says(ines, &merged, "internal", "Doublon, sans doute.")
        .await
        .expect_status(201);
    desk.counter.work().await;
    office
        .does(ines, &merged, "merge", json!({ "target": kept }))
        .await;
    desk.counter.work().await;

    assert!(
        office.heard(lea, &format!("[{merged}] Demande regroupée avec {kept}")),
        "{:?}",
        office.letters(lea)
    );
    let visitor = desk.sign_in(lea).await;
    let page = office.portal(&visitor, &kept).await;
    assert!(page.contains("Surtout pour les résumés."), "{page}");
    assert!(!page.contains("Doublon"), "a note went over: {page}");
    // Who asked follows the request that was kept.
    office
        .says(ines, &kept, "public", "Voici nos recommandations.")
        .await
        .expect_status(201);
    desk.counter.work().await;
    assert!(office.heard(lea, "Voici nos recommandations."));
    office.close().await;
}

async fn a_confidential_request_is_not_shown_by_merging(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let secret = office
        .taken_request(&desk.solene, "Projet", json!({ "confidential": true }))
        .await;
    let open = office.taken_request(&office.lea, "Projet", json!({})).await;
    for (from, to) in [(&open, &secret), (&secret, &open)] {
        let refused = office
            .act(&desk.ines, from, "merge", json!({ "target": to }))
            .await
            .expect_status(422);
        assert!(
            refused.text().contains("confidentielle"),
            "{}",
            refused.text()
        );
    }
    office.close().await;
}

async fn the_lead_hears_when_the_request_to_keep_had_ended(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let kept = office.taken("Recommandations du mois").await;
    let merged = office.taken("La même chose").await;
    desk.counter.work().await;
    let before = office.letters(&desk.maud).len();
    office
        .does(&desk.ines, &merged, "merge", json!({ "target": kept }))
        .await;
    // Before the desk gets to it, the partner withdraws the one that was to be kept.
    office
        .does(
            &desk.solene,
            &kept,
            "withdraw",
            json!({ "withdraw_reason": "Plus besoin." }),
        )
        .await;
    desk.counter.work().await;
    let told = office.letters(&desk.maud);
    assert!(
        told.iter()
            .skip(before)
            .any(|letter| letter.contains(&format!("[{merged}]"))),
        "{told:?}"
    );
    office.close().await;
}

fn escalation() -> serde_json::Value {
    json!({
        "business_impact": "La finale n’est plus diffusée.",
        "already_tried": "Un autre encodeur, un autre réseau.",
    })
}
