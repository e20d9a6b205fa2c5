//! Routing rules as a file: ordered `[[rule]]` tables, the first that matches wins.

use serde::Deserialize;
use toml::Spanned;

use crate::case::{Kind, Priority};
use crate::ids::{RequestTypeKey, TeamKey};
use crate::people::Role;
use crate::policies::teams::Team;
use crate::routing::RoutingRule;
use crate::source::{Finding, Source, unknown};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: String,
    kind: Option<Kind>,
    request_type: Option<Spanned<String>>,
    priority: Option<Priority>,
    team: Spanned<String>,
    set_priority: Option<Priority>,
    #[serde(default = "manager")]
    role: Role,
}

/// Reads the rules against the teams and request types there are.
///
/// # Errors
/// Every mistake found, each with its line.
pub fn parse(
    source: &Source<'_>,
    teams: &[Team],
    request_types: &[&str],
) -> Result<Vec<RoutingRule>, Vec<Finding>> {
    let raw: RawRules = source.parse().map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    let mut rules = Vec::new();
    for rule in raw.rule {
        let known = || teams.iter().map(|team| team.key.as_str());
        if !known().any(|key| key == rule.team.get_ref()) {
            let wrong = unknown("team", rule.team.get_ref(), known());
            findings.push(source.finding(rule.team.span().start, wrong));
        }
        if let Some(wanted) = &rule.request_type
            && !request_types.contains(&wanted.get_ref().as_str())
        {
            let wrong = unknown(
                "request type",
                wanted.get_ref(),
                request_types.iter().copied(),
            );
            findings.push(source.finding(wanted.span().start, wrong));
        }
        rules.push(RoutingRule {
            name: rule.name,
            kind: rule.kind,
            request_type: rule
                .request_type
                .map(|key| RequestTypeKey::new(key.into_inner())),
            priority: rule.priority,
            team: TeamKey::new(rule.team.into_inner()),
            set_priority: rule.set_priority,
            role: rule.role,
        });
    }
    if findings.is_empty() {
        Ok(rules)
    } else {
        Err(findings)
    }
}

const fn manager() -> Role {
    Role::Manager
}
