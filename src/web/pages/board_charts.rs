//! The two drawings of the board, as geometry in SVG attributes: targets met per week, cases by owner.

use std::fmt::Write as _;

use crate::i18n::{Value, Words};
use crate::usecases::read::board::{BoardView, OwnerFigures};
use crate::web::pages::board::{percent, tenths_met};
use crate::web::pages::moments::Moments;
use crate::web::pages::queue_address::{OwnerFilter, QueueAddress};
use crate::web::pages::shell::initial;

const WIDTH: i64 = 440;
const HEIGHT: i64 = 136;
/// Length of the longest bar.
const BAR: i64 = 240;

/// Targets met per week.
#[derive(Clone, Debug)]
pub struct WeekChart {
    /// One sentence for those who do not see it.
    pub label: String,
    /// Labels of the lines, top first.
    pub scale: Vec<String>,
    /// Heights of the lines.
    pub lines: Vec<i64>,
    /// The curve.
    pub curve: String,
    /// The present week, which is still running: a dashed end; empty when nothing came out in it yet.
    pub running: String,
    /// The curve closed along the goal, for the areas above and below.
    pub area: String,
    /// Height of the goal.
    pub goal: i64,
    /// Height of the area below the goal.
    pub below: i64,
    /// Where the goal's label stands.
    pub goal_label_y: i64,
    /// The goal in words.
    pub goal_label: String,
    /// Where the last value stands.
    pub last_y: i64,
    /// The last value.
    pub last: String,
    /// Labels of the time axis.
    pub axis: Vec<String>,
    /// The same as a table: week, share, met, all.
    pub table: Vec<[String; 4]>,
}

/// Open cases of one owner as a bar.
#[derive(Clone, Debug)]
pub struct OwnerBar {
    /// Name, or nobody.
    pub name: String,
    /// First letter; empty for nobody.
    pub initial: String,
    /// The queue of theirs.
    pub href: String,
    /// Parts of the bar: class, start, length.
    pub parts: Vec<(&'static str, i64, i64)>,
    /// The parts in words.
    pub label: String,
    /// All of them.
    pub open: String,
    /// Late ones; empty for none.
    pub late: String,
}

/// The chart of the weeks in which clocks came out; nothing with fewer than two whole ones. The present
/// week says little before it is over: it neither sets the scale nor belongs to the curve.
pub fn week_chart(words: Words, view: &BoardView, moments: &Moments) -> Option<WeekChart> {
    let (present, past) = view.weeks.split_last()?;
    let weeks: Vec<_> = past
        .iter()
        .filter_map(|week| Some((week, tenths_met(week.attainment)?)))
        .collect();
    let (first, last) = (weeks.first()?, weeks.last()?);
    if weeks.len() < 2 {
        return None;
    }
    let running = tenths_met(present.attainment).map(|tenths| (present, tenths));
    let goal = i64::from(view.goal_percent) * 10;
    let lowest = weeks.iter().map(|(_, tenths)| *tenths).min()?.min(goal);
    let highest = weeks.iter().map(|(_, tenths)| *tenths).max()?.max(goal);
    // Four equal steps of whole percents that hold every value.
    let top = ((highest + 19) / 10 * 10).min(1_000);
    let step = ((top - lowest + 39) / 40 * 10).max(10);
    let bottom = top - 4 * step;
    let y = |tenths: i64| (top - tenths.clamp(bottom, top)) * HEIGHT / (top - bottom);
    let spaces = i64::try_from(weeks.len()).unwrap_or(2) - 1 + i64::from(running.is_some());
    let mut curve = String::new();
    for (place, (_, tenths)) in (0_i64..).zip(&weeks) {
        curve.push(if place == 0 { 'M' } else { 'L' });
        // Writing to a string cannot fail.
        let _ = write!(curve, "{} {}", place * WIDTH / spaces, y(*tenths));
    }
    let goal_y = y(goal);
    let end = if running.is_some() {
        WIDTH - WIDTH / spaces
    } else {
        WIDTH
    };
    let area = format!("{curve}L{end} {goal_y}L0 {goal_y}Z");
    let dashed = running.map_or_else(String::new, |(_, tenths)| {
        format!("M{end} {}L{WIDTH} {}", y(last.1), y(tenths))
    });
    let last = running.unwrap_or(*last);
    let last_y = y(last.1);
    // The two labels at the end keep out of each other's way.
    let (goal_label_y, last_label_y) = if last_y >= goal_y {
        (goal_y + 4, (last_y + 5).max(goal_y + 19))
    } else {
        (goal_y + 4, (last_y + 4).min(goal_y - 11))
    };
    let middle = weeks.get(weeks.len() / 2)?;
    Some(WeekChart {
        label: words.with(
            "weeks-label",
            &[
                ("n", Value::from(weeks.len())),
                ("first", percent(words, first.1).into()),
                ("last", percent(words, last.1).into()),
                ("goal", percent(words, goal).into()),
            ],
        ),
        scale: (0..5)
            .map(|line| percent(words, top - line * step))
            .collect(),
        lines: (0..5).map(|line| line * HEIGHT / 4).collect(),
        curve,
        running: dashed,
        area,
        goal: goal_y,
        below: HEIGHT - goal_y,
        goal_label_y,
        goal_label: words.named("weeks-goal", "goal", words.number(goal / 10)),
        last_y: last_label_y,
        last: percent(words, last.1),
        axis: vec![
            moments.day_month(first.0.starts_at),
            moments.day_month(middle.0.starts_at),
            words.get("weeks-now").into_owned(),
        ],
        table: weeks
            .iter()
            .copied()
            .chain(running)
            .map(|(week, tenths)| {
                let one = week.attainment;
                [
                    moments.day_month(week.starts_at),
                    percent(words, tenths),
                    words.number(i64::from(one.met)),
                    words.number(i64::from(one.met) + i64::from(one.missed)),
                ]
            })
            .collect(),
    })
}

/// One bar an owner, all on the scale of the one with most.
pub fn owner_bars(words: Words, owners: &[OwnerFigures]) -> Vec<OwnerBar> {
    let open = |one: &OwnerFigures| {
        i64::from(one.late) + i64::from(one.at_risk) + i64::from(one.on_track) + i64::from(one.held)
    };
    let most = owners.iter().map(open).max().unwrap_or(0).max(1);
    owners
        .iter()
        .map(|one| owner_bar(words, one, open(one), most))
        .collect()
}

fn owner_bar(words: Words, one: &OwnerFigures, open: i64, most: i64) -> OwnerBar {
    let counts = [
        ("c-late", one.late),
        ("c-risk", one.at_risk),
        ("c-ok", one.on_track),
        ("c-hold", one.held),
    ];
    let mut parts = Vec::new();
    let mut before = 0;
    for (class, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let start = before * BAR / most;
        before += i64::from(count);
        parts.push((class, start, (before * BAR / most - start - 1).max(1)));
    }
    let owner = one.id.map_or(OwnerFilter::Nobody, OwnerFilter::Person);
    let address = QueueAddress {
        view: crate::usecases::read::queue::QueueView::All,
        owner,
        ..QueueAddress::default()
    };
    OwnerBar {
        name: one.owner.as_ref().map_or_else(
            || words.get("row-nobody").into_owned(),
            |person| person.name.clone(),
        ),
        initial: one
            .owner
            .as_ref()
            .map(|person| initial(&person.name))
            .unwrap_or_default(),
        href: address.href(),
        parts,
        label: words.with(
            "owner-split",
            &[
                ("ok", Value::from(one.on_track)),
                ("risk", Value::from(one.at_risk)),
                ("late", Value::from(one.late)),
                ("held", Value::from(one.held)),
            ],
        ),
        open: words.number(open),
        late: if one.late > 0 {
            words.number(i64::from(one.late))
        } else {
            String::new()
        },
    }
}
