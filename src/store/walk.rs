//! How a page of cases is walked: each list is one or a few branches, each branch one index, and no
//! branch reads more rows than the page has.

use domain::access::CaseScope;
use domain::case::{Category, Kind, Priority};
use domain::changes::Lane;
use domain::ids::{CaseId, OrganisationId, PersonId, RequestTypeKey, TeamKey};
use domain::time::Instant;
use uuid::Uuid;

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
}

impl Order {
    const fn by(self) -> &'static str {
        match self {
            Self::Deadline(_) => " ORDER BY c.board_lane, c.board_due_at, c.id",
            Self::Newest(_) => " ORDER BY c.id DESC",
        }
    }
}

/// One index to walk: an equality on its first column, and what keeps branches apart.
enum Branch {
    Everything,
    Team(TeamKey),
    OwnDesk(TeamKey),
    DeskOfOthers(TeamKey, Vec<TeamKey>),
    Nobody(TeamKey),
    Owner(PersonId),
    Organisation(OrganisationId),
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
    for branch in branches(within, &filter.view) {
        let mut sql = select.clone();
        sql.push(" WHERE ");
        push_branch(&mut sql, &branch);
        push_order(&mut sql, &branch, order);
        push_filter(&mut sql, filter);
        push_scope(&mut sql, within, &branch, order);
        sql.push(order.by()).number(" LIMIT ", limit);
        pages.push(sql);
    }
    pages
}

/// Counts the cases of a walk, each branch to `cap` at most.
pub(crate) fn count(within: &CaseScope, filter: &Filter, order: Order, cap: i64) -> Sql {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (");
    for (at, branch) in branches(within, &filter.view).into_iter().enumerate() {
        sql.push(if at == 0 { "" } else { " UNION ALL " })
            .push("SELECT * FROM (SELECT 1 FROM cases c WHERE ");
        push_branch(&mut sql, &branch);
        push_order(&mut sql, &branch, order);
        push_filter(&mut sql, filter);
        push_scope(&mut sql, within, &branch, order);
        sql.number(" LIMIT ", cap).push(") AS branch");
    }
    sql.push(") AS walk");
    sql
}

/// A view is narrowed to the scope's own indexes where it says nothing itself.
fn branches(within: &CaseScope, view: &View) -> Vec<Branch> {
    match view {
        View::All => match within {
            CaseScope::Everything | CaseScope::Nothing => vec![Branch::Everything],
            CaseScope::Teams(teams) => of_teams(teams),
            CaseScope::Organisation { organisation, .. } => {
                vec![Branch::Organisation(*organisation)]
            }
        },
        View::Triage { desks, person } => {
            let mut all = of_nobody(desks);
            all.push(Branch::Owner(*person));
            all
        }
        View::Owner(person) => vec![Branch::Owner(*person)],
        View::Teams(teams) => of_teams(teams),
        View::Desks(desks) => of_desks(desks),
        View::Nobody(desks) => of_nobody(desks),
        View::Organisation(organisation) => vec![Branch::Organisation(*organisation)],
    }
}

fn of_teams(teams: &[TeamKey]) -> Vec<Branch> {
    let mut all: Vec<Branch> = teams.iter().cloned().map(Branch::Team).collect();
    all.extend(
        teams
            .iter()
            .map(|desk| Branch::DeskOfOthers(desk.clone(), teams.to_vec())),
    );
    or_nothing(all)
}

fn of_desks(desks: &[TeamKey]) -> Vec<Branch> {
    let mut all: Vec<Branch> = desks.iter().cloned().map(Branch::OwnDesk).collect();
    all.extend(
        desks
            .iter()
            .map(|desk| Branch::DeskOfOthers(desk.clone(), Vec::new())),
    );
    or_nothing(all)
}

fn of_nobody(desks: &[TeamKey]) -> Vec<Branch> {
    or_nothing(desks.iter().cloned().map(Branch::Nobody).collect())
}

/// No team at all is nobody's view: a branch that nothing is in keeps the statement whole.
fn or_nothing(branches: Vec<Branch>) -> Vec<Branch> {
    if branches.is_empty() {
        vec![Branch::Owner(PersonId::from_uuid(Uuid::nil()))]
    } else {
        branches
    }
}

fn push_branch(sql: &mut Sql, branch: &Branch) {
    match branch {
        Branch::Everything => sql.push("1 = 1"),
        Branch::Team(team) => sql.arg("c.team = ", team.as_str()),
        Branch::OwnDesk(desk) => sql
            .arg("c.team = ", desk.as_str())
            .push(" AND c.desk = c.team"),
        Branch::DeskOfOthers(desk, teams) => {
            sql.arg("c.desk = ", desk.as_str())
                .push(" AND c.desk <> c.team");
            if !teams.is_empty() {
                sql.push(" AND c.team NOT IN ")
                    .list(teams.iter().map(TeamKey::as_str));
            }
            sql
        }
        Branch::Nobody(desk) => sql
            .arg("c.desk = ", desk.as_str())
            .push(" AND c.owner_id IS NULL"),
        Branch::Owner(person) => sql.arg("c.owner_id = ", person.uuid()),
        Branch::Organisation(organisation) => sql.arg("c.organisation_id = ", organisation.uuid()),
    };
}

fn push_order(sql: &mut Sql, branch: &Branch, order: Order) {
    match order {
        Order::Deadline(after) => {
            // Said as the partial indexes say it, so that they apply, and no other.
            sql.push(match branch {
                Branch::Everything => " AND c.board_lane IN (0, 1)",
                Branch::Team(_)
                | Branch::OwnDesk(_)
                | Branch::DeskOfOthers(..)
                | Branch::Nobody(_)
                | Branch::Owner(_)
                | Branch::Organisation(_) => " AND c.board_lane < 2",
            });
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
        (CaseScope::Teams(_), Branch::Everything | Branch::Owner(_) | Branch::Organisation(_))
        | (CaseScope::Organisation { .. } | CaseScope::Nothing, _) => false,
    };
    if !(queue && implied) {
        sql.push(" AND ");
        scope::push(sql, within);
    }
}

fn push_filter(sql: &mut Sql, filter: &Filter) {
    if let Some(one) = filter.lane {
        sql.arg(" AND c.board_lane = ", lane(one));
    }
    if let Some(from) = filter.due_from {
        sql.arg(" AND c.board_due_at >= ", from.millis());
    }
    if let Some(before) = filter.due_before {
        sql.arg(" AND c.board_due_at < ", before.millis());
    }
    if !filter.categories.is_empty() {
        sql.push(" AND c.category IN ")
            .list(filter.categories.iter().map(|one| one.as_str()));
    }
    if !filter.kinds.is_empty() {
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
