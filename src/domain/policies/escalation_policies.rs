//! Escalation policies as a file: `[[policy]]` with levels, and `[[use]]` rules that choose among them.

use serde::Deserialize;
use toml::Spanned;

use crate::case::{Case, Kind, Priority};
use crate::clocks::calendar::Calendars;
use crate::clocks::duration::Length;
use crate::escalation::{EscalationPolicy, Level, LevelTarget, Repeat};
use crate::ids::{CalendarKey, PolicyKey, TeamKey};
use crate::policies::teams::Team;
use crate::source::{Finding, Source, unknown};
use crate::time::Span;

/// Every escalation policy, and which case asks for which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EscalationPolicies {
    policies: Vec<EscalationPolicy>,
    /// No file has them any more; runs that pinned them still climb by them.
    kept: Vec<EscalationPolicy>,
    uses: Vec<Use>,
}

/// For which cases a policy is; the first that matches wins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Use {
    policy: PolicyKey,
    kinds: Vec<Kind>,
    priorities: Vec<Priority>,
}

impl EscalationPolicies {
    /// The newest version of the policy that the case asks for.
    pub fn select(&self, case: &Case) -> Option<&EscalationPolicy> {
        let wanted = self.uses.iter().find(|one| {
            (one.kinds.is_empty() || one.kinds.contains(&case.kind))
                && (one.priorities.is_empty() || one.priorities.contains(&case.priority))
        })?;
        self.policies
            .iter()
            .filter(|policy| policy.key == wanted.policy)
            .max_by_key(|policy| policy.version)
    }

    /// That version of a policy, for runs that pinned it.
    pub fn get(&self, key: &PolicyKey, version: u32) -> Option<&EscalationPolicy> {
        self.policies
            .iter()
            .chain(&self.kept)
            .find(|policy| policy.key == *key && policy.version == version)
    }

    /// Keeps the policies of `source` for the runs that pinned them; no case asks for them any more.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn keep(
        &mut self,
        source: &Source<'_>,
        calendars: &Calendars,
        teams: &[Team],
    ) -> Result<(), Vec<Finding>> {
        let old = Self::parse(source, calendars, teams)?;
        self.kept.extend(old.policies);
        Ok(())
    }

    /// Reads a file against the calendars and teams there are.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn parse(
        source: &Source<'_>,
        calendars: &Calendars,
        teams: &[Team],
    ) -> Result<Self, Vec<Finding>> {
        let raw: RawFile = source.parse().map_err(|finding| vec![finding])?;
        let mut reader = Reader {
            source,
            calendars,
            teams,
            findings: Vec::new(),
        };
        let policies: Vec<EscalationPolicy> = raw
            .policy
            .into_iter()
            .map(|policy| reader.policy(policy))
            .collect();
        let uses = raw
            .uses
            .into_iter()
            .map(|one| reader.choice(one, &policies))
            .collect();
        if reader.findings.is_empty() {
            Ok(Self {
                policies,
                kept: Vec::new(),
                uses,
            })
        } else {
            Err(reader.findings)
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    policy: Vec<RawPolicy>,
    #[serde(rename = "use", default)]
    uses: Vec<RawUse>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    key: Spanned<String>,
    version: u32,
    repeat: Option<RawRepeat>,
    ack_timeout: Option<Spanned<Length>>,
    level: Vec<RawLevel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRepeat {
    count: u32,
    interval: Spanned<Length>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLevel {
    targets: Vec<Spanned<String>>,
    delay: Spanned<Length>,
    calendar: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUse {
    policy: Spanned<String>,
    #[serde(default)]
    kinds: Vec<Kind>,
    #[serde(default)]
    priorities: Vec<Priority>,
}

struct Reader<'a> {
    source: &'a Source<'a>,
    calendars: &'a Calendars,
    teams: &'a [Team],
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn policy(&mut self, raw: RawPolicy) -> EscalationPolicy {
        if raw.level.is_empty() {
            self.wrong(
                raw.key.span().start,
                "a policy needs at least one [[policy.level]]",
            );
        }
        let hours = raw
            .level
            .first()
            .map(|level| CalendarKey::new(level.calendar.get_ref().as_str()));
        let levels = raw
            .level
            .into_iter()
            .map(|level| self.level(level))
            .collect();
        let repeat = raw.repeat.map(|repeat| Repeat {
            count: repeat.count,
            interval: self.span(&repeat.interval, hours.as_ref()),
        });
        let ack_timeout = raw
            .ack_timeout
            .map(|length| self.span(&length, hours.as_ref()));
        EscalationPolicy {
            key: PolicyKey::new(raw.key.into_inner()),
            version: raw.version,
            levels,
            repeat,
            ack_timeout,
        }
    }

    fn level(&mut self, raw: RawLevel) -> Level {
        let calendar = CalendarKey::new(raw.calendar.get_ref().as_str());
        if self.calendars.newest(&calendar).is_none() {
            let wrong = self.calendars.unknown(calendar.as_str());
            self.wrong(raw.calendar.span().start, wrong);
        }
        let targets = raw
            .targets
            .iter()
            .filter_map(|target| self.target(target))
            .collect();
        Level {
            targets,
            delay: self.span(&raw.delay, Some(&calendar)),
            calendar,
        }
    }

    fn target(&mut self, raw: &Spanned<String>) -> Option<LevelTarget> {
        let (word, team) = raw.get_ref().split_once(':').unwrap_or((raw.get_ref(), ""));
        let found = match word {
            "owner" => LevelTarget::Owner,
            "backup" => LevelTarget::Backup,
            "lead" => LevelTarget::Lead,
            "lead_of" => LevelTarget::LeadOf(TeamKey::new(team)),
            "team" => LevelTarget::Team(TeamKey::new(team)),
            other => {
                let words = ["owner", "backup", "lead", "lead_of:TEAM", "team:TEAM"];
                self.wrong(raw.span().start, unknown("target", other, words));
                return None;
            }
        };
        if matches!(word, "lead_of" | "team")
            && !self.teams.iter().any(|one| one.key.as_str() == team)
        {
            let known = self.teams.iter().map(|one| one.key.as_str());
            let wrong = unknown("team", team, known);
            self.wrong(raw.span().start, wrong);
        }
        Some(found)
    }

    fn choice(&mut self, raw: RawUse, policies: &[EscalationPolicy]) -> Use {
        let key = raw.policy.get_ref();
        if !policies.iter().any(|policy| policy.key.as_str() == key) {
            let wrong = unknown(
                "policy",
                key,
                policies.iter().map(|policy| policy.key.as_str()),
            );
            self.wrong(raw.policy.span().start, wrong);
        }
        Use {
            policy: PolicyKey::new(raw.policy.into_inner()),
            kinds: raw.kinds,
            priorities: raw.priorities,
        }
    }

    fn span(&mut self, length: &Spanned<Length>, calendar: Option<&CalendarKey>) -> Span {
        let calendar = calendar.and_then(|key| self.calendars.newest(key));
        let span = calendar.and_then(|calendar| length.get_ref().on(calendar));
        if span.is_none() && calendar.is_some() {
            self.wrong(
                length.span().start,
                "this length means nothing on that calendar; write hours",
            );
        }
        span.unwrap_or(Span::ZERO)
    }

    fn wrong(&mut self, offset: usize, message: impl Into<String>) {
        let finding = self.source.finding(offset, message);
        self.findings.push(finding);
    }
}
