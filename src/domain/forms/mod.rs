//! The request types: what a partner is asked, on which page, when, and which answers are good.
//!
//! What lives here: the definition of a form (read from `config/requests/*.toml`), its conditions, the
//! validation of answers from a page or from the API, and the reading of answers back for people.
//! What does not: pages, sentences for errors (`i18n/*/forms.ftl`), storing. Use-cases and the web may call.

pub mod definition;
pub mod kind;
pub mod condition;
pub mod catalogue;
mod raw;
mod compile;
mod check;
pub mod facts;
pub mod validate;
pub mod reading;
mod text_answers;
mod time_answers;
mod web_answers;
pub mod file_answers;
pub mod error;
pub mod display;
pub mod country;
pub mod siret;
pub mod typography;


#[cfg(test)]
mod tests;
