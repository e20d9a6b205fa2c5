//! Reading words, numbers, choices and names; spaces and case are forgiven.

use serde_json::Value;

use super::country::Country;
use super::error::{ErrorCode, Param, Problem};
use super::facts::Facts;
use super::kind::{Choice, HandleSource};
use super::siret::{self, InvalidSiret};

/// Longest name of an event that is not announced.
const EVENT_NAME_MAX: usize = 120;
/// Longest account name.
const HANDLE_MAX: usize = 60;

/// One line: control characters out, every run of spaces one space.
pub(super) fn read_text(text: &str, min: usize, max: usize) -> Result<Value, Problem> {
    let line = one_line(text);
    sized(line, min, max)
}

/// Several lines: line ends unified, other control characters out.
pub(super) fn read_long_text(text: &str, min: usize, max: usize) -> Result<Value, Problem> {
    let text: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|one| matches!(one, '\n' | '\t') || !is_invisible(*one))
        .collect();
    sized(text.trim().to_owned(), min, max)
}

/// A whole number; spaces between digits are forgiven.
pub(super) fn read_integer(text: &str, min: i64, max: i64) -> Result<Value, Problem> {
    let bare: String = text.chars().filter(|one| !one.is_whitespace()).collect();
    let number: i64 = bare
        .parse()
        .map_err(|_| Problem::new(ErrorCode::NotAnInteger))?;
    if number < min {
        return Err(Problem::new(ErrorCode::TooSmall).with("min", Param::Number(min)));
    }
    if number > max {
        return Err(Problem::new(ErrorCode::TooLarge).with("max", Param::Number(max)));
    }
    Ok(Value::from(number))
}

/// Yes or no.
pub(super) fn read_boolean(text: &str) -> Result<Value, Problem> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "oui" | "on" | "1" => Ok(Value::Bool(true)),
        "no" | "false" | "non" | "off" | "0" => Ok(Value::Bool(false)),
        _ => Err(Problem::new(ErrorCode::NotYesOrNo)),
    }
}

/// One of the options.
pub(super) fn read_choice(text: &str, options: &[Choice]) -> Result<Value, Problem> {
    chosen(text, options).map(Value::from)
}

/// Some of the options, in the order of the form, each once.
pub(super) fn read_choices(
    texts: &[String],
    options: &[Choice],
    min: usize,
    max: usize,
) -> Result<Value, Problem> {
    let chosen = texts
        .iter()
        .map(|text| chosen(text, options))
        .collect::<Result<Vec<_>, _>>()?;
    let in_order = options
        .iter()
        .map(|one| one.value.as_str())
        .filter(|value| chosen.contains(value));
    counted(in_order.map(str::to_owned).collect(), min, max)
}

/// Account names; `@`, spaces and case are forgiven.
pub(super) fn read_handles(
    texts: &[String],
    min: usize,
    max: usize,
    source: HandleSource,
    facts: &Facts,
) -> Result<Value, Problem> {
    let mut handles: Vec<String> = Vec::new();
    for typed in texts
        .iter()
        .flat_map(|text| text.split(|one: char| one.is_whitespace() || matches!(one, ',' | ';')))
    {
        let handle = typed.trim_start_matches('@').to_lowercase();
        if handle.is_empty() || handles.contains(&handle) {
            continue;
        }
        if !is_handle(&handle) {
            return Err(Problem::about(ErrorCode::HandleInvalid, typed));
        }
        let known = facts.handles.is_empty() || facts.handles.contains(&handle);
        if source == HandleSource::Owned && !known {
            return Err(Problem::about(ErrorCode::HandleUnknown, &handle));
        }
        handles.push(handle);
    }
    if handles.is_empty() {
        return Err(Problem::about(ErrorCode::HandleInvalid, &texts.join(" ")));
    }
    counted(handles, min, max)
}

/// The key of an announced event, or the name of one while none is announced.
pub(super) fn read_event(text: &str, facts: &Facts) -> Result<Value, Problem> {
    if facts.events.is_empty() {
        return read_text(text, 2, EVENT_NAME_MAX);
    }
    let known = facts
        .events
        .iter()
        .find(|event| event.key.eq_ignore_ascii_case(text));
    known
        .map(|event| Value::from(event.key.as_str()))
        .ok_or_else(|| Problem::about(ErrorCode::EventUnknown, text))
}

/// A country code.
pub(super) fn read_country(text: &str) -> Result<Value, Problem> {
    Country::parse(text)
        .map(|country| Value::from(country.code))
        .ok_or_else(|| Problem::about(ErrorCode::CountryUnknown, text))
}

/// Fourteen digits.
pub(super) fn read_siret(text: &str) -> Result<Value, Problem> {
    siret::parse(text)
        .map(Value::from)
        .map_err(|invalid| match invalid {
            InvalidSiret::Length { digits } => {
                Problem::new(ErrorCode::SiretLength).with("digits", Param::number(digits))
            }
            InvalidSiret::Checksum => Problem::new(ErrorCode::SiretChecksum),
        })
}

/// A list of texts with its limits.
pub(super) fn counted(items: Vec<String>, min: usize, max: usize) -> Result<Value, Problem> {
    if items.len() < min {
        return Err(Problem::counted(ErrorCode::TooFew, "min", min, items.len()));
    }
    if items.len() > max {
        return Err(Problem::counted(
            ErrorCode::TooMany,
            "max",
            max,
            items.len(),
        ));
    }
    Ok(Value::from(items))
}

fn sized(text: String, min: usize, max: usize) -> Result<Value, Problem> {
    let count = text.chars().count();
    if count < min {
        return Err(Problem::counted(ErrorCode::TooShort, "min", min, count));
    }
    if count > max {
        return Err(Problem::counted(ErrorCode::TooLong, "max", max, count));
    }
    Ok(Value::from(text))
}

fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect();
    let visible: String = visible.chars().filter(|one| !is_invisible(*one)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters, and the marks that turn the direction of what follows: a title must read as it is.
fn is_invisible(one: char) -> bool {
    one.is_control()
        || matches!(one, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn chosen<'a>(text: &str, options: &'a [Choice]) -> Result<&'a str, Problem> {
    options
        .iter()
        .find(|one| one.value.eq_ignore_ascii_case(text))
        .map(|one| one.value.as_str())
        .ok_or_else(|| {
            let known = options.iter().map(|one| one.value.clone()).collect();
            Problem::about(ErrorCode::NotAChoice, text).with("known", Param::List(known))
        })
}

fn is_handle(handle: &str) -> bool {
    handle.chars().count() <= HANDLE_MAX
        && handle
            .chars()
            .all(|one| one.is_alphanumeric() || matches!(one, '.' | '_' | '-'))
        && handle.chars().any(char::is_alphanumeric)
}
