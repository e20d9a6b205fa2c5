use super::*;
use crate::case::{Category, Kind};
use crate::clocks::calendar::shipped;
use crate::time::Span;
use crate::workflow::definition::{Ball, Trigger};
use crate::workflow::guard::Guard;

const REQUEST: &str = include_str!("../../../../config/workflows/request.toml");

const SMALL: &str = r#"
[workflow]
key = "small"
kind = "request"
version = 2
initial = "new"
title = { fr = "Petit", en = "Small" }

[[state]]
key = "new"
category = "new"
ball = "us"
title = { fr = "Nouveau", en = "New" }
public_title = { fr = "Reçu", en = "Received" }

[[transition]]
code = "S1"
key = "end"
from = ["new"]
to = "over"
trigger = ["manual"]
roles = ["manager"]
guards = [
  "has_owner",
  "counter_below reopened 3",
]
title = { fr = "Finir", en = "End" }

[[transition.input]]
name = "reason"
kind = "text"
label = { fr = "Motif", en = "Reason" }

[[timer]]
key = "late"
state = "new"
after = "1bd"
calendar = "fr-bureau"
fire = "transition end"
"#;

fn read(text: &str) -> Result<Parsed, Vec<Finding>> {
    parse(&Source::new("workflows/small.toml", text), &shipped())
}

fn refused(from: &str, to: &str) -> Vec<String> {
    assert!(SMALL.contains(from), "{from}");
    let findings = read(&SMALL.replace(from, to)).unwrap_err();
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn the_request_machine_is_read_whole() {
    let request = parse(&Source::new("workflows/request.toml", REQUEST), &shipped()).unwrap();
    let request = request.definition;
    assert_eq!(request.kind, Kind::Request);
    assert_eq!(request.states.len(), 10);
    for n in 1..=15 {
        let code = format!("R{n}");
        assert!(
            request.transitions.iter().any(|one| one.code == code),
            "{code}"
        );
    }
    let ask = request.transition(&"ask".into()).unwrap();
    assert_eq!(ask.code, "R6");
    assert_eq!(ask.to, Target::State("waiting_partner".into()));
    assert_eq!(ask.trigger, [Trigger::Manual]);
    assert_eq!(ask.inputs.len(), 2);
    let waiting = request.state(&"waiting_partner".into()).unwrap();
    assert_eq!(
        (waiting.category, waiting.ball),
        (Category::WaitingPartner, Ball::Partner)
    );
    let reminders = request.timers_of(&waiting.key);
    let spans: Vec<Span> = reminders.map(|timer| timer.after.span).collect();
    assert_eq!(spans, [Span::hours(16), Span::hours(40), Span::hours(80)]);
}

#[test]
fn lines_point_at_what_they_name() {
    let parsed = read(SMALL).unwrap();
    let says = |element: Element, what: &str| {
        let line = parsed.lines.line(element);
        let text = SMALL.lines().nth(line - 1).unwrap();
        assert!(text.contains(what), "{element:?} is on line {line}: {text}");
    };
    says(Element::Workflow, "[workflow]");
    says(Element::State(0), "[[state]]");
    says(Element::Transition(0), "[[transition]]");
    says(Element::Guard(0, 1), "counter_below");
    says(Element::Input(0, 0), "[[transition.input]]");
    says(Element::Timer(0), "[[timer]]");
}

#[test]
fn a_guard_is_read_with_its_values() {
    let parsed = read(SMALL).unwrap();
    let end = parsed.definition.transitions.first().unwrap();
    assert_eq!(
        end.guards,
        [
            Guard::HasOwner,
            Guard::CounterBelow {
                counter: "reopened".into(),
                count: 3
            }
        ]
    );
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_one() {
    assert_eq!(
        refused("ball = ", "bal = "),
        [
            "workflows/small.toml:12: unknown field `bal`, expected one of `key`, `category`, `ball`, \
          `title`, `public_title`, `terminal`; did you mean `ball`?"
        ]
    );
}

#[test]
fn unknown_words_are_refused_with_line_and_nearest_name() {
    for (from, to, said) in [
        (
            "kind = \"request\"",
            "kind = \"requests\"",
            "workflows/small.toml:4: unknown kind of case “requests”, did you mean “request”?",
        ),
        (
            "category = \"new\"",
            "category = \"nwe\"",
            "workflows/small.toml:11: unknown category “nwe”, did you mean “new”?",
        ),
        (
            "ball = \"us\"",
            "ball = \"partners\"",
            "workflows/small.toml:12: unknown ball “partners”, did you mean “partner”?",
        ),
        (
            "[\"manual\"]",
            "[\"manuel\"]",
            "workflows/small.toml:21: unknown trigger “manuel”, did you mean “manual”?",
        ),
        (
            "[\"manager\"]",
            "[\"manger\"]",
            "workflows/small.toml:22: unknown role “manger”, did you mean “manager”?",
        ),
        (
            "has_owner",
            "has_owners",
            "workflows/small.toml:24: unknown guard “has_owners”, did you mean “has_owner”?",
        ),
        (
            "kind = \"text\"",
            "kind = \"txt\"",
            "workflows/small.toml:31: unknown kind of input “txt”, did you mean “text”?",
        ),
        (
            "to = \"over\"",
            "to = \"@prevoius\"",
            "workflows/small.toml:20: unknown target “@prevoius”, did you mean “@previous”?",
        ),
        (
            "fire = \"transition end\"",
            "fire = \"transitoin end\"",
            "workflows/small.toml:39: unknown firing “transitoin”, did you mean “transition”?",
        ),
        (
            "version = 2",
            "version = 0",
            "workflows/small.toml:5: versions count from 1",
        ),
    ] {
        assert_eq!(refused(from, to), [said]);
    }
}

#[test]
fn lengths_and_calendars_are_settled_while_reading() {
    let said = refused("fr-bureau", "fr-bureu");
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("workflows/small.toml:37: "), "{said:?}");
    assert!(said[0].contains("fr-bureau"), "{said:?}");
    assert_eq!(
        refused("1bd", "2 days"),
        ["workflows/small.toml:37: “2 days” is not a length such as 30m, 4h, 1h30m, 2bd or 30d"]
    );
}

#[test]
fn every_wrong_word_is_reported_at_once() {
    let text = SMALL
        .replace("manual", "manuel")
        .replace("has_owner", "has_owners");
    assert_eq!(read(&text).unwrap_err().len(), 2);
}

#[test]
fn inputs_say_only_what_their_kind_needs() {
    for (extra, said) in [
        (
            "kind = \"date\"\nmin = 3",
            "min and max are for messages and texts",
        ),
        ("kind = \"message\"", "a message says its audience"),
        (
            "kind = \"choice\"",
            "a choice, and nothing else, has `options",
        ),
        (
            "kind = \"text\"\naudience = \"public\"",
            "an audience is for messages",
        ),
        ("kind = \"text\"\nmin = 9\nmax = 3", "min is more than max"),
    ] {
        let found = refused("kind = \"text\"", extra);
        assert!(found.iter().any(|one| one.contains(said)), "{found:?}");
    }
}
