//! The partner's pages: their requests, the questions of a new one, the thread of each.
//!
//! What lives here: page structs for `templates/portal`, built by pure functions from read models, words
//! and the page's chrome. What does not: reading or changing cases (use-cases). Partners never see
//! internal words, scores, queues or alarms: the read models these pages get cannot hold them.

pub mod address;
pub mod check;
pub mod choose;
pub mod control;
pub mod error_summary;
pub mod field;
pub mod home;
pub mod moves;
pub mod question;
pub mod request;
pub mod sent;
pub mod stub;
pub mod thread;

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
