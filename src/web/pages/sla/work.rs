//! The page of one long work: how far it is, what it comes to, and how to apply what was counted.

use std::borrow::Cow;

use askama::Template;
use domain::clocks::preview::{Reach, Tally};
use domain::published::DefinitionKind;
use domain::refusal::InputError;

use crate::i18n::{Value, Words};
use crate::usecases::list_sla::SHOWN;
use crate::usecases::read::policy::{Breakdown, Stands, WorkView};
use crate::web::pages::moments::Moments;
use crate::web::pages::moves::error_sentence;
use crate::web::pages::shell::{ChromeFacts, Page, Place};
use crate::web::pages::sla::overview::work_name;
use crate::web::pages::sla::{address, kind_name};

/// The page, ready to be shown.
#[derive(Template)]
#[template(path = "desk/sla_work.html")]
pub struct WorkPage {
    page: Page,
    heading: String,
    about: String,
    back: String,
    running: bool,
    failed: Option<String>,
    percent: u64,
    progress: String,
    tables: Vec<FigureTable>,
    choices: Vec<ApplyChoice>,
    reason: String,
    source: String,
    errors: Vec<String>,
}

/// What was typed into the form that applies a preview.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// `new_cases`, `open_cases` or `restate`.
    pub apply: String,
    /// Why.
    pub reason: String,
}

struct FigureTable {
    title: Cow<'static, str>,
    sentence: String,
    partners: Vec<FigureRow>,
    teams: Vec<FigureRow>,
}

struct FigureRow {
    name: String,
    cells: [String; 4],
}

struct ApplyChoice {
    value: &'static str,
    label: Cow<'static, str>,
    detail: String,
    chosen: bool,
}

/// Builds the page; `applied` is what was typed, `errors` what was wrong with it.
pub fn work_page(
    chrome: &ChromeFacts,
    work: &WorkView,
    applied: Applied,
    errors: &[InputError],
) -> WorkPage {
    let words = Words::new(chrome.language);
    let moments = Moments::new(chrome.language, work.updated_at);
    let name = format!(
        "{} {} v{}",
        kind_name(words, work.kind),
        work.key,
        work.version
    );
    let running = work.stands == Stands::Running;
    let number = |n: u64| words.number(i64::try_from(n).unwrap_or(i64::MAX));
    let reaches: Vec<Reach> = match work.reach {
        None => vec![Reach::OpenCases, Reach::Restate],
        Some(reach) => vec![reach],
    };
    let is_event = work.kind == DefinitionKind::Event;
    let about = words.with(
        "sla-work-about",
        &[
            ("name", Value::from(work.by.as_str())),
            ("when", Value::from(moments.short(work.created_at))),
        ],
    );
    let tables = reaches.iter().filter(|_| !is_event);
    WorkPage {
        page: Page::settings(chrome, Place::Targets, name.clone()),
        heading: format!("{} : {name}", work_name(words, work)),
        about: if work.reason.is_empty() {
            about
        } else {
            format!(
                "{about} {}",
                words.named("sla-quoted", "text", &work.reason)
            )
        },
        back: address(work.kind, &work.key),
        running,
        failed: match &work.stands {
            Stands::Failed(why) => Some(why.clone()),
            Stands::Running | Stands::Done => None,
        },
        percent: work.percent(),
        progress: words.with(
            "sla-progress",
            &[
                ("seen", Value::from(number(work.seen))),
                ("total", Value::from(number(work.total.max(work.seen)))),
            ],
        ),
        tables: tables.map(|reach| table(words, work, *reach)).collect(),
        choices: if work.reach.is_none() && work.stands == Stands::Done {
            choices(words, work, &applied.apply)
        } else {
            Vec::new()
        },
        reason: applied.reason,
        source: work.source.clone(),
        errors: errors
            .iter()
            .map(|error| error_sentence(words, error))
            .collect(),
    }
}

fn table(words: Words, work: &WorkView, reach: Reach) -> FigureTable {
    let figures = work.figures.of(reach);
    FigureTable {
        title: words.get(match reach {
            Reach::OpenCases => "sla-edit-open_cases",
            Reach::Restate => "sla-edit-restate",
        }),
        sentence: sentence(words, figures.total),
        partners: partners(words, work, figures),
        teams: figures
            .by_team
            .iter()
            .map(|(team, tally)| row(words, team.to_string(), *tally))
            .collect(),
    }
}

fn partners(words: Words, work: &WorkView, figures: &Breakdown) -> Vec<FigureRow> {
    let top = figures.top(SHOWN);
    let mut rest = figures.other_partners;
    for (id, tally) in &figures.by_partner {
        if !top.iter().any(|(shown, _)| shown == id) {
            rest = rest.plus(*tally);
        }
    }
    let mut rows: Vec<FigureRow> = top
        .into_iter()
        .map(|(id, tally)| {
            let name = work.partners.get(&id).cloned().unwrap_or_default();
            row(words, name, tally)
        })
        .collect();
    if !rest.is_nothing() {
        rows.push(row(words, words.get("sla-others").into_owned(), rest));
    }
    rows
}

fn row(words: Words, name: String, tally: Tally) -> FigureRow {
    let number = |n: u64| {
        if n == 0 {
            "–".to_owned()
        } else {
            words.number(i64::try_from(n).unwrap_or(i64::MAX))
        }
    };
    FigureRow {
        name,
        cells: [
            number(tally.moved),
            number(tally.unbreached),
            number(tally.newly_breached),
            number(tally.gone),
        ],
    }
}

fn sentence(words: Words, tally: Tally) -> String {
    if tally.is_nothing() {
        return words.get("sla-nothing").into_owned();
    }
    let number = |n: u64| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    let mut said = words.with(
        "sla-comes-to",
        &[
            ("moved", number(tally.moved)),
            ("unbreached", number(tally.unbreached)),
            ("newly", number(tally.newly_breached)),
        ],
    );
    if tally.gone > 0 {
        said.push(' ');
        said.push_str(&words.with("sla-comes-to-gone", &[("n", number(tally.gone))]));
    }
    said
}

fn choices(words: Words, work: &WorkView, typed: &str) -> Vec<ApplyChoice> {
    let proposed = work.proposed.map_or("new_cases", Reach::as_str);
    let chosen = if typed.is_empty() { proposed } else { typed };
    let choice = |value: &'static str, label: &str, detail: String| ApplyChoice {
        value,
        label: words.get(label),
        detail,
        chosen: value == chosen,
    };
    let mut choices = vec![choice(
        "new_cases",
        "sla-edit-new_cases",
        words.get("sla-apply-new_cases").into_owned(),
    )];
    if work.kind != DefinitionKind::Event {
        let open = work.figures.open_cases.total;
        let all = work.figures.restate.total;
        choices.push(choice(
            "open_cases",
            "sla-edit-open_cases",
            sentence(words, open),
        ));
        choices.push(choice("restate", "sla-edit-restate", sentence(words, all)));
    }
    choices
}
