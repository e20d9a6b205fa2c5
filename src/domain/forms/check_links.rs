//! What ties one question to another: pages, conditions, bounds and domains name things that exist,
//! are of the right kind and were asked before.

use crate::source::unknown;

use super::check::Report;
use super::compile::FieldAt;
use super::condition::{Comparison, Condition, Term};
use super::definition::{Field, RequestType};
use super::kind::{DayBound, FieldKind};

/// Longest span between two dates: a hundred years.
const MOST_MONTHS: u32 = 1_200;

/// What depends on the other questions of the form.
pub(super) fn check_place(
    report: &mut Report<'_>,
    form: &RequestType,
    field: &Field,
    at: &FieldAt,
) {
    let name = &field.name;
    if form
        .fields
        .iter()
        .filter(|other| other.name == *name)
        .count()
        > 1
    {
        report.add(
            at.field,
            format!("the field “{name}” is asked more than once"),
        );
    }
    if form.step(&field.step).is_none() {
        let steps: Vec<&str> = form.steps.iter().map(|step| step.key.as_str()).collect();
        report.add(at.step, unknown("step", &field.step, steps));
    }
    check_links(report, form, field, at.field);
    if let Some(condition) = &field.when {
        check_condition(report, form, condition, at.when);
        check_looks_back(report, form, field, condition, at.when);
    }
}

/// Every comparison names a question of the form and an answer it can have.
pub(super) fn check_condition(
    report: &mut Report<'_>,
    form: &RequestType,
    condition: &Condition,
    at: usize,
) {
    for term in condition.terms() {
        if let Some(message) = wrong_term(form, term) {
            report.add(at, message);
        }
    }
}

/// Pages work without script, so a question can only depend on a page already sent.
fn check_looks_back(
    report: &mut Report<'_>,
    form: &RequestType,
    field: &Field,
    condition: &Condition,
    at: usize,
) {
    let own = form.step_number(&field.step);
    for term in condition.terms() {
        let other = form
            .field(&term.field)
            .and_then(|other| form.step_number(&other.step));
        if other.is_some() && other >= own {
            let message = format!(
                "“{}” must be asked on an earlier page than “{}”",
                term.field, field.name
            );
            report.add(at, message);
        }
    }
}

/// Bounds and domains that refer to another question: it exists, is of the right kind, and comes first.
fn check_links(report: &mut Report<'_>, form: &RequestType, field: &Field, at: usize) {
    let before = |name: &str| {
        form.fields
            .iter()
            .take_while(|one| one.name != field.name)
            .find(|one| one.name == name)
    };
    let mut bound = |name: &str| match before(name).map(|other| &other.kind) {
        Some(FieldKind::Date { .. }) => {}
        Some(_) => report.add(at, format!("“{name}” is not a date")),
        None => {
            let dates = form
                .fields
                .iter()
                .filter(|one| matches!(one.kind, FieldKind::Date { .. }));
            let names: Vec<&str> = dates
                .map(|one| one.name.as_str())
                .filter(|one| *one != field.name)
                .collect();
            report.add(
                at,
                unknown(
                    "date asked before",
                    name,
                    names.into_iter().chain(["today"]).collect::<Vec<_>>(),
                ),
            );
        }
    };
    match &field.kind {
        FieldKind::Date {
            not_before,
            not_after,
            within_months,
        } => {
            for day in [not_before, not_after].into_iter().flatten() {
                if let DayBound::Field(name) = day {
                    bound(name);
                }
            }
            if within_months.is_some() && !matches!(not_before, Some(DayBound::Field(_))) {
                report.add(
                    at,
                    "`within_months` counts from the field named by `not_before`; name one",
                );
            }
            if within_months.is_some_and(|months| months > MOST_MONTHS) {
                report.add(at, format!("`within_months` is at most {MOST_MONTHS}"));
            }
        }
        FieldKind::Email {
            domain_of: Some(site),
        } => {
            if !before(site).is_some_and(|other| matches!(other.kind, FieldKind::Url { .. })) {
                let sites = form
                    .fields
                    .iter()
                    .filter(|one| matches!(one.kind, FieldKind::Url { .. }));
                let names: Vec<&str> = sites.map(|one| one.name.as_str()).collect();
                report.add(at, unknown("url asked before", site, names));
            }
        }
        FieldKind::Url { hosts } | FieldKind::UrlList { hosts, .. } => {
            for host in hosts.iter().filter(|host| !is_host(host)) {
                report.add(
                    at,
                    format!("“{host}” is not a host name such as example.org"),
                );
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

fn wrong_term(form: &RequestType, term: &Term) -> Option<String> {
    let Some(field) = form.field(&term.field) else {
        let names: Vec<&str> = form.fields.iter().map(|one| one.name.as_str()).collect();
        return Some(unknown("field", &term.field, names));
    };
    let comparable = match term.comparison {
        Comparison::Contains => matches!(field.kind, FieldKind::MultiChoice { .. }),
        Comparison::Is | Comparison::IsNot => {
            matches!(
                field.kind,
                FieldKind::Choice { .. } | FieldKind::Boolean | FieldKind::Country
            )
        }
    };
    if !comparable {
        let message = "`=` and `!=` compare a choice, a boolean or a country; `contains` looks into a multi_choice";
        return Some(format!("“{term}” cannot be asked: {message}"));
    }
    if field.kind.may_be(&term.value) {
        return None;
    }
    let known: Vec<&str> = match field.kind.options() {
        Some(options) => options.iter().map(|one| one.value.as_str()).collect(),
        None if field.kind == FieldKind::Boolean => vec!["yes", "no"],
        None => {
            return Some(format!(
                "“{}” is not a country code of ISO 3166-1",
                term.value
            ));
        }
    };
    Some(unknown(
        &format!("value of “{}”", term.field),
        &term.value,
        known,
    ))
}

fn is_host(host: &str) -> bool {
    host.contains('.')
        && !host.starts_with("www.")
        && url::Host::parse(host).is_ok_and(|parsed| parsed.to_string() == host)
}
