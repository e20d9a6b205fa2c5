//! Whether every transition can happen at all, and what it needs is given somewhere.

use std::collections::BTreeSet;

use crate::ids::StateKey;
use crate::people::Role;
use crate::source::unknown;
use crate::workflow::check::Gate;
use crate::workflow::check::graph::{Graph, targets};
use crate::workflow::definition::{Definition, Fire, Target, Transition, Trigger};
use crate::workflow::effect::Effect;
use crate::workflow::guard::Guard;
use crate::workflow::input::InputKind;
use crate::workflow::lines::Element;

impl Gate<'_> {
    /// No dead transition, no fact or counter that nothing records, no endless automatic chain.
    pub(super) fn moves(&mut self, graph: &Graph<'_>) {
        let recorded = recorded_facts(self.definition);
        let counted = counters(self.definition);
        for (at, transition) in self.transitions() {
            self.can_happen(at, transition, graph);
            self.has_what_it_needs(at, transition);
            let visible = transition.visible_if.iter().enumerate();
            let visible = visible.map(|(n, guard)| (Element::VisibleIf(at, n), guard));
            let guards = transition.guards.iter().enumerate();
            let guards = guards.map(|(n, guard)| (Element::Guard(at, n), guard));
            for (element, guard) in visible.chain(guards) {
                if let Some(fact) = guard.fact().filter(|fact| !recorded.contains(fact)) {
                    let said = unknown("fact", fact, recorded.iter().copied());
                    self.say(
                        element,
                        format!("{said}; nothing records it: add an input or record_actor"),
                    );
                }
                if let Some(counter) = guard.counter().filter(|name| !counted.contains(name)) {
                    let said = unknown("counter", counter, counted.iter().copied());
                    self.say(
                        element,
                        format!("{said}; nothing counts it: add the effect count {counter}"),
                    );
                }
                self.can_be_satisfied(element, guard);
                if matches!(element, Element::VisibleIf(..)) && guard.depends_on_input() {
                    self.say(
                        element,
                        "this is known only once the input is given; move it to guards",
                    );
                }
            }
        }
        self.no_endless_chain();
        self.shortcuts_differ();
    }

    /// Words of the vocabulary that nothing can satisfy yet: with them a move would never happen.
    fn can_be_satisfied(&mut self, element: Element, guard: &Guard) {
        let what = if *guard == Guard::ChecklistDone {
            "checklist"
        } else if *guard == Guard::DocumentsComplete {
            "list of documents"
        } else {
            return;
        };
        self.say(
            element,
            format!("no {what} is tracked yet, so this never holds; ask for an input of kind \"confirm\" instead"),
        );
    }

    fn can_happen(&mut self, at: usize, transition: &Transition, graph: &Graph<'_>) {
        let element = Element::Transition(at);
        let key = &transition.key;
        let reached = transition.from.iter().any(|from| graph.reaches(from));
        if !transition.from.is_empty() && !reached {
            self.say(
                element,
                format!("“{key}” is dead: no state it leaves can be reached"),
            );
        }
        if transition.trigger.is_empty() {
            self.say(
                element,
                format!("“{key}” is dead: it has no trigger; add one, such as \"manual\""),
            );
        }
        if transition.roles.is_empty() {
            self.say(
                element,
                format!("“{key}” is dead: nobody may make it; name at least one role"),
            );
        }
        let has = |trigger| transition.trigger.contains(&trigger);
        let people = transition.roles.iter().any(|role| *role != Role::System);
        let by_rule = transition
            .trigger
            .iter()
            .any(|trigger| trigger.is_by_rule());
        if has(Trigger::Manual) && !people {
            self.say(
                element,
                format!("“{key}” is manual but only the system may make it; name a person's role"),
            );
        }
        if has(Trigger::Message) && !transition.roles.contains(&Role::Partner) {
            self.say(
                element,
                format!("“{key}” follows a partner's message; add the role \"partner\""),
            );
        }
        if by_rule && !transition.roles.contains(&Role::System) {
            self.say(
                element,
                format!("“{key}” happens by rule; add the role \"system\""),
            );
        }
        if people && !transition.is_offered() && !transition.trigger.is_empty() {
            self.say(element, format!("“{key}” names a person's role but only happens by rule; add \"manual\" or leave the role out"));
        }
        if transition.roles.contains(&Role::System) && !by_rule && !has(Trigger::Message) {
            self.say(
                element,
                format!("“{key}” names the system but has no trigger by rule; leave the role out"),
            );
        }
        if has(Trigger::Timer) && !self.is_fired(transition) {
            self.say(element, format!("“{key}” is set off by a timer, but none fires it; add a [[timer]] to a state it leaves"));
        }
        if has(Trigger::Child) && !self.opens_children() {
            self.say(element, format!("“{key}” waits for a child case, but nothing here opens one; add open_child to a transition"));
        }
        if matches!(transition.to, Target::Previous) {
            self.previous_is_known(element, transition);
        }
        if transition.approvals.is_some() {
            self.say(
                element,
                format!("“{key}” wants approvals, which nobody can give yet; let the other person make a transition with record_actor, and guard this one with fact_present and not_actor_of"),
            );
        }
        if !transition.is_offered() {
            for (n, input) in transition
                .inputs
                .iter()
                .enumerate()
                .filter(|(_, input)| input.required)
            {
                self.say(
                    Element::Input(at, n),
                    format!("“{key}” happens by rule, so nobody gives “{}”; leave it out or use records", input.name),
                );
            }
        }
    }

    fn is_fired(&self, transition: &Transition) -> bool {
        self.definition.timers.iter().any(|timer| {
            matches!(&timer.fire, Fire::Transition(key) if *key == transition.key)
                && transition.from.contains(&timer.state)
        })
    }

    fn opens_children(&self) -> bool {
        crate::case::Kind::ALL
            .into_iter()
            .any(|kind| self.definition.opens(kind))
    }

    /// `@previous` leads somewhere, and never back into the same state.
    fn previous_is_known(&mut self, element: Element, transition: &Transition) {
        for from in &transition.from {
            if targets(self.definition, transition, from).is_empty() {
                self.say(
                    element,
                    format!("@previous leads nowhere: no transition leads to “{from}”"),
                );
            }
            let stays = self
                .definition
                .leaving(from)
                .find(|other| matches!(&other.to, Target::State(to) if to == from));
            if let Some(stays) = stays {
                self.say(
                    element,
                    format!("“{}” stays in “{from}”, after which @previous would stay there too; remove one", stays.key),
                );
            }
        }
    }

    /// Effects and guards that read an input find it, of the right kind.
    fn has_what_it_needs(&mut self, at: usize, transition: &Transition) {
        let is = |name: &str, test: fn(&InputKind) -> bool| {
            transition
                .input(name)
                .is_some_and(|input| test(&input.kind) && input.required)
        };
        let team = || is("team", |kind| matches!(kind, InputKind::Team));
        let target = || is("target", |kind| matches!(kind, InputKind::Case));
        for (n, effect) in transition.effects.iter().enumerate() {
            let element = Element::Effect(at, n);
            if matches!(effect, Effect::Delegate) && !team() {
                self.say(
                    element,
                    "delegate needs a required input “team” of kind \"team\"; add it",
                );
            }
            let named = if matches!(effect, Effect::Merge) {
                Some("merge")
            } else {
                matches!(effect, Effect::Join).then_some("join")
            };
            if let Some(named) = named.filter(|_| !target()) {
                self.say(
                    element,
                    format!("{named} needs a required input “target” of kind \"case\"; add it"),
                );
            }
        }
        for (n, guard) in transition.guards.iter().enumerate() {
            let element = Element::Guard(at, n);
            if matches!(guard, Guard::OtherTeam) && !team() {
                self.say(
                    element,
                    "other_team needs a required input “team” of kind \"team\"; add it",
                );
            }
            let named = if matches!(guard, Guard::TargetMergeable) {
                Some("target_mergeable")
            } else {
                matches!(guard, Guard::TargetJoinable).then_some("target_joinable")
            };
            if let Some(named) = named.filter(|_| !target()) {
                self.say(
                    element,
                    format!("{named} needs a required input “target” of kind \"case\"; add it"),
                );
            }
        }
    }

    /// Automatic transitions without conditions must not run in a circle.
    fn no_endless_chain(&mut self) {
        let definition = self.definition;
        for (at, state) in definition.states.iter().enumerate() {
            let mut seen = vec![state.key.as_str()];
            let mut here = &state.key;
            while let Some(Target::State(to)) = unconditional(definition, here).map(|one| &one.to) {
                if *to == state.key {
                    seen.push(to.as_str());
                    let way = seen.join(" → ");
                    self.say(Element::State(at), format!("automatic transitions run in a circle ({way}); give one of them a guard"));
                }
                if seen.contains(&to.as_str()) {
                    break;
                }
                seen.push(to.as_str());
                here = to;
            }
        }
    }

    /// One key of the keyboard means one thing in each state.
    fn shortcuts_differ(&mut self) {
        for state in &self.definition.states {
            let mut seen = BTreeSet::new();
            for (at, transition) in self.transitions() {
                let Some(letter) = transition
                    .shortcut
                    .filter(|_| transition.from.contains(&state.key))
                else {
                    continue;
                };
                if !seen.insert(letter) {
                    self.say(
                        Element::Transition(at),
                        format!(
                            "in “{}” the key {letter} means two things; change one shortcut",
                            state.key
                        ),
                    );
                }
            }
        }
    }
}

/// Everything that some transition records as a fact.
fn recorded_facts(definition: &Definition) -> BTreeSet<&str> {
    let mut facts = BTreeSet::new();
    for transition in &definition.transitions {
        facts.extend(transition.records.keys().map(String::as_str));
        let values = transition.inputs.iter().filter(|input| match input.kind {
            InputKind::Message { .. } => false,
            InputKind::Text { .. }
            | InputKind::Choice { .. }
            | InputKind::Date
            | InputKind::Team
            | InputKind::Person
            | InputKind::Case
            | InputKind::Confirm
            | InputKind::Number => true,
        });
        facts.extend(values.map(|input| input.name.as_str()));
        facts.extend(transition.effects.iter().filter_map(|effect| {
            let Effect::RecordActor { fact } = effect else {
                return None;
            };
            Some(fact.as_str())
        }));
    }
    facts
}

/// Everything that is counted, by a transition or by a reminder.
fn counters(definition: &Definition) -> BTreeSet<&str> {
    let effects = definition.transitions.iter().flat_map(|one| &one.effects);
    let mut counters: BTreeSet<&str> = effects
        .filter_map(|effect| {
            let Effect::Count { counter } = effect else {
                return None;
            };
            Some(counter.as_str())
        })
        .collect();
    if definition
        .timers
        .iter()
        .any(|timer| matches!(timer.fire, Fire::Remind(_)))
    {
        counters.insert("reminded");
    }
    counters
}

/// The transition that happens by itself as soon as a case is in the state.
fn unconditional<'a>(definition: &'a Definition, state: &'a StateKey) -> Option<&'a Transition> {
    definition.leaving(state).find(|one| {
        one.trigger.contains(&Trigger::System) && one.guards.is_empty() && one.visible_if.is_empty()
    })
}
