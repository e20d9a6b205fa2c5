//! Guards, effects and clock rules as definitions write them: a name, then its values, separated by
//! spaces: `counter_below reopened 3`, `mail request.question to partner`.

use crate::clocks::calendar::Calendars;
use crate::clocks::clock::{RunRule, StartRule, StopRule};
use crate::clocks::duration::Length;
use crate::ids::{CalendarKey, RequestTypeKey, StateKey, TeamKey, TemplateKey, TransitionKey};
use crate::source::unknown;
use crate::time::Span;
use crate::workflow::definition::{After, Fire};
use crate::workflow::effect::Effect;
use crate::workflow::guard::Guard;
use crate::workflow::keys::{category, kind, priority, recipient, role};

/// Every guard as it is written; capital words stand for values.
pub const GUARD_FORMS: &[&str] = &[
    "form_valid",
    "assignee_available",
    "within_capacity_unless ROLE",
    "assignee_not FACT",
    "no_owner",
    "has_owner",
    "actor_is_owner",
    "owner_gone",
    "not_portfolio_owner",
    "request_type_is FORM",
    "target_mergeable",
    "target_joinable",
    "other_team",
    "children_over",
    "child_over",
    "counter_at_least COUNTER NUMBER",
    "counter_below COUNTER NUMBER",
    "counter_below_unless COUNTER NUMBER ROLE",
    "within_since_resolved LENGTH CALENDAR",
    "not_actor_of FACT",
    "fact_present FACT",
    "fact_is FACT VALUE",
    "date_reached FACT",
    "checklist_done",
    "documents_complete",
    "has_link",
    "no_other_link",
    "priority_is PRIORITY",
    "priority_is_or_counter PRIORITY COUNTER NUMBER",
    "not_priority_and_counter_below PRIORITY COUNTER NUMBER",
];

/// Every effect as it is written; capital words stand for values.
pub const EFFECT_FORMS: &[&str] = &[
    "route",
    "assign",
    "unassign",
    "delegate",
    "hand_to TEAM",
    "recall",
    "count COUNTER",
    "record_actor FACT",
    "mail TEMPLATE to RECIPIENT",
    "mail_at COUNTER NUMBER TEMPLATE to RECIPIENT",
    "open_child KIND",
    "tell_parent TRANSITION",
    "merge",
    "join",
    "purge_files",
    "escalate",
    "acknowledge",
    "lower_priority",
];

const FIRE_FORMS: &[&str] = &["transition TRANSITION", "remind TEMPLATE", "alert TEMPLATE"];
const START_FORMS: &[&str] = &[
    "submission",
    "partner_message",
    "staff_message",
    "team_entry",
    "states STATE …",
];
const RUN_FORMS: &[&str] = &["always", "categories CATEGORY …", "states STATE …"];
const STOP_FORMS: &[&str] = &["staff_message", "done", "team_exit", "states STATE …"];

/// Reads a guard.
///
/// # Errors
/// A sentence that names the wrong word and the nearest known one, or the right form.
pub fn guard(text: &str, calendars: &Calendars) -> Result<Guard, String> {
    let (name, values) = split(text);
    Ok(match (name, values.as_slice()) {
        ("form_valid", []) => Guard::FormValid,
        ("assignee_available", []) => Guard::AssigneeAvailable,
        ("within_capacity_unless", [held]) => Guard::WithinCapacityUnless { role: role(held)? },
        ("assignee_not", [fact]) => Guard::AssigneeNot { fact: owned(fact) },
        ("no_owner", []) => Guard::NoOwner,
        ("has_owner", []) => Guard::HasOwner,
        ("actor_is_owner", []) => Guard::ActorIsOwner,
        ("owner_gone", []) => Guard::OwnerGone,
        ("not_portfolio_owner", []) => Guard::NotPortfolioOwner,
        ("request_type_is", [form]) => Guard::RequestTypeIs {
            request_type: RequestTypeKey::from(*form),
        },
        ("target_mergeable", []) => Guard::TargetMergeable,
        ("target_joinable", []) => Guard::TargetJoinable,
        ("other_team", []) => Guard::OtherTeam,
        ("children_over", []) => Guard::ChildrenOver,
        ("child_over", []) => Guard::ChildOver,
        ("counter_at_least", [counter, count]) => Guard::CounterAtLeast {
            counter: owned(counter),
            count: number(count)?,
        },
        ("counter_below", [counter, count]) => Guard::CounterBelow {
            counter: owned(counter),
            count: number(count)?,
        },
        ("counter_below_unless", [counter, count, held]) => Guard::CounterBelowUnless {
            counter: owned(counter),
            count: number(count)?,
            role: role(held)?,
        },
        ("within_since_resolved", [length, calendar]) => {
            let After { span, calendar } = after(length, calendar, calendars)?;
            Guard::WithinSinceResolved { span, calendar }
        }
        ("not_actor_of", [fact]) => Guard::NotActorOf { fact: owned(fact) },
        ("fact_present", [fact]) => Guard::FactPresent { fact: owned(fact) },
        ("fact_is", [fact, value]) => Guard::FactIs {
            fact: owned(fact),
            value: owned(value),
        },
        ("date_reached", [fact]) => Guard::DateReached { fact: owned(fact) },
        ("checklist_done", []) => Guard::ChecklistDone,
        ("documents_complete", []) => Guard::DocumentsComplete,
        ("has_link", []) => Guard::HasLink,
        ("no_other_link", []) => Guard::NoOtherLink,
        ("priority_is", [level]) => Guard::PriorityIs {
            priority: priority(level)?,
        },
        ("priority_is_or_counter", [level, counter, count]) => Guard::PriorityIsOrCounter {
            priority: priority(level)?,
            counter: owned(counter),
            count: number(count)?,
        },
        ("not_priority_and_counter_below", [level, counter, count]) => {
            Guard::NotPriorityAndCounterBelow {
                priority: priority(level)?,
                counter: owned(counter),
                count: number(count)?,
            }
        }
        _ => return Err(wrong("guard", name, GUARD_FORMS)),
    })
}

/// Reads an effect.
///
/// # Errors
/// A sentence that names the wrong word and the nearest known one, or the right form.
pub fn effect(text: &str) -> Result<Effect, String> {
    let (name, values) = split(text);
    Ok(match (name, values.as_slice()) {
        ("route", []) => Effect::Route,
        ("assign", []) => Effect::Assign,
        ("unassign", []) => Effect::Unassign,
        ("delegate", []) => Effect::Delegate,
        ("hand_to", [team]) => Effect::HandTo {
            team: TeamKey::from(*team),
        },
        ("recall", []) => Effect::Recall,
        ("count", [counter]) => Effect::Count {
            counter: owned(counter),
        },
        ("record_actor", [fact]) => Effect::RecordActor { fact: owned(fact) },
        ("mail", [template, "to", to]) => Effect::Mail {
            template: TemplateKey::from(*template),
            to: recipient(to)?,
        },
        ("mail_at", [counter, count, template, "to", to]) => Effect::MailAtCount {
            counter: owned(counter),
            count: number(count)?,
            template: TemplateKey::from(*template),
            to: recipient(to)?,
        },
        ("open_child", [of]) => Effect::OpenChild { kind: kind(of)? },
        ("tell_parent", [transition]) => Effect::TellParent {
            transition: TransitionKey::from(*transition),
        },
        ("merge", []) => Effect::Merge,
        ("join", []) => Effect::Join,
        ("purge_files", []) => Effect::PurgeFiles,
        ("escalate", []) => Effect::Escalate,
        ("acknowledge", []) => Effect::Acknowledge,
        ("lower_priority", []) => Effect::LowerPriority,
        _ => return Err(wrong("effect", name, EFFECT_FORMS)),
    })
}

/// Reads what a timer does.
///
/// # Errors
/// A sentence that names the wrong word and the nearest known one, or the right form.
pub fn fire(text: &str) -> Result<Fire, String> {
    let (name, values) = split(text);
    Ok(match (name, values.as_slice()) {
        ("transition", [transition]) => Fire::Transition(TransitionKey::from(*transition)),
        ("remind", [template]) => Fire::Remind(owned(template)),
        ("alert", [template]) => Fire::Alert(owned(template)),
        _ => return Err(wrong("firing", name, FIRE_FORMS)),
    })
}

/// Reads what starts a clock.
///
/// # Errors
/// A sentence that names the wrong word and the nearest known one, or the right form.
pub fn start(text: &str) -> Result<StartRule, String> {
    let (name, values) = split(text);
    Ok(match (name, values.as_slice()) {
        ("submission", []) => StartRule::Submission,
        ("partner_message", []) => StartRule::PartnerMessage,
        ("staff_message", []) => StartRule::StaffMessage,
        ("team_entry", []) => StartRule::TeamEntry,
        ("states", [_, ..]) => StartRule::States(states(&values)),
        _ => return Err(wrong("start", name, START_FORMS)),
    })
}

/// Reads when a clock counts.
///
/// # Errors
/// A sentence that names the wrong word and the nearest known one, or the right form.
pub fn run(text: &str) -> Result<RunRule, String> {
    let (name, values) = split(text);
    Ok(match (name, values.as_slice()) {
        ("always", []) => RunRule::Always,
        ("categories", [_, ..]) => RunRule::Categories(
            values
                .iter()
                .map(|key| category(key))
                .collect::<Result<_, _>>()?,
        ),
        ("states", [_, ..]) => RunRule::States(states(&values)),
        _ => return Err(wrong("run rule", name, RUN_FORMS)),
    })
}

/// Reads what fulfils a clock.
///
/// # Errors
/// A sentence that names the wrong word and the nearest known one, or the right form.
pub fn stop(text: &str) -> Result<StopRule, String> {
    let (name, values) = split(text);
    Ok(match (name, values.as_slice()) {
        ("staff_message", []) => StopRule::StaffMessage,
        ("done", []) => StopRule::Done,
        ("team_exit", []) => StopRule::TeamExit,
        ("states", [_, ..]) => StopRule::States(states(&values)),
        _ => return Err(wrong("stop", name, STOP_FORMS)),
    })
}

/// Reads a length in the hours of a calendar.
///
/// # Errors
/// A sentence that says which of the two is wrong and how to write it.
pub fn after(length: &str, calendar: &str, calendars: &Calendars) -> Result<After, String> {
    let key = CalendarKey::from(calendar);
    let hours = calendars
        .newest(&key)
        .ok_or_else(|| calendars.unknown(calendar))?;
    let length = Length::parse(length).map_err(|error| error.to_string())?;
    let span = length.on(hours).ok_or_else(|| match length {
        Length::Days(_) => format!(
            "days of 24 hours need a calendar that never closes; on “{calendar}” write bd or h"
        ),
        Length::BusinessDays(_) | Length::Time(_) => {
            format!("“{calendar}” does not say how long a business day is; write h or d")
        }
    })?;
    if span <= Span::ZERO {
        return Err("a length must be more than nothing".to_owned());
    }
    Ok(After {
        span,
        calendar: key,
    })
}

fn number(text: &str) -> Result<i64, String> {
    text.parse()
        .ok()
        .filter(|count| *count >= 1)
        .ok_or_else(|| format!("“{text}” is not a whole number from 1"))
}

fn states(values: &[&str]) -> Vec<StateKey> {
    values.iter().map(|key| StateKey::from(*key)).collect()
}

fn owned(word: &str) -> String {
    word.to_owned()
}

fn split(text: &str) -> (&str, Vec<&str>) {
    let mut words = text.split_whitespace();
    (words.next().unwrap_or(""), words.collect())
}

/// The name is known but its values are wrong: shows the form. Else the nearest name.
fn wrong(what: &str, name: &str, forms: &'static [&'static str]) -> String {
    let names = forms.iter().filter_map(|form| form.split(' ').next());
    let form = forms
        .iter()
        .find(|form| form.split(' ').next() == Some(name));
    form.map_or_else(
        || unknown(what, name, names),
        |form| format!("the {what} “{name}” is written `{form}`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clocks::calendar::shipped;
    use crate::workflow::effect::Recipient;

    fn sample(form: &str) -> String {
        form.replace("ROLE", "lead")
            .replace("LENGTH", "10bd")
            .replace("CALENDAR", "fr-bureau")
            .replace("PRIORITY", "P1")
            .replace("NUMBER", "2")
            .replace("KIND", "escalation")
            .replace("RECIPIENT", "partner")
            .replace(['…'], "")
    }

    #[test]
    fn every_guard_form_is_read_as_the_guard_of_its_name() {
        let calendars = shipped();
        for form in GUARD_FORMS {
            let read = guard(&sample(form), &calendars).unwrap();
            let name = form.split(' ').next().unwrap();
            assert_eq!(read.code(), format!("guard.{name}"));
        }
    }

    #[test]
    fn every_effect_form_is_read() {
        for form in EFFECT_FORMS {
            effect(&sample(form)).unwrap();
        }
        assert_eq!(
            effect("mail_at reopened 2 owner.notified to lead"),
            Ok(Effect::MailAtCount {
                counter: "reopened".into(),
                count: 2,
                template: "owner.notified".into(),
                to: Recipient::Lead,
            })
        );
    }

    #[test]
    fn a_wrong_word_names_the_nearest_known_one() {
        let calendars = shipped();
        for (text, said) in [
            (
                "childen_over",
                "unknown guard “childen_over”, did you mean “children_over”?",
            ),
            (
                "counter_below reopened",
                "the guard “counter_below” is written `counter_below COUNTER NUMBER`",
            ),
            (
                "counter_below reopened many",
                "“many” is not a whole number from 1",
            ),
            (
                "counter_below_unless reopened 2 leed",
                "unknown role “leed”, did you mean “lead”?",
            ),
            (
                "within_since_resolved 30d fr-bureau",
                "days of 24 hours need a calendar that never closes; on “fr-bureau” write bd or h",
            ),
        ] {
            assert_eq!(guard(text, &calendars).unwrap_err(), said);
        }
        assert_eq!(
            effect("mail request.taken to partners").unwrap_err(),
            "unknown recipient “partners”, did you mean “partner”?"
        );
    }
}
