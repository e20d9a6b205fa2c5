//! The one predicate of access: who may see which cases.
//!
//! [`scope`] says it as data; [`CaseScope::admits`] answers for one case, and the store turns the same
//! value into a condition for lists, counts, search and exports.

use crate::case::Case;
use crate::ids::{OrganisationId, PersonId, TeamKey};
use crate::people::{Person, Role};

/// Which cases a person may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseScope {
    /// Every submitted case (administrators, reviewers of nothing in particular).
    Everything,
    /// Cases these teams answer for or hold now.
    Teams(Vec<TeamKey>),
    /// A publisher's own cases; confidential ones and drafts only when the person asked.
    Organisation {
        /// The publisher.
        organisation: OrganisationId,
        /// The contact looking.
        person: PersonId,
    },
    /// None at all.
    Nothing,
}

/// The scope of a person.
pub fn scope(person: &Person) -> CaseScope {
    if !person.active {
        return CaseScope::Nothing;
    }
    if let Some(organisation) = person.organisation {
        return CaseScope::Organisation {
            organisation,
            person: person.id,
        };
    }
    if person.has_role(Role::Admin) {
        return CaseScope::Everything;
    }
    let teams = person.teams();
    if teams.is_empty() {
        CaseScope::Nothing
    } else {
        CaseScope::Teams(teams)
    }
}

impl CaseScope {
    /// Whether the case is within the scope.
    pub fn admits(&self, case: &Case) -> bool {
        match self {
            Self::Everything => !case.is_draft(),
            Self::Teams(teams) => {
                !case.is_draft() && (teams.contains(&case.team) || teams.contains(&case.desk))
            }
            Self::Organisation {
                organisation,
                person,
            } => {
                case.organisation == *organisation
                    && (case.requester == Some(*person) || !(case.confidential || case.is_draft()))
            }
            Self::Nothing => false,
        }
    }
}
