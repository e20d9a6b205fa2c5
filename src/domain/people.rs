//! Who people are: their side of the counter, roles and teams.

use serde::{Deserialize, Serialize};

use crate::ids::{OrganisationId, PersonId, TeamKey};
use crate::text::Language;

/// What a person may be asked to do. `System` is the desk itself acting by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A contact of a publisher.
    Partner,
    /// A publisher manager: works the queue.
    Manager,
    /// A team lead.
    Lead,
    /// Judges verification documents.
    Reviewer,
    /// Regional, Central or engineering specialist.
    Specialist,
    /// Looks after the installation.
    Admin,
    /// The desk acting by rule: timers, automatic transitions.
    System,
}

impl Role {
    /// Every role, in the order of the design.
    pub const ALL: [Self; 7] = [
        Self::Partner,
        Self::Manager,
        Self::Lead,
        Self::Reviewer,
        Self::Specialist,
        Self::Admin,
        Self::System,
    ];

    /// The role's key, as in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Manager => "manager",
            Self::Lead => "lead",
            Self::Reviewer => "reviewer",
            Self::Specialist => "specialist",
            Self::Admin => "admin",
            Self::System => "system",
        }
    }

    /// The role of that key.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// A role held by a person, in one team or (admin) in none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The role.
    pub role: Role,
    /// The team it is held in; `None` for partners and administrators.
    pub team: Option<TeamKey>,
}

/// A person as the rules need to know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Full name as shown; never empty.
    pub name: String,
    /// Mail address, lower case.
    pub email: String,
    /// Language of their pages and mails.
    pub language: Language,
    /// The publisher they speak for; `None` for staff.
    pub organisation: Option<OrganisationId>,
    /// Roles and teams.
    pub memberships: Vec<Membership>,
    /// Who stands in for them.
    pub backup: Option<PersonId>,
    /// Away now: work is not given to them.
    pub absent: bool,
    /// May sign in and be given work.
    pub active: bool,
}

impl Person {
    /// Whether the person holds the role in any team.
    pub fn has_role(&self, role: Role) -> bool {
        self.memberships.iter().any(|held| held.role == role)
    }

    /// Whether the person holds the role in that team.
    pub fn has_role_in(&self, role: Role, team: &TeamKey) -> bool {
        self.memberships
            .iter()
            .any(|held| held.role == role && held.team.as_ref() == Some(team))
    }

    /// Whether work may be given to the person now.
    pub fn is_available(&self) -> bool {
        self.active && !self.absent
    }

    /// The teams the person belongs to, without repeats, in order of membership.
    pub fn teams(&self) -> Vec<TeamKey> {
        let mut teams: Vec<TeamKey> = Vec::new();
        for team in self
            .memberships
            .iter()
            .filter_map(|held| held.team.as_ref())
        {
            if !teams.contains(team) {
                teams.push(team.clone());
            }
        }
        teams
    }

    /// Whether the person is a partner contact rather than staff.
    pub fn is_partner(&self) -> bool {
        self.organisation.is_some()
    }
}

/// Who did something: a person in one capacity, or the desk by a named rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person of the partner's side.
    Partner {
        /// Who.
        id: PersonId,
    },
    /// A person of the staff.
    Staff {
        /// Who.
        id: PersonId,
    },
    /// The desk itself.
    System {
        /// The rule that acted, such as `timer:auto_resolve`.
        rule: String,
    },
}

impl Actor {
    /// The person behind it, when there is one.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Partner { id } | Self::Staff { id } => Some(*id),
            Self::System { .. } => None,
        }
    }

    /// The acting capacity of a person.
    pub fn of(person: &Person) -> Self {
        if person.is_partner() {
            Self::Partner { id: person.id }
        } else {
            Self::Staff { id: person.id }
        }
    }
}
