//! The one shape in which a handler says no; `problem.rs` shows it as HTML or JSON.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::usecases::error::Error;

/// A refusal on its way out. The middleware in `problem.rs` gives it its face.
#[derive(Debug)]
pub struct Fail(pub Trouble);

/// What went wrong, by meaning.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A use-case said no.
    #[error(transparent)]
    Use(#[from] Error),
    /// The request cannot be read: bad JSON, bad UTF-8, bad parameters.
    #[error("malformed: {0}")]
    Malformed(String),
    /// The body is readable but not of the wanted shape.
    #[error("wrong shape at {field}: {detail}")]
    Shape {
        /// The field, dotted; may be empty.
        field: String,
        /// What is wrong, in the reader's words.
        detail: String,
    },
    /// Not of the wanted media type.
    #[error("{0} is expected")]
    MediaType(&'static str),
    /// The body is larger than allowed.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// The body took too long to arrive.
    #[error("the body did not arrive in {0} s")]
    TooSlow(u64),
    /// Nobody is signed in, or the token is not good.
    #[error("not signed in")]
    SignedOut,
    /// The form's token is missing or not of this session, or it came from another site.
    #[error("the form is not from this session")]
    Csrf,
    /// The address is there, but nothing can be done with it by this method; holds those that can.
    #[error("only {0}")]
    Method(String),
    /// The version is required and absent.
    #[error("a version is required")]
    VersionRequired,
}

impl std::fmt::Display for Fail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: Into<Trouble>> From<E> for Fail {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl ResponseError for Fail {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl Trouble {
    /// The status of interfaces.md §2.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Use(error) => status_of(error),
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Shape { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Csrf => StatusCode::FORBIDDEN,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::VersionRequired => StatusCode::PRECONDITION_REQUIRED,
        }
    }

    /// The stable code of docs/problems.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Use(error) => code_of(error),
            Self::Malformed(_) => "malformed",
            Self::Shape { .. } => "invalid_body",
            Self::MediaType(_) => "unsupported_media_type",
            Self::TooLarge(_) => "too_large",
            Self::TooSlow(_) => "too_slow",
            Self::SignedOut => "signed_out",
            Self::Csrf => "csrf",
            Self::Method(_) => "method_not_allowed",
            Self::VersionRequired => "version_required",
        }
    }
}

const fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::Conflict { .. } | Error::KeyInFlight => StatusCode::CONFLICT,
        Error::Refused(_) | Error::Invalid(_) | Error::Form { .. } | Error::KeyReused => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Error::UnsupportedMedia(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

const fn code_of(error: &Error) -> &'static str {
    match error {
        Error::NotFound => "not_found",
        Error::Forbidden(_) => "forbidden",
        Error::Conflict { .. } => "version_conflict",
        Error::Refused(refusal) => refusal.code(),
        Error::Invalid(_) | Error::Form { .. } => "invalid_input",
        Error::KeyReused => "idempotency_key_reused",
        Error::KeyInFlight => "idempotency_key_in_flight",
        Error::TooLarge { .. } => "too_large",
        Error::UnsupportedMedia(_) => "unsupported_media_type",
        Error::TooMany { .. } => "too_many_requests",
        Error::Unavailable(_) => "unavailable",
        Error::Internal(_) => "internal",
    }
}
