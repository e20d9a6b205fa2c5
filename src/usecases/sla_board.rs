//! The lead's board: what is late or close, who hears next, and how well targets were met.

use domain::case::Kind;
use domain::changes::Lane;
use domain::escalation::{Run, RunStage};
use domain::event::EventBody;
use domain::ids::{CaseId, Metric, PersonId, TeamKey};
use domain::people::{Person, Role};
use domain::time::{Instant, Span};

use crate::store::board::BoardRow as StoredRow;
use crate::store::sla::{EscalationEvent, Outcomes};
use crate::store::walk::{Filter, View};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::board::{
    Attainment, BoardRow, BoardView, EscalationLine, NextLevel, OwnerFigures, Week, WorkflowFigures,
};
use crate::usecases::viewer::Viewer;

/// Rows of “late or close”.
const ROWS: u32 = 50;
/// Due soon means within this much wall time.
const SOON: Span = Span::hours(4);
/// On hold for longer than this is worth a look.
const HELD_LONG: Span = Span::days(3);
/// Weeks of the chart.
const WEEKS: i64 = 12;
/// The goal, in percent of the targets.
const GOAL_PERCENT: u8 = 95;
/// Lines of the escalation feed.
const FEED: u32 = 10;

impl App {
    /// The board of the viewer's teams.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners.
    pub async fn sla_board(&self, viewer: &Viewer) -> Result<BoardView, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let teams = self.teams_of(viewer);
        let soon = now.plus(SOON);
        let running = |due_from: Option<Instant>, due_before: Instant| Filter {
            view: View::Teams(teams.clone()),
            lane: Some(Lane::Running),
            due_from,
            due_before: Some(due_before),
            ..Filter::default()
        };
        let held = Filter {
            view: View::Teams(teams.clone()),
            lane: Some(Lane::Held),
            state_since_before: Some(now.minus(HELD_LONG)),
            ..Filter::default()
        };
        let close = self
            .store
            .list_board(
                &viewer.scope,
                &running(None, soon),
                viewer.person.id,
                None,
                ROWS,
            )
            .await?;
        let oldest_breach = close
            .rows
            .first()
            .map(|row| row.due_at)
            .filter(|due_at| *due_at < now);
        let rows = self.board_rows(close.rows, now).await?;
        let week = Span::days(7);
        let outcomes = self.store.outcomes(&teams, now.minus(week), now).await?;
        let before = self
            .store
            .outcomes(&teams, now.minus(week).minus(week), now.minus(week))
            .await?;
        let first_response = Metric::from("first_response");
        let percentiles = self
            .store
            .percentiles(&teams, &first_response, now.minus(week), now, &[50, 90])
            .await?;
        Ok(BoardView {
            now,
            attainment: sum(&outcomes),
            attainment_before: sum(&before),
            breached: self.count(viewer, &running(None, now)).await?,
            oldest_breach,
            due_soon: self.count(viewer, &running(Some(now), soon)).await?,
            median_first_reply: percentiles.first().copied().flatten(),
            p90_first_reply: percentiles.get(1).copied().flatten(),
            held_long: self.count(viewer, &held).await?,
            rows,
            weeks: self.weeks(&teams, now).await?,
            goal_percent: GOAL_PERCENT,
            workflows: self
                .workflow_figures(&teams, &outcomes, now.minus(week), now)
                .await?,
            owners: self.owner_figures(&teams, now, soon).await?,
            escalations: self
                .escalation_feed(viewer, now.minus(Span::days(1)))
                .await?,
            teams,
        })
    }

    /// The viewer's teams; all of them for administrators.
    pub(crate) fn teams_of(&self, viewer: &Viewer) -> Vec<TeamKey> {
        if viewer.person.has_role(Role::Admin) {
            self.rules
                .teams
                .iter()
                .map(|team| team.key.clone())
                .collect()
        } else {
            viewer.person.teams()
        }
    }

    async fn board_rows(
        &self,
        stored: Vec<StoredRow>,
        now: Instant,
    ) -> Result<Vec<BoardRow>, Error> {
        let ids: Vec<CaseId> = stored.iter().map(|row| row.id).collect();
        let runs = self.store.live_runs_any(&ids).await?;
        let timers = self.store.list_level_timers_any(&ids).await?;
        let staff = self.staff().await?;
        Ok(stored
            .into_iter()
            .map(|row| {
                let run = runs
                    .iter()
                    .filter(|run| run.case == row.id)
                    .min_by_key(|run| run.stage != RunStage::Active);
                let next_level = run
                    .filter(|run| run.stage == RunStage::Active)
                    .and_then(|run| {
                        let (level, at) = timers
                            .iter()
                            .find(|timer| timer.run == run.id)
                            .map(|timer| (timer.level, timer.due_at))?;
                        Some(NextLevel {
                            who: self.level_name(run, level),
                            at,
                        })
                    });
                BoardRow {
                    next_level,
                    run: run
                        .filter(|run| run.stage == RunStage::Active)
                        .map(|run| run.id),
                    acknowledged_by: run
                        .and_then(|run| run.acknowledged_by)
                        .and_then(|id| badge(&staff, id)),
                    row: self.queue_row(row, now),
                }
            })
            .collect())
    }

    fn level_name(&self, run: &Run, level: u32) -> String {
        use domain::escalation::LevelTarget;
        let policy = self.rules.escalation.get(&run.policy, run.policy_version);
        let index = usize::try_from(level.saturating_sub(1)).unwrap_or(usize::MAX);
        let found = policy.and_then(|policy| policy.levels.get(index));
        let names: Vec<String> = found
            .into_iter()
            .flat_map(|level| &level.targets)
            .map(|target| match target {
                LevelTarget::Owner => "owner".to_owned(),
                LevelTarget::Backup => "backup".to_owned(),
                LevelTarget::Lead => "lead".to_owned(),
                LevelTarget::LeadOf(team) | LevelTarget::Team(team) => team.to_string(),
            })
            .collect();
        names.join(", ")
    }

    async fn weeks(&self, teams: &[TeamKey], now: Instant) -> Result<Vec<Week>, Error> {
        let today = teams.first().map_or_else(
            || now.timestamp().to_zoned(jiff::tz::TimeZone::UTC).date(),
            |team| self.today(team, now),
        );
        let since_monday = i64::from(today.weekday().to_monday_zero_offset());
        let monday = today
            .checked_sub(jiff::Span::new().days(since_monday))
            .ok()
            .and_then(|day| {
                day.to_zoned(jiff::tz::TimeZone::get(super::form_facts::PARTNER_ZONE).ok()?)
                    .ok()
            })
            .map_or(now, |start| {
                Instant::from_millis(start.timestamp().as_millisecond())
            });
        let mut weeks = Vec::new();
        for back in (0..WEEKS).rev() {
            let starts_at = monday.minus(Span::days(7 * back));
            let ends_at = starts_at.plus(Span::days(7)).min(now);
            let outcomes = self.store.outcomes(teams, starts_at, ends_at).await?;
            weeks.push(Week {
                starts_at,
                attainment: sum(&outcomes),
            });
        }
        Ok(weeks)
    }

    async fn workflow_figures(
        &self,
        teams: &[TeamKey],
        outcomes: &[Outcomes],
        from: Instant,
        to: Instant,
    ) -> Result<Vec<WorkflowFigures>, Error> {
        let finished = self.store.finished(teams, from, to).await?;
        let of = |kind: Kind, metrics: &[&str]| {
            outcomes
                .iter()
                .filter(|one| one.kind == kind && metrics.contains(&one.metric.as_str()))
                .fold(Attainment::default(), add)
        };
        Ok(finished
            .into_iter()
            .map(|done| WorkflowFigures {
                kind: done.kind,
                closed: done.cases,
                first_reply: of(done.kind, &["first_response", "ack"]),
                resolution: of(done.kind, &["resolution", "fix", "total", "live"]),
                median: done.median,
            })
            .collect())
    }

    async fn owner_figures(
        &self,
        teams: &[TeamKey],
        now: Instant,
        soon: Instant,
    ) -> Result<Vec<OwnerFigures>, Error> {
        let staff = self.staff().await?;
        let owners: Vec<PersonId> = staff
            .iter()
            .filter(|person| person.active && works_in(person, teams))
            .map(|person| person.id)
            .collect();
        let loads = self.store.owner_loads(&owners, now, soon).await?;
        let mut figures: Vec<OwnerFigures> = loads
            .into_iter()
            .map(|load| OwnerFigures {
                owner: badge(&staff, load.owner),
                id: Some(load.owner),
                late: load.late,
                at_risk: load.at_risk,
                on_track: load.on_track,
                held: load.held,
            })
            .collect();
        figures
            .sort_by_key(|one| std::cmp::Reverse(one.late + one.at_risk + one.on_track + one.held));
        Ok(figures)
    }

    async fn escalation_feed(
        &self,
        viewer: &Viewer,
        since: Instant,
    ) -> Result<Vec<EscalationLine>, Error> {
        let events = self
            .store
            .recent_escalations(&viewer.scope, since, FEED)
            .await?;
        let staff = self.staff().await?;
        Ok(events
            .into_iter()
            .filter_map(|event| feed_line(&event, &staff))
            .collect())
    }
}

fn feed_line(event: &EscalationEvent, staff: &[Person]) -> Option<EscalationLine> {
    let name = |id: PersonId| badge(staff, id).map(|badge| badge.name);
    let (level, who) = match &event.body {
        EventBody::Escalated { level, told, .. } => {
            let names: Vec<String> = told.iter().copied().filter_map(name).collect();
            (*level, names.join(", "))
        }
        EventBody::Acknowledged { .. } => {
            (0, event.actor.person().and_then(name).unwrap_or_default())
        }
        EventBody::Opened { .. }
        | EventBody::DraftChanged { .. }
        | EventBody::Moved { .. }
        | EventBody::Routed { .. }
        | EventBody::DeskChanged { .. }
        | EventBody::OwnerChanged { .. }
        | EventBody::PriorityChanged { .. }
        | EventBody::Counted { .. }
        | EventBody::MessageAdded { .. }
        | EventBody::FilesAdded { .. }
        | EventBody::FilesPurged
        | EventBody::ChildOpened { .. }
        | EventBody::DueDateSet { .. }
        | EventBody::Linked { .. } => return None,
    };
    Some(EscalationLine {
        at: event.at,
        reference: event.reference,
        level,
        who,
    })
}

fn badge(staff: &[Person], id: PersonId) -> Option<PersonBadge> {
    let found = staff.iter().find(|person| person.id == id)?;
    Some(PersonBadge {
        id,
        name: found.name.clone(),
    })
}

fn works_in(person: &Person, teams: &[TeamKey]) -> bool {
    [Role::Manager, Role::Reviewer, Role::Specialist]
        .into_iter()
        .any(|role| teams.iter().any(|team| person.has_role_in(role, team)))
}

fn sum(outcomes: &[Outcomes]) -> Attainment {
    outcomes.iter().fold(Attainment::default(), add)
}

fn add(total: Attainment, one: &Outcomes) -> Attainment {
    Attainment {
        met: total.met.saturating_add(one.met),
        missed: total.missed.saturating_add(one.missed),
    }
}
