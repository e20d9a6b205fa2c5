//! What must be given with a transition, and the reading of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::message::Audience;
use crate::text::Text;

/// One thing asked with a transition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Name in the API and of the recorded fact.
    pub name: String,
    /// What it is.
    pub kind: InputKind,
    /// Whether it may be left out.
    pub required: bool,
    /// Label, in both languages.
    pub label: Text,
    /// Hint, in both languages; may be empty.
    pub hint: Text,
}

/// What an input is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// Words that become a message of the thread (public) or a note (internal).
    Message {
        /// Who reads it.
        audience: Audience,
        /// Fewest characters.
        min: u32,
        /// Most characters.
        max: u32,
    },
    /// Words kept as a fact.
    Text {
        /// Fewest characters.
        min: u32,
        /// Most characters.
        max: u32,
    },
    /// One of a list.
    Choice {
        /// The list.
        options: Vec<Choice>,
    },
    /// A day, not before today.
    Date,
    /// A team's key.
    Team,
    /// A person of the staff.
    Person,
    /// Another case's reference.
    Case,
    /// Yes or no.
    Confirm,
    /// A whole number, 0 or more.
    Number,
}

/// One answer of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable value.
    pub value: String,
    /// Label, in both languages.
    pub label: Text,
}

/// What was given with a transition, by input name, as plain JSON values.
pub type Given = BTreeMap<String, Value>;
