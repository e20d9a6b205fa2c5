//! Escalations asked for by themselves: by the page behind a mail's link, and when they climb next.

use domain::ids::{CaseId, RunId, TeamKey};
use domain::time::Instant;
use domain::timer::TimerKind;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::timer;
use crate::store::sql::{Columns, Sql};

/// When an escalation climbs to which level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelTimer {
    /// The escalation.
    pub run: RunId,
    /// The level, from 1.
    pub level: u32,
    /// When.
    pub due_at: Instant,
    /// The team that answers for the case.
    pub team: TeamKey,
}

impl Store {
    /// The next levels of these cases' escalations.
    pub async fn list_level_timers_any(
        &self,
        cases: &[CaseId],
    ) -> Result<Vec<LevelTimer>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT ");
        sql.push(timer::SELECT)
            .push(", (SELECT c.team FROM cases c WHERE c.id = timer.case_id)")
            .push(" FROM timer WHERE kind = 'level' AND case_id IN ")
            .list(cases.iter().map(|case| case.uuid()));
        let mut levels = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            let armed = timer::read(&mut columns)?;
            let team = TeamKey::new(columns.take::<String>()?);
            if let TimerKind::Level { run, level } = armed.kind {
                levels.push(LevelTimer {
                    run,
                    level,
                    due_at: armed.due_at,
                    team,
                });
            }
        }
        Ok(levels)
    }

    /// The case of an escalation; whether the person may see it is the caller's question.
    pub async fn run_case_any(&self, run: RunId) -> Result<Option<CaseId>, StoreError> {
        let mut sql = Sql::new("SELECT case_id FROM escalation_run");
        sql.arg(" WHERE id = ", run.uuid());
        let Some(row) = self.one(sql).await? else {
            return Ok(None);
        };
        Ok(Some(CaseId::from_uuid(Columns::of(&row).take()?)))
    }
}
