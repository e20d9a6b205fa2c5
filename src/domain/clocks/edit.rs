//! Small edits of a definition's text that leave the rest as it was written: the version, a closure, a
//! half day, one target.

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use crate::source::{Finding, Source};

/// The text with this version number, whatever it says now.
///
/// # Errors
/// A finding when the text is no TOML or has no `key`.
pub fn with_version(source: &Source<'_>, version: u32) -> Result<String, Finding> {
    let head = head(source)?;
    let text = source.text();
    Ok(match head.version {
        Some(old) => splice(text, old.span(), &version.to_string()),
        None => splice(
            text,
            line_end(text, head.key.span().end)..line_end(text, head.key.span().end),
            &format!("\nversion = {version}"),
        ),
    })
}

/// The text with one more day or stretch of days on which the calendar is closed.
///
/// # Errors
/// A finding when the text is no TOML or has no `key`.
pub fn with_closure(source: &Source<'_>, closure: &str) -> Result<String, Finding> {
    let head = head(source)?;
    let item = Value::String(closure.to_owned()).to_string();
    Ok(with_item(
        source.text(),
        head.closures.as_ref(),
        &head.key,
        "closures",
        &item,
    ))
}

/// The text with one more day that has slots of its own.
///
/// # Errors
/// A finding when the text is no TOML or has no `key`.
pub fn with_half_day(source: &Source<'_>, date: &str, slots: &[String]) -> Result<String, Finding> {
    let head = head(source)?;
    let slots: Vec<String> = slots
        .iter()
        .map(|slot| Value::String(slot.clone()).to_string())
        .collect();
    let date = Value::String(date.to_owned());
    let item = format!("{{ date = {date}, slots = [{}] }}", slots.join(", "));
    Ok(with_item(
        source.text(),
        head.half_days.as_ref(),
        &head.key,
        "half_days",
        &item,
    ))
}

/// The text with another target in row `row` (from 0) of a policy. `None` when the row has no such target.
///
/// # Errors
/// A finding when the text is no TOML or has no `key`.
pub fn with_target(
    source: &Source<'_>,
    row: usize,
    metric: &str,
    length: &str,
) -> Result<Option<String>, Finding> {
    let head = head(source)?;
    let old = head.rows.get(row).and_then(|row| {
        row.targets
            .iter()
            .find(|(name, _)| name.get_ref() == metric)
    });
    Ok(old.map(|(_, old)| {
        let new = Value::String(length.to_owned()).to_string();
        splice(source.text(), old.span(), &new)
    }))
}

/// What the edits must find.
#[derive(Deserialize)]
struct Head {
    key: Spanned<String>,
    version: Option<Spanned<u32>>,
    closures: Option<Spanned<Vec<Value>>>,
    half_days: Option<Spanned<Vec<Value>>>,
    #[serde(default)]
    rows: Vec<RawRow>,
}

#[derive(Deserialize)]
struct RawRow {
    #[serde(default)]
    targets: std::collections::BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Deserialize)]
struct Tables {
    #[serde(default, alias = "calendar", alias = "policy", alias = "event")]
    table: Vec<Head>,
}

fn head(source: &Source<'_>) -> Result<Head, Finding> {
    let mut tables: Tables = source.parse()?;
    if tables.table.len() > 1 {
        return Err(source.finding(0, "one definition at a time"));
    }
    tables
        .table
        .pop()
        .ok_or_else(|| source.finding(0, "there is no [[calendar]], [[policy]] or [[event]] here"))
}

/// Puts an item at the end of a list, or the list behind the key.
fn with_item(
    text: &str,
    list: Option<&Spanned<Vec<Value>>>,
    key: &Spanned<String>,
    name: &str,
    item: &str,
) -> String {
    let Some(list) = list else {
        let at = line_end(text, key.span().end);
        return splice(text, at..at, &format!("\n{name} = [{item}]"));
    };
    let written = text.get(list.span()).unwrap_or_default();
    if written.starts_with("[[") || !written.ends_with(']') {
        // Written as tables of their own: one more of them at the end.
        return appended(text, name, item);
    }
    let end = list.span().end.saturating_sub(1);
    let before = written
        .get(1..written.len().saturating_sub(1))
        .unwrap_or_default()
        .trim_end();
    let comma = if before.is_empty() || before.ends_with(',') {
        ""
    } else {
        ", "
    };
    splice(text, end..end, &format!("{comma}{item}"))
}

fn appended(text: &str, name: &str, item: &str) -> String {
    let one: Option<Table> = toml::from_str(&format!("item = {item}\n")).ok();
    let table = one.and_then(|mut one| one.remove("item"));
    let lines = table.and_then(|table| toml::to_string(&table).ok());
    format!(
        "{}\n\n[[calendar.{name}]]\n{}",
        text.trim_end(),
        lines.unwrap_or_default()
    )
}

fn splice(text: &str, at: std::ops::Range<usize>, new: &str) -> String {
    let (before, after) = (text.get(..at.start), text.get(at.end..));
    format!(
        "{}{new}{}",
        before.unwrap_or_default(),
        after.unwrap_or_default()
    )
}

fn line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.find('\n').unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDAR: &str = "# Paris\n[[calendar]]\nkey = \"a\"\nversion = 3 # now\nclosures = [\"2026-05-15\"] # bridge\n";

    fn source(text: &str) -> Source<'_> {
        Source::new("a", text)
    }

    #[test]
    fn the_version_is_changed_in_its_place_or_put_behind_the_key() {
        let changed = with_version(&source(CALENDAR), 4).unwrap();
        assert_eq!(changed, CALENDAR.replace("version = 3", "version = 4"));
        let none = "[[policy]]\nkey = \"p\" # so\nrows = []\n";
        assert_eq!(
            with_version(&source(none), 1).unwrap(),
            "[[policy]]\nkey = \"p\" # so\nversion = 1\nrows = []\n"
        );
        assert!(with_version(&source("[[calendar]]\n"), 1).is_err());
    }

    #[test]
    fn a_closure_joins_its_list_or_begins_one() {
        let one = with_closure(&source(CALENDAR), "2026-12-24..2026-12-31").unwrap();
        assert!(
            one.contains("closures = [\"2026-05-15\", \"2026-12-24..2026-12-31\"] # bridge"),
            "{one}"
        );
        let first = with_half_day(&source(CALENDAR), "2026-12-24", &["09:00-12:30".to_owned()]);
        assert!(
            first
                .unwrap()
                .contains("\nhalf_days = [{ date = \"2026-12-24\", slots = [\"09:00-12:30\"] }]\n")
        );
    }

    #[test]
    fn a_half_day_joins_those_that_are_tables() {
        let text = format!("{CALENDAR}[[calendar.half_days]]\ndate = \"2026-12-24\"\nslots = []\n");
        let more =
            with_half_day(&source(&text), "2026-12-31", &["09:00-12:30".to_owned()]).unwrap();
        let read: Table = toml::from_str(&more).unwrap();
        let days = read["calendar"][0]["half_days"].as_array().unwrap().len();
        assert_eq!(days, 2, "{more}");
    }

    #[test]
    fn one_target_is_changed_and_nothing_else() {
        let text = include_str!("../../../config/policies/targets.toml");
        let from = text.find("[[policy]]\nkey = \"partner-matrix\"").unwrap();
        let matrix = &text[from..];
        let changed = with_target(&source(matrix), 2, "resolution", "12h")
            .unwrap()
            .unwrap();
        let p2 = |text: &str| {
            let line = text.lines().find(|line| line.contains("\"P2\"")).unwrap();
            line.to_owned()
        };
        assert_eq!(
            p2(&changed),
            p2(matrix).replace("resolution = \"16h\"", "resolution = \"12h\"")
        );
        assert_eq!(changed.lines().count(), matrix.lines().count());
        assert_eq!(with_target(&source(matrix), 2, "fix", "1h").unwrap(), None);
        assert_eq!(with_target(&source(matrix), 20, "fix", "1h").unwrap(), None);
    }
}
