//! Help, and the accessibility statement: plain pages that anyone may read.

use askama::Template;

use crate::web::pages::portal::stub::{DeskFacts, opening_hours};
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/help`.
#[derive(Debug, Template)]
#[template(path = "portal/help.html")]
pub struct HelpPage {
    page: Page,
    contents: Vec<Entry>,
    topics: Vec<Topic>,
}

/// `/accessibility`: the structure that French public bodies must use, and the true state.
#[derive(Debug, Template)]
#[template(path = "portal/accessibility.html")]
pub struct AccessibilityPage {
    page: Page,
    contact: String,
}

#[derive(Debug)]
struct Entry {
    id: &'static str,
    title: String,
}

#[derive(Debug)]
struct Topic {
    id: &'static str,
    title: String,
    paragraphs: Vec<String>,
}

/// Topics in reading order: anchor, and how many paragraphs `help-{anchor}-1…` it has.
const TOPICS: [(&str, u8); 6] = [
    ("ask", 2),
    ("follow", 2),
    ("live", 2),
    ("sign-in", 2),
    ("contact", 2),
    ("data", 3),
];

impl HelpPage {
    /// The page, ready to be rendered. `desk` is that of the partner's team, or of the first team for
    /// somebody who is not signed in.
    pub fn new(chrome: &ChromeFacts, desk: DeskFacts<'_>) -> Self {
        let page = Page::portal(chrome, Place::Help, String::new());
        let words = page.words;
        let manager = desk.manager.map_or_else(
            || words.get("help-contact-team").into_owned(),
            |name| words.with("help-contact-name", &[("name", name.into())]),
        );
        let hours = words.with(
            "help-contact-hours",
            &[("hours", opening_hours(words, desk.week).into())],
        );
        let topics = TOPICS.into_iter().map(|(id, count)| {
            let title = words.get(&format!("help-{id}")).into_owned();
            let mut paragraphs: Vec<String> = (1..=count)
                .map(|n| words.get(&format!("help-{id}-{n}")).into_owned())
                .collect();
            if id == "contact" {
                paragraphs.extend([manager.clone(), hours.clone()]);
            }
            Topic {
                id,
                title,
                paragraphs,
            }
        });
        let topics: Vec<Topic> = topics.collect();
        Self {
            contents: topics
                .iter()
                .map(|topic| Entry {
                    id: topic.id,
                    title: topic.title.clone(),
                })
                .collect(),
            topics,
            page: Page {
                title: words.get("foot-help").into_owned(),
                ..page
            },
        }
    }
}

impl AccessibilityPage {
    /// The page, ready to be rendered; `contact` is the mail address of whoever runs this Guichet.
    pub fn new(chrome: &ChromeFacts, contact: &str) -> Self {
        let page = Page::portal(chrome, Place::Help, String::new());
        Self {
            page: Page {
                title: page.words.get("access-title").into_owned(),
                ..page
            },
            contact: contact.to_owned(),
        }
    }
}
