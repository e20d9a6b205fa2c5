//! Settings: what an operator can say, typed, from three layers. The only reader of the environment.
//!
//! What lives here: the sections of `config/default.toml` and their loading. What does not: the
//! definitions of workflows and policies (domain parses them, boot reads the files). boot and cli call;
//! each adapter receives only its own section.

pub mod load;
pub mod mail;
pub mod sections;
