//! The page of one calendar, policy or event window: small changes by form, any change as text.

use std::borrow::Cow;

use askama::Template;
use domain::published::DefinitionKind;
use domain::refusal::InputError;

use crate::i18n::Words;
use crate::usecases::read::policy::DefinitionView;
use crate::web::pages::chip::metric_name;
use crate::web::pages::moments::Moments;
use crate::web::pages::moves::error_sentence;
use crate::web::pages::shell::{ChromeFacts, Page, Place};
use crate::web::pages::sla::overview::condition_name;
use crate::web::pages::sla::{changed_by, kind_name};

/// The page, ready to be shown.
#[derive(Template)]
#[template(path = "desk/sla_definition.html")]
pub struct DefinitionPage {
    page: Page,
    heading: String,
    kind: Cow<'static, str>,
    version: u32,
    text: String,
    lines: usize,
    is_calendar: bool,
    is_event: bool,
    targets: Vec<TargetChoice>,
    versions: Vec<VersionRow>,
    typed: Typed,
    errors: Vec<String>,
}

/// What was typed, when something was wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The text; that of the version in force otherwise.
    pub source: Option<String>,
    /// First day of a closure.
    pub closed_from: String,
    /// Its last day.
    pub closed_to: String,
    /// A half day.
    pub half_day: String,
    /// Its hours.
    pub hours: String,
    /// Which target, as `row.metric`.
    pub target: String,
    /// How long.
    pub length: String,
    /// Why.
    pub reason: String,
}

struct TargetChoice {
    value: String,
    label: String,
    chosen: bool,
}

struct VersionRow {
    version: u32,
    changed: String,
    reason: String,
    source: String,
    in_force: bool,
}

/// Builds the page.
pub fn definition_page(
    chrome: &ChromeFacts,
    view: &DefinitionView,
    typed: Typed,
    errors: &[InputError],
) -> DefinitionPage {
    let words = Words::new(chrome.language);
    let moments = Moments::new(chrome.language, view.now);
    let text = typed.source.clone().unwrap_or_else(|| view.source.clone());
    DefinitionPage {
        page: Page::settings(chrome, Place::Targets, view.key.clone()),
        heading: view.key.clone(),
        kind: kind_name(words, view.kind),
        version: view.version,
        lines: text.lines().count().clamp(8, 40) + 1,
        text,
        is_calendar: view.kind == DefinitionKind::Calendar,
        is_event: view.kind == DefinitionKind::Event,
        targets: targets(words, view, &typed.target),
        versions: view
            .versions
            .iter()
            .map(|one| VersionRow {
                version: one.version,
                changed: changed_by(words, &moments, &one.changed),
                reason: one.changed.reason.clone(),
                source: one.source.clone(),
                in_force: one.version == view.version,
            })
            .collect(),
        typed,
        errors: errors
            .iter()
            .map(|error| error_sentence(words, error))
            .collect(),
    }
}

fn targets(words: Words, view: &DefinitionView, chosen: &str) -> Vec<TargetChoice> {
    let rows = view.policy.iter().flat_map(|policy| &policy.rows);
    let mut choices = Vec::new();
    for (at, row) in rows.enumerate() {
        for (metric, span) in &row.targets {
            let value = format!("{at}.{metric}");
            choices.push(TargetChoice {
                label: format!(
                    "{} · {} · {}",
                    condition_name(words, &row.when),
                    metric_name(words, metric),
                    words.duration(*span)
                ),
                chosen: value == chosen,
                value,
            });
        }
    }
    choices
}
