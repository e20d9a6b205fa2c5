//! Workflows: the definition language, its proof, and the decision of one transition.
//!
//! What lives here: definitions as types, their reading from TOML, the publish gate, guards and the
//! decision. What does not: clocks, mail, storage. The engine calls; everything is pure.

pub mod definition;
pub mod guard;
pub mod effect;
pub mod input;
pub mod words;
mod keys;
pub mod lines;
mod raw;
pub mod parse;
pub mod decide;
mod given;
mod judge;
pub mod check;
pub mod registry;

#[cfg(test)]
mod walks;
