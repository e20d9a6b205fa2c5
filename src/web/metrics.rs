//! `/metrics`: Prometheus text on a listener of its own, away from the public one.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::web::{Data, get};
use actix_web::{App as ActixApp, HttpResponse, HttpServer};

use crate::usecases::app::App;
use crate::usecases::heartbeat::Heartbeat;
use crate::web::fail::Fail;

/// A server that shows the numbers, not yet awaited.
///
/// # Errors
/// When the listener cannot be used.
pub fn metrics_server(app: App, beat: Heartbeat, listener: TcpListener) -> std::io::Result<Server> {
    let (app, beat) = (Data::new(app), Data::new(beat));
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .app_data(beat.clone())
            .route("/metrics", get().to(show))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

async fn show(app: Data<App>, beat: Data<Heartbeat>) -> Result<HttpResponse, Fail> {
    let gauges = app.gauges().await?;
    let quiet_ms = beat
        .last()
        .map_or(-1, |last| app.now().since(last).as_millis());
    let lines = [
        (
            "guichet_mails_queued",
            "Mails to be sent.",
            i64::from(gauges.mails_queued),
        ),
        (
            "guichet_mails_parked",
            "Mails given up; see /admin/mail.",
            i64::from(gauges.mails_parked),
        ),
        (
            "guichet_timer_lag_milliseconds",
            "How long the earliest timer is overdue.",
            gauges.timer_lag.as_millis(),
        ),
        (
            "guichet_database_bytes",
            "Size of the database.",
            gauges.database_bytes,
        ),
        (
            "guichet_workers_quiet_milliseconds",
            "Since when the workers are quiet; -1 without workers.",
            quiet_ms,
        ),
    ];
    let body: String = lines
        .iter()
        .map(|(name, help, value)| {
            format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n")
        })
        .collect();
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(body))
}
