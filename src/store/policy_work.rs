//! Long work over many cases because a calendar or a policy changed: its rows, and the cases it walks.

use std::collections::BTreeMap;

use domain::case::{Case, Kind};
use domain::clocks::clock::Clock;
use domain::clocks::preview::{Reach, Subject, Tally};
use domain::engine::world::Snapshot;
use domain::escalation::Run;
use domain::event::{Event, EventBody};
use domain::ids::{CaseId, OrganisationId, PersonId, PolicyJobId, RequestTypeKey, TeamKey};
use domain::published::DefinitionKind;
use domain::time::Instant;
use domain::timer::Timer;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::lease::{Claim, Lease};
use crate::store::rows::{case, clock, escalation, event, timer};
use crate::store::signals::Notes;
use crate::store::sql::{Columns, Sql};
use crate::store::tx::Written;

/// Order of the columns when written.
const COLUMNS: &str = "id, work, kind, key, version, source, reason, author_id, status, cursor_id, \
     total, seen, figures, error, created_at, updated_at, lease_until";

/// What is to be done with the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Count what the draft would change.
    Preview,
    /// Apply a published version.
    Apply(Reach),
}

/// Where a work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobStatus {
    /// It goes on, now or when a worker comes.
    Running,
    /// All cases were looked at.
    Done,
    /// It cannot go on.
    Failed,
}

/// One long work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyJob {
    /// Identity.
    pub id: PolicyJobId,
    /// What is done.
    pub work: Work,
    /// A calendar or a policy.
    pub kind: DefinitionKind,
    /// Its key.
    pub key: String,
    /// The version that is applied, or that the draft would become.
    pub version: u32,
    /// The text of that version.
    pub source: String,
    /// Why; empty for a preview.
    pub reason: String,
    /// The administrator.
    pub author: PersonId,
    /// Where it stands.
    pub status: JobStatus,
    /// The last case that is done.
    pub cursor: Option<CaseId>,
    /// How many cases there were to look at when it began.
    pub total: u64,
    /// How many were looked at.
    pub seen: u64,
    /// What came of them so far, as JSON.
    pub figures: String,
    /// Why it failed.
    pub error: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it last went on.
    pub updated_at: Instant,
}

/// A case as far as its deadlines are reckoned from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// Identity.
    pub id: CaseId,
    /// The publisher.
    pub organisation: OrganisationId,
    /// What decides its targets.
    pub subject: Subject,
}

impl Work {
    /// The work's key, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Apply(reach) => reach.as_str(),
        }
    }

    fn parse(text: &str) -> Result<Self, StoreError> {
        match text {
            "preview" => Ok(Self::Preview),
            "open_cases" => Ok(Self::Apply(Reach::OpenCases)),
            "restate" => Ok(Self::Apply(Reach::Restate)),
            other => Err(StoreError::broken("policy_job.work", other)),
        }
    }
}

impl JobStatus {
    /// The status's key, as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn parse(text: &str) -> Result<Self, StoreError> {
        match text {
            "running" => Ok(Self::Running),
            "done" => Ok(Self::Done),
            "failed" => Ok(Self::Failed),
            other => Err(StoreError::broken("policy_job.status", other)),
        }
    }
}

impl Store {
    /// Asks for a work; a worker takes it up.
    pub async fn start_policy_job(&self, job: PolicyJob) -> Result<(), StoreError> {
        self.write_noting(move |tx| {
            Box::pin(async move {
                tx.execute(insert(&job)).await?;
                Ok(Written {
                    value: (),
                    notes: Notes {
                        timers: true,
                        ..Notes::default()
                    },
                })
            })
        })
        .await
    }

    /// Claims the oldest work that nobody holds.
    pub async fn claim_policy_job(
        &self,
        now: Instant,
        lease: &Lease,
    ) -> Result<Option<PolicyJob>, StoreError> {
        let claim = Claim {
            table: "policy_job",
            due: "created_at",
            only: " AND status = 'running'",
            select: &select_list(),
        };
        let jobs = self.claim(&claim, now, lease, 1, read).await?;
        Ok(jobs.into_iter().next())
    }

    /// Keeps how far a claimed work is and lets it go on until `lease.until`; gives whether the worker
    /// still holds it.
    pub async fn save_policy_job(
        &self,
        job: &PolicyJob,
        lease: &Lease,
    ) -> Result<bool, StoreError> {
        let mut sql = Sql::new("UPDATE policy_job SET ");
        sql.arg("status = ", job.status.as_str())
            .arg(", cursor_id = ", job.cursor.map(CaseId::uuid))
            .arg(", total = ", signed(job.total))
            .arg(", seen = ", signed(job.seen))
            .arg(", figures = ", job.figures.as_str())
            .arg(", error = ", job.error.clone())
            .arg(", updated_at = ", job.updated_at.millis())
            .arg(", lease_until = ", lease.until.millis())
            .arg(" WHERE id = ", job.id.uuid())
            .arg(" AND lease_owner = ", lease.owner.as_str());
        let touched = self
            .write(move |tx| Box::pin(async move { tx.execute(sql).await }))
            .await?;
        Ok(touched > 0)
    }

    /// One work.
    pub async fn find_policy_job(&self, id: PolicyJobId) -> Result<Option<PolicyJob>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(&select_list())
            .arg(" FROM policy_job WHERE id = ", id.uuid());
        let row = self.one(sql).await?;
        row.map(|row| read(&mut Columns::of(&row))).transpose()
    }

    /// The latest works, newest first.
    pub async fn list_policy_jobs(&self, limit: u32) -> Result<Vec<PolicyJob>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(&select_list()).push(" FROM policy_job").number(
            " ORDER BY created_at DESC, id DESC LIMIT ",
            i64::from(limit),
        );
        let rows = self.all(sql).await?;
        rows.iter().map(|row| read(&mut Columns::of(row))).collect()
    }

    /// How many cases are open or ended since; looked at beside the threads that answer people.
    pub async fn count_reckoned(&self, since: Instant) -> Result<u64, StoreError> {
        let mut sql = Sql::new("SELECT (SELECT COUNT(*) FROM cases WHERE board_lane IN (0, 1))");
        sql.arg(
            " + (SELECT COUNT(*) FROM cases WHERE resolved_at >= ",
            since.millis(),
        )
        .push(" AND board_lane = 2)");
        let rows = self.all_aside(sql).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| Columns::of(row).take())?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The next cases after `after` that are open or ended since, in the order of their identities.
    pub async fn list_reckoned_any(
        &self,
        after: Option<CaseId>,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<Reckoned>, StoreError> {
        let mut sql = Sql::new(
            "SELECT c.id, c.kind, c.request_type, c.priority, c.team, c.desk, c.organisation_id, \
             o.tier, o.slug FROM cases c JOIN organisation o ON o.id = c.organisation_id WHERE",
        );
        sql.arg(
            " (c.board_lane IN (0, 1) OR c.resolved_at >= ",
            since.millis(),
        )
        .push(")");
        if let Some(after) = after {
            sql.arg(" AND c.id > ", after.uuid());
        }
        sql.number(" ORDER BY c.id LIMIT ", i64::from(limit));
        let mut cases = Vec::new();
        for row in self.all_aside(sql).await? {
            let mut columns = Columns::of(&row);
            let id = CaseId::from_uuid(columns.take()?);
            let kind: Kind = columns.key()?;
            let request_type: Option<String> = columns.take()?;
            let priority = columns.key()?;
            let team = TeamKey::new(columns.take::<String>()?);
            let desk = TeamKey::new(columns.take::<String>()?);
            let organisation = OrganisationId::from_uuid(columns.take()?);
            cases.push(Reckoned {
                id,
                organisation,
                subject: Subject {
                    kind,
                    request_type: request_type.map(RequestTypeKey::new),
                    priority,
                    team,
                    desk,
                    tier: columns.take()?,
                    slug: columns.take()?,
                },
            });
        }
        Ok(cases)
    }

    /// The clocks of many cases at once, by case.
    pub async fn clocks_of_any(
        &self,
        cases: &[CaseId],
    ) -> Result<BTreeMap<CaseId, Vec<Clock>>, StoreError> {
        let mut by_case: BTreeMap<CaseId, Vec<Clock>> = BTreeMap::new();
        let found = self.of_many(clock::SELECT, "clock", "id", cases, clock::read);
        for clock in found.await? {
            by_case.entry(clock.case).or_default().push(clock);
        }
        Ok(by_case)
    }

    /// Many cases with everything that a step over their clocks may change; without their links.
    pub async fn snapshots_any(&self, cases: &[CaseId]) -> Result<Vec<Snapshot>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(case::SELECT)
            .push(case::FROM)
            .push("WHERE c.id IN ")
            .list(cases.iter().map(|id| id.uuid()));
        let mut found: Vec<(Case, i64)> = Vec::new();
        for row in self.all(sql).await? {
            found.push(case::read(&mut Columns::of(&row))?);
        }
        let mut clocks = self.clocks_of_any(cases).await?;
        let timers: Vec<Timer> = self
            .of_many(timer::SELECT, "timer", "due_at, id", cases, timer::read)
            .await?;
        let runs: Vec<Run> = self
            .of_many(
                escalation::COLUMNS,
                "escalation_run",
                "id",
                cases,
                escalation::read,
            )
            .await?;
        Ok(found
            .into_iter()
            .map(|(case, event_count)| Snapshot {
                clocks: clocks.remove(&case.id).unwrap_or_default(),
                timers: of_case(&timers, |timer| timer.case == case.id),
                runs: of_case(&runs, |run| run.case == case.id),
                links: Vec::new(),
                case,
                event_count,
            })
            .collect())
    }

    /// What applying that version came to for a case, when it was applied already.
    pub async fn applied_any(
        &self,
        case: CaseId,
        definition: &str,
        version: u32,
    ) -> Result<Option<Tally>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(event::SELECT)
            .arg(" FROM event WHERE case_id = ", case.uuid())
            .push(" AND kind = 'rules_applied' ORDER BY seq DESC LIMIT 10");
        for row in self.all(sql).await? {
            let (Event { body, .. }, _, _) = event::read(&mut Columns::of(&row))?;
            if let EventBody::RulesApplied {
                definition: of,
                version: to,
                tally,
                ..
            } = body
                && of == definition
                && to == version
            {
                return Ok(Some(tally));
            }
        }
        Ok(None)
    }

    async fn of_many<T>(
        &self,
        columns: &str,
        table: &str,
        order: &str,
        cases: &[CaseId],
        read: fn(&mut Columns<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(columns)
            .push(" FROM ")
            .push(table)
            .push(" WHERE case_id IN ")
            .list(cases.iter().map(|id| id.uuid()))
            .push(" ORDER BY ")
            .push(order);
        let rows = self.all(sql).await?;
        rows.iter().map(|row| read(&mut Columns::of(row))).collect()
    }
}

/// The statement of a new work.
pub(crate) fn insert(job: &PolicyJob) -> Sql {
    Sql::insert("policy_job", COLUMNS, [job], |sql, job| {
        sql.bind(job.id.uuid())
            .bind(job.work.as_str())
            .bind(job.kind.as_str())
            .bind(job.key.as_str())
            .bind(i64::from(job.version))
            .bind(job.source.as_str())
            .bind(job.reason.as_str())
            .bind(job.author.uuid())
            .bind(job.status.as_str())
            .bind(job.cursor.map(CaseId::uuid))
            .bind(signed(job.total))
            .bind(signed(job.seen))
            .bind(job.figures.as_str())
            .bind(job.error.clone())
            .bind(job.created_at.millis())
            .bind(job.updated_at.millis())
            .bind(0_i64);
    })
}

/// The columns of [`read`]: those that are written but for the lease.
fn select_list() -> String {
    COLUMNS.replace(", lease_until", "")
}

fn read(columns: &mut Columns<'_>) -> Result<PolicyJob, StoreError> {
    let id = PolicyJobId::from_uuid(columns.take()?);
    let work = Work::parse(&columns.take::<String>()?)?;
    let kind: String = columns.take()?;
    let kind =
        DefinitionKind::parse(&kind).ok_or_else(|| StoreError::broken("policy_job.kind", &kind))?;
    Ok(PolicyJob {
        id,
        work,
        kind,
        key: columns.take()?,
        version: columns.small()?,
        source: columns.take()?,
        reason: columns.take()?,
        author: PersonId::from_uuid(columns.take()?),
        status: JobStatus::parse(&columns.take::<String>()?)?,
        cursor: columns.take::<Option<uuid::Uuid>>()?.map(CaseId::from_uuid),
        total: columns.small()?,
        seen: columns.small()?,
        figures: columns.take()?,
        error: columns.take()?,
        created_at: Instant::from_millis(columns.take()?),
        updated_at: Instant::from_millis(columns.take()?),
    })
}

fn of_case<T: Clone>(all: &[T], is_of_it: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| is_of_it(one)).cloned().collect()
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
