//! What happens later: timers, mails, housekeeping. Each job has `run_once`, which tests call by hand.
//!
//! What lives here: loops that sleep until something is due or a commit wakes them, and what one round
//! of each does. What does not: rules (use-cases), SQL (store). boot starts the loops.

pub mod apply_policies;
pub mod deliver_mail;
pub mod fire_timers;
pub mod runner;
pub mod sweep;
