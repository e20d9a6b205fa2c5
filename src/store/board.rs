//! Lists of cases: the queue in deadline order, and every case newest first. Always a page by key,
//! always within a scope; counts stop at a cap.

use std::cmp::Reverse;
use std::fmt;

use domain::access::CaseScope;
use domain::case::{Category, Kind, Priority, Reference, WorkflowRef};
use domain::changes::Lane;
use domain::ids::{CaseId, OrganisationId, PersonId, RequestTypeKey, StateKey, WorkflowKey};
use domain::time::Instant;
use uuid::Uuid;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::board_clock::{self, BoardClock};
use crate::store::rows::case::{instant, lane, person, read_lane};
use crate::store::sql::{Columns, Sql};
use crate::store::walk::{self, Filter, Order, View};

/// Most rows of one page.
pub const PAGE: u32 = 200;

/// Where a page of the queue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The lane.
    pub lane: Lane,
    /// The place within it.
    pub due_at: Instant,
    /// The case.
    pub id: CaseId,
}

impl Cursor {
    /// Reads what [`fmt::Display`] wrote into an address; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let lane = read_lane(parts.next()?.parse().ok()?).ok()?;
        let due_at = Instant::from_millis(parts.next()?.parse().ok()?);
        let id = CaseId::from_uuid(Uuid::parse_str(parts.next()?).ok()?);
        Some(Self { lane, due_at, id })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{}.{}",
            lane(self.lane),
            self.due_at.millis(),
            self.id.uuid().simple()
        )
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R, C> {
    /// The rows, in order.
    pub rows: Vec<R>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<C>,
}

/// A count that stops at its cap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capped {
    /// The count, at most the cap.
    pub n: u32,
    /// Whether there are more.
    pub more: bool,
}

/// A case in a list, with everything its row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// Identity.
    pub id: CaseId,
    /// What people call it.
    pub reference: Reference,
    /// Which of the four.
    pub kind: Kind,
    /// The pinned workflow, for the state's name.
    pub workflow: WorkflowRef,
    /// Where it stands.
    pub state: StateKey,
    /// The state's category.
    pub category: Category,
    /// The form it came by.
    pub request_type: Option<RequestTypeKey>,
    /// One line.
    pub title: String,
    /// How much it matters.
    pub priority: Priority,
    /// The publisher.
    pub organisation: OrganisationId,
    /// The publisher's short name.
    pub organisation_slug: String,
    /// The publisher's name.
    pub organisation_name: String,
    /// Who has it, with their name.
    pub owner: Option<(PersonId, String)>,
    /// Which part of the queue it is in.
    pub lane: Lane,
    /// Its place there: when it is due, or the wait is to end.
    pub due_at: Instant,
    /// The clock that decides the place, as of the last write.
    pub clock: Option<BoardClock>,
    /// Key of the last entry of its history, such as `message_added`.
    pub last_event: String,
    /// Whether the partner made that entry.
    pub by_partner: bool,
    /// When anything last happened.
    pub updated_at: Instant,
    /// When it was submitted; `None` for a draft.
    pub submitted_at: Option<Instant>,
    /// When it entered its present state.
    pub state_since: Instant,
    /// When it last entered the category done.
    pub resolved_at: Option<Instant>,
    /// Its version.
    pub version: i64,
    /// Whether something happened that the viewer has not seen.
    pub unread: bool,
}

/// What a row takes, in the order of [`read`].
const SELECT: &str = "SELECT c.id, c.kind, c.number, c.workflow_key, c.workflow_version, c.state, \
     c.category, c.request_type, c.title, c.priority, c.organisation_id, c.owner_id, c.board_lane, \
     c.board_due_at, c.board_clock, c.last_event, c.last_actor, c.updated_at, c.submitted_at, \
     c.state_since, c.resolved_at, c.version, o.slug, o.name, p.name, s.seen_at FROM cases c \
     LEFT JOIN organisation o ON o.id = c.organisation_id \
     LEFT JOIN person p ON p.id = c.owner_id \
     LEFT JOIN case_seen s ON s.case_id = c.id AND s.person_id = ";

impl Store {
    /// A page of the queue in deadline order, at most `limit` rows (≤ 200), as `viewer` sees it.
    pub async fn list_board(
        &self,
        within: &CaseScope,
        filter: &Filter,
        viewer: PersonId,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<BoardRow, Cursor>, StoreError> {
        let order = Order::Deadline(after.map(|one| (one.lane, one.due_at, one.id)));
        let (rows, more) = self.rows(within, filter, viewer, order, limit).await?;
        let next = rows.last().filter(|_| more).map(|last| Cursor {
            lane: last.lane,
            due_at: last.due_at,
            id: last.id,
        });
        Ok(Page { rows, next })
    }

    /// A page of all cases within the scope, newest first, drafts and finished ones too; at most `limit`
    /// rows (≤ 200).
    pub async fn list_cases(
        &self,
        within: &CaseScope,
        filter: &Filter,
        viewer: PersonId,
        after: Option<CaseId>,
        limit: u32,
    ) -> Result<Page<BoardRow, CaseId>, StoreError> {
        let order = Order::Newest(after);
        let (rows, more) = self.rows(within, filter, viewer, order, limit).await?;
        let next = rows.last().filter(|_| more).map(|last| last.id);
        Ok(Page { rows, next })
    }

    /// What was sent, is over, and was touched after `since`: the last touched first, at most `limit` rows
    /// (≤ 200).
    pub async fn list_finished(
        &self,
        within: &CaseScope,
        viewer: PersonId,
        since: Instant,
        limit: u32,
    ) -> Result<Vec<BoardRow>, StoreError> {
        let order = Order::Finished(since);
        let filter = Filter::default();
        let (rows, _) = self.rows(within, &filter, viewer, order, limit).await?;
        Ok(rows)
    }

    /// How many cases of the queue fit, counted to `cap` at most.
    pub async fn count_board(
        &self,
        within: &CaseScope,
        filter: &Filter,
        cap: u32,
    ) -> Result<Capped, StoreError> {
        let order = Order::Deadline(None);
        let row = self
            .one(walk::count(within, filter, order, i64::from(cap) + 1))
            .await?;
        let n: i64 = row.map_or(Ok(0), |row| Columns::of(&row).take())?;
        let more = n > i64::from(cap);
        let n = u32::try_from(n).unwrap_or(cap).min(cap);
        Ok(Capped { n, more })
    }

    /// The plan by which the engine walks a page of the queue, for people who look into speed.
    pub async fn explain_board(
        &self,
        within: &CaseScope,
        filter: &Filter,
        viewer: PersonId,
        after: Option<Cursor>,
    ) -> Result<String, StoreError> {
        let order = Order::Deadline(after.map(|one| (one.lane, one.due_at, one.id)));
        self.explain(pages(within, filter, viewer, order, 50)).await
    }

    /// The plan by which the engine counts a part of the queue.
    pub async fn explain_count(
        &self,
        within: &CaseScope,
        filter: &Filter,
    ) -> Result<String, StoreError> {
        let order = Order::Deadline(None);
        self.explain(vec![walk::count(within, filter, order, 1_001)])
            .await
    }

    /// The plans by which the engine reads a partner's drafts and what was lately finished for them.
    pub async fn explain_portal(
        &self,
        within: &CaseScope,
        person: PersonId,
        since: Instant,
    ) -> Result<String, StoreError> {
        let drafts = Filter {
            view: View::Drafts(person),
            ..Filter::default()
        };
        let mut walks = pages(within, &drafts, person, Order::Newest(None), 50);
        let finished = Order::Finished(since);
        walks.extend(pages(within, &Filter::default(), person, finished, 20));
        self.explain(walks).await
    }

    async fn explain(&self, statements: Vec<Sql>) -> Result<String, StoreError> {
        let column = self.engine().plan_column();
        let mut plan = String::new();
        for sql in statements {
            let mut explained = Sql::new(self.engine().explain());
            explained.append(sql);
            for row in self.all(explained).await? {
                plan.push_str(&row.at::<String>(column)?);
                plan.push('\n');
            }
        }
        Ok(plan)
    }

    async fn rows(
        &self,
        within: &CaseScope,
        filter: &Filter,
        viewer: PersonId,
        order: Order,
        limit: u32,
    ) -> Result<(Vec<BoardRow>, bool), StoreError> {
        let limit = limit.clamp(1, PAGE);
        let mut rows = Vec::new();
        for sql in pages(within, filter, viewer, order, i64::from(limit) + 1) {
            for row in self.all(sql).await? {
                rows.push(read(&mut Columns::of(&row))?);
            }
        }
        match order {
            Order::Deadline(_) => rows.sort_unstable_by_key(|row| (row.lane, row.due_at, row.id)),
            Order::Newest(_) => rows.sort_unstable_by_key(|row| Reverse(row.id)),
            Order::Finished(_) => {
                rows.sort_unstable_by_key(|row| Reverse((row.updated_at, row.id)));
            }
        }
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > wanted;
        rows.truncate(wanted);
        Ok((rows, more))
    }
}

/// The walks with names and the unread mark beside each row.
fn pages(
    within: &CaseScope,
    filter: &Filter,
    viewer: PersonId,
    order: Order,
    limit: i64,
) -> Vec<Sql> {
    let mut select = Sql::default();
    select.arg(SELECT, viewer.uuid());
    walk::pages(&select, within, filter, order, limit)
}

fn read(columns: &mut Columns<'_>) -> Result<BoardRow, StoreError> {
    let id = CaseId::from_uuid(columns.take()?);
    let kind: Kind = columns.key()?;
    let reference = Reference::new(kind, columns.small()?);
    let workflow = WorkflowRef {
        key: WorkflowKey::new(columns.take::<String>()?),
        version: columns.small()?,
    };
    let state = StateKey::new(columns.take::<String>()?);
    let category = columns.key()?;
    let request_type = columns.take::<Option<String>>()?.map(RequestTypeKey::new);
    let title = columns.take()?;
    let priority = columns.key()?;
    let organisation = OrganisationId::from_uuid(columns.take()?);
    let owner = person(columns)?;
    let lane = read_lane(columns.take()?)?;
    let due_at = Instant::from_millis(columns.take()?);
    let clock = board_clock::read(columns.take::<Option<String>>()?.as_deref())?;
    let last_event = columns.take()?;
    let by_partner = columns.take::<String>()? == "partner";
    let updated_at = Instant::from_millis(columns.take()?);
    let submitted_at = instant(columns)?;
    let state_since = Instant::from_millis(columns.take()?);
    let resolved_at = instant(columns)?;
    let version = columns.take()?;
    let organisation_slug = columns.take::<Option<String>>()?.unwrap_or_default();
    let organisation_name = columns.take::<Option<String>>()?.unwrap_or_default();
    let owner_name = columns.take::<Option<String>>()?;
    let seen_at = instant(columns)?;
    Ok(BoardRow {
        id,
        reference,
        kind,
        workflow,
        state,
        category,
        request_type,
        title,
        priority,
        organisation,
        organisation_slug,
        organisation_name,
        owner: owner.map(|id| (id, owner_name.unwrap_or_default())),
        lane,
        due_at,
        clock,
        last_event,
        by_partner,
        updated_at,
        submitted_at,
        state_since,
        resolved_at,
        version,
        unread: seen_at.is_none_or(|seen| seen < updated_at),
    })
}
