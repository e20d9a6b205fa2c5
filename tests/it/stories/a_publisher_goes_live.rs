//! An onboarding: from the first contact to the day a publisher is live, with a pause that ends on its day
//! and one that ends by hand.

use domain::time::Span;
use serde_json::json;

use super::office::Office;
use crate::world::database::{Database, on_both_databases};

on_both_databases! { a_new_publisher_goes_live }

async fn a_new_publisher_goes_live(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let (solene, ines, maud) = (&desk.solene, &desk.ines, &desk.maud);
    let case = "ONB-0001";

    // A partner wants to begin; only the lead opens an onboarding.
    let request = office.taken("Commencer avec vous").await;
    let refused = office
        .act(ines, &request, "open_onboarding", json!({}))
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    office
        .does(maud, &request, "open_onboarding", json!({}))
        .await;
    desk.counter.work().await;
    assert_eq!(office.state(case).await, "prospect");

    let need = json!({
        "category": "sports", "territory": "France", "monthly_volume": 20, "sponsor": "Ana Roy",
    });
    office.does(ines, case, "qualify", need).await;
    let terms = json!({
        "agreement_ref": "ACC-2026-114", "legal_entity": "Arènes TV SAS",
        "data_protection_contact": "dpo@arenes.example",
    });
    let refused = office.act(ines, case, "agree_terms", terms.clone()).await;
    assert_eq!(refused.status, 422, "a manager agrees to terms");
    office.does(maud, case, "agree_terms", terms).await;
    let kick_off = json!({
        "editorial_contact": "Solène Maupin", "technical_contact": "Léa Fontan",
        "goals": "Abonnés : de 12 000 à 30 000 en un an.",
    });
    office.does(ines, case, "hold_kickoff", kick_off).await;
    desk.counter.work().await;

    // A pause ends by itself on the day that was set; the partner was told why.
    let pause = json!({
        "hold_reason": "Nous attendons votre nouvelle charte graphique.",
        "resume_on": "2026-09-28",
    });
    office.does(ines, case, "hold", pause).await;
    desk.counter.work().await;
    assert!(office.heard(solene, "votre nouvelle charte graphique"));
    desk.counter.pass(Span::days(5)).await;
    assert_eq!(office.state(case).await, "on_hold", "too early");
    desk.counter.pass(Span::days(3)).await;
    assert_eq!(office.state(case).await, "setup", "where it came from");

    // A second one ends by hand.
    let pause = json!({
        "hold_reason": "Congés de votre équipe.", "resume_on": "2026-12-01",
    });
    office.does(ines, case, "hold", pause).await;
    office.does(ines, case, "resume", json!({})).await;
    assert_eq!(office.state(case).await, "setup");

    let ready = json!({ "mandatory_items_done": true, "verification_settled": true });
    office.does(ines, case, "start_pilot", ready).await;
    let unfit = json!({ "posting_plan_met": true });
    let refused = office.act(ines, case, "go_live", unfit).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let fit = json!({
        "posting_plan_met": true, "analytics_tested": true, "training_rate": 90,
        "training_reached": true, "monetisation_decision": "later",
    });
    office.does(ines, case, "go_live", fit).await;
    desk.counter.work().await;
    assert_eq!(office.state(case).await, "live");
    let letters = office.letters(solene);
    for subject in [
        "Bienvenue",
        "Votre plan d’intégration",
        "La phase pilote commence",
        "Vous êtes en ligne",
    ] {
        let whole = format!("[{case}] {subject}");
        assert!(
            letters.iter().any(|letter| letter.starts_with(&whole)),
            "{subject}: {letters:?}"
        );
    }
    office.close().await;
}
