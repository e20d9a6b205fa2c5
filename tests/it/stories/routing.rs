//! Where cases go and who is asked: the form's wish, one person told, nobody given what they cannot have.

use domain::absence::Absence;
use domain::ids::AbsenceId;
use domain::people::Role;
use domain::time::Span;
use serde_json::{Value, json};

use crate::world::counter::Persona;
use crate::world::database::Database;
use crate::world::desk::{Desk, new_case, reference};
use crate::world::http::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn cases_go_where_they_belong_on_sqlite() {
    story(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_go_where_they_belong_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        story(database).await;
    }
}

async fn story(database: Database) {
    let desk = Desk::open(database).await;
    let counter = &desk.counter;
    let staff = async |name: &str, email: &str, roles: &[(Role, &str)]| {
        counter.staff(name, email, roles).await
    };
    let hugo = staff("Hugo Tanguy", "hugo@desk.example", &[(Role::Manager, "FR")]).await;
    let rita = staff("Rita Faure", "rita@desk.example", &[(Role::Reviewer, "FR")]).await;
    let theo = staff(
        "Théo Lemoine",
        "theo@desk.example",
        &[(Role::Reviewer, "FR")],
    )
    .await;
    let ewan = staff(
        "Ewan Byrne",
        "ewan@desk.example",
        &[(Role::Specialist, "EMEA")],
    )
    .await;
    let nora = staff("Nora Quinn", "nora@desk.example", &[(Role::Lead, "EMEA")]).await;
    let kim = staff(
        "Kim Alvarez",
        "kim@desk.example",
        &[(Role::Specialist, "CENTRAL")],
    )
    .await;

    // A new request is announced to the one person it is proposed to.
    let plain = desk.request("Formats courts").await;
    counter.work().await;
    assert_eq!(announced(&desk, &plain), ["ines@desk.example"]);
    let shown = case(&desk.program(&desk.ines).await, &plain).await;
    assert_eq!(shown["team"], "FR");
    assert_eq!(shown["route"]["proposed"]["name"], "Inès Caradec");
    assert_eq!(shown["route"]["strategy"], "portfolio_owner");
    assert_eq!(
        shown["route"]["candidates"]
            .as_array()
            .expect("people")
            .len(),
        2
    );

    // A comparison with peers goes to the regional team, as the form says, and to its specialist.
    let solene = desk.program(&desk.solene).await;
    let peers = solene
        .post_json("/api/v1/cases", &analysis("peers"))
        .await
        .expect_status(201);
    let peers = reference(&peers);
    counter.work().await;
    assert_eq!(announced(&desk, &peers), ["ewan@desk.example"]);
    let ewan_does = desk.program(&ewan).await;
    let regional = case(&ewan_does, &peers).await;
    assert_eq!(
        (&regional["team"], &regional["desk"]),
        (&json!("EMEA"), &json!("EMEA"))
    );
    assert_eq!(regional["route"]["title"], "Demandes des éditeurs");
    make(&ewan_does, &peers, "take", json!({})).await;

    // When nobody could be proposed, the leads hear of it.
    let absences = away(&desk, &[&desk.ines, &hugo]).await;
    let orphan = desk.request("Personne au bureau").await;
    counter.work().await;
    assert_eq!(announced(&desk, &orphan), ["maud@desk.example"]);
    back(&desk, absences).await;

    gives(&desk, &plain, &hugo, &kim).await;
    delegates(&desk, &plain, &ewan_does, &nora).await;
    escalates(&desk, &plain, &ewan_does).await;
    verifies(&desk, &rita, &theo, &kim).await;
    desk.counter.close().await;
}

/// C17: a case is not given to somebody away, outside, or twice; nor when it is over.
async fn gives(desk: &Desk, plain: &str, hugo: &Persona, outsider: &Persona) {
    let maud = desk.program(&desk.maud).await;
    let absences = away(desk, &[hugo]).await;
    let refused = give(&maud, plain, Some(hugo)).await.expect_status(422);
    assert_eq!(refused.json::<Value>()["code"], "guard.assignee_available");
    back(desk, absences).await;
    let refused = give(&maud, plain, Some(outsider)).await.expect_status(422);
    assert_eq!(
        refused.json::<Value>()["errors"][0]["code"],
        "unknown_person"
    );
    // Given by the workflow's own move: it is in progress from now on, and the partner is told.
    let given = give(&maud, plain, Some(hugo)).await.expect_status(200);
    assert_eq!(given.json::<Value>()["state"], "in_progress");
    desk.counter.work().await;
    let told = desk.counter.smtp.inbox(&hugo.email).len();
    let again = give(&maud, plain, Some(hugo)).await.expect_status(200);
    assert_eq!(
        again.json::<Value>()["version"],
        given.json::<Value>()["version"]
    );
    desk.counter.work().await;
    assert_eq!(
        desk.counter.smtp.inbox(&hugo.email).len(),
        told,
        "told twice"
    );
    // The same through the move's own input.
    let input = json!({ "assignee": outsider.id });
    let refused = try_move(&maud, plain, "reassign", input).await;
    assert_eq!(refused["errors"][0]["code"], "unknown_person", "{refused}");
    give(&maud, plain, Some(&desk.ines))
        .await
        .expect_status(200);
    assert_eq!(case(&maud, plain).await["owner"]["name"], "Inès Caradec");
}

/// What is handed to another team can be taken on there, and comes back to who answers to the partner.
async fn delegates(desk: &Desk, plain: &str, ewan: &Visitor, nora: &Persona) {
    let ines = desk.program(&desk.ines).await;
    let handover = json!({
        "team": "EMEA", "due_on": "2026-10-30",
        "handover": "Il nous faut la courbe minute par minute de la finale.",
    });
    make(&ines, plain, "delegate", handover).await;
    desk.counter.work().await;
    let told = |who: &str| desk.counter.smtp.inbox(who).len();
    assert!(told("ewan@desk.example") > 0);
    let leads = told(&nora.email);
    let waiting = case(ewan, plain).await;
    assert_eq!(waiting["route"]["proposed"]["name"], "Ewan Byrne");
    make(ewan, plain, "take_on", json!({})).await;
    let taken = case(ewan, plain).await;
    assert_eq!(taken["owner"]["name"], "Ewan Byrne");
    let answer = json!({ "internal_answer": "Voici la courbe, en pièce jointe du dossier." });
    make(ewan, plain, "hand_back", answer).await;
    let back = case(&ines, plain).await;
    assert_eq!(back["owner"]["name"], "Inès Caradec");
    assert_eq!(
        (&back["desk"], &back["state"]),
        (&json!("FR"), &json!("in_progress"))
    );
    assert_eq!(
        told(&nora.email),
        leads,
        "the lead is told only when nobody is proposed"
    );
}

/// While a technical escalation is worked on, its team holds the request too: its stay is what counts.
async fn escalates(desk: &Desk, plain: &str, ewan: &Visitor) {
    let ines = desk.program(&desk.ines).await;
    let raised = json!({
        "business_impact": "La rediffusion de la finale est illisible.",
        "already_tried": "Relecture sur trois appareils, même coupure à la minute 12.",
    });
    make(&ines, plain, "escalate", raised).await;
    desk.counter.work().await;
    let parent = case(&ines, plain).await;
    assert_eq!(
        (&parent["team"], &parent["desk"]),
        (&json!("FR"), &json!("EMEA"))
    );
    let clocks: Value = ines
        .get_json(&format!("/api/v1/cases/{plain}/clocks"))
        .await
        .expect_status(200)
        .json();
    let stays: Vec<(&str, i64)> = clocks["items"]
        .as_array()
        .expect("clocks")
        .iter()
        .filter(|clock| clock["metric"] == "ownership")
        .map(|clock| {
            let stage = clock["stage"].as_str().unwrap_or_default();
            (stage, clock["cycle"].as_i64().unwrap_or_default())
        })
        .collect();
    assert!(
        stays.iter().any(|(stage, _)| *stage == "running"),
        "{clocks}"
    );
    // The request is not answered past its escalation.
    let answer = json!({ "internal_answer": "Réponse avant la fin de l’escalade." });
    let refused = try_move(ewan, plain, "hand_back", answer).await;
    assert_eq!(refused["code"], "guard.children_over", "{refused}");
}

/// A verification is proposed to a reviewer who is not the publisher's own manager, and the platform's
/// answer is for the central team to record.
async fn verifies(desk: &Desk, rita: &Persona, theo: &Persona, kim: &Persona) {
    let solene = desk.program(&desk.solene).await;
    let asked = solene.post_json("/api/v1/cases", &verification()).await;
    let asked = reference(&asked.expect_status(201));
    let ines = desk.program(&desk.ines).await;
    make(&ines, &asked, "take", json!({})).await;
    make(&ines, &asked, "open_verification", json!({})).await;
    desk.counter.work().await;
    let parent = case(&ines, &asked).await;
    assert_eq!(parent["desk"], "FR");
    let opened = "VER-0001";
    assert_eq!(announced(desk, opened), ["rita@desk.example"]);
    let shown = case(&ines, opened).await;
    let compared: Vec<&str> = shown["route"]["candidates"]
        .as_array()
        .expect("people")
        .iter()
        .filter_map(|one| one["person"]["name"].as_str())
        .collect();
    assert_eq!(compared, ["Rita Faure", "Théo Lemoine"]);

    let request = json!({
        "legal_entity": "Arènes TV SAS", "handle": "@arenes.tv", "account_type": "media_title",
        "document_request": "Un extrait Kbis de moins de trois mois et une pièce d’identité.",
    });
    make(&ines, opened, "request_documents", request).await;
    let sent = json!({ "documents_are_complete": true, "name_matches": true });
    make(&ines, opened, "documents_sent", sent).await;
    let rita = desk.program(rita).await;
    make(&rita, opened, "take", json!({})).await;
    let recommended = json!({
        "recommendation": "approve", "checklist_decided": true, "press_links_judged": true,
        "review_note": "Tout concorde, trois articles jugés.",
    });
    make(&rita, opened, "recommend", recommended).await;
    let theo = desk.program(theo).await;
    make(
        &theo,
        opened,
        "approve",
        json!({ "platform_ticket": "TKT-4411" }),
    )
    .await;
    desk.counter.work().await;
    let kim_does = desk.program(kim).await;
    let held = case(&kim_does, opened).await;
    assert_eq!(
        (&held["team"], &held["desk"]),
        (&json!("FR"), &json!("CENTRAL"))
    );
    assert!(!desk.counter.smtp.inbox(&kim.email).is_empty());
    make(&kim_does, opened, "take_on", json!({})).await;
    let decided = json!({ "decision_ref": "DEC-9, 30/09/2026", "attestation_kept": true });
    make(&kim_does, opened, "record_approval", decided).await;
    assert_eq!(case(&ines, opened).await["state"], "approved");
}

/// Who got the mail that announces a case.
fn announced(desk: &Desk, reference: &str) -> Vec<String> {
    let mark = format!("[{reference}] ");
    let staff = [
        "ines", "hugo", "maud", "odile", "rita", "theo", "ewan", "nora", "kim",
    ];
    staff
        .iter()
        .map(|name| format!("{name}@desk.example"))
        .filter(|email| {
            let inbox = desk.counter.smtp.inbox(email);
            inbox.iter().any(|mail| {
                mail.subject().starts_with(&mark) && mail.subject().contains("Nouvelle demande")
            })
        })
        .collect()
}

/// Puts people down as away for two days from now; gives what to call off.
async fn away(desk: &Desk, people: &[&Persona]) -> Vec<Absence> {
    let app = &desk.counter.house.app;
    let mut absences = Vec::new();
    for person in people {
        let absence = Absence {
            id: AbsenceId::new(app.ids.as_ref(), app.now()),
            person: person.id,
            from: app.now(),
            until: app.now().plus(Span::days(2)),
            recorded_by: person.id,
            recorded_at: app.now(),
        };
        let planned = app.store.plan_absence(absence.clone(), None).await;
        planned.expect("an absence");
        absences.push(absence);
    }
    app.forget_staff();
    absences
}

async fn back(desk: &Desk, absences: Vec<Absence>) {
    let app = &desk.counter.house.app;
    for one in absences {
        let ended = app.store.end_absence(one.id, one.person, app.now()).await;
        ended.expect("somebody who is back");
    }
    app.forget_staff();
}

async fn case(program: &Visitor, reference: &str) -> Value {
    let answer = program
        .get_json(&format!("/api/v1/cases/{reference}"))
        .await;
    answer.expect_status(200).json()
}

async fn give(
    program: &Visitor,
    reference: &str,
    to: Option<&Persona>,
) -> crate::world::http::Answer {
    let change = json!({ "owner": to.map(|one| one.id) });
    let address = format!("/api/v1/cases/{reference}");
    let request = program.request(reqwest::Method::PATCH, &address);
    program
        .send(request.header("If-Match", "*").json(&change))
        .await
}

async fn attempt(
    program: &Visitor,
    reference: &str,
    transition: &str,
    input: Value,
) -> crate::world::http::Answer {
    let address = format!("/api/v1/cases/{reference}/transitions");
    let body = json!({ "transition": transition, "input": input });
    let request = program.request(reqwest::Method::POST, &address);
    program
        .send(request.header("If-Match", "*").json(&body))
        .await
}

async fn make(program: &Visitor, reference: &str, transition: &str, input: Value) {
    let answer = attempt(program, reference, transition, input).await;
    assert_eq!(answer.status, 200, "{transition}: {}", answer.text());
}

async fn try_move(program: &Visitor, reference: &str, transition: &str, input: Value) -> Value {
    attempt(program, reference, transition, input)
        .await
        .expect_status(422)
        .json()
}

fn analysis(comparison: &str) -> Value {
    let mut case = new_case("Audience face aux autres chaînes");
    case["request_type"] = json!("data_analysis");
    case["answers"] = json!({
        "title": "Audience face aux autres chaînes", "handles": ["arenes.tv"], "language": "fr",
        "impact": "1", "urgency": "1", "comparison": comparison, "peer_set": "Chaînes de sport",
        "question": "Comment nos directs se placent-ils ?", "metrics": ["views"],
        "period_from": "2026-09-01", "period_to": "2026-09-20", "format": "note",
        "granularity": "day", "external_use": false,
    });
    case
}

fn verification() -> Value {
    json!({
        "request_type": "account_verification",
        "answers": {
            "title": "Badge du compte principal", "handles": ["arenes.tv"], "language": "fr",
            "impact": "1", "urgency": "1", "account_type": "media_title",
            "legal_name": "Arènes TV SA", "country": "BE", "registration_no": "0403170701",
            "official_site": "https://arenes.example", "official_email": "redaction@arenes.example",
            "press_links": [
                "https://presse.example/a", "https://journal.example/b", "https://radio.example/c",
            ],
            "representative_name": "Solène Maupin", "representative_role": "Directrice",
            "authorised_agent": false, "mfa_enabled": true, "previous_refusal": false,
        },
    })
}
