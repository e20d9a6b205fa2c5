//! `guichet clock due`: one deadline by hand, or a stream of them, without a database.
//! What lives here: arguments, printing and the stream. What does not: the arithmetic (domain).

pub mod stream;

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use domain::clocks::calendar::{Calendar, Calendars};
use domain::clocks::clock::Pause;
use domain::clocks::duration::Length;
use domain::clocks::meter::due_after;
use domain::ids::CalendarKey;
use domain::source::Source;
use domain::time::{Instant, Span};

use crate::boot::definitions;
use crate::config::sections::Settings;

/// What `clock` can be told.
#[derive(Debug, Args)]
pub struct ClockArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Computes when a target falls due.
    Due(DueArgs),
}

/// Runs one of them.
///
/// # Errors
/// What is wrong with the arguments or the definitions.
pub fn run(args: &ClockArgs, settings: &Settings) -> anyhow::Result<ExitCode> {
    let Action::Due(args) = &args.action;
    let files = definitions::files(&settings.config.dir)?;
    let calendars = match definitions::rules(&files) {
        Ok(rules) => rules.calendars,
        Err(findings) => {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            bail!("the definitions cannot be used:\n{}", lines.join("\n"));
        }
    };
    due(
        args,
        &calendars,
        std::io::stdin().lock(),
        std::io::stdout().lock(),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Computes when a target falls due.
#[derive(Debug, Args)]
pub struct DueArgs {
    /// In whose hours: the key of a calendar, such as fr-bureau.
    #[arg(long, value_name = "KEY", required_unless_present_any = ["stdin", "calendar_file"])]
    calendar: Option<String>,
    /// When it begins, such as 2026-09-21T09:00:00+02:00.
    #[arg(long, value_name = "INSTANT", required_unless_present = "stdin")]
    start: Option<String>,
    /// How much open time it allows: 30m, 4h, 2bd.
    #[arg(long, value_name = "DURATION", required_unless_present = "stdin")]
    target: Option<String>,
    /// A stretch that does not count, such as 2026-09-21T10:00:00Z/2026-09-21T12:00:00Z.
    #[arg(long, value_name = "A/B")]
    pause: Vec<String>,
    /// Reads one JSON object a line and answers each with one, in order.
    #[arg(long, conflicts_with_all = ["calendar", "start", "target", "pause"])]
    stdin: bool,
    /// Calendars of one's own; they come before the installation's.
    #[arg(long, value_name = "FILE")]
    calendar_file: Option<PathBuf>,
    /// Answers with a JSON object.
    #[arg(long)]
    json: bool,
}

/// The calendars a command may name: those of a file first, then the installation's.
#[derive(Debug)]
pub struct Known<'a> {
    own: Option<Calendars>,
    shipped: &'a Calendars,
}

/// Carries the command out.
///
/// # Errors
/// What is wrong with the arguments or the calendar file; a line of `--stdin` never stops the stream.
pub fn due(
    args: &DueArgs,
    shipped: &Calendars,
    input: impl BufRead,
    mut output: impl Write,
) -> anyhow::Result<()> {
    let own = args
        .calendar_file
        .as_deref()
        .map(read_calendars)
        .transpose()?;
    let known = Known { own, shipped };
    if args.stdin {
        return stream::answer(&known, input, output);
    }
    let calendar = known.choose(args.calendar.as_deref())?;
    let (Some(start), Some(target)) = (&args.start, &args.target) else {
        bail!("--start and --target are needed without --stdin");
    };
    let due = one(calendar, start, target, &args.pause)?;
    let shown = rfc3339(calendar, due);
    if args.json {
        writeln!(output, "{}", serde_json::json!({ "due": shown }))?;
    } else {
        writeln!(output, "{shown}")?;
    }
    Ok(())
}

/// An instant on the calendar's wall clock, with its offset.
pub fn rfc3339(calendar: &Calendar, at: Instant) -> String {
    let local = calendar.local(at);
    local
        .timestamp()
        .display_with_offset(local.offset())
        .to_string()
}

impl Known<'_> {
    /// The newest version of the calendar of that key.
    pub fn find(&self, key: &str) -> Option<&Calendar> {
        let key = CalendarKey::from(key);
        let own = self.own.as_ref().and_then(|own| own.newest(&key));
        own.or_else(|| self.shipped.newest(&key))
    }

    /// What to say about a key that is not there.
    pub fn unknown(&self, key: &str) -> String {
        self.own.as_ref().unwrap_or(self.shipped).unknown(key)
    }

    /// The calendar named, or the only one of the file.
    fn choose(&self, key: Option<&str>) -> anyhow::Result<&Calendar> {
        if let Some(key) = key {
            return self.find(key).with_context(|| self.unknown(key));
        }
        let mut all = self.own.iter().flat_map(Calendars::all);
        match (all.next(), all.next()) {
            (Some(only), None) => Ok(only),
            (Some(_), Some(_)) => {
                bail!("the file has several calendars: say which with --calendar")
            }
            (None, _) => bail!("the file has no calendar"),
        }
    }
}

fn one(
    calendar: &Calendar,
    start: &str,
    target: &str,
    pauses: &[String],
) -> anyhow::Result<Instant> {
    let start = Instant::parse_rfc3339(start)?;
    let target = Length::parse(target)?;
    let key = &calendar.definition().key;
    let Some(target) = target.on(calendar) else {
        bail!("{key} does not say how long such a day is: give hours");
    };
    let pauses = pauses
        .iter()
        .map(|text| pause(text))
        .collect::<anyhow::Result<Vec<Pause>>>()?;
    reckon(calendar, start, target, pauses).map_err(anyhow::Error::msg)
}

/// The due instant, or why there is none.
fn reckon(
    calendar: &Calendar,
    start: Instant,
    target: Span,
    mut pauses: Vec<Pause>,
) -> Result<Instant, &'static str> {
    if target < Span::ZERO {
        return Err("the target is less than nothing");
    }
    if pauses
        .iter()
        .any(|pause| pause.until.is_some_and(|until| until < pause.from))
    {
        return Err("a pause ends before it begins");
    }
    pauses.sort_by_key(|pause| pause.from);
    due_after(calendar, start, &pauses, target).ok_or("it is not due between 1970 and 2109")
}

fn pause(text: &str) -> anyhow::Result<Pause> {
    let Some((from, until)) = text.split_once('/') else {
        bail!("“{text}” is not a pause: give two instants with a slash between");
    };
    let until = Instant::parse_rfc3339(until)?;
    Ok(Pause {
        from: Instant::parse_rfc3339(from)?,
        until: Some(until),
    })
}

fn read_calendars(path: &Path) -> anyhow::Result<Calendars> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    Calendars::parse(&Source::new(&name, &text)).map_err(|findings| {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        anyhow::Error::msg(lines.join("\n"))
    })
}

#[cfg(test)]
mod tests;
