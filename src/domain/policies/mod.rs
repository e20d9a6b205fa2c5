//! Policies that say where cases go and who hears of them: teams, routing rules, escalation chains, rotas.
//!
//! What lives here: their reading from TOML, with file and line for every mistake. What does not:
//! targets of clocks (`clocks::policy`), the climbing itself (`engine::escalate`). boot and the command
//! line call.

pub mod escalation_policies;
pub mod rotas;
pub mod routing_rules;
pub mod teams;
