//! Workflows: the definition language, its proof, and the decision of one transition.
//!
//! What lives here: definitions as types, their reading from TOML, the publish gate, guards and the
//! decision. What does not: clocks, mail, storage. The engine calls; everything is pure.

pub mod check;
pub mod decide;
pub mod definition;
pub mod effect;
mod given;
pub mod guard;
pub mod input;
mod judge;
mod keys;
pub mod lines;
pub mod parse;
mod raw;
pub mod registry;
pub mod words;

#[cfg(test)]
mod walks;
