//! A technical escalation: one fault reported by three publishers, worked on once, told to each of them
//! in their own request.

use domain::text::Language;
use serde_json::json;

use super::office::Office;
use crate::world::counter::Persona;
use crate::world::database::{Database, on_both_databases};

on_both_databases! { one_fault_is_mended_for_three_partners }

const WORKAROUND: &str = "Baissez le débit à 4 Mbit/s. Lower the bitrate to 4 Mbit/s until Friday.";

async fn one_fault_is_mended_for_three_partners(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let (solene, callum, ines, ewan) = (&desk.solene, &desk.callum, &desk.ines, &office.ewan);
    let le_fil = desk
        .counter
        .publisher("le-fil", "Le Fil Matinal", None)
        .await;
    let bruno = desk
        .counter
        .contact("Bruno Calvet", "bruno@fil.example", Language::Fr, le_fil)
        .await;

    // Raised from the first request; the two others wait for the same escalation.
    let impact = "La finale n’est plus diffusée.";
    let first = office.taken("Le direct coupe").await;
    let raised = json!({
        "business_impact": impact, "already_tried": "Un autre encodeur, un autre réseau.",
    });
    office.does(ines, &first, "escalate", raised).await;
    desk.counter.work().await;
    let mut others = Vec::new();
    for partner in [callum, &bruno] {
        let request = office
            .taken_request(partner, "Coupures en direct", json!({}))
            .await;
        let joined = json!({ "target": "ESC-0001", "business_impact": "Deux émissions perdues." });
        office.does(ines, &request, "join_escalation", joined).await;
        others.push((partner, request));
    }
    desk.counter.work().await;
    assert!(office.heard(ewan, "[ESC-0001] Nouvelle demande"));

    // The specialist takes it on, asks, and gets the answer.
    office
        .does(ewan, "ESC-0001", "acknowledge", json!({}))
        .await;
    let confirmed = json!({ "severity_confirmed": true });
    office.does(ewan, "ESC-0001", "start", confirmed).await;
    let question = json!({
        "question": "Depuis quelle version de l’encodeur ?", "follow_up_on": "2026-09-24",
        "not_live_or_called": true,
    });
    office.does(ewan, "ESC-0001", "ask", question).await;
    desk.counter.work().await;
    assert!(office.heard(solene, "Depuis quelle version de l’encodeur ?"));
    assert_eq!(office.state("ESC-0001").await, "need_info");
    office
        .says(solene, "ESC-0001", "public", "La 4.2, depuis hier.")
        .await
        .expect_status(201);
    assert_eq!(office.state("ESC-0001").await, "investigating");

    // While others wait for it, it cannot be withdrawn.
    let reason = json!({ "withdraw_reason": "Plus utile." });
    let refused = office.act(&desk.maud, "ESC-0001", "withdraw", reason).await;
    assert!(
        refused.text().contains("guard.no_other_link"),
        "{}",
        refused.text()
    );

    // One update reaches the three partners, each in their own case.
    let update = json!({ "workaround": WORKAROUND });
    office.does(ewan, "ESC-0001", "mitigate", update).await;
    desk.counter.work().await;
    assert_eq!(told(&office, solene, "[ESC-0001]"), 1);
    for (partner, request) in &others {
        assert_eq!(told(&office, partner, &format!("[{request}]")), 1);
        for letter in office.letters(partner) {
            assert!(
                !letter.contains("ESC-0001") && !letter.contains("Arènes"),
                "another partner shows: {letter}"
            );
        }
        let visitor = desk.sign_in(partner).await;
        let page = office.portal(&visitor, request).await;
        assert!(page.contains("4 Mbit/s"), "{page}");
    }

    // The fix is checked by the partner; the three requests come back to their manager.
    let fix = json!({ "fixed_in": "4.2.1" });
    office.does(ewan, "ESC-0001", "deploy", fix).await;
    desk.counter.work().await;
    assert!(office.heard(solene, "[ESC-0001] À vérifier de votre côté"));
    assert!(office.heard(&bruno, "À vérifier de votre côté"));
    for request in [&first, &others[0].1, &others[1].1] {
        assert_eq!(office.state(request).await, "waiting_internal");
    }
    office.does(solene, "ESC-0001", "confirm", json!({})).await;
    desk.counter.work().await;
    assert_eq!(office.state("ESC-0001").await, "resolved");
    for request in [&first, &others[0].1, &others[1].1] {
        assert_eq!(office.state(request).await, "in_progress", "{request}");
        let resolution = json!({
            "resolution": "fixed", "summary": "Le défaut est corrigé dans la version 4.2.1.",
        });
        office.does(ines, request, "resolve", resolution).await;
    }
    office.close().await;
}

/// How many mails about this case told the person the workaround.
fn told(office: &Office, who: &Persona, about: &str) -> usize {
    let letters = office.letters(who);
    letters
        .iter()
        .filter(|letter| letter.contains(about) && letter.contains("Baissez le débit"))
        .count()
}
