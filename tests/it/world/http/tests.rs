//! The visitor keeps its cookies, follows only when told, and sends what a browser would send.

use actix_web::cookie::Cookie;
use actix_web::http::header::LOCATION;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::{Value, json};

use super::super::form::File;
use super::Visitor;

const FORM: &str = r#"<h1>Fa&#231;ade &amp; co</h1><form method="post" action="/echo">
<input type="hidden" name="csrf" value="t0ken"><input name="title"><input type="file" name="proof">
</form>"#;

async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .cookie(Cookie::build("session", "s1").path("/").finish())
        .body(FORM)
}

async fn echo(request: HttpRequest, body: String) -> HttpResponse {
    let header = |name: &str| {
        let value = request.headers().get(name);
        value.map(|value| value.to_str().expect("readable").to_owned())
    };
    HttpResponse::Ok().json(json!({
        "method": request.method().as_str(),
        "query": request.query_string(),
        "cookie": header("cookie"),
        "language": header("accept-language"),
        "authorization": header("authorization"),
        "content_type": header("content-type"),
        "body": body,
    }))
}

async fn elsewhere() -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, "page"))
        .finish()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the stand-in server runs beside the test"
)]
fn visitor() -> (Visitor, actix_web::dev::ServerHandle) {
    let server = HttpServer::new(|| {
        App::new()
            .route("/page", web::get().to(page))
            .route("/echo", web::route().to(echo))
            .route("/elsewhere", web::get().to(elsewhere))
    });
    let server = server
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .expect("a free port");
    let address = server.addrs().first().copied().expect("its address");
    let server = server.run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (Visitor::new(&format!("http://{address}")), handle)
}

#[actix_web::test]
async fn a_form_is_sent_with_its_hidden_fields_and_the_cookie() {
    let (visitor, handle) = visitor();
    let page = visitor.open("/page").await;
    assert_eq!(page.words(), "Façade & co");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );

    let form = page.form("/echo").fill("title", "Été");
    let sent: Value = visitor.submit_and_open(&form).await.json();
    assert_eq!(sent["body"], "csrf=t0ken&title=%C3%89t%C3%A9");
    assert_eq!(sent["cookie"], "session=s1");
    handle.stop(false).await;
}

#[actix_web::test]
async fn a_file_makes_the_form_travel_in_parts() {
    let (visitor, handle) = visitor();
    let file = File {
        field: "proof".to_owned(),
        name: "rib.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        content: b"%PDF-1.7".to_vec(),
    };
    let form = visitor.open("/page").await.form("/echo").attach(file);
    let sent: Value = visitor.submit(&form).await.expect_status(200).json();
    assert!(
        sent["content_type"]
            .as_str()
            .is_some_and(|kind| kind.starts_with("multipart/form-data"))
    );
    let body = sent["body"].as_str().expect("a body");
    assert!(
        body.contains("filename=\"rib.pdf\"") && body.contains("%PDF-1.7"),
        "{body}"
    );
    handle.stop(false).await;
}

#[actix_web::test]
async fn a_redirect_is_followed_only_when_told() {
    let (visitor, handle) = visitor();
    let answer = visitor.get("/elsewhere").await.expect_status(303);
    assert_eq!(answer.location().expect("a place to go").path(), "/page");
    let page = visitor.follow(answer).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.forms().len(), 1);
    handle.stop(false).await;
}

#[actix_web::test]
async fn the_api_is_asked_with_a_token_and_a_language() {
    let (visitor, handle) = visitor();
    let program = visitor.with_token("gct_1").in_language("en");
    let sent: Value = program
        .post_json("/echo", &json!({ "title": "x" }))
        .await
        .json();
    assert_eq!(sent["authorization"], "Bearer gct_1");
    assert_eq!(sent["language"], "en");
    assert_eq!(sent["body"], r#"{"title":"x"}"#);
    let asked: Value = program.get_json("/echo?a=1").await.json();
    assert_eq!(asked["query"], "a=1");
    assert_eq!(asked["method"], "GET");
    handle.stop(false).await;
}
