//! A request being written: what is typed and uploaded is never lost, and nothing of another's is touched.

use crate::world::counter::link_in;
use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::form::File;
use crate::world::http::Answer;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const STEPS: &str = "/portal/new/tech_support/reproduce";

#[tokio::test(flavor = "multi_thread")]
async fn files_and_words_stay_while_another_answer_is_missing() {
    let desk = Desk::open(Database::sqlite()).await;
    let solene = desk.sign_in(&desk.solene).await;
    let form = solene.open(STEPS).await.form(STEPS);
    let form = form
        .fill("steps", "Ouvrir le direct, attendre deux minutes")
        .attach(file("relevé.pdf", PDF))
        .attach(file("page.png", b"<html><script>alert(1)</script>"));
    let again = solene.submit(&form).await.expect_status(422);
    let words = again.words();
    assert!(words.contains("relevé.pdf"), "{words}");
    assert!(
        words.contains("« page.png »"),
        "the refused file is named: {words}"
    );
    let form = again.form(STEPS);
    assert_eq!(
        form.value("steps").map(str::trim),
        Some("Ouvrir le direct, attendre deux minutes")
    );
    let draft = form
        .value("draft")
        .expect("a draft for the file")
        .to_owned();
    assert!(draft.starts_with("REQ-"), "{draft}");

    let id = removals(&again)
        .first()
        .expect("a button to remove it")
        .to_owned();
    let without = solene
        .submit(&form.fill("expected", "Il continue").press("remove", &id))
        .await;
    let without = without.expect_status(200);
    assert!(removals(&without).is_empty());
    let form = without.form(STEPS);
    assert_eq!(
        form.value("expected").map(str::trim),
        Some("Il continue"),
        "typed words stay"
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_not_taken_before_the_token_of_the_form() {
    let desk = Desk::open(Database::sqlite()).await;
    let solene = desk.sign_in(&desk.solene).await;
    let form = solene
        .open(STEPS)
        .await
        .form(STEPS)
        .attach(file("relevé.pdf", PDF));
    solene
        .submit(&form.clone().without("csrf"))
        .await
        .expect_status(403);
    solene
        .submit(&form.without("csrf").forge("csrf", "nonsense"))
        .await
        .expect_status(403);
    let home = solene.open("/portal").await;
    assert!(
        !home.words().contains("REQ-"),
        "no draft was begun: {}",
        home.words()
    );
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_eleventh_file_is_refused_with_the_number_there_would_be() {
    let desk = Desk::open(Database::sqlite()).await;
    let solene = desk.sign_in(&desk.solene).await;
    let mut form = solene.open(STEPS).await.form(STEPS);
    form = form
        .fill("steps", "Ouvrir le direct")
        .fill("expected", "Il continue");
    for n in 0..11 {
        form = form.attach(file(&format!("relevé-{n}.pdf"), PDF));
    }
    let again = solene.submit(&form).await.expect_status(422);
    let words = again.words().replace(['\u{a0}', '\u{202f}'], " ");
    assert!(
        words.contains("Une demande accepte 10 fichiers au plus, vous en avez ajouté 11"),
        "{words}"
    );
    // Ten are kept; one more on top of them is the eleventh again.
    let more = again.form(STEPS).attach(file("encore.pdf", PDF));
    let again = solene.submit(&more).await.expect_status(422);
    let words = again.words().replace(['\u{a0}', '\u{202f}'], " ");
    assert!(words.contains("vous en avez ajouté 11"), "{words}");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn later_keeps_what_is_good_and_loses_nothing_that_is_wrong() {
    let desk = Desk::open(Database::sqlite()).await;
    let solene = desk.sign_in(&desk.solene).await;
    let choice = solene.open("/portal/new").await.form("/portal/new");
    let page = solene
        .submit_and_open(&choice.fill("type", "content_reco"))
        .await;
    let first = page.url.path().to_owned();
    let form = page.form(&first);
    let short = form.clone().fill("title", "Non").press("later", "1");
    let again = solene.submit(&short).await.expect_status(422);
    assert_eq!(again.form(&first).value("title"), Some("Non"));

    let nothing = solene
        .submit(&form.clone().press("later", "1"))
        .await
        .expect_status(303);
    assert_eq!(
        nothing.location().map(|at| at.path().to_owned()).as_deref(),
        Some("/portal")
    );
    assert!(
        !solene.open("/portal").await.words().contains("REQ-"),
        "nothing to keep, no draft"
    );

    let good = form.fill("title", "Formats courts").press("later", "1");
    let home = solene.submit_and_open(&good).await;
    assert!(home.words().contains("Formats courts"), "{}", home.words());
    let reference = reference_on(&home);
    let callum = desk.sign_in(&desk.callum).await;
    for address in [
        format!("/portal/requests/{reference}"),
        format!("{first}?draft={reference}"),
        format!("/portal/new/content_reco/check?draft={reference}"),
    ] {
        callum.get(&address).await.expect_status(404);
    }
    let stolen = callum.open("/portal/new").await.form("/portal/new");
    let token = stolen.value("csrf").expect("a token").to_owned();
    let sent = callum
        .request(reqwest::Method::POST, "/portal/new/content_reco/check")
        .form(&[("csrf", token.as_str()), ("draft", reference.as_str())]);
    callum.send(sent).await.expect_status(404);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn live_now_is_remembered_until_the_question_comes() {
    let desk = Desk::open(Database::sqlite()).await;
    let solene = desk.sign_in(&desk.solene).await;
    let choice = solene.open("/portal/new").await.form("/portal/new");
    let missing = solene
        .submit(&choice.clone().fill("live", "yes"))
        .await
        .expect_status(422);
    assert_eq!(missing.form("/portal/new").value("live"), Some("yes"));
    let begun = solene
        .submit(&choice.fill("type", "tech_support").fill("live", "yes"))
        .await;
    let at = begun.expect_status(303).location().expect("the first page");
    let (_, draft) = at.query_pairs().next().expect("a draft");
    let timing = format!("/portal/new/tech_support/timing?draft={draft}");
    let form = solene
        .open(&timing)
        .await
        .form("/portal/new/tech_support/timing");
    assert_eq!(form.value("urgency"), Some("3"));
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_link_takes_an_answer_and_opens_nothing_else() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let other = desk.request("Vidéos longues").await;
    let visitor = desk.counter.stranger();
    let link = signed_link(&desk, &reference).await;
    let page = visitor.open(&link).await;
    let form = page
        .form(&link)
        .fill("body", "Voici le relevé.")
        .attach(file("relevé.pdf", PDF));
    let after = visitor.submit_and_open(&form).await;
    assert!(
        after.words().contains("Voici le relevé."),
        "{}",
        after.words()
    );
    let empty = visitor.submit(&after.form(&link)).await.expect_status(422);
    assert!(
        empty.words().contains("Écrivez un message"),
        "{}",
        empty.words()
    );

    visitor
        .get(&link.replace(&reference, &other))
        .await
        .expect_status(404);
    let mut cut = link.clone();
    cut.pop();
    visitor.get(&cut).await.expect_status(404);
    let stranger = visitor
        .get(&format!("/portal/requests/{reference}"))
        .await
        .expect_status(303);
    assert_eq!(
        stranger
            .location()
            .map(|at| at.path().to_owned())
            .as_deref(),
        Some("/sign-in")
    );
    desk.counter.close().await;
}

fn file(name: &str, content: &[u8]) -> File {
    File {
        field: "files".to_owned(),
        name: name.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        content: content.to_vec(),
    }
}

/// What the buttons that remove a file send.
pub fn removals(page: &Answer) -> Vec<String> {
    let html = page.text();
    let parts = html.split("name=\"remove\" value=\"").skip(1);
    parts
        .filter_map(|part| part.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// The first reference on a page.
fn reference_on(page: &Answer) -> String {
    let words = page.words();
    let found = words
        .split_whitespace()
        .find(|word| word.starts_with("REQ-"));
    found
        .unwrap_or_else(|| panic!("no reference in {words}"))
        .to_owned()
}

/// The path of the link that the contact was mailed for a case.
async fn signed_link(desk: &Desk, reference: &str) -> String {
    desk.counter.post().await;
    let inbox = desk.counter.smtp.inbox(&desk.solene.email);
    let path = format!("/q/{reference}/");
    let about =
        |mail: &&crate::world::mail::Mail| mail.links().iter().any(|link| link.contains(&path));
    let mail = inbox.iter().find(about).expect("a mail with the link");
    link_in(mail, &path)
}
