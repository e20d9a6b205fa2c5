//! How the outside asks: pages, JSON and their files.
//!
//! What lives here: addresses, forms and answers, HTML and JSON; each handler parses, calls one use-case
//! and shows the result. What does not: rules (domain), queries (store), mail. boot starts it.

pub mod api;
pub mod assets;
pub mod body;
pub mod chrome;
pub mod csv;
pub mod downloads;
pub mod fail;
pub mod handlers;
pub mod identity;
pub mod metrics;
pub mod openapi;
pub mod pages;
pub mod peer;
pub mod problem;
pub mod routes;
pub mod security;
pub mod server;
pub mod upload;
