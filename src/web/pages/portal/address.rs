//! Addresses of a request while it is written, and of a request once it is sent.

use domain::case::Reference;
use domain::ids::RequestTypeKey;

/// Where the pages of one form are. The draft's reference is absent until its first answers are stored.
#[derive(Clone, Copy, Debug)]
pub struct FormAddress<'a> {
    /// The type being asked for.
    pub request_type: &'a RequestTypeKey,
    /// The stored draft.
    pub draft: Option<Reference>,
}

/// Where a question page leads when it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnTo {
    /// To the next page of questions.
    NextStep,
    /// Back to the answers being checked: the page was opened by a Change link.
    Check,
}

impl ReturnTo {
    /// Reads the query's `return`; anything else leads on.
    pub fn parse(text: &str) -> Self {
        match text {
            "check" => Self::Check,
            _ => Self::NextStep,
        }
    }
}

impl FormAddress<'_> {
    /// A page of questions.
    pub fn step(self, key: &str, return_to: ReturnTo) -> String {
        let path = format!("/portal/new/{}/{key}", self.request_type);
        match (self.draft, return_to) {
            (None, ReturnTo::NextStep) => path,
            (None, ReturnTo::Check) => format!("{path}?return=check"),
            (Some(draft), ReturnTo::NextStep) => format!("{path}?draft={draft}"),
            (Some(draft), ReturnTo::Check) => format!("{path}?draft={draft}&return=check"),
        }
    }

    /// The page where the answers are read again before sending.
    pub fn check(self) -> String {
        let path = format!("/portal/new/{}/check", self.request_type);
        match self.draft {
            None => path,
            Some(draft) => format!("{path}?draft={draft}"),
        }
    }
}

/// The page of a sent request. A draft's address leads to its first open question.
pub fn request(reference: Reference) -> String {
    format!("/portal/requests/{reference}")
}

#[cfg(test)]
mod tests {
    use domain::case::Kind;

    use super::*;

    #[test]
    fn a_change_link_comes_back_to_the_answers() {
        let key = RequestTypeKey::from("tech_support");
        let first = FormAddress {
            request_type: &key,
            draft: None,
        };
        assert_eq!(
            first.step("symptom", ReturnTo::NextStep),
            "/portal/new/tech_support/symptom"
        );
        let stored = FormAddress {
            draft: Some(Reference::new(Kind::Request, 1042)),
            ..first
        };
        assert_eq!(
            stored.step("symptom", ReturnTo::Check),
            "/portal/new/tech_support/symptom?draft=REQ-1042&return=check"
        );
        assert_eq!(
            stored.check(),
            "/portal/new/tech_support/check?draft=REQ-1042"
        );
        assert_eq!(ReturnTo::parse("check"), ReturnTo::Check);
        assert_eq!(
            ReturnTo::parse("https://elsewhere.example"),
            ReturnTo::NextStep
        );
    }
}
