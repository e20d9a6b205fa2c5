//! The closed vocabulary of conditions. Each one answers yes, or says why not.

use serde::{Deserialize, Serialize};

use crate::case::Priority;
use crate::ids::{CalendarKey, RequestTypeKey};
use crate::people::Role;
use crate::time::Span;

/// A condition on a case, the acting person and the input of the move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    /// The form's answers are complete and valid.
    FormValid,
    /// The person who is to have the case is active and not absent.
    AssigneeAvailable,
    /// The person who is to have the case has room for it, or the acting person holds the role.
    WithinCapacityUnless {
        /// The role that may go on all the same.
        role: Role,
    },
    /// The person who is to have the case did not make the recorded earlier step.
    AssigneeNot {
        /// The fact that holds the earlier person's id.
        fact: String,
    },
    /// The case has no owner yet.
    NoOwner,
    /// The case has an owner.
    HasOwner,
    /// The acting person has the case.
    ActorIsOwner,
    /// The owner has left: nobody works under that name any more.
    OwnerGone,
    /// The acting person does not look after this publisher.
    NotPortfolioOwner,
    /// The case came by this form.
    RequestTypeIs {
        /// Which.
        request_type: RequestTypeKey,
    },
    /// The case named in the input is of the same publisher, not over, and not this one.
    TargetMergeable,
    /// The case named in the input is an escalation that goes on and does not serve this one yet.
    TargetJoinable,
    /// The team named in the input is not the one that holds the case.
    OtherTeam,
    /// Every case opened from this one is over.
    ChildrenOver,
    /// At least one case opened from this one is over and none is still going.
    ChildOver,
    /// The counter is at least this.
    CounterAtLeast {
        /// Which counter.
        counter: String,
        /// The number.
        count: i64,
    },
    /// The counter is less than this.
    CounterBelow {
        /// Which counter.
        counter: String,
        /// The number.
        count: i64,
    },
    /// The counter is below the number, or the acting person holds the role.
    CounterBelowUnless {
        /// Which counter.
        counter: String,
        /// The number.
        count: i64,
        /// The role that may go on.
        role: Role,
    },
    /// No more than this has passed since the case was resolved.
    WithinSinceResolved {
        /// Business time of the calendar.
        span: Span,
        /// In whose hours.
        calendar: CalendarKey,
    },
    /// The acting person did not make the recorded earlier step: four eyes.
    NotActorOf {
        /// The fact that holds the earlier person's id, such as `first_reviewer`.
        fact: String,
    },
    /// The fact was recorded.
    FactPresent {
        /// Which.
        fact: String,
    },
    /// The fact has this value.
    FactIs {
        /// Which.
        fact: String,
        /// The value as text.
        value: String,
    },
    /// The recorded day is today or past.
    DateReached {
        /// The fact that holds the day.
        fact: String,
    },
    /// Every required item of the checklist is decided.
    ChecklistDone,
    /// Every required document is present.
    DocumentsComplete,
    /// At least one case is linked.
    HasLink,
    /// No case is linked besides the one it was opened from.
    NoOtherLink,
    /// The case has this priority.
    PriorityIs {
        /// `P1` to `P4`.
        priority: Priority,
    },
    /// The case has this priority, or the counter reached the number.
    PriorityIsOrCounter {
        /// `P1` to `P4`.
        priority: Priority,
        /// Which counter.
        counter: String,
        /// The number.
        count: i64,
    },
    /// None of the two: not this priority and the counter below the number.
    NotPriorityAndCounterBelow {
        /// `P1` to `P4`.
        priority: Priority,
        /// Which counter.
        counter: String,
        /// The number.
        count: i64,
    },
}

impl Guard {
    /// Stable code of the refusal, such as `guard.assignee_available`; texts are in i18n by this code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FormValid => "guard.form_valid",
            Self::AssigneeAvailable => "guard.assignee_available",
            Self::WithinCapacityUnless { .. } => "guard.within_capacity_unless",
            Self::AssigneeNot { .. } => "guard.assignee_not",
            Self::NoOwner => "guard.no_owner",
            Self::HasOwner => "guard.has_owner",
            Self::ActorIsOwner => "guard.actor_is_owner",
            Self::OwnerGone => "guard.owner_gone",
            Self::NotPortfolioOwner => "guard.not_portfolio_owner",
            Self::RequestTypeIs { .. } => "guard.request_type_is",
            Self::TargetMergeable => "guard.target_mergeable",
            Self::TargetJoinable => "guard.target_joinable",
            Self::OtherTeam => "guard.other_team",
            Self::ChildrenOver => "guard.children_over",
            Self::ChildOver => "guard.child_over",
            Self::CounterAtLeast { .. } => "guard.counter_at_least",
            Self::CounterBelow { .. } => "guard.counter_below",
            Self::CounterBelowUnless { .. } => "guard.counter_below_unless",
            Self::WithinSinceResolved { .. } => "guard.within_since_resolved",
            Self::NotActorOf { .. } => "guard.not_actor_of",
            Self::FactPresent { .. } => "guard.fact_present",
            Self::FactIs { .. } => "guard.fact_is",
            Self::DateReached { .. } => "guard.date_reached",
            Self::ChecklistDone => "guard.checklist_done",
            Self::DocumentsComplete => "guard.documents_complete",
            Self::HasLink => "guard.has_link",
            Self::NoOtherLink => "guard.no_other_link",
            Self::PriorityIs { .. } => "guard.priority_is",
            Self::PriorityIsOrCounter { .. } => "guard.priority_is_or_counter",
            Self::NotPriorityAndCounterBelow { .. } => "guard.not_priority_and_counter_below",
        }
    }
    /// Whether the answer depends on what is given with the move, so that it cannot be told before.
    pub const fn depends_on_input(&self) -> bool {
        match self {
            Self::AssigneeAvailable
            | Self::WithinCapacityUnless { .. }
            | Self::AssigneeNot { .. }
            | Self::TargetMergeable
            | Self::TargetJoinable
            | Self::OtherTeam => true,
            Self::FormValid
            | Self::NoOwner
            | Self::HasOwner
            | Self::ActorIsOwner
            | Self::OwnerGone
            | Self::NotPortfolioOwner
            | Self::RequestTypeIs { .. }
            | Self::ChildrenOver
            | Self::ChildOver
            | Self::CounterAtLeast { .. }
            | Self::CounterBelow { .. }
            | Self::CounterBelowUnless { .. }
            | Self::WithinSinceResolved { .. }
            | Self::NotActorOf { .. }
            | Self::FactPresent { .. }
            | Self::FactIs { .. }
            | Self::DateReached { .. }
            | Self::ChecklistDone
            | Self::DocumentsComplete
            | Self::HasLink
            | Self::NoOtherLink
            | Self::PriorityIs { .. }
            | Self::PriorityIsOrCounter { .. }
            | Self::NotPriorityAndCounterBelow { .. } => false,
        }
    }

    /// The recorded fact it looks at, if any.
    pub fn fact(&self) -> Option<&str> {
        match self {
            Self::AssigneeNot { fact }
            | Self::NotActorOf { fact }
            | Self::FactPresent { fact }
            | Self::FactIs { fact, .. }
            | Self::DateReached { fact } => Some(fact),
            Self::AssigneeAvailable
            | Self::WithinCapacityUnless { .. }
            | Self::TargetMergeable
            | Self::TargetJoinable
            | Self::OtherTeam
            | Self::FormValid
            | Self::NoOwner
            | Self::HasOwner
            | Self::ActorIsOwner
            | Self::OwnerGone
            | Self::NotPortfolioOwner
            | Self::RequestTypeIs { .. }
            | Self::ChildrenOver
            | Self::ChildOver
            | Self::CounterAtLeast { .. }
            | Self::CounterBelow { .. }
            | Self::CounterBelowUnless { .. }
            | Self::WithinSinceResolved { .. }
            | Self::ChecklistDone
            | Self::DocumentsComplete
            | Self::HasLink
            | Self::NoOtherLink
            | Self::PriorityIs { .. }
            | Self::PriorityIsOrCounter { .. }
            | Self::NotPriorityAndCounterBelow { .. } => None,
        }
    }

    /// The counter it looks at, if any.
    pub fn counter(&self) -> Option<&str> {
        match self {
            Self::CounterAtLeast { counter, .. }
            | Self::CounterBelow { counter, .. }
            | Self::CounterBelowUnless { counter, .. }
            | Self::PriorityIsOrCounter { counter, .. }
            | Self::NotPriorityAndCounterBelow { counter, .. } => Some(counter),
            Self::AssigneeAvailable
            | Self::WithinCapacityUnless { .. }
            | Self::AssigneeNot { .. }
            | Self::TargetMergeable
            | Self::TargetJoinable
            | Self::OtherTeam
            | Self::FormValid
            | Self::NoOwner
            | Self::HasOwner
            | Self::ActorIsOwner
            | Self::OwnerGone
            | Self::NotPortfolioOwner
            | Self::RequestTypeIs { .. }
            | Self::ChildrenOver
            | Self::ChildOver
            | Self::WithinSinceResolved { .. }
            | Self::NotActorOf { .. }
            | Self::FactPresent { .. }
            | Self::FactIs { .. }
            | Self::DateReached { .. }
            | Self::ChecklistDone
            | Self::DocumentsComplete
            | Self::HasLink
            | Self::NoOtherLink
            | Self::PriorityIs { .. } => None,
        }
    }
}
