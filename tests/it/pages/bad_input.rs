//! Forged, stale, malformed and oversized forms: each is refused with its status and a page in the
//! person's language, and nothing is stored.

use reqwest::Method;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};

use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::{Answer, Visitor};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_not_of_the_session_is_refused_in_the_persons_language() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let ines = desk.sign_in(&desk.ines).await;
    let address = format!("/cases/{reference}/messages");
    let form = ines
        .open(&format!("/cases/{reference}"))
        .await
        .form(&address)
        .fill("body", "Bonjour");

    let missing = ines
        .submit(&form.clone().without("csrf"))
        .await
        .expect_status(403);
    assert_eq!(language(&missing), "fr");
    let wrong = ines
        .submit(
            &form
                .clone()
                .without("csrf")
                .forge("csrf", "0".repeat(64).as_str()),
        )
        .await;
    assert_eq!(wrong.status, 403);
    // A token of somebody else's session is a wrong one.
    let maud = desk.sign_in(&desk.maud).await;
    let hers = maud
        .open(&format!("/cases/{reference}"))
        .await
        .form(&address);
    let stolen = hers.value("csrf").expect("a token").to_owned();
    let borrowed = ines
        .submit(&form.clone().without("csrf").forge("csrf", &stolen))
        .await;
    assert_eq!(borrowed.status, 403);

    let callum = desk.sign_in(&desk.callum).await;
    let english = callum
        .send(post(&callum, "/portal/new").body("csrf=x&type=data_analysis"))
        .await
        .expect_status(403);
    assert_eq!(
        language(&english),
        "en",
        "the language of the person, who has asked for none"
    );

    assert_eq!(desk.stored(&reference).await, before);
    ines.submit(&form).await.expect_status(303);
    assert_ne!(
        desk.stored(&reference).await,
        before,
        "the form itself was good"
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let ines = desk.sign_in(&desk.ines).await;
    let address = format!("/cases/{reference}/messages");
    let form = ines
        .open(&format!("/cases/{reference}"))
        .await
        .form(&address)
        .fill("body", "Bonjour");
    let sent = |name: &str, value: &str| {
        post(&ines, &address)
            .header(name, value)
            .body(urlencoded(form.fields()))
    };

    for (name, value) in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://elsewhere.example"),
        ("Origin", "null"),
    ] {
        let answer = ines.send(sent(name, value)).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    let stranger = desk.counter.stranger();
    let english = post(&stranger, "/sign-in")
        .header("Sec-Fetch-Site", "cross-site")
        .header(ACCEPT_LANGUAGE, "en-GB,en;q=0.8")
        .body("email=ines%40desk.example");
    assert_eq!(
        language(&stranger.send(english).await.expect_status(403)),
        "en"
    );
    assert_eq!(desk.stored(&reference).await, before);

    ines.send(sent("Sec-Fetch-Site", "same-origin"))
        .await
        .expect_status(303);
    ines.send(sent("Origin", &desk.counter.url))
        .await
        .expect_status(303);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_s_cannot_be_told_from_what_is_not_there() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let nothing = "REQ-9999";
    let callum = desk.sign_in(&desk.callum).await;
    let odd = [
        "/portal/requests/{}",
        "/portal/requests/{}/sent",
        "/portal/requests/{}/do/withdraw",
        "/cases/{}",
        "/cases/{}/do/take",
    ];
    for address in odd {
        let theirs = callum
            .get(&address.replace("{}", &reference))
            .await
            .expect_status(404);
        let absent = callum
            .get(&address.replace("{}", nothing))
            .await
            .expect_status(404);
        assert_eq!(
            masked(&theirs, &reference),
            masked(&absent, nothing),
            "{address}"
        );
        assert_eq!(language(&theirs), "en");
    }
    for address in [
        "/portal/requests/REQ",
        "/cases/nonsense",
        "/cases/REQ-0",
        "/nowhere",
    ] {
        callum.get(address).await.expect_status(404);
    }
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_on_a_case_that_moved_meanwhile_keeps_what_was_typed() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let ines = desk.sign_in(&desk.ines).await;
    let maud = desk.sign_in(&desk.maud).await;
    take(&ines, &reference).await;
    let address = format!("/cases/{reference}/do/ask");
    let typed = "Lequel de vos formats est concerné ?";
    let form = ines
        .open(&address)
        .await
        .form(&address)
        .fill("question", typed)
        .fill("follow_up_on-day", "24")
        .fill("follow_up_on-month", "09")
        .fill("follow_up_on-year", "2026");

    // Somebody else writes while the form is open.
    let messages = format!("/cases/{reference}/messages");
    let note = maud
        .open(&format!("/cases/{reference}"))
        .await
        .form(&messages);
    let note = note
        .fill("body", "Vu avec la régie.")
        .fill("audience", "internal");
    maud.submit(&note).await.expect_status(303);
    let before = desk.stored(&reference).await;

    let answer = ines.submit(&form).await.expect_status(409);
    assert_eq!(language(&answer), "fr");
    let again = answer.form(&address);
    assert_eq!(again.value("question"), Some(typed), "the words are kept");
    assert_eq!(again.value("follow_up_on-day"), Some("24"));
    assert_eq!(desk.stored(&reference).await, before);

    ines.submit(&again).await.expect_status(303);
    assert_ne!(
        desk.stored(&reference).await,
        before,
        "sent again as it stands, it goes through"
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_the_rules_forbid_changes_nothing() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let ines = desk.sign_in(&desk.ines).await;
    let path = format!("/cases/{reference}/do/take");
    let taking = ines.open(&path).await.form(&path);
    ines.submit(&taking).await.expect_status(303);
    let before = desk.stored(&reference).await;
    let csrf = taking.value("csrf").expect("a token").to_owned();
    let make = async |transition: &str, given: &str| {
        let address = format!("/cases/{reference}/do/{transition}");
        ines.send(post(&ines, &address).body(format!("csrf={csrf}{given}")))
            .await
    };

    // Not from this state; not by this role; not without what it asks for; not at all.
    let elsewhere = make("take", "").await.expect_status(422);
    assert!(
        !elsewhere.words().contains("guard."),
        "the reason is a sentence: {}",
        elsewhere.words()
    );
    make("close", "").await.expect_status(422);
    make("ask", "").await.expect_status(422);
    make(
        "ask",
        "&question=&follow_up_on-day=99&follow_up_on-month=99&follow_up_on-year=x",
    )
    .await
    .expect_status(422);
    make("vanish", "").await.expect_status(404);
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_cannot_be_read_are_refused() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let ines = desk.sign_in(&desk.ines).await;
    let address = format!("/cases/{reference}/messages");
    let form = ines
        .open(&format!("/cases/{reference}"))
        .await
        .form(&address);
    let csrf = form.value("csrf").expect("a token").to_owned();
    let refused = async |media: &str, body: Vec<u8>, status: u16| {
        let request = ines
            .request(Method::POST, &address)
            .header(ACCEPT, "text/html");
        let answer = ines
            .send(request.header(CONTENT_TYPE, media).body(body))
            .await;
        assert_eq!(language(&answer.expect_status(status)), "fr");
    };

    let mut oversize = format!("csrf={csrf}&body=").into_bytes();
    oversize.resize(1_048_577, b'a');
    refused(FORM, oversize, 413).await;
    refused(FORM, format!("csrf={csrf}&body=%ff%fe").into_bytes(), 400).await;
    refused(
        FORM,
        [format!("csrf={csrf}&body=").as_bytes(), b"\xff\xfe"].concat(),
        400,
    )
    .await;
    refused(
        "text/plain",
        format!("csrf={csrf}&body=Bonjour").into_bytes(),
        415,
    )
    .await;
    refused("application/json", b"{\"body\":\"Bonjour\"}".to_vec(), 415).await;
    assert_eq!(desk.stored(&reference).await, before);

    // Empty and far too long words come back with the page, not with an error page.
    for body in [String::new(), "a".repeat(20_001)] {
        let answer = ines
            .submit(&form.clone().fill("body", &body))
            .await
            .expect_status(422);
        assert_eq!(
            answer.form(&address).value("body"),
            Some(body.as_str()),
            "the words are kept"
        );
        let said = if body.is_empty() {
            "Répondez à cette question"
        } else {
            "20 000 caractères au plus, vous en avez écrit 20 001"
        };
        let words = answer.words().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(words.contains(said), "why is said: {words}");
        assert!(words.starts_with("Erreur : "), "the title says so: {words}");
    }
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_is_led_to_the_door_and_back() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let stranger = desk.counter.stranger();
    for address in [
        "/queue?q=formats&page=2",
        "/portal",
        "/team/sla",
        "/admin/mail",
        "/cases/REQ-0001",
    ] {
        let answer = stranger.get(address).await.expect_status(303);
        let door = answer.location().expect("a way on");
        assert_eq!(door.path(), "/sign-in");
        let next = door
            .query_pairs()
            .find(|(name, _)| name == "next")
            .expect("a way back");
        assert_eq!(next.1, address);
    }
    let address = format!("/cases/{reference}/messages");
    stranger
        .send(post(&stranger, &address).body("body=Bonjour"))
        .await
        .expect_status(401);
    let form = stranger
        .open("/sign-in?next=https%3A%2F%2Felsewhere.example%2F")
        .await
        .form("/sign-in");
    assert!(
        form.fields()
            .iter()
            .all(|(_, value)| !value.contains("elsewhere")),
        "nobody is led to another site: {:?}",
        form.fields()
    );
    assert_eq!(desk.stored(&reference).await, before);
    desk.counter.close().await;
}

async fn take(visitor: &Visitor, reference: &str) {
    let path = format!("/cases/{reference}/do/take");
    let form = visitor.open(&path).await.form(&path);
    visitor.submit(&form).await.expect_status(303);
}

fn post(visitor: &Visitor, address: &str) -> reqwest::RequestBuilder {
    let request = visitor.request(Method::POST, address);
    request
        .header(ACCEPT, "text/html")
        .header(CONTENT_TYPE, FORM)
}

fn urlencoded(fields: &[(String, String)]) -> String {
    let mut body = reqwest::Url::parse("http://form.example").expect("an address");
    body.query_pairs_mut().extend_pairs(fields);
    body.query().unwrap_or_default().to_owned()
}

/// The language a page says it is in.
fn language(answer: &Answer) -> String {
    let page = answer.text();
    let (_, after) = page
        .split_once("<html lang=\"")
        .unwrap_or_else(|| panic!("no page: {page}"));
    after.split('"').next().unwrap_or_default().to_owned()
}

/// The page without the reference that was asked for.
fn masked(answer: &Answer, reference: &str) -> String {
    answer.text().replace(reference, "…")
}
