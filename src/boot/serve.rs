//! Runs a house: the server, the workers, or both, until the token says stop.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use anyhow::Context as _;
use domain::time::Span;
use futures_util::future::{join_all, select_all};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::boot::house::House;
use crate::boot::lifecycle::start;
use crate::config::sections::Settings;
use crate::jobs::runner::{self, Pace};
use crate::usecases::heartbeat::Heartbeat;
use crate::usecases::links::fresh_secret;
use crate::web::metrics::metrics_server;
use crate::web::server::{Surface, http_server};

/// A worker that was quiet for longer than this is taken for dead; its longest sleep is far below.
const QUIET: Span = Span::seconds(60);

/// Which parts run in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// Server and workers.
    Both,
    /// The server alone.
    WebOnly,
    /// The workers alone.
    WorkersOnly,
}

/// Runs until `stop`, then drains. The listener is bound by the caller, who prints its address.
///
/// # Errors
/// When the server cannot be started or the database cannot be closed in order.
pub async fn run(
    house: House,
    listener: Option<TcpListener>,
    surface: Surface,
    settings: &Settings,
    roles: Roles,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let server = &settings.server;
    let beat = Heartbeat::default();
    if !settings.metrics.bind.is_empty() {
        let listener = TcpListener::bind(&settings.metrics.bind).with_context(|| {
            format!(
                "{} cannot be listened on (metrics.bind)",
                settings.metrics.bind
            )
        })?;
        let numbers = metrics_server(house.app.clone(), beat.clone(), listener)?;
        end_on(&numbers.handle(), &stop);
        start(numbers);
    }
    let workers = match roles {
        Roles::Both | Roles::WorkersOnly => workers(&house, settings, &beat, &stop)?,
        Roles::WebOnly => Vec::new(),
    };
    let workers = start(watched(workers, stop.clone()));
    match (roles, listener) {
        (Roles::Both | Roles::WebOnly, Some(listener)) => {
            let surface = Surface {
                closing: stop.clone(),
                ..surface
            };
            let running = http_server(house.app.clone(), surface, server, beat, listener)
                .context("the server cannot be started")?;
            end_on(&running.handle(), &stop);
            running.await.context("the server failed")?;
        }
        (Roles::Both | Roles::WebOnly | Roles::WorkersOnly, _) => stop.cancelled().await,
    }
    stop.cancel();
    let ended = workers.await.context("the workers were not watched")?;
    house.courier.transport.close().await;
    house
        .app
        .store
        .close()
        .await
        .context("the database did not close in order")?;
    ended
}

/// Waits for the workers' end. One that ends before it was asked to takes the process with it: whoever
/// watches the process starts it again, while a counter without a worker would look well and do nothing.
///
/// # Errors
/// When one ended by itself.
async fn watched(workers: Vec<JoinHandle<()>>, stop: CancellationToken) -> anyhow::Result<()> {
    if workers.is_empty() {
        return Ok(());
    }
    let (first, _, rest) = select_all(workers).await;
    let early = !stop.is_cancelled();
    stop.cancel();
    let rest = join_all(rest).await;
    for worker in std::iter::once(first).chain(rest) {
        worker.context("a worker failed")?;
    }
    anyhow::ensure!(!early, "a worker ended by itself");
    Ok(())
}

fn end_on(server: &ServerHandle, stop: &CancellationToken) {
    let (server, stop) = (server.clone(), stop.clone());
    start(async move {
        stop.cancelled().await;
        server.stop(true).await;
    });
}

/// Starts the workers; they end with `stop`.
///
/// # Errors
/// When a claim would end while its mail is still being handed over, and when the system has no randomness
/// for the worker's name.
pub fn workers(
    house: &House,
    settings: &Settings,
    beat: &Heartbeat,
    stop: &CancellationToken,
) -> anyhow::Result<Vec<JoinHandle<()>>> {
    let jobs = &settings.jobs;
    let handing_over = Span::seconds(i64::try_from(settings.mail.timeout_secs)?);
    anyhow::ensure!(
        Span::seconds(jobs.lease_secs) > handing_over,
        "jobs.lease_secs ({}) must be more than mail.timeout_secs ({}): a mail would be sent by two workers",
        jobs.lease_secs,
        settings.mail.timeout_secs
    );
    let pulse = |name, patience: Span| beat.of(name, patience, house.app.now());
    let owner = fresh_secret().context("no randomness for the worker's name")?;
    let pace = Pace {
        batch: jobs.batch.max(1),
        lease: Span::seconds(jobs.lease_secs.max(1)),
        poll: Duration::from_secs(jobs.poll_secs.max(1)),
    };
    let (policy_owner, policy_pace) = (owner.clone(), pace.clone());
    let app = || house.app.clone();
    Ok(vec![
        start(runner::timers(
            app(),
            owner.clone(),
            pace.clone(),
            pulse("timers", QUIET),
            stop.clone(),
        )),
        start(runner::mail(
            app(),
            house.courier.clone(),
            owner,
            pace,
            pulse("mail", QUIET.plus(handing_over)),
            stop.clone(),
        )),
        start(runner::policies(
            app(),
            policy_owner,
            policy_pace,
            pulse("policies", QUIET),
            stop.clone(),
        )),
        start(runner::housekeeping(
            app(),
            pulse("housekeeping", QUIET),
            stop.clone(),
        )),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_worker_that_dies_ends_the_process_with_an_error() {
        let stop = CancellationToken::new();
        let asked = stop.clone();
        let lives = start(async move { asked.cancelled().await });
        let dies = start(async { panic!("on purpose") });
        let ended = watched(vec![lives, dies], stop.clone()).await;
        assert_eq!(ended.unwrap_err().to_string(), "a worker failed");
        assert!(stop.is_cancelled(), "the rest is asked to stop");
    }

    #[tokio::test]
    async fn workers_that_were_asked_to_stop_end_in_order() {
        let stop = CancellationToken::new();
        let asked = stop.clone();
        let lives = start(async move { asked.cancelled().await });
        stop.cancel();
        assert!(watched(vec![lives], stop).await.is_ok());
        let (early, stop) = (start(async {}), CancellationToken::new());
        let ended = watched(vec![early], stop).await.unwrap_err();
        assert_eq!(ended.to_string(), "a worker ended by itself");
    }
}
