//! The four shipped types: complete, and each condition shown and hidden.

use serde_json::{Value, json};

use crate::case::Priority;
use crate::text::Language;

use super::super::definition::Answers;
use super::super::error::ErrorCode;
use super::super::reading::Input;
use super::super::validate::{Scope, first_open_step, validate};
use super::{catalogue, codes, errors_of, facts, file, form, good, stored, whole, with};

const TYPES: [&str; 4] = [
    "data_analysis",
    "content_reco",
    "tech_support",
    "account_verification",
];

#[test]
fn the_shipped_types_are_sound_and_in_order() {
    let keys: Vec<String> = catalogue()
        .all()
        .iter()
        .map(|form| form.key.to_string())
        .collect();
    assert_eq!(keys, TYPES);
}

/// The questions of each type, as the design lists them, besides those of every type.
const ASKED: [(&str, &str); 4] = [
    (
        "data_analysis",
        "question metrics metrics_other period_from period_to comparison peer_set granularity \
         format external_use finance_contact",
    ),
    (
        "content_reco",
        "goal ip_title formats sample_urls audience constraints",
    ),
    (
        "tech_support",
        "surface symptom affected_urls started_at ongoing scope steps expected actual os \
         app_version endpoint http_status request_id encoder bitrate ingest_region workaround \
         hijacked",
    ),
    (
        "account_verification",
        "account_type legal_name country siret registration_no official_site official_email \
         press_links representative_name representative_role authorised_agent mandate \
         mfa_enabled previous_refusal refusal_ref",
    ),
];

#[test]
fn every_type_has_three_or_four_pages_and_asks_what_the_design_lists() {
    let of_every_type =
        "title handles language deadline impact urgency event_id files confidential watchers";
    for (key, own) in ASKED {
        let form = form(key);
        assert!((3..=4).contains(&form.steps.len()), "{key}");
        let names = of_every_type.split(' ').chain(own.split(' '));
        let wanted = names.clone().filter(|name| form.field(name).is_none());
        assert_eq!(wanted.collect::<Vec<_>>(), Vec::<&str>::new(), "{key}");
        assert_eq!(
            form.fields.len(),
            names.count(),
            "{key} asks something else"
        );
    }
}

#[test]
fn good_answers_are_stored_as_given() {
    for key in TYPES {
        let outcome = whole(key, &good(key));
        assert_eq!(codes(&outcome.errors), Vec::<String>::new(), "{key}");
        assert_eq!(outcome.answers, good(key), "{key}");
        assert_eq!(
            first_open_step(&form(key), &good(key), &facts()),
            None,
            "{key}"
        );
    }
}

/// Type, answers that show the field, answers that hide it, the field, a good answer to it.
fn conditions() -> Vec<(&'static str, Value, Value, &'static str, Value)> {
    let data = "data_analysis";
    let tech = "tech_support";
    let account = "account_verification";
    let abroad = json!({"country": "BE", "siret": null});
    vec![
        (
            data,
            json!({"metrics": ["views", "other"]}),
            json!({}),
            "metrics_other",
            json!("Partages privés"),
        ),
        (
            data,
            json!({"comparison": "peers"}),
            json!({}),
            "peer_set",
            json!("Chaînes de sport"),
        ),
        (
            data,
            json!({"metrics": ["revenue"]}),
            json!({}),
            "finance_contact",
            json!("compta@arenes.tv"),
        ),
        (
            "content_reco",
            json!({"goal": "event"}),
            json!({}),
            "event_id",
            json!("Finale"),
        ),
        (
            "content_reco",
            json!({"goal": "ip"}),
            json!({}),
            "ip_title",
            json!("Les Arènes"),
        ),
        (
            tech,
            json!({"surface": "app", "app_version": "31.2"}),
            json!({}),
            "os",
            json!("Android 16"),
        ),
        (
            tech,
            json!({"surface": "app", "os": "Android 16"}),
            json!({}),
            "app_version",
            json!("31.2"),
        ),
        (
            tech,
            json!({"surface": "api", "request_id": "r1"}),
            json!({}),
            "endpoint",
            json!("POST /v2/post"),
        ),
        (
            tech,
            json!({"surface": "api", "endpoint": "GET /"}),
            json!({}),
            "request_id",
            json!("r1"),
        ),
        (
            tech,
            json!({"surface": "live", "ingest_region": "fr"}),
            json!({}),
            "encoder",
            json!("OBS 32"),
        ),
        (
            tech,
            json!({"surface": "live", "encoder": "OBS 32"}),
            json!({}),
            "ingest_region",
            json!("fr"),
        ),
        (
            account,
            json!({"siret": null}),
            abroad.clone(),
            "siret",
            json!("73282932000074"),
        ),
        (
            account,
            abroad,
            json!({}),
            "registration_no",
            json!("0123.456.789"),
        ),
    ]
}

#[test]
fn a_conditional_question_is_required_when_shown_and_dropped_when_hidden() {
    for (key, shown, hidden, field, answer) in conditions() {
        assert_eq!(
            errors_of(key, shown.clone()),
            [format!("{field}: required")],
            "{key} {field} shown"
        );
        let mut answered = with(key, shown);
        answered.insert(field.to_owned(), answer.clone());
        let outcome = whole(key, &answered);
        assert_eq!(
            codes(&outcome.errors),
            Vec::<String>::new(),
            "{key} {field} answered"
        );
        assert_eq!(
            outcome.answers.get(field),
            Some(&answer),
            "{key} {field} answered"
        );

        let mut superfluous = with(key, hidden);
        superfluous.insert(field.to_owned(), answer);
        if field == "siret" {
            superfluous.insert("registration_no".to_owned(), json!("0123.456.789"));
        }
        let outcome = whole(key, &superfluous);
        assert_eq!(
            codes(&outcome.errors),
            Vec::<String>::new(),
            "{key} {field} hidden"
        );
        let always_asked = field == "event_id";
        assert!(
            always_asked || !outcome.answers.contains_key(field),
            "{key} {field} hidden"
        );
    }
}

#[test]
fn optional_conditional_questions_are_kept_when_shown_and_dropped_when_hidden() {
    let api =
        json!({"surface": "api", "endpoint": "GET /", "request_id": "r1", "http_status": 429});
    assert_eq!(stored("tech_support", api, "http_status"), json!(429));
    assert_eq!(
        stored("tech_support", json!({"http_status": 429}), "http_status"),
        Value::Null
    );
    let live =
        json!({"surface": "live", "encoder": "OBS", "ingest_region": "fr", "bitrate": 6_000});
    assert_eq!(stored("tech_support", live, "bitrate"), json!(6_000));
    assert_eq!(
        stored("tech_support", json!({"bitrate": 6_000}), "bitrate"),
        Value::Null
    );
    let refused = json!({"previous_refusal": true, "refusal_ref": "VER-0317"});
    assert_eq!(
        stored("account_verification", refused, "refusal_ref"),
        json!("VER-0317")
    );
    let never = json!({"previous_refusal": false, "refusal_ref": "VER-0317"});
    assert_eq!(
        stored("account_verification", never, "refusal_ref"),
        Value::Null
    );
    assert_eq!(
        stored(
            "tech_support",
            json!({"symptom": "login", "hijacked": true}),
            "hijacked"
        ),
        json!(true)
    );
    assert_eq!(
        stored("tech_support", json!({"hijacked": true}), "hijacked"),
        Value::Null
    );
}

#[test]
fn an_event_hidden_by_another_goal_is_dropped() {
    assert_eq!(
        stored(
            "content_reco",
            json!({"goal": "reach", "event_id": "Finale"}),
            "event_id"
        ),
        Value::Null
    );
}

#[test]
fn a_mandate_is_wanted_from_an_agent_alone() {
    let agent = with("account_verification", json!({"authorised_agent": true}));
    assert_eq!(
        codes(&whole("account_verification", &agent).errors),
        ["mandate: required"]
    );
    let mut facts = facts();
    facts.files = vec![file(1, "mandate"), file(2, "files")];
    let form = form("account_verification");
    let outcome = validate(&form, Input::Json(&agent), Scope::Whole, &facts);
    assert_eq!(codes(&outcome.errors), Vec::<String>::new());
    assert_eq!(
        outcome.answers.get("mandate"),
        Some(&json!([file(1, "mandate").id.to_string()]))
    );
    let alone = validate(
        &form,
        Input::Json(&good("account_verification")),
        Scope::Whole,
        &facts,
    );
    assert_eq!(alone.answers.get("mandate"), None);
}

#[test]
fn a_refused_controlling_answer_does_not_raise_errors_about_its_followers() {
    assert_eq!(
        errors_of("account_verification", json!({"country": "Belgique"})),
        ["country: country_unknown"]
    );
}

#[test]
fn the_first_priority_follows_matrix_floor_and_rules() {
    let priority = |key: &str, changes: Value| form(key).heading(&with(key, changes)).priority;
    assert_eq!(
        priority("data_analysis", json!({})),
        Priority::P3,
        "the floor, though the matrix says P4"
    );
    assert_eq!(
        priority("data_analysis", json!({"impact": "3", "urgency": "3"})),
        Priority::P1
    );
    assert_eq!(
        priority("tech_support", json!({})),
        Priority::P4,
        "the matrix alone"
    );
    assert_eq!(
        priority("tech_support", json!({"impact": "2", "urgency": "2"})),
        Priority::P2
    );
    assert_eq!(
        priority(
            "tech_support",
            json!({"symptom": "login", "hijacked": true})
        ),
        Priority::P1
    );
    assert_eq!(
        priority(
            "tech_support",
            json!({"symptom": "login", "hijacked": false})
        ),
        Priority::P4
    );
}

#[test]
fn peers_and_raw_extracts_go_to_the_regional_team() {
    let team = |changes: Value| {
        form("data_analysis")
            .heading(&with("data_analysis", changes))
            .team
            .to_string()
    };
    assert_eq!(team(json!({})), "FR");
    assert_eq!(team(json!({"comparison": "peers"})), "EMEA");
    assert_eq!(
        team(json!({"format": "sheet", "granularity": "video"})),
        "EMEA"
    );
    assert_eq!(
        team(json!({"format": "sheet", "granularity": "week"})),
        "FR"
    );
}

#[test]
fn the_heading_is_what_the_case_shows() {
    let form = form("tech_support");
    let heading = form.heading(&with(
        "tech_support",
        json!({"confidential": true, "language": "en", "impact": "2"}),
    ));
    assert_eq!(
        (heading.title.as_str(), heading.language),
        ("Finale de samedi", Language::En)
    );
    assert_eq!(
        (heading.impact, heading.urgency, heading.confidential),
        (2, 0, true)
    );
    let draft = form.heading(&Answers::new());
    assert_eq!(
        (draft.title.as_str(), draft.impact, draft.urgency),
        ("", 1, 0)
    );
}

#[test]
fn every_code_has_a_sentence_in_both_languages() {
    let french = include_str!("../../../i18n/fr/forms.ftl");
    let english = include_str!("../../../i18n/en/forms.ftl");
    for (language, texts) in [("fr", french), ("en", english)] {
        for code in ErrorCode::ALL {
            let key = format!("form-error-{} =", code.as_str().replace('_', "-"));
            assert!(
                texts.lines().any(|line| line.starts_with(&key)),
                "{language}: {key}"
            );
        }
        assert!(
            texts.contains("\nform-error-unknown-field-near ="),
            "{language}"
        );
        let sentences = texts
            .lines()
            .filter(|line| line.starts_with("form-error-"))
            .count();
        assert_eq!(
            sentences,
            ErrorCode::ALL.len() + 1,
            "{language}: a sentence without a code"
        );
    }
}
