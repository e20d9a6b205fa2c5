//! Every address on one page.

use actix_web::web::{ServiceConfig, delete, get, patch, post, resource};

use crate::web::api;
use crate::web::assets;
use crate::web::handlers::{
    acknowledge, admin, board, cases, drafts, help, live, moves, portal, preferences, queue,
    reference, sign_in, signed_link, sla, system,
};
use crate::web::openapi;

/// Adds every address to the server.
pub fn configure(config: &mut ServiceConfig) {
    everybody(config);
    partners(config);
    staff(config);
    leads(config);
    administrators(config);
    programs(config);
}

fn everybody(config: &mut ServiceConfig) {
    config
        .route("/", get().to(sign_in::first))
        .service(
            resource("/sign-in")
                .route(get().to(sign_in::ask))
                .route(post().to(sign_in::send)),
        )
        .service(
            resource("/sign-in/{token}")
                .route(get().to(sign_in::open))
                .route(post().to(sign_in::enter)),
        )
        .route("/sign-out", post().to(sign_in::leave))
        .service(
            resource("/ack/{token}")
                .route(get().to(acknowledge::show))
                .route(post().to(acknowledge::answer)),
        )
        .service(
            resource("/preferences")
                .route(get().to(preferences::show))
                .route(post().to(preferences::save)),
        )
        .route(
            "/preferences/language/{language}",
            post().to(preferences::language),
        )
        .route("/preferences/theme/{theme}", post().to(preferences::theme))
        .route("/help", get().to(help::show))
        .route("/accessibility", get().to(help::accessibility))
        .route("/healthz", get().to(system::alive))
        .route("/readyz", get().to(system::ready))
        .route("/assets/{name}", get().to(assets::serve))
        .route("/live", get().to(live::listen))
        .route("/dev/mail", get().to(system::captured_mail))
        .route("/r", get().to(system::jump))
        .route("/r/{reference}", get().to(system::go));
}

fn partners(config: &mut ServiceConfig) {
    config
        .route("/portal", get().to(portal::home))
        .service(
            resource("/portal/new")
                .route(get().to(drafts::choose))
                .route(post().to(drafts::pick)),
        )
        .service(
            resource("/portal/new/{type}/check")
                .route(get().to(drafts::check))
                .route(post().to(drafts::send)),
        )
        .service(
            resource("/portal/new/{type}/{step}")
                .route(get().to(drafts::ask))
                .route(post().to(drafts::answer)),
        )
        .service(
            resource("/portal/requests/{reference}")
                .route(get().to(portal::show))
                .route(post().to(portal::write)),
        )
        .route("/portal/requests/{reference}/sent", get().to(portal::sent))
        .service(
            resource("/portal/requests/{reference}/do/{transition}")
                .route(get().to(portal::ask_move))
                .route(post().to(portal::make_move)),
        )
        .route(
            "/portal/requests/{reference}/files/{id}",
            get().to(portal::file),
        )
        .service(
            resource("/q/{reference}/{token}")
                .route(get().to(signed_link::show))
                .route(post().to(signed_link::write)),
        )
        .route(
            "/q/{reference}/{token}/files/{id}",
            get().to(signed_link::file),
        );
}

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
        .route(
            "/escalations/{run}/acknowledge",
            post().to(board::acknowledge),
        );
}

fn leads(config: &mut ServiceConfig) {
    config.route("/team/sla", get().to(board::show));
}

fn administrators(config: &mut ServiceConfig) {
    config
        .route("/admin", get().to(admin::show))
        .route("/admin/mail", get().to(admin::mail))
        .route("/admin/sla", get().to(sla::show))
        .route("/admin/sla/event", post().to(sla::add_event))
        .service(
            resource("/admin/sla/work/{id}")
                .route(get().to(sla::work))
                .route(post().to(sla::publish)),
        )
        .service(
            resource("/admin/sla/{kind}/{key}")
                .route(get().to(sla::definition))
                .route(post().to(sla::change)),
        )
        .route("/admin/mail/{id}/retry", post().to(admin::retry));
}

fn programs(config: &mut ServiceConfig) {
    config
        .route("/openapi.json", get().to(openapi::serve))
        .route("/docs", get().to(reference::show))
        .route("/docs/problems", get().to(reference::problems))
        .service(
            resource("/api/v1/cases")
                .route(get().to(api::cases::list))
                .route(post().to(api::cases::create)),
        )
        .service(
            resource("/api/v1/cases/{ref}")
                .route(get().to(api::cases::get))
                .route(patch().to(api::cases::change)),
        )
        .service(
            resource("/api/v1/cases/{ref}/transitions")
                .route(get().to(api::transitions::list))
                .route(post().to(api::transitions::make)),
        )
        .service(
            resource("/api/v1/cases/{ref}/messages")
                .route(get().to(api::messages::list))
                .route(post().to(api::messages::post)),
        )
        .service(
            resource("/api/v1/cases/{ref}/attachments")
                .route(get().to(api::attachments::list))
                .route(post().to(api::attachments::add)),
        )
        .route(
            "/api/v1/cases/{ref}/attachments/{id}",
            get().to(api::attachments::get),
        )
        .route("/api/v1/cases/{ref}/events", get().to(api::events::list))
        .route("/api/v1/cases/{ref}/clocks", get().to(api::clocks::list))
        .route("/api/v1/cases/{ref}/ledger", get().to(api::clocks::ledger))
        .route(
            "/api/v1/cases/{ref}/clocks/{id}/extend",
            post().to(api::clocks::extend),
        )
        .route(
            "/api/v1/escalations/{run}/acknowledge",
            post().to(api::escalations::acknowledge),
        )
        .service(
            resource("/api/v1/absences")
                .route(get().to(api::absences::list))
                .route(post().to(api::absences::plan)),
        )
        .route("/api/v1/absences/{id}", delete().to(api::absences::end))
        .route("/api/v1/request_types", get().to(api::request_types::list))
        .route(
            "/api/v1/request_types/{key}",
            get().to(api::request_types::get),
        )
        .route("/api/v1/calendars", get().to(api::policies::calendars))
        .route("/api/v1/policies", get().to(api::policies::list))
        .route(
            "/api/v1/policies/preview",
            post().to(api::policies::preview),
        )
        .route(
            "/api/v1/policies/preview/{id}",
            get().to(api::policies::get_preview),
        )
        .route(
            "/api/v1/policies/preview/{id}/publish",
            post().to(api::policies::publish),
        )
        .route("/api/v1/workflows", get().to(api::workflows::list))
        .route("/api/v1/workflows/{key}", get().to(api::workflows::get))
        .route("/api/v1/me", get().to(api::me::get));
}
