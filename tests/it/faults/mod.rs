//! What must hold when things go wrong: the process is killed, the mail server refuses, many people
//! want the same thing at the same moment.

mod child;
mod kill;
mod log;
pub mod races;
mod smtp;
mod workers;
