//! Every page of the partner, rendered from the sample facts.

use std::collections::BTreeMap;

use askama::Template;
use domain::case::{Kind, Reference};
use domain::escalation::{Run, RunStage};
use domain::forms::reading::Input as Given;
use domain::forms::validate::{Scope, validate};
use domain::ids::{CaseId, PersonId, PolicyKey, RequestTypeKey, RunId};
use domain::refusal::InputError;
use domain::text::Language;
use domain::workflow::definition::Ball;
use uuid::Uuid;

use super::{
    address, at, case, catalogue, contact, facts, holder, now, office, question, row, text,
    transition, visitor,
};
use crate::usecases::acknowledge::Escalation;
use crate::usecases::read::portal::{HomePart, PortalHome, PortalRow, PortalRows};
use crate::usecases::read::queue::Capped;
use crate::web::pages::acknowledge::AcknowledgePage;
use crate::web::pages::help::{AccessibilityPage, HelpPage};
use crate::web::pages::portal::check::{CheckFacts, CheckPage};
use crate::web::pages::portal::choose::{ChoosePage, Chosen};
use crate::web::pages::portal::field::Controls;
use crate::web::pages::portal::home::HomePage;
use crate::web::pages::portal::moves::{MoveFacts, MovePage};
use crate::web::pages::portal::request::RequestPage;
use crate::web::pages::portal::sent::SentPage;
use crate::web::pages::portal::stub::DeskFacts;
use crate::web::pages::portal::thread::{MessageProblem, Unsent};
use crate::web::pages::preferences::PreferencesPage;
use crate::web::pages::shell::{ChromeFacts, Theme};
use crate::web::pages::sign_in::{
    AlreadyPage, AskFacts, AskPage, EmailProblem, Home, OpenPage, OverPage,
    SentPage as LinkSentPage,
};
use crate::web::pages::signed_link::{LinkOverPage, SignedLinkPage};

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
        part: HomePart::Everything,
        your_turn: PortalRows {
            rows: vec![row("REQ-1051", Ball::Partner, Some("2026-03-13T11:00:00Z"))],
            total: Capped { n: 1, more: false },
            next: None,
        },
        with_us: PortalRows {
            rows: vec![
                row("REQ-1042", Ball::Us, Some("2026-03-12T15:10:00Z")),
                row("REQ-1039", Ball::Team, Some("2026-03-12T09:10:00Z")),
            ],
            total: Capped {
                n: 1_000,
                more: true,
            },
            next: Some("0.1773327000000.0199".to_owned()),
        },
        drafts: vec![PortalRow {
            state: text("Brouillon", "Draft"),
            ..row("REQ-1052", Ball::Partner, None)
        }],
        finished: vec![row("REQ-0987", Ball::None, None)],
    };
    let empty = PortalHome {
        your_turn: PortalRows::default(),
        with_us: PortalRows::default(),
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
            joined: Vec::new(),
            origin: RunId::from_uuid(Uuid::from_u128(1)),
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
