//! What keeps the counter from opening is said at the start, with the file, the line and the nearest
//! known name; nothing is served with half of a configuration.

use super::{guichet, printed};

#[test]
fn a_broken_definition_stops_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let workflows = folder.path().join("definitions/workflows");
    std::fs::create_dir_all(&workflows).expect("a folder");
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/config/workflows/request.toml");
    let text = std::fs::read_to_string(shipped).expect("the shipped workflow");
    let broken = text.replacen("to = \"submitted\"", "to = \"submited\"", 1);
    let before: Vec<&str> = broken
        .lines()
        .take_while(|line| *line != "to = \"submited\"")
        .collect();
    let line = before
        .iter()
        .rposition(|line| *line == "[[transition]]")
        .expect("the block")
        + 1;
    std::fs::write(workflows.join("request.toml"), broken).expect("the file is written");
    std::fs::write(
        folder.path().join("guichet.toml"),
        "[config]\ndir = \"definitions\"\n",
    )
    .expect("the file is written");

    let output = guichet(folder.path(), &["--config", "guichet.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    let said = String::from_utf8(output.stderr).expect("an output in UTF-8");
    assert!(
        said.contains(&format!("workflows/request.toml:{line}: ")),
        "{said}"
    );
    assert!(said.contains("did you mean “submitted”"), "{said}");
    assert!(output.stdout.is_empty(), "nothing is said to be open");
    assert!(
        !folder.path().join("data/guichet.db").exists(),
        "no database was made"
    );
}

#[test]
fn an_unknown_key_of_the_settings_stops_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = "[server]\nbind = \"127.0.0.1:0\"\n\n[mail]\ntransprt = \"file\"\n";
    std::fs::write(folder.path().join("guichet.toml"), settings).expect("the file is written");

    let output = guichet(folder.path(), &["--config", "guichet.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    let said = String::from_utf8(output.stderr).expect("an output in UTF-8");
    assert!(
        said.contains("guichet.toml:5: there is no key “mail.transprt”"),
        "{said}"
    );
    assert!(said.contains("did you mean “transport”?"), "{said}");
}

#[test]
fn settings_that_are_not_toml_stop_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("guichet.toml"),
        "[server]\nbind = 127.0.0.1\n",
    )
    .expect("the file is written");

    let output = guichet(folder.path(), &["--config", "guichet.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    assert!(
        printed(&output).contains("guichet.toml:2: "),
        "{}",
        printed(&output)
    );
}

#[test]
fn an_address_that_is_taken_stops_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address");
    std::fs::write(
        folder.path().join("guichet.toml"),
        format!("[server]\nbind = \"{address}\"\n"),
    )
    .expect("the file is written");

    let output = guichet(folder.path(), &["--config", "guichet.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    assert!(
        printed(&output).contains("is another Guichet running?"),
        "{}",
        printed(&output)
    );
}

#[test]
fn a_wrong_command_is_told_from_a_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = guichet(folder.path(), &["chek"]);
    assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
    assert!(printed(&output).contains("check"), "{}", printed(&output));
}
