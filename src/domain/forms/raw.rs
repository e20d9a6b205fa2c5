//! The TOML of a request type, as written; nothing here is checked beyond its shape.

use serde::Deserialize;
use toml::Spanned;

use crate::text::Text;

/// A file of one request type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawType {
    pub key: Spanned<String>,
    pub version: Spanned<u32>,
    pub position: u32,
    pub workflow: String,
    pub title: Text,
    pub summary: Text,
    pub promise: RawPromise,
    pub priority: Spanned<String>,
    pub team: String,
    #[serde(default, rename = "step")]
    pub steps: Vec<Spanned<RawStep>>,
    #[serde(default, rename = "field")]
    pub fields: Vec<Spanned<RawField>>,
    #[serde(default, rename = "priority_rule")]
    pub priority_rules: Vec<RawPriorityRule>,
    #[serde(default, rename = "team_rule")]
    pub team_rules: Vec<RawTeamRule>,
}

/// The file of the questions that several types ask.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShared {
    #[serde(default, rename = "field")]
    pub fields: Vec<Spanned<RawField>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPromise {
    pub first_response_hours: u32,
    pub resolution_hours: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStep {
    pub key: String,
    pub title: Text,
    pub lede: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPriorityRule {
    pub when: Spanned<String>,
    pub priority: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTeamRule {
    pub when: Spanned<String>,
    pub team: String,
}

/// One question. Which of the optional keys are allowed depends on its type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    #[serde(rename = "use")]
    pub shared: Option<String>,
    pub name: Option<String>,
    pub step: Option<Spanned<String>>,
    #[serde(rename = "type")]
    pub kind: Option<RawKind>,
    pub required: Option<bool>,
    pub when: Option<Spanned<String>>,
    pub label: Option<Text>,
    pub hint: Option<Text>,
    pub missing: Option<Text>,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    pub autocomplete: Option<String>,
    pub default: Option<String>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub options: Option<Vec<Spanned<RawChoice>>>,
    pub hosts: Option<Vec<String>>,
    pub not_before: Option<String>,
    pub not_after: Option<String>,
    pub within_months: Option<u32>,
    pub domain_of: Option<String>,
    pub source: Option<RawSource>,
    pub accept: Option<Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawKind {
    Text,
    LongText,
    Integer,
    Boolean,
    Choice,
    MultiChoice,
    Date,
    Datetime,
    Url,
    UrlList,
    Email,
    Colleagues,
    Handles,
    Event,
    Country,
    Siret,
    Files,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawSource {
    Owned,
    Any,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    pub value: String,
    pub label: Text,
    pub hint: Option<Text>,
}

impl RawField {
    /// The shared question with what a type says differently about it.
    pub fn over(self, shared: &Self) -> Self {
        let shared = shared.clone();
        Self {
            shared: self.shared,
            name: shared.name,
            step: self.step,
            kind: shared.kind,
            required: self.required.or(shared.required),
            when: self.when,
            label: self.label.or(shared.label),
            hint: self.hint.or(shared.hint),
            missing: self.missing.or(shared.missing),
            prefix: self.prefix.or(shared.prefix),
            suffix: self.suffix.or(shared.suffix),
            autocomplete: self.autocomplete.or(shared.autocomplete),
            default: self.default.or(shared.default),
            min: self.min.or(shared.min),
            max: self.max.or(shared.max),
            options: self.options.or(shared.options),
            hosts: self.hosts.or(shared.hosts),
            not_before: self.not_before.or(shared.not_before),
            not_after: self.not_after.or(shared.not_after),
            within_months: self.within_months.or(shared.within_months),
            domain_of: self.domain_of.or(shared.domain_of),
            source: self.source.or(shared.source),
            accept: self.accept.or(shared.accept),
        }
    }

    /// The keys given that only some types understand.
    pub fn limits(&self) -> Vec<&'static str> {
        let given = [
            ("prefix", self.prefix.is_some()),
            ("suffix", self.suffix.is_some()),
            ("autocomplete", self.autocomplete.is_some()),
            ("default", self.default.is_some()),
            ("min", self.min.is_some()),
            ("max", self.max.is_some()),
            ("options", self.options.is_some()),
            ("hosts", self.hosts.is_some()),
            ("not_before", self.not_before.is_some()),
            ("not_after", self.not_after.is_some()),
            ("within_months", self.within_months.is_some()),
            ("domain_of", self.domain_of.is_some()),
            ("source", self.source.is_some()),
            ("accept", self.accept.is_some()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(key, _)| key)
            .collect()
    }
}

impl RawKind {
    /// The type as written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Choice => "choice",
            Self::MultiChoice => "multi_choice",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Url => "url",
            Self::UrlList => "url_list",
            Self::Email => "email",
            Self::Colleagues => "colleagues",
            Self::Handles => "handles",
            Self::Event => "event",
            Self::Country => "country",
            Self::Siret => "siret",
            Self::Files => "files",
        }
    }

    /// The keys this type understands besides those of every field.
    pub const fn limits(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["min", "max", "prefix", "suffix", "autocomplete", "default"],
            Self::LongText => &["min", "max"],
            Self::Integer => &["min", "max", "prefix", "suffix"],
            Self::Boolean => &["default"],
            Self::Choice => &["options", "default"],
            Self::MultiChoice => &["options", "min", "max"],
            Self::Date => &["not_before", "not_after", "within_months"],
            Self::Datetime => &["not_after"],
            Self::Url => &["hosts", "autocomplete"],
            Self::UrlList => &["min", "max", "hosts"],
            Self::Email => &["domain_of", "autocomplete"],
            Self::Colleagues => &["max"],
            Self::Handles => &["min", "max", "source", "prefix"],
            Self::Event | Self::Siret => &[],
            Self::Country => &["autocomplete", "default"],
            Self::Files => &["min", "max", "accept"],
        }
    }
}
