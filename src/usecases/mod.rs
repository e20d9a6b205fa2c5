//! What one can ask of Guichet: one verb per file, each loading, deciding and committing.
//!
//! What lives here: use-cases for people, timers and the command line alike, and their read models.
//! What does not: HTTP, HTML, SMTP, SQL. web, jobs, cli and boot call.

pub mod app;
pub mod clock;
pub mod error;
pub mod links;
pub mod read;
pub mod viewer;
