//! What a form promises beyond its shape: every name exists, every text is there in both languages,
//! every condition looks back, every value compared can be given.

use crate::source::{Finding, Source};
use crate::text::Text;

use super::catalogue::{SharedFields, stem};
use super::check_links::{check_condition, check_place};
use super::compile::{Compiled, FieldAt};
use super::definition::Field;
use super::kind::{Choice, FieldKind};

/// Every mistake of a form, in the order of the file.
pub(super) fn check(
    source: &Source<'_>,
    compiled: &Compiled,
    shared: &SharedFields,
) -> Vec<Finding> {
    let mut report = Report {
        source,
        findings: Vec::new(),
    };
    check_form(&mut report, compiled, shared);
    check_steps(&mut report, compiled);
    for (field, at) in compiled.form.fields.iter().zip(&compiled.fields_at) {
        check_question(&mut report, field, at);
        check_place(&mut report, &compiled.form, field, at);
    }
    let priority_rules = compiled.form.priority_rules.iter().map(|rule| &rule.when);
    let rules = priority_rules.chain(compiled.form.team_rules.iter().map(|rule| &rule.when));
    for (condition, at) in rules.zip(&compiled.rules_at) {
        check_condition(&mut report, &compiled.form, condition, *at);
    }
    report.findings.sort();
    report.findings
}

/// The same for the shared questions, as far as they can be judged before a type places them.
pub(super) fn check_shared(source: &Source<'_>, fields: &[(FieldAt, Field)]) -> Vec<Finding> {
    let mut report = Report {
        source,
        findings: Vec::new(),
    };
    for (at, field) in fields {
        check_question(&mut report, field, at);
    }
    report.findings.sort();
    report.findings
}

/// The mistakes found so far in one file.
pub(super) struct Report<'a> {
    source: &'a Source<'a>,
    findings: Vec<Finding>,
}

impl Report<'_> {
    pub fn add(&mut self, at: usize, message: impl Into<String>) {
        self.findings.push(self.source.finding(at, message));
    }

    pub fn both_languages(&mut self, at: usize, what: &str, text: &Text) {
        for (language, text) in [("French", &text.fr), ("English", &text.en)] {
            if text.is_empty() {
                self.add(at, format!("{what} has no {language} text"));
            }
        }
    }
}

fn check_form(report: &mut Report<'_>, compiled: &Compiled, shared: &SharedFields) {
    let form = &compiled.form;
    let key = form.key.as_str();
    let at = compiled.key_at;
    if key != stem(report.source.file()) {
        report.add(
            at,
            format!("the file of the type “{key}” must be named {key}.toml"),
        );
    }
    if !is_name(key) {
        report.add(
            at,
            format!("“{key}” is not a key: small letters, digits and underscores, a letter first"),
        );
    }
    if form.version == 0 {
        report.add(compiled.version_at, "versions start at 1");
    }
    if form.promise.first_response_hours == 0 {
        report.add(at, "`promise.first_response_hours` must be at least 1");
    }
    report.both_languages(at, "`title`", &form.title);
    report.both_languages(at, "`summary`", &form.summary);
    for name in shared
        .required_names()
        .filter(|name| form.field(name).is_none())
    {
        report.add(
            at,
            format!("the shared field “{name}” is asked on no page; every type must place it"),
        );
    }
}

fn check_steps(report: &mut Report<'_>, compiled: &Compiled) {
    let form = &compiled.form;
    if form.steps.is_empty() {
        report.add(compiled.key_at, "a form needs at least one [[step]]");
    }
    for (number, (step, at)) in form.steps.iter().zip(&compiled.steps_at).enumerate() {
        if !is_name(&step.key) {
            report.add(
                *at,
                format!(
                    "“{}” is not a step key: small letters, digits and underscores",
                    step.key
                ),
            );
        }
        if step.key == "check" || step.key == "sent" {
            report.add(
                *at,
                format!(
                    "“{}” is the address of a page of ours; name the step otherwise",
                    step.key
                ),
            );
        }
        if form
            .steps
            .iter()
            .take(number)
            .any(|other| other.key == step.key)
        {
            report.add(*at, format!("the step “{}” is defined twice", step.key));
        }
        report.both_languages(*at, &format!("`title` of step “{}”", step.key), &step.title);
        if let Some(lede) = &step.lede {
            report.both_languages(*at, &format!("`lede` of step “{}”", step.key), lede);
        }
        let always = form
            .fields
            .iter()
            .any(|field| field.step == step.key && field.when.is_none());
        if !always {
            report.add(
                *at,
                format!(
                    "the step “{}” has no question that is always asked",
                    step.key
                ),
            );
        }
    }
}

/// What can be said of a question without knowing where it is asked.
fn check_question(report: &mut Report<'_>, field: &Field, at: &FieldAt) {
    let name = &field.name;
    if !is_name(name) {
        report.add(
            at.field,
            format!("“{name}” is not a field name: small letters, digits and underscores"),
        );
    }
    report.both_languages(at.field, &format!("`label` of “{name}”"), &field.label);
    if let Some(hint) = &field.hint {
        report.both_languages(at.field, &format!("`hint` of “{name}”"), hint);
    }
    if let Some(missing) = &field.missing {
        report.both_languages(at.field, &format!("`missing` of “{name}”"), missing);
    } else if field.required {
        let message = "is required: `missing` must say what to do when it is empty";
        report.add(at.field, format!("“{name}” {message}"));
    }
    if let Some(options) = field.kind.options() {
        check_options(report, name, options, at);
    }
    if let Some(default) = &field.default
        && !field.kind.may_be(default)
    {
        report.add(
            at.field,
            format!("“{default}” cannot be the default of “{name}”"),
        );
    }
    check_case_columns(report, field, at.field);
}

fn check_options(report: &mut Report<'_>, name: &str, options: &[Choice], at: &FieldAt) {
    if options.len() < 2 {
        report.add(at.field, format!("“{name}” needs at least two `options`"));
    }
    for (number, option) in options.iter().enumerate() {
        let at = at.options.get(number).copied().unwrap_or(at.field);
        if option.value.is_empty() || option.value.contains(char::is_whitespace) {
            report.add(
                at,
                format!("an option value of “{name}” is empty or has spaces"),
            );
        }
        if options
            .iter()
            .take(number)
            .any(|other| other.value == option.value)
        {
            report.add(
                at,
                format!("the option “{}” of “{name}” is there twice", option.value),
            );
        }
        report.both_languages(
            at,
            &format!("the option “{}” of “{name}”", option.value),
            &option.label,
        );
        if let Some(hint) = &option.hint {
            report.both_languages(
                at,
                &format!("the hint of option “{}” of “{name}”", option.value),
                hint,
            );
        }
    }
}

/// The answers that become columns of the case must be of the kind the columns are.
fn check_case_columns(report: &mut Report<'_>, field: &Field, at: usize) {
    let only = |options: &[Choice], known: &[&str]| {
        options
            .iter()
            .all(|one| known.contains(&one.value.as_str()))
    };
    let right = match (field.name.as_str(), &field.kind) {
        ("title", kind) => matches!(kind, FieldKind::Text { max: ..=200, .. }),
        ("confidential", kind) => matches!(kind, FieldKind::Boolean),
        ("impact", FieldKind::Choice { options }) => only(options, &["1", "2", "3"]),
        ("urgency", FieldKind::Choice { options }) => only(options, &["0", "1", "2", "3"]),
        ("language", FieldKind::Choice { options }) => only(options, &["fr", "en"]),
        ("impact" | "urgency" | "language", _) => false,
        _ => true,
    };
    if !right {
        let message = "title is a text of at most 200, confidential a boolean, impact a choice of 1 to 3, \
                       urgency of 0 to 3, language of fr and en";
        report.add(at, format!("“{}” cannot be this: {message}", field.name));
    }
}

/// Names go into form controls, where `-` separates the parts of a date.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= 40
        && name
            .chars()
            .all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
}
