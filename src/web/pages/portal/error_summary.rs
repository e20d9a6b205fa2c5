//! What is wrong with a form, told in one place on top and again beside each question.

use domain::forms::definition::RequestType;
use domain::forms::error::{Argument, FieldError};

use crate::i18n::{Value, Words};

/// One line of the error summary.
#[derive(Clone, Debug)]
pub struct ErrorLink {
    /// Id of the control.
    pub target: String,
    /// What is wrong.
    pub sentence: String,
}

/// What is wrong, in a sentence: the field's own when it has one.
pub fn sentence(words: Words, form: &RequestType, error: &FieldError) -> String {
    if let Some(own) = error.own_sentence(form, words.language()) {
        return own.to_owned();
    }
    let arguments = error.arguments(form, words.language());
    let values: Vec<(&str, Value<'_>)> = arguments
        .iter()
        .map(|(name, argument)| match argument {
            Argument::Number(number) => (*name, Value::from(*number)),
            Argument::Text(text) => (*name, Value::from(text)),
        })
        .collect();
    words.with(&error.message_key(), &values)
}

/// The sentence of the summary's heading: one point, or several.
pub fn summary_heading(words: Words, errors: usize) -> String {
    words.with("portal-errors", &[("n", errors.into())])
}

/// The title of a page with errors begins with the word.
pub fn title_with_errors(words: Words, title: String, errors: usize) -> String {
    if errors == 0 {
        title
    } else {
        words.with("portal-error-title", &[("title", title.into())])
    }
}
