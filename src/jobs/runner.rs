//! The loops around the jobs: sleep until the next due moment, a commit or the poll, then one round.

use std::time::Duration;

use domain::time::{Instant, Span};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::jobs::deliver_mail::Courier;
use crate::jobs::{apply_policies, deliver_mail, fire_timers, sweep};
use crate::store::error::StoreError;
use crate::store::lease::Lease;
use crate::store::signals::Wake;
use crate::usecases::app::App;
use crate::usecases::heartbeat::Pulse;

/// How long the mails on their way are waited for when the process is asked to stop.
const LAST_ROUND: Duration = Duration::from_secs(5);

/// How the loops work.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Timers or mails per round.
    pub batch: u32,
    /// Life of a claim.
    pub lease: Span,
    /// Longest sleep in real time.
    pub poll: Duration,
}

/// Fires timers until `stop`.
pub async fn timers(app: App, owner: String, pace: Pace, beat: Pulse, stop: CancellationToken) {
    let mut wake = app.store.signals().subscribe();
    while !stop.is_cancelled() {
        beat.beat(app.now());
        let lease = Lease {
            owner: owner.clone(),
            until: app.now().plus(pace.lease),
        };
        let round = app.clone().current().await;
        let claimed = fire_timers::run_once(&round, &lease, pace.batch).await;
        if again(&claimed, pace.batch) {
            continue;
        }
        let due = app.store.next_timer_due().await.unwrap_or(None);
        rest(&app, due, &pace, &mut wake, &stop, claimed.is_err()).await;
    }
}

/// Delivers mail until `stop`. A server that does not answer then is not waited for: the mail goes again,
/// with the same Message-ID, when its claim is over.
pub async fn mail(
    app: App,
    courier: Courier,
    owner: String,
    pace: Pace,
    beat: Pulse,
    stop: CancellationToken,
) {
    let mut wake = app.store.signals().subscribe();
    while !stop.is_cancelled() {
        beat.beat(app.now());
        let lease = Lease {
            owner: owner.clone(),
            until: app.now().plus(pace.lease),
        };
        let claimed = tokio::select! {
            claimed = deliver_mail::run_once(&app, &courier, &lease, pace.batch) => claimed,
            () = out_of_patience(&stop) => break,
        };
        if again(&claimed, pace.batch.min(deliver_mail::AT_ONCE)) {
            continue;
        }
        let due = app.store.next_mail_due().await.unwrap_or(None);
        rest(&app, due, &pace, &mut wake, &stop, claimed.is_err()).await;
    }
}

/// Applies changes of calendars and policies until `stop`.
pub async fn policies(app: App, owner: String, pace: Pace, beat: Pulse, stop: CancellationToken) {
    let mut wake = app.store.signals().subscribe();
    while !stop.is_cancelled() {
        beat.beat(app.now());
        let lease = Lease {
            owner: owner.clone(),
            until: app.now().plus(pace.lease),
        };
        let round = app.clone().current().await;
        let seen = apply_policies::run_once(&round, &lease).await;
        if again(&seen, 1) {
            continue;
        }
        rest(&app, None, &pace, &mut wake, &stop, seen.is_err()).await;
    }
}

/// Keeps house once an hour until `stop`.
pub async fn housekeeping(app: App, beat: Pulse, stop: CancellationToken) {
    let mut next = sweep::next_after(app.now());
    while !stop.is_cancelled() {
        beat.beat(app.now());
        if next.is_some_and(|at| at <= app.now()) {
            if let Err(error) = sweep::run_once(&app).await {
                tracing::warn!(error = %error, "housekeeping failed; it is tried again in an hour");
            }
            if let Err(error) = sweep::files_once(&app).await {
                tracing::warn!(error = %error, "files could not be swept; it is tried again in an hour");
            }
            next = sweep::next_after(app.now());
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = pause(Duration::from_secs(30)) => {}
        }
    }
}

/// Ends a little after `stop`, for work that hangs on somebody else.
async fn out_of_patience(stop: &CancellationToken) {
    stop.cancelled().await;
    pause(LAST_ROUND).await;
}

/// Whether the round was full, so that more is probably due.
fn again(claimed: &Result<u32, StoreError>, batch: u32) -> bool {
    match claimed {
        Ok(claimed) => *claimed >= batch,
        Err(error) => {
            tracing::warn!(error = %error, "a worker's round failed; it is tried again");
            false
        }
    }
}

async fn rest(
    app: &App,
    due: Option<Instant>,
    pace: &Pace,
    wake: &mut watch::Receiver<Wake>,
    stop: &CancellationToken,
    failed: bool,
) {
    let until_due = due.map(|due| app.clock.real_wait(due.since(app.now())).as_millis().max(0));
    let until_due = until_due
        .and_then(|millis| u64::try_from(millis).ok())
        .map(Duration::from_millis);
    let longest = if failed {
        pace.poll.min(Duration::from_secs(1))
    } else {
        pace.poll
    };
    let sleep = until_due.map_or(longest, |wait| wait.min(longest));
    // After a failed round the bell is not listened to: it may ring all the time.
    let sleep = if failed { longest } else { sleep };
    tokio::select! {
        () = stop.cancelled() => {}
        () = pause(sleep) => {}
        _ = wake.changed(), if !failed => {}
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "workers wait in real time; what is due is decided by the clock"
)]
pub(crate) async fn pause(length: Duration) {
    tokio::time::sleep(length).await;
}
