//! Answers given back: into controls, into a summary, into sentences.

use serde_json::json;

use crate::text::Language;

use super::super::controls::{Widget, proposed_values};
use super::super::definition::Answers;
use super::super::display::{raw_values, summary};
use super::super::error::Argument;
use super::super::reading::Input;
use super::super::validate::{Scope, validate};
use super::{codes, facts, file, form, good, whole, with};

const KEYS: [&str; 4] = [
    "data_analysis",
    "content_reco",
    "tech_support",
    "account_verification",
];

fn full(key: &str) -> Answers {
    match key {
        "tech_support" => with(
            key,
            json!({
                "surface": "live", "encoder": "OBS 32", "ingest_region": "fr", "bitrate": 6_000,
                "affected_urls": ["https://a.example/1", "https://b.example/2"], "deadline": "2026-10-01",
                "watchers": ["lea@arenes.tv"], "confidential": false,
            }),
        ),
        _ => good(key),
    }
}

#[test]
fn stored_answers_survive_the_way_to_a_page_and_back() {
    for key in KEYS {
        let form = form(key);
        let facts = facts();
        let raw = raw_values(&form, &full(key), &facts.zone);
        let outcome = validate(&form, Input::Form(&raw), Scope::Whole, &facts);
        assert_eq!(codes(&outcome.errors), Vec::<String>::new(), "{key}");
        assert_eq!(outcome.answers, full(key), "{key}");
    }
}

#[test]
fn dates_and_moments_are_put_back_into_their_boxes() {
    let raw = raw_values(&form("tech_support"), &full("tech_support"), &facts().zone);
    let control = |name: &str| raw.get(name).map(|values| values.join("|"));
    assert_eq!(control("deadline-day").as_deref(), Some("01"));
    assert_eq!(control("deadline-year").as_deref(), Some("2026"));
    assert_eq!(
        control("started_at-time").as_deref(),
        Some("10:00"),
        "08:00 UTC in Paris"
    );
    assert_eq!(
        control("affected_urls").as_deref(),
        Some("https://a.example/1\nhttps://b.example/2")
    );
    assert_eq!(control("ongoing").as_deref(), Some("yes"));
}

fn read_out(key: &str, language: Language, field: &str) -> String {
    let form = form(key);
    let mut facts = facts();
    facts.files = vec![file(1, "files")];
    let mut answers = full(key);
    answers.insert("files".to_owned(), json!([file(1, "files").id.to_string()]));
    let rows = summary(&form, &answers, language, &facts);
    let row = rows.iter().find(|row| row.field.name == field).unwrap();
    row.text(language)
}

#[test]
fn a_summary_reads_as_each_language_writes() {
    let french = |key, field| read_out(key, Language::Fr, field);
    assert_eq!(
        french("tech_support", "deadline"),
        "1er\u{a0}octobre\u{a0}2026"
    );
    assert_eq!(
        french("tech_support", "started_at"),
        "21\u{a0}septembre\u{a0}2026 à 10\u{a0}h (heure de Paris)"
    );
    assert_eq!(
        french("tech_support", "bitrate"),
        "6\u{202f}000\u{a0}kbit/s"
    );
    assert_eq!(french("tech_support", "ongoing"), "Oui");
    assert_eq!(french("tech_support", "files"), "piece-1.pdf");
    assert_eq!(french("data_analysis", "metrics"), "Vues et Portée");
    assert_eq!(
        french("account_verification", "siret"),
        "732\u{a0}829\u{a0}320\u{a0}00074"
    );
    assert_eq!(french("account_verification", "country"), "France");
    assert_eq!(french("account_verification", "handles"), "@arenes.tv");
    assert_eq!(french("content_reco", "audience"), "");
    let english = |key, field| read_out(key, Language::En, field);
    assert_eq!(
        english("tech_support", "started_at"),
        "21\u{a0}September\u{a0}2026, 10:00 (Paris time)"
    );
    assert_eq!(english("tech_support", "bitrate"), "6,000\u{a0}kbit/s");
    assert_eq!(english("data_analysis", "metrics"), "Views and Reach");
}

#[test]
fn a_summary_has_the_questions_shown_in_the_order_of_the_pages() {
    let form = form("tech_support");
    let answers = full("tech_support");
    let rows = summary(&form, &answers, Language::Fr, &facts());
    let names: Vec<&str> = rows.iter().map(|row| row.field.name.as_str()).collect();
    assert!(names.contains(&"encoder") && !names.contains(&"os") && !names.contains(&"hijacked"));
    let steps: Vec<&str> = rows.iter().map(|row| row.step.key.as_str()).collect();
    assert!(steps.is_sorted_by_key(|step| form.step_number(step)));
}

#[test]
fn a_new_form_proposes_what_is_known() {
    let proposed = proposed_values(&form("account_verification"), &facts());
    assert_eq!(proposed.get("country"), Some(&vec!["FR".to_owned()]));
    assert_eq!(proposed.get("language"), Some(&vec!["fr".to_owned()]));
    assert_eq!(proposed.get("confidential"), Some(&vec!["no".to_owned()]));
    assert_eq!(proposed.get("legal_name"), None);
    let mut one_account = facts();
    one_account.handles.truncate(1);
    let proposed = proposed_values(&form("content_reco"), &one_account);
    assert_eq!(proposed.get("handles"), Some(&vec!["arenes.tv".to_owned()]));
}

#[test]
fn each_question_has_its_control_and_its_offers() {
    let facts = facts();
    let form = form("account_verification");
    let widget = |name: &str| form.field(name).unwrap().widget(&facts);
    assert_eq!(
        widget("handles"),
        Widget::Line,
        "an account to verify may be new to us"
    );
    assert_eq!(widget("country"), Widget::Select);
    assert_eq!(widget("account_type"), Widget::Radios);
    assert_eq!(widget("press_links"), Widget::Items);
    assert_eq!(widget("watchers"), Widget::Checkboxes);
    assert_eq!(widget("mandate"), Widget::Upload);
    assert_eq!(widget("event_id"), Widget::Line);
    let offers = |name: &str, language| form.field(name).unwrap().offers(&facts, language);
    assert_eq!(offers("country", Language::Fr).len(), 249);
    assert_eq!(offers("mfa_enabled", Language::En)[0].label, "Yes");
    assert_eq!(offers("watchers", Language::Fr)[1].value, "hugo@arenes.tv");
    let owned = super::form("content_reco");
    let handles = owned.field("handles").unwrap();
    assert_eq!(handles.widget(&facts), Widget::Checkboxes);
    assert_eq!(handles.offers(&facts, Language::Fr)[0].label, "@arenes.tv");
}

#[test]
fn an_error_brings_its_facts_in_the_readers_language() {
    let form = form("data_analysis");
    let outcome = whole(
        "data_analysis",
        &with(
            "data_analysis",
            json!({"period_to": "2025-12-31", "title": null}),
        ),
    );
    let [title, period] = outcome.errors.as_slice() else {
        panic!("{:?}", outcome.errors)
    };
    assert_eq!(
        title.own_sentence(&form, Language::Fr),
        Some("Saisissez l’objet de la demande")
    );
    assert_eq!(
        title.own_sentence(&form, Language::En),
        Some("Enter the subject of the request")
    );
    assert_eq!(period.own_sentence(&form, Language::Fr), None);
    assert_eq!(period.message_key(), "form-error-date-before-field");
    let arguments = period.arguments(&form, Language::Fr);
    assert_eq!(
        arguments.get("label"),
        Some(&Argument::Text("Fin de la période".to_owned()))
    );
    assert_eq!(
        arguments.get("other"),
        Some(&Argument::Text("Début de la période".to_owned()))
    );
}
