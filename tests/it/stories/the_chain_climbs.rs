//! A critical request that nobody answers: a rota, an absence, a gap, a repetition, an acknowledgement that
//! nothing follows, and an end. Each level tells once.

use domain::people::Role;
use domain::time::Span;
use guichet::usecases::clock::Clock as _;
use serde_json::{Value, json};

use crate::world::counter::{Persona, link_in};
use crate::world::database::Database;
use crate::world::desk::{Desk, reference};

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_climbs_on_sqlite() {
    the_chain_climbs(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chain_climbs_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        the_chain_climbs(database).await;
    }
}

async fn the_chain_climbs(database: Database) {
    let desk = Desk::open(database).await;
    let counter = &desk.counter;
    let staff = async |name: &str, role, team| {
        let address = format!("{}@desk.example", name.to_lowercase());
        counter.staff(name, &address, &[(role, team)]).await
    };
    let aoife = staff("Aoife", Role::Specialist, "EMEA").await;
    let joris = staff("Joris", Role::Specialist, "EMEA").await;
    let greta = staff("Greta", Role::Lead, "EMEA").await;
    let dana = staff("Dana", Role::Specialist, "CENTRAL").await;
    let marcus = staff("Marcus", Role::Lead, "CENTRAL").await;
    let paged = |who: &Persona| {
        let inbox = counter.smtp.inbox(&who.email);
        let with_link = |mail: &&crate::world::mail::Mail| {
            mail.links().iter().any(|link| link.contains("/ack/"))
        };
        inbox.iter().filter(with_link).count()
    };
    let pages = || [&desk.maud, &aoife, &joris, &greta, &dana, &marcus].map(paged);

    // 11:00 in Paris: it is Joris's week in Dublin, but he says that he is away.
    counter.pass(Span::hours(2)).await;
    let away = |hours: i64| {
        let now = counter.clock.now();
        json!({ "from": now.to_rfc3339(), "until": now.plus(Span::hours(hours)).to_rfc3339() })
    };
    let his = desk.program(&joris).await;
    his.post_json("/api/v1/absences", &away(48))
        .await
        .expect_status(201);

    // Half an hour later nobody has answered, and nobody owns it: the lead and whoever stands in hear, each
    // with the link to take it on.
    let asked = json!({
        "request_type": "content_reco",
        "answers": {
            "title": "Direct de ce soir", "handles": ["arenes.tv"], "language": "fr", "impact": "3",
            "urgency": "3", "goal": "watch_time", "formats": ["live"],
        },
    });
    let solene = desk.program(&desk.solene).await;
    let case = reference(
        &solene
            .post_json("/api/v1/cases", &asked)
            .await
            .expect_status(201),
    );
    counter.pass(Span::minutes(29)).await;
    assert_eq!(pages(), [0; 6]);
    counter.pass(Span::minutes(1)).await;
    assert_eq!(pages(), [1, 1, 0, 0, 0, 0]);
    counter.pass(Span::minutes(15)).await;
    assert_eq!(pages(), [1, 1, 0, 1, 0, 0]);
    counter.pass(Span::minutes(30)).await;
    assert_eq!(pages(), [1, 1, 0, 1, 1, 0]);
    counter.pass(Span::minutes(60)).await;
    assert_eq!(pages(), [1, 1, 0, 1, 1, 1]);

    // An hour without anybody: from the top. Dana is away now: her level falls through at once, in the open.
    let hers = desk.program(&dana).await;
    hers.post_json("/api/v1/absences", &away(48))
        .await
        .expect_status(201);
    counter.pass(Span::minutes(60)).await;
    assert_eq!(pages(), [2, 2, 0, 1, 1, 1]);
    counter.pass(Span::minutes(15)).await;
    assert_eq!(pages(), [2, 2, 0, 2, 1, 1]);
    counter.pass(Span::minutes(30)).await;
    assert_eq!(pages(), [2, 2, 0, 2, 1, 2]);
    let lead = desk.program(&desk.maud).await;
    let events: Value = lead
        .get_json(&format!("/api/v1/cases/{case}/events?limit=200"))
        .await
        .json();
    let gaps: Vec<&Value> = events["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|event| event["type"] == "coverage_gap")
        .collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0]["facts"]["wanted"][0], "rota:central-oncall");
    let maud = desk.sign_in(&desk.maud).await;
    assert!(
        maud.open("/team/sla").await.words().contains("personne"),
        "the gap is on the board's feed"
    );

    // The link in Greta's first mail is good although the chain was repeated since.
    let first = &counter.smtp.inbox(&greta.email)[0];
    let link = link_in(first, "/ack/");
    let visitor = counter.stranger();
    let page = visitor.open(&link).await;
    visitor.submit_and_open(&page.form(&link)).await;
    let page = maud.open(&format!("/cases/{case}")).await.words();
    assert!(page.contains("Acquittée par Greta"), "{page}");
    assert!(page.contains("si rien ne se passe"), "{page}");
    let before = pages();
    counter.pass(Span::minutes(59)).await;
    assert_eq!(pages(), before, "nothing climbs once it is taken on");

    // An hour in which nothing happens: it begins again.
    counter.pass(Span::minutes(1)).await;
    assert_eq!(pages(), [3, 3, 0, 2, 1, 2]);
    let whole: Value = lead.get_json(&format!("/api/v1/cases/{case}")).await.json();
    let run = &whole["escalations"][0];
    assert_eq!(run["next_told"], "Greta", "{whole}");
    let run = run["id"].as_str().expect("an identity");
    let address = format!("/api/v1/escalations/{run}/acknowledge");
    let taken: Value = lead
        .post_json(&address, &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(taken["acknowledged_by"], "Maud Le Bihan");
    lead.post_json(&address, &json!({}))
        .await
        .expect_status(200);

    // Whatever staff do keeps it quiet; it is no activity that a clock warns or the partner writes.
    counter.pass(Span::minutes(50)).await;
    let note = json!({ "audience": "internal", "body": "Je vois avec la régie." });
    let messages = format!("/api/v1/cases/{case}/messages");
    lead.post_json(&messages, &note).await.expect_status(201);
    counter.pass(Span::minutes(50)).await;
    assert_eq!(pages(), [3, 3, 0, 2, 1, 2]);

    // The end ends everything.
    let done = json!({
        "transition": "decline",
        "input": { "decline_reason": "out_of_scope", "explanation": "Nous ne pouvons pas donner suite à cette demande." },
    });
    let transitions = format!("/api/v1/cases/{case}/transitions");
    let request = lead
        .request(reqwest::Method::POST, &transitions)
        .header("if-match", "*")
        .json(&done);
    lead.send(request).await.expect_status(200);
    counter.pass(Span::days(3)).await;
    assert_eq!(pages(), [3, 3, 0, 2, 1, 2]);
    desk.counter.close().await;
}
