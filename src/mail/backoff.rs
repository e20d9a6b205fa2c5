//! How long to wait after a failure, and when to stop trying.

use domain::time::Span;

use crate::mail::transport::SendError;

/// After this many attempts a mail is parked, where an administrator sees it and may retry.
pub const MAX_ATTEMPTS: u32 = 10;

const FIRST_WAIT: Span = Span::seconds(30);
const LONGEST_WAIT: Span = Span::hours(1);

/// What becomes of a mail that was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is tried again after this much time.
    Retry(Span),
    /// It waits for a person.
    Park,
}

/// The wait after the `attempt`-th attempt failed, counted from 1: 30 s, doubling, at most an hour.
pub fn backoff(attempt: u32) -> Span {
    let doublings = attempt.saturating_sub(1).min(12);
    let wait = Span::millis(FIRST_WAIT.as_millis() << doublings);
    wait.min(LONGEST_WAIT)
}

/// What becomes of a mail whose `attempt`-th attempt ended in `error`.
pub fn fate(attempt: u32, error: &SendError) -> Fate {
    match error {
        SendError::Permanent(_) => Fate::Park,
        SendError::Temporary(_) if attempt >= MAX_ATTEMPTS => Fate::Park,
        SendError::Temporary(_) => Fate::Retry(backoff(attempt)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        let waits: Vec<i64> = (0..=9)
            .map(|attempt| backoff(attempt).as_millis() / 1_000)
            .collect();
        assert_eq!(waits, [30, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        assert_eq!(backoff(u32::MAX), Span::hours(1));
    }

    #[test]
    fn a_mail_is_parked_when_refused_for_good_or_after_ten_attempts() {
        let busy = SendError::Temporary("451 try later".to_owned());
        assert_eq!(fate(1, &busy), Fate::Retry(Span::seconds(30)));
        assert_eq!(fate(9, &busy), Fate::Retry(Span::hours(1)));
        assert_eq!(fate(10, &busy), Fate::Park);
        assert_eq!(
            fate(1, &SendError::Permanent("550 no such person".to_owned())),
            Fate::Park
        );
    }
}
