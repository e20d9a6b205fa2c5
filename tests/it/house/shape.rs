//! The shape of the tree: sizes, door-plates, names, and the calls that have no place.

use std::collections::{BTreeMap, BTreeSet};

use super::rust;
use super::tree::{File, Tree};

/// Lines of a file at most, tests beside the code not counted.
const FILE_LINES: usize = 500;

/// Lines of tests beside the code at most; longer ones move to `tests.rs` in the file's folder.
const TEST_LINES: usize = 150;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] = [
    "utils", "util", "helpers", "helper", "common", "misc", "shared", "v2",
];

/// Files that may ask which database this is.
const DIALECTS: [&str; 2] = ["src/store/dialect.rs", "migration/src/lib.rs"];

/// Files that are too long.
pub fn sizes(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    let others = ["tests/", "benches/"]
        .into_iter()
        .flat_map(|part| tree.under(part, ".rs"));
    for file in tree.product().chain(others) {
        let code = rust::code(&file.text);
        let tests = rust::test_lines(&code);
        let lines = file.text.lines().count().saturating_sub(tests);
        if lines > FILE_LINES {
            findings.push(format!(
                "{}: {lines} lines, more than {FILE_LINES}",
                file.path
            ));
        }
        if tests > TEST_LINES {
            findings.push(format!(
                "{}: {tests} lines of tests belong in tests.rs",
                file.path
            ));
        }
    }
    findings
}

/// Folders without a door (`mod.rs`, or the file of the same name beside the folder) whose first two
/// lines or more say what lives there.
pub fn door_plates(tree: &Tree) -> Vec<String> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in tree.product() {
        if let Some((folder, name)) = file.path.rsplit_once('/') {
            folders.entry(folder).or_default().insert(name);
        }
    }
    let has_no_plate = |folder: &str| {
        let doors = ["/mod.rs", "/lib.rs", ".rs"].map(|door| format!("{folder}{door}"));
        let door = doors.iter().find_map(|door| tree.file(door));
        door.is_none_or(|door| door.text.lines().take_while(|line| is_plate(line)).count() < 2)
    };
    folders
        .into_keys()
        .filter(|folder| has_no_plate(folder))
        .map(|folder| format!("{folder}: no mod.rs says in two lines what lives here"))
        .collect()
}

/// Files that do not begin by saying what they are.
pub fn first_lines(tree: &Tree) -> Vec<String> {
    let is_silent = |file: &&File| !file.text.lines().next().is_some_and(is_plate);
    tree.product()
        .chain(tree.under("tests/", "/mod.rs"))
        .chain(tree.under("tests/", "/main.rs"))
        .filter(is_silent)
        .map(|file| {
            format!(
                "{}: the first line is no //! that says what this is",
                file.path
            )
        })
        .collect()
}

/// Modules whose name says nothing.
pub fn names(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree.under("", ".rs") {
        let is_empty = |part: &str| {
            EMPTY_NAMES.contains(&part) || part.ends_with("_manager") || part.starts_with("new_")
        };
        let parts = file.path.trim_end_matches(".rs").split('/');
        findings.extend(
            parts
                .filter(|part| is_empty(part))
                .map(|part| format!("{}: {part}", file.path)),
        );
    }
    findings
}

/// Calls that would bring the program down instead of answering.
pub fn panics(tree: &Tree) -> Vec<String> {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "dbg!(",
        "#[allow(",
    ];
    in_product(tree.product(), &words)
}

/// Questions about which database this is, outside the one place for them.
pub fn dialects(tree: &Tree) -> Vec<String> {
    let words = ["DbBackend", "DatabaseBackend", "get_database_backend"];
    let files = tree
        .product()
        .filter(|file| !DIALECTS.contains(&file.path.as_str()));
    in_product(files, &words)
}

/// Tests that wait for time to pass, and tests that are not run.
pub fn idle_tests(tree: &Tree) -> Vec<String> {
    let words = ["sleep(", "sleep_until(", "#[ignore"];
    let files = tree.under("tests/", ".rs").chain(tree.under("src/", ".rs"));
    let mut findings = Vec::new();
    for file in files {
        let is_test = file.path.starts_with("tests/") || file.path.ends_with("/tests.rs");
        let words = if is_test { &words[..] } else { &words[2..] };
        findings.extend(in_code(file, &rust::code(&file.text), words));
    }
    findings
}

/// Paths that exist on one machine only.
pub fn machine_paths(tree: &Tree) -> Vec<String> {
    // Put together here, so that this file does not name what it looks for.
    let places = ["work/main", "work/shared", "home/", "root/", "Users/"];
    let places = places.map(|place| format!("/{place}"));
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.path != "Cargo.lock") {
        for (number, line) in file.text.lines().enumerate() {
            let is_named = |place: &&String| {
                line.match_indices(place.as_str()).any(|(at, _)| {
                    // In the middle of an address it is no machine's path.
                    !line[..at].ends_with(|c: char| rust::is_word(c) || matches!(c, '.' | '}'))
                })
            };
            let found = places.iter().find(is_named);
            findings.extend(found.map(|place| format!("{}:{}: {place}", file.path, number + 1)));
        }
    }
    findings
}

fn is_plate(line: &str) -> bool {
    line.starts_with("//!")
}

fn in_product<'a>(files: impl Iterator<Item = &'a File>, words: &[&str]) -> Vec<String> {
    files
        .flat_map(|file| in_code(file, &rust::product(&rust::code(&file.text)), words))
        .collect()
}

fn in_code(file: &File, code: &str, words: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let found = words.iter().filter(|word| line.contains(**word));
        findings.extend(found.map(|word| format!("{}:{}: {word}", file.path, number + 1)));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{
        dialects, door_plates, first_lines, idle_tests, machine_paths, names, panics, sizes,
    };
    use crate::house::tree::Tree;

    fn one(path: &str, text: &str) -> Tree {
        Tree::sample(&[(path, text)])
    }

    #[test]
    fn a_file_over_its_size_is_found_and_tests_beside_it_do_not_count() {
        let code = "fn a() {}\n".repeat(500);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "x();\n".repeat(100));
        assert!(sizes(&one("src/a.rs", &format!("{code}{tests}"))).is_empty());
        assert_eq!(
            sizes(&one("src/a.rs", &format!("{code}fn b() {{}}\n"))).len(),
            1
        );
        let tests = tests.replace("x();\n", "x();\ny();\n");
        assert_eq!(sizes(&one("src/a.rs", &tests)).len(), 1);
    }

    #[test]
    fn a_folder_without_a_door_plate_is_found() {
        let plate = "//! One.\n//! Two.\n";
        let good = [
            ("src/c.rs", plate),
            ("src/c/d.rs", "//! D."),
            ("src/lib.rs", plate),
            ("src/a/mod.rs", plate),
            ("src/a/b.rs", "//! B."),
        ];
        assert!(door_plates(&Tree::sample(&good)).is_empty());
        let bad = [
            ("src/lib.rs", plate),
            ("src/a/mod.rs", "//! One.\n"),
            ("src/c/b.rs", plate),
        ];
        assert_eq!(door_plates(&Tree::sample(&bad)).len(), 2);
    }

    #[test]
    fn a_file_that_does_not_say_what_it_is_is_found() {
        assert!(first_lines(&one("src/a.rs", "//! A.")).is_empty());
        assert_eq!(first_lines(&one("src/a.rs", "use b;\n//! A.")).len(), 1);
        assert_eq!(first_lines(&one("src/a.rs", "")).len(), 1);
    }

    #[test]
    fn an_empty_name_is_found() {
        assert!(names(&one("src/web/people.rs", "")).is_empty());
        for path in [
            "src/utils.rs",
            "src/common/a.rs",
            "tests/it/helpers/mod.rs",
            "src/mail_manager.rs",
        ] {
            assert_eq!(names(&one(path, "")).len(), 1, "{path}");
        }
    }

    #[test]
    fn a_call_that_panics_is_found_outside_tests_only() {
        let tests = "#[cfg(test)]\nmod tests { fn a() { x.unwrap() } }";
        assert!(panics(&one("src/a.rs", tests)).is_empty());
        assert!(panics(&one("src/a.rs", "// x.unwrap()\nx.unwrap_or_default()")).is_empty());
        for text in [
            "x.unwrap()",
            "x.expect(\"y\")",
            "panic!()",
            "#[allow(dead_code)]",
        ] {
            assert_eq!(panics(&one("src/a.rs", text)).len(), 1, "{text}");
        }
    }

    #[test]
    fn asking_which_database_it_is_has_one_place() {
        let text = "match backend { DbBackend::Sqlite => 1 }";
        assert!(dialects(&one("src/store/dialect.rs", text)).is_empty());
        assert_eq!(
            dialects(&one("src/store/cases.rs", text)),
            ["src/store/cases.rs:1: DbBackend"]
        );
    }

    #[test]
    fn a_test_that_waits_or_is_not_run_is_found() {
        let waiting = "tokio::time::sleep(span).await;";
        assert!(idle_tests(&one("src/jobs/runner.rs", waiting)).is_empty());
        assert_eq!(idle_tests(&one("tests/it/stories/a.rs", waiting)).len(), 1);
        assert_eq!(
            idle_tests(&one("src/jobs/runner/tests.rs", waiting)).len(),
            1
        );
        assert_eq!(
            idle_tests(&one("src/a.rs", "#[ignore = \"slow\"]\nfn a() {}")).len(),
            1
        );
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let (home, root) = (
            format!("/{}ana/guichet", "home/"),
            format!("see /{}x", "root/"),
        );
        for text in [home, root] {
            assert_eq!(machine_paths(&one("docs/a.md", &text)).len(), 1, "{text}");
        }
        let address = format!("https://guichet.example/{}", "home/");
        assert!(machine_paths(&one("docs/a.md", &address)).is_empty());
    }
}
