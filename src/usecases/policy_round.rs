//! One round of long work: a preview counts a few pages, an application commits a few groups of cases. Each
//! case is one step through the write door; a round that dies is taken up where it was.

use std::sync::Arc;

use domain::case::Case;
use domain::clocks::preview::{PAST, Reach, Subject, Tally};
use domain::engine::apply::{Applying, apply};
use domain::engine::world::{Directory, Publisher, Snapshot, World};
use domain::ids::CaseId;
use domain::people::Actor;
use domain::published::{Origin, Published};
use domain::routing::RoutingFacts;
use domain::time::Span;
use domain::workflow::decide::Facts;
use futures_util::StreamExt as _;

use crate::store::error::StoreError;
use crate::store::lease::Lease;
use crate::store::policy_work::{JobStatus, PolicyJob, Reckoned, Work};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::read::policy::Figures;
use crate::usecases::reckon::{Forgiven, Reckoning};

/// Cases of one group: their writes share an `fsync`, and people's writes come in between.
const GROUP: u32 = 64;
/// Cases written at the same time.
const AT_ONCE: usize = 16;
/// How often a case that somebody else changes meanwhile is tried.
const TRIES: u32 = 5;
/// How long a failed round waits before it is tried again.
const PATIENCE: Span = Span::seconds(30);

/// What is done with each group of cases.
enum Plan {
    Count(Box<Reckoning>),
    Apply(Box<Bench>),
}

/// What is the same for every case of a work.
struct Bench {
    reckoning: Reckoning,
    applying: Applying,
    directory: Directory,
    facts: Facts,
    actor: Actor,
}

impl App {
    /// Takes up the oldest work and does at most `groups` groups of it; gives how many cases were looked
    /// at, or `None` when there is no work.
    ///
    /// # Errors
    /// The store's troubles; the work is taken up again when its claim is over.
    pub async fn policy_round(
        &self,
        lease: &Lease,
        groups: u32,
    ) -> Result<Option<u64>, StoreError> {
        let Some(mut job) = self.store.claim_policy_job(self.now(), lease).await? else {
            return Ok(None);
        };
        let before = job.seen;
        let done = match self.do_some(&mut job, lease, groups).await {
            Ok(()) => Ok(()),
            Err(Error::Unavailable(why)) => Err(StoreError::Unavailable(why)),
            Err(error) => {
                tracing::error!(job.id = %job.id, error = %error, "a policy's work failed");
                job.status = JobStatus::Failed;
                job.error = Some(error.to_string());
                Ok(())
            }
        };
        job.updated_at = self.now();
        // The claim is given back: the next round may be anybody's.
        let until = match &done {
            Ok(()) => self.now(),
            Err(_) => self.now().plus(PATIENCE),
        };
        let given_back = Lease {
            owner: lease.owner.clone(),
            until,
        };
        self.store.save_policy_job(&job, &given_back).await?;
        done.map(|()| Some(job.seen.saturating_sub(before).max(1)))
    }

    async fn do_some(&self, job: &mut PolicyJob, lease: &Lease, groups: u32) -> Result<(), Error> {
        let change = Published {
            kind: job.kind,
            key: job.key.clone(),
            version: job.version,
            source: job.source.clone(),
            origin: Origin::Edited,
        };
        let reckoning = self.reckoning(&change, PAST).await?;
        let mut figures: Figures = serde_json::from_str(&job.figures)
            .map_err(|error| Error::Internal(error.to_string()))?;
        if job.total == 0 {
            let since = reckoning.since(self.now());
            job.total = self.store.count_reckoned(since).await?;
        }
        let plan = match job.work {
            Work::Preview => Plan::Count(Box::new(reckoning)),
            Work::Apply(reach) => Plan::Apply(Box::new(self.bench(job, reckoning, reach).await?)),
        };
        for group in 0..groups {
            let (last, seen) = match &plan {
                Plan::Count(reckoning) => {
                    self.reckon_page(reckoning, job.cursor, &mut figures)
                        .await?
                }
                Plan::Apply(bench) => {
                    let retaken = group == 0;
                    self.apply_group(bench, job.cursor, retaken, &mut figures)
                        .await?
                }
            };
            job.seen += seen;
            job.updated_at = self.now();
            job.figures = serde_json::to_string(&figures)
                .map_err(|error| Error::Internal(error.to_string()))?;
            if last.is_none() {
                job.status = JobStatus::Done;
                return Ok(());
            }
            job.cursor = last;
            if !self.store.save_policy_job(job, lease).await? {
                return Err(Error::Unavailable(
                    "somebody else took the work up".to_owned(),
                ));
            }
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn bench(
        &self,
        job: &PolicyJob,
        reckoning: Reckoning,
        reach: Reach,
    ) -> Result<Bench, Error> {
        let staff = self.staff().await?;
        let today = self.now().timestamp().to_zoned(jiff::tz::TimeZone::UTC);
        Ok(Bench {
            applying: Applying {
                definition: reckoning.definition.clone(),
                version: reckoning.version,
                reach,
                reason: job.reason.clone(),
            },
            reckoning,
            directory: Directory::new(staff.iter().cloned()),
            facts: Facts::new(Arc::clone(&self.rules.calendars), today.date()),
            actor: Actor::Staff { id: job.author },
        })
    }

    /// Applies a change to the next group of cases. What a round that died had committed of its group is
    /// counted from the cases' own history.
    async fn apply_group(
        &self,
        bench: &Bench,
        after: Option<CaseId>,
        retaken: bool,
        figures: &mut Figures,
    ) -> Result<(Option<CaseId>, u64), Error> {
        let now = self.now();
        let since = bench.reckoning.since(now);
        let cases = self.store.list_reckoned_any(after, since, GROUP).await?;
        let ids: Vec<CaseId> = cases.iter().map(|one| one.id).collect();
        let snapshots = self.store.snapshots_any(&ids).await?;
        let reach = bench.applying.reach;
        let mut steps = futures_util::stream::iter(snapshots)
            .map(|snapshot| async {
                let case = snapshot.case.id;
                self.apply_to(bench, &cases, snapshot, retaken)
                    .await
                    .map(|tally| (case, tally))
            })
            .buffer_unordered(AT_ONCE);
        let mut failed = None;
        while let Some(step) = steps.next().await {
            match step {
                Ok((id, tally)) => {
                    if let Some(case) = cases.iter().find(|one| one.id == id) {
                        let team = &case.subject.team;
                        figures.of_mut(reach).add(case.organisation, team, tally);
                    }
                }
                Err(error) => failed = Some(error),
            }
        }
        match failed {
            Some(error) => Err(error),
            None => Ok((ids.last().copied(), u64::try_from(ids.len()).unwrap_or(0))),
        }
    }

    async fn apply_to(
        &self,
        bench: &Bench,
        cases: &[Reckoned],
        snapshot: Snapshot,
        retaken: bool,
    ) -> Result<Tally, Error> {
        let id = snapshot.case.id;
        let Some(reckoned) = cases.iter().find(|one| one.id == id) else {
            return Ok(Tally::default());
        };
        let mut snapshot = snapshot;
        for _ in 0..TRIES {
            let subject = &reckoned.subject;
            let subject = Subject::of(&snapshot.case, &subject.tier, &subject.slug);
            let clocks = &snapshot.clocks;
            let forgiven = self.forgiven(&bench.reckoning, id, clocks).await?;
            let Some((changes, tally)) = self.step(bench, &subject, &forgiven, snapshot).await?
            else {
                let of = &bench.applying;
                let before = if retaken {
                    self.store
                        .applied_any(id, &of.definition, of.version)
                        .await?
                } else {
                    None
                };
                return Ok(before.unwrap_or_default());
            };
            match self.commit(changes, None).await {
                Ok(_) => return Ok(tally),
                // Somebody changed it meanwhile: as it stands now.
                Err(Error::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
            match self.store.snapshot_any(id).await? {
                Some(again) => snapshot = again,
                None => return Ok(Tally::default()),
            }
        }
        Err(Error::Unavailable(format!("{id} changes all the time")))
    }

    async fn step(
        &self,
        bench: &Bench,
        subject: &Subject,
        forgiven: &Forgiven,
        snapshot: Snapshot,
    ) -> Result<Option<(domain::changes::Changes, Tally)>, Error> {
        let now = self.now();
        let reach = bench.applying.reach;
        let mut concerned = false;
        for clock in &snapshot.clocks {
            let outcome = bench
                .reckoning
                .redraw(clock, subject, reach, forgiven, now)?;
            concerned |= outcome.is_some();
        }
        if !concerned {
            return Ok(None);
        }
        let publisher = self.publisher_of(&snapshot.case).await?;
        let routing = RoutingFacts::default();
        let world = World {
            rules: bench.reckoning.after(),
            ids: self.ids.as_ref(),
            directory: &bench.directory,
            publisher: &publisher,
            routing: &routing,
            facts: &bench.facts,
            watchers: &[],
            followers: &[],
        };
        let redraw = |clock: &_| bench.reckoning.redraw(clock, subject, reach, forgiven, now);
        let actor = bench.actor.clone();
        Ok(apply(
            &world,
            snapshot,
            &bench.applying,
            redraw,
            actor,
            now,
        )?)
    }

    async fn publisher_of(&self, case: &Case) -> Result<Publisher, Error> {
        let found = self.store.find_organisation(case.organisation).await?;
        let found = found.ok_or_else(|| Error::Internal("no such publisher".to_owned()))?;
        Ok(Publisher {
            id: found.id,
            slug: found.slug,
            name: found.name,
            tier: found.tier,
        })
    }
}
