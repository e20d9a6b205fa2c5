//! Mails to send.

use domain::ids::{CaseId, NoticeId, PersonId, TemplateKey};
use domain::notices::{Addressee, Notice, Side};
use domain::time::Instant;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::rows::case::person;
use crate::store::sql::{Columns, Sql};

/// Order of the columns when written.
pub const COLUMNS: &str = "id, key, case_id, person_id, name, email, language, side, template, \
     params, at, status, attempts, next_at, lease_until";

/// Order of the columns when read.
pub const SELECT: &str =
    "id, key, case_id, person_id, name, email, language, side, template, params, at";

/// Binds [`COLUMNS`]: queued, to be sent at once.
pub fn bind(sql: &mut Sql, notice: &Notice) -> Result<(), StoreError> {
    bind_told(sql, notice)?;
    sql.bind("queued")
        .bind(0_i64)
        .bind(notice.at.millis())
        .bind(0_i64);
    Ok(())
}

/// Order of the columns of a mail of the past when written.
pub const SENT_COLUMNS: &str = "id, key, case_id, person_id, name, email, language, side, template, \
     params, at, status, attempts, next_at, lease_until, sent_at";

/// Binds [`SENT_COLUMNS`]: sent when it was asked for, at the first attempt.
pub fn bind_sent(sql: &mut Sql, notice: &Notice) -> Result<(), StoreError> {
    bind_told(sql, notice)?;
    sql.bind("sent")
        .bind(1_i64)
        .bind(notice.at.millis())
        .bind(0_i64)
        .bind(notice.at.millis());
    Ok(())
}

/// Binds what is told, and to whom.
fn bind_told(sql: &mut Sql, notice: &Notice) -> Result<(), StoreError> {
    sql.bind(notice.id.uuid())
        .bind(notice.key.as_str())
        .bind(notice.case.map(CaseId::uuid))
        .bind(notice.to.person.map(PersonId::uuid))
        .bind(notice.to.name.as_str())
        .bind(notice.to.email.as_str())
        .bind(notice.to.language.as_str())
        .bind(side(notice.to.side))
        .bind(notice.template.as_str())
        .bind(serde_json::to_string(&notice.params)?)
        .bind(notice.at.millis());
    Ok(())
}

/// Reads [`SELECT`].
pub fn read(columns: &mut Columns<'_>) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: NoticeId::from_uuid(columns.take()?),
        key: columns.take()?,
        case: columns.take::<Option<Uuid>>()?.map(CaseId::from_uuid),
        to: Addressee {
            person: person(columns)?,
            name: columns.take()?,
            email: columns.take()?,
            language: columns.key()?,
            side: columns.key()?,
        },
        template: TemplateKey::new(columns.take::<String>()?),
        params: columns.json()?,
        at: Instant::from_millis(columns.take()?),
    })
}

const fn side(side: Side) -> &'static str {
    match side {
        Side::Partner => "partner",
        Side::Staff => "staff",
    }
}
