//! Files by programs: told by their bytes, kept once, given as downloads, and never shown to others.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use super::shapes::Document;
use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::{Answer, Visitor};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_added_with_words_and_fetched_as_a_download() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let partner = desk.program(&desk.solene).await;
    let document = Document::of(&partner).await;
    let path = "/api/v1/cases/{ref}/attachments";
    let address = format!("/api/v1/cases/{reference}/attachments");
    let form = || file("../relevé <b>.pdf", PDF).text("body", "Le relevé de mars.");
    let sent = send(&partner, &address, "file", form())
        .await
        .expect_status(201);
    document.check("post", path, &sent);
    let again = send(&partner, &address, "file", form())
        .await
        .expect_status(201);
    assert_eq!(again.text(), sent.text());

    let list = partner.get_json(&address).await.expect_status(200);
    document.check("get", path, &list);
    let list: Value = list.json();
    assert_eq!(
        list["items"].as_array().expect("a list").len(),
        1,
        "kept once"
    );
    assert_eq!(list["items"][0]["file_name"], "relevé b.pdf");
    let url = list["items"][0]["url"]
        .as_str()
        .expect("an address")
        .to_owned();
    let got = partner.get(&url).await.expect_status(200);
    assert_eq!(got.bytes, PDF);
    assert_eq!(got.header("content-type"), Some("application/pdf"));
    assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
    assert!(
        got.header("content-disposition")
            .expect("a disposition")
            .starts_with("attachment")
    );
    assert!(
        got.header("content-security-policy")
            .expect("a policy")
            .contains("sandbox")
    );
    desk.program(&desk.callum)
        .await
        .get(&url)
        .await
        .expect_status(404);
    let thread: Value = partner
        .get_json(&format!("/api/v1/cases/{reference}/messages"))
        .await
        .expect_status(200)
        .json();
    assert_eq!(thread["items"][0]["body"], "Le relevé de mars.");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_internal_file_is_not_for_the_partner() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let staff = desk.program(&desk.ines).await;
    let document = Document::of(&staff).await;
    let address = format!("/api/v1/cases/{reference}/attachments");
    let form = file("interne.pdf", PDF).text("audience", "internal");
    send(&staff, &address, "note", form)
        .await
        .expect_status(201);
    let list = staff.get_json(&address).await.expect_status(200);
    document.check("get", "/api/v1/cases/{ref}/attachments", &list);
    let list: Value = list.json();
    assert_eq!(list["items"][0]["audience"], "internal");
    let url = list["items"][0]["url"]
        .as_str()
        .expect("an address")
        .to_owned();
    let partner = desk.program(&desk.solene).await;
    let theirs: Value = partner.get_json(&address).await.expect_status(200).json();
    assert_eq!(theirs["items"].as_array().map(Vec::len), Some(0));
    partner.get(&url).await.expect_status(404);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_cannot_be_taken_store_nothing() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let before = desk.stored(&reference).await;
    let partner = desk.program(&desk.solene).await;
    let document = Document::of(&partner).await;
    let address = format!("/api/v1/cases/{reference}/attachments");
    let many = || {
        (0..11).fold(Form::new(), |form, n| {
            form.part("files", part(&format!("{n}.pdf"), PDF))
        })
    };
    let cases = [
        (
            file("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>"),
            415,
            "unsupported_media_type",
        ),
        (
            file("logo.svg", b"<svg onload=alert(1)>"),
            415,
            "unsupported_media_type",
        ),
        (
            file("grand.pdf", &[PDF, &vec![b'x'; 10 * 1024 * 1024]].concat()),
            413,
            "too_large",
        ),
        (file("vide.pdf", b""), 422, "invalid_input"),
        (many(), 422, "invalid_input"),
        (
            Form::new().text("body", "Sans fichier"),
            422,
            "invalid_input",
        ),
        (file("a.pdf", PDF).text("owner", "me"), 422, "invalid_input"),
        (
            file("a.pdf", PDF).text("audience", "everybody"),
            422,
            "invalid_input",
        ),
        (
            file("a.pdf", PDF).text("audience", "internal"),
            404,
            "not_found",
        ),
    ];
    for (number, (form, status, code)) in cases.into_iter().enumerate() {
        let answer = send(&partner, &address, &format!("bad {number}"), form)
            .await
            .expect_status(status);
        document.check("post", "/api/v1/cases/{ref}/attachments", &answer);
        assert_eq!(answer.json::<Value>()["code"], code, "{}", answer.text());
    }
    let json = partner
        .request(Method::POST, &address)
        .header("Content-Type", "application/json");
    partner.send(json.body("{}")).await.expect_status(415);
    let rival = desk.program(&desk.callum).await;
    send(&rival, &address, "theirs", file("a.pdf", PDF))
        .await
        .expect_status(404);
    assert_eq!(desk.stored(&reference).await, before);
    let list: Value = partner.get_json(&address).await.json();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(0));
    let left = desk.counter.files();
    assert!(left.is_empty(), "refused files are on the disk: {left:?}");
    desk.counter.close().await;
}

fn file(name: &str, bytes: &[u8]) -> Form {
    Form::new().part("files", part(name, bytes))
}

fn part(name: &str, bytes: &[u8]) -> Part {
    Part::bytes(bytes.to_vec()).file_name(name.to_owned())
}

async fn send(program: &Visitor, address: &str, key: &str, form: Form) -> Answer {
    let request = program
        .request(Method::POST, address)
        .header("Idempotency-Key", key);
    program.send(request.multipart(form)).await
}
