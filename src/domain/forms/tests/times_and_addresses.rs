//! Days, moments, web and mail addresses that pass and that do not.

use serde_json::{Value, json};

use crate::time::Instant;

use super::super::reading::Input;
use super::super::validate::{Scope, validate};
use super::{NOW, assert_answers, codes, errors_of, facts, form, page, stored, with};

#[test]
fn a_deadline_is_today_or_later() {
    assert_answers(
        "content_reco",
        "deadline",
        &[
            json!("2026-09-21"),
            json!("2027-01-01"),
            json!("21/09/2026"),
        ],
        &[
            (json!("2026-09-20"), "date_too_early"),
            (json!("2026-02-30"), "date_invalid"),
            (json!("demain"), "date_invalid"),
        ],
    );
    let mut late = facts();
    late.now = Instant::parse_rfc3339("2026-09-21T22:30:00Z").unwrap();
    let outcome = validate(
        &form("content_reco"),
        Input::Json(&with("content_reco", json!({"deadline": "2026-09-21"}))),
        Scope::Whole,
        &late,
    );
    assert_eq!(
        codes(&outcome.errors),
        ["deadline: date_too_early"],
        "it is already the 22nd in Paris"
    );
}

#[test]
fn a_period_ends_after_it_starts_and_lasts_24_months_at_most() {
    assert_answers(
        "data_analysis",
        "period_to",
        &[json!("2026-01-01"), json!("2028-01-01")],
        &[
            (json!("2025-12-31"), "date_before_field"),
            (json!("2028-01-02"), "period_too_long"),
            (Value::Null, "required"),
        ],
    );
}

#[test]
fn a_problem_has_started_in_the_past() {
    assert_answers(
        "tech_support",
        "started_at",
        &[
            json!(NOW),
            json!("2026-09-21T14:30:00+02:00"),
            json!("2026-09-21T14:29"),
        ],
        &[
            (json!("2026-09-21T12:30:01Z"), "in_the_future"),
            (json!("2026-09-21T14:31"), "in_the_future"),
            (json!("yesterday"), "date_invalid"),
        ],
    );
    let moment = stored(
        "tech_support",
        json!({"started_at": "2026-09-21T14:29"}),
        "started_at",
    );
    assert_eq!(
        moment,
        json!("2026-09-21T12:29:00Z"),
        "local time becomes UTC"
    );
}

#[test]
fn a_moment_is_typed_in_boxes_in_the_partners_own_time() {
    let at = |time: &str| {
        let day = [
            ("started_at-day", "1er"),
            ("started_at-month", "août"),
            ("started_at-year", "26"),
            ("started_at-time", time),
        ];
        page("tech_support", "circumstances", &day)
            .answers
            .get("started_at")
            .cloned()
    };
    for time in ["14:05", "14 h 05", "14h05", "1405", "2:05 pm", "14.05"] {
        assert_eq!(at(time), Some(json!("2026-08-01T12:05:00Z")), "{time}");
    }
    assert_eq!(at("14 h"), Some(json!("2026-08-01T12:00:00Z")));
    assert_eq!(at("12 am"), Some(json!("2026-07-31T22:00:00Z")));
    for time in ["", "25:00", "14:60", "13 pm", "h", "midi"] {
        assert_eq!(at(time), None, "{time}");
    }
}

#[test]
fn a_time_that_summer_skips_becomes_the_next_that_exists() {
    let outcome = page(
        "tech_support",
        "circumstances",
        &[("started_at", "2026-03-29T02:30")],
    );
    assert_eq!(
        outcome.answers.get("started_at"),
        Some(&json!("2026-03-29T01:30:00Z"))
    );
}

#[test]
fn a_date_tells_which_box_is_empty() {
    for (part, code, params) in [
        (("deadline-day", ""), "date_incomplete", "day"),
        (("deadline-month", ""), "date_incomplete", "month"),
        (("deadline-year", ""), "date_incomplete", "year"),
    ] {
        let mut typed = vec![
            ("deadline-day", "14"),
            ("deadline-month", "3"),
            ("deadline-year", "2027"),
        ];
        typed.retain(|(name, _)| *name != part.0);
        let outcome = page("content_reco", "timing", &typed);
        let error = outcome
            .errors
            .iter()
            .find(|error| error.field == "deadline")
            .unwrap();
        assert_eq!(error.code.as_str(), code);
        assert_eq!(
            format!("{:?}", error.params),
            format!("{{\"part\": Text({params:?})}}")
        );
    }
}

#[test]
fn web_addresses_are_public_and_complete() {
    assert_answers(
        "account_verification",
        "official_site",
        &[
            json!("arenes.tv"),
            json!(" HTTP://ARENES.TV/direct?x=1 "),
            json!("https://presse.arenes.tv"),
        ],
        &[
            (json!("arenes"), "url_invalid"),
            (json!("ftp://arenes.tv"), "url_invalid"),
            (json!("javascript://arenes.tv"), "url_invalid"),
            (json!("https://user:secret@arenes.tv"), "url_invalid"),
            (json!("https://127.0.0.1/"), "url_invalid"),
            (json!("https://localhost/"), "url_invalid"),
            (json!("deux mots.fr"), "url_invalid"),
        ],
    );
    assert_eq!(
        stored(
            "account_verification",
            json!({"official_site": "Arenes.TV"}),
            "official_site"
        ),
        json!("https://arenes.tv/")
    );
}

#[test]
fn the_official_address_belongs_to_the_official_site() {
    assert_answers(
        "account_verification",
        "official_email",
        &[
            json!("Contact@Arenes.TV"),
            json!("x@presse.arenes.tv"),
            json!("<x@arenes.tv>"),
        ],
        &[
            (json!("arenes@gmail.com"), "email_domain"),
            (json!("x@fauxarenes.tv"), "email_domain"),
            (json!("contact"), "email_invalid"),
            (json!("a b@arenes.tv"), "email_invalid"),
            (json!("x..y@arenes.tv"), "email_invalid"),
            (json!("x@arenes"), "email_invalid"),
        ],
    );
    assert_eq!(
        errors_of(
            "account_verification",
            json!({"official_site": "https://fr.arenes.tv"})
        ),
        Vec::<String>::new()
    );
}

#[test]
fn press_links_are_three_to_ten_different_ones() {
    let links = |count: usize| {
        json!(
            (0..count)
                .map(|at| format!("https://m{at}.example/"))
                .collect::<Vec<_>>()
        )
    };
    assert_answers(
        "account_verification",
        "press_links",
        &[links(3), links(10)],
        &[
            (links(2), "too_few"),
            (links(11), "too_many"),
            (json!(["a.fr", "https://a.fr", "a.fr/"]), "too_few"),
        ],
    );
}

#[test]
fn examples_come_from_accepted_sites() {
    assert_answers(
        "content_reco",
        "sample_urls",
        &[json!(["https://www.youtube.com/watch?v=1", "youtu.be/2"])],
        &[
            (json!(["https://example.org/video"]), "host_refused"),
            (json!(["https://notyoutube.com/1"]), "host_refused"),
            (
                json!(["https://youtube.com.evil.example/1"]),
                "host_refused",
            ),
            (
                json!(
                    (0..6)
                        .map(|at| format!("youtu.be/{at}"))
                        .collect::<Vec<_>>()
                ),
                "too_many",
            ),
        ],
    );
}
