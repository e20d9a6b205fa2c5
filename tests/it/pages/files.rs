//! Files on the disk: there while a case needs them, and not a moment before or a day after.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use domain::time::Span;
use guichet::jobs::sweep;

use super::drafts::removals;
use crate::world::counter::Counter;
use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::form::File;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const STEPS: &str = "/portal/new/tech_support/reproduce";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_a_refused_reply_is_not_kept() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let solene = desk.sign_in(&desk.solene).await;
    let address = format!("/portal/requests/{reference}");
    let form = solene.open(&address).await.form(&address);
    let reply = form.clone().attach(file("relevé.pdf", PDF));
    solene
        .submit(&reply.clone().fill("body", &"a".repeat(20_001)))
        .await
        .expect_status(422);
    assert_eq!(desk.counter.files().len(), 0, "{:?}", desk.counter.files());

    // Nor is one for a case that is not theirs: it is not even received.
    let callum = desk.sign_in(&desk.callum).await;
    let own = callum.open("/portal").await;
    let token = own
        .forms()
        .iter()
        .find_map(|form| form.value("csrf").map(str::to_owned));
    let foreign = reply
        .clone()
        .without("csrf")
        .forge("csrf", &token.expect("a token"));
    callum.submit(&foreign).await.expect_status(404);
    assert_eq!(desk.counter.files().len(), 0, "{:?}", desk.counter.files());

    solene
        .submit(&reply.fill("body", "Le relevé."))
        .await
        .expect_status(303);
    assert_eq!(desk.counter.files().len(), 1, "{:?}", desk.counter.files());
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_no_case_needs_any_more_is_gone_from_the_disk() {
    swept(Database::sqlite()).await;
    if let Some(database) = Database::postgres().await {
        swept(database).await;
    }
}

async fn swept(database: Database) {
    let desk = Desk::open(database).await;
    let counter = &desk.counter;
    let solene = desk.sign_in(&desk.solene).await;
    let form = solene.open(STEPS).await.form(STEPS);
    let form = form
        .attach(file("garder.pdf", PDF))
        .attach(file("retirer.pdf", &[PDF, b"%2\n"].concat()));
    let page = solene.submit(&form).await.expect_status(422);
    assert_eq!(counter.files().len(), 2);
    let form = page.form(STEPS);
    let second = removals(&page).get(1).expect("two files").to_owned();
    solene
        .submit(&form.press("remove", &second))
        .await
        .expect_status(200);

    // Within the hour what they belong to could still be on its way.
    let app = &counter.house.app;
    assert_eq!(sweep::files_once(app).await.expect("a sweep"), 0);
    assert_eq!(counter.files().len(), 2);

    let incoming = counter.files_dir().join("incoming");
    std::fs::write(incoming.join("left"), "half of it").expect("a file");
    counter.files().iter().for_each(|file| age(file));
    std::fs::write(incoming.join("arriving"), "some of it").expect("a file");
    assert_eq!(sweep::files_once(app).await.expect("a sweep"), 2);
    let left = counter.files();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left.iter().any(|file| file.ends_with("incoming/arriving")));

    // A sweep that was cut short took away one that is needed: the next one brings it back.
    let kept = left.iter().find(|file| !file.starts_with(&incoming));
    let kept = kept.expect("the kept file").clone();
    let hash = kept.file_name().and_then(|name| name.to_str());
    let aside = incoming.join(format!("leaving-{}", hash.expect("a hash")));
    std::fs::rename(&kept, &aside).expect("moved");
    assert_eq!(sweep::files_once(app).await.expect("a sweep"), 0);
    assert_eq!(std::fs::read(&kept).expect("it is back"), PDF);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_comes_back_whole_and_says_how_long_it_is() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let solene = desk.sign_in(&desk.solene).await;
    let address = format!("/portal/requests/{reference}");
    let large: Vec<u8> = PDF.iter().copied().cycle().take(9_000_001).collect();
    let form = solene.open(&address).await.form(&address);
    let form = form
        .fill("body", "Le relevé.")
        .attach(file("grand.pdf", &large));
    solene.submit(&form).await.expect_status(303);
    let page = solene.open(&address).await;
    let text = page.text();
    let (_, after) = text.split_once("/files/").expect("a link to the file");
    let id = after.split('"').next().expect("its end");
    let got = solene.get(&format!("{address}/files/{id}")).await;
    let got = got.expect_status(200);
    assert_eq!(got.header("content-length"), Some("9000001"));
    assert!(got.bytes == large, "the same bytes");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_arrive_in_time_is_answered_and_nothing_is_stored() {
    let settings = [("GUICHET__SERVER__BODY_DEADLINE_SECS", "1")];
    let desk = Desk::at(Counter::open_as("127.0.0.1", Database::sqlite(), &settings).await).await;
    let token = desk.counter.token(&desk.solene, &["read", "write"]).await;
    for (path, kind, authorization) in [
        (
            "/sign-in",
            "application/x-www-form-urlencoded",
            String::new(),
        ),
        (
            "/api/v1/cases",
            "application/json",
            format!("Authorization: Bearer {token}\r\n"),
        ),
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n\
             {authorization}Content-Length: 100\r\nAccept-Language: fr\r\n\r\nemail="
        );
        let address = desk.counter.url.trim_start_matches("http://").to_owned();
        let answer = tokio::task::spawn_blocking(move || {
            let mut slow = TcpStream::connect(address).expect("a connection");
            slow.set_read_timeout(Some(Duration::from_secs(20)))
                .expect("a limit");
            slow.write_all(head.as_bytes()).expect("a beginning");
            let mut answer = [0_u8; 4096];
            let read = slow.read(&mut answer).expect("an answer in time");
            String::from_utf8_lossy(&answer[..read]).into_owned()
        });
        let answer = answer.await.expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 408"), "{path}: {answer}");
    }
    desk.counter.pass(Span::seconds(1)).await;
    assert_eq!(desk.counter.smtp.inbox(&desk.solene.email).len(), 0);
    desk.counter.close().await;
}

fn file(name: &str, content: &[u8]) -> File {
    File {
        field: "files".to_owned(),
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        content: content.to_vec(),
    }
}

/// As if it had been written two hours ago.
fn age(path: &Path) {
    let file = std::fs::File::options()
        .write(true)
        .open(path)
        .expect("a file");
    let facts = file.metadata().expect("its facts");
    let before = facts.modified().expect("a time") - Duration::from_hours(2);
    file.set_modified(before).expect("an older file");
}
