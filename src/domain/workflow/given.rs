//! What was given with a transition, read against its inputs: cleaned values, messages, or all that is wrong.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

use crate::case::Reference;
use crate::ids::{PersonId, TeamKey};
use crate::message::Audience;
use crate::refusal::InputError;
use crate::source::nearest;
use crate::workflow::decide::{Cause, Draft, Facts};
use crate::workflow::definition::Transition;
use crate::workflow::input::{Choice, Given, Input, InputKind};

/// What was given, cleaned.
#[derive(Debug)]
pub(super) struct Read {
    /// Values to record, by input name.
    pub(super) given: Given,
    /// Words for the thread.
    pub(super) messages: Vec<Draft>,
}

/// Reads everything given; a rule or a message in the thread already need not give anything.
pub(super) fn read(
    transition: &Transition,
    given: &Given,
    cause: Cause,
    facts: &Facts,
) -> Result<Read, Vec<InputError>> {
    let mut read = Read {
        given: Given::new(),
        messages: Vec::new(),
    };
    let mut errors = Vec::new();
    for input in &transition.inputs {
        let value = given.get(&input.name).filter(|value| !is_blank(value));
        match value {
            Some(value) => match clean(input, value, facts) {
                Ok(Clean::Fact(value)) => {
                    read.given.insert(input.name.clone(), value);
                }
                Ok(Clean::Words(audience, body)) => read.messages.push(Draft {
                    input: input.name.clone(),
                    audience,
                    body,
                }),
                Ok(Clean::Nothing) => {}
                Err(wrong) => errors.push(wrong.of(&input.name)),
            },
            None if is_wanted(input, cause) => errors.push(missing(input).of(&input.name)),
            None => {}
        }
    }
    errors.extend(unasked(transition, given));
    if errors.is_empty() {
        Ok(read)
    } else {
        Err(errors)
    }
}

enum Clean {
    Fact(Value),
    Words(Audience, String),
    Nothing,
}

struct Wrong {
    code: &'static str,
    params: BTreeMap<String, String>,
}

impl Wrong {
    fn new(code: &'static str) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
        }
    }

    fn with(mut self, name: &str, value: &dyn std::fmt::Display) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    fn of(self, field: &str) -> InputError {
        InputError {
            field: field.to_owned(),
            code: self.code.to_owned(),
            params: self.params,
        }
    }
}

fn is_wanted(input: &Input, cause: Cause) -> bool {
    match cause {
        Cause::Asked => input.required,
        Cause::Message | Cause::Rule => false,
    }
}

fn missing(input: &Input) -> Wrong {
    match input.kind {
        InputKind::Confirm => Wrong::new("must_be_confirmed"),
        InputKind::Message { .. }
        | InputKind::Text { .. }
        | InputKind::Choice { .. }
        | InputKind::Date
        | InputKind::Team
        | InputKind::Person
        | InputKind::Case
        | InputKind::Number => Wrong::new("required"),
    }
}

fn clean(input: &Input, value: &Value, facts: &Facts) -> Result<Clean, Wrong> {
    Ok(match &input.kind {
        InputKind::Message { audience, min, max } => {
            Clean::Words(*audience, text(value, *min, *max)?)
        }
        InputKind::Text { min, max } => Clean::Fact(Value::String(text(value, *min, *max)?)),
        InputKind::Choice { options } => Clean::Fact(option(value, options)?),
        InputKind::Date => Clean::Fact(date(value, facts.today)?),
        InputKind::Team => Clean::Fact(team(value, facts)?),
        InputKind::Person => Clean::Fact(person(value, facts)?),
        InputKind::Case => Clean::Fact(case(value, facts)?),
        InputKind::Confirm if confirmed(value)? => Clean::Fact(Value::Bool(true)),
        InputKind::Confirm if input.required => return Err(Wrong::new("must_be_confirmed")),
        InputKind::Confirm => Clean::Nothing,
        InputKind::Number => Clean::Fact(number(value)?),
    })
}

fn text(value: &Value, min: u32, max: u32) -> Result<String, Wrong> {
    let text = word(value).ok_or_else(|| Wrong::new("not_text"))?;
    let text = text.replace("\r\n", "\n");
    let length = text.chars().count();
    if length < usize::try_from(min).unwrap_or(usize::MAX) {
        return Err(Wrong::new("too_short")
            .with("min", &min)
            .with("length", &length));
    }
    if length > usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(Wrong::new("too_long")
            .with("max", &max)
            .with("length", &length));
    }
    Ok(text)
}

fn option(value: &Value, options: &[Choice]) -> Result<Value, Wrong> {
    let known = || options.iter().map(|option| option.value.as_str());
    let given = word(value).unwrap_or_default();
    if known().any(|one| one == given) {
        return Ok(Value::String(given.to_owned()));
    }
    let all = known().collect::<Vec<_>>().join(", ");
    let wrong = Wrong::new("not_an_option").with("options", &all);
    Err(match nearest(given, known()) {
        Some(near) => wrong.with("nearest", &near),
        None => wrong,
    })
}

fn date(value: &Value, today: Date) -> Result<Value, Wrong> {
    let day = word(value)
        .filter(|text| text.len() == 10)
        .and_then(|text| text.parse::<Date>().ok())
        .ok_or_else(|| Wrong::new("not_a_date"))?;
    if day < today {
        return Err(Wrong::new("in_the_past").with("today", &today));
    }
    Ok(Value::String(day.to_string()))
}

fn team(value: &Value, facts: &Facts) -> Result<Value, Wrong> {
    let key = word(value).unwrap_or_default();
    if facts.teams.contains(&TeamKey::from(key)) {
        return Ok(Value::String(key.to_owned()));
    }
    let wrong = Wrong::new("unknown_team").with("given", &key);
    Err(
        match nearest(key, facts.teams.iter().map(TeamKey::as_str)) {
            Some(near) => wrong.with("nearest", &near),
            None => wrong,
        },
    )
}

fn person(value: &Value, facts: &Facts) -> Result<Value, Wrong> {
    word(value)
        .and_then(|text| Uuid::parse_str(text).ok())
        .map(PersonId::from_uuid)
        .filter(|id| facts.may_be_given(*id))
        .map(|id| Value::String(id.to_string()))
        .ok_or_else(|| Wrong::new("unknown_person"))
}

/// The identity of the named case; people name it by its reference.
fn case(value: &Value, facts: &Facts) -> Result<Value, Wrong> {
    let text = word(value).unwrap_or_default();
    Reference::parse(text)
        .ok()
        .and_then(|reference| facts.targets.get(&reference))
        .map(|target| Value::String(target.id.to_string()))
        .ok_or_else(|| {
            Wrong::new("unknown_case").with("given", &text.chars().take(40).collect::<String>())
        })
}

fn confirmed(value: &Value) -> Result<bool, Wrong> {
    match (value, word(value)) {
        (Value::Bool(answer), _) => Ok(*answer),
        (_, Some("true" | "on" | "yes" | "1")) => Ok(true),
        (_, Some("false" | "off" | "no" | "0")) => Ok(false),
        (_, _) => Err(Wrong::new("must_be_confirmed")),
    }
}

fn number(value: &Value) -> Result<Value, Wrong> {
    let number = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number
        .filter(|number| *number <= 1_000_000_000_000)
        .map(Value::from)
        .ok_or_else(|| Wrong::new("not_a_number"))
}

/// What was given although nothing of that name is asked.
fn unasked(transition: &Transition, given: &Given) -> Vec<InputError> {
    let known = || transition.inputs.iter().map(|input| input.name.as_str());
    given
        .keys()
        .filter(|name| transition.input(name).is_none())
        .map(|name| {
            let wrong = Wrong::new("unknown_field");
            match nearest(name, known()) {
                Some(near) => wrong.with("nearest", &near),
                None => wrong,
            }
            .of(name)
        })
        .collect()
}

fn word(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim)
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || word(value).is_some_and(str::is_empty)
}

#[cfg(test)]
mod tests;
