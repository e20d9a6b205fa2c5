//! Hourly housekeeping: sessions, links and keys that are over, files that no case needs.

use std::str::FromStr as _;

use cron::Schedule;
use domain::time::Instant;

use crate::store::error::StoreError;
use crate::usecases::app::App;
use crate::usecases::error::Error;

/// Seven minutes past every hour, away from the crowd.
const EVERY_HOUR: &str = "0 7 * * * *";

/// When housekeeping is next due after `now`.
pub fn next_after(now: Instant) -> Option<Instant> {
    let schedule = Schedule::from_str(EVERY_HOUR).ok()?;
    let now = chrono::DateTime::from_timestamp_millis(now.millis())?;
    let next = schedule.after(&now).next()?;
    Some(Instant::from_millis(next.timestamp_millis()))
}

/// Removes what is over, a little at a time so that writers come in between, until nothing is left; gives
/// how many rows went.
///
/// # Errors
/// The store's troubles; what was removed before them is gone.
pub async fn run_once(app: &App) -> Result<u64, StoreError> {
    let now = app.now();
    let mut all = 0;
    loop {
        let gone = app.store.sweep(now, app.lifetimes.sent_mail).await?;
        if gone == 0 {
            return Ok(all);
        }
        all += gone;
        tokio::task::yield_now().await;
    }
}

/// Removes files that no case needs; gives how many went.
///
/// # Errors
/// The disk's and the store's troubles; what was removed before them is gone.
pub async fn files_once(app: &App) -> Result<u64, Error> {
    app.sweep_files().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn housekeeping_is_due_seven_minutes_past_the_hour() {
        let now = Instant::parse_rfc3339("2026-09-21T12:30:00Z").unwrap();
        assert_eq!(
            next_after(now).unwrap().to_rfc3339(),
            "2026-09-21T13:07:00Z"
        );
    }
}
