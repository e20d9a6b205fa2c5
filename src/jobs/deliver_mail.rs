//! Hands mails of the outbox to the transport: at least once each, with a stable Message-ID.

use std::sync::Arc;

use domain::ids::{NoticeId, PersonId};
use domain::notices::{Notice, Side};
use domain::time::Instant;
use uuid::Uuid;

use crate::mail::backoff::{Fate, fate};
use crate::mail::message::Composer;
use crate::mail::transport::{SendError, Transport};
use crate::store::error::StoreError;
use crate::store::lease::Lease;
use crate::store::outbox::ClaimedMail;
use crate::usecases::app::App;
use crate::usecases::links::{Link, Purpose};

/// Mails handed over at the same time.
const AT_ONCE: usize = 8;

/// Writes and sends.
#[derive(Clone)]
pub struct Courier {
    /// Makes messages.
    pub composer: Composer,
    /// Takes them away.
    pub transport: Arc<Transport>,
}

/// Sends what is to be sent now, at most `limit` mails; gives how many were claimed.
///
/// # Errors
/// The store's troubles; mails already claimed are sent when their lease is over.
pub async fn run_once(
    app: &App,
    courier: &Courier,
    lease: &Lease,
    limit: u32,
) -> Result<u32, StoreError> {
    use futures_util::StreamExt as _;
    let mails = app.store.claim_mail(app.now(), lease, limit).await?;
    let claimed = u32::try_from(mails.len()).unwrap_or(u32::MAX);
    let mut sending = futures_util::stream::iter(mails)
        .map(|mail| deliver(app, courier, lease, mail))
        .buffer_unordered(AT_ONCE);
    while let Some(done) = sending.next().await {
        match done {
            // Somebody else holds the mail by now: what became of it is theirs to say.
            Ok(()) | Err(StoreError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(claimed)
}

async fn deliver(
    app: &App,
    courier: &Courier,
    lease: &Lease,
    mail: ClaimedMail,
) -> Result<(), StoreError> {
    let attempts = mail.attempts;
    let notice = complete(app, mail);
    let id = notice.id;
    let letter = match courier.composer.compose(&notice) {
        Ok(letter) => letter,
        Err(error) => return park(app, id, lease, &error.to_string()).await,
    };
    match courier.transport.send(&letter).await {
        Ok(_) => {
            app.store
                .mark_sent(id, &lease.owner, app.now(), &letter.message_id)
                .await
        }
        Err(error) => failed(app, id, lease, attempts, &error).await,
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
    notice
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
