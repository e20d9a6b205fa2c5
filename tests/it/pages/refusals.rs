//! A page that says no says what was typed, where to go on, and under which name the log has it.

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, REFERER};

use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::form::File;
use crate::world::http::Visitor;

const TYPED: &str = "Une longue réponse, écrite pendant que la session finissait.";

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_typed_while_the_session_ended_is_given_back_with_a_way_on() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let (case, request) = (
        format!("/cases/{reference}"),
        format!("/portal/requests/{reference}"),
    );
    let ines = desk.sign_in(&desk.ines).await;
    let solene = desk.sign_in(&desk.solene).await;
    let note = ines.open(&case).await.form(&format!("{case}/messages"));
    let asking = format!("{case}/do/ask");
    let question = ines.open(&asking).await.form(&asking);
    let reply = solene.open(&request).await.form(&request);
    let with_file = reply.clone().attach(File {
        field: "files".to_owned(),
        name: "relevé.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        content: b"1;2;3".to_vec(),
    });
    let before = desk.stored(&reference).await;

    let gone = desk.counter.stranger();
    for (form, control, page) in [
        (note, "body", &case),
        (question, "question", &asking),
        (reply, "body", &request),
        (with_file, "body", &request),
    ] {
        let answer = gone.submit(&form.fill(control, TYPED)).await;
        let answer = answer.expect_status(401);
        assert!(answer.text().contains(TYPED), "{}", answer.text());
        // A browser says which page the form was on.
        let request = gone
            .request(Method::POST, &format!("{case}/messages"))
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(REFERER, format!("{}{page}", desk.counter.url))
            .body("csrf=x&body=Bonjour");
        let door = gone.send(request).await.expect_status(401);
        let next = page.replace('/', "%2F");
        let way = format!("/sign-in?next={next}");
        assert!(door.text().contains(&way), "{way}: {}", door.text());
    }
    assert_eq!(desk.stored(&reference).await, before);
    assert!(desk.counter.files().is_empty(), "no file was written");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_gives_the_reason_back_and_leads_to_the_case() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let ines = desk.sign_in(&desk.ines).await;
    let page = ines.open(&format!("/cases/{reference}")).await;
    let csrf = page.form(&format!("/cases/{reference}/messages"));
    let csrf = csrf.value("csrf").expect("a token").to_owned();
    let body = format!("csrf={csrf}&version=99&priority=P1&reason=Le+direct+commence+ce+soir");
    let answer = post(&ines, &format!("/cases/{reference}/priority"), &body).await;
    let answer = answer.expect_status(409);
    let text = answer.text();
    assert!(text.contains("Le direct commence ce soir"), "{text}");
    assert!(text.contains(&format!("/r/{reference}")), "{text}");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_do_not_say_for_whom_they_are_go_to_nobody() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let ines = desk.sign_in(&desk.ines).await;
    let address = format!("/cases/{reference}/messages");
    let page = ines.open(&format!("/cases/{reference}")).await;
    let csrf = page
        .form(&address)
        .value("csrf")
        .expect("a token")
        .to_owned();
    for audience in ["", "&audience=", "&audience=partner", "&audience=Internal"] {
        let body = format!("csrf={csrf}&body=Pour+nous+seuls+{audience}");
        let answer = post(&ines, &address, &body).await.expect_status(422);
        assert!(answer.text().contains("Pour nous seuls"), "{audience}");
    }
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_opens_no_page() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let write_only = desk.counter.token(&desk.ines, &["write"]).await;
    let program = desk.counter.stranger().with_token(&write_only);
    for page in ["/queue", &format!("/cases/{reference}"), "/team/sla"] {
        let answer = program.get(page).await.expect_status(303);
        let door = answer.location().expect("a way on");
        assert_eq!(door.path(), "/sign-in", "{page}");
    }
    program.get_json("/api/v1/me").await.expect_status(403);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_ours_has_a_name_on_the_page_and_in_the_api() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let ines = desk.sign_in(&desk.ines).await;
    let program = desk.program(&desk.ines).await;
    let address = desk.counter.database_url();
    let path = address.trim_start_matches("sqlite://").split('?').next();
    let damage = rusqlite::Connection::open(path.expect("a path")).expect("the file");
    damage
        .execute_batch("ALTER TABLE message RENAME TO message_gone")
        .expect("the table is gone");

    let page = ines.get(&format!("/cases/{reference}")).await;
    let text = page.expect_status(500).text();
    let (_, after) = text.split_once("<code>").expect("a name");
    let name = after.split('<').next().expect("its end");
    assert_eq!(name.len(), 36, "{name}");
    let answer = program
        .get_json(&format!("/api/v1/cases/{reference}/messages"))
        .await
        .expect_status(500);
    let problem: serde_json::Value = answer.json();
    let instance = problem["instance"].as_str().expect("a name");
    assert!(instance.starts_with("urn:uuid:"), "{instance}");
    damage
        .execute_batch("ALTER TABLE message_gone RENAME TO message")
        .expect("the table is back");
    desk.counter.close().await;
}

async fn post(visitor: &Visitor, address: &str, body: &str) -> crate::world::http::Answer {
    let request = visitor
        .request(Method::POST, address)
        .header(ACCEPT, "text/html")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    visitor.send(request.body(body.to_owned())).await
}
