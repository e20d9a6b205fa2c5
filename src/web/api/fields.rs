//! Kinds of answer with their limits, as the API describes them.

use domain::forms::kind::{Choice, DayBound, FieldKind, FileType, HandleSource, Tense};
use domain::text::Language;
use serde::Serialize;
use utoipa::ToSchema;

/// What kind of answer a question takes, with the limits of that kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldLimits<'a> {
    /// One line of text.
    Text(Length),
    /// Several lines of text.
    LongText(Length),
    /// A whole number.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// `true` or `false`.
    Boolean,
    /// The `value` of one option.
    Choice {
        /// What may be chosen.
        options: Vec<FieldOption<'a>>,
    },
    /// A list of `value`s.
    MultiChoice {
        /// What may be chosen.
        options: Vec<FieldOption<'a>>,
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
    },
    /// A day such as `2026-09-21`.
    Date {
        /// The earliest: `today` or the name of another field; null for any.
        not_before: Option<&'a str>,
        /// The latest: `today` or the name of another field; null for any.
        not_after: Option<&'a str>,
        /// At most so many months after the field that `not_before` names; null for any.
        within_months: Option<u32>,
    },
    /// A moment in RFC 3339, with any offset.
    Datetime {
        /// Whether it must not lie ahead.
        past: bool,
    },
    /// One web address.
    Url {
        /// Hosts it must be on, subdomains included; any when empty.
        hosts: &'a [String],
    },
    /// A list of web addresses.
    UrlList {
        /// Hosts they must be on, subdomains included; any when empty.
        hosts: &'a [String],
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
    },
    /// One mail address.
    Email {
        /// The field whose site it must belong to; null for any.
        domain_of: Option<&'a str>,
    },
    /// A list of mail addresses of contacts of the same publisher.
    Colleagues {
        /// Most.
        max: usize,
    },
    /// A list of account names, without the `@`.
    Handles {
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
        /// Whether they must be accounts of the publisher.
        owned: bool,
    },
    /// An event both sides know, or its name.
    Event,
    /// A country of ISO 3166-1, two letters.
    Country,
    /// A French establishment number, 14 digits.
    Siret,
    /// Files. They are added on the portal's pages; by the API, after the request was made.
    Files {
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
        /// Media types that are accepted.
        accept: Vec<&'static str>,
    },
}

/// Limits of a text, in characters.
#[derive(Debug, Serialize, ToSchema)]
pub struct Length {
    /// Fewest.
    min: usize,
    /// Most.
    max: usize,
}

/// One thing that may be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldOption<'a> {
    /// What to give.
    value: &'a str,
    /// Its name for people.
    label: &'a str,
    /// A second line under it; null for none.
    hint: Option<&'a str>,
}

/// The kind with its limits.
pub fn limits(kind: &FieldKind, language: Language) -> FieldLimits<'_> {
    match kind {
        FieldKind::Text { min, max } => FieldLimits::Text(Length {
            min: *min,
            max: *max,
        }),
        FieldKind::LongText { min, max } => FieldLimits::LongText(Length {
            min: *min,
            max: *max,
        }),
        FieldKind::Integer { min, max } => FieldLimits::Integer {
            min: *min,
            max: *max,
        },
        FieldKind::Boolean => FieldLimits::Boolean,
        FieldKind::Choice { options } => FieldLimits::Choice {
            options: shown(options, language),
        },
        FieldKind::MultiChoice { options, min, max } => FieldLimits::MultiChoice {
            options: shown(options, language),
            min: *min,
            max: *max,
        },
        FieldKind::Date {
            not_before,
            not_after,
            within_months,
        } => FieldLimits::Date {
            not_before: not_before.as_ref().map(bound),
            not_after: not_after.as_ref().map(bound),
            within_months: *within_months,
        },
        FieldKind::DateTime { tense } => FieldLimits::Datetime {
            past: *tense == Tense::Past,
        },
        FieldKind::Url { hosts } => FieldLimits::Url { hosts },
        FieldKind::UrlList { min, max, hosts } => FieldLimits::UrlList {
            hosts,
            min: *min,
            max: *max,
        },
        FieldKind::Email { domain_of } => FieldLimits::Email {
            domain_of: domain_of.as_deref(),
        },
        FieldKind::ColleagueList { max } => FieldLimits::Colleagues { max: *max },
        FieldKind::Handles { min, max, source } => FieldLimits::Handles {
            min: *min,
            max: *max,
            owned: *source == HandleSource::Owned,
        },
        FieldKind::Event => FieldLimits::Event,
        FieldKind::Country => FieldLimits::Country,
        FieldKind::Siret => FieldLimits::Siret,
        FieldKind::Files { min, max, accept } => FieldLimits::Files {
            min: *min,
            max: *max,
            accept: media_types(accept),
        },
    }
}

fn shown(options: &[Choice], language: Language) -> Vec<FieldOption<'_>> {
    let shown = options.iter().map(|option| FieldOption {
        value: &option.value,
        label: option.label.get(language),
        hint: option.hint.as_ref().map(|hint| hint.get(language)),
    });
    shown.collect()
}

fn bound(bound: &DayBound) -> &str {
    match bound {
        DayBound::Today => "today",
        DayBound::Field(field) => field,
    }
}

fn media_types(accept: &[FileType]) -> Vec<&'static str> {
    accept
        .iter()
        .flat_map(|kind| kind.media_types())
        .copied()
        .collect()
}
