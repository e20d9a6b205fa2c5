//! Random legal walks through the four shipped machines: nobody gets stuck, an end stays in reach.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;

use crate::case::Case;
use crate::ids::StateKey;
use crate::people::{Actor, Role};
use crate::workflow::decide::tests::{Scene, person, sample, shipped};
use crate::workflow::decide::{Cause, Standing};
use crate::workflow::definition::{Definition, Target, Transition};
use crate::workflow::effect::Effect;

/// Three of the staff, so that four eyes can always be found, and the same numbers for contacts.
const PEOPLE: [u128; 3] = [1, 2, 5];

/// The case after somebody made the transition, if it was possible for them.
fn attempt(
    definition: &Definition,
    case: &Case,
    transition: &Transition,
    role: Role,
    who: u128,
) -> Option<Case> {
    let mut scene = Scene::new(definition, &case.state);
    scene.case = case.clone();
    scene.act_as(role);
    scene
        .facts
        .staff
        .extend(PEOPLE.map(|one| (person(one), Standing::Available)));
    match scene.actor {
        Actor::Partner { .. } => scene.actor = Actor::Partner { id: person(who) },
        Actor::Staff { .. } => scene.actor = Actor::Staff { id: person(who) },
        Actor::System { .. } => {
            // The desk acts late: reminders were sent and dates set have come.
            scene.case.counters.insert("reminded".to_owned(), 3);
            scene.facts.today = date(2027, 1, 4);
        }
    }
    if scene.cause == Cause::Asked {
        for input in &transition.inputs {
            let value = match input.name.as_str() {
                "assignee" => Value::String(person(who).to_string()),
                _ => sample(&input.kind),
            };
            scene.given.insert(input.name.clone(), value);
        }
    } else if transition.is_offered() && transition.trigger.iter().all(|one| !one.is_by_rule()) {
        scene.cause = Cause::Message;
    }
    // The world around the case is as it must be; what the case itself carries is left alone.
    for guard in &transition.guards {
        if guard.fact().is_none() && guard.counter().is_none() {
            scene.satisfy(guard);
        }
    }
    let decision = scene.decide(definition, &transition.key).ok()?;
    let mut after = scene.case.clone();
    after.previous_state = Some(case.state.clone());
    after.state = decision.to;
    after.category = decision.category;
    after.facts.extend(decision.given);
    for effect in decision.effects {
        if let Effect::Count { counter } = effect {
            *after.counters.entry(counter.clone()).or_insert(0) += 1;
        }
    }
    Some(after)
}

/// Every case that one more move can make of this one.
fn next(definition: &Definition, case: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    for transition in definition.leaving(&case.state) {
        for role in &transition.roles {
            all.extend(
                PEOPLE
                    .iter()
                    .filter_map(|who| attempt(definition, case, transition, *role, *who)),
            );
        }
    }
    all
}

fn is_terminal(definition: &Definition, state: &StateKey) -> bool {
    definition.state(state).unwrap().terminal
}

/// Whether an end can be reached from there by moves with a fixed target.
fn reaches_an_end(definition: &Definition, state: &StateKey) -> bool {
    let mut seen = BTreeSet::from([state]);
    let mut open = vec![state];
    while let Some(at) = open.pop() {
        if is_terminal(definition, at) {
            return true;
        }
        for transition in definition.leaving(at) {
            if let Target::State(to) = &transition.to
                && seen.insert(to)
            {
                open.push(to);
            }
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_walk_gets_stuck_and_an_end_stays_in_reach(
        machine in 0_usize..4,
        asked_for in prop_oneof![Just("account_verification"), Just("partnership"), Just("data_analysis")],
        choices in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let definition = shipped().remove(machine).definition;
        let mut case = Scene::new(&definition, &definition.initial).case;
        case.request_type = Some(asked_for.into());
        case.previous_state = None;
        for choice in choices {
            prop_assert!(reaches_an_end(&definition, &case.state), "no end from {}", case.state);
            let mut possible = next(&definition, &case);
            if is_terminal(&definition, &case.state) {
                prop_assert!(possible.is_empty());
                break;
            }
            prop_assert!(!possible.is_empty(), "stuck in {}: {:?}", case.state, case.facts);
            case = possible.swap_remove(choice.index(possible.len()));
        }
    }
}
