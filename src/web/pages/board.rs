//! The SLA board: prevent the next breach, then explain the last ones. Every number opens its queue.

use std::borrow::Cow;

use askama::Template;
use domain::time::Span;

use crate::i18n::{Value, Words};
use crate::usecases::read::board::{
    Attainment, BoardGroup, BoardRow, BoardView, EscalationLine, FeedWhat, Period, WorkflowFigures,
};
use crate::usecases::read::queue::{Capped, DueIn, QueueView};
use crate::web::pages::board_address::{BoardAddress, Format, WeeksAs};
use crate::web::pages::board_charts::{OwnerBar, WeekChart, owner_bars, week_chart};
use crate::web::pages::chip::{Chip, ChipWords, Pressure};
use crate::web::pages::moments::{Moments, business};
use crate::web::pages::queue_address::QueueAddress;
use crate::web::pages::queue_filters::{due_name, kind_key};
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
    periods: Vec<Choice>,
    choices: Vec<Choice>,
    here: String,
    csv: String,
    figures_csv: String,
    table: String,
    groups: Vec<LateGroup<'a>>,
    period_note: Cow<'static, str>,
    workflows: Vec<WorkflowRow>,
    weeks: Option<WeekChart>,
    weeks_open: bool,
    owners: Vec<OwnerBar>,
    feed: Vec<FeedLine>,
}

/// Builds the board.
pub fn board_page<'a>(
    chrome: &ChromeFacts,
    view: &'a BoardView,
    address: &BoardAddress,
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
    let mut table = address.clone();
    table.weeks = WeeksAs::Table;
    BoardPage {
        page: Page::figures(chrome, Place::Board, words.get("nav-board").into_owned()),
        teams: teams.join(" · "),
        as_of: words.named("queue-as-of", "time", moments.time(view.now)),
        tiles: tiles(words, view, &moments),
        periods: periods(words, address),
        choices: choices(words, view, address),
        here: address.href(),
        csv: address.as_format(Format::Cases).href(),
        figures_csv: address.as_format(Format::Figures).href(),
        table: table.href(),
        groups: view
            .groups
            .iter()
            .filter(|group| group.total.n > 0)
            .map(|group| late_group(words, group, view, &chip_words, &moments))
            .collect(),
        period_note: words.get(period_note(view.query.period)),
        workflows: view
            .workflows
            .iter()
            .map(|figures| workflow_row(words, figures, view))
            .collect(),
        weeks: week_chart(words, view, &moments),
        weeks_open: address.weeks == WeeksAs::Table,
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
    href: Option<String>,
    value: String,
    tone: &'static str,
    aside: String,
    aside_tone: &'static str,
    detail: String,
}

/// One choice of a switch.
struct Choice {
    name: Cow<'static, str>,
    href: String,
    current: bool,
}

struct LateGroup<'a> {
    name: Cow<'static, str>,
    tone: &'static str,
    count: String,
    href: String,
    rows: Vec<LateRow<'a>>,
    /// The link to what the group does not show; none when it shows all.
    more: Option<String>,
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

fn periods(words: Words, address: &BoardAddress) -> Vec<Choice> {
    Period::ALL
        .into_iter()
        .map(|period| Choice {
            name: words.get(match period {
                Period::Today => "period-today",
                Period::Week => "period-week",
                Period::Quarter => "period-quarter",
            }),
            href: address.over(period).href(),
            current: period == address.query.period,
        })
        .collect()
}

/// The teams to choose among; nothing for whoever has one.
fn choices(words: Words, view: &BoardView, address: &BoardAddress) -> Vec<Choice> {
    if view.choices.len() < 2 {
        return Vec::new();
    }
    let all = Choice {
        name: words.get("board-all-teams"),
        href: address.of(None).href(),
        current: view.query.team.is_none(),
    };
    let each = view.choices.iter().map(|team| Choice {
        name: Cow::Owned(team.to_string()),
        href: address.of(Some(team.clone())).href(),
        current: view.query.team.as_ref() == Some(team),
    });
    std::iter::once(all).chain(each).collect()
}

const fn period_note(period: Period) -> &'static str {
    match period {
        Period::Today => "board-note-today",
        Period::Week => "board-note-week",
        Period::Quarter => "board-note-quarter",
    }
}

/// The queue that lists a group whole.
fn queue_of(view: &BoardView, due: DueIn) -> String {
    QueueAddress {
        view: QueueView::All,
        team: view.query.team.clone(),
        due: Some(due),
        ..QueueAddress::default()
    }
    .href()
}

fn late_group<'a>(
    words: Words,
    group: &'a BoardGroup,
    view: &BoardView,
    chip_words: &ChipWords,
    moments: &Moments,
) -> LateGroup<'a> {
    let shown = u32::try_from(group.rows.len()).unwrap_or(u32::MAX);
    let more = group.total.n.saturating_sub(shown);
    LateGroup {
        name: words.get(due_name(group.due)),
        tone: if group.due == DueIn::Late {
            " down"
        } else {
            ""
        },
        count: capped(words, group.total),
        href: queue_of(view, group.due),
        rows: group
            .rows
            .iter()
            .map(|row| late_row(words, row, chip_words, moments))
            .collect(),
        more: (more > 0).then(|| words.count("board-more", more)),
    }
}

fn tiles(words: Words, view: &BoardView, moments: &Moments) -> Vec<Tile> {
    let group = |due: DueIn| view.groups.iter().find(|group| group.due == due);
    let total = |due: DueIn| group(due).map_or_else(Capped::default, |group| group.total);
    let soon = group(DueIn::Soon).map_or(&[][..], |group| group.rows.as_slice());
    let at_risk = soon
        .iter()
        .filter_map(|row| row.row.clock.as_ref())
        .filter(|clock| Pressure::of(clock.stage, clock.target, clock.left) == Pressure::AtRisk)
        .count();
    let nobody = soon.iter().filter(|row| row.row.owner.is_none()).count();
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
            href: Some(queue_of(view, DueIn::Late)),
            value: capped(words, total(DueIn::Late)),
            tone: if total(DueIn::Late).n > 0 {
                " down"
            } else {
                ""
            },
            aside: String::new(),
            aside_tone: "",
            detail: match view.oldest_breach {
                Some(at) => words.named("tile-late-detail", "time", moments.since(at)),
                None => words.get("tile-late-none").into_owned(),
            },
        },
        Tile {
            name: words.get("tile-soon"),
            href: Some(queue_of(view, DueIn::Soon)),
            value: capped(words, total(DueIn::Soon)),
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
            href: Some(queue_of(view, DueIn::HeldLong)),
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
        (Some(person), _) => words.named("board-taken", "who", first_name(&person.name)),
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
            "lead_of_team" => words.get("told-lead"),
            "manager_of_assignee" => words.get("told-manager"),
            name => Cow::Borrowed(first_name(name)),
        })
        .collect();
    named.join(", ")
}

fn workflow_row(words: Words, figures: &WorkflowFigures, view: &BoardView) -> WorkflowRow {
    WorkflowRow {
        name: words.get(kind_key(figures.kind)),
        href: QueueAddress {
            view: QueueView::All,
            kind: Some(figures.kind),
            team: view.query.team.clone(),
            ..QueueAddress::default()
        }
        .href(),
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
    let text = match line.what {
        FeedWhat::Acknowledged => words.named("feed-acknowledged", "who", &line.who),
        FeedWhat::Gap(level) => words.with("feed-level-nobody", &[("level", Value::from(level))]),
        FeedWhat::Level(level) => words.with(
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
