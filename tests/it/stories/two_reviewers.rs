//! A verification: documents, two pairs of eyes, the platform's decision, an appeal, and nothing kept of
//! what was only needed for the check.

use domain::people::Role;
use domain::time::Span;
use serde_json::{Value, json};

use super::office::Office;
use crate::world::counter::Persona;
use crate::world::database::{Database, on_both_databases};
use crate::world::form::File;
use crate::world::http::Visitor;

on_both_databases! { an_account_is_verified_on_appeal }

async fn an_account_is_verified_on_appeal(database: Database) {
    let office = Office::open(database).await;
    let desk = &office.desk;
    let (solene, ines, maud) = (&desk.solene, &desk.ines, &desk.maud);
    let [remi, rose, sacha] = reviewers(&office).await;

    // The partner asks with a mandate; the manager opens the case and asks for the documents.
    let visitor = desk.sign_in(solene).await;
    ask_for_the_badge(&visitor).await;
    office.does(ines, "REQ-0001", "take", json!({})).await;
    office
        .does(ines, "REQ-0001", "open_verification", json!({}))
        .await;
    desk.counter.work().await;
    let documents = json!({
        "legal_entity": "Arènes TV SAS", "handle": "@arenes.tv", "account_type": "organisation",
        "document_request": "Envoyez-nous un extrait Kbis de moins de trois mois.",
    });
    office
        .does(ines, "VER-0001", "request_documents", documents)
        .await;
    desk.counter.work().await;
    assert!(office.heard(solene, "extrait Kbis"));

    // The partner sends them; the portfolio owner may not judge, a reviewer takes the case.
    let page = visitor.open("/portal/requests/VER-0001").await;
    let message = page
        .form("/portal/requests/VER-0001")
        .fill("body", "Voici notre extrait.")
        .attach(pdf("files", "kbis.pdf"));
    visitor.submit_and_open(&message).await;
    let complete = json!({ "documents_are_complete": true, "name_matches": true });
    office
        .does(solene, "VER-0001", "documents_sent", complete)
        .await;
    let refused = office.act(ines, "VER-0001", "take", json!({})).await;
    assert_eq!(refused.status, 422, "the manager of the publisher judges");
    office.does(&remi, "VER-0001", "take", json!({})).await;
    let files = office.reads(&remi, "VER-0001/attachments").await;
    assert_eq!(
        names(&files),
        ["mandat.pdf", "kbis.pdf"],
        "the reviewer reads the mandate too"
    );

    // Two pairs of eyes: who recommended may not decide.
    office
        .does(&remi, "VER-0001", "recommend", recommendation("approve"))
        .await;
    let ticket = json!({ "platform_ticket": "PLT-7781" });
    let refused = office
        .act(&remi, "VER-0001", "approve", ticket.clone())
        .await;
    assert!(
        refused.text().contains("guard.not_actor_of"),
        "{}",
        refused.text()
    );
    office.does(&rose, "VER-0001", "approve", ticket).await;

    // The platform refuses; the request comes back to its manager.
    let refusal = json!({
        "decision_reason": "not_notable",
        "explanation": "La plateforme juge la couverture de presse insuffisante.",
    });
    office
        .does(ines, "VER-0001", "record_refusal", refusal)
        .await;
    desk.counter.work().await;
    assert!(office.heard(solene, "couverture de presse insuffisante"));
    assert_eq!(office.state("REQ-0001").await, "in_progress");

    // The partner appeals; somebody who has not judged it yet looks again.
    desk.counter.pass(Span::days(3)).await;
    let evidence = json!({ "new_evidence": "Trois articles parus depuis, de titres nationaux." });
    office
        .does(solene, "VER-0001", "appeal", evidence.clone())
        .await;
    desk.counter.work().await;
    assert!(office.heard(maud, "[VER-0001] Du nouveau"));
    for earlier in [&remi, &rose] {
        let assignee = json!({ "assignee": earlier.id.to_string() });
        let refused = office
            .act(maud, "VER-0001", "accept_appeal", assignee)
            .await;
        assert_eq!(refused.status, 422, "{}", refused.text());
    }
    let assignee = json!({ "assignee": sacha.id.to_string() });
    office
        .does(maud, "VER-0001", "accept_appeal", assignee)
        .await;
    office
        .does(&sacha, "VER-0001", "recommend", recommendation("approve"))
        .await;
    let ticket = json!({ "platform_ticket": "PLT-9102" });
    office.does(&rose, "VER-0001", "approve", ticket).await;
    let decision = json!({ "decision_ref": "DEC-118, 25/09/2026", "attestation_kept": true });
    office
        .does(ines, "VER-0001", "record_approval", decision)
        .await;
    desk.counter.work().await;

    // Nothing is kept of the documents, here or on the request they came with.
    for case in ["VER-0001", "REQ-0001"] {
        let files = office.reads(ines, &format!("{case}/attachments")).await;
        assert!(names(&files).is_empty(), "{case}: {files}");
    }
    let letters = office.letters(solene);
    for subject in [
        "Des pièces à nous envoyer",
        "Pièces bien reçues",
        "Dossier transmis à la plateforme",
        "Vérification non accordée",
        "Réexamen accepté",
        "Vérification accordée",
    ] {
        let whole = format!("[VER-0001] {subject}");
        assert!(
            letters.iter().any(|letter| letter.starts_with(&whole)),
            "{subject}: {letters:?}"
        );
    }
    office.close().await;
}

async fn reviewers(office: &Office) -> [Persona; 3] {
    let counter = &office.desk.counter;
    let reviewer: &[(Role, &str)] = &[(Role::Reviewer, "FR")];
    [
        counter
            .staff("Rémi Astruc", "remi@desk.example", reviewer)
            .await,
        counter
            .staff("Rose Vidal", "rose@desk.example", reviewer)
            .await,
        counter
            .staff("Sacha Perrin", "sacha@desk.example", reviewer)
            .await,
    ]
}

/// Goes through the form as an agent with a mandate.
async fn ask_for_the_badge(visitor: &Visitor) {
    let page = visitor.open("/portal/new").await;
    let mut page = visitor
        .submit_and_open(
            &page
                .form("/portal/new")
                .fill("type", "account_verification"),
        )
        .await;
    let steps: [&[(&str, &str)]; 4] = [
        &[
            ("title", "La coche pour notre chaîne"),
            ("legal_name", "Arènes TV SAS"),
            ("country", "FR"),
            ("authorised_agent", "yes"),
        ],
        &[
            ("handles", "@arenes.tv"),
            ("account_type", "organisation"),
            ("siret", "732 829 320 00074"),
            ("official_site", "https://arenes.example.com"),
            ("official_email", "contact@arenes.example.com"),
            ("mfa_enabled", "yes"),
        ],
        &[
            (
                "press_links",
                "https://journal.example.com/a\nhttps://hebdo.example.com/b\nhttps://radio.example.com/c",
            ),
            ("representative_name", "Solène Maupin"),
            ("representative_role", "Directrice"),
        ],
        &[("impact", "1"), ("urgency", "1"), ("language", "fr")],
    ];
    for answers in steps {
        let path = page.url.path().to_owned();
        let mut form = page.form(&path);
        for (name, value) in answers {
            form = form.fill(name, value);
        }
        if answers.iter().any(|(name, _)| *name == "press_links") {
            form = form.attach(pdf("mandate", "mandat.pdf"));
        }
        page = visitor.submit_and_open(&form).await;
        assert!(!page.words().contains("à corriger"), "{}", page.words());
    }
    let path = page.url.path().to_owned();
    let sent = visitor.submit_and_open(&page.form(&path)).await.words();
    assert!(sent.contains("REQ-0001"), "{sent}");
}

fn recommendation(what: &str) -> Value {
    json!({
        "recommendation": what, "checklist_decided": true, "press_links_judged": true,
        "review_note": "Extrait et mandat en règle, nom conforme.",
    })
}

fn pdf(field: &str, name: &str) -> File {
    File {
        field: field.to_owned(),
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        content: b"%PDF-1.7\n%%EOF\n".to_vec(),
    }
}

fn names(files: &Value) -> Vec<&str> {
    let list = files["items"].as_array().expect("a list");
    list.iter()
        .map(|file| file["file_name"].as_str().expect("a name"))
        .collect()
}
