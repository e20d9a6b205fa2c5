//! The publish gate: proves that no case of a workflow can get stuck or wait unwatched (workflows.md §1).
//!
//! Every finding names file and line, the way from the initial state where that helps, and the remedy.

mod graph;
mod moves;
mod names;
mod shape;
mod texts;
mod watch;

use crate::case::Kind;
use crate::source::{Finding, unknown};
use crate::workflow::check::graph::Graph;
use crate::workflow::definition::{Definition, Transition};
use crate::workflow::effect::Effect;
use crate::workflow::lines::{Element, Lines};
use crate::workflow::parse::Parsed;

/// What definitions may name besides themselves.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Keys of the request types.
    pub request_types: &'a [&'a str],
    /// Keys of the mail templates.
    pub templates: &'a [&'a str],
    /// Keys of the teams.
    pub teams: &'a [&'a str],
}

/// Proves all workflows of an installation, each by itself and together.
pub fn check_all(workflows: &[Parsed], known: &Known<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = workflows
        .iter()
        .flat_map(|parsed| check(parsed, known))
        .collect();
    for parsed in workflows {
        findings.extend(references_between(parsed, workflows));
    }
    for kind in Kind::ALL {
        if !workflows
            .iter()
            .any(|parsed| parsed.definition.kind == kind)
        {
            findings.push(Finding {
                file: "workflows".to_owned(),
                line: 1,
                message: format!("no workflow is of kind “{}”; add one", kind.as_str()),
            });
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// Proves one workflow by itself.
pub fn check(parsed: &Parsed, known: &Known<'_>) -> Vec<Finding> {
    let mut gate = Gate {
        definition: &parsed.definition,
        lines: &parsed.lines,
        findings: Vec::new(),
    };
    gate.shape();
    gate.texts();
    gate.known_names(known);
    // Ways through the machine mean something only when every state named is there.
    if gate
        .findings
        .iter()
        .all(|finding| !finding.message.starts_with("unknown state"))
    {
        let graph = Graph::of(gate.definition);
        gate.ways(&graph);
        gate.moves(&graph);
        gate.watched(&graph);
    }
    gate.findings.sort();
    gate.findings.dedup();
    gate.findings
}

/// One workflow under examination.
struct Gate<'a> {
    definition: &'a Definition,
    lines: &'a Lines,
    findings: Vec<Finding>,
}

impl<'a> Gate<'a> {
    fn say(&mut self, element: Element, message: impl Into<String>) {
        self.findings.push(self.lines.finding(element, message));
    }

    /// The transitions with their places, in the order of the definition.
    fn transitions(&self) -> impl Iterator<Item = (usize, &'a Transition)> + use<'a> {
        self.definition.transitions.iter().enumerate()
    }

    fn state_keys(&self) -> Vec<&'a str> {
        self.definition
            .states
            .iter()
            .map(|state| state.key.as_str())
            .collect()
    }

    fn transition_keys(&self) -> Vec<&'a str> {
        self.definition
            .transitions
            .iter()
            .map(|one| one.key.as_str())
            .collect()
    }
}

/// What a workflow says about others: kinds it opens, moves it makes of its parent; and its version.
fn references_between(parsed: &Parsed, all: &[Parsed]) -> Vec<Finding> {
    let definition = &parsed.definition;
    let twins = all.iter().filter(|other| {
        other.definition.key == definition.key && other.definition.version == definition.version
    });
    let mut findings = Vec::new();
    if twins.count() > 1 {
        let said = format!(
            "workflow “{}” version {} is defined twice; give one of them another key or version",
            definition.key, definition.version
        );
        findings.push(parsed.lines.finding(Element::Workflow, said));
    }
    for (at, transition) in definition.transitions.iter().enumerate() {
        for (n, effect) in transition.effects.iter().enumerate() {
            if let Some(said) = missing_elsewhere(effect, definition, all) {
                findings.push(parsed.lines.finding(Element::Effect(at, n), said));
            }
        }
    }
    findings
}

fn missing_elsewhere(effect: &Effect, definition: &Definition, all: &[Parsed]) -> Option<String> {
    match effect {
        Effect::OpenChild { kind } => {
            let is_there = all.iter().any(|other| other.definition.kind == *kind);
            (!is_there).then(|| format!("no workflow is of kind “{}”; add one", kind.as_str()))
        }
        Effect::TellParent { transition } => {
            let parents = || {
                all.iter()
                    .map(|one| &one.definition)
                    .filter(|one| one.opens(definition.kind))
            };
            let has = parents().any(|parent| parent.transition(transition).is_some());
            let keys: Vec<&str> = parents()
                .flat_map(|parent| parent.transitions.iter().map(|one| one.key.as_str()))
                .collect();
            (!has).then(|| unknown("transition of a parent", transition.as_str(), keys))
        }
        Effect::Route
        | Effect::Assign
        | Effect::Unassign
        | Effect::Delegate
        | Effect::HandTo { .. }
        | Effect::Recall
        | Effect::Count { .. }
        | Effect::RecordActor { .. }
        | Effect::Mail { .. }
        | Effect::MailAtCount { .. }
        | Effect::Merge
        | Effect::Join
        | Effect::PurgeFiles
        | Effect::Escalate
        | Effect::Acknowledge
        | Effect::LowerPriority => None,
    }
}

#[cfg(test)]
mod tests;
