//! A mail server that refuses, hangs or loses its answer: mails wait, are tried again, are parked where
//! an administrator sees them; cases never wait for them.

use domain::time::Span;
use guichet::usecases::limits::Peer;

use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::mail::Mail;
use crate::world::smtp::{Fault, Step};

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_refused_for_now_is_tried_again_later_and_later() {
    let desk = Desk::open(Database::sqlite()).await;
    let (counter, smtp) = (&desk.counter, &desk.counter.smtp);
    smtp.refuse_recipient(&desk.solene.email, 451);
    let reference = desk.request("Formats courts").await;
    counter.work().await;
    assert!(smtp.inbox(&desk.solene.email).is_empty());
    assert!(
        !smtp.inbox(&desk.ines.email).is_empty(),
        "the others have theirs"
    );

    // After 30 seconds, then after a minute; never before.
    for wait in [30, 60] {
        counter.pass(Span::seconds(wait - 1)).await;
        let tries = tries_for(&desk, &desk.solene.email);
        counter.work().await;
        assert_eq!(tries_for(&desk, &desk.solene.email), tries, "too early");
        if wait == 60 {
            smtp.recover();
        }
        counter.pass(Span::seconds(1)).await;
        assert_eq!(
            tries_for(&desk, &desk.solene.email),
            tries + 1,
            "after {wait} s"
        );
    }
    let inbox = smtp.inbox(&desk.solene.email);
    let subjects: Vec<&str> = inbox.iter().map(Mail::subject).collect();
    assert_eq!(subjects.len(), 1, "{subjects:?}");
    assert!(subjects[0].contains(&reference), "{subjects:?}");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_makes_the_same_mail_come_again() {
    let desk = Desk::open(Database::sqlite()).await;
    let (counter, smtp) = (&desk.counter, &desk.counter.smtp);
    smtp.fail_next(Step::Receipt, Fault::Drop);
    counter
        .house
        .app
        .request_sign_in(&desk.solene.email, "", Peer::at(None))
        .await
        .expect("a link");
    counter.work().await;
    counter.pass(Span::seconds(30)).await;
    let inbox = smtp.inbox(&desk.solene.email);
    assert_eq!(
        inbox.len(),
        2,
        "once before the answer was lost, once after"
    );
    assert_eq!(inbox[0].message_id(), inbox[1].message_id());
    assert!(!inbox[0].message_id().is_empty());
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_refused_for_good_is_parked_until_somebody_sends_it_again() {
    let desk = Desk::open(Database::sqlite()).await;
    let (counter, smtp) = (&desk.counter, &desk.counter.smtp);
    smtp.refuse_recipient(&desk.solene.email, 550);
    let reference = desk.request("Formats courts").await;
    counter.work().await;
    assert!(
        !smtp.inbox(&desk.ines.email).is_empty(),
        "the others have theirs"
    );
    counter.pass(Span::hours(1)).await;
    assert!(
        smtp.inbox(&desk.solene.email).is_empty(),
        "it is not tried again by itself"
    );

    let maud = counter.sign_in(&desk.maud).await;
    maud.get("/admin/mail").await.expect_status(404);
    let odile = counter.sign_in(&desk.odile).await;
    let page = odile.open("/admin/mail").await;
    let words = page.words();
    assert!(
        words.contains(&reference) && words.contains(&desk.solene.email),
        "{words}"
    );
    assert!(words.contains("550"), "why is said: {words}");
    let retries: Vec<_> = page
        .forms()
        .into_iter()
        .filter(|form| form.action().path().ends_with("/retry"))
        .collect();
    assert_eq!(retries.len(), 1);

    smtp.recover();
    odile.submit(&retries[0]).await.expect_status(303);
    counter.work().await;
    let inbox = smtp.inbox(&desk.solene.email);
    assert_eq!(inbox.len(), 1, "sent after all");
    assert!(inbox[0].subject().contains(&reference));
    let page = odile.open("/admin/mail").await;
    assert!(
        !page.words().contains(&reference),
        "nothing is parked any more"
    );
    odile.submit(&retries[0]).await.expect_status(404);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_hangs_holds_up_no_case() {
    let desk = Desk::open(Database::sqlite()).await;
    let (counter, smtp) = (&desk.counter, &desk.counter.smtp);
    desk.request("Première").await;
    smtp.fail_always(Step::Greeting, Fault::Hang);
    let hanging = smtp.connections() + 1;
    let creating = async {
        smtp.wait_for_connections(hanging).await;
        for title in ["Deuxième", "Troisième", "Quatrième"] {
            desk.request(title).await;
        }
        let hung = smtp.mails().len();
        smtp.recover();
        hung
    };
    let ((), sent) = tokio::join!(counter.post(), creating);
    assert_eq!(sent, 0, "no mail went out while the server hung");
    counter.pass(Span::minutes(2)).await;
    let inbox = smtp.inbox(&desk.solene.email);
    assert_eq!(inbox.len(), 4, "every acknowledgement arrived in the end");
    desk.counter.close().await;
}

/// How often the server was asked to take a mail for this address.
fn tries_for(desk: &Desk, email: &str) -> usize {
    let commands = desk.counter.smtp.commands();
    commands
        .iter()
        .filter(|command| {
            command.to_ascii_uppercase().starts_with("RCPT") && command.contains(email)
        })
        .count()
}
