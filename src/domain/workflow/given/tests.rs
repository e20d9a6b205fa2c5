use serde_json::json;

use super::*;
use crate::case::{Kind, Reference};
use crate::ids::CaseId;
use crate::text::Text;
use crate::workflow::decide::tests::{facts, request};
use crate::workflow::decide::{Fitness, OtherCase, Standing};

fn asking(kind: InputKind) -> Transition {
    let mut ask = request().transition(&"ask".into()).unwrap().clone();
    ask.inputs = vec![Input {
        name: "it".into(),
        kind,
        required: true,
        label: Text::default(),
        hint: Text::default(),
    }];
    ask
}

fn world() -> Facts {
    let mut facts = facts();
    facts.teams.insert("EMEA".into());
    facts
        .staff
        .insert(PersonId::from_uuid(Uuid::from_u128(7)), Standing::Available);
    facts.targets.insert(
        Reference::new(Kind::Request, 1042),
        OtherCase {
            id: CaseId::from_uuid(Uuid::from_u128(9)),
            merging: Fitness::Fit,
            joining: Fitness::Fit,
        },
    );
    facts
}

fn code(kind: InputKind, value: Value) -> String {
    let given = Given::from([("it".to_owned(), value)]);
    let errors = read(&asking(kind), &given, Cause::Asked, &world()).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].field, "it");
    errors[0].code.clone()
}

fn cleaned(kind: InputKind, value: Value) -> Value {
    let given = Given::from([("it".to_owned(), value)]);
    let read = read(&asking(kind), &given, Cause::Asked, &world()).unwrap();
    read.given["it"].clone()
}

fn choice() -> InputKind {
    let option = |value: &str| Choice {
        value: value.into(),
        label: Text::default(),
    };
    InputKind::Choice {
        options: vec![option("answered"), option("fixed")],
    }
}

#[test]
fn each_kind_of_input_says_what_is_wrong_by_a_stable_code() {
    let text = InputKind::Text { min: 5, max: 10 };
    for (kind, value, expected) in [
        (text.clone(), json!("  abc  "), "too_short"),
        (text.clone(), json!("abcdefghijk"), "too_long"),
        (text.clone(), json!(["abcdef"]), "not_text"),
        (text.clone(), json!("   "), "required"),
        (text, Value::Null, "required"),
        (choice(), json!("anwsered"), "not_an_option"),
        (choice(), json!(3), "not_an_option"),
        (InputKind::Date, json!("21/09/2026"), "not_a_date"),
        (InputKind::Date, json!("2026-02-30"), "not_a_date"),
        (InputKind::Date, json!("2026-09-20"), "in_the_past"),
        (InputKind::Team, json!("EMAE"), "unknown_team"),
        (
            InputKind::Person,
            json!("00000000-0000-0000-0000-000000000008"),
            "unknown_person",
        ),
        (InputKind::Person, json!("Inès"), "unknown_person"),
        (InputKind::Case, json!("REQ-1043"), "unknown_case"),
        (InputKind::Case, json!("tomorrow"), "unknown_case"),
        (InputKind::Confirm, json!(false), "must_be_confirmed"),
        (InputKind::Confirm, json!(""), "must_be_confirmed"),
        (InputKind::Confirm, json!("perhaps"), "must_be_confirmed"),
        (InputKind::Number, json!("three"), "not_a_number"),
        (InputKind::Number, json!(-1), "not_a_number"),
        (InputKind::Number, json!(1.5), "not_a_number"),
    ] {
        assert_eq!(
            code(kind.clone(), value.clone()),
            expected,
            "{kind:?} {value}"
        );
    }
}

#[test]
fn each_kind_of_input_is_cleaned() {
    let text = InputKind::Text { min: 1, max: 10 };
    assert_eq!(cleaned(text, json!(" a\r\nb ")), json!("a\nb"));
    assert_eq!(cleaned(choice(), json!(" fixed ")), json!("fixed"));
    assert_eq!(
        cleaned(InputKind::Date, json!("2026-09-21")),
        json!("2026-09-21")
    );
    assert_eq!(cleaned(InputKind::Team, json!("EMEA")), json!("EMEA"));
    let person = "00000000-0000-0000-0000-000000000007";
    assert_eq!(cleaned(InputKind::Person, json!(person)), json!(person));
    assert_eq!(
        cleaned(InputKind::Case, json!("req-1042")),
        json!("00000000-0000-0000-0000-000000000009")
    );
    assert_eq!(cleaned(InputKind::Confirm, json!("on")), json!(true));
    assert_eq!(cleaned(InputKind::Number, json!("12")), json!(12));
}

#[test]
fn an_unknown_field_is_answered_with_the_nearest_one() {
    let given = Given::from([
        ("it".to_owned(), json!("12345")),
        ("ti".to_owned(), json!("x")),
    ]);
    let kind = InputKind::Text { min: 1, max: 10 };
    let errors = read(&asking(kind), &given, Cause::Asked, &world()).unwrap_err();
    assert_eq!(
        (errors[0].field.as_str(), errors[0].code.as_str()),
        ("ti", "unknown_field")
    );
    assert_eq!(errors[0].params["nearest"], "it");
}

#[test]
fn a_rule_and_a_message_need_give_nothing() {
    let ask = asking(InputKind::Text { min: 1, max: 10 });
    for cause in [Cause::Message, Cause::Rule] {
        assert!(
            read(&ask, &Given::new(), cause, &world())
                .unwrap()
                .given
                .is_empty()
        );
    }
}

#[test]
fn every_wrong_input_is_reported_at_once() {
    let resolve = request().transition(&"resolve".into()).unwrap().clone();
    let given = Given::from([("summary".to_owned(), json!("court"))]);
    let errors = read(&resolve, &given, Cause::Asked, &world()).unwrap_err();
    let codes: Vec<(&str, &str)> = errors
        .iter()
        .map(|error| (error.field.as_str(), error.code.as_str()))
        .collect();
    assert_eq!(
        codes,
        [("resolution", "required"), ("summary", "too_short")]
    );
}
