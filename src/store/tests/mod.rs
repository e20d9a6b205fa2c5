//! Promises of the store, on every engine there is.

mod absences;
mod board;
mod commit;
mod getting_in;
mod outbox;
mod promises;
mod records;
mod schema;
mod scope;
mod sla;
mod timers;
mod walks;
