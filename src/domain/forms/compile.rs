//! From the TOML as written to a form: every value into its type, every wrong one a finding.

use toml::Spanned;

use crate::case::Priority;
use crate::ids::{RequestTypeKey, TeamKey, WorkflowKey};
use crate::source::{Finding, Source, unknown};

use super::catalogue::{SharedFields, unknown_shared};
use super::compile_field::{compile_field, typeset};
use super::condition::Condition;
use super::definition::{
    Field, PriorityRule, Promise, RequestType, StartingPriority, Step, TeamRule,
};
use super::raw::{RawField, RawShared, RawStep, RawType};

/// A form and where its parts stand in the file.
pub(super) struct Compiled {
    pub form: RequestType,
    pub key_at: usize,
    pub version_at: usize,
    /// One for each step of the form.
    pub steps_at: Vec<usize>,
    /// One for each field of the form.
    pub fields_at: Vec<FieldAt>,
    /// One for each priority rule, then one for each team rule.
    pub rules_at: Vec<usize>,
}

/// Where a field and its parts stand.
#[derive(Clone)]
pub(super) struct FieldAt {
    pub field: usize,
    pub step: usize,
    pub when: usize,
    /// One for each option written here; empty when the options come from a shared field.
    pub options: Vec<usize>,
}

/// The shared questions, built to be checked where they are defined and kept as written to be placed.
pub(super) struct CompiledShared {
    pub raw: Vec<RawField>,
    pub fields: Vec<(FieldAt, Field)>,
}

/// Builds the shared questions, each on no page yet.
pub(super) fn compile_shared(
    source: &Source<'_>,
    raw: RawShared,
) -> Result<CompiledShared, Vec<Finding>> {
    let mut shared = CompiledShared {
        raw: Vec::new(),
        fields: Vec::new(),
    };
    let mut findings = Vec::new();
    for spanned in raw.fields {
        let at = spanned.span().start;
        let field = spanned.into_inner();
        let placed = [
            ("use", field.shared.is_some()),
            ("step", field.step.is_some()),
            ("when", field.when.is_some()),
        ];
        for (key, _) in placed.into_iter().filter(|(_, given)| *given) {
            findings.push(source.finding(
                at,
                format!("`{key}` belongs to the types that place a shared field"),
            ));
        }
        if field.name.is_some() && shared.raw.iter().any(|other| other.name == field.name) {
            findings.push(source.finding(at, "this name is already taken by another shared field"));
        }
        let field_at = FieldAt {
            field: at,
            step: at,
            when: at,
            options: options_at(&field),
        };
        match compile_field(field.clone(), String::new(), None) {
            Ok(compiled) => shared.fields.push((field_at, compiled)),
            Err(messages) => findings.extend(
                messages
                    .into_iter()
                    .map(|message| source.finding(at, message)),
            ),
        }
        shared.raw.push(field);
    }
    if findings.is_empty() {
        Ok(shared)
    } else {
        Err(findings)
    }
}

/// Builds the form. Names are not yet looked up: that is the check's task.
pub(super) fn compile(
    source: &Source<'_>,
    raw: RawType,
    shared: &SharedFields,
) -> Result<Compiled, Vec<Finding>> {
    let mut findings = Vec::new();
    let steps_at = raw.steps.iter().map(|step| step.span().start).collect();
    let steps: Vec<Step> = raw
        .steps
        .into_iter()
        .map(|step| compile_step(step.into_inner()))
        .collect();
    let fields = place_fields(source, raw.fields, shared, &steps, &mut findings);
    let (fields_at, fields) = fields.into_iter().unzip();
    let priority = match starting_priority(raw.priority.get_ref()) {
        Ok(priority) => priority,
        Err(message) => {
            findings.push(source.finding(raw.priority.span().start, message));
            StartingPriority::Matrix
        }
    };
    let mut rules_at = Vec::new();
    let mut priority_rules = Vec::new();
    for rule in raw.priority_rules {
        let priority_name = rule.priority.get_ref();
        let Some(priority) = Priority::parse(priority_name) else {
            let message = unknown(
                "priority",
                priority_name,
                Priority::ALL.map(Priority::as_str),
            );
            findings.push(source.finding(rule.priority.span().start, message));
            continue;
        };
        if let Some(when) = condition(source, &rule.when, &mut findings) {
            rules_at.push(rule.when.span().start);
            priority_rules.push(PriorityRule { when, priority });
        }
    }
    let mut team_rules = Vec::new();
    for rule in raw.team_rules {
        if let Some(when) = condition(source, &rule.when, &mut findings) {
            rules_at.push(rule.when.span().start);
            team_rules.push(TeamRule {
                when,
                team: TeamKey::new(rule.team),
            });
        }
    }
    if !findings.is_empty() {
        findings.sort();
        return Err(findings);
    }
    let form = RequestType {
        key: RequestTypeKey::new(raw.key.get_ref().clone()),
        version: *raw.version.get_ref(),
        position: raw.position,
        workflow: WorkflowKey::new(raw.workflow),
        title: typeset(&raw.title),
        summary: typeset(&raw.summary),
        promise: Promise {
            first_response_hours: raw.promise.first_response_hours,
            resolution_hours: raw.promise.resolution_hours,
        },
        priority,
        team: TeamKey::new(raw.team),
        steps,
        fields,
        priority_rules,
        team_rules,
    };
    Ok(Compiled {
        form,
        key_at: raw.key.span().start,
        version_at: raw.version.span().start,
        steps_at,
        fields_at,
        rules_at,
    })
}

/// Puts each question on its page, in the order of the pages.
fn place_fields(
    source: &Source<'_>,
    raw: Vec<Spanned<RawField>>,
    shared: &SharedFields,
    steps: &[Step],
    findings: &mut Vec<Finding>,
) -> Vec<(FieldAt, Field)> {
    let mut placed = Vec::new();
    for spanned in raw {
        let at = spanned.span().start;
        let mut field = spanned.into_inner();
        let options = options_at(&field);
        if let Some(name) = field.shared.clone() {
            let Some(template) = shared.find(&name) else {
                findings.push(source.finding(at, unknown_shared(&name, shared)));
                continue;
            };
            if field.name.is_some() || field.kind.is_some() {
                findings.push(source.finding(
                    at,
                    "a field with `use` takes its `name` and `type` from the shared one",
                ));
                continue;
            }
            field = field.over(template);
        }
        let Some(step) = field.step.take() else {
            findings.push(source.finding(at, "missing `step`: the page that asks this question"));
            continue;
        };
        let when_at = field.when.as_ref().map_or(at, |when| when.span().start);
        let when = match field.when.take() {
            Some(when) => match condition(source, &when, findings) {
                Some(condition) => Some(condition),
                None => continue,
            },
            None => None,
        };
        let field_at = FieldAt {
            field: at,
            step: step.span().start,
            when: when_at,
            options,
        };
        match compile_field(field, step.into_inner(), when) {
            Ok(field) => placed.push((field_at, field)),
            Err(messages) => {
                findings.extend(
                    messages
                        .into_iter()
                        .map(|message| source.finding(at, message)),
                );
            }
        }
    }
    placed.sort_by_key(|(_, field)| steps.iter().position(|step| step.key == field.step));
    placed
}

fn condition(
    source: &Source<'_>,
    text: &Spanned<String>,
    findings: &mut Vec<Finding>,
) -> Option<Condition> {
    match Condition::parse(text.get_ref()) {
        Ok(condition) => Some(condition),
        Err(error) => {
            findings.push(source.finding(text.span().start, error.to_string()));
            None
        }
    }
}

fn compile_step(raw: RawStep) -> Step {
    Step {
        key: raw.key,
        title: typeset(&raw.title),
        lede: raw.lede.as_ref().map(typeset),
    }
}

fn options_at(field: &RawField) -> Vec<usize> {
    field
        .options
        .iter()
        .flatten()
        .map(|option| option.span().start)
        .collect()
}

fn starting_priority(text: &str) -> Result<StartingPriority, String> {
    if text == "matrix" {
        return Ok(StartingPriority::Matrix);
    }
    let known = ["matrix", "P1", "P2", "P3", "P4"];
    Priority::parse(text)
        .map(StartingPriority::AtLeast)
        .ok_or_else(|| unknown("priority", text, known))
}
