//! The page with everything that decides deadlines.

use std::borrow::Cow;
use std::collections::BTreeSet;

use askama::Template;
use domain::clocks::hours::{CalendarDefinition, Slot};
use domain::clocks::policy::{Condition, Occasion, OnPolicyEdit, Policy};
use domain::clocks::standard::METRICS;
use domain::published::DefinitionKind;
use domain::refusal::InputError;
use domain::text::Language;

use crate::i18n::dates::{Dates, civil_weekday_date};
use crate::i18n::{Value, Words};
use crate::usecases::read::policy::{
    CalendarView, EventView, PolicyView, SlaRules, Special, Stands, WorkView,
};
use crate::web::pages::chip::metric_name;
use crate::web::pages::moments::Moments;
use crate::web::pages::moves::error_sentence;
use crate::web::pages::shell::{ChromeFacts, Page, Place};
use crate::web::pages::sla::{address, changed_by, kind_name};

/// The page, ready to be shown.
#[derive(Template)]
#[template(path = "desk/sla.html")]
pub struct OverviewPage {
    page: Page,
    calendars: Vec<CalendarRow>,
    policies: Vec<PolicyTable>,
    events: Vec<EventRow>,
    works: Vec<WorkRow>,
    event: EventForm,
    errors: Vec<String>,
}

/// What was typed into the form of a new event window.
#[derive(Clone, Debug, Default)]
pub struct EventForm {
    /// Its name.
    pub title: String,
    /// First moment, in the zone.
    pub from: String,
    /// The moment after the last.
    pub to: String,
    /// The zone.
    pub zone: String,
    /// Slugs, separated by spaces or commas.
    pub partners: String,
    /// Why.
    pub reason: String,
}

struct CalendarRow {
    href: String,
    title: String,
    key: String,
    zone: String,
    /// Rectangles of the week: class, x, y, width.
    week: Vec<(&'static str, u16, u16, u16)>,
    hours: String,
    special: String,
    version: u32,
    changed: String,
    reason: String,
}

struct PolicyTable {
    href: String,
    title: String,
    key: String,
    version: u32,
    changed: String,
    answer: Cow<'static, str>,
    metrics: Vec<Cow<'static, str>>,
    rows: Vec<PolicyRow>,
}

struct PolicyRow {
    label: String,
    calendar: String,
    cells: Vec<String>,
}

struct EventRow {
    href: String,
    title: String,
    when: String,
    partners: String,
    changed: String,
}

struct WorkRow {
    href: String,
    what: String,
    how: Cow<'static, str>,
    stands: String,
    percent: u64,
    running: bool,
    when: String,
    by: String,
}

/// Builds the page; `event` is what was typed, `errors` what was wrong with it.
pub fn overview_page(
    chrome: &ChromeFacts,
    rules: &SlaRules,
    event: EventForm,
    errors: &[InputError],
) -> OverviewPage {
    let words = Words::new(chrome.language);
    let moments = Moments::new(chrome.language, rules.now);
    OverviewPage {
        page: Page::settings(
            chrome,
            Place::Targets,
            words.get("nav-targets").into_owned(),
        ),
        calendars: rules
            .calendars
            .iter()
            .map(|one| calendar_row(words, &moments, one))
            .collect(),
        policies: rules
            .policies
            .iter()
            .map(|one| policy_table(words, &moments, one))
            .collect(),
        events: rules
            .events
            .iter()
            .map(|one| event_row(words, &moments, one))
            .collect(),
        works: rules
            .works
            .iter()
            .map(|one| work_row(words, &moments, one))
            .collect(),
        event,
        errors: errors
            .iter()
            .map(|error| error_sentence(words, error))
            .collect(),
    }
}

/// How a work is applied, in words.
pub fn work_name(words: Words, work: &WorkView) -> Cow<'static, str> {
    words.get(match work.reach {
        None => "sla-work-preview",
        Some(domain::clocks::preview::Reach::OpenCases) => "sla-work-open_cases",
        Some(domain::clocks::preview::Reach::Restate) => "sla-work-restate",
    })
}

/// For which cases a row of a policy is: `P1 Critical, event`.
pub fn condition_name(words: Words, when: &Condition) -> String {
    let mut parts: Vec<String> = Vec::new();
    for priority in &when.priorities {
        let key = format!("priority-{}", priority.as_str().to_lowercase());
        parts.push(format!("{} {}", priority.as_str(), words.get(&key)));
    }
    for kind in &when.kinds {
        let key = format!("kind-{}", kind.as_str());
        parts.push(words.get(&key).into_owned());
    }
    parts.extend(when.request_types.iter().map(|one| one.as_str().to_owned()));
    parts.extend(when.teams.iter().map(|one| one.as_str().to_owned()));
    parts.extend(when.tiers.iter().cloned());
    if let Some(occasion) = when.occasion {
        let key = match occasion {
            Occasion::Event => "sla-occasion-event",
            Occasion::Ordinary => "sla-occasion-ordinary",
        };
        parts.push(words.get(key).into_owned());
    }
    if parts.is_empty() {
        words.get("sla-every-case").into_owned()
    } else {
        parts.join(", ")
    }
}

/// The metrics of a policy's rows: the built-in ones in their order, then its own.
pub fn metrics_of(policy: &Policy) -> Vec<&str> {
    let named: BTreeSet<&str> = policy
        .rows
        .iter()
        .flat_map(|row| &row.targets)
        .map(|(metric, _)| metric.as_str())
        .collect();
    let known = METRICS.into_iter().filter(|one| named.contains(one));
    let own = named.iter().copied().filter(|one| !METRICS.contains(one));
    known.chain(own).collect()
}

fn calendar_row(words: Words, moments: &Moments, view: &CalendarView) -> CalendarRow {
    let definition = &view.definition;
    let language = words.language();
    let special: Vec<String> = view
        .special_days
        .iter()
        .map(|day| {
            let why = match day.why {
                Special::Holiday => "sla-day-holiday",
                Special::Closed => "sla-day-closed",
                Special::HalfDay => "sla-day-half",
            };
            format!(
                "{} ({})",
                civil_weekday_date(language, day.date),
                words.get(why)
            )
        })
        .collect();
    CalendarRow {
        href: address(DefinitionKind::Calendar, definition.key.as_str()),
        title: definition.title.get(language).to_owned(),
        key: definition.key.to_string(),
        zone: definition.zone.iana_name().unwrap_or_default().to_owned(),
        week: week_bars(definition),
        hours: week_words(words, definition),
        special: special.join(" · "),
        version: definition.version,
        changed: changed_by(words, moments, &view.changed),
        reason: view.changed.reason.clone(),
    }
}

/// Seven rows of 24 hours, ten units an hour, twelve a row.
fn week_bars(definition: &CalendarDefinition) -> Vec<(&'static str, u16, u16, u16)> {
    let mut bars = Vec::new();
    let mut y = 0;
    for slots in &definition.week {
        bars.push(("c-hold", 0, y, 240));
        for slot in slots {
            let width = (slot.to.saturating_sub(slot.from)) / 6;
            bars.push(("c-ok", slot.from / 6, y, width));
        }
        y += 12;
    }
    bars
}

/// `lun.–ven. 9 h–12 h 30, 13 h 30–18 h`.
fn week_words(words: Words, definition: &CalendarDefinition) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut first = 0;
    while let Some(slots) = definition.week.get(first) {
        let same = definition
            .week
            .iter()
            .skip(first)
            .take_while(|one| *one == slots);
        let last = first + same.count() - 1;
        if !slots.is_empty() {
            let day = |at: usize| words.get(&format!("desk-day-{}", at + 1)).into_owned();
            let days = if first == last {
                day(first)
            } else {
                format!("{}–{}", day(first), day(last))
            };
            let hours: Vec<String> = slots.iter().map(|slot| hours(words, *slot)).collect();
            parts.push(format!("{days} {}", hours.join(", ")));
        }
        first = last + 1;
    }
    parts.join(" ; ")
}

fn hours(words: Words, slot: Slot) -> String {
    let minute = |at: u16| {
        let (hour, minute) = (at / 60, at % 60);
        match (words.language(), minute) {
            (Language::Fr, 0) => format!("{hour}\u{202f}h"),
            (Language::Fr, minute) => format!("{hour}\u{202f}h\u{202f}{minute:02}"),
            (Language::En, minute) => format!("{hour:02}:{minute:02}"),
        }
    };
    format!("{}–{}", minute(slot.from), minute(slot.to))
}

fn policy_table(words: Words, moments: &Moments, view: &PolicyView) -> PolicyTable {
    let policy = &view.policy;
    let metrics = metrics_of(policy);
    let rows = policy.rows.iter().map(|row| PolicyRow {
        label: condition_name(words, &row.when),
        calendar: row.calendar.key.to_string(),
        cells: metrics
            .iter()
            .map(|metric| {
                let target = row.targets.iter().find(|(one, _)| one.as_str() == *metric);
                target.map_or_else(|| "–".to_owned(), |(_, span)| words.duration(*span))
            })
            .collect(),
    });
    PolicyTable {
        href: address(DefinitionKind::Policy, policy.pin.key.as_str()),
        title: policy.title.get(words.language()).to_owned(),
        key: policy.pin.key.to_string(),
        version: policy.pin.version,
        changed: changed_by(words, moments, &view.changed),
        answer: words.get(match policy.answers.on_policy_edit {
            OnPolicyEdit::NewCases => "sla-edit-new_cases",
            OnPolicyEdit::OpenCases => "sla-edit-open_cases",
            OnPolicyEdit::Restate => "sla-edit-restate",
        }),
        metrics: metrics
            .iter()
            .map(|metric| metric_name(words, &domain::ids::Metric::new(*metric)))
            .collect(),
        rows: rows.collect(),
    }
}

fn event_row(words: Words, moments: &Moments, view: &EventView) -> EventRow {
    let event = &view.event;
    let dates = Dates::new(words.language(), &event.zone);
    EventRow {
        href: address(DefinitionKind::Event, &event.key),
        title: event.title.get(words.language()).to_owned(),
        when: words.with(
            "sla-event-when",
            &[
                ("from", Value::from(dates.full(event.from))),
                ("to", Value::from(dates.full(event.to))),
            ],
        ),
        partners: if event.partners.is_empty() {
            words.get("sla-event-off").into_owned()
        } else {
            event.partners.join(", ")
        },
        changed: changed_by(words, moments, &view.changed),
    }
}

fn work_row(words: Words, moments: &Moments, work: &WorkView) -> WorkRow {
    WorkRow {
        href: format!("/admin/sla/work/{}", work.id),
        what: format!(
            "{} {} v{}",
            kind_name(words, work.kind),
            work.key,
            work.version
        ),
        how: work_name(words, work),
        stands: match &work.stands {
            Stands::Running => {
                let percent = i64::try_from(work.percent()).unwrap_or(99);
                words.with("sla-stands-running", &[("percent", Value::from(percent))])
            }
            Stands::Done => words.get("sla-stands-done").into_owned(),
            Stands::Failed(why) => words.named("sla-stands-failed", "why", why),
        },
        percent: work.percent(),
        running: work.stands == Stands::Running,
        when: moments.short(work.created_at),
        by: work.by.clone(),
    }
}
