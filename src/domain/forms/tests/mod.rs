//! The shipped request types, and forms in general, seen from outside.

mod answering;
mod definitions;
mod files_and_pages;
mod properties;
mod reading_back;
mod shipped;
mod times_and_addresses;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ids::{AttachmentId, RequestTypeKey};
use crate::text::Language;
use crate::time::Instant;

use super::catalogue::Catalogue;
use super::definition::{Answers, RequestType};
use super::error::FieldError;
use super::facts::{Facts, KnownEvent, UploadedFile};
use super::reading::Input;
use super::validate::{Outcome, Scope, validate};

pub(super) const COMMON: &str = include_str!("../../../../config/requests/common.toml");
const DATA_ANALYSIS: &str = include_str!("../../../../config/requests/data_analysis.toml");
const CONTENT_RECO: &str = include_str!("../../../../config/requests/content_reco.toml");
const TECH_SUPPORT: &str = include_str!("../../../../config/requests/tech_support.toml");
const ACCOUNT_VERIFICATION: &str =
    include_str!("../../../../config/requests/account_verification.toml");

/// Monday 21 September 2026, 14:30 in Paris.
pub(super) const NOW: &str = "2026-09-21T12:30:00Z";

pub(super) fn catalogue() -> Catalogue {
    Catalogue::parse(&[
        ("requests/tech_support.toml", TECH_SUPPORT),
        ("requests/account_verification.toml", ACCOUNT_VERIFICATION),
        ("requests/common.toml", COMMON),
        ("requests/content_reco.toml", CONTENT_RECO),
        ("requests/data_analysis.toml", DATA_ANALYSIS),
    ])
    .unwrap_or_else(|findings| panic!("{findings:#?}"))
}

pub(super) fn form(key: &str) -> RequestType {
    catalogue()
        .find(&RequestTypeKey::from(key))
        .unwrap()
        .clone()
}

pub(super) fn facts() -> Facts {
    let mut facts = Facts::new(
        Instant::parse_rfc3339(NOW).unwrap(),
        "Europe/Paris",
        Language::Fr,
    )
    .unwrap();
    facts.handles = vec!["arenes.tv".to_owned(), "arenes.sport".to_owned()];
    facts.colleagues = vec!["lea@arenes.tv".to_owned(), "hugo@arenes.tv".to_owned()];
    facts
}

pub(super) fn event(key: &str, name: &str) -> KnownEvent {
    KnownEvent {
        key: key.to_owned(),
        name: name.to_owned(),
    }
}

pub(super) fn file(number: u128, field: &str) -> UploadedFile {
    UploadedFile {
        id: AttachmentId::from_uuid(uuid::Uuid::from_u128(number)),
        field: field.to_owned(),
        name: format!("piece-{number}.pdf"),
        size_bytes: 212_000,
        media_type: "application/pdf".to_owned(),
    }
}

pub(super) fn answers(value: Value) -> Answers {
    serde_json::from_value(value).unwrap()
}

/// Good answers to every required question of the type.
pub(super) fn good(key: &str) -> Answers {
    let mut all = answers(json!({
        "title": "Finale de samedi", "handles": ["arenes.tv"], "impact": "1", "urgency": "0", "language": "fr",
    }));
    all.extend(answers(match key {
        "data_analysis" => json!({
            "question": "Combien de personnes ont suivi nos directs ?", "metrics": ["views", "reach"],
            "period_from": "2026-01-01", "period_to": "2026-06-30", "comparison": "none",
            "format": "note", "external_use": false,
        }),
        "content_reco" => json!({"goal": "reach"}),
        "tech_support" => json!({
            "surface": "studio_web", "symptom": "upload", "scope": "one_video",
            "started_at": "2026-09-21T08:00:00Z", "ongoing": true,
            "steps": "Ouvrir, envoyer", "expected": "Un envoi", "actual": "Une erreur",
        }),
        "account_verification" => json!({
            "legal_name": "Arènes SAS", "country": "FR", "authorised_agent": false, "account_type": "media_title",
            "siret": "73282932000074", "official_site": "https://www.arenes.tv/",
            "official_email": "contact@arenes.tv", "mfa_enabled": true,
            "press_links": ["https://a.example/1", "https://b.example/2", "https://c.example/3"],
            "representative_name": "Jeanne Morel", "representative_role": "Présidente",
        }),
        other => panic!("{other}"),
    }));
    all
}

/// Good answers with some changed; `null` leaves one out.
pub(super) fn with(key: &str, changes: Value) -> Answers {
    let mut all = good(key);
    for (name, value) in answers(changes) {
        if value.is_null() {
            all.remove(&name);
        } else {
            all.insert(name, value);
        }
    }
    all
}

pub(super) fn whole(key: &str, given: &Answers) -> Outcome {
    validate(&form(key), Input::Json(given), Scope::Whole, &facts())
}

/// `field: code` of every error.
pub(super) fn codes(errors: &[FieldError]) -> Vec<String> {
    errors
        .iter()
        .map(|error| format!("{}: {}", error.field, error.code.as_str()))
        .collect()
}

/// What the API answers to good answers with some changed.
pub(super) fn errors_of(key: &str, changes: Value) -> Vec<String> {
    codes(&whole(key, &with(key, changes)).errors)
}

/// The stored answer to one field after changes that are all good.
pub(super) fn stored(key: &str, changes: Value, field: &str) -> Value {
    let outcome = whole(key, &with(key, changes));
    assert_eq!(codes(&outcome.errors), Vec::<String>::new());
    outcome.answers.get(field).cloned().unwrap_or(Value::Null)
}

pub(super) fn controls(given: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    let mut controls: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in given {
        controls
            .entry((*name).to_owned())
            .or_default()
            .push((*value).to_owned());
    }
    controls
}

/// Type, field, answers that pass, answers that do not with their code.
pub(super) fn assert_answers(key: &str, field: &str, good: &[Value], bad: &[(Value, &str)]) {
    for answer in good {
        assert_eq!(
            errors_of(key, json!({field: answer})),
            Vec::<String>::new(),
            "{field} {answer}"
        );
    }
    for (answer, code) in bad {
        assert_eq!(
            errors_of(key, json!({field: answer})),
            [format!("{field}: {code}")],
            "{field} {answer}"
        );
    }
}

/// One page sent over good answers.
pub(super) fn page(key: &str, step: &str, typed: &[(&str, &str)]) -> Outcome {
    let known = good(key);
    let scope = Scope::Step {
        key: step,
        known: &known,
    };
    validate(&form(key), Input::Form(&controls(typed)), scope, &facts())
}
