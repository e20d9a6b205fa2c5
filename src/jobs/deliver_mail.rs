//! Hands mails of the outbox to the transport: at least once each, with a stable Message-ID.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::{NoticeId, PersonId};
use domain::notices::{Notice, Side};
use domain::time::{Instant, Span};
use futures_util::future::join_all;
use uuid::Uuid;

use crate::jobs::runner::pause;
use crate::mail::backoff::{Fate, fate};
use crate::mail::message::Composer;
use crate::mail::transport::{SendError, Transport};
use crate::store::error::StoreError;
use crate::store::lease::Lease;
use crate::store::outbox::ClaimedMail;
use crate::usecases::app::App;
use crate::usecases::links::{Link, Purpose};

/// Mails claimed and handed over at the same time: none waits behind another while its claim runs out.
pub const AT_ONCE: u32 = 8;
/// How often what became of a mail is written again while the store is away.
const TRIES: u32 = 20;
/// How long between two of them.
const BETWEEN: Duration = Duration::from_millis(500);

/// Writes and sends.
#[derive(Clone)]
pub struct Courier {
    /// Makes messages.
    pub composer: Composer,
    /// Takes them away.
    pub transport: Arc<Transport>,
}

/// Sends what is to be sent now, at most `limit` mails and [`AT_ONCE`]; gives how many were claimed.
///
/// # Errors
/// The store's troubles, once every mail of the round is done with; one whose fate could not be written is
/// sent again when its lease is over.
pub async fn run_once(
    app: &App,
    courier: &Courier,
    lease: &Lease,
    limit: u32,
) -> Result<u32, StoreError> {
    let limit = limit.min(AT_ONCE);
    let mails = app.store.claim_mail(app.now(), lease, limit).await?;
    let claimed = u32::try_from(mails.len()).unwrap_or(u32::MAX);
    let sending = mails
        .into_iter()
        .map(|mail| deliver(app, courier, lease, mail));
    let mut fault = Ok(());
    for done in join_all(sending).await {
        match done {
            // Somebody else holds the mail by now: what became of it is theirs to say.
            Ok(()) | Err(StoreError::NotFound(_)) => {}
            Err(error) => fault = Err(error),
        }
    }
    fault.map(|()| claimed)
}

async fn deliver(
    app: &App,
    courier: &Courier,
    lease: &Lease,
    mail: ClaimedMail,
) -> Result<(), StoreError> {
    if lease.until < app.now().plus(courier.transport.patience()) {
        tracing::warn!("a claimed mail was left too long; it is sent when its claim is over");
        return Ok(());
    }
    let attempts = mail.attempts;
    let notice = complete(app, mail);
    let id = notice.id;
    let letter = match courier.composer.compose(&notice) {
        Ok(letter) => letter,
        Err(error) => return park(app, id, lease, &error.to_string()).await,
    };
    match courier.transport.send(&letter).await {
        Ok(_) => sent(app, id, lease, &letter.message_id).await,
        Err(error) => failed(app, id, lease, attempts, &error).await,
    }
}

/// Writes that the server took the mail. A store that is away now is asked again while the claim holds: a
/// mail that is not written as sent is sent twice.
async fn sent(app: &App, id: NoticeId, lease: &Lease, message_id: &str) -> Result<(), StoreError> {
    let mut tries = 1;
    loop {
        let written = app
            .store
            .mark_sent(id, &lease.owner, app.now(), message_id)
            .await;
        let away = matches!(
            written,
            Err(StoreError::Unavailable(_) | StoreError::Full(_) | StoreError::Collision)
        );
        if !away || tries >= TRIES || app.now() >= lease.until {
            return written;
        }
        tries += 1;
        pause(BETWEEN).await;
    }
}

async fn failed(
    app: &App,
    id: NoticeId,
    lease: &Lease,
    attempts: u32,
    error: &SendError,
) -> Result<(), StoreError> {
    match fate(attempts.saturating_add(1), error) {
        Fate::Retry(wait) => {
            let next_at = app.now().plus(wait);
            app.store
                .retry_mail_at(id, &lease.owner, next_at, &error.to_string())
                .await
        }
        Fate::Park => park(app, id, lease, &error.to_string()).await,
    }
}

async fn park(app: &App, id: NoticeId, lease: &Lease, why: &str) -> Result<(), StoreError> {
    tracing::warn!(notice.id = %id, "a mail is parked; an administrator can retry it at /admin/mail");
    app.store.park_mail(id, &lease.owner, why).await
}

/// The notice with what is only known now: the case's reference, and links, which are never stored.
fn complete(app: &App, mail: ClaimedMail) -> Notice {
    let ClaimedMail {
        mut notice,
        reference,
        attempts: _,
    } = mail;
    if let Some(reference) = reference {
        notice
            .params
            .insert("reference".to_owned(), reference.to_string());
    }
    let link = link_of(
        app,
        &notice,
        reference.map(|reference| reference.to_string()),
    );
    notice.params.insert("link".to_owned(), link);
    if let Some(left) = left(&notice, app.now()) {
        notice
            .params
            .insert("left_ms".to_owned(), left.as_millis().to_string());
    }
    notice
}

/// How long there is until the notice's deadline; nothing once it has passed.
fn left(notice: &Notice, now: Instant) -> Option<Span> {
    let due_at = notice.params.get("due_at")?;
    let due_at = Instant::parse_rfc3339(due_at).ok()?;
    (due_at > now).then(|| due_at.since(now))
}

fn link_of(app: &App, notice: &Notice, reference: Option<String>) -> String {
    let base = &app.public_url;
    let person = notice
        .to
        .person
        .unwrap_or_else(|| PersonId::from_uuid(Uuid::nil()));
    let named = |name: &str| {
        notice
            .params
            .get(name)
            .and_then(|text| Uuid::parse_str(text).ok())
    };
    let sign = |purpose, subject, expires_at: Instant| {
        app.signer.token(
            purpose,
            &Link {
                subject,
                person,
                expires_at,
            },
        )
    };
    if let Some(subject) = named("sign_in") {
        let until = notice
            .params
            .get("until_at")
            .and_then(|text| Instant::parse_rfc3339(text).ok());
        let token = sign(Purpose::SignIn, subject, until.unwrap_or(notice.at));
        return format!("{base}/sign-in/{token}");
    }
    let until = notice.at.plus(app.lifetimes.case_link);
    if let Some(run) = named("run") {
        return format!("{base}/ack/{}", sign(Purpose::Acknowledge, run, until));
    }
    match (notice.to.side, notice.case, reference) {
        (Side::Partner, Some(case), Some(reference)) => {
            format!(
                "{base}/q/{reference}/{}",
                sign(Purpose::Case, case.uuid(), until)
            )
        }
        (Side::Staff, Some(_), Some(reference)) => format!("{base}/cases/{reference}"),
        (Side::Partner | Side::Staff, _, _) => base.clone(),
    }
}
