//! Moments and lengths of time, both in whole milliseconds.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z. Never a local time.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Instant(i64);

/// A length of time in milliseconds. Whether it is wall time or business time is said where it is used.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(i64);

/// The text is not an RFC 3339 instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an RFC 3339 instant such as 2026-09-21T14:30:00Z")]
pub struct InvalidInstant(String);

impl Instant {
    /// The moment `millis` milliseconds after the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment `span` later; saturates at the ends of the range.
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The moment `span` earlier; saturates at the ends of the range.
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// Wall time from `earlier` to here; negative when `earlier` is later.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Reads an RFC 3339 instant with any offset.
    ///
    /// # Errors
    /// [`InvalidInstant`] when the text is not one.
    pub fn parse_rfc3339(text: &str) -> Result<Self, InvalidInstant> {
        text.parse::<jiff::Timestamp>()
            .map(|stamp| Self(stamp.as_millisecond()))
            .map_err(|_| InvalidInstant(text.to_owned()))
    }

    /// RFC 3339 in UTC with milliseconds only when there are any: `2026-09-21T12:30:00Z`.
    pub fn to_rfc3339(self) -> String {
        self.timestamp().to_string()
    }

    /// The same moment for civil-time arithmetic; out-of-range instants are clamped.
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `n` milliseconds.
    pub const fn millis(n: i64) -> Self {
        Self(n)
    }

    /// `n` seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(1_000))
    }

    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }

    /// `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n.saturating_mul(60))
    }

    /// `n` times 24 hours. Business days are a calendar's affair, not this type's.
    pub const fn days(n: i64) -> Self {
        Self::hours(n.saturating_mul(24))
    }

    /// The length in milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Sum, saturating.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Difference, saturating; may be negative.
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `percent` hundredths of this span, rounded down to the millisecond.
    pub const fn percent(self, percent: u8) -> Self {
        let whole = self.0 / 100;
        let rest = self.0 % 100;
        let percent = widen(percent);
        Self(whole * percent + rest * percent / 100)
    }

    /// Whether nothing is left.
    pub const fn is_zero_or_less(self) -> bool {
        self.0 <= 0
    }
}

/// `i64::from` in a `const fn`.
#[expect(
    clippy::as_conversions,
    reason = "From is not const; u8 to i64 loses nothing"
)]
const fn widen(percent: u8) -> i64 {
    percent as i64
}
