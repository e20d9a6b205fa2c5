//! One case: for a person who may see it, or (`_any`) for the desk itself.

use domain::access::CaseScope;
use domain::case::{Case, Category, Kind, Reference, WorkflowRef};
use domain::changes::{Link, SERVES};
use domain::clocks::clock::Clock;
use domain::engine::world::Snapshot;
use domain::escalation::Run;
use domain::ids::{CaseId, PersonId, StateKey, WorkflowKey};
use domain::time::Instant;
use domain::timer::Timer;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::{case, clock, escalation, timer};
use crate::store::scope;
use crate::store::sql::{Columns, Sql};

/// Most relatives shown with a case.
const RELATIVES: i64 = 100;

/// By what a case is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKey {
    /// By identity.
    Id(CaseId),
    /// By what people call it.
    Reference(Reference),
}

impl From<CaseId> for CaseKey {
    fn from(id: CaseId) -> Self {
        Self::Id(id)
    }
}

impl From<Reference> for CaseKey {
    fn from(reference: Reference) -> Self {
        Self::Reference(reference)
    }
}

/// A case in one line, as seen from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Identity.
    pub id: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// One line.
    pub title: String,
    /// The pinned workflow, for the state's name.
    pub workflow: WorkflowRef,
    /// Where it stands.
    pub state: StateKey,
    /// The state's category.
    pub category: Category,
    /// How the two belong together, seen from the other: `parent`, `child`, or the link's relation with
    /// `from` turned round (`merged_into` is `merged_from` at its target).
    pub relation: String,
}

impl Store {
    /// How many requests a person has begun and not sent, counted to `cap` at most.
    pub async fn count_drafts_any(&self, person: PersonId, cap: u32) -> Result<u32, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM cases");
        sql.arg(" WHERE requester_id = ", person.uuid())
            .push(" AND submitted_at IS NULL AND category <> 'void'")
            .number(" LIMIT ", i64::from(cap))
            .push(") AS capped");
        match self.one(sql).await? {
            Some(row) => Columns::of(&row).small(),
            None => Ok(0),
        }
    }

    /// The case, if it is there and within the scope.
    pub async fn find_case(
        &self,
        key: impl Into<CaseKey> + Send,
        scope: &CaseScope,
    ) -> Result<Option<Case>, StoreError> {
        let found = self.read_case(key.into(), Some(scope)).await?;
        Ok(found.map(|(case, _)| case))
    }

    /// The case, whoever asks; for the desk itself.
    pub async fn find_case_any(
        &self,
        key: impl Into<CaseKey> + Send,
    ) -> Result<Option<Case>, StoreError> {
        let found = self.read_case(key.into(), None).await?;
        Ok(found.map(|(case, _)| case))
    }

    /// The case with everything that a step may change, if it is there and within the scope.
    pub async fn snapshot(
        &self,
        key: impl Into<CaseKey> + Send,
        scope: &CaseScope,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.complete(self.read_case(key.into(), Some(scope)).await?)
            .await
    }

    /// The same, whoever asks; for the desk itself.
    pub async fn snapshot_any(
        &self,
        key: impl Into<CaseKey> + Send,
    ) -> Result<Option<Snapshot>, StoreError> {
        self.complete(self.read_case(key.into(), None).await?).await
    }

    /// All clocks of a case, live and stopped, oldest first.
    pub async fn clocks_any(&self, case: CaseId) -> Result<Vec<Clock>, StoreError> {
        self.parts(clock::SELECT, "clock", "id", case, clock::read)
            .await
    }

    /// All escalations of a case, oldest first.
    pub async fn runs_any(&self, case: CaseId) -> Result<Vec<Run>, StoreError> {
        self.parts(
            escalation::COLUMNS,
            "escalation_run",
            "id",
            case,
            escalation::read,
        )
        .await
    }

    /// The armed timers of a case, next first.
    pub async fn timers_any(&self, case: CaseId) -> Result<Vec<Timer>, StoreError> {
        self.parts(timer::SELECT, "timer", "due_at, id", case, timer::read)
            .await
    }

    /// The links of a case with others, in both directions.
    pub async fn links_any(&self, case: CaseId) -> Result<Vec<Link>, StoreError> {
        let mut sql = Sql::new("SELECT from_id, to_id, relation FROM link");
        sql.arg(" WHERE from_id = ", case.uuid())
            .push(" UNION SELECT from_id, to_id, relation FROM link")
            .arg(" WHERE to_id = ", case.uuid())
            .push(" ORDER BY 3, 1, 2");
        let mut links = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            links.push(Link {
                from: CaseId::from_uuid(columns.take()?),
                to: CaseId::from_uuid(columns.take()?),
                relation: columns.take()?,
            });
        }
        Ok(links)
    }

    /// The cases opened from a case, oldest first; whether they are over decides what it may do.
    pub async fn children_any(&self, parent: CaseId) -> Result<Vec<Relative>, StoreError> {
        let mut sql = relative_select("'child'");
        sql.arg(" FROM cases c WHERE c.parent_id = ", parent.uuid())
            .number(" ORDER BY c.id LIMIT ", RELATIVES);
        self.relatives_of(sql).await
    }

    /// Where the cases stand that this one may wait for, and since when they belong to it: those opened
    /// from it, and the escalations that serve it.
    pub async fn awaited_any(&self, case: CaseId) -> Result<Vec<(Category, Instant)>, StoreError> {
        let mut sql = Sql::new("SELECT category, created_at FROM cases");
        sql.arg(" WHERE parent_id = ", case.uuid())
            .push(" UNION ALL SELECT c.category, l.at FROM link l JOIN cases c ON c.id = l.from_id")
            .arg(" WHERE l.to_id = ", case.uuid())
            .arg(" AND l.relation = ", SERVES);
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| {
                let mut columns = Columns::of(row);
                Ok((columns.key()?, Instant::from_millis(columns.take()?)))
            })
            .collect()
    }

    /// The case it was opened from, the cases opened from it and those linked with it, as far as the
    /// scope reaches; a case appears once for each way in which it belongs.
    pub async fn list_relatives(
        &self,
        case: &Case,
        within: &CaseScope,
    ) -> Result<Vec<Relative>, StoreError> {
        let mut sql = Sql::default();
        if let Some(parent) = case.parent {
            let mut part = relative_select("'parent'");
            part.arg(" FROM cases c WHERE c.id = ", parent.uuid())
                .push(" AND ");
            scope::push(&mut part, within);
            append(&mut sql, part);
        }
        let mut part = relative_select("'child'");
        part.arg(" FROM cases c WHERE c.parent_id = ", case.id.uuid())
            .push(" AND ");
        scope::push(&mut part, within);
        append(&mut sql, part);
        let mut part = relative_select("l.relation");
        part.push(" FROM link l JOIN cases c ON c.id = l.to_id")
            .arg(" WHERE l.from_id = ", case.id.uuid())
            .push(" AND l.relation <> 'child' AND ");
        scope::push(&mut part, within);
        append(&mut sql, part);
        let mut part = relative_select(
            "CASE l.relation WHEN 'merged_into' THEN 'merged_from' ELSE l.relation END",
        );
        part.push(" FROM link l JOIN cases c ON c.id = l.from_id")
            .arg(" WHERE l.to_id = ", case.id.uuid())
            .push(" AND l.relation <> 'child' AND ");
        scope::push(&mut part, within);
        append(&mut sql, part);
        sql.number(" ORDER BY 1 LIMIT ", RELATIVES);
        self.relatives_of(sql).await
    }

    async fn read_case(
        &self,
        key: CaseKey,
        within: Option<&CaseScope>,
    ) -> Result<Option<(Case, i64)>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(case::SELECT).push(case::FROM);
        match key {
            CaseKey::Id(id) => sql.arg("WHERE c.id = ", id.uuid()),
            CaseKey::Reference(reference) => sql
                .arg("WHERE c.kind = ", reference.kind().as_str())
                .arg(" AND c.number = ", i64::from(reference.number())),
        };
        if let Some(within) = within {
            sql.push(" AND ");
            scope::push(&mut sql, within);
        }
        let row = self.one(sql).await?;
        row.map(|row| case::read(&mut Columns::of(&row)))
            .transpose()
    }

    /// The case was read first: whatever is newer here makes the commit a conflict, never a mistake.
    async fn complete(&self, found: Option<(Case, i64)>) -> Result<Option<Snapshot>, StoreError> {
        let Some((case, event_count)) = found else {
            return Ok(None);
        };
        let id = case.id;
        Ok(Some(Snapshot {
            clocks: self.clocks_any(id).await?,
            timers: self.timers_any(id).await?,
            runs: self.runs_any(id).await?,
            links: self.links_any(id).await?,
            case,
            event_count,
        }))
    }

    async fn parts<T>(
        &self,
        columns: &str,
        table: &str,
        order: &str,
        case: CaseId,
        read: fn(&mut Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(columns)
            .push(" FROM ")
            .push(table)
            .arg(" WHERE case_id = ", case.uuid())
            .push(" ORDER BY ")
            .push(order);
        self.all(sql)
            .await?
            .iter()
            .map(|row| read(&mut Columns::of(row)))
            .collect()
    }

    async fn relatives_of(&self, sql: Sql) -> Result<Vec<Relative>, StoreError> {
        let mut relatives = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            let id = CaseId::from_uuid(columns.take()?);
            let kind: Kind = columns.key()?;
            relatives.push(Relative {
                id,
                reference: Reference::new(kind, columns.small()?),
                title: columns.take()?,
                workflow: WorkflowRef {
                    key: WorkflowKey::new(columns.take::<String>()?),
                    version: columns.small()?,
                },
                state: StateKey::new(columns.take::<String>()?),
                category: columns.key()?,
                relation: columns.take()?,
            });
        }
        Ok(relatives)
    }
}

fn relative_select(relation: &str) -> Sql {
    let mut sql = Sql::new(
        "SELECT c.id, c.kind, c.number, c.title, c.workflow_key, c.workflow_version, c.state, \
         c.category, ",
    );
    sql.push(relation);
    sql
}

fn append(sql: &mut Sql, part: Sql) {
    if !sql.text.is_empty() {
        sql.push(" UNION ALL ");
    }
    sql.append(part);
}
