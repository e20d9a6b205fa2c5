//! The engine: one stimulus over one case gives everything that changes, as one value.
//!
//! What lives here: the order of one step (workflows.md §1) over events, effects, clocks, timers,
//! escalation and notices. What does not: loading and writing. The use-cases call; it is pure.

pub mod apply;
pub mod assign;
pub mod build;
pub mod effects;
pub mod escalate;
pub mod escalation_targets;
pub mod extend;
pub mod follow_up;
pub mod make;
pub mod notify;
pub mod step;
pub mod tick;
pub mod timing;
pub mod world;
