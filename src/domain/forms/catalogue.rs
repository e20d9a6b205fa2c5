//! Reading the request types: the shared questions first, then each type, every mistake with its line.

use crate::ids::RequestTypeKey;
use crate::source::{Finding, Source, unknown};

use super::check::{check, check_shared};
use super::compile::{compile, compile_shared};
use super::definition::RequestType;
use super::raw::{RawField, RawShared, RawType};

/// The file name, without its ending, that holds the shared questions.
pub const SHARED: &str = "common";

/// The questions that several types ask, defined once.
#[derive(Clone, Debug)]
pub struct SharedFields {
    fields: Vec<RawField>,
}

/// Every request type of an installation, in the order of the choice page.
#[derive(Clone, Debug)]
pub struct Catalogue {
    types: Vec<RequestType>,
}

impl SharedFields {
    /// Reads the shared questions.
    ///
    /// # Errors
    /// Every mistake found, with file and line.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Finding>> {
        let source = Source::new(file, text);
        let raw: RawShared = source.parse().map_err(|finding| vec![finding])?;
        let compiled = compile_shared(&source, raw)?;
        let findings = check_shared(&source, &compiled.fields);
        if findings.is_empty() {
            Ok(Self {
                fields: compiled.raw,
            })
        } else {
            Err(findings)
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<&RawField> {
        self.fields
            .iter()
            .find(|field| field.name.as_deref() == Some(name))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.fields.iter().filter_map(|field| field.name.as_deref())
    }

    /// The questions every type must ask.
    pub(super) fn required_names(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(|field| field.required == Some(true))
            .filter_map(|field| field.name.as_deref())
    }
}

impl RequestType {
    /// Reads one request type. Its file must be named after its key.
    ///
    /// # Errors
    /// Every mistake found, with file, line and, for a wrong name, the nearest known one.
    pub fn parse(file: &str, text: &str, shared: &SharedFields) -> Result<Self, Vec<Finding>> {
        let source = Source::new(file, text);
        let raw: RawType = source.parse().map_err(|finding| vec![finding])?;
        let compiled = compile(&source, raw, shared)?;
        let findings = check(&source, &compiled, shared);
        if findings.is_empty() {
            Ok(compiled.form)
        } else {
            Err(findings)
        }
    }
}

impl Catalogue {
    /// Reads all files of `requests/` (name, text): [`SHARED`] and one file for each type.
    ///
    /// # Errors
    /// Every mistake found in any file, sorted by file and line.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Vec<Finding>> {
        let shared = shared_fields(files)?;
        let mut types: Vec<RequestType> = Vec::new();
        let mut findings = Vec::new();
        for (file, text) in files.iter().filter(|(file, _)| stem(file) != SHARED) {
            match RequestType::parse(file, text, &shared) {
                Ok(form) => types.push(form),
                Err(found) => findings.extend(found),
            }
        }
        if types.is_empty() && findings.is_empty() {
            findings.push(Source::new("requests", "").finding(0, "there is no request type"));
        }
        if !findings.is_empty() {
            findings.sort();
            return Err(findings);
        }
        types.sort_by(|one, other| {
            one.position
                .cmp(&other.position)
                .then_with(|| one.key.cmp(&other.key))
        });
        Ok(Self { types })
    }

    /// Every type, in the order of the choice page.
    pub fn all(&self) -> &[RequestType] {
        &self.types
    }

    /// The type of that key.
    pub fn find(&self, key: &RequestTypeKey) -> Option<&RequestType> {
        self.types.iter().find(|form| form.key == *key)
    }
}

/// A file's name without folders and ending.
pub(super) fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.strip_suffix(".toml").unwrap_or(name)
}

fn shared_fields(files: &[(&str, &str)]) -> Result<SharedFields, Vec<Finding>> {
    let Some((file, text)) = files.iter().find(|(file, _)| stem(file) == SHARED) else {
        let message = format!("there is no `{SHARED}.toml` with the questions every type asks");
        return Err(vec![Source::new("requests", "").finding(0, message)]);
    };
    SharedFields::parse(file, text)
}

/// A finding about a shared question that does not exist.
pub(super) fn unknown_shared(name: &str, shared: &SharedFields) -> String {
    unknown("shared field", name, shared.names())
}
