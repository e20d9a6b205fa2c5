//! One event of a case's history as one line: who, did what, to what, and by which rule.

use std::borrow::Cow;

use domain::event::{Event, EventBody, Restart};
use domain::people::Actor;
use domain::workflow::definition::Transition;
use domain::workflow::input::InputKind;
use serde_json::Value as Json;

use crate::i18n::{Value, Words};
use crate::usecases::read::case::CaseView;
use crate::web::pages::chip::metric_name;
use crate::web::pages::moments::Moments;
use crate::web::pages::queue_filters::kind_key;
use crate::web::pages::route_box::rule_title;
use crate::web::pages::timeline::Names;

/// An event, ready to be shown.
#[derive(Clone, Debug)]
pub struct EventLine {
    /// Symbol of the sprite.
    pub icon: &'static str,
    /// Who; bold.
    pub actor: String,
    /// Did what.
    pub text: String,
    /// To what; bold; may be empty.
    pub object: String,
    /// What was given with it: label and words.
    pub details: Vec<(String, String)>,
    /// The rule that acted, when no person did.
    pub rule: Option<String>,
    /// When, short.
    pub time: String,
    /// When, exact.
    pub iso: String,
}

/// The line of an event; `None` for those that only keep the books or stand in the line as a message.
pub fn event_line(
    words: Words,
    view: &CaseView,
    event: &Event,
    moments: &Moments,
    names: &Names<'_>,
) -> Option<EventLine> {
    let what = what(words, view, event, moments, names)?;
    Some(EventLine {
        icon: what.icon,
        // Routing is the desk's own doing, whoever's move brought it about.
        actor: if matches!(event.body, EventBody::Routed { .. }) {
            "Guichet".to_owned()
        } else {
            names.actor(&event.actor).into_owned()
        },
        text: what.text,
        object: what.object,
        details: what.details,
        rule: match &event.actor {
            Actor::System { rule } => Some(rule_name(words, view, rule)),
            Actor::Partner { .. } | Actor::Staff { .. } => None,
        },
        time: moments.short(event.at),
        iso: event.at.to_rfc3339(),
    })
}

/// The rule in words: what a timer or a move of the workflow is called; else its code.
fn rule_name(words: Words, view: &CaseView, rule: &str) -> String {
    if let Some(key) = rule.strip_prefix("automatic:") {
        let known = view
            .definition
            .transitions
            .iter()
            .find(|one| one.key.as_str() == key);
        if let Some(transition) = known {
            return transition.title.get(words.language()).to_owned();
        }
    }
    let key = format!("rule-{}", rule.replace(':', "-"));
    words
        .find(&key)
        .map_or_else(|| rule.to_owned(), Cow::into_owned)
}

struct What {
    icon: &'static str,
    text: String,
    object: String,
    details: Vec<(String, String)>,
}

impl What {
    fn new(icon: &'static str, text: impl Into<String>, object: impl Into<String>) -> Self {
        Self {
            icon,
            text: text.into(),
            object: object.into(),
            details: Vec::new(),
        }
    }
}

fn what(
    words: Words,
    view: &CaseView,
    event: &Event,
    moments: &Moments,
    names: &Names<'_>,
) -> Option<What> {
    let say = |key: &str| words.get(key).into_owned();
    Some(match &event.body {
        EventBody::Opened { .. } => What::new("i-plus", say("event-opened"), ""),
        EventBody::Moved {
            transition,
            from,
            to,
            input,
            submits,
            category: _,
        } => {
            if *submits {
                return Some(What::new("i-inbox", say("event-submitted"), ""));
            }
            let definition = &view.definition;
            let title = |key| {
                let state = definition.state(key);
                state.map_or_else(
                    || key.to_string(),
                    |state| state.title.get(words.language()).to_owned(),
                )
            };
            let mut what = if from == to {
                What::new("i-flow", say("event-stayed"), "")
            } else {
                What::new(
                    "i-flow",
                    words.named("event-moved", "from", title(from)),
                    title(to),
                )
            };
            if let Some(made) = definition.transition(transition) {
                if from == to {
                    made.title
                        .get(words.language())
                        .clone_into(&mut what.object);
                }
                what.details = details(words, made, input);
            }
            what
        }
        EventBody::Routed {
            team,
            why,
            priority: _,
        } => {
            let mut what = What::new("i-flow", say("event-routed"), team.to_string());
            if !why.rule.is_empty() {
                let title = rule_title(words, why).to_owned();
                what.details.push((say("event-rule"), title));
            }
            what
        }
        EventBody::DeskChanged {
            to,
            from: _,
            why: _,
        } => What::new("i-flow", say("event-desk"), to.to_string()),
        EventBody::OwnerChanged {
            to: Some(to),
            from: _,
        } => {
            if event.actor.person() == Some(*to) {
                What::new("i-user", say("event-taken"), "")
            } else {
                What::new("i-user", say("event-assigned"), names.person(*to))
            }
        }
        EventBody::OwnerChanged { to: None, from: _ } => {
            What::new("i-user", say("event-released"), "")
        }
        EventBody::PriorityChanged { from, to, reason } => {
            let text = words.named("event-priority", "from", from.as_str());
            let mut what = What::new("i-alert", text, to.as_str());
            if !reason.is_empty() {
                what.details.push((say("event-reason"), reason.clone()));
            }
            what
        }
        EventBody::DueDateSet {
            metric,
            to,
            reason,
            clock: _,
            from: _,
        } => {
            let metric = metric_name(words, metric);
            let text = words.named("event-due-set", "metric", metric);
            let mut what = What::new("i-clock", text, moments.short(*to));
            what.details.push((say("event-reason"), reason.clone()));
            what
        }
        EventBody::RulesApplied {
            definition,
            version,
            clocks,
            reason,
            reach: _,
            tally: _,
        } => {
            let text = words.count("event-rules-applied", *clocks);
            let mut what = What::new("i-clock", text, format!("{definition} v{version}"));
            what.details.push((say("event-reason"), reason.clone()));
            what
        }
        EventBody::Counted { counter } if counter == "reminded" => {
            What::new("i-mail", say("event-reminded"), "")
        }
        EventBody::Counted { .. }
        | EventBody::DraftChanged { .. }
        | EventBody::MessageAdded { .. } => return None,
        EventBody::FilesAdded { count, audience: _ } => {
            What::new("i-clip", words.count("event-files", *count), "")
        }
        EventBody::FilesPurged => What::new("i-x", say("event-purged"), ""),
        EventBody::Escalated {
            level,
            told,
            run: _,
        } => {
            let told: Vec<Cow<'_, str>> = told.iter().map(|id| names.person(*id)).collect();
            let key = if told.is_empty() {
                "event-escalated-nobody"
            } else {
                "event-escalated"
            };
            What::new(
                "i-bolt",
                words.with(key, &[("level", Value::from(*level))]),
                told.join(", "),
            )
        }
        EventBody::CoverageGap {
            level,
            wanted,
            run: _,
        } => What::new(
            "i-alert",
            words.with("event-gap", &[("level", Value::from(*level))]),
            wanted.join(", "),
        ),
        EventBody::LevelSkipped { level, run: _ } => What::new(
            "i-pause",
            words.with("event-level-skipped", &[("level", Value::from(*level))]),
            "",
        ),
        EventBody::EscalationJoined { metric, .. } => What::new(
            "i-bolt",
            say("event-escalation-joined"),
            metric_name(words, metric),
        ),
        EventBody::EscalationRestarted { why, .. } => What::new(
            "i-bolt",
            say(match why {
                Restart::Repeat => "event-escalation-repeat",
                Restart::Silence => "event-escalation-silence",
                Restart::PolicyGone => "event-escalation-policy",
            }),
            "",
        ),
        EventBody::Acknowledged { .. } => What::new("i-checkc", say("event-acknowledged"), ""),
        EventBody::ChildOpened { kind, child: _ } => {
            What::new("i-link", say("event-child"), say(kind_key(*kind)))
        }
        EventBody::ChildNotOpened { kind } => {
            What::new("i-x", say("event-child-not-opened"), say(kind_key(*kind)))
        }
        EventBody::Linked { relation, other: _ } => What::new(
            "i-link",
            say(match relation.as_str() {
                "merged_into" => "event-merged-into",
                "merged_from" => "event-merged-from",
                "merge_failed" => "event-merge-failed",
                "serves" => "event-serves",
                "served_by" => "event-served-by",
                "parent_over" => "event-parent-over",
                _ => "event-linked",
            }),
            "",
        ),
    })
}

/// What was given with a move, in the order of its inputs; messages stand in the line themselves.
fn details(
    words: Words,
    made: &Transition,
    given: &std::collections::BTreeMap<String, Json>,
) -> Vec<(String, String)> {
    made.inputs
        .iter()
        .filter_map(|input| {
            let value = given.get(&input.name)?;
            let shown = match &input.kind {
                InputKind::Message { .. }
                | InputKind::Confirm
                | InputKind::Person
                | InputKind::Case => {
                    return None;
                }
                InputKind::Choice { options } => {
                    let key = value.as_str()?;
                    let option = options.iter().find(|option| option.value == key);
                    option
                        .map_or(key, |option| option.label.get(words.language()))
                        .to_owned()
                }
                InputKind::Date => {
                    let date: jiff::civil::Date = value.as_str()?.parse().ok()?;
                    crate::i18n::dates::civil_date(words.language(), date)
                }
                InputKind::Text { .. } | InputKind::Team => value.as_str()?.to_owned(),
                InputKind::Number => words.number(value.as_i64()?),
            };
            Some((input.label.get(words.language()).to_owned(), shown))
        })
        .collect()
}
