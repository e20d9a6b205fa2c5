//! What this machine offers the tests, and what happens when a part is missing. The only place in
//! the tests that reads the environment.

/// A variable that is set and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the tests have no configuration file; this is their one reader"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Says that a part of the tests is skipped and why. Under `CI=true` nothing may be skipped, so
/// there it fails the test instead.
pub fn skip(part: &str, reason: &str) {
    let is_continuous_integration = variable("CI").as_deref() == Some("true");
    assert!(
        !is_continuous_integration,
        "{part} cannot be skipped under CI=true: {reason}"
    );
    eprintln!("skipped: {part}: {reason}");
}
