//! Runs a house: the server, the workers, or both, until the token says stop.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use anyhow::Context as _;
use domain::time::Span;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::boot::house::House;
use crate::boot::lifecycle::start;
use crate::config::sections::{Jobs, Settings};
use crate::jobs::runner::{self, Pace};
use crate::usecases::heartbeat::Heartbeat;
use crate::usecases::links::fresh_secret;
use crate::web::metrics::metrics_server;
use crate::web::server::{Surface, http_server};

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
    let (server, jobs) = (&settings.server, &settings.jobs);
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
        Roles::Both | Roles::WorkersOnly => workers(&house, jobs, &beat, &stop)?,
        Roles::WebOnly => Vec::new(),
    };
    match (roles, listener) {
        (Roles::Both | Roles::WebOnly, Some(listener)) => {
            let running = http_server(house.app.clone(), surface, server, beat, listener)
                .context("the server cannot be started")?;
            end_on(&running.handle(), &stop);
            running.await.context("the server failed")?;
        }
        (Roles::Both | Roles::WebOnly | Roles::WorkersOnly, _) => stop.cancelled().await,
    }
    stop.cancel();
    for worker in workers {
        worker.await.context("a worker failed")?;
    }
    house.courier.transport.close().await;
    house
        .app
        .store
        .close()
        .await
        .context("the database did not close in order")?;
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
/// When the system has no randomness for the worker's name.
pub fn workers(
    house: &House,
    jobs: &Jobs,
    beat: &Heartbeat,
    stop: &CancellationToken,
) -> anyhow::Result<Vec<JoinHandle<()>>> {
    let owner = fresh_secret().context("no randomness for the worker's name")?;
    let pace = Pace {
        batch: jobs.batch.max(1),
        lease: Span::seconds(jobs.lease_secs.max(1)),
        poll: Duration::from_secs(jobs.poll_secs.max(1)),
    };
    let app = || house.app.clone();
    Ok(vec![
        start(runner::timers(
            app(),
            owner.clone(),
            pace.clone(),
            beat.clone(),
            stop.clone(),
        )),
        start(runner::mail(
            app(),
            house.courier.clone(),
            owner,
            pace,
            beat.clone(),
            stop.clone(),
        )),
        start(runner::housekeeping(app(), stop.clone())),
    ])
}
