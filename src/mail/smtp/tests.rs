//! Conversations with a server that says exactly what a test tells it to.

use std::collections::VecDeque;

use secrecy::SecretString;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::config::mail::TransportKind;
use crate::mail::message::Composer;
use crate::mail::message::tests::notice;

/// A verdict that is never told.
const SILENCE: &str = "silence";

/// What the server says each time a message has come whole.
type Verdicts = Vec<&'static str>;

fn mail() -> Mail {
    Composer::new("Guichet <desk@guichet.example.org>")
        .unwrap()
        .compose(&notice())
        .unwrap()
}

fn settings(url: &str) -> MailSettings {
    MailSettings {
        transport: TransportKind::Smtp,
        smtp_url: SecretString::from(url),
        smtp_url_file: String::new(),
        smtp_ca: String::new(),
        smtp_ca_file: String::new(),
        from: "Guichet <desk@guichet.example.org>".to_owned(),
        timeout_secs: 1,
        keep_sent_days: 180,
    }
}

/// A server on a free port; it ends after `connections` and gives what it was told, line by line.
#[expect(
    clippy::disallowed_methods,
    reason = "the other side of the wire lives beside the test"
)]
async fn server(connections: usize, verdicts: Verdicts) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let mut verdicts = VecDeque::from(verdicts);
        let mut heard = Vec::new();
        for _ in 0..connections {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 ready\r\n").await.unwrap();
            let mut in_message = false;
            let mut line = String::new();
            while stream.read_line(&mut line).await.unwrap_or(0) > 0 {
                let said = std::mem::take(&mut line);
                let said = said.trim_end();
                let answer = match said {
                    "." if in_message => {
                        in_message = false;
                        verdicts.pop_front().filter(|verdict| *verdict != SILENCE)
                    }
                    _ if in_message => None,
                    "DATA" => {
                        in_message = true;
                        Some("354 go on")
                    }
                    "QUIT" => Some("221 bye"),
                    _ if said.starts_with("RCPT TO:<refused@") => Some("550 no such person"),
                    _ if said.starts_with("AUTH") => Some("535 wrong password"),
                    _ if said.starts_with("EHLO") => Some("250-hello\r\n250 AUTH PLAIN LOGIN"),
                    _ => Some("250 fine"),
                };
                if !in_message || said == "DATA" {
                    heard.push(said.split([' ', ':']).next().unwrap_or_default().to_owned());
                }
                if let Some(answer) = answer {
                    stream
                        .write_all(format!("{answer}\r\n").as_bytes())
                        .await
                        .unwrap();
                }
            }
        }
        heard
    });
    (url, task)
}

#[tokio::test]
async fn messages_share_a_connection_and_have_no_return_path() {
    let (url, server) = server(1, vec!["250 queued as 1", "250 queued as 2"]).await;
    let smtp = Smtp::open(&settings(&url)).unwrap();
    assert_eq!(smtp.send(&mail()).await.unwrap().reply, "250 queued as 1");
    assert_eq!(smtp.send(&mail()).await.unwrap().reply, "250 queued as 2");
    smtp.close().await;
    let heard = server.await.unwrap();
    assert_eq!(heard.iter().filter(|said| *said == "EHLO").count(), 1);
    assert_eq!(heard.iter().filter(|said| *said == "DATA").count(), 2);
    assert_eq!(heard.last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn a_refusal_for_good_and_one_for_now_are_told_apart() {
    let verdicts = vec!["451 busy", "554 looks like an advertisement"];
    let (url, server) = server(3, verdicts).await;
    let smtp = Smtp::open(&settings(&url)).unwrap();
    let busy = smtp.send(&mail()).await.unwrap_err();
    assert!(
        matches!(&busy, SendError::Temporary(text) if text.contains("451")),
        "{busy}"
    );
    let refused = smtp.send(&mail()).await.unwrap_err();
    assert!(
        matches!(&refused, SendError::Permanent(text) if text.contains("554")),
        "{refused}"
    );
    let mut nobody = notice();
    nobody.to.email = "refused@arenes.example".to_owned();
    let composer = Composer::new("Guichet <desk@guichet.example.org>").unwrap();
    let refused = smtp
        .send(&composer.compose(&nobody).unwrap())
        .await
        .unwrap_err();
    assert!(
        matches!(&refused, SendError::Permanent(text) if text.contains("550")),
        "{refused}"
    );
    drop(smtp);
    server.await.unwrap();
}

#[tokio::test]
async fn a_silent_server_is_given_up_with_its_connection() {
    // Were the connection used again, the second message would hear the answer to the first.
    let (url, server) = server(2, vec![SILENCE, "250 queued as 2"]).await;
    let smtp = Smtp::open(&settings(&url)).unwrap();
    let silent = smtp.send(&mail()).await.unwrap_err();
    let given_up = "the SMTP server did not answer within 1 s".to_owned();
    assert_eq!(silent, SendError::Temporary(given_up));
    assert_eq!(smtp.send(&mail()).await.unwrap().reply, "250 queued as 2");
    drop(smtp);
    let heard = server.await.unwrap();
    assert_eq!(heard.iter().filter(|said| *said == "EHLO").count(), 2);
}

#[tokio::test]
async fn a_server_that_is_away_may_come_back() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let smtp = Smtp::open(&settings(&url)).unwrap();
    let away = smtp.send(&mail()).await.unwrap_err();
    assert!(matches!(away, SendError::Temporary(_)), "{away}");
}

#[tokio::test]
async fn a_wrong_password_is_not_the_message_s_fault() {
    let (url, server) = server(1, vec![]).await;
    let url = url.replace("smtp://", "smtp://desk:s%20cret@");
    let smtp = Smtp::open(&settings(&url)).unwrap();
    let refused = smtp.send(&mail()).await.unwrap_err();
    assert!(
        matches!(&refused, SendError::Temporary(text) if text.contains("535")),
        "{refused}"
    );
    drop(smtp);
    assert!(server.await.unwrap().contains(&"AUTH".to_owned()));
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing_when_it_is_required() {
    let (url, server) = server(1, vec![]).await;
    let smtp = Smtp::open(&settings(&format!("{url}?tls=required"))).unwrap();
    let refused = smtp.send(&mail()).await.unwrap_err();
    assert!(
        matches!(&refused, SendError::Temporary(text) if text.contains("STARTTLS")),
        "{refused}"
    );
    assert!(!server.await.unwrap().contains(&"MAIL".to_owned()));
}

#[test]
fn addresses_are_read_strictly_and_never_shown_with_their_password() {
    let open = |url: &str| Smtp::open(&settings(url)).map(|smtp| format!("{smtp:?}"));
    assert!(
        open("smtps://mail.example.org")
            .unwrap()
            .contains("port: 465")
    );
    assert!(
        open("smtp://mail.example.org?tls=required")
            .unwrap()
            .contains("port: 587")
    );
    assert!(
        open("smtp://mail.example.org")
            .unwrap()
            .contains("port: 25")
    );
    for url in [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://mail.example.org?tls=maybe",
    ] {
        assert!(
            matches!(open(url), Err(SmtpSetupError::Address(_))),
            "{url}"
        );
    }
    let clear = open("smtp://desk:hunter2@mail.example.org").unwrap_err();
    assert!(matches!(clear, SmtpSetupError::PasswordInTheClear));
    assert!(!clear.to_string().contains("hunter2"));
    assert!(
        !open("smtps://desk:hunter2@mail.example.org")
            .unwrap()
            .contains("hunter2")
    );
}

#[test]
fn percent_signs_are_decoded() {
    assert_eq!(percent_decode("a%40b%C3%A9").as_deref(), Some("a@bé"));
    assert_eq!(percent_decode("100%"), None);
    assert_eq!(percent_decode("%ff"), None);
}
