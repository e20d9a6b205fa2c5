//! How a page of cases is walked: each list is one or a few branches, each branch one index, and no
//! branch reads more rows than the page has.

use domain::access::CaseScope;
use domain::case::{Category, Kind, Priority};
use domain::changes::Lane;
use domain::ids::{CaseId, OrganisationId, PersonId, RequestTypeKey, TeamKey};
use domain::time::Instant;

use crate::store::branch::{self, Branch, branches};
use crate::store::rows::case::lane;
use crate::store::scope;
use crate::store::sql::Sql;

/// Which part of the cases a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Everything within the scope.
    #[default]
    All,
    /// What these desks hold and nobody has, and what the person has.
    Triage {
        /// The desks.
        desks: Vec<TeamKey>,
        /// The person.
        person: PersonId,
    },
    /// What the person has.
    Owner(PersonId),
    /// What these teams answer for or hold.
    Teams(Vec<TeamKey>),
    /// What these desks hold.
    Desks(Vec<TeamKey>),
    /// What these desks hold and nobody has.
    Nobody(Vec<TeamKey>),
    /// What concerns the publisher.
    Organisation(OrganisationId),
    /// What the person began to write and has not sent.
    Drafts(PersonId),
}

/// What else must be true of a case; empty lists ask nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Which part.
    pub view: View,
    /// One of these categories.
    pub categories: Vec<Category>,
    /// One of these kinds.
    pub kinds: Vec<Kind>,
    /// One of these forms.
    pub request_types: Vec<RequestTypeKey>,
    /// One of these priorities.
    pub priorities: Vec<Priority>,
    /// Asked by this person.
    pub requester: Option<PersonId>,
    /// Had by this person.
    pub owner: Option<PersonId>,
    /// Of this publisher.
    pub organisation: Option<OrganisationId>,
    /// In this lane of the queue.
    pub lane: Option<Lane>,
    /// Placed at or after this instant within its lane.
    pub due_from: Option<Instant>,
    /// Placed before this instant within its lane.
    pub due_before: Option<Instant>,
    /// In its present state since before this instant.
    pub state_since_before: Option<Instant>,
    /// Resolved at or after this instant.
    pub resolved_from: Option<Instant>,
}

/// In which order a list is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The queue: lane, place, identity; only what is in the queue.
    Deadline(Option<(Lane, Instant, CaseId)>),
    /// Newest first: identity downwards; drafts and finished cases too.
    Newest(Option<CaseId>),
    /// What was sent and is over, and was touched after this instant: the last touched first.
    Finished(Instant),
}

impl Order {
    const fn by(self) -> &'static str {
        match self {
            Self::Deadline(_) => " ORDER BY c.board_lane, c.board_due_at, c.id",
            Self::Newest(_) => " ORDER BY c.id DESC",
            Self::Finished(_) => " ORDER BY c.updated_at DESC, c.id DESC",
        }
    }
}

/// A branch, and the finer index that the filter allows to walk instead of the branch's own.
struct Walk {
    branch: Branch,
    finer: Finer,
}

/// Indexes of one team's or desk's share, cut by what the menu asks for.
#[derive(Clone, Copy)]
enum Finer {
    /// None: the branch's own.
    Whole,
    /// What waits for the partner.
    Waiting,
    /// One kind.
    Kind(Kind),
    /// What is on hold, by how long it stands where it stands; for counting.
    HeldSince,
}

/// The walks of one page, one for each branch: each gives at most `limit` cases in order, no case twice;
/// the page is the first `limit` of all. `select` goes up to the `WHERE` and reads from `cases c`.
pub(crate) fn pages(
    select: &Sql,
    within: &CaseScope,
    filter: &Filter,
    order: Order,
    limit: i64,
) -> Vec<Sql> {
    let mut pages = Vec::new();
    for walk in walks(within, filter, order, Finer::Whole) {
        let mut sql = select.clone();
        sql.push(" WHERE ");
        push_walk(&mut sql, &walk, within, filter, order);
        sql.push(order.by()).number(" LIMIT ", limit);
        pages.push(sql);
    }
    pages
}

/// Counts the cases of a walk, each branch to `cap` at most.
pub(crate) fn count(within: &CaseScope, filter: &Filter, order: Order, cap: i64) -> Sql {
    let counted = if filter.lane == Some(Lane::Held) && filter.state_since_before.is_some() {
        Finer::HeldSince
    } else {
        Finer::Whole
    };
    let mut sql = Sql::new("SELECT COUNT(*) FROM (");
    for (at, walk) in walks(within, filter, order, counted)
        .into_iter()
        .enumerate()
    {
        sql.push(if at == 0 { "" } else { " UNION ALL " })
            .push("SELECT * FROM (SELECT 1 FROM cases c WHERE ");
        push_walk(&mut sql, &walk, within, filter, order);
        sql.number(" LIMIT ", cap).push(") AS branch");
    }
    sql.push(") AS walk");
    sql
}

/// The branches of a list, each cut as fine as the filter allows; one of several kinds is a walk a kind.
fn walks(within: &CaseScope, filter: &Filter, order: Order, counted: Finer) -> Vec<Walk> {
    let queue = matches!(order, Order::Deadline(_));
    let waiting = filter.categories == [Category::WaitingPartner];
    let mut walks = Vec::new();
    for branch in branches(within, filter) {
        let finer: Vec<Finer> = match counted {
            Finer::HeldSince if branch.is_shared() => vec![Finer::HeldSince],
            Finer::Whole | Finer::Waiting | Finer::Kind(_) | Finer::HeldSince => {
                if !queue || !branch.is_shared() {
                    vec![Finer::Whole]
                } else if waiting {
                    vec![Finer::Waiting]
                } else if filter.kinds.is_empty() {
                    vec![Finer::Whole]
                } else {
                    let asked = |kind: &Kind| filter.kinds.contains(kind);
                    let kinds = Kind::ALL.into_iter().filter(asked);
                    kinds.map(Finer::Kind).collect()
                }
            }
        };
        walks.extend(finer.into_iter().map(|finer| Walk {
            branch: branch.clone(),
            finer,
        }));
    }
    walks
}

fn push_walk(sql: &mut Sql, walk: &Walk, within: &CaseScope, filter: &Filter, order: Order) {
    branch::push(sql, &walk.branch);
    push_order(sql, walk, order);
    push_filter(sql, filter, walk.finer);
    push_scope(sql, within, &walk.branch, order);
}

/// Says the lane, and what the walk is cut by, as the partial indexes say it: in the text and not as a
/// value, so that the index meant applies, and no other.
fn push_order(sql: &mut Sql, walk: &Walk, order: Order) {
    match order {
        Order::Deadline(after) => {
            match (walk.finer, &walk.branch) {
                (Finer::Waiting, _) => {
                    sql.push(" AND c.board_lane IN (0, 1) AND c.category = 'waiting_partner'")
                }
                (Finer::Kind(kind), _) => sql
                    .push(" AND c.board_lane IN (0, 1) AND c.kind = '")
                    .push(kind.as_str())
                    .push("'"),
                (Finer::HeldSince, _) => sql.push(" AND c.board_lane = 1"),
                (Finer::Whole, Branch::Everything) => sql.push(" AND c.board_lane IN (0, 1)"),
                (Finer::Whole, _) => sql.push(" AND c.board_lane < 2"),
            };
            if let Some((at, due, id)) = after {
                sql.arg(" AND (c.board_lane, c.board_due_at, c.id) > (", lane(at))
                    .arg(", ", due.millis())
                    .arg(", ", id.uuid())
                    .push(")");
            }
        }
        Order::Newest(after) => {
            if let Some(id) = after {
                sql.arg(" AND c.id < ", id.uuid());
            }
        }
        Order::Finished(since) => {
            sql.push(" AND c.board_lane = 2 AND c.submitted_at IS NOT NULL")
                .arg(" AND c.updated_at > ", since.millis());
        }
    }
}

/// The scope's condition, unless the branch is a part of the scope already: then the index alone decides,
/// and a count reads nothing else. What is in the queue was submitted.
fn push_scope(sql: &mut Sql, within: &CaseScope, branch: &Branch, order: Order) {
    let queue = matches!(order, Order::Deadline(_));
    let implied = match (within, branch) {
        (CaseScope::Everything, _) => true,
        (
            CaseScope::Teams(teams),
            Branch::Team(team)
            | Branch::OwnDesk(team)
            | Branch::DeskOfOthers(team, _)
            | Branch::Nobody(team),
        ) => teams.contains(team),
        (
            CaseScope::Teams(_),
            Branch::Everything
            | Branch::Owner(_)
            | Branch::OwnerWithin(..)
            | Branch::Organisation(_)
            | Branch::Drafts(_),
        )
        | (CaseScope::Organisation { .. } | CaseScope::Nothing, _) => false,
    };
    if !(queue && implied) {
        sql.push(" AND ");
        scope::push(sql, within);
    }
}

/// What the walk itself does not say yet.
fn push_filter(sql: &mut Sql, filter: &Filter, finer: Finer) {
    let (waiting, kind, held) = match finer {
        Finer::Whole => (false, false, false),
        Finer::Waiting => (true, false, false),
        Finer::Kind(_) => (false, true, false),
        Finer::HeldSince => (false, false, true),
    };
    if let Some(one) = filter.lane.filter(|_| !held) {
        sql.arg(" AND c.board_lane = ", lane(one));
    }
    if let Some(from) = filter.due_from {
        sql.arg(" AND c.board_due_at >= ", from.millis());
    }
    if let Some(before) = filter.due_before {
        sql.arg(" AND c.board_due_at < ", before.millis());
    }
    if !filter.categories.is_empty() && !waiting {
        sql.push(" AND c.category IN ")
            .list(filter.categories.iter().map(|one| one.as_str()));
    }
    if !filter.kinds.is_empty() && !kind {
        sql.push(" AND c.kind IN ")
            .list(filter.kinds.iter().map(|one| one.as_str()));
    }
    if !filter.request_types.is_empty() {
        sql.push(" AND c.request_type IN ")
            .list(filter.request_types.iter().map(RequestTypeKey::as_str));
    }
    if !filter.priorities.is_empty() {
        sql.push(" AND c.priority IN ")
            .list(filter.priorities.iter().map(|one| one.as_str()));
    }
    if let Some(person) = filter.requester {
        sql.arg(" AND c.requester_id = ", person.uuid());
    }
    if let Some(person) = filter.owner {
        sql.arg(" AND c.owner_id = ", person.uuid());
    }
    if let Some(organisation) = filter.organisation {
        sql.arg(" AND c.organisation_id = ", organisation.uuid());
    }
    if let Some(before) = filter.state_since_before {
        sql.arg(" AND c.state_since < ", before.millis());
    }
    if let Some(from) = filter.resolved_from {
        sql.arg(" AND c.resolved_at >= ", from.millis());
    }
}
