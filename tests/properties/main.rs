//! Properties of the pure rules, over random inputs: no runtime, no database.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; clippy.toml lifts these only inside test functions"
)]

mod calendars;
mod cases;
mod life;
mod meters;
mod oracle;
