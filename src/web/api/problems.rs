//! Every code of a refusal with its status, for the page that explains them.

/// One code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemCode {
    /// The stable code.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
}

/// All codes but those of guards, which are `guard.` and the guard's name with status 422.
pub const CODES: [ProblemCode; 23] = [
    told(400, "malformed"),
    told(422, "invalid_body"),
    told(422, "invalid_input"),
    told(401, "signed_out"),
    told(403, "forbidden"),
    told(403, "csrf"),
    told(404, "not_found"),
    told(405, "method_not_allowed"),
    told(408, "too_slow"),
    told(413, "too_large"),
    told(415, "unsupported_media_type"),
    told(409, "version_conflict"),
    told(428, "version_required"),
    told(409, "idempotency_key_in_flight"),
    told(422, "idempotency_key_reused"),
    told(422, "unknown_transition"),
    told(422, "wrong_state"),
    told(422, "wrong_role"),
    told(422, "too_many_steps"),
    told(422, "broken_definition"),
    told(429, "too_many_requests"),
    told(503, "unavailable"),
    told(500, "internal"),
];

const fn told(status: u16, code: &'static str) -> ProblemCode {
    ProblemCode { code, status }
}

#[cfg(test)]
mod tests {
    use domain::refusal::Refusal;
    use domain::text::Language;

    use super::CODES;
    use crate::i18n::Words;
    use crate::usecases::error::Error;
    use crate::web::fail::Trouble;

    const DOCUMENT: &str = include_str!("../../../docs/problems.md");

    /// One trouble of each kind.
    fn troubles() -> Vec<Trouble> {
        let refusals = [
            Refusal::UnknownTransition(String::new()),
            Refusal::WrongState {
                transition: String::new(),
                state: String::new(),
            },
            Refusal::WrongRole {
                transition: String::new(),
                roles: String::new(),
            },
            Refusal::Input(Vec::new()),
            Refusal::TooManySteps(8),
            Refusal::Broken(String::new()),
        ];
        let errors = [
            Error::NotFound,
            Error::Forbidden(""),
            Error::Conflict { current: 2 },
            Error::Invalid(Vec::new()),
            Error::KeyReused,
            Error::KeyInFlight,
            Error::TooLarge { limit_bytes: 1 },
            Error::UnsupportedMedia(String::new()),
            Error::TooMany { retry_secs: 1 },
            Error::Unavailable(String::new()),
            Error::Internal(String::new()),
        ];
        let mut troubles = vec![
            Trouble::Malformed(String::new()),
            Trouble::Shape {
                field: String::new(),
                detail: String::new(),
            },
            Trouble::MediaType(""),
            Trouble::TooLarge(1),
            Trouble::TooSlow(1),
            Trouble::Method(String::new()),
            Trouble::SignedOut,
            Trouble::Csrf,
            Trouble::VersionRequired,
        ];
        troubles.extend(
            refusals
                .into_iter()
                .map(|refusal| Trouble::Use(Error::Refused(refusal))),
        );
        troubles.extend(errors.into_iter().map(Trouble::Use));
        troubles
    }

    #[test]
    fn every_code_is_listed_with_its_status() {
        for trouble in troubles() {
            let known = CODES.iter().find(|known| known.code == trouble.code());
            let known = known.unwrap_or_else(|| panic!("{} is not listed", trouble.code()));
            assert_eq!(known.status, trouble.status().as_u16(), "{}", known.code);
        }
    }

    #[test]
    fn every_code_is_explained_in_both_languages_and_in_the_document() {
        for known in CODES {
            for language in Language::ALL {
                assert!(
                    Words::new(language).has(&format!("docs-problem-{}", known.code)),
                    "{}",
                    known.code
                );
            }
            let row = format!("| `{}` | {} |", known.code, known.status);
            assert!(DOCUMENT.contains(&row), "docs/problems.md lacks {row}");
        }
    }

    #[test]
    fn every_guard_is_in_the_document() {
        for form in domain::workflow::words::GUARD_FORMS {
            let name = form.split(' ').next().unwrap();
            assert!(
                DOCUMENT.contains(&format!("`guard.{name}`")),
                "docs/problems.md lacks guard.{name}"
            );
        }
        assert!(DOCUMENT.contains("`guard.approvals`"));
    }
}
