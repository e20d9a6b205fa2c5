//! From one question as written to a field: its kind with its limits, its texts set in type.

use crate::source::unknown;
use crate::text::Text;

use super::condition::Condition;
use super::definition::Field;
use super::kind::{Choice, DayBound, FieldKind, FileType, HandleSource, Tense};
use super::raw::{RawChoice, RawField, RawKind, RawSource};
use super::typography;

pub(super) fn compile_field(
    raw: RawField,
    step: String,
    when: Option<Condition>,
) -> Result<Field, Vec<String>> {
    let mut messages = Vec::new();
    let (Some(name), Some(kind)) = (raw.name.clone(), raw.kind) else {
        return Err(vec![
            "a field needs a `name` and a `type`, or `use` with the name of a shared field"
                .to_owned(),
        ]);
    };
    let known = kind.limits();
    for key in raw.limits().into_iter().filter(|key| !known.contains(key)) {
        messages.push(format!(
            "`{key}` means nothing for `{name}`, a field of type {}",
            kind.as_str()
        ));
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
    let options = || {
        raw.options
            .iter()
            .flatten()
            .map(|one| compile_choice(one.get_ref()))
            .collect::<Vec<_>>()
    };
    let hosts = || {
        raw.hosts
            .iter()
            .flatten()
            .map(|host| host.to_lowercase())
            .collect()
    };
    Ok(match kind {
        RawKind::Text => FieldKind::Text {
            min: min(1)?,
            max: max(200)?,
        },
        RawKind::LongText => FieldKind::LongText {
            min: min(1)?,
            max: max(4_000)?,
        },
        RawKind::Integer => FieldKind::Integer {
            min: raw.min.unwrap_or(0),
            max: raw.max.unwrap_or(1_000_000_000),
        },
        RawKind::Boolean => FieldKind::Boolean,
        RawKind::Choice => FieldKind::Choice { options: options() },
        RawKind::MultiChoice => {
            let options = options();
            let most = max(options.len())?;
            FieldKind::MultiChoice {
                options,
                min: min(1)?,
                max: most,
            }
        }
        RawKind::Date => FieldKind::Date {
            not_before: raw.not_before.as_deref().map(day_bound),
            not_after: raw.not_after.as_deref().map(day_bound),
            within_months: raw.within_months,
        },
        RawKind::Datetime => FieldKind::DateTime {
            tense: tense(raw.not_after.as_deref())?,
        },
        RawKind::Url => FieldKind::Url { hosts: hosts() },
        RawKind::UrlList => FieldKind::UrlList {
            min: min(1)?,
            max: max(50)?,
            hosts: hosts(),
        },
        RawKind::Email => FieldKind::Email {
            domain_of: raw.domain_of.clone(),
        },
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
        RawKind::Files => FieldKind::Files {
            min: min(1)?,
            max: max(10)?,
            accept: accepted(raw)?,
        },
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

fn compile_choice(raw: &RawChoice) -> Choice {
    Choice {
        value: raw.value.clone(),
        label: typeset(&raw.label),
        hint: raw.hint.as_ref().map(typeset),
    }
}

fn count(given: Option<i64>, default: usize) -> Result<usize, String> {
    let Some(given) = given else {
        return Ok(default);
    };
    usize::try_from(given).map_err(|_| format!("{given} is not a count"))
}

fn day_bound(text: &str) -> DayBound {
    if text == "today" {
        DayBound::Today
    } else {
        DayBound::Field(text.to_owned())
    }
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

pub(super) fn typeset(text: &Text) -> Text {
    Text {
        fr: typography::french(text.fr.trim()),
        en: typography::english(text.en.trim()),
    }
}
