//! Whether a definition names only what it has, each once, and every case can get to an end.

use std::collections::BTreeSet;

use crate::clocks::clock::{RunRule, StartRule, StopRule};
use crate::ids::StateKey;
use crate::source::unknown;
use crate::workflow::check::Gate;
use crate::workflow::check::graph::Graph;
use crate::workflow::definition::{Fire, Target, Trigger};
use crate::workflow::lines::Element;

impl Gate<'_> {
    /// Keys are there, and there once.
    pub(super) fn shape(&mut self) {
        let definition = self.definition;
        self.once(
            "state",
            definition.states.iter().map(|one| one.key.as_str()),
            Element::State,
        );
        let keys = definition.transitions.iter().map(|one| one.key.as_str());
        self.once("transition", keys, Element::Transition);
        let codes = definition.transitions.iter().map(|one| one.code.as_str());
        self.once("code", codes, Element::Transition);
        self.once(
            "timer",
            definition.timers.iter().map(|one| one.key.as_str()),
            Element::Timer,
        );
        let metrics = definition.clocks.iter().map(|one| one.metric.as_str());
        self.once("clock", metrics, Element::Clock);
        self.is_state(&definition.initial, Element::Workflow);
        for (at, transition) in self.transitions() {
            let element = Element::Transition(at);
            if transition.from.is_empty() {
                self.say(
                    element,
                    format!(
                        "“{}” leaves no state; name at least one in from",
                        transition.key
                    ),
                );
            }
            for from in &transition.from {
                self.is_state(from, element);
            }
            if let Target::State(to) = &transition.to {
                self.is_state(to, element);
            }
            let names = transition.inputs.iter().map(|input| input.name.as_str());
            self.once("input", names, |n| Element::Input(at, n));
        }
        self.timers_fit();
        for (at, clock) in definition.clocks.iter().enumerate() {
            let started: &[StateKey] = match &clock.start {
                StartRule::States(states) => states,
                StartRule::Submission
                | StartRule::PartnerMessage
                | StartRule::StaffMessage
                | StartRule::TeamEntry => &[],
            };
            let running: &[StateKey] = match &clock.run {
                RunRule::States(states) => states,
                RunRule::Always | RunRule::Categories(_) => &[],
            };
            let stopped: &[StateKey] = match &clock.stop {
                StopRule::States(states) => states,
                StopRule::StaffMessage | StopRule::Done | StopRule::TeamExit => &[],
            };
            for state in started.iter().chain(running).chain(stopped) {
                self.is_state(state, Element::Clock(at));
            }
        }
    }

    /// Every state can be reached, and from every state an end.
    pub(super) fn ways(&mut self, graph: &Graph<'_>) {
        let definition = self.definition;
        let ends: BTreeSet<&StateKey> = definition
            .states
            .iter()
            .filter(|one| one.terminal)
            .map(|one| &one.key)
            .collect();
        if ends.is_empty() {
            self.say(
                Element::Workflow,
                "no state is terminal; mark the ends with terminal = true",
            );
        }
        for (at, state) in definition.states.iter().enumerate() {
            let element = Element::State(at);
            let key = &state.key;
            if !graph.reaches(key) {
                self.say(
                    element,
                    format!(
                        "state “{key}” cannot be reached from “{}”; add a transition to it or remove it",
                        definition.initial
                    ),
                );
                continue;
            }
            if !ends.is_empty() && graph.beyond(key).is_disjoint(&ends) {
                self.say(
                    element,
                    format!(
                        "a case stays for ever in “{key}” ({}): no final state can be reached from there; \
                         add a transition towards one",
                        graph.way(key)
                    ),
                );
            }
            if state.terminal && graph.after(key).next().is_some() {
                self.say(
                    element,
                    format!(
                        "“{key}” is final but has exits; remove terminal = true or the transitions \
                         that leave it"
                    ),
                );
            }
            if state.terminal && definition.timers_of(key).next().is_some() {
                self.say(
                    element,
                    format!("“{key}” is final but arms a timer; remove the timer"),
                );
            }
            if state.terminal && !state.category.is_over() {
                self.say(
                    element,
                    format!(
                        "“{key}” is final but of category {}; a final state is done or void",
                        state.category.as_str()
                    ),
                );
            }
        }
    }

    fn timers_fit(&mut self) {
        let definition = self.definition;
        for (at, timer) in definition.timers.iter().enumerate() {
            let element = Element::Timer(at);
            self.is_state(&timer.state, element);
            let Fire::Transition(key) = &timer.fire else {
                continue;
            };
            let Some(transition) = definition.transition(key) else {
                let said = unknown("transition", key.as_str(), self.transition_keys());
                self.say(element, said);
                continue;
            };
            if !transition.from.contains(&timer.state) {
                self.say(
                    element,
                    format!(
                        "“{key}” does not leave “{}”; add that state to its from",
                        timer.state
                    ),
                );
            }
            if !transition.trigger.contains(&Trigger::Timer) {
                self.say(
                    element,
                    format!("“{key}” is not set off by timers; add \"timer\" to its trigger"),
                );
            }
            if !transition.guards.is_empty() && timer.repeat.is_none() {
                self.say(
                    element,
                    format!(
                        "“{key}” has guards and may be refused the only time the timer fires; add repeat \
                         and max"
                    ),
                );
            }
        }
    }

    fn is_state(&mut self, key: &StateKey, element: Element) {
        if self.definition.state(key).is_none() {
            let said = unknown("state", key.as_str(), self.state_keys());
            self.say(element, said);
        }
    }

    fn once<'k>(
        &mut self,
        what: &str,
        keys: impl Iterator<Item = &'k str>,
        element: impl Fn(usize) -> Element,
    ) {
        let mut seen = BTreeSet::new();
        for (at, key) in keys.enumerate() {
            if key.trim().is_empty() {
                self.say(element(at), format!("this {what} has no name; give it one"));
            } else if !seen.insert(key) {
                self.say(
                    element(at),
                    format!("{what} “{key}” is there twice; rename one"),
                );
            }
        }
    }
}
