//! Each validation with answers that pass and answers that do not.

use serde_json::{Value, json};

use super::super::reading::Input;
use super::super::validate::{Scope, validate};
use super::{assert_answers, codes, errors_of, event, facts, form, page, stored, whole, with};

#[test]
fn texts_are_counted_in_characters() {
    let long = "é".repeat(120);
    assert_answers(
        "content_reco",
        "title",
        &[json!("Cinq!"), json!(long), json!("  espaces   autour  ")],
        &[
            (json!("Cinq"), "too_short"),
            (json!("é".repeat(121)), "too_long"),
            (json!("   "), "required"),
            (json!(7), "wrong_type"),
        ],
    );
    assert_eq!(
        stored(
            "content_reco",
            json!({"title": "  deux\u{a0}mots\tet\r\nplus \u{202e}"}),
            "title"
        ),
        json!("deux mots et plus")
    );
}

#[test]
fn long_texts_keep_their_lines_and_lose_control_characters() {
    let kept = stored(
        "content_reco",
        json!({"constraints": " un\r\ndeux\u{0}\u{7} \n"}),
        "constraints",
    );
    assert_eq!(kept, json!("un\ndeux"));
    assert_answers(
        "data_analysis",
        "question",
        &[json!("x".repeat(20)), json!("x".repeat(2_000))],
        &[
            (json!("x".repeat(19)), "too_short"),
            (json!("x".repeat(2_001)), "too_long"),
        ],
    );
}

#[test]
fn numbers_keep_to_their_limits() {
    let api = |status: Value| {
        errors_of(
            "tech_support",
            json!({"surface": "api", "endpoint": "GET /", "request_id": "r", "http_status": status}),
        )
    };
    assert_eq!(api(json!(100)), Vec::<String>::new());
    assert_eq!(api(json!(599)), Vec::<String>::new());
    assert_eq!(api(json!(99)), ["http_status: too_small"]);
    assert_eq!(api(json!(600)), ["http_status: too_large"]);
    assert_eq!(api(json!("429")), ["http_status: wrong_type"]);
    assert_eq!(api(json!(4.5)), ["http_status: wrong_type"]);
}

#[test]
fn choices_are_the_options_whatever_the_case() {
    assert_answers(
        "tech_support",
        "scope",
        &[json!("all"), json!(" One_Video ")],
        &[
            (json!("everything"), "not_a_choice"),
            (json!(["all"]), "wrong_type"),
            (json!(true), "wrong_type"),
        ],
    );
    assert_eq!(
        stored("tech_support", json!({"scope": " One_Video "}), "scope"),
        json!("one_video")
    );
    assert_eq!(
        stored("tech_support", json!({"impact": 2}), "impact"),
        json!("2"),
        "a number is as good as its digits"
    );
}

#[test]
fn several_choices_are_put_in_the_order_of_the_form_each_once() {
    let metrics = stored(
        "data_analysis",
        json!({"metrics": ["reach", "VIEWS", "reach"]}),
        "metrics",
    );
    assert_eq!(metrics, json!(["views", "reach"]));
    assert_answers(
        "data_analysis",
        "metrics",
        &[],
        &[
            (json!(["likes"]), "not_a_choice"),
            (json!([]), "required"),
            (json!("views"), "wrong_type"),
            (json!([1]), "wrong_type"),
        ],
    );
}

#[test]
fn yes_and_no_are_read_from_pages_and_from_the_api() {
    assert_answers(
        "tech_support",
        "ongoing",
        &[json!(true), json!(false)],
        &[(json!("yes"), "wrong_type")],
    );
    for (typed, meant) in [("yes", true), ("Oui", true), ("non", false), ("NO", false)] {
        let outcome = page("tech_support", "circumstances", &[("ongoing", typed)]);
        assert_eq!(
            outcome.answers.get("ongoing"),
            Some(&json!(meant)),
            "{typed}"
        );
    }
    let outcome = page("tech_support", "circumstances", &[("ongoing", "perhaps")]);
    assert!(codes(&outcome.errors).contains(&"ongoing: not_yes_or_no".to_owned()));
}

#[test]
fn accounts_are_those_of_the_organisation() {
    assert_answers(
        "content_reco",
        "handles",
        &[json!(["@Arenes.TV", "arenes.sport"])],
        &[
            (json!(["autre"]), "handle_unknown"),
            (json!(["a/b"]), "handle_invalid"),
            (json!(["@"]), "handle_invalid"),
        ],
    );
    assert_eq!(
        stored(
            "content_reco",
            json!({"handles": ["@Arenes.TV", "arenes.tv"]}),
            "handles"
        ),
        json!(["arenes.tv"])
    );
    assert_answers(
        "account_verification",
        "handles",
        &[json!(["nouveau.compte"])],
        &[(json!(["un", "deux"]), "too_many")],
    );
    let mut unknown = facts();
    unknown.handles.clear();
    let given = with("content_reco", json!({"handles": ["autre"]}));
    let outcome = validate(
        &form("content_reco"),
        Input::Json(&given),
        Scope::Whole,
        &unknown,
    );
    assert_eq!(
        codes(&outcome.errors),
        Vec::<String>::new(),
        "nobody is locked out while we know no account"
    );
}

#[test]
fn watchers_are_colleagues() {
    assert_answers(
        "content_reco",
        "watchers",
        &[json!(["Lea@arenes.tv", "hugo@arenes.tv"])],
        &[
            (json!(["x@ailleurs.fr"]), "not_a_colleague"),
            (json!(["lea"]), "email_invalid"),
        ],
    );
}

#[test]
fn an_announced_event_is_named_by_its_key() {
    let mut facts = facts();
    let form = form("content_reco");
    let mut judge = |event_id: &str| {
        facts.events = vec![event("finale-2026", "Finale 2026")];
        let given = with(
            "content_reco",
            json!({"goal": "event", "event_id": event_id}),
        );
        validate(&form, Input::Json(&given), Scope::Whole, &facts)
    };
    assert_eq!(
        judge("Finale-2026").answers.get("event_id"),
        Some(&json!("finale-2026"))
    );
    assert_eq!(codes(&judge("Finale").errors), ["event_id: event_unknown"]);
}

#[test]
fn a_siret_is_checked_digit_by_digit() {
    assert_answers(
        "account_verification",
        "siret",
        &[json!("732 829 320 00074"), json!("35600000000048")],
        &[
            (json!("732 829 320 00075"), "siret_checksum"),
            (json!("732829320"), "siret_length"),
            (json!(732_829_320), "wrong_type"),
        ],
    );
    assert_eq!(
        stored(
            "account_verification",
            json!({"siret": "732 829 320 00074"}),
            "siret"
        ),
        json!("73282932000074")
    );
}

#[test]
fn countries_are_codes() {
    let abroad = |country: &str| {
        errors_of(
            "account_verification",
            json!({"country": country, "registration_no": "BE 0123"}),
        )
    };
    assert_eq!(abroad("be"), Vec::<String>::new());
    assert_eq!(abroad("UK"), ["country: country_unknown"]);
}

#[test]
fn the_api_hears_of_names_that_are_no_field() {
    let outcome = whole(
        "content_reco",
        &with("content_reco", json!({"titel": "x", "zzzzzzzz": 1})),
    );
    assert_eq!(
        codes(&outcome.errors),
        ["titel: unknown_field", "zzzzzzzz: unknown_field"]
    );
    assert_eq!(
        outcome.errors[0].message_key(),
        "form-error-unknown-field-near"
    );
    assert_eq!(outcome.errors[1].message_key(), "form-error-unknown-field");
    let stored = validate(
        &form("content_reco"),
        Input::Stored(&with("content_reco", json!({"titel": "x"}))),
        Scope::Whole,
        &facts(),
    );
    assert_eq!(
        codes(&stored.errors),
        Vec::<String>::new(),
        "a field of an older version is dropped"
    );
    assert!(!stored.answers.contains_key("titel"));
}
