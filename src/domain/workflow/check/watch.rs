//! Whether somebody is always watching: a clock that surely runs or a timer, in every state.

use std::collections::BTreeSet;

use crate::case::Category;
use crate::clocks::clock::{ClockSpec, RunRule, StartRule, StopRule};
use crate::ids::StateKey;
use crate::workflow::check::Gate;
use crate::workflow::check::graph::Graph;
use crate::workflow::definition::{Definition, Fire, State};
use crate::workflow::lines::Element;

impl Gate<'_> {
    /// Nobody waits for ever: every state that is not final is watched, waiting ones by a timer.
    pub(super) fn watched(&mut self, graph: &Graph<'_>) {
        let definition = self.definition;
        let running: Vec<BTreeSet<&StateKey>> = definition
            .clocks
            .iter()
            .map(|clock| surely_running(clock, definition, graph))
            .collect();
        for (at, state) in definition.states.iter().enumerate() {
            if state.terminal || !graph.reaches(&state.key) {
                continue;
            }
            let element = Element::State(at);
            let key = &state.key;
            let way = graph.way(key);
            let has_timer = definition.timers_of(key).next().is_some();
            let has_way_out = definition
                .timers_of(key)
                .any(|timer| matches!(timer.fire, Fire::Transition(_)));
            let unending = match state.category {
                Category::WaitingPartner if !has_way_out => {
                    Some("no timer leads out; add a [[timer]] with fire = \"transition …\"")
                }
                Category::WaitingInternal | Category::WaitingThirdParty if !has_timer => {
                    Some("no timer is armed; add a [[timer]] that leads out or alerts the lead")
                }
                Category::New
                | Category::Open
                | Category::WaitingPartner
                | Category::WaitingInternal
                | Category::WaitingThirdParty
                | Category::Done
                | Category::Void => None,
            };
            if let Some(why) = unending {
                self.say(
                    element,
                    format!("a case can wait in “{key}” for ever ({way}): {why}"),
                );
            } else if !has_timer && !running.iter().any(|states| states.contains(key)) {
                self.say(
                    element,
                    format!(
                        "nobody watches “{key}” ({way}): no clock surely runs there and no timer is \
                         armed; add a [[clock]] or a [[timer]]"
                    ),
                );
            }
        }
    }
}

/// The states in which the clock runs whichever way the case came.
fn surely_running<'a>(
    clock: &ClockSpec,
    definition: &'a Definition,
    graph: &Graph<'a>,
) -> BTreeSet<&'a StateKey> {
    let mut live: BTreeSet<&StateKey> = definition
        .states
        .iter()
        .map(|state| &state.key)
        .filter(|key| graph.reaches(key))
        .collect();
    // Greatest fixed point: begin with every state and drop those that some way reaches without it.
    loop {
        let dropped: Vec<&StateKey> = definition
            .states
            .iter()
            .filter(|state| live.contains(&state.key))
            .filter(|state| !is_live(clock, state, definition, graph, &live))
            .map(|state| &state.key)
            .collect();
        if dropped.is_empty() {
            break;
        }
        for state in dropped {
            live.remove(state);
        }
    }
    live.retain(|key| {
        definition
            .state(key)
            .is_some_and(|state| runs_in(clock, state))
    });
    live
}

/// Whether the clock is started and not stopped in a state, given where it is live before.
fn is_live(
    clock: &ClockSpec,
    state: &State,
    definition: &Definition,
    graph: &Graph<'_>,
    live: &BTreeSet<&StateKey>,
) -> bool {
    let is_stopped = match &clock.stop {
        StopRule::Done => state.category.is_over(),
        StopRule::States(states) => states.contains(&state.key),
        // A message or another team may come at any time.
        StopRule::StaffMessage | StopRule::TeamExit => true,
    };
    if is_stopped {
        return false;
    }
    let is_initial = state.key == definition.initial;
    let starts_here = match &clock.start {
        StartRule::States(states) => states.contains(&state.key),
        StartRule::Submission => !(is_initial && definition.begins_as_draft()),
        StartRule::PartnerMessage | StartRule::StaffMessage | StartRule::TeamEntry => false,
    };
    starts_here || (!is_initial && graph.before(&state.key).all(|before| live.contains(before)))
}

fn runs_in(clock: &ClockSpec, state: &State) -> bool {
    match &clock.run {
        RunRule::Always => true,
        RunRule::Categories(categories) => categories.contains(&state.category),
        RunRule::States(states) => states.contains(&state.key),
    }
}
