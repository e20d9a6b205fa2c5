//! Lists of cases for staff: the queue in deadline order, and the counts beside the menu.

use domain::case::{Category, Kind, Priority};
use domain::changes::Lane;
use domain::clocks::clock::Stage;
use domain::ids::{CaseId, PersonId, RequestTypeKey, TeamKey};
use domain::people::{Person, Role};
use domain::text::Text;
use domain::time::{Instant, Span};
use uuid::Uuid;

use crate::store::board::{self, BoardRow, Cursor};
use crate::store::counters::Counter;
use crate::store::rows::board_clock::BoardClock;
use crate::store::walk::{Filter, View};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::list_cases::CaseOrder;
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::queue::{
    Capped, DueIn, NavCounts, QueuePage, QueueRow, QueueView, Reason, RowClock,
};
use crate::usecases::viewer::Viewer;

/// Rows of one page.
pub const PAGE: u32 = 50;
/// Where counting stops.
const CAP: u32 = 1_000;
/// Due soon means within this much wall time.
pub(crate) const SOON: Span = Span::hours(4);
/// On hold for longer than this is worth a look.
pub(crate) const HELD_LONG: Span = Span::days(3);
/// Where counting what is late stops: past a hundred nobody reads the number.
const LATE_CAP: u32 = 100;

/// What is asked of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueQuery {
    /// Which list.
    pub view: QueueView,
    /// Only these kinds.
    pub kinds: Vec<Kind>,
    /// Only these categories.
    pub categories: Vec<Category>,
    /// Only these forms.
    pub request_types: Vec<RequestTypeKey>,
    /// Only these priorities.
    pub priorities: Vec<Priority>,
    /// Whose.
    pub owner: Whose,
    /// Only of this team.
    pub team: Option<TeamKey>,
    /// Only what falls due then.
    pub due: Option<DueIn>,
    /// In which order.
    pub order: CaseOrder,
    /// Where the page begins, as the page before said.
    pub after: Option<String>,
    /// Rows, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
}

/// Whose cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Anybody's.
    #[default]
    Any,
    /// Nobody's.
    Nobody,
    /// One person's.
    Of(PersonId),
}

impl App {
    /// A page of the queue.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners, [`Error::Invalid`] for a page that is not one.
    pub async fn list_queue(
        &self,
        viewer: &Viewer,
        query: &QueueQuery,
    ) -> Result<QueuePage, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let now = self.now();
        let mut filter = self.filter(viewer, query);
        if query.order == CaseOrder::Newest && filter.categories.is_empty() {
            // The queue is of open cases, whatever its order.
            let open = |one: &Category| !one.is_over();
            filter.categories = Category::ALL.into_iter().filter(open).collect();
        }
        let (rows, next) = self.ordered_rows(viewer, query, &filter).await?;
        let total = if query.after.is_none() && next.is_none() {
            Capped {
                n: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                more: false,
            }
        } else {
            self.count(viewer, &filter).await?
        };
        Ok(QueuePage {
            view: query.view,
            order: query.order,
            now,
            rows: rows
                .into_iter()
                .map(|row| self.queue_row(row, now))
                .collect(),
            total,
            next,
        })
    }

    /// One page of rows in the order asked for, and where the next begins.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a page that is not one.
    pub(crate) async fn ordered_rows(
        &self,
        viewer: &Viewer,
        query: &QueueQuery,
        filter: &Filter,
    ) -> Result<(Vec<BoardRow>, Option<String>), Error> {
        let (scope, person) = (&viewer.scope, viewer.person.id);
        let limit = query.limit.unwrap_or(PAGE).clamp(1, board::PAGE);
        let (store, after) = (&self.store, query.after.as_deref());
        let no_page = || Error::field("after", "unknown_page");
        match query.order {
            CaseOrder::Due => {
                let after = after.map(|text| Cursor::parse(text).ok_or_else(no_page));
                let page = store
                    .list_board(scope, filter, person, after.transpose()?, limit)
                    .await?;
                Ok((page.rows, page.next.map(|cursor| cursor.to_string())))
            }
            CaseOrder::Newest => {
                let id = |text| Uuid::parse_str(text).map_err(|_| no_page());
                let after = after.map(id).transpose()?.map(CaseId::from_uuid);
                let page = store
                    .list_cases(scope, filter, person, after, limit)
                    .await?;
                Ok((page.rows, page.next.map(|id| id.to_string())))
            }
        }
    }

    /// The counts beside the menu: counters that the write door keeps, and a capped count of what is
    /// late, which no counter can know.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn nav_counts(&self, viewer: &Viewer) -> Result<NavCounts, Error> {
        if viewer.is_partner() {
            return Ok(NavCounts::default());
        }
        let teams = self.teams_of(viewer);
        let mine = Counter::Owner(viewer.person.id);
        let mut wanted = vec![mine];
        wanted.extend(teams.iter().cloned().map(Counter::Nobody));
        wanted.extend(teams.iter().cloned().map(Counter::Waiting));
        let counted = self.store.counters(&wanted).await?;
        let (mine, rest) = counted
            .split_first()
            .map_or((0, &[][..]), |(first, rest)| (*first, rest));
        let (nobody, waiting) = rest.split_at_checked(teams.len()).unwrap_or((rest, &[]));
        let late = Filter {
            view: View::Teams(teams),
            lane: Some(Lane::Running),
            due_before: Some(self.now()),
            ..Filter::default()
        };
        let late = self
            .store
            .count_board(&viewer.scope, &late, LATE_CAP)
            .await?;
        Ok(NavCounts {
            triage: capped(nobody.iter().sum::<i64>().saturating_add(mine)),
            mine: capped(mine),
            waiting: capped(waiting.iter().sum()),
            late: Capped {
                n: late.n,
                more: late.more,
            },
        })
    }

    /// Staff who may be named in filters and assignments: those of the viewer's teams; all for admins.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn colleagues(&self, viewer: &Viewer) -> Result<Vec<PersonBadge>, Error> {
        let teams = viewer.person.teams();
        let all = viewer.person.has_role(Role::Admin);
        let staff = self.staff().await?;
        let mut people: Vec<PersonBadge> = staff
            .iter()
            .filter(|person| person.active && (all || shares_team(person, &teams)))
            .map(|person| PersonBadge {
                id: person.id,
                name: person.name.clone(),
            })
            .collect();
        people.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(people)
    }

    pub(crate) async fn count(&self, viewer: &Viewer, filter: &Filter) -> Result<Capped, Error> {
        let counted = self.store.count_board(&viewer.scope, filter, CAP).await?;
        Ok(Capped {
            n: counted.n,
            more: counted.more,
        })
    }

    /// A row of the store as pages show it at `now`.
    pub(crate) fn queue_row(&self, row: BoardRow, now: Instant) -> QueueRow {
        let definition = self
            .rules
            .workflows
            .get(&row.workflow.key, row.workflow.version);
        let state = definition
            .as_ref()
            .and_then(|definition| definition.state(&row.state));
        let form = row
            .request_type
            .as_ref()
            .and_then(|key| self.rules.forms.find(key));
        let workflow_title = || {
            definition
                .as_ref()
                .map(|one| one.title.clone())
                .unwrap_or_default()
        };
        QueueRow {
            reference: row.reference,
            title: row.title,
            kind: row.kind,
            type_title: match (row.kind, form) {
                (Kind::Request, Some(form)) => form.title.clone(),
                (Kind::Request | Kind::Verification | Kind::Escalation | Kind::Onboarding, _) => {
                    workflow_title()
                }
            },
            request_type: row.request_type,
            priority: row.priority,
            organisation: row.organisation_name,
            category: row.category,
            state_title: state.map_or_else(
                || Text {
                    fr: row.state.to_string(),
                    en: row.state.to_string(),
                },
                |state| state.title.clone(),
            ),
            reason: Reason {
                event: row.last_event,
                by_partner: row.by_partner,
                at: row.updated_at,
            },
            clock: row.clock.map(|clock| self.row_clock(clock, now)),
            owner: row.owner.map(|(id, name)| PersonBadge { id, name }),
            unread: row.unread,
        }
    }

    /// The deciding clock of a row as of `now`.
    pub(crate) fn row_clock(&self, clock: BoardClock, now: Instant) -> RowClock {
        let stage = match (clock.stage, clock.due_at) {
            (Stage::Running, Some(due_at)) if due_at < now => Stage::BreachedOpen,
            (stage, _) => stage,
        };
        let spent = match (
            clock.running_since,
            self.rules.calendars.get(&clock.calendar),
        ) {
            (Some(since), Ok(calendar)) => clock.spent.plus(calendar.between(since, now)),
            (Some(_) | None, _) => clock.spent,
        };
        RowClock {
            metric: clock.metric,
            stage,
            due_at: clock.due_at,
            target: clock.target,
            left: clock.target.minus(spent),
        }
    }

    /// What a query asks of the store for this viewer.
    pub(crate) fn filter(&self, viewer: &Viewer, query: &QueueQuery) -> Filter {
        let mut filter = Filter {
            view: view(viewer, query, self.teams_of(viewer)),
            categories: query.categories.clone(),
            kinds: query.kinds.clone(),
            request_types: query.request_types.clone(),
            priorities: query.priorities.clone(),
            ..Filter::default()
        };
        if query.view == QueueView::Waiting {
            filter.categories = vec![Category::WaitingPartner];
        }
        if let Whose::Of(person) = query.owner {
            filter.owner = Some(person);
        }
        if let Some(due) = query.due {
            let teams = self.teams_of(viewer);
            self.narrow(&mut filter, due, query.team.as_ref().or(teams.first()));
        }
        filter
    }

    /// Narrows a list to what falls due then; `team` says when its day ends.
    pub(crate) fn narrow(&self, filter: &mut Filter, due: DueIn, team: Option<&TeamKey>) {
        let now = self.now();
        let soon = now.plus(SOON);
        filter.lane = Some(Lane::Running);
        match due {
            DueIn::Late => filter.due_before = Some(now),
            DueIn::Soon => (filter.due_from, filter.due_before) = (Some(now), Some(soon)),
            DueIn::Today => {
                (filter.due_from, filter.due_before) = (Some(soon), Some(self.day_end(team, now)));
            }
            DueIn::HeldLong => {
                filter.lane = Some(Lane::Held);
                filter.state_since_before = Some(now.minus(HELD_LONG));
            }
        }
    }
}

fn view(viewer: &Viewer, query: &QueueQuery, mine: Vec<TeamKey>) -> View {
    let teams = query.team.as_ref().map_or(mine, |team| vec![team.clone()]);
    match (query.view, query.owner) {
        (_, Whose::Nobody) => View::Nobody(teams),
        (QueueView::Mine, Whose::Any) => View::Owner(viewer.person.id),
        (QueueView::Mine, Whose::Of(person)) => View::Owner(person),
        (QueueView::Triage, Whose::Any) => View::Triage {
            desks: teams,
            person: viewer.person.id,
        },
        (QueueView::Triage | QueueView::Waiting | QueueView::All, Whose::Of(_))
        | (QueueView::Waiting | QueueView::All, Whose::Any) => View::Teams(teams),
    }
}

/// A counter as shown: never more than the cap.
fn capped(n: i64) -> Capped {
    let n = u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    Capped {
        n: n.min(CAP),
        more: n > CAP,
    }
}

fn shares_team(person: &Person, teams: &[TeamKey]) -> bool {
    person
        .memberships
        .iter()
        .filter_map(|held| held.team.as_ref())
        .any(|team| teams.contains(team))
}
