//! Reads the three layers of settings: the compiled defaults, one file, the environment.

use std::path::Path;

use toml::{Table, Value};

use crate::config::sections::Settings;

/// Every key with its default; what is not in here is not a key.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");

/// A layer cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("{file}: cannot be read: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's word.
        why: String,
    },
    /// The file is not TOML.
    #[error("{file}:{line}: {why}")]
    Syntax {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What the parser says.
        why: String,
    },
    /// A key that does not exist.
    #[error("{place}: there is no key “{key}”{hint}")]
    UnknownKey {
        /// `file:line`, or the name of the environment variable.
        place: String,
        /// The key, dotted.
        key: String,
        /// “; did you mean …?” or nothing.
        hint: String,
    },
    /// A value of the wrong type.
    #[error("{place}: “{key}” must be {wanted}")]
    WrongType {
        /// `file:line`, or the name of the environment variable.
        place: String,
        /// The key, dotted.
        key: String,
        /// The wanted type in words.
        wanted: &'static str,
    },
    /// The values do not fit together.
    #[error("configuration: {0}")]
    Invalid(String),
}

/// Loads the settings.
///
/// # Errors
/// [`LoadError`] naming the file and line, or the variable, and the nearest known key.
pub fn load(file: Option<&Path>, environment: &[(String, String)]) -> Result<Settings, LoadError> {
    let mut table = parse("config/default.toml", DEFAULTS)?;
    if let Some(path) = file {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| LoadError::Unreadable {
            file: name.clone(),
            why: error.to_string(),
        })?;
        let layer = parse(&name, &text)?;
        merge(&mut table, &layer, &name, &text)?;
    }
    for (name, value) in environment {
        overlay(&mut table, name, value)?;
    }
    resolve_files(&mut table)?;
    Value::Table(table)
        .try_into()
        .map_err(|error: toml::de::Error| LoadError::Invalid(error.message().to_owned()))
}

/// The process's own environment, for [`load`].
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the environment"
)]
pub fn environment() -> Vec<(String, String)> {
    std::env::vars().collect()
}

fn parse(file: &str, text: &str) -> Result<Table, LoadError> {
    text.parse::<Table>().map_err(|error| LoadError::Syntax {
        file: file.to_owned(),
        line: error.span().map_or(1, |span| line_at(text, span.start)),
        why: error.message().to_owned(),
    })
}

fn merge(base: &mut Table, layer: &Table, file: &str, text: &str) -> Result<(), LoadError> {
    for (section, values) in layer {
        let place = |key: &str| format!("{file}:{}", line_of(text, section, key));
        let Some(Value::Table(known)) = base.get_mut(section) else {
            return Err(unknown(place(""), section, section, base.keys()));
        };
        let Value::Table(values) = values else {
            return Err(LoadError::WrongType {
                place: place(""),
                key: section.clone(),
                wanted: "a section",
            });
        };
        for (key, value) in values {
            let dotted = format!("{section}.{key}");
            let Some(slot) = known.get_mut(key) else {
                return Err(unknown(place(key), &dotted, key, known.keys()));
            };
            if !slot.same_type(value) {
                return Err(LoadError::WrongType {
                    place: place(key),
                    key: dotted,
                    wanted: type_name(slot),
                });
            }
            *slot = value.clone();
        }
    }
    Ok(())
}

fn overlay(base: &mut Table, name: &str, value: &str) -> Result<(), LoadError> {
    let path = if name == "DATABASE_URL" {
        "database.url".to_owned()
    } else if let Some(rest) = name.strip_prefix("GUICHET__") {
        rest.to_ascii_lowercase().replacen("__", ".", 1)
    } else {
        return Ok(());
    };
    let (section, key) = path.split_once('.').unwrap_or((path.as_str(), ""));
    let Some(Value::Table(known)) = base.get_mut(section) else {
        return Err(unknown(name.to_owned(), &path, section, base.keys()));
    };
    let Some(slot) = known.get_mut(key) else {
        return Err(unknown(name.to_owned(), &path, key, known.keys()));
    };
    let parsed = match slot {
        Value::Integer(_) => value.parse().ok().map(Value::Integer),
        Value::Boolean(_) => value.parse().ok().map(Value::Boolean),
        Value::Float(_) => value.parse().ok().map(Value::Float),
        Value::String(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => {
            Some(Value::String(value.to_owned()))
        }
    };
    let Some(parsed) = parsed else {
        return Err(LoadError::WrongType {
            place: name.to_owned(),
            key: path,
            wanted: type_name(slot),
        });
    };
    *slot = parsed;
    Ok(())
}

fn resolve_files(table: &mut Table) -> Result<(), LoadError> {
    for (_, section) in table.iter_mut() {
        let Value::Table(section) = section else {
            continue;
        };
        let files: Vec<(String, String)> = section
            .iter()
            .filter_map(|(key, value)| {
                let key = key.strip_suffix("_file")?;
                let path = value.as_str().filter(|path| !path.is_empty())?;
                Some((key.to_owned(), path.to_owned()))
            })
            .collect();
        for (key, path) in files {
            let text = std::fs::read_to_string(&path).map_err(|error| LoadError::Unreadable {
                file: path,
                why: error.to_string(),
            })?;
            section.insert(key, Value::String(text.trim_end().to_owned()));
        }
    }
    Ok(())
}

fn unknown<'a>(
    place: String,
    dotted: &str,
    key: &str,
    known: impl Iterator<Item = &'a String>,
) -> LoadError {
    let nearest = known
        .map(|candidate| (strsim::damerau_levenshtein(key, candidate), candidate))
        .min()
        .filter(|(distance, _)| *distance <= 4);
    LoadError::UnknownKey {
        place,
        key: dotted.to_owned(),
        hint: nearest.map_or_else(String::new, |(_, name)| format!("; did you mean “{name}”?")),
    }
}

const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a section",
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.get(..offset)
        .map_or(1, |before| before.matches('\n').count() + 1)
}

/// The line of a key within its section (or of the section's header); 1 when it cannot be told.
fn line_of(text: &str, section: &str, key: &str) -> usize {
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']', ' ']) == section;
            if inside && key.is_empty() {
                return index + 1;
            }
        } else if inside
            && line
                .split('=')
                .next()
                .is_some_and(|name| name.trim() == key)
        {
            return index + 1;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn the_defaults_are_complete() {
        let settings = load(None, &[]).unwrap();
        assert_eq!(settings.server.bind, "127.0.0.1:8080");
        assert_eq!(settings.jobs.batch, 64);
    }

    #[test]
    fn a_file_wins_over_defaults_and_the_environment_over_the_file() {
        let file = file("[server]\nbind = \"127.0.0.1:1\"\nworkers = 3\n");
        let environment = [("GUICHET__SERVER__BIND".to_owned(), "127.0.0.1:2".to_owned())];
        let settings = load(Some(file.path()), &environment).unwrap();
        assert_eq!(settings.server.bind, "127.0.0.1:2");
        assert_eq!(settings.server.workers, 3);
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest_one() {
        let file = file("[server]\nbind = \"127.0.0.1:1\"\npublic_ur = \"x\"\n");
        let error = load(Some(file.path()), &[]).unwrap_err().to_string();
        assert!(
            error.contains(":3: there is no key “server.public_ur”"),
            "{error}"
        );
        assert!(error.contains("did you mean “public_url”?"), "{error}");
    }

    #[test]
    fn an_unknown_variable_is_named() {
        let environment = [("GUICHET__SERVR__BIND".to_owned(), "x".to_owned())];
        let error = load(None, &environment).unwrap_err().to_string();
        assert!(error.contains("GUICHET__SERVR__BIND"), "{error}");
        assert!(error.contains("did you mean “server”?"), "{error}");
    }

    #[test]
    fn a_wrong_type_says_what_is_wanted() {
        let environment = [("GUICHET__JOBS__BATCH".to_owned(), "many".to_owned())];
        let error = load(None, &environment).unwrap_err().to_string();
        assert!(error.contains("must be a whole number"), "{error}");
    }

    #[test]
    fn a_secret_can_come_from_a_file() {
        let secret = file("0123456789abcdef0123456789abcdef\n");
        let environment = [(
            "GUICHET__SECURITY__SECRET_FILE".to_owned(),
            secret.path().display().to_string(),
        )];
        let settings = load(None, &environment).unwrap();
        assert_eq!(settings.security.secret, "0123456789abcdef0123456789abcdef");
    }

    #[test]
    fn the_database_address_of_the_platform_is_honoured() {
        let environment = [("DATABASE_URL".to_owned(), "sqlite:x.db".to_owned())];
        assert_eq!(
            load(None, &environment).unwrap().database.url,
            "sqlite:x.db"
        );
    }
}
