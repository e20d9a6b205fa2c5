//! Mail: from a notice of the outbox to a message on its way.
//!
//! What lives here: the list of templates, the words of a letter in the recipient's language, the
//! message with its headers, the transports, and how long to wait after a failure. What does not: who
//! is told what (domain), which rows are due (store, jobs). Jobs and boot call; it uses `domain` ids,
//! notices, texts and time, `i18n`, and `config::mail`.

pub mod backoff;
pub mod letter;
pub mod message;
pub mod smtp;
pub mod templates;
pub mod transport;

mod clean;
mod values;
