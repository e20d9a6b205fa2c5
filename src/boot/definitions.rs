//! The definition files: the shipped ones are compiled in; a folder of the operator replaces them one by one.

use std::path::Path;

use anyhow::Context as _;
use domain::rules::{Files, Rules};
use domain::source::Finding;
use rust_embed::RustEmbed;

use crate::mail::templates::TEMPLATES;

/// The shipped definitions.
#[derive(RustEmbed)]
#[folder = "config/"]
struct Shipped;

/// The folders that hold definitions.
const PARTS: [&str; 3] = ["workflows", "requests", "policies"];

/// All definition files by path; those in `folder` replace the shipped ones of the same path.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn files(folder: &str) -> anyhow::Result<Files> {
    let mut files = Files::new();
    for path in Shipped::iter().filter(|path| PARTS.iter().any(|part| path.starts_with(part))) {
        if let Some(file) = Shipped::get(&path) {
            let text = String::from_utf8(file.data.into_owned())
                .with_context(|| format!("shipped definition {path}"))?;
            files.insert(path.into_owned(), text);
        }
    }
    if !folder.is_empty() {
        let folder = Path::new(folder);
        anyhow::ensure!(
            folder.is_dir(),
            "{}: there is no such folder (config.dir)",
            folder.display()
        );
        for part in PARTS {
            add_from(&folder.join(part), part, &mut files)?;
        }
    }
    Ok(files)
}

/// Reads and proves the definitions.
///
/// # Errors
/// Every mistake found, with file and line.
pub fn rules(files: &Files) -> Result<Rules, Vec<Finding>> {
    Rules::parse(files, &TEMPLATES)
}

fn add_from(folder: &Path, part: &str, files: &mut Files) -> anyhow::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        let is_toml = path.extension().is_some_and(|ending| ending == "toml");
        let name = path.file_name().and_then(|name| name.to_str());
        if let (true, Some(name)) = (is_toml, name) {
            let text =
                std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            files.insert(format!("{part}/{name}"), text);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_definitions_are_sound() {
        let files = files("").unwrap();
        if let Err(findings) = rules(&files) {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"));
        }
    }
}
