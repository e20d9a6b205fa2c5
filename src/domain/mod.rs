//! The rules of Guichet: pure, no input or output, no clock, no async.
//!
//! What lives here: the meaning of cases, workflows, clocks, escalation, routing and access.
//! What does not: databases, HTTP, mail, texts for people. Anyone may call; it calls nobody of ours.
//! It is a crate of its own so that the compiler keeps that promise (docs/decisions/0002).

pub mod absence;
pub mod access;
pub mod case;
pub mod changes;
pub mod clocks;
pub mod engine;
pub mod escalation;
pub mod event;
pub mod forms;
pub mod ids;
pub mod ledger;
pub mod message;
pub mod notices;
pub mod people;
pub mod policies;
pub mod published;
pub mod refusal;
pub mod rota;
pub mod routing;
pub mod rules;
pub mod source;
pub mod text;
pub mod time;
pub mod timer;
pub mod workflow;
