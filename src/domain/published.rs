//! Definitions as they are published: every version of every key with its own text, kept for ever.
//!
//! Files may hold several definitions; each is published by itself, so that a later change of one is a
//! new version of that one alone.

use toml::{Table, Value};

use crate::rules::Files;
use crate::source::means_the_same;

/// What is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefinitionKind {
    /// A workflow; cases pin it.
    Workflow,
    /// A request type with its form.
    Form,
    /// A calendar; clocks pin it.
    Calendar,
    /// A policy of targets; clocks pin it.
    Policy,
    /// An escalation policy; runs pin it.
    Escalation,
    /// An event window of listed partners.
    Event,
}

/// Where a version comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It was in a file when the program started. Once no file has it any more it serves only what
    /// pinned it.
    File,
    /// An administrator wrote it; it is in force until a newer version is.
    Edited,
}

/// One version of one definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What is defined.
    pub kind: DefinitionKind,
    /// Its key.
    pub key: String,
    /// From 1.
    pub version: u32,
    /// Its text: a table of its own, as it would stand in a file.
    pub source: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl DefinitionKind {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::Workflow,
        Self::Form,
        Self::Calendar,
        Self::Policy,
        Self::Escalation,
        Self::Event,
    ];

    /// The kind's key, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Workflow => "workflow",
            Self::Form => "form",
            Self::Calendar => "calendar",
            Self::Policy => "policy",
            Self::Escalation => "escalation",
            Self::Event => "event",
        }
    }

    /// The kind of that key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The file that holds many of the kind, and what its tables are called; `None` where each
    /// definition has a file of its own.
    pub const fn file(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Calendar => Some(("policies/calendars.toml", "calendar")),
            Self::Policy => Some(("policies/targets.toml", "policy")),
            Self::Escalation => Some(("policies/escalation.toml", "policy")),
            Self::Event => Some(("policies/events.toml", "event")),
            Self::Workflow | Self::Form => None,
        }
    }
}

impl Published {
    /// What findings about it call it, in place of a file.
    pub fn name(&self) -> String {
        format!("{} {} v{}", self.kind.as_str(), self.key, self.version)
    }

    /// Whether `other` is the same version of the same definition.
    pub fn is_version(&self, other: &Self) -> bool {
        self.kind == other.kind && self.key == other.key && self.version == other.version
    }
}

/// Every definition that the files hold; files that cannot be read hold none.
pub fn in_files(files: &Files) -> Vec<Published> {
    let mut all = Vec::new();
    for (path, text) in files {
        let found = match path.split_once('/') {
            Some(("workflows", _)) => workflow(text),
            Some(("requests", name)) => form(name, text, files),
            Some(_) | None => None,
        };
        all.extend(found);
    }
    for kind in DefinitionKind::ALL {
        let Some((path, header)) = kind.file() else {
            continue;
        };
        if let Some(text) = files.get(path) {
            all.extend(tables(kind, header, text));
        }
    }
    all
}

fn workflow(text: &str) -> Option<Published> {
    let file: Table = toml::from_str(text).ok()?;
    let head = file.get("workflow")?.as_table()?;
    published(DefinitionKind::Workflow, head, text.to_owned())
}

/// A form is what its file says and the shared questions that it places.
fn form(name: &str, text: &str, files: &Files) -> Option<Published> {
    if name == "common.toml" {
        return None;
    }
    let file: Table = toml::from_str(text).ok()?;
    let placed: Vec<&str> = fields(&file)
        .filter_map(|field| field.get("use")?.as_str())
        .collect();
    let common: Table = files
        .get("requests/common.toml")
        .and_then(|text| toml::from_str(text).ok())
        .unwrap_or_default();
    let shared: Vec<Value> = fields(&common)
        .filter(|field| {
            let name = field.get("name").and_then(Value::as_str);
            name.is_some_and(|name| placed.contains(&name))
        })
        .cloned()
        .collect();
    let shared = Table::from_iter([("shared".to_owned(), Value::Array(shared))]);
    let source = format!("{}\n\n{}", text.trim_end(), toml::to_string(&shared).ok()?);
    published(DefinitionKind::Form, &file, source)
}

fn fields(table: &Table) -> impl Iterator<Item = &Value> {
    table
        .get("field")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// The definitions of a file that holds many, each as it is written there.
fn tables(kind: DefinitionKind, header: &str, text: &str) -> Vec<Published> {
    let Ok(file) = toml::from_str::<Table>(text) else {
        return Vec::new();
    };
    let written = chunks(header, text);
    let all = file.get(header).and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter_map(|one| {
            let alone = Value::Array(vec![one.clone()]);
            let alone = Table::from_iter([(header.to_owned(), alone)]);
            let canonical = toml::to_string(&alone).ok()?;
            let as_written = written
                .iter()
                .find(|chunk| means_the_same(chunk, &canonical))
                .cloned();
            published(kind, one.as_table()?, as_written.unwrap_or(canonical))
        })
        .collect()
}

fn published(kind: DefinitionKind, table: &Table, source: String) -> Option<Published> {
    let version = table.get("version").map_or(Some(1), Value::as_integer)?;
    Some(Published {
        kind,
        key: table.get("key")?.as_str()?.to_owned(),
        version: u32::try_from(version).ok()?,
        source,
        origin: Origin::File,
    })
}

/// The text of each `[[header]]`, up to the next one, without the remarks that belong to that next one.
fn chunks(header: &str, text: &str) -> Vec<String> {
    let begins = format!("[[{header}]]");
    let mut chunks: Vec<Vec<&str>> = Vec::new();
    for line in text.lines() {
        let bare = line.split('#').next().unwrap_or(line).trim();
        if bare == begins {
            chunks.push(vec![line]);
        } else if let Some(chunk) = chunks.last_mut() {
            chunk.push(line);
        }
    }
    chunks
        .into_iter()
        .map(|mut lines| {
            while lines.last().is_some_and(|line| is_remark(line)) {
                lines.pop();
            }
            let mut chunk = lines.join("\n");
            chunk.push('\n');
            chunk
        })
        .collect()
}

fn is_remark(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALENDARS: &str = include_str!("../../config/policies/calendars.toml");

    fn files(pairs: &[(&str, &str)]) -> Files {
        pairs
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn each_calendar_of_a_file_is_published_as_it_is_written() {
        let all = in_files(&files(&[("policies/calendars.toml", CALENDARS)]));
        let keys: Vec<&str> = all.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "fr-bureau",
                "fr-am",
                "fr-live",
                "emea-office",
                "central-office",
                "24x7"
            ]
        );
        for one in &all {
            assert!(one.source.starts_with("[[calendar]]\n"), "{}", one.source);
            assert!(CALENDARS.contains(one.source.trim_end()), "{}", one.source);
        }
    }

    #[test]
    fn remarks_and_blank_lines_make_no_other_definition_and_values_do() {
        let one = "key = \"a\" # why\n\nslots = [1]\n";
        assert!(means_the_same(one, "slots = [ 1 ]\nkey = \"a\"\n"));
        assert!(!means_the_same(one, "slots = [2]\nkey = \"a\"\n"));
        assert!(
            !means_the_same("key = ", "key = "),
            "what is no TOML means nothing"
        );
    }

    #[test]
    fn a_table_written_in_line_is_published_too() {
        let text = "policy = [{ key = \"a\", version = 3, rows = [] }]\n";
        let all = in_files(&files(&[("policies/targets.toml", text)]));
        assert_eq!((all[0].key.as_str(), all[0].version), ("a", 3));
        assert!(all[0].source.contains("[[policy]]"), "{}", all[0].source);
    }

    #[test]
    fn a_form_is_published_with_the_shared_questions_it_places() {
        let form = "key = \"f\"\nversion = 2\n[[field]]\nuse = \"title\"\n";
        let common = |label: &str| {
            format!(
                "[[field]]\nname = \"title\"\nlabel = \"{label}\"\n[[field]]\nname = \"other\"\nlabel = \"o\"\n"
            )
        };
        let source = |common: &str| {
            let all = in_files(&files(&[
                ("requests/common.toml", common),
                ("requests/f.toml", form),
            ]));
            assert_eq!(all.len(), 1, "the shared questions are no form");
            all[0].source.clone()
        };
        let before = source(&common("Subject"));
        assert!(means_the_same(&before, &source(&common("Subject"))));
        assert!(!means_the_same(&before, &source(&common("Title"))));
        assert!(!before.contains("\"o\""), "{before}");
    }
}
