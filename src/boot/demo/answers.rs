//! The answers of the four forms, as the publishers of the demonstration would give them.

use domain::case::Priority;
use domain::time::Span;
use domain::workflow::input::Given;
use serde_json::{Value, json};

use crate::boot::demo::tale::Tale;

/// Data analysis.
pub const DATA: &str = "data_analysis";
/// Content recommendation.
pub const RECO: &str = "content_reco";
/// Tech support.
pub const TECH: &str = "tech_support";
/// Account verification.
pub const BADGE: &str = "account_verification";

/// All answers of a form; impact and urgency follow the priority where the form's matrix decides.
pub fn of(tale: &Tale<'_, '_>, form: &'static str, priority: Priority) -> Given {
    let mut answers = shared(tale);
    answers.extend(own(tale, form));
    for (name, value) in &tale.subject.answers {
        answers.insert(name.clone(), filled(tale, value));
    }
    if form == TECH {
        let (impact, urgency) = match priority {
            Priority::P1 => ("3", "3"),
            Priority::P2 => ("2", "2"),
            Priority::P3 => ("1", "1"),
            Priority::P4 => ("1", "0"),
        };
        answers.insert("impact".to_owned(), Value::from(impact));
        answers.insert("urgency".to_owned(), Value::from(urgency));
    }
    answers
}

/// The first page of a form, as typed into its controls.
pub fn first_page(tale: &Tale<'_, '_>, form: &str) -> (&'static str, Vec<(String, String)>) {
    let typed = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), tale.text(text)))
            .collect()
    };
    let title = tale.filled(&tale.subject.title);
    let handle = tale.publisher.handle;
    let answer = |name: &str| {
        tale.subject
            .answers
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    match form {
        DATA => {
            let question = answer("question");
            (
                "question",
                typed(&[
                    ("title", &title),
                    ("question", &question),
                    ("handles", handle),
                ]),
            )
        }
        RECO => {
            let goal = answer("goal");
            (
                "goal",
                typed(&[("title", &title), ("goal", &goal), ("handles", handle)]),
            )
        }
        TECH => {
            let (surface, symptom, scope) = (answer("surface"), answer("symptom"), answer("scope"));
            let pairs = [
                ("title", title.as_str()),
                ("surface", &surface),
                ("symptom", &symptom),
                ("scope", &scope),
                ("handles", handle),
            ];
            ("problem", typed(&pairs))
        }
        _ => {
            let pairs = [
                ("title", title.as_str()),
                ("legal_name", tale.publisher.legal_name),
                ("country", "FR"),
                ("authorised_agent", "no"),
            ];
            ("holder", typed(&pairs))
        }
    }
}

fn shared(tale: &Tale<'_, '_>) -> Given {
    let title = tale.text(&tale.subject.title);
    object(json!({
        "title": title,
        "handles": [tale.publisher.handle],
        "impact": "1",
        "urgency": "0",
        "language": tale.subject.language.as_str(),
    }))
}

fn own(tale: &Tale<'_, '_>, form: &str) -> Given {
    let day = |days_ago: i64| {
        tale.plan
            .office
            .day(tale.at.minus(Span::days(days_ago)))
            .to_string()
    };
    let (name, role) = tale.publisher.representative;
    let domain = tale.publisher.domain();
    object(match form {
        DATA => json!({
            "period_from": day(35),
            "period_to": day(1),
            "comparison": "previous",
            "format": "note",
            "granularity": "total",
            "external_use": false,
        }),
        TECH => json!({ "started_at": tale.at.minus(Span::minutes(95)).to_rfc3339() }),
        BADGE => json!({
            "legal_name": tale.publisher.legal_name,
            "country": "FR",
            "siret": tale.publisher.siret,
            "authorised_agent": false,
            "official_site": format!("https://www.{domain}/"),
            "official_email": format!("contact@{domain}"),
            "mfa_enabled": true,
            "press_links": [
                format!("https://www.le-journal-des-medias.example/portraits/{}", tale.publisher.slug),
                format!("https://www.quotidien-du-sud.example/culture/{}", tale.publisher.slug),
                format!("https://www.revue-audiovisuelle.example/enquetes/{}", tale.publisher.slug),
            ],
            "representative_name": name,
            "representative_role": role,
        }),
        _ => json!({}),
    })
}

fn filled(tale: &Tale<'_, '_>, value: &Value) -> Value {
    match value {
        Value::String(text) if text.contains(' ') => Value::from(tale.text(text)),
        Value::String(text) => Value::from(tale.filled(text)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.clone()
        }
    }
}

fn object(value: Value) -> Given {
    match value {
        Value::Object(map) => map.into_iter().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Given::new()
        }
    }
}
