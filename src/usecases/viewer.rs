//! Who asks: the person with their scope, and how they proved it.

use domain::access::{CaseScope, scope};
use domain::people::{Actor, Person};

/// The person behind a request.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The person, as stored at this moment.
    pub person: Person,
    /// Which cases they may see.
    pub scope: CaseScope,
    /// How they proved who they are.
    pub by: Proof,
}

/// How a person proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A session cookie; its hash signs the forms.
    Session {
        /// Hash under which the session is stored.
        hash: String,
    },
    /// A bearer token with its scopes.
    Token {
        /// What it may be used for: `read`, `write`, `admin`.
        scopes: Vec<String>,
    },
    /// A signed link to one case.
    Link,
    /// The command line on the machine itself.
    Local,
}

impl Viewer {
    /// The person with the scope that the one predicate gives them.
    pub fn new(person: Person, by: Proof) -> Self {
        let scope = scope(&person);
        Self { person, scope, by }
    }

    /// The capacity in which they act.
    pub fn actor(&self) -> Actor {
        Actor::of(&self.person)
    }

    /// Whether they stand on the partner's side.
    pub const fn is_partner(&self) -> bool {
        self.person.organisation.is_some()
    }
}
