//! The HTTP server: what surrounds every handler.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App as ActixApp, HttpServer};
use tokio_util::sync::CancellationToken;

use crate::config::sections::Server as ServerSettings;
use crate::usecases::app::App;
use crate::usecases::heartbeat::Heartbeat;
use crate::web::body::BodyLimits;
use crate::web::peer::TrustedProxies;
use crate::web::problem::give_face;
use crate::web::routes;
use crate::web::security::guard;

/// What this process shows besides the house's pages.
#[derive(Clone, Default)]
pub struct Surface {
    /// Mailbox of whoever runs this installation, told on the accessibility page.
    pub contact: String,
    /// The demonstration's captured mail, newest first, for `/dev/mail`.
    pub captured: Option<Captured>,
    /// Ends what would stay open for ever when the process stops.
    pub closing: CancellationToken,
}

/// Reads the captured mail.
pub type Captured = Arc<dyn Fn() -> Vec<CapturedMail> + Send + Sync>;

/// One captured mail as the page shows it.
#[derive(Clone, Debug)]
pub struct CapturedMail {
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// When it was asked for.
    pub at: domain::time::Instant,
}

/// A server on a bound listener, not yet awaited. Signals are the caller's.
///
/// # Errors
/// When the listener cannot be used.
pub fn http_server(
    app: App,
    surface: Surface,
    settings: &ServerSettings,
    beat: Heartbeat,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let limits = BodyLimits {
        bytes: settings.body_limit_bytes,
        secs: settings.body_deadline_secs,
    };
    let proxies: TrustedProxies = settings
        .trusted_proxies
        .parse()
        .map_err(std::io::Error::other)?;
    let (app, limits, proxies) = (Data::new(app), Data::new(limits), Data::new(proxies));
    let (surface, beat) = (Data::new(surface), Data::new(beat));
    let mut server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(app.clone())
            .app_data(limits.clone())
            .app_data(proxies.clone())
            .app_data(surface.clone())
            .app_data(beat.clone())
            .wrap(from_fn(give_face))
            .wrap(from_fn(guard))
            .wrap(Compress::default())
            .configure(routes::configure)
    })
    .disable_signals()
    .shutdown_timeout(settings.drain_secs)
    .client_request_timeout(Duration::from_secs(5))
    .max_connections(10_000)
    .listen(listener)?;
    if settings.workers > 0 {
        server = server.workers(settings.workers);
    }
    Ok(server.run())
}
