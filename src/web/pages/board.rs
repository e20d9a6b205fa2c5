//! The SLA board: prevent the next breach, then explain the last ones. Every number opens its queue.

use std::borrow::Cow;

use askama::Template;
use domain::time::Span;

use crate::i18n::{Value, Words};
use crate::usecases::read::board::{
    Attainment, BoardRow, BoardView, EscalationLine, WorkflowFigures,
};
use crate::web::pages::board_charts::{OwnerBar, WeekChart, owner_bars, week_chart};
use crate::web::pages::chip::{Chip, ChipWords, Pressure};
use crate::web::pages::moments::{Moments, business};
use crate::web::pages::queue_filters::kind_key;
use crate::web::pages::shell::{ChromeFacts, Page, Place, capped, first_name, initial};
use crate::web::pages::state_badge::StateBadge;

/// The board, ready to be shown.
#[derive(Template)]
#[template(path = "desk/board.html")]
pub struct BoardPage<'a> {
    page: Page,
    teams: String,
    as_of: String,
    tiles: Vec<Tile>,
    rows: Vec<LateRow<'a>>,
    workflows: Vec<WorkflowRow>,
    weeks: Option<WeekChart>,
    weeks_open: bool,
    owners: Vec<OwnerBar>,
    feed: Vec<FeedLine>,
}

/// Whether the weeks are shown as a drawing or as a table at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeeksAs {
    /// A drawing, its table folded below.
    #[default]
    Drawing,
    /// The table unfolded (`?table=weeks`).
    Table,
}

/// Builds the board.
pub fn board_page<'a>(
    chrome: &ChromeFacts,
    view: &'a BoardView,
    weeks_as: WeeksAs,
) -> BoardPage<'a> {
    let language = chrome.language;
    let words = Words::new(language);
    let moments = Moments::new(language, view.now);
    let chip_words = ChipWords::new(words);
    let teams: Vec<&str> = view
        .teams
        .iter()
        .map(domain::ids::TeamKey::as_str)
        .collect();
    BoardPage {
        page: Page::figures(chrome, Place::Board, words.get("nav-board").into_owned()),
        teams: teams.join(" · "),
        as_of: words.named("queue-as-of", "time", moments.time(view.now)),
        tiles: tiles(words, view, &moments),
        rows: view
            .rows
            .iter()
            .map(|row| late_row(words, row, &chip_words, &moments))
            .collect(),
        workflows: view
            .workflows
            .iter()
            .map(|figures| workflow_row(words, figures, view))
            .collect(),
        weeks: week_chart(words, view, &moments),
        weeks_open: weeks_as == WeeksAs::Table,
        owners: owner_bars(words, &view.owners),
        feed: view
            .escalations
            .iter()
            .map(|line| feed_line(words, line, &moments))
            .collect(),
    }
}

/// Share of targets met in tenths of a percent; `None` when no clock came out.
pub fn tenths_met(attainment: Attainment) -> Option<i64> {
    let all = i64::from(attainment.met) + i64::from(attainment.missed);
    (all > 0).then(|| (i64::from(attainment.met) * 1_000 + all / 2) / all)
}

/// `94,2 %` / `94.2%`; a dash when there is nothing to say.
pub fn share(words: Words, attainment: Attainment) -> String {
    tenths_met(attainment).map_or_else(|| "–".to_owned(), |tenths| percent(words, tenths))
}

/// Tenths of a percent with the sign of the language.
pub fn percent(words: Words, tenths: i64) -> String {
    let number = if tenths % 10 == 0 {
        words.number(tenths / 10)
    } else {
        words.decimal(tenths)
    };
    words.named("percent", "number", number)
}

struct Tile {
    name: Cow<'static, str>,
    href: Option<&'static str>,
    value: String,
    tone: &'static str,
    aside: String,
    aside_tone: &'static str,
    detail: String,
}

struct LateRow<'a> {
    chip: Chip,
    reference: String,
    title: &'a str,
    organisation: &'a str,
    state: StateBadge<'a>,
    owner: Option<&'a str>,
    initial: String,
    first_name: &'a str,
    next: String,
    acknowledge: Option<String>,
}

struct WorkflowRow {
    name: Cow<'static, str>,
    href: String,
    closed: String,
    first_reply: Share,
    resolution: Share,
    median: String,
}

struct Share {
    text: String,
    tone: &'static str,
}

struct FeedLine {
    iso: String,
    time: String,
    reference: String,
    text: String,
}

fn tiles(words: Words, view: &BoardView, moments: &Moments) -> Vec<Tile> {
    let at_risk = view
        .rows
        .iter()
        .filter_map(|row| row.row.clock.as_ref())
        .filter(|clock| Pressure::of(clock.stage, clock.target, clock.left) == Pressure::AtRisk)
        .count();
    let nobody = view
        .rows
        .iter()
        .filter(|row| row.row.owner.is_none())
        .filter(|row| {
            row.row
                .clock
                .as_ref()
                .is_some_and(|clock| !clock.left.is_zero_or_less())
        })
        .count();
    let (change, change_tone) = change(words, view);
    let all = view.attainment.met + view.attainment.missed;
    vec![
        Tile {
            name: words.get("tile-met"),
            href: None,
            value: share(words, view.attainment),
            tone: "",
            aside: change,
            aside_tone: change_tone,
            detail: words.with(
                "tile-met-detail",
                &[
                    ("goal", words.percent(i64::from(view.goal_percent)).into()),
                    ("met", Value::from(view.attainment.met)),
                    ("all", Value::from(all)),
                ],
            ),
        },
        Tile {
            name: words.get("tile-late"),
            href: Some("/queue?view=all"),
            value: capped(words, view.breached),
            tone: if view.breached.n > 0 { " down" } else { "" },
            aside: String::new(),
            aside_tone: "",
            detail: match view.oldest_breach {
                Some(at) => words.named("tile-late-detail", "time", moments.since(at)),
                None => words.get("tile-late-none").into_owned(),
            },
        },
        Tile {
            name: words.get("tile-soon"),
            href: Some("/queue?view=all"),
            value: capped(words, view.due_soon),
            tone: "",
            aside: if at_risk > 0 {
                words.count("tile-soon-risk", at_risk)
            } else {
                String::new()
            },
            aside_tone: "warn",
            detail: words.count("tile-soon-detail", nobody),
        },
        Tile {
            name: words.get("tile-first"),
            href: None,
            value: view
                .median_first_reply
                .map_or_else(|| "–".to_owned(), |span| business(words, span)),
            tone: "",
            aside: String::new(),
            aside_tone: "",
            detail: match view.p90_first_reply {
                Some(span) => words.named("tile-first-detail", "time", business(words, span)),
                None => words.get("tile-first-none").into_owned(),
            },
        },
        Tile {
            name: words.get("tile-held"),
            href: Some("/queue?view=waiting"),
            value: capped(words, view.held_long),
            tone: "",
            aside: String::new(),
            aside_tone: "",
            detail: words.get("tile-held-detail").into_owned(),
        },
    ]
}

/// The difference to the seven days before, in points.
fn change(words: Words, view: &BoardView) -> (String, &'static str) {
    let (Some(now), Some(before)) = (
        tenths_met(view.attainment),
        tenths_met(view.attainment_before),
    ) else {
        return (String::new(), "");
    };
    let difference = now - before;
    let sign = if difference > 0 { "+" } else { "" };
    let text = words.named(
        "tile-points",
        "number",
        format!("{sign}{}", words.decimal(difference)),
    );
    let tone = match difference {
        1.. => "up",
        0 => "faint",
        _ => "down",
    };
    (text, tone)
}

fn late_row<'a>(
    words: Words,
    fact: &'a BoardRow,
    chip_words: &ChipWords,
    moments: &Moments,
) -> LateRow<'a> {
    let row = &fact.row;
    let next = match (&fact.acknowledged_by, &fact.next_level) {
        (Some(person), _) => words.named("board-taken", "who", &person.name),
        (None, Some(next)) => format!("{}, {}", told(words, &next.who), moments.short(next.at)),
        (None, None) => "–".to_owned(),
    };
    LateRow {
        chip: chip_words.row(row.clock.as_ref(), moments),
        reference: row.reference.to_string(),
        title: &row.title,
        organisation: &row.organisation,
        state: StateBadge::plain(row.category, row.state_title.get(words.language())),
        owner: row.owner.as_ref().map(|owner| owner.name.as_str()),
        initial: row
            .owner
            .as_ref()
            .map(|owner| initial(&owner.name))
            .unwrap_or_default(),
        first_name: row
            .owner
            .as_ref()
            .map_or("", |owner| first_name(&owner.name)),
        next,
        acknowledge: match (&fact.run, &fact.acknowledged_by) {
            (Some(run), None) => Some(format!("/escalations/{run}/acknowledge")),
            (Some(_) | None, _) => None,
        },
    }
}

/// Who is told, with the places of a policy (owner, stand-in, lead) in words; names and teams stay.
fn told(words: Words, who: &str) -> String {
    let named: Vec<Cow<'_, str>> = who
        .split(", ")
        .map(|one| match one {
            "owner" => words.get("told-owner"),
            "backup" => words.get("told-backup"),
            "lead" => words.get("told-lead"),
            name => Cow::Borrowed(name),
        })
        .collect();
    named.join(", ")
}

fn workflow_row(words: Words, figures: &WorkflowFigures, view: &BoardView) -> WorkflowRow {
    WorkflowRow {
        name: words.get(kind_key(figures.kind)),
        href: format!("/queue?view=all&kind={}", figures.kind.as_str()),
        closed: words.number(i64::from(figures.closed)),
        first_reply: toned(words, figures.first_reply, view.goal_percent),
        resolution: toned(words, figures.resolution, view.goal_percent),
        median: figures
            .median
            .map_or_else(|| "–".to_owned(), |span: Span| words.duration(span)),
    }
}

/// Below the goal is amber, ten points below is red.
fn toned(words: Words, attainment: Attainment, goal: u8) -> Share {
    let goal = i64::from(goal) * 10;
    let tone = match tenths_met(attainment) {
        Some(tenths) if tenths < goal - 100 => " down",
        Some(tenths) if tenths < goal => " warn",
        Some(_) | None => "",
    };
    Share {
        text: share(words, attainment),
        tone,
    }
}

fn feed_line(words: Words, line: &EscalationLine, moments: &Moments) -> FeedLine {
    let text = match (line.level, line.who.is_empty()) {
        (0, _) => words.named("feed-acknowledged", "who", &line.who),
        (level, true) => words.with("feed-level-nobody", &[("level", Value::from(level))]),
        (level, false) => words.with(
            "feed-level",
            &[
                ("level", Value::from(level)),
                ("who", Value::from(&line.who)),
            ],
        ),
    };
    FeedLine {
        iso: line.at.to_rfc3339(),
        time: moments.short(line.at),
        reference: line.reference.to_string(),
        text,
    }
}
