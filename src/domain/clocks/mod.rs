//! Clocks: what a deadline is, when it runs, when it is due, and why.
//!
//! What lives here: calendars, targets, the arithmetic of one clock, and what drives all clocks of a
//! case. What does not: timers as rows, notices. The engine calls; everything is pure.

pub mod calendar;
pub mod clock;
pub mod drive;
pub mod duration;
pub mod edit;
pub mod events;
pub mod explain;
pub mod holidays;
pub mod hours;
pub mod meter;
pub mod policy;
pub mod preview;
pub mod recorded;
pub mod redrive;
pub mod replay;
pub mod standard;
