//! The teams of the house: who answers, in whose hours, in which languages it is named.

use serde::Deserialize;
use toml::Spanned;

use crate::clocks::calendar::Calendars;
use crate::ids::{CalendarKey, TeamKey};
use crate::ledger::Holder;
use crate::source::{Finding, Source, unknown};
use crate::text::Text;

/// The goal of a team whose file says none, in percent.
const USUAL_GOAL: u8 = 95;

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Stable key.
    pub key: TeamKey,
    /// Name for people.
    pub title: Text,
    /// Its hours.
    pub calendar: CalendarKey,
    /// Share of its targets that it means to meet, in percent, 1 to 100.
    pub goal_percent: u8,
    /// Whose hands a case is in while it lies with this team for another: `us`, `regional` or `central`.
    pub holder: Holder,
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
    #[serde(default = "usual_goal")]
    goal_percent: Spanned<u8>,
    holder: Option<Spanned<String>>,
}

fn usual_goal() -> Spanned<u8> {
    Spanned::new(0..0, USUAL_GOAL)
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
        let holder = match team.holder.as_ref().map(|one| one.get_ref().as_str()) {
            None | Some("us") => Holder::Us,
            Some("regional") => Holder::Regional,
            Some("central") => Holder::Central,
            Some(other) => {
                let at = team.holder.as_ref().map_or(at, |one| one.span().start);
                let wrong = unknown("holder", other, ["us", "regional", "central"]);
                findings.push(source.finding(at, wrong));
                Holder::Us
            }
        };
        if teams.iter().any(|one| one.key == key) {
            findings.push(source.finding(at, format!("team “{key}” is defined twice: remove one")));
        }
        if team.title.fr.is_empty() || team.title.en.is_empty() {
            findings.push(source.finding(at, format!("team “{key}” needs title.fr and title.en")));
        }
        let goal_percent = *team.goal_percent.get_ref();
        if !(1..=100).contains(&goal_percent) {
            let wrong = format!("goal_percent = {goal_percent} is no share: say 1 to 100");
            findings.push(source.finding(team.goal_percent.span().start, wrong));
        }
        teams.push(Team {
            key,
            title: team.title,
            calendar,
            goal_percent,
            holder,
        });
    }
    if findings.is_empty() {
        Ok(teams)
    } else {
        Err(findings)
    }
}
