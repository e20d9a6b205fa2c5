//! Guichet: one counter between publishers and the platform team that looks after them.

pub mod config;
pub mod i18n;
pub mod store;
pub mod mail;
