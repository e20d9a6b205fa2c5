//! The branches of a list: for each view, within what the viewer may see, the indexes to walk.

use domain::access::CaseScope;
use domain::ids::{OrganisationId, PersonId, TeamKey};
use uuid::Uuid;

use crate::store::sql::Sql;
use crate::store::walk::{Filter, View};

/// One index to walk: an equality on its first column, and what keeps branches apart.
#[derive(Clone, Debug)]
pub(crate) enum Branch {
    /// The whole queue.
    Everything,
    /// What the team answers for.
    Team(TeamKey),
    /// What the team answers for and holds.
    OwnDesk(TeamKey),
    /// What the desk holds while another team answers, none of these.
    DeskOfOthers(TeamKey, Vec<TeamKey>),
    /// What the desk holds and nobody has.
    Nobody(TeamKey),
    /// What the person has.
    Owner(PersonId),
    /// What the person has of these teams' share.
    OwnerWithin(PersonId, Vec<TeamKey>),
    /// What concerns the publisher.
    Organisation(OrganisationId),
    /// What the person has not sent yet.
    Drafts(PersonId),
}

impl Branch {
    /// Whether the branch is a team's or a desk's share, which a filter may cut finer.
    pub(crate) const fn is_shared(&self) -> bool {
        match self {
            Self::Team(_) | Self::OwnDesk(_) | Self::DeskOfOthers(..) => true,
            Self::Everything
            | Self::Nobody(_)
            | Self::Owner(_)
            | Self::OwnerWithin(..)
            | Self::Organisation(_)
            | Self::Drafts(_) => false,
        }
    }
}

/// A view is narrowed to the scope's own indexes where it says nothing itself.
pub(crate) fn branches(within: &CaseScope, filter: &Filter) -> Vec<Branch> {
    match &filter.view {
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
        // What one person has is less than what a team has.
        View::Teams(teams) => match filter.owner {
            Some(person) => vec![Branch::OwnerWithin(person, teams.clone())],
            None => of_teams(teams),
        },
        View::Desks(desks) => of_desks(desks),
        View::Nobody(desks) => of_nobody(desks),
        View::Organisation(organisation) => vec![Branch::Organisation(*organisation)],
        View::Drafts(person) => vec![Branch::Drafts(*person)],
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

/// Appends the condition of the branch.
pub(crate) fn push(sql: &mut Sql, branch: &Branch) {
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
        Branch::OwnerWithin(person, teams) => sql
            .arg("c.owner_id = ", person.uuid())
            .push(" AND (c.team IN ")
            .list(teams.iter().map(TeamKey::as_str))
            .push(" OR c.desk IN ")
            .list(teams.iter().map(TeamKey::as_str))
            .push(")"),
        Branch::Organisation(organisation) => sql.arg("c.organisation_id = ", organisation.uuid()),
        Branch::Drafts(person) => sql
            .arg("c.requester_id = ", person.uuid())
            .push(" AND c.submitted_at IS NULL AND c.category <> 'void'"),
    };
}
