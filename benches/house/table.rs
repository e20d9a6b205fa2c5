//! The table: what was measured, the aim, and how it compares with the baseline of the same run.

use std::fmt;
use std::time::Duration;

/// One line.
struct Line {
    what: String,
    figure: String,
    aim: String,
    ratio: String,
}

/// All lines, printed as Markdown.
#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// Adds a figure with its aim and its comparison; empty where there is none.
    pub fn add(&mut self, what: &str, figure: String, aim: &str, ratio: String) {
        eprintln!("  {what}: {figure}");
        self.lines.push(Line {
            what: what.to_owned(),
            figure,
            aim: aim.to_owned(),
            ratio,
        });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| measured | figure | aim | compared |\n|---|---|---|---|"
        )?;
        for line in &self.lines {
            writeln!(
                f,
                "| {} | {} | {} | {} |",
                line.what, line.figure, line.aim, line.ratio
            )?;
        }
        Ok(())
    }
}

/// A span in milliseconds.
pub fn ms(span: Duration) -> String {
    format!("{:.2} ms", span.as_secs_f64() * 1_000.0)
}

/// A size in megabytes.
pub fn mb(bytes: u64) -> String {
    format!("{} MB", bytes / (1024 * 1024))
}
