//! Mails on their way, for administrators: what is parked and why, and trying again.

use domain::ids::NoticeId;
use domain::people::Role;
use domain::time::Instant;
use uuid::Uuid;

use crate::store::outbox::{MailLine, MailStatus};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::read::mail::{MailQueue, MailRow, MailShown};
use crate::usecases::read::queue::Capped;
use crate::usecases::viewer::Viewer;

/// Rows of one page.
const PAGE: u32 = 50;
/// Where counting stops.
const CAP: u32 = 1_000;

impl App {
    /// A page of the mails of one sort.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody but administrators.
    pub async fn list_outbox(
        &self,
        viewer: &Viewer,
        shown: MailShown,
        after: Option<&str>,
    ) -> Result<MailQueue, Error> {
        only_administrators(viewer)?;
        let status = match shown {
            MailShown::Parked => MailStatus::Parked,
            MailShown::Queued => MailStatus::Queued,
            MailShown::Sent => MailStatus::Sent,
        };
        let after = match after {
            Some(text) => {
                Some(read_cursor(text).ok_or_else(|| Error::field("after", "unknown_page"))?)
            }
            None => None,
        };
        let lines = self.store.list_mail(status, after, PAGE + 1).await?;
        let wanted = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = lines.len() > wanted;
        let mut rows = Vec::new();
        let mut last = None;
        for line in lines.into_iter().take(wanted) {
            last = Some(format!("{}.{}", line.next_at.millis(), line.notice.id));
            rows.push(self.mail_row(line).await?);
        }
        Ok(MailQueue {
            now: self.now(),
            shown,
            rows,
            parked: self.count_mails(MailStatus::Parked).await?,
            queued: self.count_mails(MailStatus::Queued).await?,
            next: last.filter(|_| more),
        })
    }

    /// How many mails are given up.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody but administrators.
    pub async fn parked_mails(&self, viewer: &Viewer) -> Result<Capped, Error> {
        only_administrators(viewer)?;
        self.count_mails(MailStatus::Parked).await
    }

    /// Queues a parked mail again.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody but administrators, and when it is not parked.
    pub async fn retry_mail(&self, viewer: &Viewer, id: NoticeId) -> Result<(), Error> {
        only_administrators(viewer)?;
        Ok(self.store.unpark_mail(id, self.now()).await?)
    }

    async fn count_mails(&self, status: MailStatus) -> Result<Capped, Error> {
        let n = self.store.count_mail(status, CAP + 1).await?;
        Ok(Capped {
            n: n.min(CAP),
            more: n > CAP,
        })
    }

    async fn mail_row(&self, line: MailLine) -> Result<MailRow, Error> {
        let reference = match line.notice.case {
            Some(case) => self
                .store
                .find_case_any(case)
                .await?
                .map(|case| case.reference),
            None => None,
        };
        Ok(MailRow {
            id: line.notice.id,
            reference,
            template: line.notice.template,
            name: line.notice.to.name,
            email: line.notice.to.email,
            language: line.notice.to.language,
            at: line.notice.at,
            attempts: line.attempts,
            next_at: line.next_at,
            sent_at: line.sent_at,
            last_error: line.last_error,
        })
    }
}

/// Lets administrators pass.
///
/// # Errors
/// [`Error::NotFound`] for everybody else: the pages are not there for them.
pub fn only_administrators(viewer: &Viewer) -> Result<(), Error> {
    if viewer.person.has_role(Role::Admin) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

fn read_cursor(text: &str) -> Option<(Instant, NoticeId)> {
    let (at, id) = text.split_once('.')?;
    let at = Instant::from_millis(at.parse().ok()?);
    Some((at, NoticeId::from_uuid(Uuid::parse_str(id).ok()?)))
}
