//! Every address on one page.

use actix_web::web::{ServiceConfig, get, post, resource};

use crate::web::assets;
use crate::web::handlers::{admin, board, cases, moves, queue, system};

/// Adds every address to the server.
pub fn configure(config: &mut ServiceConfig) {
    everybody(config);
    partners(config);
    staff(config);
    leads(config);
    administrators(config);
}

fn everybody(config: &mut ServiceConfig) {
    config
        .route("/healthz", get().to(system::alive))
        .route("/readyz", get().to(system::ready))
        .route("/assets/{name}", get().to(assets::serve))
        .route("/dev/mail", get().to(system::captured_mail))
        .route("/r", get().to(system::jump))
        .route("/r/{reference}", get().to(system::go));
}

const fn partners(_config: &mut ServiceConfig) {}

fn staff(config: &mut ServiceConfig) {
    config
        .route("/queue", get().to(queue::show))
        .route("/queue/take", post().to(queue::take))
        .route("/cases/{reference}", get().to(cases::show))
        .route("/cases/{reference}/messages", post().to(cases::write))
        .route("/cases/{reference}/owner", post().to(cases::assign))
        .route("/cases/{reference}/priority", post().to(cases::prioritise))
        .route("/cases/{reference}/files/{id}", get().to(cases::file))
        .service(
            resource("/cases/{reference}/do/{transition}")
                .route(get().to(moves::ask))
                .route(post().to(moves::make)),
        )
        .route("/escalations/{run}/acknowledge", post().to(board::acknowledge));
}

fn leads(config: &mut ServiceConfig) {
    config.route("/team/sla", get().to(board::show));
}

fn administrators(config: &mut ServiceConfig) {
    config
        .route("/admin", get().to(admin::show))
        .route("/admin/mail", get().to(admin::mail))
        .route("/admin/mail/{id}/retry", post().to(admin::retry));
}
