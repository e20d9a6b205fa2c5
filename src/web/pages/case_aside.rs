//! The right side of a case: who, how pressing, by which policy, why here, and the publisher's other cases.

use std::borrow::Cow;

use domain::escalation::RunStage;
use domain::text::Language;
use domain::text::Text;

use crate::i18n::{Value, Words};
use crate::usecases::read::case::{CaseView, RunView};
use crate::web::pages::chip::{Chip, ChipWords, metric_name};
use crate::web::pages::moments::Moments;
use crate::web::pages::preview::language_key;
use crate::web::pages::queue_filters::priority_key;
use crate::web::pages::route_box::{RouteBox, route_box};
use crate::web::pages::shell::initial;
use crate::web::pages::state_badge::Glyph;
use crate::web::pages::timeline::{FileChip, Names, file_chip};

/// Everything at the right of a case.
#[derive(Clone, Debug)]
pub struct Aside<'a> {
    /// Name of the owner.
    pub owner: Option<&'a str>,
    /// First letter of the owner's name.
    pub owner_initial: String,
    /// `P1` to `P4`.
    pub priority: &'static str,
    /// The priority in words.
    pub priority_name: Cow<'static, str>,
    /// The team that answers, and the one that holds it when that is another.
    pub team: String,
    /// Policy of the deciding clock.
    pub policy: Option<Cow<'a, str>>,
    /// Calendar of the deciding clock, with its version.
    pub hours: Option<String>,
    /// Language of the thread.
    pub language: Cow<'static, str>,
    /// How often it was reopened; empty for never.
    pub reopened: String,
    /// Whether colleagues of the requester may not see it.
    pub confidential: bool,
    /// Why it is with this team.
    pub route: Option<RouteBox>,
    /// Escalations under way.
    pub runs: Vec<RunBox>,
    /// The publisher.
    pub organisation: &'a str,
    /// Two letters of the publisher.
    pub monogram: String,
    /// Trade and tier.
    pub organisation_facts: String,
    /// Who asked.
    pub requester: Option<&'a str>,
    /// The publisher's other open cases.
    pub siblings: Vec<Sibling<'a>>,
    /// Linked cases.
    pub relatives: Vec<RelativeLine<'a>>,
    /// Questions and answers of the form.
    pub answers: Vec<(&'a str, &'a str)>,
    /// Files that came with no message.
    pub files: Vec<FileChip<'a>>,
}

/// An escalation under way.
#[derive(Clone, Debug)]
pub struct RunBox {
    /// Where the acknowledgement is posted.
    pub href: String,
    /// The clock it is about; empty when a move began it.
    pub clock: Cow<'static, str>,
    /// How far it climbed, and when.
    pub text: String,
    /// Who was told so far; empty for nobody.
    pub told: String,
    /// Who hears next and when, or when it begins again; empty when nothing is to come.
    pub next: String,
    /// Who took it on; then there is no button.
    pub acknowledged: Option<String>,
}

/// Another open case of the publisher.
#[derive(Clone, Debug)]
pub struct Sibling<'a> {
    /// What people call it.
    pub reference: String,
    /// One line.
    pub title: &'a str,
    /// Its state.
    pub state: &'a str,
    /// Its glyph.
    pub glyph: Glyph,
    /// Its clock.
    pub chip: Chip,
}

/// A linked case.
#[derive(Clone, Debug)]
pub struct RelativeLine<'a> {
    /// How it is linked.
    pub relation: Cow<'static, str>,
    /// What people call it.
    pub reference: String,
    /// One line.
    pub title: &'a str,
    /// Its state.
    pub state: &'a str,
}

/// The right side of a case.
pub fn aside<'a>(
    words: Words,
    view: &'a CaseView,
    chip_words: &ChipWords,
    moments: &Moments,
) -> Aside<'a> {
    let language = words.language();
    let case = &view.case;
    let deciding = view.clocks.iter().find(|clock| clock.stage.is_live());
    let reopened = case.counter("reopened");
    Aside {
        owner: view.owner.as_ref().map(|owner| owner.name.as_str()),
        owner_initial: view
            .owner
            .as_ref()
            .map(|owner| initial(&owner.name))
            .unwrap_or_default(),
        priority: case.priority.as_str(),
        priority_name: words.get(priority_key(case.priority)),
        team: if case.team == case.desk {
            case.team.to_string()
        } else {
            words.with(
                "aside-team-held",
                &[
                    ("team", case.team.as_str().into()),
                    ("desk", case.desk.as_str().into()),
                ],
            )
        },
        policy: deciding.map(|clock| policy_name(words, &clock.policy)),
        hours: deciding.map(|clock| {
            words.with(
                "aside-hours",
                &[
                    ("calendar", calendar_name(words, &clock.calendar).into()),
                    ("version", Value::from(clock.calendar_version)),
                ],
            )
        }),
        language: words.get(language_key(case.language)),
        reopened: if reopened > 0 {
            words.count("aside-reopened", reopened)
        } else {
            String::new()
        },
        confidential: case.confidential,
        route: route_box(words, view, moments),
        runs: view
            .runs
            .iter()
            .filter_map(|run| run_box(words, view, run, moments))
            .collect(),
        organisation: &view.organisation.name,
        monogram: monogram(&view.organisation.name),
        organisation_facts: organisation_facts(words, view),
        requester: view.requester.as_ref().map(|person| person.name.as_str()),
        siblings: siblings(chip_words, view, moments, language),
        relatives: relatives(words, view),
        answers: view
            .answers
            .iter()
            .map(|answer| (answer.label.get(language), answer.display.get(language)))
            .collect(),
        files: view
            .attachments
            .iter()
            .filter(|file| file.message.is_none())
            .map(|file| file_chip(words, view, file))
            .collect(),
    }
}

/// A policy's name; one that an operator wrote is shown by its key.
pub fn policy_name(words: Words, key: &str) -> Cow<'_, str> {
    words
        .find(&format!("policy-{key}"))
        .unwrap_or(Cow::Borrowed(key))
}

/// A calendar's name with its hours; one that an operator wrote is shown by its key.
pub fn calendar_name(words: Words, key: &str) -> Cow<'_, str> {
    words
        .find(&format!("calendar-{key}"))
        .unwrap_or(Cow::Borrowed(key))
}

/// The publisher's other open cases.
pub fn siblings<'a>(
    chip_words: &ChipWords,
    view: &'a CaseView,
    moments: &Moments,
    language: Language,
) -> Vec<Sibling<'a>> {
    view.siblings
        .iter()
        .map(|row| Sibling {
            reference: row.reference.to_string(),
            title: &row.title,
            state: row.state_title.get(language),
            glyph: Glyph::of(row.category),
            chip: chip_words.row(row.clock.as_ref(), moments),
        })
        .collect()
}

fn run_box(words: Words, view: &CaseView, going: &RunView, moments: &Moments) -> Option<RunBox> {
    let run = &going.run;
    let names = Names::of(view, words);
    let acknowledged = match run.stage {
        RunStage::Active => None,
        RunStage::Acknowledged => {
            let who = run
                .acknowledged_by
                .map(|id| names.person(id).into_owned())
                .unwrap_or_default();
            let when = run
                .acknowledged_at
                .map(|at| moments.short(at))
                .unwrap_or_default();
            Some(words.with(
                "run-acknowledged",
                &[("who", who.into()), ("when", when.into())],
            ))
        }
        RunStage::Done => return None,
    };
    let since = moments.short(run.fired_at.unwrap_or(run.started_at));
    let text = if run.level == 0 {
        words.named("run-begun", "when", since)
    } else {
        words.with(
            "run-level",
            &[("level", Value::from(run.level)), ("when", since.into())],
        )
    };
    let clock = run
        .clock
        .and_then(|id| view.clocks.iter().find(|clock| clock.id == id));
    Some(RunBox {
        href: format!("/escalations/{}/acknowledge", run.id),
        clock: clock.map_or(Cow::Borrowed(""), |clock| metric_name(words, &clock.metric)),
        text,
        told: if going.told.is_empty() {
            String::new()
        } else {
            let told = going.told.iter().map(|id| names.person(*id));
            words.named("run-told", "who", told.collect::<Vec<_>>().join(", "))
        },
        next: match (&going.next, going.silent_at) {
            (Some(next), _) => words.with(
                "run-next",
                &[
                    ("who", next.who.as_str().into()),
                    ("when", moments.short(next.at).into()),
                ],
            ),
            (None, Some(at)) => words.named("run-silent", "when", moments.short(at)),
            (None, None) => String::new(),
        },
        acknowledged,
    })
}

fn relatives<'a>(words: Words, view: &'a CaseView) -> Vec<RelativeLine<'a>> {
    let title = |text: &'a Text| text.get(words.language());
    view.relatives
        .iter()
        .map(|relative| RelativeLine {
            relation: words.get(match relative.relation.as_str() {
                "parent" => "relation-parent",
                "child" => "relation-child",
                "merged_into" => "relation-merged-into",
                "merged_from" => "relation-merged-from",
                _ => "relation-linked",
            }),
            reference: relative.reference.to_string(),
            title: &relative.title,
            state: title(&relative.state_title),
        })
        .collect()
}

fn organisation_facts(words: Words, view: &CaseView) -> String {
    let known = |prefix: &str, key: &str| {
        if key.is_empty() {
            return None;
        }
        let name = words.find(&format!("{prefix}-{key}"));
        Some(name.map_or_else(|| key.to_owned(), Cow::into_owned))
    };
    let facts: Vec<String> = [
        known("vertical", &view.organisation.vertical),
        known("tier", &view.organisation.tier),
    ]
    .into_iter()
    .flatten()
    .collect();
    facts.join(", ")
}

/// First letters of the first two words: `AT` for Arènes TV.
fn monogram(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}
