//! Pages: read model and words in, HTML out.
//!
//! What lives here: one file per noun with its page structs, each built by a pure function that does
//! all formatting, and the handlers that show them. What does not: queries and rules. The templates
//! are in `web/templates`, one folder per side; only `web/routes.rs` calls.

pub mod shell;
pub mod moments;
pub mod chip;
pub mod state_badge;
pub mod actions;
pub mod queue_address;
pub mod queue_rows;
pub mod queue_filters;
pub mod queue;
pub mod preview;
pub mod diagram;
pub mod clock_panel;
pub mod timeline;
pub mod history;
pub mod case_aside;
pub mod cases;
pub mod move_fields;
pub mod moves;
pub mod board;
pub mod board_charts;
pub mod admin;
pub mod errors;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
pub mod sign_in;
pub mod portal;
pub mod signed_link;
pub mod acknowledge;
pub mod preferences;
pub mod help;
pub mod reference;
