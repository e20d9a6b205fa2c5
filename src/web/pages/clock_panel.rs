//! The clock panel of a case: each target with what is left of it, by when, and under which policy.

use std::borrow::Cow;

use domain::clocks::clock::Stage;
use domain::time::Instant;

use crate::i18n::{Value, Words};
use crate::usecases::read::badge::ClockView;
use crate::web::pages::case_aside::{calendar_name, policy_name};
use crate::web::pages::chip::{Pressure, bar, metric_name};
use crate::web::pages::moments::{Moments, business};

/// Most cells; more than two rows would hide the case.
const MOST_CELLS: usize = 6;

/// One cell of the panel.
#[derive(Clone, Debug)]
pub struct ClockCell {
    /// `met`, `risk`, `late`, `hold` or nothing.
    pub class: &'static str,
    /// What it measures.
    pub name: Cow<'static, str>,
    /// Target or moment, at the right.
    pub detail: String,
    /// Symbol before the value; empty for none.
    pub icon: &'static str,
    /// What is left, or what came of it.
    pub value: String,
    /// The due instant; empty when nothing is due.
    pub iso: String,
    /// Length of the bar of 100.
    pub spent: i64,
    /// Policy, calendar and the due instant of the start.
    pub explanation: String,
}

/// The cells of a case's clocks, live ones first; those that count no more are left out.
pub fn clock_cells(words: Words, clocks: &[ClockView], moments: &Moments) -> Vec<ClockCell> {
    clocks
        .iter()
        .filter(|clock| clock.stage != Stage::Cancelled)
        .take(MOST_CELLS)
        .map(|clock| cell(words, clock, moments))
        .collect()
}

fn cell(words: Words, clock: &ClockView, moments: &Moments) -> ClockCell {
    let pressure = Pressure::of(clock.stage, clock.target, clock.left);
    let wall = clock.wall_left.unwrap_or(clock.left);
    let target = || words.named("clock-target", "time", business(words, clock.target));
    let due = clock.due_at;
    let (class, icon, value, detail) = match pressure {
        Pressure::Late => {
            let since = due.map(|due| words.named("clock-was-due", "when", moments.short(due)));
            (
                "late",
                "",
                words.remaining(wall),
                since.unwrap_or_else(target),
            )
        }
        Pressure::AtRisk | Pressure::OnTrack => {
            let class = if pressure == Pressure::AtRisk {
                "risk"
            } else {
                ""
            };
            match due {
                Some(due) if moments.is_before_midnight(due) => {
                    let by = words.named("clock-by", "when", moments.time(due));
                    (class, "", words.remaining(wall), by)
                }
                Some(due) => {
                    let left =
                        words.named("clock-service-left", "time", business(words, clock.left));
                    (class, "", moments.short(due), left)
                }
                None => (class, "", words.remaining(clock.left), target()),
            }
        }
        Pressure::Held => {
            let left = business(words, clock.left);
            let key = if clock.left.as_millis() < 0 {
                "clock-held-late"
            } else {
                "clock-held"
            };
            ("hold", "i-pause", words.named(key, "time", left), target())
        }
        Pressure::Met | Pressure::Gone => {
            let spent = business(words, clock.spent);
            (
                "met",
                "i-check",
                words.named("clock-met", "time", spent),
                target(),
            )
        }
        Pressure::Missed => {
            let over = business(words, clock.left);
            (
                "late",
                "i-alert",
                words.named("clock-missed", "time", over),
                target(),
            )
        }
    };
    ClockCell {
        class,
        name: metric_name(words, &clock.metric),
        detail,
        icon,
        value,
        iso: due.map(Instant::to_rfc3339).unwrap_or_default(),
        spent: bar(clock.target, clock.left, 100),
        explanation: explanation(words, clock, moments),
    }
}

fn explanation(words: Words, clock: &ClockView, moments: &Moments) -> String {
    words.with(
        "clock-explanation",
        &[
            ("policy", policy_name(words, &clock.policy).into()),
            ("calendar", calendar_name(words, &clock.calendar).into()),
            ("version", Value::from(clock.calendar_version)),
            ("target", Value::from(business(words, clock.target))),
            ("original", Value::from(moments.exact(clock.original_due))),
        ],
    )
}
