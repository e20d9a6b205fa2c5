//! What must hold of every page of the partner, and what the important ones must say.

use askama::Template;
use domain::ids::RequestTypeKey;
use domain::text::Language;
use domain::workflow::definition::Ball;
use serde_json::json;

use super::samples::pages::pages;
use super::samples::{answers, case, catalogue, contact, facts, holder, question};
use crate::web::pages::portal::field::Controls;
use crate::web::pages::portal::question::{asked_steps, next_step};
use crate::web::pages::portal::request::RequestPage;
use crate::web::pages::portal::thread::Unsent;
use crate::web::pages::shell::Theme;

fn every_page() -> Vec<(String, String)> {
    Language::ALL
        .into_iter()
        .flat_map(|language| {
            let pages = pages(language, Theme::System);
            pages
                .into_iter()
                .map(move |(name, html)| (format!("{name} {}", language.as_str()), html))
        })
        .collect()
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

#[test]
fn every_page_has_one_heading_one_main_part_and_its_language() {
    for (name, html) in every_page() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        let language = name.rsplit(' ').next().unwrap();
        assert!(
            html.contains(&format!("<html lang=\"{language}\"")),
            "{name}"
        );
        assert!(
            html.contains("href=\"#main\""),
            "{name} has a link past the header"
        );
    }
}

#[test]
fn every_page_keeps_the_content_policy() {
    for (name, html) in every_page() {
        assert!(!html.contains("<script"), "{name}");
        assert!(!html.contains("<style"), "{name}");
        assert!(values(&html, "style").is_empty(), "{name}");
        assert!(!html.contains(" onclick"), "{name}");
    }
}

#[test]
fn ids_are_single_and_every_reference_to_one_leads_somewhere() {
    for (name, html) in every_page() {
        let ids = values(&html, "id");
        for id in &ids {
            assert_eq!(
                ids.iter().filter(|other| other == &id).count(),
                1,
                "{name}: {id}"
            );
        }
        let referring = ["for", "aria-describedby", "aria-labelledby"];
        for named in referring
            .iter()
            .flat_map(|attribute| values(&html, attribute))
        {
            for id in named.split(' ') {
                assert!(ids.contains(&id), "{name}: nothing is called {id}");
            }
        }
        for target in values(&html, "href")
            .into_iter()
            .filter_map(|href| href.strip_prefix('#'))
        {
            assert!(ids.contains(&target), "{name}: #{target} leads nowhere");
        }
    }
}

#[test]
fn every_changing_form_carries_the_token() {
    for (name, html) in every_page() {
        let forms: Vec<&str> = html.split("<form").skip(1).collect();
        for form in forms {
            let form = form.split("</form>").next().unwrap();
            assert!(
                form.contains("name=\"csrf\" value=\"token\""),
                "{name}: {form}"
            );
        }
    }
}

#[test]
fn no_key_is_shown_instead_of_words() {
    for (name, html) in every_page() {
        for prefix in [
            "portal-",
            "sign-in-",
            "link-",
            "ack-",
            "prefs-",
            "help-",
            "access-",
            "form-error-",
            "foot-",
        ] {
            let shown = html.split(['>', '"', ' ']).filter(|text| {
                let text = text.split('<').next().unwrap();
                text.starts_with(prefix) && crate::i18n::keys(Language::Fr).contains(text)
            });
            assert_eq!(shown.count(), 0, "{name}: a key that begins with {prefix}");
        }
    }
}

#[test]
fn pages_with_errors_say_so_in_their_title_and_take_the_focus() {
    for (name, html) in every_page()
        .into_iter()
        .filter(|(name, _)| name.contains("error"))
    {
        let title = html.split("<title>").nth(1).unwrap();
        assert!(
            title.starts_with("Erreur\u{a0}:") || title.starts_with("Error:"),
            "{name}"
        );
        assert!(html.contains("tabindex=\"-1\" autofocus"), "{name}");
    }
}

#[test]
fn a_wrong_answer_is_kept_and_told_beside_its_question() {
    let catalogue = catalogue();
    let form = catalogue
        .find(&RequestTypeKey::from("account_verification"))
        .unwrap();
    let sent = Controls::from([
        (
            "title".to_owned(),
            vec!["Vérifier <notre> compte".to_owned()],
        ),
        ("country".to_owned(), vec!["FR".to_owned()]),
    ]);
    let page = question(
        &contact(Language::Fr, Theme::System),
        form,
        "holder",
        &answers(json!({})),
        Some(&sent),
    );
    let html = page.render().unwrap();
    assert!(
        html.contains("<a href=\"#f-legal_name\">Saisissez la dénomination légale</a>"),
        "{html}"
    );
    assert!(
        html.contains("id=\"f-legal_name-e\""),
        "the sentence stands by the question too"
    );
    assert!(
        html.contains("Vérifier &#60;notre&#62; compte"),
        "what was typed is kept, and is no markup"
    );
    assert!(
        html.contains("<option value=\"FR\" selected>"),
        "what was chosen is kept"
    );
}

#[test]
fn pages_that_ask_nothing_are_left_out() {
    let catalogue = catalogue();
    let facts = facts(Language::Fr);
    for form in catalogue.all() {
        let steps = asked_steps(form, &holder(), &facts);
        assert!(!steps.is_empty(), "{}", form.key);
        let first = steps.first().unwrap();
        let following = next_step(form, &first.key, &holder(), &facts).map(|step| &step.key);
        assert_eq!(following, steps.get(1).map(|step| &step.key));
        assert_eq!(
            next_step(form, &steps.last().unwrap().key, &holder(), &facts),
            None
        );
    }
}

#[test]
fn a_late_request_says_who_has_been_told() {
    let late = case(Ball::Us, Some("2026-03-12T13:00:00Z"));
    let say = |language| {
        let page = RequestPage::new(&contact(language, Theme::System), &late, Unsent::default());
        page.render().unwrap().replace('\u{a0}', " ")
    };
    assert!(say(Language::Fr).contains(
        "Nous devions répondre au plus tard aujourd’hui à 14 h. Nous avons prévenu Maud."
    ));
    assert!(
        say(Language::En).contains("We should have replied by today at 14:00. Maud has been told.")
    );
}

#[test]
fn the_box_to_answer_stands_on_top_when_it_is_the_partners_turn() {
    let show = |ball| {
        let page = RequestPage::new(
            &contact(Language::Fr, Theme::System),
            &case(ball, Some("2026-03-13T11:00:00Z")),
            Unsent::default(),
        );
        page.render().unwrap()
    };
    let yours = show(Ball::Partner);
    assert_eq!(yours.matches("<textarea").count(), 1);
    assert!(yours.find("<textarea").unwrap() < yours.find("class=\"line\"").unwrap());
    let ours = show(Ball::Us);
    assert!(ours.find("<textarea").unwrap() > ours.find("class=\"line\"").unwrap());
    assert_eq!(show(Ball::None).matches("<textarea").count(), 0);
}

#[test]
fn answering_is_no_button_because_the_box_does_it() {
    let mut offered = case(Ball::Partner, None);
    let mut answer = offered.moves[0].clone();
    answer
        .trigger
        .push(domain::workflow::definition::Trigger::Message);
    offered.moves = vec![answer];
    let page = RequestPage::new(
        &contact(Language::Fr, Theme::System),
        &offered,
        Unsent::default(),
    );
    assert!(!page.render().unwrap().contains("/do/"));
}
