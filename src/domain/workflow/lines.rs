//! The source map of a workflow file: on which line it says what.

use std::collections::BTreeMap;

use crate::source::Finding;

/// One thing a definition says, by its place in the lists of [`Definition`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Element {
    /// The head.
    Workflow,
    /// An effect of opening.
    Opening(usize),
    /// A state.
    State(usize),
    /// A transition.
    Transition(usize),
    /// A `visible_if` of a transition.
    VisibleIf(usize, usize),
    /// A guard of a transition.
    Guard(usize, usize),
    /// An input of a transition.
    Input(usize, usize),
    /// An effect of a transition.
    Effect(usize, usize),
    /// A timer.
    Timer(usize),
    /// A clock.
    Clock(usize),
}

/// The source map of one workflow file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    file: String,
    lines: BTreeMap<Element, usize>,
}

impl Lines {
    /// An empty map of the file of that name.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            lines: BTreeMap::new(),
        }
    }

    /// Notes that an element begins on a line, from 1.
    pub fn insert(&mut self, element: Element, line: usize) {
        self.lines.insert(element, line);
    }

    /// The file's name as the operator knows it.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line of an element, from 1; 1 for what the file does not say.
    pub fn line(&self, element: Element) -> usize {
        self.lines.get(&element).copied().unwrap_or(1)
    }

    /// A finding about an element.
    pub fn finding(&self, element: Element, message: impl Into<String>) -> Finding {
        Finding {
            file: self.file.clone(),
            line: self.line(element),
            message: message.into(),
        }
    }
}
