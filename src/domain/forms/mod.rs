//! The request types: what a partner is asked, on which page, when, and which answers are good.
//!
//! What lives here: the definition of a form (read from `config/requests/*.toml`), its conditions, the
//! validation of answers from a page or from the API, and the reading of answers back for people.
//! What does not: pages, sentences for errors (`i18n/*/forms.ftl`), storing. Use-cases and the web may call.

pub mod catalogue;
mod check;
mod check_links;
mod compile;
mod compile_field;
pub mod condition;
pub mod controls;
pub mod country;
pub mod definition;
pub mod display;
pub mod error;
pub mod facts;
pub mod file_answers;
pub mod kind;
mod raw;
pub mod reading;
pub mod siret;
mod text_answers;
mod time_answers;
pub mod typography;
pub mod validate;
mod web_answers;

#[cfg(test)]
mod tests;
