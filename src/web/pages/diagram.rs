//! The workflow diagram of a case: the happy path in a row, side tracks below, drawn on the server from
//! the definition. All geometry is in SVG attributes, whole numbers of pixels.

use std::collections::BTreeSet;

use askama::Template;
use domain::case::Category;
use domain::event::{Event, EventBody};
use domain::ids::StateKey;
use domain::people::Role;
use domain::text::Language;
use domain::workflow::definition::{Ball, Definition, State, Target};

use crate::i18n::Words;

/// The least width of a drawing; narrower screens scroll.
const LEAST_WIDTH: i64 = 742;
const GAP: i64 = 30;
const MARGIN: i64 = 4;
const TOP: i64 = 6;
const HEIGHT: i64 = 30;
const SIDE_GAP: i64 = 22;
const SIDE_TOP: i64 = 66;
const LANE: i64 = 51;

/// The drawing, ready to be shown; put into a template with `|safe`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/diagram.html")]
pub struct Diagram {
    label: String,
    title: String,
    width: i64,
    height: i64,
    scrolls: bool,
    edges: Vec<Edge>,
    tips: Vec<String>,
    nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Edge {
    class: &'static str,
    path: String,
}

#[derive(Clone, Debug)]
struct Node {
    x: i64,
    y: i64,
    width: i64,
    middle: i64,
    baseline: i64,
    class: &'static str,
    label: String,
}

impl Node {
    const fn right(&self) -> i64 {
        self.x + self.width
    }
}

impl Diagram {
    /// Draws the definition as seen from a case that stands in `current` after `events`.
    pub fn new(
        definition: &Definition,
        current: &StateKey,
        events: &[Event],
        language: Language,
    ) -> Self {
        let words = Words::new(language);
        let visited = visited(events, current);
        let mut path = main_path(definition);
        // The partner's own drafting is no part of the desk's path.
        path.retain(|key| {
            let drafting = definition.state(key).is_some_and(is_drafting);
            !drafting || *key == current
        });
        let main: Vec<&State> = path
            .iter()
            .filter_map(|key| definition.state(key))
            .collect();
        let side = side_states(definition, &path, current, &visited);

        let mut drawing = Drawing {
            edges: Vec::new(),
            tips: Vec::new(),
        };
        let look = Look {
            definition,
            current,
            visited: &visited,
            language,
        };
        let row = look.main_row(&main);
        drawing.join_row(&row, &main, &visited);
        let below = look.side_row(&side, &row);
        let mut left: Option<&Node> = None;
        for (hung, node) in side.iter().zip(&below) {
            let before = left.replace(node);
            if let (Joint::Side, Some(before)) = (hung.joint, before) {
                drawing.join_level(before, node, SIDE_TOP, "");
                continue;
            }
            let (Some(at), Some(key)) = (row.get(hung.anchor), path.get(hung.anchor)) else {
                continue;
            };
            drawing.join_side(at, node, comes_back(definition, &hung.state.key, key));
        }
        let end = row.iter().chain(&below).map(Node::right).max().unwrap_or(0) + MARGIN;
        let width = end.max(LEAST_WIDTH);
        let title = title(words, &look, &main, &side);
        let height = if below.is_empty() {
            TOP + HEIGHT + MARGIN
        } else {
            SIDE_TOP + HEIGHT + MARGIN
        };
        let mut nodes = below;
        nodes.extend(row);
        Self {
            label: words.get("diagram-label").into_owned(),
            title,
            width,
            height,
            scrolls: width > LEAST_WIDTH + 60,
            edges: drawing.edges,
            tips: drawing.tips,
            nodes,
        }
    }
}

/// The happy path: from the initial state always to the first later state that can be reached, in the
/// order of the definition, passing by what comes back to where it came from.
pub fn main_path(definition: &Definition) -> Vec<&StateKey> {
    let mut path = Vec::new();
    let mut current = Some(&definition.initial);
    while let Some(key) = current.filter(|key| !path.contains(key)) {
        path.push(key);
        let reach: Vec<&StateKey> = definition
            .leaving(key)
            .filter_map(|transition| named(&transition.to))
            .collect();
        current = definition
            .states
            .iter()
            .skip_while(|state| &state.key != key)
            .skip(1)
            .find(|state| reach.contains(&&state.key) && is_progress(definition, state, key))
            .map(|state| &state.key);
    }
    path
}

fn is_progress(definition: &Definition, state: &State, from: &StateKey) -> bool {
    match state.category {
        Category::New | Category::Open | Category::Done => true,
        Category::WaitingPartner | Category::WaitingInternal | Category::WaitingThirdParty => {
            !comes_back(definition, &state.key, from)
        }
        Category::Void => false,
    }
}

fn is_drafting(state: &State) -> bool {
    state.category == Category::New && state.ball == Ball::Partner
}

const fn named(target: &Target) -> Option<&StateKey> {
    match target {
        Target::State(key) => Some(key),
        Target::Previous => None,
    }
}

fn visited(events: &[Event], current: &StateKey) -> BTreeSet<StateKey> {
    let mut visited = BTreeSet::from([current.clone()]);
    for event in events {
        match &event.body {
            EventBody::Opened { state, .. } => {
                visited.insert(state.clone());
            }
            EventBody::Moved { from, to, .. } => {
                visited.insert(from.clone());
                visited.insert(to.clone());
            }
            EventBody::DraftChanged { .. }
            | EventBody::Routed { .. }
            | EventBody::DeskChanged { .. }
            | EventBody::OwnerChanged { .. }
            | EventBody::PriorityChanged { .. }
            | EventBody::Counted { .. }
            | EventBody::MessageAdded { .. }
            | EventBody::FilesAdded { .. }
            | EventBody::FilesPurged
            | EventBody::Escalated { .. }
            | EventBody::CoverageGap { .. }
            | EventBody::LevelSkipped { .. }
            | EventBody::EscalationJoined { .. }
            | EventBody::EscalationRestarted { .. }
            | EventBody::Acknowledged { .. }
            | EventBody::ChildOpened { .. }
            | EventBody::DueDateSet { .. }
            | EventBody::ChildNotOpened { .. }
            | EventBody::RulesApplied { .. }
            | EventBody::Linked { .. } => {}
        }
    }
    visited
}

/// A state off the happy path, and the place on it that it hangs from.
struct Hung<'a> {
    state: &'a State,
    anchor: usize,
    joint: Joint,
}

/// What a side state is joined to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Joint {
    /// The state of the happy path above it.
    Path,
    /// The side state at its left.
    Side,
}

/// States off the happy path that are worth drawing: those joined to it by a move that staff or the
/// desk make, except what voids a case, unless the case has been there.
fn side_states<'a>(
    definition: &'a Definition,
    path: &[&StateKey],
    current: &StateKey,
    visited: &BTreeSet<StateKey>,
) -> Vec<Hung<'a>> {
    let mut side: Vec<Hung<'a>> = definition
        .states
        .iter()
        .filter(|state| !path.contains(&&state.key) && !is_drafting(state))
        .filter(|state| state.category != Category::Void || visited.contains(&state.key))
        .filter_map(|state| {
            let anchor = anchor(definition, &state.key, path, current)?;
            Some(Hung {
                state,
                anchor,
                joint: Joint::Path,
            })
        })
        .collect();
    // A track of a track, such as an appeal, is drawn when the case has been there.
    let beyond: Vec<Hung<'a>> = definition
        .states
        .iter()
        .filter(|state| visited.contains(&state.key) && !path.contains(&&state.key))
        .filter(|state| !is_drafting(state) && side.iter().all(|hung| hung.state.key != state.key))
        .map(|state| {
            let from = side
                .iter()
                .find(|hung| leads(definition, &hung.state.key, &state.key));
            let anchor = from.map_or(path.len().saturating_sub(1), |hung| hung.anchor);
            Hung {
                state,
                anchor,
                joint: Joint::Side,
            }
        })
        .collect();
    side.extend(beyond);
    side.sort_by_key(|hung| (hung.anchor, hung.joint));
    side
}

/// Place on the path of the state that a side state hangs from: one it goes to and fro with, the
/// present one first, else the first that leads to it.
fn anchor(
    definition: &Definition,
    side: &StateKey,
    path: &[&StateKey],
    current: &StateKey,
) -> Option<usize> {
    let leads = |key: &StateKey| {
        definition.leaving(key).any(|transition| {
            let desk = transition.roles.iter().any(|role| *role != Role::Partner);
            desk && named(&transition.to) == Some(side)
        })
    };
    let to_and_fro = |key: &StateKey| leads(key) && comes_back(definition, side, key);
    let here = path
        .iter()
        .position(|key| *key == current && to_and_fro(key));
    let loops = || path.iter().position(|key| to_and_fro(key));
    here.or_else(loops)
        .or_else(|| path.iter().position(|key| leads(key)))
}

fn leads(definition: &Definition, from: &StateKey, to: &StateKey) -> bool {
    definition
        .leaving(from)
        .any(|transition| named(&transition.to) == Some(to))
}

fn comes_back(definition: &Definition, side: &StateKey, to: &StateKey) -> bool {
    definition
        .leaving(side)
        .any(|transition| match &transition.to {
            Target::State(key) => key == to,
            Target::Previous => true,
        })
}

struct Look<'a> {
    definition: &'a Definition,
    current: &'a StateKey,
    visited: &'a BTreeSet<StateKey>,
    language: Language,
}

impl Look<'_> {
    fn node(&self, state: &State, x: i64, y: i64) -> Node {
        let label = state.title.get(self.language).to_owned();
        let width = label_width(&label);
        let class = if &state.key == self.current {
            "node now"
        } else if self.visited.contains(&state.key) {
            "node done"
        } else if y == SIDE_TOP && self.definition.leaving(&state.key).next().is_none() {
            "node off"
        } else {
            "node"
        };
        Node {
            x,
            y,
            width,
            middle: x + width / 2,
            baseline: y + 19,
            class,
            label,
        }
    }

    /// The happy path, its nodes spread over the least width.
    fn main_row(&self, states: &[&State]) -> Vec<Node> {
        let widths: i64 = states
            .iter()
            .map(|state| label_width(state.title.get(self.language)))
            .sum();
        let gaps = i64::try_from(states.len().saturating_sub(1))
            .unwrap_or(0)
            .max(1);
        let spare = (LEAST_WIDTH - 2 * MARGIN - widths) / gaps;
        let gap = spare.clamp(GAP, 180);
        let mut x = MARGIN;
        let mut row = Vec::with_capacity(states.len());
        for state in states {
            let node = self.node(state, x, TOP);
            x = node.right() + gap;
            row.push(node);
        }
        row
    }

    /// Side tracks, each as near below its anchor as the ones before it let it be.
    fn side_row(&self, side: &[Hung<'_>], row: &[Node]) -> Vec<Node> {
        let width = |hung: &Hung<'_>| label_width(hung.state.title.get(self.language)) + SIDE_GAP;
        let mut free = MARGIN;
        let mut below: Vec<Node> = Vec::with_capacity(side.len());
        for group in side.chunk_by(|one, next| one.anchor == next.anchor) {
            // All that hang from one state stand centred below it.
            let whole = group.iter().map(width).sum::<i64>() - SIDE_GAP;
            let anchor = group.first().and_then(|hung| row.get(hung.anchor));
            free = free.max(anchor.map_or(free, |node| node.middle) - whole / 2);
            for hung in group {
                let node = self.node(hung.state, free, SIDE_TOP);
                free = node.right() + SIDE_GAP;
                below.push(node);
            }
        }
        below
    }
}

struct Drawing {
    edges: Vec<Edge>,
    tips: Vec<String>,
}

impl Drawing {
    fn join_row(&mut self, row: &[Node], states: &[&State], visited: &BTreeSet<StateKey>) {
        for (pair, ends) in row.windows(2).zip(states.windows(2)) {
            let ([from, to], [_, next]) = (pair, ends) else {
                continue;
            };
            let class = if visited.contains(&next.key) {
                "past"
            } else {
                ""
            };
            self.join_level(from, to, TOP, class);
        }
    }

    fn join_level(&mut self, from: &Node, to: &Node, top: i64, class: &'static str) {
        let y = top + HEIGHT / 2;
        self.line(class, format!("M{} {y}H{}", from.right() + 3, to.x - 9));
        self.tips.push(format!("M{} {y}l-6-3.5v7z", to.x - 4));
    }

    fn join_side(&mut self, anchor: &Node, side: &Node, comes_back: bool) {
        let (left, right) = (
            anchor.x.max(side.x) + 16,
            anchor.right().min(side.right()) - 16,
        );
        let from = anchor.y + HEIGHT + 3;
        if left > right {
            // Not below one another: an elbow through the lane between the rows.
            let end = side.middle;
            let start = if end > anchor.middle {
                anchor.right() - 14
            } else {
                anchor.x + 14
            };
            self.line(
                "",
                format!("M{start} {}V{LANE}H{end}V{}", from + 3, SIDE_TOP - 5),
            );
            self.down(end);
            if comes_back {
                self.up(start, from);
            }
            return;
        }
        let middle = i64::midpoint(left, right);
        let apart = if comes_back {
            ((right - left) / 2).clamp(6, 20)
        } else {
            0
        };
        let down = middle - apart;
        self.line("", format!("M{down} {from}V{}", SIDE_TOP - 5));
        self.down(down);
        if comes_back {
            let up = middle + apart;
            self.line("", format!("M{up} {}V{}", SIDE_TOP - 2, from + 5));
            self.up(up, from);
        }
    }

    fn down(&mut self, x: i64) {
        self.tips.push(format!("M{x} {SIDE_TOP}l-3.5-6h7z"));
    }

    fn up(&mut self, x: i64, y: i64) {
        self.tips.push(format!("M{x} {y}l-3.5 6h7z"));
    }

    fn line(&mut self, class: &'static str, path: String) {
        self.edges.push(Edge { class, path });
    }
}

/// Room for a label of 12 px in any of the system faces.
fn label_width(label: &str) -> i64 {
    i64::try_from(label.chars().count()).unwrap_or(0) * 7 + 26
}

fn title(words: Words, look: &Look<'_>, main: &[&State], side: &[Hung<'_>]) -> String {
    let join = |states: Vec<&State>| {
        let names: Vec<&str> = states
            .iter()
            .map(|state| state.title.get(look.language))
            .collect();
        names.join(", ")
    };
    let here = look.definition.state(look.current);
    let now = here.map_or("", |state| state.title.get(look.language));
    let seen = |state: &&State| look.visited.contains(&state.key);
    let path = || {
        main.iter()
            .copied()
            .filter(|state| &state.key != look.current)
    };
    let past = join(path().filter(seen).collect());
    let next = join(path().filter(|state| !seen(state)).collect());
    let off = side.iter().map(|hung| hung.state);
    let beside = join(off.filter(|state| &state.key != look.current).collect());
    let mut text = words.named("diagram-now", "now", now);
    for (key, list) in [
        ("diagram-past", past),
        ("diagram-next", next),
        ("diagram-side", beside),
    ] {
        if !list.is_empty() {
            text.push(' ');
            text.push_str(&words.named(key, "list", list));
        }
    }
    text
}
