//! The command from its arguments to its answer.

use clap::Parser;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    due: DueArgs,
}

fn shipped() -> Calendars {
    let text = include_str!("../../../config/policies/calendars.toml");
    Calendars::parse(&Source::new("calendars.toml", text)).unwrap()
}

fn run(args: &[&str], input: &str) -> anyhow::Result<String> {
    let line = Line::try_parse_from(std::iter::once("due").chain(args.iter().copied()))?;
    let mut output = Vec::new();
    due(&line.due, &shipped(), input.as_bytes(), &mut output)?;
    Ok(String::from_utf8(output)?)
}

fn asked(calendar: &str, start: &str, target: &str) -> String {
    run(
        &["--calendar", calendar, "--start", start, "--target", target],
        "",
    )
    .unwrap()
}

#[test]
fn one_deadline_is_shown_with_the_calendars_offset() {
    assert_eq!(
        asked("fr-bureau", "2026-09-18T15:00:00Z", "4h"),
        "2026-09-21T12:00:00+02:00\n"
    );
    assert_eq!(
        asked("24x7", "2026-10-24T23:30:00+02:00", "4h"),
        "2026-10-25T02:30:00+01:00\n"
    );
    assert_eq!(
        asked("central-office", "2026-09-21T16:00:00Z", "1bd"),
        "2026-09-21T17:00:00-07:00\n"
    );
}

#[test]
fn pauses_are_taken_out_and_json_is_one_object() {
    let args = [
        "--calendar",
        "fr-bureau",
        "--start",
        "2026-09-21T10:00:00+02:00",
        "--target",
        "8h",
        "--pause",
        "2026-09-21T15:00:00+02:00/2026-09-23T11:00:00+02:00",
        "--json",
    ];
    assert_eq!(
        run(&args, "").unwrap(),
        "{\"due\":\"2026-09-23T16:00:00+02:00\"}\n"
    );
}

#[test]
fn a_wrong_argument_says_what_is_meant() {
    let said = |calendar, start, target| {
        let args = ["--calendar", calendar, "--start", start, "--target", target];
        run(&args, "").unwrap_err().to_string()
    };
    let start = "2026-09-21T10:00:00Z";
    assert!(said("fr-bureua", start, "4h").contains("did you mean “fr-bureau”?"));
    assert!(said("fr-bureau", "monday", "4h").contains("not an RFC 3339 instant"));
    assert!(said("fr-bureau", start, "1 day").contains("not a length"));
    assert!(said("24x7", start, "1bd").contains("give hours"));
    assert!(said("24x7", "0001-01-01T00:00:00Z", "1h").contains("not due between 1970 and 2109"));
}

#[test]
fn every_line_of_the_stream_is_answered_in_order() {
    let input = concat!(
        "{\"calendar\":\"fr-bureau\",\"start\":\"2026-09-18T17:00:00+02:00\",\"target_ms\":14400000}\n",
        "nonsense\n",
        "{\"calendar\":\"nope\",\"start\":\"2026-09-18T17:00:00Z\",\"target_ms\":1}\n",
        "{\"calendar\":\"fr-bureau\",\"start\":\"2026-09-21T08:00:00Z\",\"target_ms\":28800000,",
        "\"pauses\":[[\"2026-09-21T13:00:00Z\",\"2026-09-23T09:00:00Z\"]]}\n",
        "\n",
        "{\"calendar\":\"24x7\",\"start\":\"2026-03-28T23:30:00+01:00\",\"target_ms\":14400001}",
    );
    let output = run(&["--stdin"], input).unwrap();
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0], "{\"due\":\"2026-09-21T12:00:00+02:00\"}");
    assert!(lines[1].starts_with("{\"error\":\""));
    assert!(lines[2].contains("unknown calendar"));
    assert_eq!(lines[3], "{\"due\":\"2026-09-23T16:00:00+02:00\"}");
    assert_eq!(lines[4], "{\"due\":\"2026-03-29T04:30:00.001+02:00\"}");
}

#[test]
fn instants_written_by_hand_are_those_of_the_general_way() {
    let calendars = shipped();
    for (index, calendar) in calendars.all().enumerate() {
        for step in 0..3_000 {
            let start = Instant::from_millis(1_700_000_000_000 + step * 98_765_000).to_rfc3339();
            let line = format!(
                "{{\"calendar\":\"{}\",\"start\":\"{start}\",\"target_ms\":0}}",
                calendar.definition().key
            );
            let expected = rfc3339(calendar, Instant::parse_rfc3339(&start).unwrap());
            if step % 50 == i64::try_from(index).unwrap() {
                let output = run(&["--stdin"], &line).unwrap();
                assert_eq!(output, format!("{{\"due\":\"{expected}\"}}\n"));
            }
        }
    }
}

#[test]
fn a_calendar_of_ones_own_comes_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    let own = "[[calendar]]\nkey = \"own\"\ntitle = { fr = \"à nous\", en = \"ours\" }\nzone = \"Asia/Tokyo\"\n\
               slots = { sun = [\"10:00-11:00\"] }\n";
    std::fs::write(&path, own).unwrap();
    let file = path.to_str().unwrap();
    let args = [
        "--calendar-file",
        file,
        "--start",
        "2026-09-21T00:00:00Z",
        "--target",
        "30m",
    ];
    assert_eq!(run(&args, "").unwrap(), "2026-09-27T10:30:00+09:00\n");
    std::fs::write(&path, own.replace("Asia/Tokyo", "Asia/Tokio")).unwrap();
    let said = run(&args, "").unwrap_err().to_string();
    assert!(said.contains("own.toml:4: zone “Asia/Tokio”"), "{said}");
}
