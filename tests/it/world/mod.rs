//! The world around the program in the tests: its databases, the mail server it sends to, the
//! people and programs that visit it, and a browser. Real parts, each with a port or a directory
//! of its own, all gone when the test lets go of them.
//! Nothing here knows a story; stories build on it.

pub mod browser;
pub mod counter;
pub mod database;
pub mod desk;
pub mod environment;
pub mod form;
pub mod http;
pub mod mail;
pub mod postgres;
pub mod smtp;
pub mod sqlite;
