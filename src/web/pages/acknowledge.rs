//! Taking an escalation on by the link in its mail: one page, one button, no search for the case.

use askama::Template;
use domain::escalation::RunStage;
use domain::time::Instant;

use crate::i18n::Words;
use crate::i18n::dates::Dates;
use crate::usecases::acknowledge::Escalation;
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/ack/{token}`: the case that calls, and Acknowledge.
#[derive(Debug, Template)]
#[template(path = "portal/acknowledge.html")]
pub struct AcknowledgePage {
    page: Page,
    action: String,
    reference: String,
    title: String,
    facts: Vec<FactLine>,
    standing: String,
    may_acknowledge: bool,
    case: String,
}

#[derive(Debug)]
struct FactLine {
    label: String,
    value: String,
}

impl AcknowledgePage {
    /// The page, ready to be rendered. Its button posts to the same address; an acknowledged or ended
    /// escalation is shown without it.
    pub fn new(chrome: &ChromeFacts, token: &str, escalation: &Escalation, now: Instant) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        let dates = Dates::paris(chrome.language);
        let reference = escalation.reference.to_string();
        Self {
            page: Page {
                title: words.with("ack-title", &[("reference", (&reference).into())]),
                ..page
            },
            action: format!("/ack/{token}"),
            title: escalation.title.clone(),
            facts: facts(words, &dates, escalation, now),
            standing: standing(words, &dates, escalation, now),
            may_acknowledge: escalation.run.stage == RunStage::Active,
            case: format!("/cases/{reference}"),
            reference,
        }
    }
}

fn facts(words: Words, dates: &Dates, escalation: &Escalation, now: Instant) -> Vec<FactLine> {
    let line = |key: &str, value: String| FactLine {
        label: words.get(key).into_owned(),
        value,
    };
    let run = &escalation.run;
    let mut lines = vec![line("ack-started", dates.at(run.started_at, now))];
    if let Some(fired_at) = run.fired_at {
        lines.push(line("ack-called", dates.at(fired_at, now)));
        lines.push(line("ack-level", words.number(run.level.into())));
    }
    lines
}

fn standing(words: Words, dates: &Dates, escalation: &Escalation, now: Instant) -> String {
    let run = &escalation.run;
    match run.stage {
        RunStage::Active => words.get("ack-open").into_owned(),
        RunStage::Acknowledged => {
            let name = escalation.acknowledged_by.clone();
            let name = name.unwrap_or_else(|| words.get("ack-somebody").into_owned());
            let at = run.acknowledged_at.unwrap_or(now);
            words.with(
                "ack-done",
                &[("name", name.into()), ("at", dates.at(at, now).into())],
            )
        }
        RunStage::Done => words.get("ack-over").into_owned(),
    }
}
