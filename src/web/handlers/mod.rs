//! Handlers of the pages: each reads the request, calls one use-case and shows a page or leads on.
//!
//! What lives here: form → command, read model → page struct, and where one goes next. What does not:
//! words, formats and templates (pages), rules (use-cases), JSON (api). `routes.rs` calls.

pub mod acknowledge;
pub mod admin;
pub mod board;
pub mod cases;
pub mod draft_files;
pub mod drafts;
pub mod help;
pub mod live;
pub mod moves;
pub mod portal;
pub mod preferences;
pub mod queue;
pub mod reference;
pub mod sign_in;
pub mod signed_link;
pub mod sla;
pub mod system;
