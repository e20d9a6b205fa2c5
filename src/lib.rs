//! Guichet: one counter between publishers and the platform team that looks after them.
//! The modules in reading order: how the outside asks, what one can ask, what happens later.

pub mod cli;
pub mod boot;
pub mod web;
pub mod usecases;
pub mod store;
pub mod jobs;
pub mod mail;
pub mod i18n;
pub mod config;
