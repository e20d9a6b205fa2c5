//! Who asks too often is told so, with when to come back; nobody else is concerned.

use domain::time::Span;
use reqwest::Method;
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};

use crate::world::counter::Counter;
use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::{Answer, Visitor};

const STRICT: [(&str, &str); 3] = [
    ("GUICHET__LIMITS__ADDRESS_PER_MINUTE", "20"),
    ("GUICHET__LIMITS__ACCOUNT_PER_MINUTE", "30"),
    ("GUICHET__LIMITS__SIGN_IN_EMAIL_PER_HOUR", "3"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_loop_of_sign_ins_floods_no_mailbox_and_never_tells_who_is_known() {
    let desk = Desk::at(Counter::open_as("127.0.0.1", Database::sqlite(), &STRICT).await).await;
    let counter = &desk.counter;
    let stranger = counter.stranger();
    for email in [desk.ines.email.as_str(), "nobody@desk.example"] {
        for _ in 0..3 {
            ask(&stranger, email).await.expect_status(200);
        }
        let refused = ask(&stranger, email).await.expect_status(429);
        assert_eq!(refused.header("retry-after"), Some("1200"), "{email}");
        assert!(refused.words().contains("Trop"), "{}", refused.words());
    }
    counter.post().await;
    assert_eq!(counter.smtp.inbox(&desk.ines.email).len(), 3);
    assert_eq!(counter.smtp.inbox("nobody@desk.example").len(), 0);

    // Twenty minutes later there is one more; other people were never concerned.
    ask(&stranger, &desk.maud.email).await.expect_status(200);
    counter
        .clock
        .set(counter.house.app.now().plus(Span::minutes(20)));
    ask(&stranger, &desk.ines.email).await.expect_status(200);
    ask(&stranger, &desk.ines.email).await.expect_status(429);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_guesses_is_slowed_and_its_signed_in_neighbour_is_not() {
    let desk = Desk::at(Counter::open_as("127.0.0.1", Database::sqlite(), &STRICT).await).await;
    let counter = &desk.counter;
    let ines = desk.sign_in(&desk.ines).await;
    counter
        .clock
        .set(counter.house.app.now().plus(Span::minutes(2)));
    let guesser = counter.stranger().with_token("gct_guessed");
    for _ in 0..20 {
        guesser.get_json("/api/v1/me").await.expect_status(401);
    }
    let refused = guesser.get_json("/api/v1/me").await.expect_status(429);
    assert_eq!(refused.header("retry-after"), Some("3"));
    let problem: serde_json::Value = refused.json();
    assert_eq!(problem["code"], "too_many_requests");
    counter.stranger().get("/sign-in").await.expect_status(429);
    ines.get("/queue").await.expect_status(200);
    // What says that the process lives is asked by machines, as often as they like.
    counter.stranger().get("/healthz").await.expect_status(200);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_run_wild_is_stopped_with_all_its_tokens_and_no_one_else() {
    let desk = Desk::at(Counter::open_as("127.0.0.1", Database::sqlite(), &STRICT).await).await;
    let wild = desk.counter.token(&desk.maud, &["read"]).await;
    let second = desk.counter.token(&desk.maud, &["read"]).await;
    let wild = desk.counter.stranger().with_token(&wild);
    for _ in 0..30 {
        wild.get_json("/api/v1/me").await.expect_status(200);
    }
    let refused = wild.get_json("/api/v1/me").await.expect_status(429);
    assert_eq!(refused.header("retry-after"), Some("2"));
    let second = desk.counter.stranger().with_token(&second);
    second.get_json("/api/v1/me").await.expect_status(429);
    let other = desk.program(&desk.ines).await;
    other.get_json("/api/v1/me").await.expect_status(200);
    desk.counter
        .clock
        .set(desk.counter.house.app.now().plus(Span::seconds(2)));
    second.get_json("/api/v1/me").await.expect_status(200);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_known_server_in_front_may_say_who_asks() {
    let limits = [
        ("GUICHET__LIMITS__ADDRESS_PER_MINUTE", "5"),
        ("GUICHET__SERVER__TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
    ];
    let behind = Counter::open_as("127.0.0.1", Database::sqlite(), &limits).await;
    let one = |address: &'static str| from(&behind, address);
    for _ in 0..5 {
        one("198.51.100.1").await.expect_status(200);
    }
    one("198.51.100.1").await.expect_status(429);
    one("invented, 198.51.100.1").await.expect_status(429);
    one("198.51.100.1, 10.0.0.7").await.expect_status(429);
    one("198.51.100.2").await.expect_status(200);
    behind.close().await;

    let [few, _] = limits;
    let open = Counter::open_as("127.0.0.1", Database::sqlite(), &[few]).await;
    for number in 0..5 {
        let address = format!("198.51.100.{number}");
        from(&open, &address).await.expect_status(200);
    }
    from(&open, "198.51.100.9").await.expect_status(429);
    open.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loop_of_live_requests_begins_no_more_than_fifty() {
    let desk = Desk::open(Database::sqlite()).await;
    let solene = desk.sign_in(&desk.solene).await;
    let page = solene.open("/portal/new").await;
    let form = page.form("/portal/new");
    let csrf = form.value("csrf").expect("a token");
    let live = async || {
        let request = solene
            .request(Method::POST, "/portal/new")
            .header(ACCEPT, "text/html")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = format!("csrf={csrf}&type=tech_support&live=yes");
        solene.send(request.body(body)).await
    };
    for _ in 0..50 {
        live().await.expect_status(303);
    }
    let refused = live().await.expect_status(422);
    assert!(refused.words().contains("Cinquante"), "{}", refused.words());
    desk.counter.close().await;
}

async fn from(counter: &Counter, address: &str) -> Answer {
    let visitor = counter.stranger();
    let request = visitor.request(Method::GET, "/sign-in");
    visitor
        .send(request.header("X-Forwarded-For", address))
        .await
}

async fn ask(visitor: &Visitor, email: &str) -> Answer {
    let request = visitor
        .request(Method::POST, "/sign-in")
        .header(ACCEPT, "text/html")
        .header(ACCEPT_LANGUAGE, "fr")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let email = email.replace('@', "%40");
    visitor.send(request.body(format!("email={email}"))).await
}
