//! Refusals as people read them: titles and not keys for the staff, nothing of our side for partners; and a
//! status that is the same in the answer and in its body.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::database::Database;
use crate::world::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_move_names_titles_to_staff_and_nothing_to_partners() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let address = format!("/api/v1/cases/{reference}/transitions");
    let body = |transition: &str| json!({ "transition": transition, "version": 1 });

    let staff = desk.program(&desk.ines).await.in_language("en");
    let refused = staff.post_json(&address, &body("close")).await;
    let refused: Value = refused.expect_status(422).json();
    let said = refused["detail"].as_str().expect("a sentence");
    assert!(
        !said.contains("close”") && !said.contains("submitted"),
        "keys are no words: {said}"
    );
    assert!(
        ["wrong_state", "wrong_role"].contains(&refused["code"].as_str().expect("a code")),
        "{refused}"
    );

    let partner = desk.program(&desk.solene).await.in_language("en");
    let mut seen = Vec::new();
    for transition in ["take", "close", "confirm", "resolve"] {
        let refused = partner.post_json(&address, &body(transition)).await;
        let mut refused: Value = refused.expect_status(422).json();
        refused["errors"] = Value::Null;
        seen.push(refused);
    }
    assert!(seen.windows(2).all(|two| two[0] == two[1]), "{seen:?}");
    let first = seen.first().expect("a refusal");
    assert_eq!(first["code"], "wrong_state");
    let said = first["detail"].as_str().expect("a sentence");
    assert_eq!(
        said,
        "This is not possible for this request as it stands now"
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_is_not_taken_says_which_are_and_says_it_once() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let program = desk.program(&desk.ines).await;
    for (method, address, allowed) in [
        (Method::DELETE, "/api/v1/cases".to_owned(), "GET, POST"),
        (
            Method::PUT,
            format!("/api/v1/cases/{reference}"),
            "GET, PATCH",
        ),
        (Method::POST, "/api/v1/me".to_owned(), "GET"),
    ] {
        let answer = program.send(program.request(method, &address)).await;
        let answer = answer.expect_status(405);
        assert_eq!(answer.header("allow"), Some(allowed), "{address}");
        let problem: Value = answer.json();
        assert_eq!(problem["status"], 405, "{problem}");
        assert_eq!(problem["code"], "method_not_allowed");
    }
    let nothing = program.get_json("/api/v1/nothing").await;
    assert_eq!(nothing.expect_status(404).json::<Value>()["status"], 404);
    // A page takes what its own forms send.
    let stranger = desk.counter.stranger();
    let page = stranger.send(stranger.request(Method::DELETE, "/queue"));
    page.await.expect_status(404);
    desk.counter.close().await;
}
