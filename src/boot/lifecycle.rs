//! Stopping in order: no new requests, open ones end, workers end, the last write is answered, mail says
//! goodbye.

use tokio_util::sync::CancellationToken;

/// A token that is cancelled by SIGTERM, SIGINT or Ctrl-C.
///
/// # Errors
/// When the signals cannot be listened to.
pub fn stop_on_signals() -> std::io::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let cancelled = stop.clone();
    let ended = ended()?;
    start(async move {
        ended.await;
        cancelled.cancel();
    });
    Ok(stop)
}

/// Starts work that is allowed to vanish with the process: everything that must happen is a row.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that starts background work"
)]
pub fn start<F>(work: F) -> tokio::task::JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(work)
}

#[cfg(unix)]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn ended() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async move {
        // Without the signal there is nothing to wait for: the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
