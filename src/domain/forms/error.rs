//! What may be wrong with an answer: stable codes, with the facts their sentences need.
//!
//! The sentences are `form-error-{code, dashes for underscores}` in `i18n/{fr,en}/forms.ftl`. All of them
//! get `label`, the label of the field. A missing answer says the field's own sentence instead.
//!
//! | code | further parameters | when |
//! |---|---|---|
//! | `required` | | nothing was answered |
//! | `unknown_field` | `nearest` when one is near (then `form-error-unknown-field-near`) | the API named a field the form does not have |
//! | `wrong_type` | `expected` | the API sent another JSON type |
//! | `too_short`, `too_long` | `min` or `max` characters, `count` | text |
//! | `not_an_integer` | | number |
//! | `too_small`, `too_large` | `min` or `max` | number |
//! | `not_yes_or_no` | | yes or no |
//! | `not_a_choice` | `value`, `known` | choices |
//! | `too_few`, `too_many` | `min` or `max`, `count` | lists |
//! | `date_incomplete` | `part`: `day`, `month` or `year` | one box of a date is empty |
//! | `date_invalid` | | no such day |
//! | `date_too_early`, `date_too_late` | `date` | bound by the present day |
//! | `date_before_field`, `date_after_field` | `other` label | bound by another date |
//! | `period_too_long` | `months`, `other` label | too far after the other date |
//! | `time_invalid` | | no such time of day |
//! | `in_the_future` | | a moment that must have passed |
//! | `url_invalid` | `value` | not a public web address |
//! | `host_refused` | `value`, `hosts` | not on an accepted site |
//! | `email_invalid` | `value` | not a mail address |
//! | `email_domain` | `domain` | the address is not of the named site |
//! | `not_a_colleague` | `value` | the address is no contact of the organisation |
//! | `handle_invalid`, `handle_unknown` | `value` | no account name; no account of the organisation |
//! | `event_unknown` | `value` | no announced event |
//! | `country_unknown` | `value` | no ISO 3166-1 code |
//! | `siret_length` | `digits` | not fourteen digits |
//! | `siret_checksum` | | the check digit is wrong |
//! | `file_unknown` | `value` | the API named a file that was not uploaded for this question |
//! | `file_empty`, `file_too_large`, `file_type_refused` | `name`; `max_mb`; `types` | one uploaded file |
//! | `too_many_files` | `max` | all files of the request together |

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::text::Language;

use super::definition::RequestType;
use super::kind::FileType;
use super::typography;

/// One answer that cannot be taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field, or the unknown name.
    pub field: String,
    /// Why.
    pub code: ErrorCode,
    /// The facts for the sentence, by parameter name.
    pub params: BTreeMap<&'static str, Param>,
}

/// A fact for a sentence, before it is put into a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A number; may decide a plural.
    Number(i64),
    /// Words as they are.
    Text(String),
    /// A list, joined as the language does.
    List(Vec<String>),
    /// A day.
    Day(Date),
    /// The label of another field, by its name.
    LabelOf(String),
    /// Kinds of files.
    FileTypes(Vec<FileType>),
}

/// A fact put into a language, ready for the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A number; may decide a plural.
    Number(i64),
    /// Words.
    Text(String),
}

/// A problem with the one answer being read, before it is tied to its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    code: ErrorCode,
    params: BTreeMap<&'static str, Param>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// Why an answer cannot be taken. The texts never change once released.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* $variant,)*
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable text of the API.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

codes! {
    /// Nothing was answered.
    Required = "required",
    /// The form has no such field.
    UnknownField = "unknown_field",
    /// Another JSON type is expected.
    WrongType = "wrong_type",
    /// Too few characters.
    TooShort = "too_short",
    /// Too many characters.
    TooLong = "too_long",
    /// Not a whole number.
    NotAnInteger = "not_an_integer",
    /// Below the least number.
    TooSmall = "too_small",
    /// Above the greatest number.
    TooLarge = "too_large",
    /// Neither yes nor no.
    NotYesOrNo = "not_yes_or_no",
    /// Not among the options.
    NotAChoice = "not_a_choice",
    /// Too few items.
    TooFew = "too_few",
    /// Too many items.
    TooMany = "too_many",
    /// A box of the date is empty.
    DateIncomplete = "date_incomplete",
    /// No such day.
    DateInvalid = "date_invalid",
    /// Before the earliest day.
    DateTooEarly = "date_too_early",
    /// After the latest day.
    DateTooLate = "date_too_late",
    /// Before the day of another field.
    DateBeforeField = "date_before_field",
    /// After the day of another field.
    DateAfterField = "date_after_field",
    /// Too many months after the day of another field.
    PeriodTooLong = "period_too_long",
    /// No such time of day.
    TimeInvalid = "time_invalid",
    /// A moment that has not come yet.
    InTheFuture = "in_the_future",
    /// Not a public web address.
    UrlInvalid = "url_invalid",
    /// A web address on a site that is not accepted.
    HostRefused = "host_refused",
    /// Not a mail address.
    EmailInvalid = "email_invalid",
    /// A mail address of another domain than the site's.
    EmailDomain = "email_domain",
    /// Not a contact of the same organisation.
    NotAColleague = "not_a_colleague",
    /// Not an account name.
    HandleInvalid = "handle_invalid",
    /// Not an account of the organisation.
    HandleUnknown = "handle_unknown",
    /// Not an announced event.
    EventUnknown = "event_unknown",
    /// Not a country code.
    CountryUnknown = "country_unknown",
    /// A SIRET that has not fourteen digits.
    SiretLength = "siret_length",
    /// A SIRET with a wrong check digit.
    SiretChecksum = "siret_checksum",
    /// A file that was not uploaded for this question.
    FileUnknown = "file_unknown",
    /// A file without a byte.
    FileEmpty = "file_empty",
    /// A file above the limit.
    FileTooLarge = "file_too_large",
    /// A file of a type that is not accepted here.
    FileTypeRefused = "file_type_refused",
    /// More files than one request may have.
    TooManyFiles = "too_many_files",
}

impl FieldError {
    /// The key of its sentence in `forms.ftl`.
    pub fn message_key(&self) -> String {
        let near = match self.code {
            ErrorCode::UnknownField if self.params.contains_key("nearest") => "-near",
            _ => "",
        };
        format!("form-error-{}{near}", self.code.as_str().replace('_', "-"))
    }

    /// The field's own sentence, which goes before that of [`Self::message_key`].
    pub fn own_sentence<'a>(&self, form: &'a RequestType, language: Language) -> Option<&'a str> {
        if self.code != ErrorCode::Required {
            return None;
        }
        form.field(&self.field)?
            .missing
            .as_ref()
            .map(|text| text.get(language))
    }

    /// The parameters of the sentence, in a language: those of the table above and `label`.
    pub fn arguments(
        &self,
        form: &RequestType,
        language: Language,
    ) -> BTreeMap<&'static str, Argument> {
        let label = label_of(form, &self.field, language);
        self.params
            .iter()
            .map(|(name, param)| (*name, param.in_language(form, language)))
            .chain([("label", Argument::Text(label))])
            .collect()
    }
}

impl Param {
    fn in_language(&self, form: &RequestType, language: Language) -> Argument {
        Argument::Text(match self {
            Self::Number(number) => return Argument::Number(*number),
            Self::Text(text) => text.clone(),
            Self::List(items) => typography::list(items, language),
            Self::Day(day) => typography::date(*day, language),
            Self::LabelOf(field) => label_of(form, field, language),
            Self::FileTypes(types) => {
                let labels: Vec<String> = types
                    .iter()
                    .map(|one| one.label(language).to_owned())
                    .collect();
                typography::list(&labels, language)
            }
        })
    }
}

impl Problem {
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
        }
    }

    pub fn with(mut self, name: &'static str, param: Param) -> Self {
        self.params.insert(name, param);
        self
    }

    /// With the offending text, cut to a length that fits a sentence.
    pub fn about(code: ErrorCode, value: &str) -> Self {
        let shown: String = value.chars().take(80).collect();
        Self::new(code).with("value", Param::Text(shown))
    }

    /// With a limit and what was counted.
    pub fn counted(code: ErrorCode, limit: &'static str, bound: usize, count: usize) -> Self {
        Self::new(code)
            .with(limit, Param::number(bound))
            .with("count", Param::number(count))
    }

    pub fn of(self, field: &str) -> FieldError {
        FieldError {
            field: field.to_owned(),
            code: self.code,
            params: self.params,
        }
    }
}

impl Param {
    /// A count; more than an `i64` holds is shown as the most it holds.
    pub(super) fn number(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

fn label_of(form: &RequestType, field: &str, language: Language) -> String {
    form.field(field).map_or_else(
        || field.to_owned(),
        |found| found.label.get(language).to_owned(),
    )
}
