//! Figures for leads: how well targets were met, who has how much, what climbs now. What is late or close
//! is [`Store::list_board`] and [`Store::count_board`] with a lane and a due instant.

use domain::access::CaseScope;
use domain::case::{Kind, Reference};
use domain::escalation::Run;
use domain::event::{Event, EventBody};
use domain::ids::{CaseId, Metric, PersonId, TeamKey};
use domain::people::Actor;
use domain::time::{Instant, Span};

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::{escalation, event};
use crate::store::scope;
use crate::store::sql::{Columns, Sql};

/// Most cases of one owner and sort that are counted.
const OWNER_CAP: i64 = 1_000;
/// Most outcomes that a percentile looks at.
const SAMPLE: i64 = 20_000;

/// Outcomes of one metric and kind of case in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    /// What was measured.
    pub metric: Metric,
    /// In which kind of case.
    pub kind: Kind,
    /// Stopped at or before due.
    pub met: u32,
    /// Passed their due instant, still open or not; counted once, at the breach.
    pub missed: u32,
}

/// Cases of one kind that were finished in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The kind.
    pub kind: Kind,
    /// How many.
    pub cases: u32,
    /// Median wall time from submission to the end.
    pub median: Option<Span>,
}

/// What somebody has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerLoad {
    /// Who.
    pub owner: PersonId,
    /// Late; at most 1,000.
    pub late: u32,
    /// Due soon; at most 1,000.
    pub at_risk: u32,
    /// Due later; at most 1,000.
    pub on_track: u32,
    /// On hold; at most 1,000.
    pub held: u32,
}

/// A level that was reached, or somebody who took an escalation on.
#[derive(Clone, Debug, PartialEq)]
pub struct EscalationEvent {
    /// The case.
    pub case: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// When.
    pub at: Instant,
    /// Who: the desk for a level, a person for an acknowledgement.
    pub actor: Actor,
    /// `Escalated` or `Acknowledged`.
    pub body: EventBody,
}

impl Store {
    /// Clocks of these teams whose outcome fell in the period, by metric and kind. Clocks of cancelled
    /// and merged cases are in neither number.
    pub async fn outcomes(
        &self,
        teams: &[TeamKey],
        from: Instant,
        to: Instant,
    ) -> Result<Vec<Outcomes>, StoreError> {
        let mut sql = Sql::new(
            "SELECT metric, case_kind, SUM(CASE WHEN stage = 'met' THEN 1 ELSE 0 END), \
             SUM(CASE WHEN stage = 'met' THEN 0 ELSE 1 END) FROM clock WHERE team IN ",
        );
        sql.list(teams.iter().map(TeamKey::as_str))
            .arg(" AND counted_at >= ", from.millis())
            .arg(" AND counted_at < ", to.millis())
            .push(" GROUP BY metric, case_kind ORDER BY metric, case_kind");
        let mut outcomes = Vec::new();
        for row in self.all_aside(sql).await? {
            let mut columns = Columns::of(&row);
            outcomes.push(Outcomes {
                metric: Metric::new(columns.take::<String>()?),
                kind: columns.key()?,
                met: columns.small()?,
                missed: columns.small()?,
            });
        }
        Ok(outcomes)
    }

    /// Business time spent on a metric by clocks that stopped with an outcome in the period, at the given
    /// percentiles (50 is the median); empty answers when there were none.
    pub async fn percentiles(
        &self,
        teams: &[TeamKey],
        metric: &Metric,
        from: Instant,
        to: Instant,
        wanted: &[u8],
    ) -> Result<Vec<Option<Span>>, StoreError> {
        let mut sql = Sql::new("SELECT spent_ms FROM clock WHERE team IN ");
        sql.list(teams.iter().map(TeamKey::as_str))
            .arg(" AND counted_at >= ", from.millis())
            .arg(" AND counted_at < ", to.millis())
            .arg(" AND metric = ", metric.as_str())
            .push(" AND stage IN ('met', 'breached_done')")
            .number(" ORDER BY counted_at DESC LIMIT ", SAMPLE);
        let mut spans = Vec::new();
        for row in self.all_aside(sql).await? {
            spans.push(Span::millis(Columns::of(&row).take()?));
        }
        spans.sort_unstable();
        Ok(wanted.iter().map(|one| percentile(&spans, *one)).collect())
    }

    /// Cases that these teams finished (category done) in the period, by kind.
    pub async fn finished(
        &self,
        teams: &[TeamKey],
        from: Instant,
        to: Instant,
    ) -> Result<Vec<Finished>, StoreError> {
        let mut finished = Vec::new();
        for kind in Kind::ALL {
            let mut sql = Sql::new("SELECT resolved_at - submitted_at FROM cases WHERE team IN ");
            sql.list(teams.iter().map(TeamKey::as_str))
                .arg(" AND resolved_at >= ", from.millis())
                .arg(" AND resolved_at < ", to.millis())
                .arg(" AND kind = ", kind.as_str())
                .push(" AND category = 'done' AND submitted_at IS NOT NULL")
                .number(" ORDER BY resolved_at DESC LIMIT ", SAMPLE);
            let mut spans = Vec::new();
            for row in self.all_aside(sql).await? {
                spans.push(Span::millis(Columns::of(&row).take()?));
            }
            spans.sort_unstable();
            finished.push(Finished {
                kind,
                cases: u32::try_from(spans.len()).unwrap_or(u32::MAX),
                median: percentile(&spans, 50),
            });
        }
        Ok(finished)
    }

    /// What each of these people has: late before `now`, at risk before `soon`, later, and on hold.
    pub async fn owner_loads(
        &self,
        owners: &[PersonId],
        now: Instant,
        soon: Instant,
    ) -> Result<Vec<OwnerLoad>, StoreError> {
        let mut loads = Vec::with_capacity(owners.len());
        for owner in owners {
            let mut sql = Sql::new("SELECT ");
            owned(
                &mut sql,
                *owner,
                "board_lane = 0",
                Some((i64::MIN, now.millis())),
            );
            sql.push(", ");
            let soon_ms = soon.millis();
            owned(
                &mut sql,
                *owner,
                "board_lane = 0",
                Some((now.millis(), soon_ms)),
            );
            sql.push(", ");
            owned(
                &mut sql,
                *owner,
                "board_lane = 0",
                Some((soon_ms, i64::MAX)),
            );
            sql.push(", ");
            owned(&mut sql, *owner, "board_lane = 1", None);
            if let Some(row) = self.one(sql).await? {
                let mut columns = Columns::of(&row);
                loads.push(OwnerLoad {
                    owner: *owner,
                    late: columns.small()?,
                    at_risk: columns.small()?,
                    on_track: columns.small()?,
                    held: columns.small()?,
                });
            }
        }
        Ok(loads)
    }

    /// The escalations of these cases that climb or were taken on, newest first.
    pub async fn live_runs_any(&self, cases: &[CaseId]) -> Result<Vec<Run>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("SELECT ");
        sql.push(escalation::COLUMNS)
            .push(" FROM escalation_run WHERE stage <> 'done' AND case_id IN ")
            .list(cases.iter().map(|case| case.uuid()))
            .push(" ORDER BY started_at DESC, id DESC");
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| escalation::read(&mut Columns::of(row)))
            .collect()
    }

    /// The latest levels reached and escalations taken on within the scope, newest first; at most
    /// `limit`, of those since `since`.
    pub async fn recent_escalations(
        &self,
        within: &CaseScope,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<EscalationEvent>, StoreError> {
        let columns = event::SELECT
            .split(", ")
            .map(|column| format!("e.{column}"))
            .collect::<Vec<_>>()
            .join(", ");
        let mut sql = Sql::new("SELECT ");
        sql.push(&columns)
            .push(", c.kind, c.number FROM event e JOIN cases c ON c.id = e.case_id")
            .push(" WHERE e.kind IN ('escalated', 'acknowledged', 'coverage_gap')")
            .arg(" AND e.at >= ", since.millis())
            .push(" AND ");
        scope::push(&mut sql, within);
        sql.number(" ORDER BY e.at DESC LIMIT ", i64::from(limit));
        let mut found = Vec::new();
        for row in self.all_aside(sql).await? {
            let mut columns = Columns::of(&row);
            let (
                Event {
                    case,
                    at,
                    actor,
                    body,
                    ..
                },
                _,
                _,
            ) = event::read(&mut columns)?;
            let kind = columns.key()?;
            found.push(EscalationEvent {
                case,
                reference: Reference::new(kind, columns.small()?),
                at,
                actor,
                body,
            });
        }
        Ok(found)
    }
}

/// One capped count of an owner's cases, as a column.
fn owned(sql: &mut Sql, owner: PersonId, lane: &str, due: Option<(i64, i64)>) {
    sql.push("(SELECT COUNT(*) FROM (SELECT 1 FROM cases")
        .arg(" WHERE owner_id = ", owner.uuid())
        .push(" AND board_lane < 2 AND ")
        .push(lane);
    if let Some((from, before)) = due {
        sql.arg(" AND board_due_at >= ", from)
            .arg(" AND board_due_at < ", before);
    }
    sql.number(" LIMIT ", OWNER_CAP).push(") AS capped)");
}

/// The smallest value that at least `percent` of the sorted values do not exceed.
fn percentile(sorted: &[Span], percent: u8) -> Option<Span> {
    let rank = (sorted.len() * usize::from(percent)).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_the_lower_middle() {
        let spans: Vec<Span> = [1, 2, 3, 4].into_iter().map(Span::minutes).collect();
        assert_eq!(percentile(&spans, 50), Some(Span::minutes(2)));
        assert_eq!(percentile(&spans, 90), Some(Span::minutes(4)));
        assert_eq!(percentile(&[], 50), None);
    }
}
