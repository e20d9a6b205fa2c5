//! Names of types and states in the language of the answer, borrowed from the definitions.

use domain::case::{Case, Kind};
use domain::forms::definition::RequestType;
use domain::ids::{RequestTypeKey, StateKey};
use domain::rules::Rules;
use domain::text::Language;
use domain::workflow::definition::Definition;

/// The form's name for requests, the workflow's for the others; empty when neither is loaded.
pub fn type_title<'a>(
    rules: &'a Rules,
    kind: Kind,
    request_type: Option<&RequestTypeKey>,
    definition: Option<&'a Definition>,
    language: Language,
) -> &'a str {
    let form: Option<&RequestType> = match kind {
        Kind::Request => request_type.and_then(|key| rules.forms.find(key)),
        Kind::Verification | Kind::Escalation | Kind::Onboarding => None,
    };
    match (form, definition) {
        (Some(form), _) => form.title.get(language),
        (None, Some(definition)) => definition.title.get(language),
        (None, None) => "",
    }
}

/// The state's name for staff; its key when the definition is not loaded.
pub fn state_title<'a>(
    definition: Option<&'a Definition>,
    state: &'a StateKey,
    language: Language,
) -> &'a str {
    let known = definition.and_then(|definition| definition.state(state));
    known.map_or(state.as_str(), |state| state.title.get(language))
}

/// The workflow version that a case keeps.
pub fn definition_of(rules: &Rules, case: &Case) -> Option<std::sync::Arc<Definition>> {
    rules
        .workflows
        .get(&case.workflow.key, case.workflow.version)
}
