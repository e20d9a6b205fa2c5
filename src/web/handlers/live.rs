//! `/live`: a page hears that a case it may show was written, and no more than that.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{Bytes, Data};
use futures_util::stream;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::usecases::listen::{Heard, Hearing};
use crate::web::fail::Fail;
use crate::web::identity::Client;
use crate::web::server::Surface;

/// How often an idle stream says that it is there.
const BEAT: Duration = Duration::from_secs(20);
/// Beats after which a stream ends, so that a session that ended meanwhile is noticed: 15 minutes. The
/// browser comes back by itself.
const BEATS: u32 = 45;

/// `GET /live`: server-sent events (HTML standard, §9.2). `changed` carries identity and version of a
/// case that the viewer may see; `missed` says that some were not heard.
///
/// # Errors
/// Too many streams of one person or of the process.
pub async fn listen(client: Client, surface: Data<Surface>) -> Result<HttpResponse, Fail> {
    let hearing = client.visit.app.listen(&client.viewer)?;
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        hearing,
        beat,
        beats: 0,
        closing: surface.closing.clone(),
    };
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), listener))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        // Compressing would hold events back.
        .insert_header((CONTENT_ENCODING, "identity"))
        .streaming(events))
}

/// One open stream.
struct Listener {
    hearing: Hearing,
    beat: Interval,
    beats: u32,
    closing: CancellationToken,
}

impl Listener {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Bytes> {
        tokio::select! {
            biased;
            () = self.closing.cancelled() => None,
            heard = self.hearing.next() => event(heard),
            _ = self.beat.tick() => {
                self.beats += 1;
                (self.beats <= BEATS).then(|| Bytes::from_static(b": beat\n\n"))
            }
        }
    }
}

fn event(heard: Heard) -> Option<Bytes> {
    match heard {
        Heard::Changed { case, version } => {
            let data = serde_json::json!({ "id": case.to_string(), "version": version });
            Some(Bytes::from(format!("event: changed\ndata: {data}\n\n")))
        }
        Heard::Missed => Some(Bytes::from_static(b"event: missed\ndata: {}\n\n")),
        Heard::Over => None,
    }
}
