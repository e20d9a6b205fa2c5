//! What the pages promise whatever is sent to them.

mod bad_input;
mod board;
mod drafts;
mod files;
mod headers;
mod limits;
mod queue;
mod refusals;
mod requests;
mod sign_in;
mod targets;
