//! The JSON interface, `/api/v1`: each handler reads, calls one use-case and writes what it gives.
//!
//! What lives here: shapes of requests and answers, one file per noun, and what they share. What does
//! not: addresses (`web/routes.rs`), refusals (`web/problem.rs`), rules and queries. Shapes for partners
//! are types of their own that cannot hold what is internal.

pub mod values;
pub mod caller;
pub mod answer;
pub mod names;
pub mod standing;

pub mod cases;
pub mod case_query;
pub mod case_rows;
pub mod staff_case;
pub mod partner_case;
pub mod transitions;
pub mod messages;
pub mod events;
pub mod clocks;
pub mod attachments;
pub mod escalations;
pub mod request_types;
pub mod fields;
pub mod workflows;
pub mod me;
pub mod problems;
