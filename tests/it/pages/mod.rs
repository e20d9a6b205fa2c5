//! What the pages promise whatever is sent to them.

mod bad_input;
mod drafts;
mod headers;
mod limits;
mod sign_in;
mod requests;
