//! What partners were promised, for many cases at once. Times between teams are never read here.

use std::collections::BTreeMap;

use domain::clocks::clock::{ClockKind, Stage};
use domain::ids::CaseId;
use domain::time::Instant;
use serde_json::Value;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::clock;
use crate::store::sql::{Columns, Sql};

impl Store {
    /// The earliest instant promised to the partner in each of these cases, of the clocks that run.
    pub async fn promised_any(
        &self,
        cases: &[CaseId],
    ) -> Result<BTreeMap<CaseId, Instant>, StoreError> {
        if cases.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut sql = Sql::new("SELECT case_id, MIN(due_at) FROM clock WHERE case_id IN ");
        sql.list(cases.iter().map(|case| case.uuid()))
            .arg(" AND kind = ", clock::kind(ClockKind::Sla))
            .push(" AND stage IN ")
            .list([Stage::Running, Stage::BreachedOpen].map(Stage::as_str))
            .push(" AND due_at IS NOT NULL GROUP BY case_id");
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                let case = CaseId::from_uuid(columns.take()?);
                Ok((case, Instant::from_millis(columns.take()?)))
            })
            .collect()
    }

    /// The facts recorded with these cases' moves, such as the day an answer is needed.
    pub async fn facts_any(
        &self,
        cases: &[CaseId],
    ) -> Result<BTreeMap<CaseId, BTreeMap<String, Value>>, StoreError> {
        if cases.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut sql = Sql::new("SELECT case_id, facts FROM case_detail WHERE case_id IN ");
        sql.list(cases.iter().map(|case| case.uuid()));
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                let case = CaseId::from_uuid(columns.take()?);
                Ok((case, columns.json()?))
            })
            .collect()
    }
}
