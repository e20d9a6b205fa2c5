//! Why a use-case said no, by meaning. `web/problem.rs` turns each into one HTTP answer.

use domain::forms::error::FieldError;
use domain::ids::RequestTypeKey;
use domain::refusal::{InputError, Refusal};

use crate::store::error::StoreError;

/// What a use-case answers instead of a result. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not for this person: the two are told apart nowhere.
    #[error("not found")]
    NotFound,
    /// Seen, but not to be done by this person.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// Somebody else changed it meanwhile.
    #[error("the version is {current} by now")]
    Conflict {
        /// The stored version.
        current: i64,
    },
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something given is missing or wrong.
    #[error("{} field(s) are wrong", .0.len())]
    Invalid(Vec<InputError>),
    /// Answers of a form are missing or wrong.
    #[error("{} answer(s) of {form} are wrong", .errors.len())]
    Form {
        /// Which form, for the labels.
        form: RequestTypeKey,
        /// What is wrong; at least one.
        errors: Vec<FieldError>,
    },
    /// The same idempotency key came with another body.
    #[error("the idempotency key was used with another body")]
    KeyReused,
    /// The same idempotency key is being worked on.
    #[error("a request with this idempotency key is in flight")]
    KeyInFlight,
    /// Too large, by its own limit.
    #[error("larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// A file of a kind that is not accepted.
    #[error("files of type {0} are not accepted")]
    UnsupportedMedia(String),
    /// Asked too often.
    #[error("try again in {retry_secs} s")]
    TooMany {
        /// Seconds until it may be tried again.
        retry_secs: u32,
    },
    /// The database cannot be reached or is full; trying again later helps.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A bug or a broken store; logged once with the request id.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// A field error with a code and no values.
    pub fn field(field: &str, code: &str) -> Self {
        Self::Invalid(vec![InputError {
            field: field.to_owned(),
            code: code.to_owned(),
            params: std::collections::BTreeMap::new(),
        }])
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { current } => Self::Conflict { current },
            StoreError::AlreadyFired | StoreError::NotFound(_) => Self::NotFound,
            StoreError::Taken(field) => Self::field(field, "taken"),
            StoreError::KeyTaken => Self::KeyInFlight,
            StoreError::Unavailable(why) | StoreError::Full(why) => Self::Unavailable(why),
            StoreError::Collision => Self::Unavailable(error.to_string()),
            StoreError::DefinitionChanged { .. }
            | StoreError::Broken(_)
            | StoreError::Database(_) => Self::Internal(error.to_string()),
        }
    }
}
