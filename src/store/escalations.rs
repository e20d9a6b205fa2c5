//! Escalations asked for by themselves: by the page behind a mail's link.

use domain::ids::{CaseId, RunId};

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

impl Store {
    /// The case of an escalation; whether the person may see it is the caller's question.
    pub async fn run_case_any(&self, run: RunId) -> Result<Option<CaseId>, StoreError> {
        let mut sql = Sql::new("SELECT case_id FROM escalation_run");
        sql.arg(" WHERE id = ", run.uuid());
        let Some(row) = self.one(sql).await? else { return Ok(None) };
        Ok(Some(CaseId::from_uuid(Columns::of(&row).take()?)))
    }
}
