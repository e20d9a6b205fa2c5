//! Sample facts of one invented publisher, for the tests of the partner's pages.

pub mod pages;

use std::collections::BTreeMap;

use domain::case::{Kind, Reference};
use domain::clocks::hours::Slot;
use domain::forms::catalogue::Catalogue;
use domain::forms::controls::proposed_values;
use domain::forms::definition::{Answers, RequestType};
use domain::forms::display::raw_values;
use domain::forms::error::FieldError;
use domain::forms::facts::{Facts, KnownEvent, UploadedFile};
use domain::forms::reading::Input as Given;
use domain::forms::validate::{Scope, validate};
use domain::ids::AttachmentId;
use domain::message::Audience;
use domain::people::{Membership, Role};
use domain::text::{Language, Text};
use domain::time::Instant;
use domain::workflow::definition::{Ball, Target, Transition, Trigger};
use domain::workflow::input::{Input, InputKind};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::usecases::read::case::AnswerView;
use crate::usecases::read::portal::{
    PortalCase, PortalFile, PortalMessage, PortalRow, PortalStep, StepPlace,
};
use crate::usecases::read::queue::NavCounts;
use crate::web::pages::portal::address::{FormAddress, ReturnTo};
use crate::web::pages::portal::field::Controls;
use crate::web::pages::portal::question::{QuestionFacts, QuestionPage};
use crate::web::pages::portal::stub::DeskFacts;
use crate::web::pages::shell::{ChromeFacts, PersonFacts, Theme};

const REQUESTS: [(&str, &str); 5] = [
    (
        "common.toml",
        include_str!("../../../../config/requests/common.toml"),
    ),
    (
        "data_analysis.toml",
        include_str!("../../../../config/requests/data_analysis.toml"),
    ),
    (
        "content_reco.toml",
        include_str!("../../../../config/requests/content_reco.toml"),
    ),
    (
        "tech_support.toml",
        include_str!("../../../../config/requests/tech_support.toml"),
    ),
    (
        "account_verification.toml",
        include_str!("../../../../config/requests/account_verification.toml"),
    ),
];

/// The shipped forms.
pub fn catalogue() -> Catalogue {
    Catalogue::parse(&REQUESTS).unwrap()
}

/// Thursday 12 March 2026, 14:18 in Paris.
pub fn now() -> Instant {
    at("2026-03-12T13:18:00Z")
}

/// An instant by its RFC 3339 text.
pub fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

/// A signed-in contact.
pub fn contact(language: Language, theme: Theme) -> ChromeFacts {
    ChromeFacts {
        language,
        theme,
        csrf: "token".to_owned(),
        path: "/portal".to_owned(),
        person: Some(PersonFacts {
            name: "Solène Aubry".to_owned(),
            memberships: vec![Membership {
                role: Role::Partner,
                team: None,
            }],
            organisation: "Arènes TV".to_owned(),
            counts: NavCounts::default(),
        }),
        flash: None,
    }
}

/// Somebody who is not signed in.
pub fn visitor(language: Language, theme: Theme) -> ChromeFacts {
    ChromeFacts {
        person: None,
        ..contact(language, theme)
    }
}

/// The hours of the French office.
pub fn office() -> [Vec<Slot>; 7] {
    let day = || {
        vec![
            Slot { from: 540, to: 750 },
            Slot {
                from: 810,
                to: 1_080,
            },
        ]
    };
    [day(), day(), day(), day(), day(), Vec::new(), Vec::new()]
}

/// What is known of the partner while a form is filled.
pub fn facts(language: Language) -> Facts {
    let mut facts = Facts::new(now(), "Europe/Paris", language).unwrap();
    facts.colleagues = vec![
        "hugo.marin@arenes.example".to_owned(),
        "lea.faure@arenes.example".to_owned(),
    ];
    facts.events = vec![KnownEvent {
        key: "finale".to_owned(),
        name: "Finale de la Coupe des Arènes".to_owned(),
    }];
    facts.files = vec![UploadedFile {
        id: AttachmentId::from_uuid(Uuid::from_u128(7)),
        field: "files".to_owned(),
        name: "extrait-registre.pdf".to_owned(),
        size_bytes: 212_000,
        media_type: "application/pdf".to_owned(),
    }];
    facts
}

/// Both texts alike.
pub fn text(fr: &str, en: &str) -> Text {
    Text {
        fr: fr.to_owned(),
        en: en.to_owned(),
    }
}

/// Answers by name.
pub fn answers(value: Value) -> Answers {
    serde_json::from_value(value).unwrap()
}

/// A request in the list.
pub fn row(reference: &str, ball: Ball, promised_at: Option<&str>) -> PortalRow {
    let promised_at = promised_at.map(at);
    PortalRow {
        reference: Reference::parse(reference).unwrap(),
        title: "Vérifier @arenes.tv avant la finale".to_owned(),
        type_title: text("Vérification de compte", "Account verification"),
        state: match ball {
            Ball::Partner => text("En attente de votre réponse", "Waiting for your answer"),
            Ball::Us | Ball::Team | Ball::ThirdParty => text("En traitement", "We are on it"),
            Ball::None => text("Terminée", "Finished"),
        },
        ball,
        promised_at,
        late: promised_at.is_some_and(|at| at < now()),
        updated_at: at("2026-03-11T09:05:00Z"),
    }
}

/// One request with a thread.
pub fn case(ball: Ball, promised_at: Option<&str>) -> PortalCase {
    let place = |name: (&str, &str), place| PortalStep {
        title: text(name.0, name.1),
        place,
    };
    let message = |author: &str, ours, when, body: &str| PortalMessage {
        author: author.to_owned(),
        ours,
        at: at(when),
        body: body.to_owned(),
    };
    PortalCase {
        now: now(),
        row: row("REQ-1051", ball, promised_at),
        version: 4,
        steps: vec![
            place(("Envoyée", "Sent"), StepPlace::Behind),
            place(("En traitement", "We are on it"), StepPlace::Behind),
            place(("À vous", "Your turn"), StepPlace::Present),
            place(("Terminée", "Finished"), StepPlace::Ahead),
        ],
        owner: Some("Inès".to_owned()),
        told: Some("Maud".to_owned()),
        question: matches!(ball, Ball::Partner).then(|| {
            "Il nous manque la preuve que vous détenez le nom du compte.\n\nUn certificat de marque ou un contrat suffit.".to_owned()
        }),
        messages: vec![
            message("Solène Aubry", true, "2026-03-12T09:55:00Z", "La finale est diffusée samedi à 21 h. Nous aimerions que la coche soit visible avant l’ouverture de l’antenne.\nJe joins l’extrait de registre."),
            message("Inès Caradec", false, "2026-03-12T13:02:00Z", "Merci Solène, l’extrait est lisible.\n\nIl manque la preuve que vous détenez le nom du compte."),
        ],
        files: vec![PortalFile {
            id: AttachmentId::from_uuid(Uuid::from_u128(9)),
            file_name: "extrait-registre-du-commerce-arenes-tv.pdf".to_owned(),
            size_bytes: 1_400_000,
            at: at("2026-03-12T09:55:00Z"),
        }],
        answers: vec![
            AnswerView { field: "legal_name".to_owned(), label: text("Dénomination légale", "Legal name"), display: text("Arènes Télévision SAS", "Arènes Télévision SAS") },
            AnswerView { field: "account_type".to_owned(), label: text("Que représente ce compte ?", "What does this account stand for?"), display: text("La chaîne ou le média", "The channel or the medium") },
        ],
        moves: vec![transition("withdraw", ("Retirer ma demande", "Withdraw my request"))],
        may_write: !matches!(ball, Ball::None),
    }
}

/// A move with a reason and a confirmation.
pub fn transition(key: &str, title: (&str, &str)) -> Transition {
    let input = |name: &str, kind, required, label: Text| Input {
        name: name.to_owned(),
        kind,
        required,
        label,
        hint: text("", ""),
    };
    Transition {
        key: key.into(),
        code: "R15".to_owned(),
        from: Vec::new(),
        to: Target::State("cancelled".into()),
        trigger: vec![Trigger::Manual],
        roles: vec![Role::Partner],
        visible_if: Vec::new(),
        guards: Vec::new(),
        inputs: vec![
            input(
                "reason",
                InputKind::Message {
                    audience: Audience::Public,
                    min: 3,
                    max: 2_000,
                },
                true,
                text("Pourquoi la retirez-vous ?", "Why do you withdraw it?"),
            ),
            input(
                "sure",
                InputKind::Confirm,
                true,
                text("Confirmation", "Confirmation"),
            ),
            input(
                "day",
                InputKind::Date,
                false,
                text("À partir de quand ?", "From when on?"),
            ),
        ],
        records: BTreeMap::new(),
        approvals: None,
        effects: Vec::new(),
        title: text(title.0, title.1),
        public_title: text(title.0, title.1),
        shortcut: None,
    }
}

/// A page of questions of a shipped form, as a handler would build it.
pub fn question(
    chrome: &ChromeFacts,
    form: &RequestType,
    step: &str,
    known: &Answers,
    sent: Option<&Controls>,
) -> QuestionPage {
    let facts = facts(chrome.language);
    let controls = sent.cloned().unwrap_or_else(|| {
        let mut controls = proposed_values(form, &facts);
        controls.extend(raw_values(form, known, &facts.zone));
        controls
    });
    let errors: Vec<FieldError> = sent.map_or_else(Vec::new, |sent| {
        validate(
            form,
            Given::Form(sent),
            Scope::Step { key: step, known },
            &facts,
        )
        .errors
    });
    let week = office();
    QuestionPage::new(
        chrome,
        &QuestionFacts {
            form,
            step: form.step(step).unwrap(),
            address: address(form),
            return_to: ReturnTo::NextStep,
            answers: known,
            controls: &controls,
            errors: &errors,
            facts: &facts,
            saved_at: Some(now()),
            desk: DeskFacts {
                manager: Some("Inès Caradec"),
                week: &week,
            },
        },
    )
}

/// Where the sample draft's pages are.
pub fn address(form: &RequestType) -> FormAddress<'_> {
    FormAddress {
        request_type: &form.key,
        draft: Some(Reference::new(Kind::Request, 1052)),
    }
}

/// Answers of the first page of the verification form.
pub fn holder() -> Answers {
    answers(json!({
        "title": "Vérifier @arenes.tv avant la finale",
        "legal_name": "Arènes Télévision SAS",
        "country": "FR",
        "siret": "73282932000074",
        "official_site": "https://www.arenes.example",
    }))
}
