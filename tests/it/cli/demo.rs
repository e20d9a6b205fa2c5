//! The demonstration as a program starts it: one line of JSON, and everybody it names gets in.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::world::http::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_says_in_one_line_how_everybody_gets_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut demo = start(
        folder.path(),
        &["demo", "--json", "--port", "0", "--data", "here"],
    );
    let line = demo.line();
    let ready: Value =
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let url = ready["url"].as_str().expect("its address");
    let personas = ready["personas"].as_array().expect("people");
    let roles: Vec<&str> = personas
        .iter()
        .filter_map(|one| one["role"].as_str())
        .collect();
    assert!(roles.len() >= 6, "{roles:?}");
    let stranger = Visitor::new(url);
    stranger.get("/readyz").await.expect_status(200);
    let mails = ready["mail_url"].as_str().expect("its mail");
    stranger.get(mails).await.expect_status(200);
    for persona in personas {
        let link = persona["sign_in_url"].as_str().expect("a link");
        let path = link.strip_prefix(url).expect("a link of this server");
        let visitor = Visitor::new(url);
        let page = visitor.open(path).await;
        let first = visitor.submit_and_open(&page.form(path)).await;
        assert_ne!(first.url.path(), "/sign-in", "{persona}");
        let token = persona["token"].as_str().expect("a token");
        let me = Visitor::new(url).with_token(token);
        let me: Value = me.get_json("/api/v1/me").await.expect_status(200).json();
        assert_eq!(me["email"], persona["email"]);
    }
    demo.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn with_only_the_port_changed_what_is_printed_names_that_port() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(
        folder.path().join("guichet.toml"),
        "[server]\nbind = \"127.0.0.1:0\"\n",
    )
    .expect("the file is written");
    let mut house = start(folder.path(), &["--config", "guichet.toml", "serve"]);
    let open = house.line();
    let url = open.trim().rsplit(' ').next().expect("an address");
    assert!(
        url.starts_with("http://127.0.0.1:") && !url.ends_with(":8080"),
        "{open}"
    );
    Visitor::new(url).get("/healthz").await.expect_status(200);
    let first = house.line();
    let link = first.trim().rsplit(' ').next().expect("a link");
    assert!(link.starts_with(&format!("{url}/sign-in/")), "{first}");
    Visitor::new(url).open(link).await;
    house.end();
}

/// The running program. It is killed when dropped.
struct Running {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

fn start(folder: &std::path::Path, arguments: &[&str]) -> Running {
    let mut child = Command::new(env!("CARGO_BIN_EXE_guichet"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the built binary runs");
    let output = BufReader::new(child.stdout.take().expect("a piped output"));
    Running { child, output }
}

impl Running {
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        line
    }

    /// Asks it to stop; it does so in order.
    fn end(mut self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status();
        assert!(asked.expect("kill").success(), "the process runs");
        let ended = self.child.wait().expect("its end");
        assert!(ended.success(), "{ended}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be gone already; there is nothing more to do then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
