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

/// What of a case decides who may see it.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The publisher it concerns.
    pub organisation: OrganisationId,
    /// The contact who asked.
    pub requester: Option<PersonId>,
    /// The team that answers for it.
    pub team: &'a TeamKey,
    /// The team that holds it.
    pub desk: &'a TeamKey,
    /// Whether only who asked may see it, of the publisher's people.
    pub confidential: bool,
    /// Whether it was never sent.
    pub draft: bool,
}

impl<'a> From<&'a Case> for Sight<'a> {
    fn from(case: &'a Case) -> Self {
        Self {
            organisation: case.organisation,
            requester: case.requester,
            team: &case.team,
            desk: &case.desk,
            confidential: case.confidential,
            draft: case.is_draft(),
        }
    }
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
        self.admits_sight(&Sight::from(case))
    }

    /// Whether a case of which only this is known is within the scope.
    pub fn admits_sight(&self, case: &Sight<'_>) -> bool {
        match self {
            Self::Everything => !case.draft,
            Self::Teams(teams) => {
                !case.draft && (teams.contains(case.team) || teams.contains(case.desk))
            }
            Self::Organisation {
                organisation,
                person,
            } => {
                case.organisation == *organisation
                    && (case.requester == Some(*person) || !(case.confidential || case.draft))
            }
            Self::Nothing => false,
        }
    }
}
