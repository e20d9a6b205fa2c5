//! The headers that mail programs and answering machines rely on, and attempts to forge them.

use std::collections::BTreeMap;

use domain::ids::TemplateKey;
use domain::notices::Side;
use domain::text::Language;
use mail_parser::{HeaderValue as Parsed, MessageParser};
use uuid::Uuid;

use super::*;

const FROM: &str = "Guichet <desk@guichet.example.org>";

/// A notice about a case, made of fixed values; other tests send it too.
pub fn notice() -> Notice {
    let params = [
        ("reference", "REQ-1042"),
        ("title", "Audience de la finale"),
        ("link", "https://desk.example.org/r/REQ-1042"),
        ("team", "FR"),
        ("message", "Quelle période ?\n.\nMerci d’avance."),
    ];
    Notice {
        id: NoticeId::from_uuid(Uuid::from_u128(7)),
        key: "event:1:2".to_owned(),
        case: Some(CaseId::from_uuid(Uuid::from_u128(42))),
        to: Addressee {
            person: None,
            name: "Inès Martin".to_owned(),
            email: "ines@arenes.example".to_owned(),
            language: Language::Fr,
            side: Side::Partner,
        },
        template: TemplateKey::from("request.question"),
        params: params
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        at: Instant::from_millis(1_789_993_800_000),
    }
}

fn compose(notice: &Notice) -> Result<Mail, ComposeError> {
    Composer::new(FROM).unwrap().compose(notice)
}

#[test]
fn a_mail_is_marked_automatic_threaded_and_has_no_return_path() {
    let mail = compose(&notice()).unwrap();
    assert_eq!(
        mail.message_id,
        "<00000000-0000-0000-0000-000000000007@guichet.example.org>"
    );
    assert_eq!(mail.envelope().from(), None);
    assert_eq!(mail.envelope().to().len(), 1);
    let bytes = mail.bytes();
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    let case = "case.00000000-0000-0000-0000-00000000002a@guichet.example.org";
    assert_eq!(parsed.references(), &Parsed::Text(case.into()));
    assert_eq!(parsed.in_reply_to(), &Parsed::Text(case.into()));
    assert_eq!(
        parsed.header_raw("Auto-Submitted").map(str::trim),
        Some("auto-generated")
    );
    assert_eq!(
        parsed.header_raw("Content-Language").map(str::trim),
        Some("fr")
    );
    assert_eq!(parsed.date().unwrap().to_rfc3339(), "2026-09-21T12:30:00Z");
    assert_eq!(
        parsed.subject(),
        Some("[REQ-1042] Une précision à nous donner")
    );
    assert_eq!(
        parsed.to().unwrap().first().unwrap().name(),
        Some("Inès Martin")
    );
    assert!(parsed.reply_to().is_none());
}

#[test]
fn both_bodies_carry_the_words_and_nothing_bare_is_on_the_wire() {
    let mail = compose(&notice()).unwrap();
    let bytes = mail.bytes();
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(
        parsed.body_text(0).unwrap().replace("\r\n", "\n"),
        mail.letter.text
    );
    assert_eq!(
        parsed.body_html(0).unwrap().replace("\r\n", "\n"),
        mail.letter.html
    );
    let wire = String::from_utf8(bytes.clone()).unwrap();
    assert!(wire.is_ascii());
    assert!(!wire.replace("\r\n", "").contains(['\r', '\n']));
    assert!(wire.lines().all(|line| line.len() <= 998));
    assert_eq!(mail.bytes(), compose(&notice()).unwrap().bytes());
}

#[test]
fn answers_go_to_the_signed_address() {
    let composer = Composer::new(FROM).unwrap();
    let mail = composer
        .compose_answerable(&notice(), "desk+abc.def@guichet.example.org")
        .unwrap();
    let bytes = mail.bytes();
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    let reply_to = parsed.reply_to().unwrap().first().unwrap();
    assert_eq!(reply_to.address(), Some("desk+abc.def@guichet.example.org"));
    assert!(
        mail.letter
            .text
            .contains("votre réponse rejoint le dossier")
    );
    let forged = composer.compose_answerable(&notice(), "a@b.example\r\nBcc: c@d.example");
    assert!(matches!(forged, Err(ComposeError::Address(_))));
}

#[test]
fn names_titles_and_references_cannot_add_headers() {
    let mut notice = notice();
    let forged = "Inès\r\nBcc: all@example.org\r\n\r\n<b>body</b>";
    notice.to.name = forged.to_owned();
    for name in [
        "title",
        "reference",
        "team",
        "actor",
        "owner",
        "organisation",
    ] {
        notice.params.insert(name.to_owned(), forged.to_owned());
    }
    let mail = compose(&notice).unwrap();
    let bytes = mail.bytes();
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    assert!(parsed.bcc().is_none());
    assert_eq!(
        parsed.to().unwrap().first().unwrap().address(),
        Some("ines@arenes.example")
    );
    assert_eq!(mail.envelope().to().len(), 1);
    assert!(!parsed.subject().unwrap().contains(['\r', '\n']));
    assert!(parsed.body_text(0).unwrap().starts_with("Bonjour Inès,"));
}

#[test]
fn odd_names_do_not_break_the_message() {
    for name in [
        "",
        "\r\n",
        "\"",
        "a,b <c@d.example>",
        "名前",
        "\u{202e}evil",
        &"é".repeat(500),
    ] {
        let mut notice = notice();
        notice.to.name = name.to_owned();
        let mail = compose(&notice).unwrap();
        let bytes = mail.bytes();
        let parsed = MessageParser::default().parse(&bytes).unwrap();
        let to = parsed.to().unwrap().first().unwrap();
        assert_eq!(to.address(), Some("ines@arenes.example"), "{name:?}");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for email in [
        "",
        "ines",
        "a@b.example\r\nRCPT TO:<c@d.example>",
        "a@b.example, c@d.example",
        "a b@c.example",
    ] {
        let mut notice = notice();
        notice.to.email = email.to_owned();
        assert!(
            matches!(compose(&notice), Err(ComposeError::Address(_))),
            "{email:?}"
        );
    }
    assert!(Composer::new("nobody").is_err());
}

#[test]
fn an_unknown_template_is_named() {
    let mut notice = notice();
    notice.template = TemplateKey::from("request.praised");
    let error = compose(&notice).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no mail template “request.praised”"
    );
}

#[test]
fn a_mail_about_no_case_starts_no_thread() {
    let mut notice = notice();
    notice.case = None;
    notice.template = TemplateKey::from("sign_in.link");
    notice.params = BTreeMap::from([("link".to_owned(), "http://127.0.0.1:8080/s/x".to_owned())]);
    let mail = compose(&notice).unwrap();
    let bytes = mail.bytes();
    let parsed = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(parsed.references(), &Parsed::Empty);
    assert_eq!(parsed.subject(), Some("Votre lien de connexion à Guichet"));
}
