//! Whatever is read on the command line can be read by a program as well.

use std::path::Path;

use serde_json::{Value, json};

use super::{guichet, printed};

fn ran(folder: &Path, arguments: &[&str]) -> String {
    let output = guichet(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    String::from_utf8(output.stdout).expect("an output in UTF-8")
}

fn read(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&ran(folder, arguments)).expect("JSON")
}

#[test]
fn publishers_tokens_and_the_schema_are_listed_as_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let missing = guichet(at, &["migrate", "status", "--json"]);
    assert_eq!(missing.status.code(), Some(1), "{}", printed(&missing));
    let missing: Value = serde_json::from_slice(&missing.stdout).expect("JSON");
    assert_eq!(missing["current"], json!(false));
    assert!(
        missing["pending"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    ran(at, &["migrate"]);
    let status = read(at, &["migrate", "status", "--json"]);
    assert_eq!(status, json!({ "current": true, "pending": [] }));

    assert_eq!(read(at, &["partner", "list", "--json"]), json!([]));
    ran(
        at,
        &[
            "partner",
            "add",
            "arenes",
            "--name",
            "Arènes TV",
            "--tier",
            "premium",
        ],
    );
    let partners = read(at, &["partner", "list", "--json"]);
    assert_eq!(partners[0]["slug"], json!("arenes"));
    assert_eq!(partners[0]["name"], json!("Arènes TV"));
    assert_eq!(partners[0]["language"], json!("fr"));

    let email = "odile@desk.example";
    ran(
        at,
        &[
            "user",
            "add",
            email,
            "--name",
            "Odile Brac",
            "--role",
            "admin",
        ],
    );
    ran(
        at,
        &[
            "token", "create", "--user", email, "--name", "report", "--scopes", "read",
        ],
    );
    let tokens = read(at, &["token", "list", "--user", email, "--json"]);
    assert_eq!(tokens[0]["name"], json!("report"));
    assert_eq!(tokens[0]["scopes"], json!(["read"]));
    assert_eq!(tokens[0]["expires_at"], Value::Null);
    assert!(tokens[0].get("hash").is_none(), "nothing secret is shown");
}
