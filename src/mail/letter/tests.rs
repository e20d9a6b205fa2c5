//! Every letter as people read it, whole and with only what is required; and what is refused.

use super::*;
use crate::i18n;
use crate::mail::templates::{ALL, TEMPLATES};

const VALUES: [(&str, &str); 20] = [
    ("reference", "REQ-1042"),
    ("title", "Audience de la finale"),
    ("link", "https://desk.example.org/r/REQ-1042?a=1&b=2"),
    ("team", "FR"),
    ("owner", "Camille Roy"),
    ("actor", "Inès Martin"),
    ("organisation", "Arènes TV"),
    ("message", "Quelle est la période ?\n\nUn mois suffit."),
    ("due_at", "2026-09-21T12:30:00Z"),
    ("until_at", "2026-10-05T16:00:00Z"),
    ("closes_at", "2026-10-01T07:00:00Z"),
    ("follow_up_on", "2026-09-25"),
    ("count", "2"),
    ("left_ms", "3600000"),
    ("percent", "75"),
    ("number", "3"),
    ("level", "2"),
    ("metric", "first_response"),
    ("priority", "P1"),
    ("target", "REQ-0990"),
];

fn params(names: impl Iterator<Item = &'static str>) -> BTreeMap<String, String> {
    names
        .map(|name| {
            let (_, value) = VALUES.iter().find(|(known, _)| *known == name).unwrap();
            (name.to_owned(), (*value).to_owned())
        })
        .collect()
}

fn all_params() -> BTreeMap<String, String> {
    params(VALUES.iter().map(|(name, _)| *name))
}

fn letter(key: &str, language: Language, params: &BTreeMap<String, String>) -> Letter {
    let template = Template::find(key).unwrap();
    write(template, language, "Maud Le Gall", params, Answers::Unread).unwrap()
}

/// The text with its no-break spaces made visible as ordinary ones, for reading.
fn readable(letter: &Letter) -> String {
    format!("Subject: {}\n\n{}", letter.subject, letter.text).replace(['\u{a0}', '\u{202f}'], " ")
}

fn album(
    language: Language,
    values: impl Fn(&'static Template) -> BTreeMap<String, String>,
) -> String {
    let pages = ALL.iter().map(|template| {
        let letter = letter(template.key, language, &values(template));
        format!("=== {} ===\n{}", template.key, readable(&letter))
    });
    pages.collect::<Vec<_>>().join("\n")
}

fn known(template: &'static Template) -> BTreeMap<String, String> {
    params(template.needs().chain(template.optional.iter().copied()))
}

fn bare(template: &'static Template) -> BTreeMap<String, String> {
    params(template.needs())
}

#[test]
fn every_letter_in_french() {
    insta::assert_snapshot!("letters_fr", album(Language::Fr, known));
}

#[test]
fn every_letter_in_english() {
    insta::assert_snapshot!("letters_en", album(Language::En, known));
}

#[test]
fn every_letter_with_only_what_is_required_in_french() {
    insta::assert_snapshot!("letters_bare_fr", album(Language::Fr, bare));
}

#[test]
fn every_letter_with_only_what_is_required_in_english() {
    insta::assert_snapshot!("letters_bare_en", album(Language::En, bare));
}

#[test]
fn the_html_says_the_same_with_one_button() {
    let letter = letter("request.question", Language::Fr, &all_params());
    insta::assert_snapshot!("question_fr_html", letter.html);
    assert_eq!(letter.html.matches("<a ").count(), 1);
}

#[test]
fn extra_values_change_nothing() {
    for template in ALL {
        let exact = letter(template.key, Language::En, &known(template));
        let mut more = known(template);
        more.insert("weather".to_owned(), "fine".to_owned());
        assert_eq!(
            letter(template.key, Language::En, &more),
            exact,
            "{}",
            template.key
        );
    }
}

#[test]
fn a_missing_or_blank_value_is_named_and_nothing_is_written() {
    for template in ALL {
        for name in template.needs() {
            let mut params = known(template);
            params.insert(name.to_owned(), " ".to_owned());
            let refused = write(template, Language::Fr, "Maud", &params, Answers::Joined);
            let missing = LetterError::Missing {
                template: template.key,
                name: name.to_owned(),
            };
            assert_eq!(refused, Err(missing));
        }
    }
}

#[test]
fn each_required_or_optional_value_is_used() {
    for template in ALL {
        let whole = letter(template.key, Language::Fr, &known(template));
        for name in template.optional {
            let mut params = known(template);
            params.remove(*name);
            let shorter = letter(template.key, Language::Fr, &params);
            assert_ne!(shorter, whole, "{} does not use {name}", template.key);
        }
        for name in template.required.iter().filter(|name| **name != "message") {
            let mut params = known(template);
            let other = if name.ends_with("_at") {
                "2027-01-01T00:00:00Z"
            } else {
                "41"
            };
            params.insert((*name).to_owned(), other.to_owned());
            let changed = letter(template.key, Language::Fr, &params);
            assert_ne!(changed, whole, "{} does not use {name}", template.key);
        }
    }
}

#[test]
fn no_letter_leaves_a_gap() {
    for language in Language::ALL {
        for template in ALL {
            let letter = letter(template.key, language, &bare(template));
            for text in [&letter.subject, &letter.text, &letter.html] {
                assert!(
                    !text.contains("{$") && !text.contains("mail-"),
                    "{}: {text}",
                    template.key
                );
            }
        }
    }
    assert_eq!(i18n::gaps().concat(), "");
    assert_eq!(TEMPLATES.len(), ALL.len());
}

#[test]
fn values_that_are_not_what_they_promise_are_refused() {
    let refusal = |name: &str, value: &str| {
        let mut params = all_params();
        params.insert(name.to_owned(), value.to_owned());
        let template = Template::find("sla.warning").unwrap();
        write(template, Language::En, "Maud", &params, Answers::Joined).unwrap_err()
    };
    for (name, value) in [
        ("due_at", "tomorrow"),
        ("follow_up_on", "2026-02-30"),
        ("percent", "a lot"),
        ("left_ms", "soon"),
        ("link", "javascript:alert(1)"),
        ("link", "/r/REQ-1042"),
    ] {
        let unreadable = LetterError::Unreadable {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        assert_eq!(refusal(name, value), unreadable);
    }
}

#[test]
fn people_cannot_put_lines_or_markup_into_a_letter() {
    let mut params = all_params();
    params.insert(
        "title".to_owned(),
        "Finale\r\nBcc: all@example.org <b>".to_owned(),
    );
    params.insert(
        "message".to_owned(),
        "<script>alert(1)</script>\r\n.\r\nQUIT".to_owned(),
    );
    params.insert(
        "link".to_owned(),
        "https://desk.example.org/\"><img src=x>".to_owned(),
    );
    let letter = letter("request.reply", Language::En, &params);
    assert_eq!(
        letter.subject,
        "[REQ-1042] Inès replied: Finale Bcc: all@example.org <b>"
    );
    assert!(
        letter
            .text
            .contains("> <script>alert(1)</script>\n> .\n> QUIT\n")
    );
    assert!(!letter.html.contains("<script") && !letter.html.contains("<img"));
    assert!(!letter.html.contains("<b>"));
}

#[test]
fn the_greeting_uses_the_first_name_or_none() {
    let template = Template::find("request.closed").unwrap();
    let hello = |name: &str| {
        let letter = write(template, Language::Fr, name, &all_params(), Answers::Joined).unwrap();
        letter.text.lines().next().unwrap().to_owned()
    };
    assert_eq!(hello("Maud Le Gall"), "Bonjour Maud,");
    assert_eq!(hello("\r\n"), "Bonjour,");
}

#[test]
fn the_letter_says_whether_an_answer_is_read() {
    let template = Template::find("request.closed").unwrap();
    let end = |answers| {
        let letter = write(template, Language::En, "Maud", &all_params(), answers).unwrap();
        letter.text.lines().last().unwrap().to_owned()
    };
    assert_eq!(
        end(Answers::Joined),
        "You can reply to this message: your answer joins the case."
    );
    assert_eq!(
        end(Answers::Unread),
        "This message is automatic. To answer, use the link above."
    );
}
