//! The ways through a workflow: what leads where, and the shortest way from the initial state.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ids::StateKey;
use crate::workflow::definition::{Definition, Target, Transition};

/// The states and what leads from one to the next.
pub(super) struct Graph<'a> {
    next: BTreeMap<&'a StateKey, BTreeSet<&'a StateKey>>,
    came_from: BTreeMap<&'a StateKey, Option<&'a StateKey>>,
}

impl<'a> Graph<'a> {
    /// The graph of a definition.
    pub(super) fn of(definition: &'a Definition) -> Self {
        let mut next: BTreeMap<&StateKey, BTreeSet<&StateKey>> = BTreeMap::new();
        for transition in &definition.transitions {
            for from in &transition.from {
                next.entry(from)
                    .or_default()
                    .extend(targets(definition, transition, from));
            }
        }
        let came_from = ways(&definition.initial, &next);
        Self { next, came_from }
    }

    /// Whether a case can get there.
    pub(super) fn reaches(&self, state: &StateKey) -> bool {
        self.came_from.contains_key(state)
    }

    /// The states one move away.
    pub(super) fn after(&self, state: &StateKey) -> impl Iterator<Item = &'a StateKey> {
        self.next.get(state).into_iter().flatten().copied()
    }

    /// The states from which one move leads there.
    pub(super) fn before(&self, state: &StateKey) -> impl Iterator<Item = &'a StateKey> {
        self.next
            .iter()
            .filter(move |(_, targets)| targets.contains(state))
            .map(|(from, _)| *from)
    }

    /// Every state that can be reached from there, itself included.
    pub(super) fn beyond(&self, state: &'a StateKey) -> BTreeSet<&'a StateKey> {
        ways(state, &self.next).into_keys().collect()
    }

    /// The shortest way from the initial state: `draft → submitted → in_progress`.
    pub(super) fn way(&self, state: &'a StateKey) -> String {
        let mut steps = vec![state.as_str()];
        let mut at = state;
        while let Some(Some(earlier)) = self.came_from.get(at) {
            steps.push(earlier.as_str());
            at = earlier;
        }
        steps.reverse();
        steps.join(" → ")
    }
}

/// Where a transition can lead from a state; `@previous` leads to whatever leads there.
pub(super) fn targets<'a>(
    definition: &'a Definition,
    transition: &'a Transition,
    from: &StateKey,
) -> Vec<&'a StateKey> {
    match &transition.to {
        Target::State(to) => vec![to],
        Target::Previous => definition
            .transitions
            .iter()
            .filter(|other| matches!(&other.to, Target::State(to) if to == from))
            .flat_map(|other| &other.from)
            .filter(|earlier| *earlier != from)
            .collect(),
    }
}

fn ways<'a>(
    start: &'a StateKey,
    next: &BTreeMap<&'a StateKey, BTreeSet<&'a StateKey>>,
) -> BTreeMap<&'a StateKey, Option<&'a StateKey>> {
    let mut came_from = BTreeMap::from([(start, None)]);
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for to in next.get(at).into_iter().flatten().copied() {
            if !came_from.contains_key(to) {
                came_from.insert(to, Some(at));
                queue.push_back(to);
            }
        }
    }
    came_from
}
