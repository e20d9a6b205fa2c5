//! Whether the mail templates and request types that a definition names are there.

use crate::source::unknown;
use crate::workflow::check::{Gate, Known};
use crate::workflow::definition::Fire;
use crate::workflow::effect::Effect;
use crate::workflow::guard::Guard;
use crate::workflow::lines::Element;

impl Gate<'_> {
    /// Names of things that other files define.
    pub(super) fn known_names(&mut self, known: &Known<'_>) {
        let definition = self.definition;
        for (n, effect) in definition.opening.iter().enumerate() {
            self.is_template(template(effect), known, Element::Opening(n));
        }
        for (at, transition) in self.transitions() {
            for (n, effect) in transition.effects.iter().enumerate() {
                self.is_template(template(effect), known, Element::Effect(at, n));
                self.is_team(effect, known, Element::Effect(at, n));
            }
            for (n, guard) in transition.visible_if.iter().enumerate() {
                self.is_request_type(guard, known, Element::VisibleIf(at, n));
            }
            for (n, guard) in transition.guards.iter().enumerate() {
                self.is_request_type(guard, known, Element::Guard(at, n));
            }
        }
        for (at, timer) in definition.timers.iter().enumerate() {
            let named = match &timer.fire {
                Fire::Remind(template) | Fire::Alert(template) => Some(template.as_str()),
                Fire::Transition(_) => None,
            };
            self.is_template(named, known, Element::Timer(at));
        }
    }

    fn is_template(&mut self, named: Option<&str>, known: &Known<'_>, element: Element) {
        if let Some(name) = named.filter(|name| !known.templates.contains(name)) {
            let said = unknown("mail template", name, known.templates.iter().copied());
            self.say(element, said);
        }
    }

    fn is_team(&mut self, effect: &Effect, known: &Known<'_>, element: Element) {
        if let Effect::HandTo { team } = effect
            && !known.teams.contains(&team.as_str())
        {
            let said = unknown("team", team.as_str(), known.teams.iter().copied());
            self.say(element, said);
        }
    }

    fn is_request_type(&mut self, guard: &Guard, known: &Known<'_>, element: Element) {
        let Guard::RequestTypeIs { request_type } = guard else {
            return;
        };
        if !known.request_types.contains(&request_type.as_str()) {
            let types = known.request_types.iter().copied();
            let said = unknown("request type", request_type.as_str(), types);
            self.say(element, said);
        }
    }
}

fn template(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::Mail { template, .. } | Effect::MailAtCount { template, .. } => {
            Some(template.as_str())
        }
        Effect::Route
        | Effect::Assign
        | Effect::Unassign
        | Effect::Delegate
        | Effect::HandTo { .. }
        | Effect::Recall
        | Effect::Count { .. }
        | Effect::RecordActor { .. }
        | Effect::OpenChild { .. }
        | Effect::TellParent { .. }
        | Effect::Merge
        | Effect::Join
        | Effect::PurgeFiles
        | Effect::Escalate
        | Effect::Acknowledge
        | Effect::LowerPriority => None,
    }
}
