//! Guichet: one counter between publishers and the platform team that looks after them.
//! The modules in reading order: how the outside asks, what one can ask, what happens later.

pub mod boot;
pub mod cli;
pub mod config;
pub mod i18n;
pub mod jobs;
pub mod mail;
pub mod store;
pub mod usecases;
pub mod web;
