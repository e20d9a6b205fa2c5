//! What a form promises beyond its shape: every name exists, every text is there in both languages,
//! every condition looks back, every value compared can be given.

use crate::source::{Finding, Source, unknown};
use crate::text::Text;

use super::catalogue::{SharedFields, stem};
use super::compile::{Compiled, FieldAt};
use super::condition::{Comparison, Condition, Term};
use super::country::Country;
use super::definition::{Field, RequestType};
use super::kind::{Choice, DayBound, FieldKind};

/// Every mistake of a form, in the order of the file.
pub(super) fn check(source: &Source<'_>, compiled: &Compiled, shared: &SharedFields) -> Vec<Finding> {
    let mut report = Report { source, findings: Vec::new() };
    check_form(&mut report, compiled, shared);
    check_steps(&mut report, compiled);
    for (field, at) in compiled.form.fields.iter().zip(&compiled.fields_at) {
        check_field(&mut report, &compiled.form, field, *at);
    }
    let priority_rules = compiled.form.priority_rules.iter().map(|rule| &rule.when);
    let rules = priority_rules.chain(compiled.form.team_rules.iter().map(|rule| &rule.when));
    for (condition, at) in rules.zip(&compiled.rules_at) {
        check_condition(&mut report, &compiled.form, condition, *at);
    }
    report.findings.sort();
    report.findings
}

struct Report<'a> {
    source: &'a Source<'a>,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn add(&mut self, at: usize, message: impl Into<String>) {
        self.findings.push(self.source.finding(at, message));
    }

    fn both_languages(&mut self, at: usize, what: &str, text: &Text) {
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
        report.add(at, format!("the file of the type “{key}” must be named {key}.toml"));
    }
    if !is_name(key) {
        report.add(at, format!("“{key}” is not a key: small letters, digits and underscores, a letter first"));
    }
    if form.version == 0 {
        report.add(compiled.version_at, "versions start at 1");
    }
    if form.promise.first_response_hours == 0 {
        report.add(at, "`promise.first_response_hours` must be at least 1");
    }
    report.both_languages(at, "`title`", &form.title);
    report.both_languages(at, "`summary`", &form.summary);
    for name in shared.required_names().filter(|name| form.field(name).is_none()) {
        report.add(at, format!("the shared field “{name}” is asked on no page; every type must place it"));
    }
}

fn check_steps(report: &mut Report<'_>, compiled: &Compiled) {
    let form = &compiled.form;
    if form.steps.is_empty() {
        report.add(compiled.key_at, "a form needs at least one [[step]]");
    }
    for (number, (step, at)) in form.steps.iter().zip(&compiled.steps_at).enumerate() {
        if !is_name(&step.key) {
            report.add(*at, format!("“{}” is not a step key: small letters, digits and underscores", step.key));
        }
        if step.key == "check" || step.key == "sent" {
            report.add(*at, format!("“{}” is the address of a page of ours; name the step otherwise", step.key));
        }
        if form.steps.iter().take(number).any(|other| other.key == step.key) {
            report.add(*at, format!("the step “{}” is defined twice", step.key));
        }
        report.both_languages(*at, &format!("`title` of step “{}”", step.key), &step.title);
        if let Some(lede) = &step.lede {
            report.both_languages(*at, &format!("`lede` of step “{}”", step.key), lede);
        }
        let always = form.fields.iter().any(|field| field.step == step.key && field.when.is_none());
        if !always {
            report.add(*at, format!("the step “{}” has no question that is always asked", step.key));
        }
    }
}

fn check_field(report: &mut Report<'_>, form: &RequestType, field: &Field, at: FieldAt) {
    let name = &field.name;
    if !is_name(name) {
        report.add(at.field, format!("“{name}” is not a field name: small letters, digits and underscores"));
    }
    if form.fields.iter().filter(|other| other.name == *name).count() > 1 {
        report.add(at.field, format!("the field “{name}” is asked more than once"));
    }
    if form.step(&field.step).is_none() {
        let steps: Vec<&str> = form.steps.iter().map(|step| step.key.as_str()).collect();
        report.add(at.step, unknown("step", &field.step, steps));
    }
    report.both_languages(at.field, &format!("`label` of “{name}”"), &field.label);
    if let Some(hint) = &field.hint {
        report.both_languages(at.field, &format!("`hint` of “{name}”"), hint);
    }
    match &field.missing {
        Some(missing) => report.both_languages(at.field, &format!("`missing` of “{name}”"), missing),
        None if field.required => {
            report.add(at.field, format!("“{name}” is required: `missing` must say what to do when it is empty"));
        }
        None => {}
    }
    if let Some(options) = options_of(&field.kind) {
        check_options(report, name, options, at.field);
    }
    if let Some(default) = &field.default
        && !may_be(&field.kind, default)
    {
        report.add(at.field, format!("“{default}” cannot be the default of “{name}”"));
    }
    check_case_columns(report, field, at.field);
    check_links(report, form, field, at.field);
    if let Some(condition) = &field.when {
        check_condition(report, form, condition, at.when);
        check_looks_back(report, form, field, condition, at.when);
    }
}

fn check_options(report: &mut Report<'_>, name: &str, options: &[Choice], at: usize) {
    if options.len() < 2 {
        report.add(at, format!("“{name}” needs at least two `options`"));
    }
    for (number, option) in options.iter().enumerate() {
        if option.value.is_empty() || option.value.contains(char::is_whitespace) {
            report.add(at, format!("an option value of “{name}” is empty or has spaces"));
        }
        if options.iter().take(number).any(|other| other.value == option.value) {
            report.add(at, format!("the option “{}” of “{name}” is there twice", option.value));
        }
        report.both_languages(at, &format!("the option “{}” of “{name}”", option.value), &option.label);
        if let Some(hint) = &option.hint {
            report.both_languages(at, &format!("the hint of option “{}” of “{name}”", option.value), hint);
        }
    }
}

/// The answers that become columns of the case must be of the kind the columns are.
fn check_case_columns(report: &mut Report<'_>, field: &Field, at: usize) {
    let only = |options: &[Choice], known: &[&str]| options.iter().all(|one| known.contains(&one.value.as_str()));
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

/// Bounds and domains that refer to another question: it exists, is of the right kind, and comes first.
fn check_links(report: &mut Report<'_>, form: &RequestType, field: &Field, at: usize) {
    let before = |name: &str| form.fields.iter().take_while(|one| one.name != field.name).find(|one| one.name == name);
    let mut bound = |name: &str| match before(name).map(|other| &other.kind) {
        Some(FieldKind::Date { .. }) => {}
        Some(_) => report.add(at, format!("“{name}” is not a date")),
        None => {
            let dates = form.fields.iter().filter(|one| matches!(one.kind, FieldKind::Date { .. }));
            let names: Vec<&str> = dates.map(|one| one.name.as_str()).filter(|one| *one != field.name).collect();
            report.add(at, unknown("date asked before", name, names.into_iter().chain(["today"]).collect::<Vec<_>>()));
        }
    };
    match &field.kind {
        FieldKind::Date { not_before, not_after, within_months } => {
            for day in [not_before, not_after].into_iter().flatten() {
                if let DayBound::Field(name) = day {
                    bound(name);
                }
            }
            if within_months.is_some() && !matches!(not_before, Some(DayBound::Field(_))) {
                report.add(at, "`within_months` counts from the field named by `not_before`; name one");
            }
        }
        FieldKind::Email { domain_of: Some(site) } => {
            if !before(site).is_some_and(|other| matches!(other.kind, FieldKind::Url { .. })) {
                let sites = form.fields.iter().filter(|one| matches!(one.kind, FieldKind::Url { .. }));
                let names: Vec<&str> = sites.map(|one| one.name.as_str()).collect();
                report.add(at, unknown("url asked before", site, names));
            }
        }
        FieldKind::Url { hosts } | FieldKind::UrlList { hosts, .. } => {
            for host in hosts.iter().filter(|host| !is_host(host)) {
                report.add(at, format!("“{host}” is not a host name such as example.org"));
            }
        }
        FieldKind::Email { domain_of: None }
        | FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Integer { .. }
        | FieldKind::Boolean
        | FieldKind::Choice { .. }
        | FieldKind::MultiChoice { .. }
        | FieldKind::DateTime { .. }
        | FieldKind::ColleagueList { .. }
        | FieldKind::Handles { .. }
        | FieldKind::Event
        | FieldKind::Country
        | FieldKind::Siret
        | FieldKind::Files { .. } => {}
    }
}

fn check_condition(report: &mut Report<'_>, form: &RequestType, condition: &Condition, at: usize) {
    for term in condition.terms() {
        if let Some(message) = wrong_term(form, term) {
            report.add(at, message);
        }
    }
}

/// Pages work without script, so a question can only depend on a page already sent.
fn check_looks_back(report: &mut Report<'_>, form: &RequestType, field: &Field, condition: &Condition, at: usize) {
    let own = form.step_number(&field.step);
    for term in condition.terms() {
        let other = form.field(&term.field).and_then(|other| form.step_number(&other.step));
        if other.is_some() && other >= own {
            let message = format!("“{}” must be asked on an earlier page than “{}”", term.field, field.name);
            report.add(at, message);
        }
    }
}

fn wrong_term(form: &RequestType, term: &Term) -> Option<String> {
    let Some(field) = form.field(&term.field) else {
        let names: Vec<&str> = form.fields.iter().map(|one| one.name.as_str()).collect();
        return Some(unknown("field", &term.field, names));
    };
    let comparable = match term.comparison {
        Comparison::Contains => matches!(field.kind, FieldKind::MultiChoice { .. }),
        Comparison::Is | Comparison::IsNot => {
            matches!(field.kind, FieldKind::Choice { .. } | FieldKind::Boolean | FieldKind::Country)
        }
    };
    if !comparable {
        let message = "`=` and `!=` compare a choice, a boolean or a country; `contains` looks into a multi_choice";
        return Some(format!("“{term}” cannot be asked: {message}"));
    }
    if may_be(&field.kind, &term.value) {
        return None;
    }
    let known: Vec<&str> = match options_of(&field.kind) {
        Some(options) => options.iter().map(|one| one.value.as_str()).collect(),
        None if field.kind == FieldKind::Boolean => vec!["yes", "no"],
        None => return Some(format!("“{}” is not a country code of ISO 3166-1", term.value)),
    };
    Some(unknown(&format!("value of “{}”", term.field), &term.value, known))
}

const fn options_of(kind: &FieldKind) -> Option<&Vec<Choice>> {
    match kind {
        FieldKind::Choice { options } | FieldKind::MultiChoice { options, .. } => Some(options),
        FieldKind::Text { .. }
        | FieldKind::LongText { .. }
        | FieldKind::Integer { .. }
        | FieldKind::Boolean
        | FieldKind::Date { .. }
        | FieldKind::DateTime { .. }
        | FieldKind::Url { .. }
        | FieldKind::UrlList { .. }
        | FieldKind::Email { .. }
        | FieldKind::ColleagueList { .. }
        | FieldKind::Handles { .. }
        | FieldKind::Event
        | FieldKind::Country
        | FieldKind::Siret
        | FieldKind::Files { .. } => None,
    }
}

/// Whether a field of this kind can be answered with this value.
fn may_be(kind: &FieldKind, value: &str) -> bool {
    match kind {
        FieldKind::Boolean => matches!(value, "yes" | "no"),
        FieldKind::Country => Country::parse(value).is_some_and(|country| country.code == value),
        FieldKind::Text { max, .. } => value.chars().count() <= *max,
        other => options_of(other).is_some_and(|options| options.iter().any(|one| one.value == value)),
    }
}

/// Names go into form controls, where `-` separates the parts of a date.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= 40
        && name.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_')
}

fn is_host(host: &str) -> bool {
    host.contains('.') && !host.starts_with("www.") && url::Host::parse(host).is_ok_and(|parsed| parsed.to_string() == host)
}
