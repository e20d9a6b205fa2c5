//! Puts the house together: settings → definitions, store, mail → application → server and workers.
//!
//! What lives here: the only code that knows everyone, the real clock, identifiers and secrets. What
//! does not: anything a page or a job does. The command line calls.

pub mod definitions;
pub mod demo;
pub mod house;
pub mod lifecycle;
pub mod secret;
pub mod seed;
pub mod serve;
pub mod time;
