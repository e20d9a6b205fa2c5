//! How the outside asks: pages, JSON and their files.
//!
//! What lives here: addresses, forms and answers, HTML and JSON; each handler parses, calls one use-case
//! and shows the result. What does not: rules (domain), queries (store), mail. boot starts it.

pub mod fail;
pub mod body;
pub mod upload;
pub mod identity;
pub mod problem;
pub mod security;
pub mod chrome;
pub mod downloads;
pub mod assets;
pub mod pages;
pub mod api;
pub mod openapi;
pub mod handlers;
pub mod routes;
pub mod server;
pub mod metrics;
