//! Puts the house together: settings → definitions, store, mail → application → server and workers.
//!
//! What lives here: the only code that knows everyone, the real clock, identifiers and secrets. What
//! does not: anything a page or a job does. The command line calls.

pub mod time;
pub mod definitions;
pub mod secret;
pub mod house;
pub mod serve;
pub mod lifecycle;
pub mod demo;
pub mod seed;
