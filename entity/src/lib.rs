//! Rows: one file per table, primitive columns, relations, no behaviour.
//!
//! Instants are UTC milliseconds in `i64`; identities are UUIDs; JSON is text. `store/rows` turns them
//! into what the rules speak of. Nothing here may call anything of ours.

pub mod absence;
pub mod api_token;
pub mod attachment;
pub mod audit;
pub mod case_detail;
pub mod case_seen;
pub mod cases;
pub mod clock;
pub mod clock_event;
pub mod counter;
pub mod definition;
pub mod edition;
pub mod escalation_run;
pub mod event;
pub mod idempotency;
pub mod link;
pub mod membership;
pub mod message;
pub mod organisation;
pub mod outbox;
pub mod person;
pub mod person_skill;
pub mod policy_job;
pub mod rota_override;
pub mod sequence;
pub mod session;
pub mod sign_in_link;
pub mod timer;
pub mod watcher;
