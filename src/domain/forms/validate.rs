//! Judging answers: one page at a time while a request is written, all of them when it is sent.

use serde_json::Value;

use crate::source::nearest;

use super::definition::{Answers, Field, RequestType, Step};
use super::error::{ErrorCode, FieldError, Param, Problem};
use super::facts::Facts;
use super::file_answers::{MAX_FILES, read_files};
use super::kind::FieldKind;
use super::reading::{Given, Input, given};
use super::text_answers::{
    read_boolean, read_choice, read_choices, read_country, read_event, read_handles, read_integer,
    read_long_text, read_siret, read_text,
};
use super::time_answers::{DayLimits, read_date, read_moment};
use super::web_answers::{read_colleagues, read_email, read_url, read_urls};

/// How much of the form is being answered.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// One page; the other pages keep what they were answered before.
    Step {
        /// The page's key.
        key: &'a str,
        /// Every answer stored so far.
        known: &'a Answers,
    },
    /// Every page, as when the request is sent.
    Whole,
}

/// What came of a validation.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Every good answer, hidden questions dropped. For a page: all pages together, ready to be stored.
    pub answers: Answers,
    /// What cannot be taken, in the order of the form; at most one a field.
    pub errors: Vec<FieldError>,
}

impl Outcome {
    /// The answers when nothing is wrong.
    ///
    /// # Errors
    /// Every field error otherwise.
    pub fn into_result(self) -> Result<Answers, Vec<FieldError>> {
        if self.errors.is_empty() {
            Ok(self.answers)
        } else {
            Err(self.errors)
        }
    }
}

/// Reads and judges the input. A question whose condition does not hold is dropped, not judged.
pub fn validate(form: &RequestType, input: Input<'_>, scope: Scope<'_>, facts: &Facts) -> Outcome {
    let mut outcome = Outcome {
        answers: Answers::new(),
        errors: unknown_fields(form, input),
    };
    for field in &form.fields {
        if !field.is_shown(&outcome.answers) {
            continue;
        }
        match scope {
            Scope::Step { key, known } if field.step != key => {
                if let Some(answer) = known.get(&field.name) {
                    outcome.answers.insert(field.name.clone(), answer.clone());
                }
            }
            Scope::Step { .. } | Scope::Whole => judge(field, input, facts, &mut outcome),
        }
    }
    if let Some(error) = too_many_files(form, &outcome.answers) {
        outcome.errors.push(error);
    }
    outcome
}

/// The first page that still wants an answer, given what is stored; `None` when the request can be sent.
pub fn first_open_step<'a>(
    form: &'a RequestType,
    answers: &Answers,
    facts: &Facts,
) -> Option<&'a Step> {
    let outcome = validate(form, Input::Stored(answers), Scope::Whole, facts);
    let field = outcome
        .errors
        .first()
        .and_then(|error| form.field(&error.field))?;
    form.step(&field.step)
}

fn judge(field: &Field, input: Input<'_>, facts: &Facts, outcome: &mut Outcome) {
    let read =
        given(input, field).and_then(|given| read(field, given.as_ref(), facts, &outcome.answers));
    match read {
        Ok(Some(answer)) => {
            outcome.answers.insert(field.name.clone(), answer);
        }
        Ok(None) if field.required => {
            outcome
                .errors
                .push(Problem::new(ErrorCode::Required).of(&field.name));
        }
        Ok(None) => {}
        Err(problem) => outcome.errors.push(problem.of(&field.name)),
    }
}

fn read(
    field: &Field,
    given: Option<&Given>,
    facts: &Facts,
    answers: &Answers,
) -> Result<Option<Value>, Problem> {
    if let FieldKind::Files { min, max, accept } = &field.kind {
        return read_files(&field.name, given, (*min, *max), accept, facts);
    }
    let Some(given) = given else {
        return Ok(None);
    };
    let texts = match given {
        Given::Texts(texts) => texts.as_slice(),
        Given::Boxes { .. } => &[],
    };
    let text = texts.first().map(String::as_str).unwrap_or_default();
    match &field.kind {
        FieldKind::Text { min, max } => read_text(text, *min, *max),
        FieldKind::LongText { min, max } => read_long_text(text, *min, *max),
        FieldKind::Integer { min, max } => read_integer(text, *min, *max),
        FieldKind::Boolean => read_boolean(text),
        FieldKind::Choice { options } => read_choice(text, options),
        FieldKind::MultiChoice { options, min, max } => read_choices(texts, options, *min, *max),
        FieldKind::Date {
            not_before,
            not_after,
            within_months,
        } => {
            let limits = DayLimits {
                not_before: not_before.as_ref(),
                not_after: not_after.as_ref(),
                within_months: *within_months,
            };
            read_date(given, limits, facts, answers)
        }
        FieldKind::DateTime { tense } => read_moment(given, *tense, facts),
        FieldKind::Url { hosts } => read_url(text, hosts),
        FieldKind::UrlList { min, max, hosts } => read_urls(texts, *min, *max, hosts),
        FieldKind::Email { domain_of } => read_email(text, domain_of.as_deref(), answers),
        FieldKind::ColleagueList { max } => read_colleagues(texts, *max, facts),
        FieldKind::Handles { min, max, source } => read_handles(texts, *min, *max, *source, facts),
        FieldKind::Event => read_event(text, facts),
        FieldKind::Country => read_country(text),
        FieldKind::Siret => read_siret(text),
        FieldKind::Files { min, max, accept } => {
            return read_files(&field.name, Some(given), (*min, *max), accept, facts);
        }
    }
    .map(Some)
}

/// An API client that misspells a field must hear of it; a page sends names of its own.
fn unknown_fields(form: &RequestType, input: Input<'_>) -> Vec<FieldError> {
    let Input::Json(answers) = input else {
        return Vec::new();
    };
    let unknown = answers.keys().filter(|name| form.field(name).is_none());
    unknown
        .map(|name| {
            let known = form.fields.iter().map(|field| field.name.as_str());
            let problem = Problem::new(ErrorCode::UnknownField);
            match nearest(name, known) {
                Some(near) => problem
                    .with("nearest", Param::Text(near.to_owned()))
                    .of(name),
                None => problem.of(name),
            }
        })
        .collect()
}

/// The limit is the request's, not the question's; it is told at the last question that has files.
fn too_many_files(form: &RequestType, answers: &Answers) -> Option<FieldError> {
    let files = form
        .fields
        .iter()
        .filter(|field| matches!(field.kind, FieldKind::Files { .. }));
    let counts =
        files.filter_map(|field| Some((field, answers.get(&field.name)?.as_array()?.len())));
    let (last, total) = counts.fold((None, 0), |(_, total), (field, count)| {
        (Some(field), total + count)
    });
    let last = last.filter(|_| total > MAX_FILES)?;
    Some(Problem::counted(ErrorCode::TooManyFiles, "max", MAX_FILES, total).of(&last.name))
}
