//! Whether everything a person reads is there in French and in English.

use crate::people::Role;
use crate::text::{Language, Text};
use crate::workflow::check::Gate;
use crate::workflow::input::InputKind;
use crate::workflow::lines::Element;

impl Gate<'_> {
    /// Both languages everywhere a person reads.
    pub(super) fn texts(&mut self) {
        let definition = self.definition;
        self.both("title", &definition.title, Element::Workflow);
        for (at, state) in definition.states.iter().enumerate() {
            self.both("title", &state.title, Element::State(at));
            self.both("public_title", &state.public_title, Element::State(at));
        }
        for (at, transition) in self.transitions() {
            let element = Element::Transition(at);
            self.both("title", &transition.title, element);
            let is_for_partners =
                transition.is_offered() && transition.roles.contains(&Role::Partner);
            if is_for_partners {
                self.both("public_title", &transition.public_title, element);
            } else {
                self.both_or_none("public_title", &transition.public_title, element);
            }
            for (n, input) in transition.inputs.iter().enumerate() {
                let element = Element::Input(at, n);
                self.both("label", &input.label, element);
                self.both_or_none("hint", &input.hint, element);
                if let InputKind::Choice { options } = &input.kind {
                    for option in options {
                        self.both(
                            &format!("option “{}”", option.value),
                            &option.label,
                            element,
                        );
                    }
                }
            }
        }
    }

    fn both(&mut self, what: &str, text: &Text, element: Element) {
        for language in Language::ALL {
            if text.get(language).trim().is_empty() {
                let name = match language {
                    Language::Fr => "French",
                    Language::En => "English",
                };
                let key = language.as_str();
                self.say(element, format!("{what} has no {name}; add {key} = \"…\""));
            }
        }
    }

    fn both_or_none(&mut self, what: &str, text: &Text, element: Element) {
        if *text != Text::default() {
            self.both(what, text, element);
        }
    }
}
