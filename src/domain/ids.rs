//! One newtype per noun, so that a person's id cannot be passed for a case's.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Instant;

/// Makes fresh identifiers. Injected, so that tests get the same ones every time.
pub trait Ids: Send + Sync {
    /// A new UUIDv7 whose time part is `now`; later calls sort later.
    fn next(&self, now: Instant) -> Uuid;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A fresh identifier.
            pub fn new(ids: &dyn Ids, now: Instant) -> Self {
                Self(ids.next(now))
            }

            /// Wraps an identifier read from the outside.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare identifier.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(/// A case of any kind.
    CaseId);
id!(/// A person: partner contact or staff.
    PersonId);
id!(/// A publisher: group, title or studio.
    OrganisationId);
id!(/// One entry of a case's history.
    EventId);
id!(/// One message or note of a case's thread.
    MessageId);
id!(/// One file of a case.
    AttachmentId);
id!(/// One clock of a case.
    ClockId);
id!(/// One armed timer.
    TimerId);
id!(/// One run of an escalation policy.
    RunId);
id!(/// One mail to send.
    NoticeId);
id!(/// One planned absence of a person.
    AbsenceId);
id!(/// One override of a rota.
    OverrideId);
id!(/// One long work over many cases because a calendar or a policy changed.
    PolicyJobId);

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a key that a definition names.
            pub fn new(key: impl Into<String>) -> Self {
                Self(key.into())
            }

            /// The key as written in the definition.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(key: &str) -> Self {
                Self(key.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

key!(/// A team: `FR`, `EMEA`, `CENTRAL`.
    TeamKey);
key!(/// A state of a workflow, such as `waiting_partner`.
    StateKey);
key!(/// A transition of a workflow, such as `ask`.
    TransitionKey);
key!(/// A workflow, such as `request`.
    WorkflowKey);
key!(/// A request type (form), such as `data_analysis`.
    RequestTypeKey);
key!(/// What a clock measures, such as `first_response`.
    Metric);
key!(/// A calendar, such as `fr-bureau`.
    CalendarKey);
key!(/// A policy of targets or of escalation.
    PolicyKey);
key!(/// A rota, such as `emea-oncall`.
    RotaKey);
key!(/// A mail template, such as `request.received`.
    TemplateKey);
