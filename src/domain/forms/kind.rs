//! The kinds of answer a question takes, each with its limits.

use crate::text::{Language, Text};

use super::country::Country;

/// What kind of answer a field takes, with the limits of that kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line; `min` and `max` in characters.
    Text {
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
    },
    /// Several lines; `min` and `max` in characters.
    LongText {
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
    },
    /// A whole number.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// Yes or no.
    Boolean,
    /// One of several.
    Choice {
        /// What may be chosen, in order.
        options: Vec<Choice>,
    },
    /// Any of several.
    MultiChoice {
        /// What may be chosen, in order.
        options: Vec<Choice>,
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
    },
    /// A day.
    Date {
        /// The earliest day.
        not_before: Option<DayBound>,
        /// The latest day.
        not_after: Option<DayBound>,
        /// With `not_before` naming a field: at most so many months later.
        within_months: Option<u32>,
    },
    /// A moment, typed in the partner's own time zone.
    DateTime {
        /// Whether it may lie ahead.
        tense: Tense,
    },
    /// One web address.
    Url {
        /// Hosts it must be on, subdomains included; any when empty.
        hosts: Vec<String>,
    },
    /// Several web addresses, one a line.
    UrlList {
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
        /// Hosts they must be on, subdomains included; any when empty.
        hosts: Vec<String>,
    },
    /// One mail address.
    Email {
        /// The `url` field whose site the address must belong to.
        domain_of: Option<String>,
    },
    /// Several mail addresses of colleagues: contacts of the same organisation.
    ColleagueList {
        /// Most.
        max: usize,
    },
    /// Accounts on the platform, without the `@`.
    Handles {
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
        /// Which accounts are accepted.
        source: HandleSource,
    },
    /// An event both sides know, or its name when none is announced.
    Event,
    /// A country of ISO 3166-1.
    Country,
    /// A French establishment number.
    Siret,
    /// Uploaded files.
    Files {
        /// Fewest, when answered at all.
        min: usize,
        /// Most.
        max: usize,
        /// What they may be.
        accept: Vec<FileType>,
    },
}

impl FieldKind {
    /// What may be chosen; `None` for a question that is not a choice.
    pub fn options(&self) -> Option<&[Choice]> {
        match self {
            Self::Choice { options } | Self::MultiChoice { options, .. } => Some(options),
            Self::Text { .. }
            | Self::LongText { .. }
            | Self::Integer { .. }
            | Self::Boolean
            | Self::Date { .. }
            | Self::DateTime { .. }
            | Self::Url { .. }
            | Self::UrlList { .. }
            | Self::Email { .. }
            | Self::ColleagueList { .. }
            | Self::Handles { .. }
            | Self::Event
            | Self::Country
            | Self::Siret
            | Self::Files { .. } => None,
        }
    }

    /// Whether a field of this kind can be answered with this value.
    pub(super) fn may_be(&self, value: &str) -> bool {
        match self {
            Self::Boolean => matches!(value, "yes" | "no"),
            Self::Country => Country::parse(value).is_some_and(|country| country.code == value),
            Self::Text { max, .. } => value.chars().count() <= *max,
            Self::Choice { options } | Self::MultiChoice { options, .. } => {
                options.iter().any(|option| option.value == value)
            }
            Self::LongText { .. }
            | Self::Integer { .. }
            | Self::Date { .. }
            | Self::DateTime { .. }
            | Self::Url { .. }
            | Self::UrlList { .. }
            | Self::Email { .. }
            | Self::ColleagueList { .. }
            | Self::Handles { .. }
            | Self::Event
            | Self::Siret
            | Self::Files { .. } => false,
        }
    }
}

/// A bound of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayBound {
    /// The present day in the partner's time zone.
    Today,
    /// The day answered in another field, asked earlier.
    Field(String),
}

/// Whether a moment may lie ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Any moment.
    Any,
    /// Now or earlier.
    Past,
}

/// Which accounts a handle may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleSource {
    /// An account of the partner's organisation; any well-formed one while we know none of theirs.
    Owned,
    /// Any well-formed account name.
    Any,
}

/// One thing that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What people read.
    pub label: Text,
    /// A second line under it.
    pub hint: Option<Text>,
}

/// What an uploaded file may be, judged by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// Portable document.
    Pdf,
    /// Photograph.
    Jpg,
    /// Screenshot.
    Png,
    /// Plain or comma-separated text, logs included.
    Text,
    /// Office Open XML workbook.
    Xlsx,
    /// Office Open XML document.
    Docx,
    /// Screen recording.
    Mp4,
}

impl FileType {
    /// Every type, in the order people read them.
    pub const ALL: [Self; 7] = [
        Self::Pdf,
        Self::Jpg,
        Self::Png,
        Self::Text,
        Self::Xlsx,
        Self::Docx,
        Self::Mp4,
    ];

    /// The key used in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Text => "text",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Mp4 => "mp4",
        }
    }

    /// The media types by which the bytes are known.
    pub const fn media_types(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["application/pdf"],
            Self::Jpg => &["image/jpeg"],
            Self::Png => &["image/png"],
            Self::Text => &["text/plain", "text/csv"],
            Self::Xlsx => &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
            Self::Docx => {
                &["application/vnd.openxmlformats-officedocument.wordprocessingml.document"]
            }
            Self::Mp4 => &["video/mp4"],
        }
    }

    /// How people call it.
    pub const fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Pdf, Language::Fr | Language::En) => "PDF",
            (Self::Jpg, Language::Fr | Language::En) => "JPG",
            (Self::Png, Language::Fr | Language::En) => "PNG",
            (Self::Text, Language::Fr) => "texte ou CSV",
            (Self::Text, Language::En) => "text or CSV",
            (Self::Xlsx, Language::Fr | Language::En) => "XLSX",
            (Self::Docx, Language::Fr | Language::En) => "DOCX",
            (Self::Mp4, Language::Fr | Language::En) => "MP4",
        }
    }
}
