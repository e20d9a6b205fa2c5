//! The mail server of the tests speaks with the mailer the product uses.

use std::time::Duration;

use lettre::message::{MultiPart, SinglePart, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::{Fault, SmtpServer, Step};

type Mailer = AsyncSmtpTransport<Tokio1Executor>;

fn mailer(server: &SmtpServer) -> Mailer {
    let builder = Mailer::from_url(&server.url()).expect("the server's URL");
    builder.timeout(Some(Duration::from_secs(5))).build()
}

fn message(to: &[&str]) -> Message {
    let mut builder = Message::builder()
        .from("Guichet <desk@guichet.test>".parse().expect("a sender"))
        .subject("Réponse à votre demande")
        .message_id(Some("<row-1@guichet.test>".to_owned()));
    for address in to {
        builder = builder.to(address.parse().expect("a recipient"));
    }
    let text = "Bonjour,\n.un point en tête\nhttp://127.0.0.1/r/REQ-0001.\n".to_owned();
    let html = "<p>Bonjour</p>".to_owned();
    builder
        .multipart(
            MultiPart::alternative()
                .singlepart(SinglePart::plain(text))
                .singlepart(
                    SinglePart::builder()
                        .header(ContentType::TEXT_HTML)
                        .body(html),
                ),
        )
        .expect("a message")
}

#[tokio::test]
async fn a_mail_arrives_whole_in_the_inbox_of_its_reader() {
    let server = SmtpServer::start().await;
    mailer(&server)
        .send(message(&["Lea@canopee.test"]))
        .await
        .expect("accepted");

    let inbox = server.wait_for_inbox("lea@canopee.test", 1).await;
    let [mail] = inbox.as_slice() else {
        panic!("one mail, not {}", inbox.len())
    };
    assert_eq!(mail.subject(), "Réponse à votre demande");
    assert_eq!(mail.sender, "desk@guichet.test");
    assert_eq!(mail.message_id(), "row-1@guichet.test");
    assert_eq!(
        mail.header("from").as_deref(),
        Some("Guichet <desk@guichet.test>")
    );
    let text = mail.text().expect("a plain part");
    assert!(text.contains("\n.un point en tête\n"), "{text}");
    assert!(
        mail.html()
            .expect("an HTML part")
            .contains("<p>Bonjour</p>")
    );
    assert_eq!(mail.links(), ["http://127.0.0.1/r/REQ-0001"]);
    assert!(mail.attachments().is_empty());
    assert!(mail.raw.ends_with(b"\r\n"));
    assert!(server.inbox("somebody@else.test").is_empty());
}

#[tokio::test]
async fn only_the_right_password_opens_a_server_with_sign_in() {
    let server = SmtpServer::start_with_login("desk", "right").await;
    mailer(&server)
        .send(message(&["lea@canopee.test"]))
        .await
        .expect("signed in");

    let wrong = server.url().replace("right", "wrong");
    let wrong = Mailer::from_url(&wrong)
        .expect("a URL")
        .build::<Tokio1Executor>();
    let refusal = wrong
        .send(message(&["lea@canopee.test"]))
        .await
        .expect_err("not signed in");
    assert!(refusal.is_permanent(), "{refusal}");
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn a_temporary_refusal_strikes_once_and_stores_nothing() {
    let server = SmtpServer::start().await;
    server.fail_next(Step::Content, Fault::Refuse(451, "4.3.0 later".to_owned()));
    let mailer = mailer(&server);

    let refusal = mailer
        .send(message(&["lea@canopee.test"]))
        .await
        .expect_err("refused");
    assert!(refusal.is_transient(), "{refusal}");
    assert!(server.mails().is_empty());
    mailer
        .send(message(&["lea@canopee.test"]))
        .await
        .expect("accepted the second time");
    assert_eq!(server.wait_for(1).await.len(), 1);
}

#[tokio::test]
async fn one_recipient_can_be_refused_for_good() {
    let server = SmtpServer::start().await;
    server.refuse_recipient("gone@canopee.test", 550);
    let mailer = mailer(&server);

    let refusal = mailer
        .send(message(&["gone@canopee.test"]))
        .await
        .expect_err("refused");
    assert!(refusal.is_permanent(), "{refusal}");
    mailer
        .send(message(&["lea@canopee.test"]))
        .await
        .expect("others are accepted");
    server.recover();
    mailer
        .send(message(&["gone@canopee.test"]))
        .await
        .expect("back again");
    assert_eq!(server.mails().len(), 2);
}

#[tokio::test]
async fn a_lost_answer_leaves_the_mail_stored_and_the_sender_in_doubt() {
    let server = SmtpServer::start().await;
    server.fail_next(Step::Receipt, Fault::Drop);

    let sent = mailer(&server).send(message(&["lea@canopee.test"])).await;
    assert!(sent.is_err());
    assert_eq!(server.wait_for(1).await.len(), 1);
}

#[tokio::test]
async fn a_hanging_server_is_left_by_the_sender_and_recovers() {
    let server = SmtpServer::start().await;
    server.fail_always(Step::Greeting, Fault::Hang);
    // The mailer's own timeout covers connecting only.
    let patience = Duration::from_millis(200);
    let mailer = mailer(&server);

    let sending = tokio::time::timeout(patience, mailer.send(message(&["lea@canopee.test"])));
    assert!(sending.await.is_err());
    server.wait_for_connections(1).await;
    server.recover();
    mailer
        .send(message(&["lea@canopee.test"]))
        .await
        .expect("accepted after recovery");
    assert_eq!(server.mails().len(), 1);
    assert!(
        server
            .commands()
            .iter()
            .any(|line| line.starts_with("MAIL FROM:"))
    );
}
