//! The JSON interface, `/api/v1`: each handler reads, calls one use-case and writes what it gives.
//!
//! What lives here: shapes of requests and answers, one file per noun, and what they share. What does
//! not: addresses (`web/routes.rs`), refusals (`web/problem.rs`), rules and queries. Shapes for partners
//! are types of their own that cannot hold what is internal.

pub mod answer;
pub mod caller;
pub mod names;
pub mod standing;
pub mod values;

pub mod absences;
pub mod attachments;
pub mod case_query;
pub mod case_rows;
pub mod cases;
pub mod clocks;
pub mod decision;
pub mod escalations;
pub mod events;
pub mod fields;
pub mod me;
pub mod messages;
pub mod partner_case;
pub mod policies;
pub mod problems;
pub mod request_types;
pub mod staff_case;
pub mod transitions;
pub mod workflows;
