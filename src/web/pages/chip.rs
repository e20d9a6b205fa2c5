//! The SLA chip: how much time a clock has left, the same in the queue, the preview and the board.

use std::borrow::Cow;

use askama::Template;
use domain::clocks::clock::Stage;
use domain::ids::Metric;
use domain::time::{Instant, Span};

use crate::i18n::Words;
use crate::usecases::read::badge::ClockView;
use crate::usecases::read::queue::RowClock;
use crate::web::assets::files;
use crate::web::pages::moments::{Moments, business};

/// Length of the whole bar, in units of its drawing.
const BAR: i64 = 96;
/// At risk means at most this is left, however short the target.
const RISK_FLOOR: Span = Span::minutes(15);

/// One chip, ready to be shown; put into a template with `|safe`.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/chip.html")]
pub struct Chip {
    class: &'static str,
    mark: Mark,
    text: String,
    iso: String,
    title: String,
    meaning: Cow<'static, str>,
    metric: Cow<'static, str>,
    icons: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Mark {
    Bar(i64),
    Broken,
    Icon(&'static str),
    Nothing,
}

/// How pressing a clock is, which chooses its colour and group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    /// Past due and counting.
    Late,
    /// Little is left.
    AtRisk,
    /// Enough is left.
    OnTrack,
    /// Standing still.
    Held,
    /// Stopped in time.
    Met,
    /// Stopped too late.
    Missed,
    /// Counts no more.
    Gone,
}

impl Pressure {
    /// From stage and business time: at risk is a quarter of the target or a quarter of an hour.
    pub fn of(stage: Stage, target: Span, left: Span) -> Self {
        match stage {
            Stage::Running => {
                let little = target.percent(25).max(RISK_FLOOR);
                if left <= little {
                    Self::AtRisk
                } else {
                    Self::OnTrack
                }
            }
            Stage::Paused => Self::Held,
            Stage::Met => Self::Met,
            Stage::BreachedOpen => Self::Late,
            Stage::BreachedDone => Self::Missed,
            Stage::Cancelled => Self::Gone,
        }
    }
}

/// The words of chips, looked up once for a page.
#[derive(Clone, Debug)]
pub struct ChipWords {
    words: Words,
    left: Cow<'static, str>,
    due: Cow<'static, str>,
    late: Cow<'static, str>,
    held: Cow<'static, str>,
    none: Cow<'static, str>,
}

impl ChipWords {
    /// In the page's language.
    pub fn new(words: Words) -> Self {
        Self {
            words,
            left: words.get("chip-left"),
            due: words.get("chip-due"),
            late: words.get("chip-late"),
            held: words.get("chip-held"),
            none: words.get("chip-none"),
        }
    }

    /// The chip of a row; without a clock it says so.
    pub fn row(&self, clock: Option<&RowClock>, moments: &Moments) -> Chip {
        clock.map_or_else(
            || self.no_target(),
            |clock| {
                let facts = Facts {
                    metric: &clock.metric,
                    stage: clock.stage,
                    due_at: clock.due_at,
                    target: clock.target,
                    left: clock.left,
                };
                self.chip(&facts, moments)
            },
        )
    }

    /// The chip of one of a case's clocks.
    pub fn clock(&self, clock: &ClockView, moments: &Moments) -> Chip {
        let facts = Facts {
            metric: &clock.metric,
            stage: clock.stage,
            due_at: clock.due_at,
            target: clock.target,
            left: clock.left,
        };
        self.chip(&facts, moments)
    }

    fn no_target(&self) -> Chip {
        Chip {
            class: " sla--none",
            mark: Mark::Nothing,
            text: self.none.to_string(),
            iso: String::new(),
            title: String::new(),
            meaning: Cow::Borrowed(""),
            metric: Cow::Borrowed(""),
            icons: &files().icons,
        }
    }

    fn chip(&self, clock: &Facts<'_>, moments: &Moments) -> Chip {
        let pressure = Pressure::of(clock.stage, clock.target, clock.left);
        let words = self.words;
        let wall = clock.due_at.map(|due| due.since(moments.now()));
        let (class, mark, text, meaning) = match pressure {
            Pressure::Late => {
                let late = words.signed(wall.unwrap_or(clock.left));
                (" sla--late", Mark::Broken, late, self.late.clone())
            }
            Pressure::AtRisk | Pressure::OnTrack => {
                let class = if pressure == Pressure::AtRisk {
                    " sla--risk"
                } else {
                    ""
                };
                let (text, meaning) = match clock.due_at {
                    Some(due) if !moments.is_before_midnight(due) => {
                        (moments.short(due), self.due.clone())
                    }
                    Some(_) | None => (
                        words.duration(wall.unwrap_or(clock.left)),
                        self.left.clone(),
                    ),
                };
                (
                    class,
                    Mark::Bar(bar(clock.target, clock.left, BAR)),
                    text,
                    meaning,
                )
            }
            Pressure::Held => {
                let left = business(words, clock.left);
                let left = if clock.left.as_millis() < 0 {
                    format!("\u{2212}{left}")
                } else {
                    left
                };
                (" sla--hold", Mark::Icon("i-pause"), left, self.held.clone())
            }
            Pressure::Met => {
                let spent = business(words, clock.target.minus(clock.left));
                let text = words.named("clock-met", "time", spent);
                (" sla--met", Mark::Icon("i-check"), text, Cow::Borrowed(""))
            }
            Pressure::Missed => {
                let text = words.named("clock-missed", "time", business(words, clock.left));
                (
                    " sla--missed",
                    Mark::Icon("i-alert"),
                    text,
                    Cow::Borrowed(""),
                )
            }
            Pressure::Gone => return self.no_target(),
        };
        let metric = if meaning.is_empty() {
            Cow::Borrowed("")
        } else {
            metric_name(words, clock.metric)
        };
        Chip {
            class,
            mark,
            text,
            iso: clock.due_at.map(Instant::to_rfc3339).unwrap_or_default(),
            title: clock
                .due_at
                .map(|due| moments.exact(due))
                .unwrap_or_default(),
            meaning,
            metric,
            icons: &files().icons,
        }
    }
}

/// How much of a bar of `whole` units is spent; never less than a dot, never more than the whole.
pub fn bar(target: Span, left: Span, whole: i64) -> i64 {
    let target = target.as_millis().max(1);
    let spent = target.saturating_sub(left.as_millis()).clamp(0, target);
    (spent.saturating_mul(whole) / target).clamp(whole / 24, whole)
}

/// A metric's name; one that an operator invented is shown by its key.
pub fn metric_name(words: Words, metric: &Metric) -> Cow<'static, str> {
    let key = format!("metric-{metric}");
    words
        .find(&key)
        .unwrap_or_else(|| Cow::Owned(metric.as_str().replace('_', " ")))
}

struct Facts<'a> {
    metric: &'a Metric,
    stage: Stage,
    due_at: Option<Instant>,
    target: Span,
    left: Span,
}

#[cfg(test)]
mod tests {
    use domain::text::Language;

    use super::*;

    fn chip(stage: Stage, due_minutes: Option<i64>, left_minutes: i64) -> String {
        let now = Instant::parse_rfc3339("2026-03-12T13:20:00Z").unwrap();
        let clock = RowClock {
            metric: Metric::from("first_response"),
            stage,
            due_at: due_minutes.map(|minutes| now.plus(Span::minutes(minutes))),
            target: Span::hours(4),
            left: Span::minutes(left_minutes),
        };
        let words = ChipWords::new(Words::new(Language::En));
        words
            .row(Some(&clock), &Moments::new(Language::En, now))
            .render()
            .unwrap()
            .replace('\u{a0}', " ")
    }

    #[test]
    fn each_stage_has_its_shape_and_words() {
        let track = chip(Stage::Running, Some(110), 110);
        assert!(
            track.contains("class=\"sla\"") && track.contains(">1 h 50</time>"),
            "{track}"
        );
        assert!(track.contains("width=\"52\""), "{track}");
        let risk = chip(Stage::Running, Some(35), 35);
        assert!(
            risk.contains("sla--risk") && risk.contains("left, First reply"),
            "{risk}"
        );
        let late = chip(Stage::BreachedOpen, Some(-72), -72);
        assert!(
            late.contains("sla--late") && late.contains(">−1 h 12<"),
            "{late}"
        );
        let held = chip(Stage::Paused, None, 360);
        assert!(held.contains("#i-pause") && held.contains("6 h<"), "{held}");
        let later = chip(Stage::Running, Some(24 * 60), 200);
        assert!(later.contains(">Fri 14:20</time>"), "{later}");
        let met = chip(Stage::Met, Some(-10), 202);
        assert!(met.contains("Met in 38 min"), "{met}");
    }

    #[test]
    fn at_risk_is_a_quarter_or_a_quarter_of_an_hour() {
        let of = |target, left| Pressure::of(Stage::Running, target, left);
        assert_eq!(of(Span::hours(4), Span::minutes(60)), Pressure::AtRisk);
        assert_eq!(of(Span::hours(4), Span::minutes(61)), Pressure::OnTrack);
        assert_eq!(of(Span::minutes(30), Span::minutes(15)), Pressure::AtRisk);
        assert_eq!(of(Span::minutes(30), Span::minutes(16)), Pressure::OnTrack);
    }
}
