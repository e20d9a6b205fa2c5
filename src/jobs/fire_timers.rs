//! Claims timers that are due and fires each. Exactly once in effect: the row is deleted in the
//! transaction of what it does.

use crate::store::error::StoreError;
use crate::store::lease::Lease;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::fire_timer::Fired;

/// How often a timer whose case changes under it is tried within one round.
const TRIES: u32 = 5;

/// Fires what is due now, at most `limit` timers; gives how many were claimed.
///
/// # Errors
/// The store's troubles; timers already claimed are fired again when their lease is over.
pub async fn run_once(app: &App, lease: &Lease, limit: u32) -> Result<u32, StoreError> {
    let timers = app.store.claim_timers(app.now(), lease, limit).await?;
    let claimed = u32::try_from(timers.len()).unwrap_or(u32::MAX);
    for timer in &timers {
        let mut tries = 0;
        loop {
            tries += 1;
            match app.fire_timer(timer).await {
                Ok(Fired::Again) if tries < TRIES => {}
                Ok(Fired::Done | Fired::Nothing | Fired::Early | Fired::Again) => break,
                Err(Error::Unavailable(why)) => return Err(StoreError::Unavailable(why)),
                Err(error) => {
                    tracing::error!(
                        timer.id = %timer.id,
                        timer.kind = timer.kind.key(),
                        case.id = %timer.case,
                        error = %error,
                        "timer could not be fired; it stays claimed until its lease is over"
                    );
                    break;
                }
            }
        }
    }
    Ok(claimed)
}
