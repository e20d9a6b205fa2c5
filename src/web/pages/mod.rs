//! Pages: read model and words in, HTML out.
//!
//! What lives here: one file per noun with its page structs, each built by a pure function that does
//! all formatting, and the handlers that show them. What does not: queries and rules. The templates
//! are in `web/templates`, one folder per side; only `web/routes.rs` calls.

pub mod actions;
pub mod admin;
pub mod board;
pub mod board_address;
pub mod board_charts;
pub mod board_csv;
pub mod case_aside;
pub mod cases;
pub mod chip;
pub mod clock_panel;
pub mod diagram;
pub mod errors;
pub mod history;
pub mod moments;
pub mod move_fields;
pub mod moves;
pub mod preview;
pub mod queue;
pub mod queue_address;
pub mod queue_filters;
pub mod queue_rows;
pub mod route_box;
pub mod shell;
pub mod sla;
pub mod state_badge;
pub mod timeline;

pub mod acknowledge;
pub mod help;
pub mod portal;
pub mod preferences;
pub mod reference;
#[cfg(test)]
mod samples;
pub mod sign_in;
pub mod signed_link;
#[cfg(test)]
mod tests;
