//! A partner's list and the sending of a request: nothing open is hidden by its age, and what is sent is
//! what was read.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::database::Database;
use crate::world::desk::{Desk, create, new_case, reference};

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_open_request_is_still_on_the_partners_list_behind_hundreds_of_others() {
    for database in [Some(Database::sqlite()), Database::postgres().await] {
        let Some(database) = database else { continue };
        let desk = Desk::open(database).await;
        let program = desk.program(&desk.solene).await;
        let oldest = reference(
            &create(&program, "La toute première")
                .await
                .expect_status(201),
        );
        for n in 0..110 {
            let mut later = new_case(&format!("Demande {n}"));
            // More urgent than the first, so that they come before it in every order there is.
            later["answers"]["impact"] = json!("3");
            program
                .post_json("/api/v1/cases", &later)
                .await
                .expect_status(201);
        }
        let solene = desk.sign_in(&desk.solene).await;
        let mut page = solene.open("/portal").await;
        assert!(
            page.words().contains("(111)"),
            "all are counted: {}",
            page.words()
        );
        let mut pages = 1;
        while !page
            .text()
            .contains(&format!("/portal/requests/{oldest}\""))
        {
            let next = page
                .text()
                .split_once("href=\"/portal?after=")
                .and_then(|(_, rest)| Some(rest.split('"').next()?.to_owned()));
            let next = next.expect("a further page");
            page = solene.open(&format!("/portal?after={next}")).await;
            pages += 1;
        }
        assert_eq!(pages, 3, "fifty a page");
        solene
            .get("/portal?after=nonsense")
            .await
            .expect_status(422);
        desk.counter.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_is_what_was_read_and_the_notice_that_was_shown_is_kept() {
    let desk = Desk::open(Database::sqlite()).await;
    let solene = desk.sign_in(&desk.solene).await;
    let choice = solene.open("/portal/new").await.form("/portal/new");
    let mut page = solene
        .submit_and_open(&choice.fill("type", "content_reco"))
        .await;
    let answers = [
        ("title", "Formats courts"),
        ("handles", "arenes.tv"),
        ("language", "fr"),
        ("impact", "1"),
        ("urgency", "1"),
        ("goal", "watch_time"),
        ("formats", "short"),
    ];
    while !page.url.path().ends_with("/check") {
        let path = page.url.path().to_owned();
        let mut form = page.form(&path);
        let text = page.text();
        for (name, value) in answers {
            if text.contains(&format!("name=\"{name}\"")) {
                form = form.fill(name, value);
            }
        }
        page = solene.submit_and_open(&form).await;
    }
    let check = page.url.path().to_owned();
    let form = page.form(&check);
    let shown = form
        .value("notice")
        .expect("the notice's version")
        .to_owned();
    let draft = form.value("draft").expect("the draft").to_owned();

    // Another notice, and answers of another time: both are shown again, nothing is sent.
    for (name, value) in [("notice", "1999-1"), ("version", "0")] {
        let stale = form.clone().without(name).forge(name, value);
        let again = solene.submit(&stale).await.expect_status(409);
        assert!(
            again.words().contains("Rien n’est encore envoyé"),
            "{}",
            again.words()
        );
        assert_eq!(again.form(&check).value("notice"), Some(shown.as_str()));
    }
    let staff = desk.program(&desk.ines).await;
    let address = format!("/api/v1/cases/{draft}");
    staff.get_json(&address).await.expect_status(404);

    solene.submit(&form).await.expect_status(303);
    let sent: Value = staff.get_json(&address).await.expect_status(200).json();
    assert_eq!(sent["facts"]["notice_version"], json!(shown));
    // Sent twice, also with what is old by now: the same page.
    let twice = solene.submit(&form).await.expect_status(303);
    assert!(
        twice
            .location()
            .is_some_and(|at| at.path().ends_with("/sent"))
    );
    let csrf = form.value("csrf").expect("a token");
    let bare = solene
        .request(Method::POST, &check)
        .form(&[("csrf", csrf), ("draft", draft.as_str())]);
    solene.send(bare).await.expect_status(303);
    desk.counter.close().await;
}
