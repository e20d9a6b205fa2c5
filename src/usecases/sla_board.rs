//! The lead's board: what is late or close, who hears next, and how well targets were met.

use domain::case::Kind;
use domain::escalation::RunStage;
use domain::event::EventBody;
use domain::ids::{CaseId, Metric, PersonId, TeamKey};
use domain::people::{Person, Role};
use domain::time::{Instant, Span};

use crate::store::board::BoardRow as StoredRow;
use crate::store::sla::{EscalationEvent, Outcomes};
use crate::store::walk::{Filter, View};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::list_queue::SOON;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::board::{
    Attainment, BoardGroup, BoardQuery, BoardRow, BoardView, EscalationLine, FeedWhat,
    MetricFigures, NextLevel, OwnerFigures, Period, Week, WorkflowFigures,
};
use crate::usecases::read::queue::{Capped, DueIn};
use crate::usecases::viewer::Viewer;

/// Most rows of each group: what a screen holds; the queue lists the rest.
const ROWS: [(DueIn, u32); 3] = [(DueIn::Late, 12), (DueIn::Soon, 8), (DueIn::Today, 6)];
/// Weeks of the chart before the present one.
const WEEKS_BACK: i32 = 12;
/// Days of a quarter: thirteen weeks.
const QUARTER_DAYS: i64 = 91;
/// The goal of a team that is not defined any more, in percent.
const USUAL_GOAL: u8 = 95;
/// Lines of the escalation feed.
const FEED: u32 = 10;

impl App {
    /// The board of the viewer's teams, or of one of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners and for a team that is not the viewer's.
    pub async fn sla_board(&self, viewer: &Viewer, query: BoardQuery) -> Result<BoardView, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let choices = self.teams_of(viewer);
        let teams = match &query.team {
            Some(team) if choices.contains(team) => vec![team.clone()],
            Some(_) => return Err(Error::NotFound),
            None => choices.clone(),
        };
        let first = teams.first();
        let (from, before) = self.period(query.period, first, now);
        let mut groups = Vec::with_capacity(ROWS.len());
        for (due, limit) in ROWS {
            groups.push(self.board_group(viewer, &teams, due, limit).await?);
        }
        let oldest_breach = groups
            .first()
            .and_then(|late| late.rows.first())
            .and_then(|row| row.row.clock.as_ref()?.due_at);
        let outcomes = self.store.outcomes(&teams, from, now).await?;
        let earlier = self.store.outcomes(&teams, before.0, before.1).await?;
        let first_response = Metric::from("first_response");
        let percentiles = self
            .store
            .percentiles(&teams, &first_response, from, now, &[50, 90])
            .await?;
        let soon = now.plus(SOON);
        Ok(BoardView {
            now,
            query,
            from,
            attainment: sum(&outcomes),
            attainment_before: sum(&earlier),
            groups,
            oldest_breach,
            median_first_reply: percentiles.first().copied().flatten(),
            p90_first_reply: percentiles.get(1).copied().flatten(),
            held_long: self
                .count(viewer, &self.board_filter(&teams, DueIn::HeldLong))
                .await?,
            weeks: self.weeks(&teams, now).await?,
            goal_percent: first
                .and_then(|team| self.rules.team(team))
                .map_or(USUAL_GOAL, |team| team.goal_percent),
            workflows: self.workflow_figures(&teams, &outcomes, from, now).await?,
            metrics: outcomes.into_iter().map(metric_figures).collect(),
            owners: self.owner_figures(&teams, now, soon).await?,
            escalations: self
                .escalation_feed(viewer, now.minus(Span::days(1)))
                .await?,
            choices,
            teams,
        })
    }

    /// When the period began, and the stretch before that it is compared with.
    fn period(
        &self,
        period: Period,
        team: Option<&TeamKey>,
        now: Instant,
    ) -> (Instant, (Instant, Instant)) {
        let ago = |days| now.minus(Span::days(days));
        match period {
            Period::Today => {
                let midnight = self.day_start(team, now);
                let yesterday = self.day_start(team, midnight.minus(Span::hours(1)));
                (midnight, (yesterday, ago(1)))
            }
            Period::Week => (ago(7), (ago(14), ago(7))),
            Period::Quarter => (
                ago(QUARTER_DAYS),
                (ago(2 * QUARTER_DAYS), ago(QUARTER_DAYS)),
            ),
        }
    }

    fn board_filter(&self, teams: &[TeamKey], due: DueIn) -> Filter {
        let mut filter = Filter {
            view: View::Teams(teams.to_vec()),
            ..Filter::default()
        };
        self.narrow(&mut filter, due, teams.first());
        filter
    }

    async fn board_group(
        &self,
        viewer: &Viewer,
        teams: &[TeamKey],
        due: DueIn,
        limit: u32,
    ) -> Result<BoardGroup, Error> {
        let filter = self.board_filter(teams, due);
        let page = self
            .store
            .list_board(&viewer.scope, &filter, viewer.person.id, None, limit)
            .await?;
        let total = match page.next {
            Some(_) => self.count(viewer, &filter).await?,
            None => Capped {
                n: u32::try_from(page.rows.len()).unwrap_or(u32::MAX),
                more: false,
            },
        };
        Ok(BoardGroup {
            due,
            total,
            rows: self.board_rows(page.rows, self.now()).await?,
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
        let directory = self.desk_directory().await?;
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
                        let timer = timers.iter().find(|timer| timer.run == run.id)?;
                        let owner = row.owner.as_ref().map(|(id, _)| *id);
                        Some(NextLevel {
                            who: self.next_to_hear(
                                &directory,
                                run,
                                timer.level,
                                &timer.team,
                                owner,
                            ),
                            at: timer.due_at,
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

    async fn weeks(&self, teams: &[TeamKey], now: Instant) -> Result<Vec<Week>, Error> {
        let starts = self.week_starts(teams.first(), now, WEEKS_BACK);
        let ends = starts.iter().copied().skip(1).chain([now]);
        let mut weeks = Vec::with_capacity(starts.len());
        for (starts_at, ends_at) in starts.iter().copied().zip(ends) {
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
    let (what, who) = match &event.body {
        EventBody::Escalated { level, told, .. } => {
            let names: Vec<String> = told.iter().copied().filter_map(name).collect();
            let what = if told.is_empty() {
                FeedWhat::Gap(*level)
            } else {
                FeedWhat::Level(*level)
            };
            (what, names.join(", "))
        }
        EventBody::CoverageGap { level, wanted, .. } => (FeedWhat::Gap(*level), wanted.join(", ")),
        EventBody::Acknowledged { .. } => (
            FeedWhat::Acknowledged,
            event.actor.person().and_then(name).unwrap_or_default(),
        ),
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
        | EventBody::LevelSkipped { .. }
        | EventBody::EscalationJoined { .. }
        | EventBody::EscalationRestarted { .. }
        | EventBody::ChildOpened { .. }
        | EventBody::DueDateSet { .. }
        | EventBody::ChildNotOpened { .. }
        | EventBody::RulesApplied { .. }
        | EventBody::Linked { .. } => return None,
    };
    Some(EscalationLine {
        at: event.at,
        reference: event.reference,
        what,
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

fn metric_figures(one: Outcomes) -> MetricFigures {
    MetricFigures {
        attainment: add(Attainment::default(), &one),
        kind: one.kind,
        metric: one.metric,
    }
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
