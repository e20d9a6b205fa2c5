//! Sample facts of one invented publisher, for the tests of the partner's pages.

use std::collections::BTreeMap;

use askama::Template;
use domain::case::{Kind, Reference};
use domain::clocks::hours::Slot;
use domain::escalation::{Run, RunStage};
use domain::forms::catalogue::Catalogue;
use domain::forms::controls::proposed_values;
use domain::forms::definition::{Answers, RequestType};
use domain::forms::display::raw_values;
use domain::forms::error::FieldError;
use domain::forms::facts::{Facts, KnownEvent, UploadedFile};
use domain::forms::reading::Input as Given;
use domain::forms::validate::{Scope, validate};
use domain::ids::{AttachmentId, CaseId, PersonId, PolicyKey, RequestTypeKey, RunId};
use domain::message::Audience;
use domain::people::{Membership, Role};
use domain::refusal::InputError;
use domain::text::{Language, Text};
use domain::time::Instant;
use domain::workflow::definition::{Ball, Target, Transition, Trigger};
use domain::workflow::input::{Input, InputKind};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::usecases::acknowledge::Escalation;
use crate::usecases::read::case::AnswerView;
use crate::usecases::read::portal::{
    PortalCase, PortalFile, PortalHome, PortalMessage, PortalRow, PortalStep, StepPlace,
};
use crate::usecases::read::queue::NavCounts;
use crate::web::pages::acknowledge::AcknowledgePage;
use crate::web::pages::help::{AccessibilityPage, HelpPage};
use crate::web::pages::portal::address::{FormAddress, ReturnTo};
use crate::web::pages::portal::check::{CheckFacts, CheckPage};
use crate::web::pages::portal::choose::{ChoosePage, Chosen};
use crate::web::pages::portal::field::Controls;
use crate::web::pages::portal::home::HomePage;
use crate::web::pages::portal::moves::{MoveFacts, MovePage};
use crate::web::pages::portal::question::{QuestionFacts, QuestionPage};
use crate::web::pages::portal::request::RequestPage;
use crate::web::pages::portal::sent::SentPage;
use crate::web::pages::portal::stub::DeskFacts;
use crate::web::pages::portal::thread::{MessageProblem, Unsent};
use crate::web::pages::preferences::PreferencesPage;
use crate::web::pages::shell::{ChromeFacts, PersonFacts, Theme};
use crate::web::pages::sign_in::{
    AlreadyPage, AskFacts, AskPage, EmailProblem, Home, OpenPage, OverPage,
    SentPage as LinkSentPage,
};
use crate::web::pages::signed_link::{LinkOverPage, SignedLinkPage};

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

/// Every page, rendered, by a name for its file.
pub fn pages(language: Language, theme: Theme) -> Vec<(String, String)> {
    let contact = contact(language, theme);
    let visitor = visitor(language, theme);
    let mut pages = sign_in_pages(&contact, &visitor);
    pages.extend(portal_pages(&contact));
    pages.extend(form_pages(&contact));
    pages.extend(other_pages(&contact, &visitor));
    pages
}

fn shown(name: &str, page: &impl Template) -> (String, String) {
    (name.to_owned(), page.render().unwrap())
}

fn sign_in_pages(contact: &ChromeFacts, visitor: &ChromeFacts) -> Vec<(String, String)> {
    let wrong = AskFacts {
        email: "solene",
        next: "/portal",
        problem: Some(EmailProblem::Malformed),
    };
    vec![
        shown("sign-in", &AskPage::new(visitor, AskFacts::default())),
        shown("sign-in-error", &AskPage::new(visitor, wrong)),
        shown(
            "sign-in-sent",
            &LinkSentPage::new(visitor, "solene@arenes.example", 15),
        ),
        shown(
            "sign-in-open",
            &OpenPage::new(visitor, "abc", "Solène Aubry"),
        ),
        shown("sign-in-over", &OverPage::new(visitor, "")),
        shown("sign-in-already", &AlreadyPage::new(contact, Home::Portal)),
    ]
}

fn portal_pages(contact: &ChromeFacts) -> Vec<(String, String)> {
    let home = PortalHome {
        now: now(),
        organisation: "Arènes TV".to_owned(),
        manager: Some("Inès Caradec".to_owned()),
        your_turn: vec![row("REQ-1051", Ball::Partner, Some("2026-03-13T11:00:00Z"))],
        with_us: vec![
            row("REQ-1042", Ball::Us, Some("2026-03-12T15:10:00Z")),
            row("REQ-1039", Ball::Team, Some("2026-03-12T09:10:00Z")),
        ],
        drafts: vec![row("REQ-1052", Ball::Partner, None)],
        finished: vec![row("REQ-0987", Ball::None, None)],
    };
    let empty = PortalHome {
        your_turn: Vec::new(),
        with_us: Vec::new(),
        drafts: Vec::new(),
        finished: Vec::new(),
        ..home.clone()
    };
    let unsent = Unsent {
        body: "",
        problem: Some(MessageProblem::Empty),
    };
    let yours = case(Ball::Partner, Some("2026-03-13T11:00:00Z"));
    let withdraw = transition("withdraw", ("Retirer ma demande", "Withdraw my request"));
    let errors = [InputError {
        field: "reason".to_owned(),
        code: "too_short".to_owned(),
        params: BTreeMap::from([("min".to_owned(), "3".to_owned())]),
    }];
    let controls = Controls::from([("reason".to_owned(), vec!["x".to_owned()])]);
    let move_facts = |errors| MoveFacts {
        row: &yours.row,
        version: 4,
        offered: &withdraw,
        controls: &controls,
        errors,
    };
    vec![
        shown("home", &HomePage::new(contact, &home)),
        shown("home-empty", &HomePage::new(contact, &empty)),
        shown(
            "request-your-turn",
            &RequestPage::new(contact, &yours, Unsent::default()),
        ),
        shown("request-error", &RequestPage::new(contact, &yours, unsent)),
        shown(
            "request-with-us",
            &RequestPage::new(
                contact,
                &case(Ball::Us, Some("2026-03-12T15:10:00Z")),
                Unsent::default(),
            ),
        ),
        shown(
            "request-late",
            &RequestPage::new(
                contact,
                &case(Ball::Us, Some("2026-03-12T13:00:00Z")),
                Unsent::default(),
            ),
        ),
        shown(
            "request-finished",
            &RequestPage::new(contact, &case(Ball::None, None), Unsent::default()),
        ),
        shown("move", &MovePage::new(contact, &move_facts(&[]))),
        shown("move-error", &MovePage::new(contact, &move_facts(&errors))),
    ]
}

fn form_pages(contact: &ChromeFacts) -> Vec<(String, String)> {
    let catalogue = catalogue();
    let find = |key: &str| catalogue.find(&RequestTypeKey::from(key)).unwrap();
    let week = office();
    let desk = DeskFacts {
        manager: Some("Inès Caradec"),
        week: &week,
    };
    let verification = find("account_verification");
    let known = holder();
    let nothing = Controls::new();
    let facts = facts(contact.language);
    let check = CheckFacts {
        form: verification,
        address: address(verification),
        version: 3,
        answers: &known,
        errors: &[],
        facts: &facts,
        saved_at: Some(now()),
        desk,
    };
    let errors = validate(verification, Given::Stored(&known), Scope::Whole, &facts).errors;
    let mut pages = vec![
        shown(
            "choose",
            &ChoosePage::new(contact, catalogue.all(), Chosen::Nothing, desk),
        ),
        shown(
            "choose-error",
            &ChoosePage::new(
                contact,
                catalogue.all(),
                Chosen::Missing { live: true },
                desk,
            ),
        ),
        shown(
            "question-error",
            &question(contact, verification, "account", &known, Some(&nothing)),
        ),
        shown("check", &CheckPage::new(contact, &check)),
        shown(
            "check-error",
            &CheckPage::new(
                contact,
                &CheckFacts {
                    errors: &errors,
                    ..check
                },
            ),
        ),
        shown(
            "sent",
            &SentPage::new(
                contact,
                &case(Ball::Us, Some("2026-03-12T15:10:00Z")),
                verification.promise,
                desk,
            ),
        ),
    ];
    for form in catalogue.all() {
        for step in &form.steps {
            let name = format!("question-{}-{}", form.key, step.key);
            pages.push(shown(
                &name,
                &question(contact, form, &step.key, &known, None),
            ));
        }
    }
    pages
}

fn other_pages(contact: &ChromeFacts, visitor: &ChromeFacts) -> Vec<(String, String)> {
    let week = office();
    let desk = DeskFacts {
        manager: Some("Inès Caradec"),
        week: &week,
    };
    let yours = case(Ball::Partner, Some("2026-03-13T11:00:00Z"));
    let link = SignedLinkPage::new(
        visitor,
        &yours,
        "Solène Aubry",
        "/q/REQ-1051/sig".to_owned(),
        Unsent::default(),
    );
    let escalation = |stage, by: Option<&str>| Escalation {
        reference: Reference::new(Kind::Escalation, 89),
        title: "Coupure du direct sur la régie B".to_owned(),
        run: Run {
            id: RunId::from_uuid(Uuid::from_u128(1)),
            case: CaseId::from_uuid(Uuid::from_u128(2)),
            clock: None,
            policy: PolicyKey::from("p1"),
            policy_version: 1,
            level: 2,
            round: 0,
            stage,
            started_at: at("2026-03-12T13:00:00Z"),
            fired_at: Some(at("2026-03-12T13:15:00Z")),
            acknowledged_by: by.map(|_| PersonId::from_uuid(Uuid::from_u128(3))),
            acknowledged_at: by.map(|_| now()),
        },
        acknowledged_by: by.map(str::to_owned),
    };
    vec![
        shown("link", &link),
        shown("link-over", &LinkOverPage::new(visitor)),
        shown(
            "ack",
            &AcknowledgePage::new(visitor, "abc", &escalation(RunStage::Active, None), now()),
        ),
        shown(
            "ack-done",
            &AcknowledgePage::new(
                visitor,
                "abc",
                &escalation(RunStage::Acknowledged, Some("Maud Keller")),
                now(),
            ),
        ),
        shown(
            "ack-over",
            &AcknowledgePage::new(visitor, "abc", &escalation(RunStage::Done, None), now()),
        ),
        shown("preferences", &PreferencesPage::new(contact)),
        shown("help", &HelpPage::new(visitor, desk)),
        shown(
            "accessibility",
            &AccessibilityPage::new(visitor, "contact@guichet.example"),
        ),
    ]
}
