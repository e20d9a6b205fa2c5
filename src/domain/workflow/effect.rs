//! The closed vocabulary of what a transition brings about. Clocks follow categories by themselves.

use serde::{Deserialize, Serialize};

use crate::case::Kind;
use crate::ids::{TeamKey, TemplateKey, TransitionKey};

/// One consequence of a transition, carried out in the order written, in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Finds the team, the priority and the proposed owner by the routing rules.
    Route,
    /// Gives the case to the acting person, or to the person named in the input `assignee`.
    Assign,
    /// Takes the case from its owner.
    Unassign,
    /// Hands the case to the team named in the input `team`.
    Delegate,
    /// Hands the case to a team of the definition's choice.
    HandTo {
        /// Which.
        team: TeamKey,
    },
    /// Brings the case back to the team that answers for it, and to the person who answered for it there.
    Recall,
    /// Adds one to a counter.
    Count {
        /// Which.
        counter: String,
    },
    /// Records the acting person's id as a fact, for later four-eyes conditions; the decision of a
    /// transition has it among its `given` already.
    RecordActor {
        /// The fact.
        fact: String,
    },
    /// Sends a mail.
    Mail {
        /// Which template.
        template: TemplateKey,
        /// To whom.
        to: Recipient,
    },
    /// Sends a mail only when the counter, this transition's own counting included, has reached the number.
    MailAtCount {
        /// Which counter.
        counter: String,
        /// The number.
        count: i64,
        /// Which template.
        template: TemplateKey,
        /// To whom.
        to: Recipient,
    },
    /// Opens a case of another kind from this one, with the same publisher and title.
    OpenChild {
        /// Its kind.
        kind: Kind,
    },
    /// Makes a transition of the parent case, if it is possible there.
    TellParent {
        /// Which transition of the parent's workflow.
        transition: TransitionKey,
    },
    /// Joins this case into the one named in the input `target`.
    Merge,
    /// Lets the escalation named in the input `target` serve this case as well: its end brings this case
    /// back, its news reach this partner.
    Join,
    /// Removes every file of the case.
    PurgeFiles,
    /// Starts the escalation policy that the priority asks for.
    Escalate,
    /// Takes the running escalation on in the name of the acting person: pending levels are cancelled.
    Acknowledge,
    /// Lowers the priority by one step.
    LowerPriority,
}

/// To whom a mail goes; each person gets at most one mail per transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The requester and the watchers of the partner's side.
    Partner,
    /// The owner, or the team's lead when nobody has the case or the owner is away.
    Owner,
    /// Everybody of the team that holds the case who may take it.
    Team,
    /// Whom routing proposed in this step; the leads of the team that holds the case for want of one.
    Proposed,
    /// The lead of the team that answers for the case.
    Lead,
    /// The partners of the cases that this one serves, each in the thread of their own case.
    LinkedPartners,
}

impl Recipient {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::Partner,
        Self::Owner,
        Self::Team,
        Self::Proposed,
        Self::Lead,
        Self::LinkedPartners,
    ];

    /// The key as in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Owner => "owner",
            Self::Team => "team",
            Self::Proposed => "proposed",
            Self::Lead => "lead",
            Self::LinkedPartners => "linked_partners",
        }
    }
}
