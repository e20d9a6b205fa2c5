//! The one rendering of [`CaseScope`] as a condition; everything a person can reach goes through it.

use domain::access::CaseScope;
use domain::ids::TeamKey;

use crate::store::sql::Sql;

/// Appends the condition; `c` is `cases`. It says in SQL what [`CaseScope::admits`] says of one case.
pub(crate) fn push(sql: &mut Sql, scope: &CaseScope) {
    match scope {
        CaseScope::Everything => {
            sql.push("c.submitted_at IS NOT NULL");
        }
        CaseScope::Teams(teams) => {
            sql.push("(c.submitted_at IS NOT NULL AND (c.team IN ")
                .list(teams.iter().map(TeamKey::as_str))
                .push(" OR c.desk IN ")
                .list(teams.iter().map(TeamKey::as_str))
                .push("))");
        }
        CaseScope::Organisation {
            organisation,
            person,
        } => {
            sql.arg("(c.organisation_id = ", organisation.uuid())
                .arg(" AND (c.requester_id = ", person.uuid())
                .push(" OR (c.confidential = FALSE AND c.submitted_at IS NOT NULL)))");
        }
        CaseScope::Nothing => {
            sql.push("1 = 0");
        }
    }
}
