//! From the TOML as written to a form: every value into its type, every wrong one a finding.

use toml::Spanned;

use crate::case::Priority;
use crate::ids::{RequestTypeKey, TeamKey, WorkflowKey};
use crate::source::{Finding, Source, unknown};
use crate::text::Text;

use super::catalogue::{SharedFields, unknown_shared};
use super::condition::Condition;
use super::definition::{
    Field, PriorityRule, Promise, RequestType, StartingPriority, Step, TeamRule,
};
use super::kind::{Choice, DayBound, FieldKind, FileType, HandleSource, Tense};
use super::raw::{RawChoice, RawField, RawKind, RawShared, RawSource, RawStep, RawType};
use super::typography;

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

/// Where a field and its condition stand.
#[derive(Clone, Copy)]
pub(super) struct FieldAt {
    pub field: usize,
    pub step: usize,
    pub when: usize,
}

/// Checks the shared questions one by one and keeps them as written, to be placed by each type.
pub(super) fn compile_shared(source: &Source<'_>, raw: RawShared) -> Result<Vec<RawField>, Vec<Finding>> {
    let mut fields: Vec<RawField> = Vec::new();
    let mut findings = Vec::new();
    for spanned in raw.fields {
        let at = spanned.span().start;
        let field = spanned.into_inner();
        let placed = [("use", field.shared.is_some()), ("step", field.step.is_some()), ("when", field.when.is_some())];
        for (key, _) in placed.into_iter().filter(|(_, given)| *given) {
            findings.push(source.finding(at, format!("`{key}` belongs to the types that place a shared field")));
        }
        if field.name.is_some() && fields.iter().any(|other| other.name == field.name) {
            findings.push(source.finding(at, "this name is already taken by another shared field"));
        }
        if let Err(messages) = compile_field(field.clone(), String::new(), None) {
            findings.extend(messages.into_iter().map(|message| source.finding(at, message)));
        }
        fields.push(field);
    }
    if findings.is_empty() { Ok(fields) } else { Err(findings) }
}

/// Builds the form. Names are not yet looked up: that is the check's task.
pub(super) fn compile(source: &Source<'_>, raw: RawType, shared: &SharedFields) -> Result<Compiled, Vec<Finding>> {
    let mut findings = Vec::new();
    let steps_at = raw.steps.iter().map(|step| step.span().start).collect();
    let steps: Vec<Step> = raw.steps.into_iter().map(|step| compile_step(step.into_inner())).collect();
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
            let message = unknown("priority", priority_name, Priority::ALL.map(Priority::as_str));
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
            team_rules.push(TeamRule { when, team: TeamKey::new(rule.team) });
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
        if let Some(name) = field.shared.clone() {
            let Some(template) = shared.find(&name) else {
                findings.push(source.finding(at, unknown_shared(&name, shared)));
                continue;
            };
            if field.name.is_some() || field.kind.is_some() {
                findings.push(source.finding(at, "a field with `use` takes its `name` and `type` from the shared one"));
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
        let field_at = FieldAt { field: at, step: step.span().start, when: when_at };
        match compile_field(field, step.into_inner(), when) {
            Ok(field) => placed.push((field_at, field)),
            Err(messages) => {
                findings.extend(messages.into_iter().map(|message| source.finding(at, message)));
            }
        }
    }
    placed.sort_by_key(|(_, field)| steps.iter().position(|step| step.key == field.step));
    placed
}

fn condition(source: &Source<'_>, text: &Spanned<String>, findings: &mut Vec<Finding>) -> Option<Condition> {
    match Condition::parse(text.get_ref()) {
        Ok(condition) => Some(condition),
        Err(error) => {
            findings.push(source.finding(text.span().start, error.to_string()));
            None
        }
    }
}

fn compile_step(raw: RawStep) -> Step {
    Step { key: raw.key, title: typeset(&raw.title), lede: raw.lede.as_ref().map(typeset) }
}

fn compile_field(raw: RawField, step: String, when: Option<Condition>) -> Result<Field, Vec<String>> {
    let mut messages = Vec::new();
    let (Some(name), Some(kind)) = (raw.name.clone(), raw.kind) else {
        return Err(vec!["a field needs a `name` and a `type`, or `use` with the name of a shared field".to_owned()]);
    };
    let known = kind.limits();
    for key in raw.limits().into_iter().filter(|key| !known.contains(key)) {
        messages.push(format!("`{key}` means nothing for `{name}`, a field of type {}", kind.as_str()));
    }
    let label = raw.label.clone().unwrap_or_default();
    let kind = match compile_kind(kind, &raw) {
        Ok(kind) => kind,
        Err(message) => {
            messages.push(format!("`{name}`: {message}"));
            return Err(messages);
        }
    };
    if has_empty_range(&kind) {
        messages.push(format!("`min` of `{name}` is greater than its `max`"));
    }
    if !messages.is_empty() {
        return Err(messages);
    }
    Ok(Field {
        name,
        step,
        kind,
        required: raw.required.unwrap_or(false),
        when,
        label: typeset(&label),
        hint: raw.hint.as_ref().map(typeset),
        missing: raw.missing.as_ref().map(typeset),
        prefix: raw.prefix,
        suffix: raw.suffix,
        autocomplete: raw.autocomplete,
        default: raw.default,
    })
}

fn compile_kind(kind: RawKind, raw: &RawField) -> Result<FieldKind, String> {
    let min = |default: usize| count(raw.min, default);
    let max = |default: usize| count(raw.max, default);
    let options = || raw.options.clone().unwrap_or_default().into_iter().map(compile_choice).collect::<Vec<_>>();
    let hosts = || raw.hosts.iter().flatten().map(|host| host.to_lowercase()).collect();
    Ok(match kind {
        RawKind::Text => FieldKind::Text { min: min(1)?, max: max(200)? },
        RawKind::LongText => FieldKind::LongText { min: min(1)?, max: max(4_000)? },
        RawKind::Integer => {
            FieldKind::Integer { min: raw.min.unwrap_or(0), max: raw.max.unwrap_or(1_000_000_000) }
        }
        RawKind::Boolean => FieldKind::Boolean,
        RawKind::Choice => FieldKind::Choice { options: options() },
        RawKind::MultiChoice => {
            let options = options();
            let most = max(options.len())?;
            FieldKind::MultiChoice { options, min: min(1)?, max: most }
        }
        RawKind::Date => FieldKind::Date {
            not_before: raw.not_before.as_deref().map(day_bound),
            not_after: raw.not_after.as_deref().map(day_bound),
            within_months: raw.within_months,
        },
        RawKind::Datetime => FieldKind::DateTime { tense: tense(raw.not_after.as_deref())? },
        RawKind::Url => FieldKind::Url { hosts: hosts() },
        RawKind::UrlList => FieldKind::UrlList { min: min(1)?, max: max(50)?, hosts: hosts() },
        RawKind::Email => FieldKind::Email { domain_of: raw.domain_of.clone() },
        RawKind::Colleagues => FieldKind::ColleagueList { max: max(20)? },
        RawKind::Handles => FieldKind::Handles {
            min: min(1)?,
            max: max(50)?,
            source: match raw.source {
                Some(RawSource::Any) => HandleSource::Any,
                Some(RawSource::Owned) | None => HandleSource::Owned,
            },
        },
        RawKind::Event => FieldKind::Event,
        RawKind::Country => FieldKind::Country,
        RawKind::Siret => FieldKind::Siret,
        RawKind::Files => FieldKind::Files { min: min(1)?, max: max(10)?, accept: accepted(raw)? },
    })
}

const fn has_empty_range(kind: &FieldKind) -> bool {
    match kind {
        FieldKind::Integer { min, max } => *min > *max,
        FieldKind::Text { min, max }
        | FieldKind::LongText { min, max }
        | FieldKind::MultiChoice { min, max, .. }
        | FieldKind::UrlList { min, max, .. }
        | FieldKind::Handles { min, max, .. }
        | FieldKind::Files { min, max, .. } => *min > *max,
        FieldKind::Boolean
        | FieldKind::Choice { .. }
        | FieldKind::Date { .. }
        | FieldKind::DateTime { .. }
        | FieldKind::Url { .. }
        | FieldKind::Email { .. }
        | FieldKind::ColleagueList { .. }
        | FieldKind::Event
        | FieldKind::Country
        | FieldKind::Siret => false,
    }
}

fn compile_choice(raw: RawChoice) -> Choice {
    Choice { value: raw.value, label: typeset(&raw.label), hint: raw.hint.as_ref().map(typeset) }
}

fn count(given: Option<i64>, default: usize) -> Result<usize, String> {
    let Some(given) = given else {
        return Ok(default);
    };
    usize::try_from(given).map_err(|_| format!("{given} is not a count"))
}

fn day_bound(text: &str) -> DayBound {
    if text == "today" { DayBound::Today } else { DayBound::Field(text.to_owned()) }
}

fn tense(not_after: Option<&str>) -> Result<Tense, String> {
    match not_after {
        None => Ok(Tense::Any),
        Some("now") => Ok(Tense::Past),
        Some(other) => Err(format!("`not_after` of a datetime is `now`, not “{other}”")),
    }
}

fn accepted(raw: &RawField) -> Result<Vec<FileType>, String> {
    let Some(names) = &raw.accept else {
        return Ok(FileType::ALL.to_vec());
    };
    names
        .iter()
        .map(|name| {
            FileType::ALL
                .into_iter()
                .find(|one| one.as_str() == name)
                .ok_or_else(|| unknown("file type", name, FileType::ALL.map(FileType::as_str)))
        })
        .collect()
}

fn starting_priority(text: &str) -> Result<StartingPriority, String> {
    if text == "matrix" {
        return Ok(StartingPriority::Matrix);
    }
    let known = ["matrix", "P1", "P2", "P3", "P4"];
    Priority::parse(text).map(StartingPriority::AtLeast).ok_or_else(|| unknown("priority", text, known))
}

fn typeset(text: &Text) -> Text {
    Text { fr: typography::french(text.fr.trim()), en: typography::english(text.en.trim()) }
}
