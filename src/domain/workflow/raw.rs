//! A workflow file exactly as written, before its words are understood.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::text::Text;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) workflow: Spanned<Workflow>,
    #[serde(default)]
    pub(super) state: Vec<Spanned<State>>,
    #[serde(default)]
    pub(super) transition: Vec<Spanned<Transition>>,
    #[serde(default)]
    pub(super) timer: Vec<Spanned<Timer>>,
    #[serde(default)]
    pub(super) clock: Vec<Spanned<Clock>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Workflow {
    pub(super) key: String,
    pub(super) kind: Spanned<String>,
    pub(super) version: Spanned<u32>,
    pub(super) initial: String,
    pub(super) title: Text,
    #[serde(default)]
    pub(super) opening: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) key: String,
    pub(super) category: Spanned<String>,
    pub(super) ball: Spanned<String>,
    pub(super) title: Text,
    pub(super) public_title: Text,
    #[serde(default)]
    pub(super) terminal: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Transition {
    pub(super) key: String,
    pub(super) code: String,
    pub(super) from: Vec<String>,
    pub(super) to: Spanned<String>,
    pub(super) trigger: Vec<Spanned<String>>,
    pub(super) roles: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) visible_if: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) guards: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) input: Vec<Spanned<Input>>,
    #[serde(default)]
    pub(super) records: BTreeMap<String, String>,
    pub(super) approvals: Option<Approvals>,
    #[serde(default)]
    pub(super) effects: Vec<Spanned<String>>,
    pub(super) title: Text,
    #[serde(default)]
    pub(super) public_title: Text,
    pub(super) shortcut: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Approvals {
    pub(super) count: u32,
    pub(super) roles: Vec<Spanned<String>>,
    #[serde(default = "four_eyes")]
    pub(super) not_actor: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Input {
    pub(super) name: String,
    pub(super) kind: Spanned<String>,
    pub(super) audience: Option<Spanned<String>>,
    pub(super) min: Option<u32>,
    pub(super) max: Option<u32>,
    #[serde(default)]
    pub(super) options: Vec<Choice>,
    #[serde(default = "required")]
    pub(super) required: bool,
    pub(super) label: Text,
    #[serde(default)]
    pub(super) hint: Text,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    pub(super) value: String,
    #[serde(default)]
    pub(super) fr: String,
    #[serde(default)]
    pub(super) en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Timer {
    pub(super) key: String,
    pub(super) state: String,
    pub(super) after: Spanned<String>,
    pub(super) calendar: Spanned<String>,
    pub(super) fire: Spanned<String>,
    pub(super) repeat: Option<Spanned<String>>,
    #[serde(default = "once")]
    pub(super) max: Spanned<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clock {
    pub(super) metric: Spanned<String>,
    pub(super) kind: Option<Spanned<String>>,
    pub(super) start: Option<Spanned<String>>,
    pub(super) run: Option<Spanned<String>>,
    pub(super) stop: Option<Spanned<String>>,
    pub(super) on_reopen: Option<Spanned<String>>,
}

const fn required() -> bool {
    true
}

const fn four_eyes() -> bool {
    true
}

fn once() -> Spanned<u32> {
    Spanned::new(0..0, 1)
}
