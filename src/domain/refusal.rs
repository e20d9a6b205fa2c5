//! Why a step is not possible, as facts with stable codes; the words are in i18n.

use std::collections::BTreeMap;

/// Why a step was not taken. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The workflow has no such transition.
    #[error("there is no transition “{0}”")]
    UnknownTransition(String),
    /// Not possible from where the case stands.
    #[error("“{transition}” is not possible from “{state}”")]
    WrongState {
        /// The transition asked for.
        transition: String,
        /// Where the case stands.
        state: String,
    },
    /// Not for this person.
    #[error("“{transition}” is for {roles}")]
    WrongRole {
        /// The transition asked for.
        transition: String,
        /// Who may, by role key, separated by commas.
        roles: String,
    },
    /// A condition does not hold.
    #[error("{code}")]
    Guard {
        /// Stable code, such as `guard.children_over`.
        code: &'static str,
        /// Values for the sentence.
        params: BTreeMap<String, String>,
    },
    /// Something given is missing or wrong; at least one entry.
    #[error("{} field(s) are wrong", .0.len())]
    Input(Vec<InputError>),
    /// More automatic transitions than the allowed eight.
    #[error("more than {0} automatic transitions in a row")]
    TooManySteps(u32),
    /// A definition names something that is not there; the publish gate should have caught it.
    #[error("the definition names “{0}”, which is not there")]
    Broken(String),
}

/// One thing wrong with what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// The field.
    pub field: String,
    /// Stable code, such as `required`, `too_short`.
    pub code: String,
    /// Values for the sentence.
    pub params: BTreeMap<String, String>,
}

impl Refusal {
    /// Stable code for clients.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownTransition(_) => "unknown_transition",
            Self::WrongState { .. } => "wrong_state",
            Self::WrongRole { .. } => "wrong_role",
            Self::Guard { code, .. } => code,
            Self::Input(_) => "invalid_input",
            Self::TooManySteps(_) => "too_many_steps",
            Self::Broken(_) => "broken_definition",
        }
    }
}
