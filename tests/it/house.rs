//! The rules of the house, held by tests: who imports whom, how long a file may be, what each
//! folder says about itself, which calls have no place, and what must be said twice. Each rule has
//! its own test on a small bad sample, beside the rule.

mod imports;
mod rust;
mod shape;
mod style;
mod tree;
mod words;

use tree::Tree;

/// Fails with one line a finding.
fn hold(rule: &str, findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{rule}:\n  {}\n",
        findings.join("\n  ")
    );
}

#[test]
fn every_part_imports_only_what_it_may() {
    hold("imports", &imports::findings(&Tree::of_repository()));
}

#[test]
fn no_file_is_too_long() {
    hold("sizes", &shape::sizes(&Tree::of_repository()));
}

#[test]
fn every_folder_has_a_door_plate() {
    hold("door-plates", &shape::door_plates(&Tree::of_repository()));
}

#[test]
fn every_file_begins_by_saying_what_it_is() {
    hold("first lines", &shape::first_lines(&Tree::of_repository()));
}

#[test]
fn every_module_has_a_name_that_says_something() {
    hold("names", &shape::names(&Tree::of_repository()));
}

#[test]
fn no_request_can_bring_the_program_down() {
    hold("panics", &shape::panics(&Tree::of_repository()));
}

#[test]
fn one_place_asks_which_database_this_is() {
    hold("dialects", &shape::dialects(&Tree::of_repository()));
}

#[test]
fn no_test_waits_and_every_test_runs() {
    hold("idle tests", &shape::idle_tests(&Tree::of_repository()));
}

#[test]
fn nothing_names_a_path_of_one_machine() {
    hold(
        "machine paths",
        &shape::machine_paths(&Tree::of_repository()),
    );
}

#[test]
fn every_colour_can_be_read_in_both_themes() {
    let tree = Tree::of_repository();
    let sheets: Vec<_> = tree
        .under("src/web/assets/", ".css")
        .map(|file| &file.text)
        .collect();
    let joined: String = sheets.into_iter().map(String::as_str).collect();
    hold("contrast", &style::contrast(&joined));
}

#[test]
fn every_style_sheet_stays_small() {
    hold("style sheets", &style::sizes(&Tree::of_repository()));
}

#[test]
fn every_text_exists_in_both_languages() {
    hold("languages", &words::languages(&Tree::of_repository()));
}

#[test]
fn every_address_is_documented() {
    hold("routes", &words::routes(&Tree::of_repository()));
}
