//! The program as an operator meets it: the built binary, its exit codes and what it prints.

mod check;
mod demo;
mod lists;
mod start;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the built binary in an empty folder, without anything of this environment.
fn guichet(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guichet"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .output()
        .expect("the built binary runs")
}

/// What the process printed, on both outputs, as a person in front of a terminal sees it.
fn printed(output: &Output) -> String {
    let mut text = String::from_utf8(output.stdout.clone()).expect("an output in UTF-8");
    text.push_str(std::str::from_utf8(&output.stderr).expect("an output in UTF-8"));
    text
}
