//! The teams of the house: who answers, in whose hours, in which languages it is named.

use serde::Deserialize;
use toml::Spanned;

use crate::clocks::calendar::Calendars;
use crate::ids::{CalendarKey, TeamKey};
use crate::source::{Finding, Source};
use crate::text::Text;

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Stable key.
    pub key: TeamKey,
    /// Name for people.
    pub title: Text,
    /// Its hours.
    pub calendar: CalendarKey,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTeams {
    team: Vec<RawTeam>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTeam {
    key: Spanned<String>,
    title: Text,
    calendar: Spanned<String>,
}

/// Reads a file of `[[team]]` tables against the calendars there are.
///
/// # Errors
/// Every mistake found, each with its line.
pub fn parse(source: &Source<'_>, calendars: &Calendars) -> Result<Vec<Team>, Vec<Finding>> {
    let raw: RawTeams = source.parse().map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    let mut teams: Vec<Team> = Vec::new();
    for team in raw.team {
        let at = team.key.span().start;
        let calendar = CalendarKey::new(team.calendar.get_ref().as_str());
        if calendars.newest(&calendar).is_none() {
            let wrong = calendars.unknown(calendar.as_str());
            findings.push(source.finding(team.calendar.span().start, wrong));
        }
        let key = TeamKey::new(team.key.into_inner());
        if teams.iter().any(|one| one.key == key) {
            findings.push(source.finding(at, format!("team “{key}” is defined twice: remove one")));
        }
        if team.title.fr.is_empty() || team.title.en.is_empty() {
            findings.push(source.finding(at, format!("team “{key}” needs title.fr and title.en")));
        }
        teams.push(Team {
            key,
            title: team.title,
            calendar,
        });
    }
    if findings.is_empty() {
        Ok(teams)
    } else {
        Err(findings)
    }
}
