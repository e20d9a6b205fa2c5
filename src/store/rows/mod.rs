//! Row ↔ domain, one file per noun: the order of the columns, the writing of values, the reading back.
//!
//! Each `COLUMNS` is the order in which `bind` writes and `read` reads. Nothing here runs a statement.

pub mod absence;
pub mod actor;
pub mod board_clock;
pub mod case;
pub mod clock;
pub mod escalation;
pub mod event;
pub mod message;
pub mod notice;
pub mod organisation;
pub mod person;
pub mod rota_override;
pub mod timer;
