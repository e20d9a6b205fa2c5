//! `guichet check`: sound definitions pass; every kind of mistake is named with its file, its line and
//! what to do about it.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{guichet, printed};

#[test]
fn the_shipped_definitions_are_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = guichet(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(
        printed(&output).contains("sound: 4 workflows, 4 request types"),
        "{}",
        printed(&output)
    );
}

#[test]
fn a_whole_copy_of_them_is_sound_too() {
    let copy = Copy::make();
    let output = copy.check();
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
}

#[test]
fn check_takes_the_folder_by_config_as_the_contract_says() {
    let mut copy = Copy::make();
    let folder = copy.folder.path();
    let sound = guichet(folder, &["check", "--config", copy.path()]);
    assert_eq!(sound.status.code(), Some(0), "{}", printed(&sound));
    let before = guichet(folder, &["--config", copy.path(), "check"]);
    assert_eq!(before.status.code(), Some(0), "{}", printed(&before));

    copy.replace("to = \"submitted\"", "to = \"submited\"");
    let broken = guichet(
        copy.folder.path(),
        &["check", "--config", copy.path(), "--json"],
    );
    assert_eq!(broken.status.code(), Some(1), "{}", printed(&broken));
    assert!(
        printed(&broken).contains("did you mean “submitted”"),
        "{}",
        printed(&broken)
    );

    let settings = copy.folder.path().join("guichet.toml");
    let line = format!("[config]\ndir = \"{}\"\n", copy.path());
    std::fs::write(&settings, line).expect("the file is written");
    let by_file = guichet(copy.folder.path(), &["check", "--config", "guichet.toml"]);
    assert_eq!(by_file.status.code(), Some(1), "{}", printed(&by_file));
}

#[test]
fn a_misspelt_state_is_named_with_the_nearest_one() {
    let mut copy = Copy::make();
    let line = copy.replace("to = \"submitted\"", "to = \"submited\"");
    copy.fails_in(line, &["“submited”", "did you mean “submitted”"]);
}

#[test]
fn a_state_that_nothing_leads_to_is_named() {
    let mut copy = Copy::make();
    let line = copy.replace(
        "[[state]]\nkey = \"merged\"",
        "[[state]]\nkey = \"forgotten\"\ncategory = \"void\"\nball = \"none\"\nterminal = true\n\
         title = { fr = \"Oubliée\", en = \"Forgotten\" }\n\
         public_title = { fr = \"Oubliée\", en = \"Forgotten\" }\n\n[[state]]\nkey = \"merged\"",
    );
    copy.fails_in(
        line,
        &[
            "“forgotten” cannot be reached",
            "add a transition to it or remove it",
        ],
    );
}

#[test]
fn a_state_that_waits_without_a_timer_is_named() {
    let mut copy = Copy::make();
    // Both timers of the state now watch another one.
    copy.replace(
        "key = \"handover_late\"\nstate = \"waiting_internal\"",
        "key = \"handover_late\"\nstate = \"resolved\"",
    );
    copy.replace(
        "key = \"handover_lost\"\nstate = \"waiting_internal\"",
        "key = \"handover_lost\"\nstate = \"resolved\"",
    );
    let line = copy.line_of("key = \"waiting_internal\"");
    copy.fails_in(line, &["waiting_internal", "timer"]);
}

#[test]
fn a_missing_english_text_is_named() {
    let mut copy = Copy::make();
    let line = copy.replace(
        "title = { fr = \"Brouillon\", en = \"Draft\" }",
        "title = { fr = \"Brouillon\" }",
    );
    copy.fails_in(line, &["title", "English", "en ="]);
}

#[test]
fn an_unknown_mail_template_is_named_with_the_nearest_one() {
    let mut copy = Copy::make();
    let line = copy.replace(
        "mail request.taken to partner",
        "mail request.takn to partner",
    );
    copy.fails_in(line, &["request.takn", "did you mean “request.taken”"]);
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_one() {
    let mut copy = Copy::make();
    let line = copy.replace("category = \"open\"", "categry = \"open\"");
    copy.fails_in(line, &["categry", "category"]);
}

#[test]
fn findings_are_json_for_programs() {
    let mut copy = Copy::make();
    let line = copy.replace("to = \"submitted\"", "to = \"submited\"");
    let output = guichet(
        copy.folder.path(),
        &["check", "--json", "--definitions", copy.path()],
    );
    assert_eq!(output.status.code(), Some(1));
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let first = &findings[0];
    assert_eq!(first["file"], "workflows/request.toml");
    assert_eq!(first["line"], copy.block_of(line));
    assert!(
        first["message"]
            .as_str()
            .is_some_and(|text| text.contains("submited")),
        "{first}"
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = guichet(folder.path(), &["check", "--definitions", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        printed(&output).contains("nowhere: there is no such folder"),
        "{}",
        printed(&output)
    );
}

/// A copy of the shipped definitions to damage; the request's workflow is the one that is.
struct Copy {
    folder: TempDir,
    text: String,
}

impl Copy {
    fn make() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
        for part in ["workflows", "requests", "policies"] {
            std::fs::create_dir(folder.path().join(part)).expect("a folder");
            for entry in std::fs::read_dir(shipped.join(part)).expect("the shipped definitions") {
                let from = entry.expect("an entry").path();
                let name = from.file_name().expect("a name");
                std::fs::copy(&from, folder.path().join(part).join(name)).expect("a copy");
            }
        }
        let text = std::fs::read_to_string(folder.path().join("workflows/request.toml"));
        Self {
            folder,
            text: text.expect("the workflow"),
        }
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().expect("a readable path")
    }

    /// Changes the first place where a text stands; gives the line of what changed.
    fn replace(&mut self, from: &str, to: &str) -> usize {
        let line = self.line_of(from);
        self.text = self.text.replacen(from, to, 1);
        let file: PathBuf = self.folder.path().join("workflows/request.toml");
        std::fs::write(file, &self.text).expect("the file is written");
        line
    }

    fn line_of(&self, text: &str) -> usize {
        let at = self
            .text
            .find(text)
            .unwrap_or_else(|| panic!("“{text}” is not there"));
        self.text[..at].matches('\n').count() + 1
    }

    fn check(&self) -> std::process::Output {
        guichet(self.folder.path(), &["check", "--definitions", self.path()])
    }

    /// The check fails with a finding that says all of these, on the changed line or on the line where
    /// its `[[…]]` begins.
    fn fails_in(&self, line: usize, says: &[&str]) {
        let output = self.check();
        let text = printed(&output);
        assert_eq!(output.status.code(), Some(1), "{text}");
        let places =
            [line, self.block_of(line)].map(|line| format!("workflows/request.toml:{line}: "));
        let found = text.lines().any(|finding| {
            let is_there = places.iter().any(|place| finding.starts_with(place));
            is_there && says.iter().all(|word| finding.contains(word))
        });
        assert!(found, "no finding at {places:?} says {says:?}:\n{text}");
    }

    /// The line where the block that holds a line begins.
    fn block_of(&self, line: usize) -> usize {
        let before = self.text.lines().take(line).collect::<Vec<_>>();
        before
            .iter()
            .rposition(|text| text.starts_with("[["))
            .expect("a block")
            + 1
    }
}
