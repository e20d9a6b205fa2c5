//! Read models: what a page or an answer shows, as plain facts without words or formatting.
//!
//! What lives here: shapes that the use-cases give and the web turns into HTML or JSON. What does not:
//! queries (store), texts and dates for people (web with i18n). Partner-bound shapes are types of
//! their own that cannot hold an internal note.

pub mod badge;
pub mod board;
pub mod case;
pub mod cases;
pub mod mail;
pub mod policy;
pub mod portal;
pub mod queue;
