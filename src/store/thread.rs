//! What was said and what happened in one case. Ask with a case that a scoped finder gave; what a
//! partner reads is asked with [`Reading::Public`].

use std::collections::BTreeSet;

use domain::clocks::clock::ClockEvent;
use domain::event::Event;
use domain::ids::{AttachmentId, CaseId};
use domain::message::{Attachment, Message};

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::{clock, event, message};
use crate::store::sql::{Columns, Sql};

/// Most messages of one thread on a page; the newest are kept.
const MESSAGES: i64 = 500;
/// Most files of one case on a page.
const FILES: i64 = 500;
/// Most lines of a clock ledger on a page.
const LINES: i64 = 2_000;

/// With whose eyes a thread is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A partner's: public messages and files alone.
    Public,
    /// The staff's: internal notes too.
    Everything,
}

impl Reading {
    const fn condition(self) -> &'static str {
        match self {
            Self::Public => " AND audience = 'public'",
            Self::Everything => "",
        }
    }
}

impl Store {
    /// The thread, oldest first; of a very long one the newest 500.
    pub async fn list_messages(
        &self,
        case: CaseId,
        reading: Reading,
    ) -> Result<Vec<Message>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(message::COLUMNS)
            .arg(" FROM message WHERE case_id = ", case.uuid())
            .push(reading.condition())
            .number(" ORDER BY at DESC, id DESC LIMIT ", MESSAGES);
        let rows = self.all(sql).await?;
        rows.iter()
            .rev()
            .map(|row| message::read(&mut Columns::of(row)))
            .collect()
    }

    /// The files, oldest first.
    pub async fn list_attachments(
        &self,
        case: CaseId,
        reading: Reading,
    ) -> Result<Vec<Attachment>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(message::ATTACHMENT_COLUMNS)
            .arg(" FROM attachment WHERE case_id = ", case.uuid())
            .push(reading.condition())
            .number(" ORDER BY at, id LIMIT ", FILES);
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| message::read_attachment(&mut Columns::of(row)))
            .collect()
    }

    /// One file of the case.
    pub async fn find_attachment(
        &self,
        case: CaseId,
        id: AttachmentId,
        reading: Reading,
    ) -> Result<Option<Attachment>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(message::ATTACHMENT_COLUMNS)
            .arg(" FROM attachment WHERE id = ", id.uuid())
            .arg(" AND case_id = ", case.uuid())
            .push(reading.condition());
        let row = self.one(sql).await?;
        row.map(|row| message::read_attachment(&mut Columns::of(&row)))
            .transpose()
    }

    /// Which of these hashes some case still needs the bytes of, wherever; asked before files are removed.
    pub async fn needed_files_any(&self, hashes: &[&str]) -> Result<BTreeSet<String>, StoreError> {
        if hashes.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut sql = Sql::new("SELECT DISTINCT sha256 FROM attachment WHERE sha256 IN ");
        sql.list(hashes.iter().copied());
        let rows = self.all(sql).await?;
        rows.iter().map(|row| Columns::of(row).take()).collect()
    }

    /// The history after entry `after` (0 from the beginning), oldest first, at most `limit` entries.
    pub async fn list_events(
        &self,
        case: CaseId,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Event>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(event::SELECT)
            .arg(" FROM event WHERE case_id = ", case.uuid())
            .arg(" AND seq > ", after)
            .number(" ORDER BY seq LIMIT ", i64::from(limit));
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| event::read(&mut Columns::of(row)).map(|(event, _, _)| event))
            .collect()
    }

    /// The ledger of the case's clocks, oldest first.
    pub async fn list_clock_events(&self, case: CaseId) -> Result<Vec<ClockEvent>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(clock::LEDGER_SELECT)
            .arg(" FROM clock_event WHERE case_id = ", case.uuid())
            .number(" ORDER BY seq LIMIT ", LINES);
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| clock::read_line(&mut Columns::of(row)))
            .collect()
    }
}
