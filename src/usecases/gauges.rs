//! What the installation looks like from outside, as numbers without anybody's name.

use domain::time::Span;

use crate::store::outbox::MailStatus;
use crate::usecases::app::App;
use crate::usecases::error::Error;

/// Where counting mails stops.
const CAP: u32 = 10_000;

/// The numbers of one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauges {
    /// Mails to be sent, counted to 10,000.
    pub mails_queued: u32,
    /// Mails given up, counted to 10,000.
    pub mails_parked: u32,
    /// How long the earliest timer is overdue; nothing when none is.
    pub timer_lag: Span,
    /// Size of the database in bytes.
    pub database_bytes: i64,
}

impl App {
    /// Reads the numbers.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn gauges(&self) -> Result<Gauges, Error> {
        let overdue = self
            .store
            .next_timer_due()
            .await?
            .map_or(Span::ZERO, |due_at| self.now().since(due_at));
        Ok(Gauges {
            mails_queued: self.store.count_mail(MailStatus::Queued, CAP).await?,
            mails_parked: self.store.count_mail(MailStatus::Parked, CAP).await?,
            timer_lag: overdue.max(Span::ZERO),
            database_bytes: self.store.size_bytes().await?,
        })
    }
}
