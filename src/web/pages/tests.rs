//! Every page of the staff is built from sample read models in both languages and both themes, left in
//! `target/pages/` to be looked at, and held to the promises that a machine can check.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use askama::Template;
use domain::case::{Kind, Reference};
use domain::refusal::InputError;
use domain::text::Language;
use domain::workflow::input::InputKind;

use crate::i18n::Words;
use crate::usecases::read::board::Attainment;
use crate::usecases::read::mail::MailShown;
use crate::usecases::read::queue::Capped;
use crate::web::assets::{each, files};
use crate::web::pages::actions::actions;
use crate::web::pages::admin::{admin_page, mail_page};
use crate::web::pages::board::{board_page, share};
use crate::web::pages::board_address::BoardAddress;
use crate::web::pages::cases::{Draft, case_page};
use crate::web::pages::diagram::{Diagram, main_path};
use crate::web::pages::errors::{ErrorFacts, error_page};
use crate::web::pages::moves::{MoveChoices, TeamChoice, Tried, Typed, given, move_page};
use crate::web::pages::queue::queue_page;
use crate::web::pages::queue_address::QueueAddress;
use crate::web::pages::queue_filters::Choices;
use crate::web::pages::samples;
use crate::web::pages::shell::Theme;
use crate::web::pages::timeline::Show;

fn each_page() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for language in Language::ALL {
        for theme in [Theme::Light, Theme::Dark] {
            let mut keep = |name: &str, html: String| {
                pages.push((
                    format!("{name}-{}-{}", language.as_str(), theme.as_str()),
                    html,
                ));
            };
            let chrome = samples::chrome(language, theme);
            let case = samples::case();
            let queue = samples::queue();
            let address = QueueAddress {
                peek: Some(Reference::new(Kind::Request, 1042)),
                ..QueueAddress::default()
            };
            let people = [samples::person(0), samples::person(1)];
            let choices = Choices {
                people: &people,
                forms: &[],
            };
            let page = queue_page(&chrome, &address, &queue, choices, Some(&case));
            keep("queue", page.render().unwrap());
            let mut nothing = queue.clone();
            nothing.rows.clear();
            nothing.total = Capped::default();
            let page = queue_page(&chrome, &QueueAddress::default(), &nothing, choices, None);
            keep("queue-empty", page.render().unwrap());
            let long = samples::long_queue();
            let address = QueueAddress::parse("view=all&kind=request&peek=REQ-1042");
            let page = queue_page(&chrome, &address, &long, choices, Some(&case));
            keep("queue-long", page.render().unwrap());
            keep(
                "case",
                case_page(&chrome, &case, &people, Show::Everything, Draft::default())
                    .render()
                    .unwrap(),
            );
            for (kind, workflow, state) in [
                (Kind::Verification, "verification", "under_review"),
                (Kind::Verification, "verification", "appeal"),
                (Kind::Escalation, "escalation", "investigating"),
                (Kind::Onboarding, "onboarding", "setup"),
            ] {
                let other = samples::case_of(workflow, state, kind, 31);
                let page = case_page(&chrome, &other, &people, Show::Everything, Draft::default());
                keep(&format!("case-{workflow}-{state}"), page.render().unwrap());
            }
            let choices = MoveChoices {
                teams: vec![TeamChoice {
                    key: "EMEA".into(),
                    name: "EMEA".to_owned(),
                }],
                people: people.to_vec(),
            };
            for key in ["ask", "delegate", "resolve"] {
                let made = case.definition.transition(&key.into()).unwrap();
                let page = move_page(&chrome, &case, made, &choices, &Tried::default());
                keep(&format!("move-{key}"), page.render().unwrap());
            }
            let ask = case.definition.transition(&"ask".into()).unwrap();
            let wrong: Vec<InputError> = ask
                .inputs
                .iter()
                .map(|input| InputError {
                    field: input.name.clone(),
                    code: "required".to_owned(),
                    params: BTreeMap::new(),
                })
                .collect();
            let tried = Tried {
                errors: wrong,
                ..Tried::default()
            };
            let page = move_page(&chrome, &case, ask, &choices, &tried);
            keep("move-wrong", page.render().unwrap());
            let board = samples::board();
            keep(
                "board",
                board_page(&chrome, &board, &BoardAddress::default())
                    .render()
                    .unwrap(),
            );
            keep(
                "board-table",
                board_page(&chrome, &board, &BoardAddress::parse("table=weeks"))
                    .render()
                    .unwrap(),
            );
            keep(
                "admin",
                admin_page(&chrome, Capped { n: 1, more: false })
                    .render()
                    .unwrap(),
            );
            let parked = samples::mail(MailShown::Parked);
            keep("mail", mail_page(&chrome, &parked).render().unwrap());
            for status in [400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503] {
                let facts = ErrorFacts {
                    status,
                    kept: if status == 409 {
                        "Bonjour,\nvoici les chiffres."
                    } else {
                        ""
                    },
                    request: if status == 500 { "01J9-7F" } else { "" },
                    reference: (status == 409).then_some("REQ-1042"),
                    reasons: &[],
                    before: if status == 401 { "/cases/REQ-1042" } else { "" },
                };
                keep(
                    &format!("error-{status}"),
                    error_page(&chrome, &facts).render().unwrap(),
                );
            }
        }
    }
    pages
}

#[test]
fn every_page_keeps_its_promises_in_both_languages_and_themes() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    fs::create_dir_all(folder.join("assets")).unwrap();
    for (name, body) in each() {
        fs::write(folder.join("assets").join(name), body).unwrap();
    }
    for (name, html) in each_page() {
        fs::write(folder.join(format!("{name}.html")), &html).unwrap();
        assert_eq!(
            html.matches("<h1").count(),
            1,
            "{name} has one first heading"
        );
        assert!(html.contains("<main"), "{name} has a main landmark");
        assert!(!html.contains(" style="), "{name} has no style attribute");
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script type=\"module\" src=\"/assets/")
                .count(),
            "{name} has no script but our modules"
        );
        assert!(
            html.len() <= 60 * 1024,
            "{name} weighs {} bytes",
            html.len()
        );
        let posts = html.matches("method=\"post\"").count();
        let tokens = html.matches("name=\"csrf\"").count();
        assert_eq!(
            posts, tokens,
            "{name}: every form that posts carries the token"
        );
        let ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name} names an id twice: {ids:?}");
    }
}

#[test]
fn no_page_asks_for_words_that_are_not_there() {
    assert!(each_page().len() > 80);
    assert_eq!(crate::i18n::gaps(), Vec::<String>::new());
}

#[test]
fn an_internal_note_says_so_and_a_script_in_a_title_is_text() {
    let chrome = samples::chrome(Language::En, Theme::System);
    let people = [samples::person(0)];
    let mut case = samples::case();
    case.case.title = "<script>alert(1)</script>".to_owned();
    let html = case_page(&chrome, &case, &people, Show::Notes, Draft::default())
        .render()
        .unwrap();
    assert!(html.contains("msg--note") && html.contains("internal note"));
    assert!(!html.contains("<script>"), "{html}");
    let html = case_page(&chrome, &case, &people, Show::Messages, Draft::default())
        .render()
        .unwrap();
    assert!(!html.contains("msg--note"));
}

#[test]
fn a_breach_is_told_first_and_a_pause_last() {
    let chrome = samples::chrome(Language::En, Theme::System);
    let queue = samples::queue();
    let page = queue_page(
        &chrome,
        &QueueAddress::default(),
        &queue,
        Choices::default(),
        None,
    );
    let html = page.render().unwrap();
    let places: Vec<Option<usize>> = [
        "id=\"late\"",
        "id=\"soon\"",
        "id=\"today\"",
        "id=\"later\"",
        "id=\"held\"",
    ]
    .iter()
    .map(|id| html.find(id))
    .collect();
    assert!(places.iter().all(Option::is_some), "{places:?}");
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn what_cannot_be_done_is_listed_with_its_reason() {
    let chrome = samples::chrome(Language::En, Theme::System);
    let people = [samples::person(0)];
    let case = samples::case();
    let html = case_page(&chrome, &case, &people, Show::Everything, Draft::default())
        .render()
        .unwrap();
    assert!(html.contains("is for: Team lead"), "{html}");
}

#[test]
fn the_button_under_the_hand_moves_the_case_forward() {
    for (kind, workflow, state, forward) in [
        (Kind::Request, "request", "in_progress", "Resolve…"),
        (
            Kind::Verification,
            "verification",
            "under_review",
            "Recommend a decision…",
        ),
        (Kind::Onboarding, "onboarding", "setup", "Start the pilot…"),
    ] {
        let case = samples::case_of(workflow, state, kind, 31);
        let (possible, _) = actions(&case, Language::En);
        assert_eq!(possible[0].title, forward);
        assert_eq!(possible[0].class, " btn--go");
        let loud = possible
            .iter()
            .filter(|action| action.class == " btn--go")
            .count();
        assert_eq!(loud, 1, "one button alone is filled");
    }
}

#[test]
fn the_happy_path_of_each_workflow_is_the_one_of_its_definition() {
    let path = |workflow: &str| {
        let definition = samples::definition(workflow);
        let keys: Vec<String> = main_path(&definition)
            .into_iter()
            .map(ToString::to_string)
            .collect();
        keys.join(" ")
    };
    assert_eq!(
        path("request"),
        "draft submitted in_progress resolved closed"
    );
    assert!(path("verification").ends_with("second_review submitted_platform approved"));
    assert!(path("escalation").starts_with("raised acknowledged investigating fix_in_progress"));
    assert_eq!(
        path("onboarding"),
        "prospect negotiation kickoff setup pilot live graduated"
    );
}

#[test]
fn the_present_state_is_always_drawn() {
    for (kind, workflow) in [
        (Kind::Request, "request"),
        (Kind::Verification, "verification"),
        (Kind::Escalation, "escalation"),
        (Kind::Onboarding, "onboarding"),
    ] {
        for state in &samples::definition(workflow).states {
            let case = samples::case_of(workflow, state.key.as_str(), kind, 31);
            let drawing = Diagram::new(&case.definition, &state.key, &case.events, Language::En);
            let svg = drawing.render().unwrap();
            assert_eq!(
                svg.matches("node now").count(),
                1,
                "{workflow} in {}: {svg}",
                state.key
            );
        }
    }
}

#[test]
fn shares_are_rounded_and_written_in_each_language() {
    let attainment = |met, missed| Attainment { met, missed };
    assert_eq!(
        share(Words::new(Language::En), attainment(311, 19)),
        "94.2%"
    );
    assert_eq!(
        share(Words::new(Language::Fr), attainment(311, 19)),
        "94,2\u{a0}%"
    );
    assert_eq!(share(Words::new(Language::En), attainment(6, 0)), "100%");
    assert_eq!(share(Words::new(Language::En), attainment(0, 0)), "–");
}

#[test]
fn a_form_of_a_move_is_read_into_what_the_rules_take() {
    let definition = samples::definition("request");
    let ask = definition.transition(&"ask".into()).unwrap();
    let typed = |pairs: &[(&str, &str)]| -> Typed {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let date = ask
        .inputs
        .iter()
        .find(|input| input.kind == InputKind::Date)
        .unwrap();
    let [day, month, year] = ["day", "month", "year"].map(|part| format!("{}-{part}", date.name));
    let read = given(
        ask,
        &typed(&[(&day, " 4"), (&month, "3 "), (&year, "2027"), ("csrf", "x")]),
    );
    assert_eq!(
        read.get(&date.name).and_then(|value| value.as_str()),
        Some("2027-03-04")
    );
    assert_eq!(read.len(), 1, "{read:?}");
    assert!(given(ask, &typed(&[(&day, ""), (&month, " ")])).is_empty());
}

#[test]
fn pages_name_the_served_files() {
    let chrome = samples::chrome(Language::Fr, Theme::System);
    let html = admin_page(&chrome, Capped::default()).render().unwrap();
    assert!(html.contains(&files().figures));
    assert!(html.contains(&files().icons));
}
