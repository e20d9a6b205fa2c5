//! Takes up long work over many cases because a calendar or a policy changed, a little at a time.

use crate::store::error::StoreError;
use crate::store::lease::Lease;
use crate::usecases::app::App;

/// Groups of one round; then the claim is given back, so that a stop or another replica need not wait.
const GROUPS: u32 = 16;

/// Does a round of the oldest work; gives how many cases were looked at, 0 without work.
///
/// # Errors
/// The store's troubles; the work is taken up again when its claim is over.
pub async fn run_once(app: &App, lease: &Lease) -> Result<u32, StoreError> {
    let seen = app.policy_round(lease, GROUPS).await?.unwrap_or(0);
    Ok(u32::try_from(seen).unwrap_or(u32::MAX))
}
