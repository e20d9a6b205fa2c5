//! What the interface for programs promises: what it lets in, what it says, and what it never does twice.

mod absences;
mod access;
mod clocks;
mod exchange;
mod files;
mod lists;
mod live;
mod refusals;
mod repeats;
mod sentences;
mod shapes;
