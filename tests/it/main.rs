//! The one integration test binary: `world/` holds the parts that surround the program (databases,
//! mail server, visitors, browser), `house/` holds the rules of the house.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy.toml lifts these only inside test functions"
)]

mod api;
mod cli;
mod faults;
mod house;
mod pages;
mod pictures;
mod stories;
mod world;
