//! Rotas as a file: `[[rota]]` tables, checked against the teams there are.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use crate::ids::{RotaKey, TeamKey};
use crate::people::Role;
use crate::policies::teams::Team;
use crate::rota::{Crew, Rota};
use crate::source::{Finding, Source, nearest, unknown};
use crate::text::Text;

const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRotas {
    #[serde(default)]
    rota: Vec<RawRota>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRota {
    key: Spanned<String>,
    team: Spanned<String>,
    title: Text,
    zone: Spanned<String>,
    handover: RawHandover,
    anchor: Spanned<String>,
    members: Option<Vec<Spanned<String>>>,
    role: Option<Spanned<Role>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHandover {
    day: Spanned<String>,
    time: Spanned<String>,
}

/// Reads a file of `[[rota]]` tables.
///
/// # Errors
/// Every mistake found, each with its line.
pub fn parse(source: &Source<'_>, teams: &[Team]) -> Result<Vec<Rota>, Vec<Finding>> {
    let raw: RawRotas = source.parse().map_err(|finding| vec![finding])?;
    let mut reader = Reader {
        source,
        teams,
        findings: Vec::new(),
    };
    let mut rotas: Vec<Rota> = Vec::new();
    for one in raw.rota {
        let at = one.key.span().start;
        let Some(rota) = reader.rota(one) else {
            continue;
        };
        if rotas.iter().any(|other| other.key == rota.key) {
            reader.wrong(
                at,
                format!("rota “{}” is defined twice: remove one", rota.key),
            );
        }
        rotas.push(rota);
    }
    if reader.findings.is_empty() {
        Ok(rotas)
    } else {
        Err(reader.findings)
    }
}

struct Reader<'a> {
    source: &'a Source<'a>,
    teams: &'a [Team],
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn rota(&mut self, raw: RawRota) -> Option<Rota> {
        let at = raw.key.span().start;
        let key = RotaKey::new(raw.key.into_inner());
        if raw.title.fr.is_empty() || raw.title.en.is_empty() {
            self.wrong(at, format!("rota “{key}” needs title.fr and title.en"));
        }
        let team = raw.team.get_ref();
        if !self.teams.iter().any(|one| one.key.as_str() == team) {
            let known = self.teams.iter().map(|one| one.key.as_str());
            let wrong = unknown("team", team, known);
            self.wrong(raw.team.span().start, wrong);
        }
        let crew = self.crew(at, raw.members, raw.role);
        let zone = self.zone(&raw.zone);
        let weekday = self.weekday(&raw.handover.day);
        let time = self.read(&raw.handover.time, "a time of day such as 09:00", |text| {
            text.parse::<Time>().ok()
        });
        let anchor = self.read(&raw.anchor, "a day such as 2026-01-05", |text| {
            text.parse::<Date>().ok()
        });
        Some(Rota {
            key,
            team: TeamKey::new(raw.team.into_inner()),
            title: raw.title,
            zone: zone?,
            weekday: weekday?,
            time: time?,
            anchor: anchor?,
            crew: crew?,
        })
    }

    fn crew(
        &mut self,
        at: usize,
        members: Option<Vec<Spanned<String>>>,
        role: Option<Spanned<Role>>,
    ) -> Option<Crew> {
        match (members, role) {
            (Some(members), None) if !members.is_empty() => {
                let mut named: Vec<String> = Vec::new();
                for member in members {
                    let at = member.span().start;
                    let address = member.into_inner().trim().to_lowercase();
                    if address.split_once('@').is_none_or(|(local, host)| {
                        local.is_empty() || host.is_empty() || address.contains(' ')
                    }) {
                        self.wrong(at, format!("“{address}” is no mail address"));
                    }
                    if named.contains(&address) {
                        self.wrong(at, format!("“{address}” takes turns twice: remove one"));
                    }
                    named.push(address);
                }
                Some(Crew::Named(named))
            }
            (None, Some(role)) => match *role.get_ref() {
                held @ (Role::Manager | Role::Lead | Role::Reviewer | Role::Specialist) => {
                    Some(Crew::Holding(held))
                }
                held @ (Role::Partner | Role::Admin | Role::System) => {
                    let wrong = format!("nobody holds the role “{}” in a team", held.as_str());
                    self.wrong(role.span().start, wrong);
                    None
                }
            },
            (Some(_) | None, None) | (Some(_), Some(_)) => {
                self.wrong(
                    at,
                    "a rota needs either members = [\"address\", …] or role = \"specialist\"",
                );
                None
            }
        }
    }

    fn zone(&mut self, raw: &Spanned<String>) -> Option<TimeZone> {
        let name = raw.get_ref();
        if let Ok(zone) = TimeZone::get(name) {
            return Some(zone);
        }
        let known = jiff::tz::db().available();
        let names: Vec<String> = known.map(|zone| zone.as_str().to_owned()).collect();
        let message = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("zone “{name}” is unknown, did you mean “{near}”?"),
            None => format!("zone “{name}” is no IANA name such as Europe/Paris"),
        };
        self.wrong(raw.span().start, message);
        None
    }

    fn weekday(&mut self, raw: &Spanned<String>) -> Option<Weekday> {
        let name = raw.get_ref();
        let found = DAYS.iter().find(|(known, _)| known == name);
        if found.is_none() {
            let wrong = unknown("day", name, DAYS.iter().map(|(known, _)| *known));
            self.wrong(raw.span().start, wrong);
        }
        found.map(|(_, day)| *day)
    }

    fn read<T>(
        &mut self,
        raw: &Spanned<String>,
        wanted: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = parse(raw.get_ref());
        if found.is_none() {
            let wrong = format!("“{}” is not {wanted}", raw.get_ref());
            self.wrong(raw.span().start, wrong);
        }
        found
    }

    fn wrong(&mut self, offset: usize, message: impl Into<String>) {
        let finding = self.source.finding(offset, message);
        self.findings.push(finding);
    }
}
