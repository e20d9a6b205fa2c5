//! Escalation policies as a file: `[[policy]]` with levels, and `[[use]]` rules that choose among them.

use serde::Deserialize;
use toml::Spanned;

use crate::case::{Case, Kind, Priority};
use crate::clocks::calendar::Calendars;
use crate::clocks::duration::Length;
use crate::escalation::{
    Alarm, Channel, Condition, EscalationPolicy, Level, LevelTarget, OutsideHours, Repeat,
};
use crate::ids::{CalendarKey, Metric, PolicyKey, RotaKey, TeamKey};
use crate::policies::teams::Team;
use crate::rota::Rota;
use crate::source::{Finding, Source, unknown};
use crate::time::Span;

/// Most levels of a policy, and most repetitions of a chain.
const MOST: usize = 100;

/// Every escalation policy, and which case asks for which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EscalationPolicies {
    policies: Vec<EscalationPolicy>,
    /// No file has them any more; runs that pinned them still climb by them.
    kept: Vec<EscalationPolicy>,
    uses: Vec<Use>,
}

/// For which cases and alarms a policy is; the first that matches wins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Use {
    policy: PolicyKey,
    kinds: Vec<Kind>,
    priorities: Vec<Priority>,
    metrics: Vec<Metric>,
    alarms: Vec<On>,
    at: u8,
}

/// What may ask for a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum On {
    /// The effect `escalate` of a transition or of the opening.
    Move,
    /// A clock at a threshold.
    Clock,
}

/// What the file may name.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Calendars.
    pub calendars: &'a Calendars,
    /// Teams.
    pub teams: &'a [Team],
    /// Rotas.
    pub rotas: &'a [Rota],
    /// What the clocks of the workflows measure.
    pub metrics: &'a [&'a str],
    /// The thresholds that clocks announce.
    pub thresholds: &'a [u8],
}

impl EscalationPolicies {
    /// The newest version of the policy that the case asks for by that alarm.
    pub fn select(&self, case: &Case, alarm: &Alarm) -> Option<&EscalationPolicy> {
        let wanted = self.uses.iter().find(|one| one.matches(case, alarm))?;
        self.newest(&wanted.policy)
    }

    /// That version of a policy, for runs that pinned it.
    pub fn get(&self, key: &PolicyKey, version: u32) -> Option<&EscalationPolicy> {
        self.policies
            .iter()
            .chain(&self.kept)
            .find(|policy| policy.key == *key && policy.version == version)
    }

    /// Keeps the policies of `source` for the runs that pinned them; no case asks for them any more. Teams
    /// and rotas that are gone meanwhile find nobody, which shows as a gap.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn keep(&mut self, source: &Source<'_>, calendars: &Calendars) -> Result<(), Vec<Finding>> {
        let old = Self::read(source, calendars, None)?;
        self.kept.extend(old.policies);
        Ok(())
    }

    /// The newest version of a policy.
    pub fn newest(&self, key: &PolicyKey) -> Option<&EscalationPolicy> {
        self.policies
            .iter()
            .filter(|policy| policy.key == *key)
            .max_by_key(|policy| policy.version)
    }

    /// The policies in their newest versions, in the order of the file.
    pub fn all_newest(&self) -> impl Iterator<Item = &EscalationPolicy> {
        self.policies.iter().filter(|policy| {
            self.newest(&policy.key)
                .is_some_and(|newest| newest.version == policy.version)
        })
    }

    /// Reads a file against what it may name.
    ///
    /// # Errors
    /// Every mistake found, each with its line.
    pub fn parse(source: &Source<'_>, named: &Named<'_>) -> Result<Self, Vec<Finding>> {
        Self::read(source, named.calendars, Some(named))
    }

    fn read(
        source: &Source<'_>,
        calendars: &Calendars,
        named: Option<&Named<'_>>,
    ) -> Result<Self, Vec<Finding>> {
        let raw: RawFile = source.parse().map_err(|finding| vec![finding])?;
        let mut reader = Reader {
            source,
            calendars,
            named,
            findings: Vec::new(),
        };
        let mut policies: Vec<EscalationPolicy> = Vec::new();
        for one in raw.policy {
            let at = one.key.span().start;
            let policy = reader.policy(one);
            if policies
                .iter()
                .any(|other| other.key == policy.key && other.version == policy.version)
            {
                let twice = format!(
                    "policy “{}” version {} is defined twice: give one the next version",
                    policy.key, policy.version
                );
                reader.wrong(at, twice);
            }
            policies.push(policy);
        }
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

impl Use {
    fn matches(&self, case: &Case, alarm: &Alarm) -> bool {
        let asked = match alarm {
            Alarm::Move => self.alarms.contains(&On::Move),
            Alarm::Clock {
                metric, percent, ..
            } => {
                self.alarms.contains(&On::Clock)
                    && self.at == *percent
                    && (self.metrics.is_empty() || self.metrics.contains(metric))
            }
        };
        asked
            && (self.kinds.is_empty() || self.kinds.contains(&case.kind))
            && (self.priorities.is_empty() || self.priorities.contains(&case.priority))
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
    count: Spanned<u32>,
    interval: Spanned<Length>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLevel {
    targets: Spanned<Vec<Spanned<String>>>,
    delay: Spanned<Length>,
    calendar: Spanned<String>,
    #[serde(default)]
    condition: Condition,
    channels: Option<Spanned<Vec<Channel>>>,
    hours: Option<Spanned<String>>,
    #[serde(default)]
    outside_hours: OutsideHours,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUse {
    policy: Spanned<String>,
    #[serde(default)]
    kinds: Vec<Kind>,
    #[serde(default)]
    priorities: Vec<Priority>,
    #[serde(default)]
    metrics: Vec<Spanned<String>>,
    on: Option<Vec<On>>,
    at: Option<Spanned<u8>>,
}

struct Reader<'a> {
    source: &'a Source<'a>,
    calendars: &'a Calendars,
    /// `None` for versions that are only kept: names are not checked any more.
    named: Option<&'a Named<'a>>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn policy(&mut self, raw: RawPolicy) -> EscalationPolicy {
        let at = raw.key.span().start;
        if raw.level.is_empty() || raw.level.len() > MOST {
            self.wrong(
                at,
                format!("a policy needs one to {MOST} [[policy.level]] tables"),
            );
        }
        if raw.version == 0 {
            self.wrong(at, "versions begin at 1");
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
        let repeat = raw.repeat.map(|repeat| {
            let count = *repeat.count.get_ref();
            if count == 0 || usize::try_from(count).is_ok_and(|count| count > MOST) {
                self.wrong(
                    repeat.count.span().start,
                    format!("a chain is repeated 1 to {MOST} times"),
                );
            }
            Repeat {
                count,
                interval: self.later(&repeat.interval, hours.as_ref()),
            }
        });
        let ack_timeout = raw
            .ack_timeout
            .map(|length| self.later(&length, hours.as_ref()));
        EscalationPolicy {
            key: PolicyKey::new(raw.key.into_inner()),
            version: raw.version,
            levels,
            repeat,
            ack_timeout,
        }
    }

    fn level(&mut self, raw: RawLevel) -> Level {
        let calendar = self.calendar(&raw.calendar);
        let hours = match &raw.hours {
            Some(hours) => self.calendar(hours),
            None => calendar.clone(),
        };
        if raw.targets.get_ref().is_empty() {
            self.wrong(
                raw.targets.span().start,
                "a level needs somebody to tell in targets",
            );
        }
        let targets = raw
            .targets
            .get_ref()
            .iter()
            .filter_map(|target| self.target(target))
            .collect();
        let channels = match raw.channels {
            None => vec![Channel::Mail],
            Some(channels) => {
                if channels.get_ref().is_empty() {
                    self.wrong(
                        channels.span().start,
                        "a level tells by \"mail\", on the \"board\", or both",
                    );
                }
                channels.into_inner()
            }
        };
        Level {
            targets,
            delay: self.span(&raw.delay, Some(&calendar)),
            calendar,
            condition: raw.condition,
            channels,
            hours,
            outside_hours: raw.outside_hours,
        }
    }

    fn calendar(&mut self, raw: &Spanned<String>) -> CalendarKey {
        let key = CalendarKey::new(raw.get_ref().as_str());
        if self.calendars.newest(&key).is_none() {
            let wrong = self.calendars.unknown(key.as_str());
            self.wrong(raw.span().start, wrong);
        }
        key
    }

    fn target(&mut self, raw: &Spanned<String>) -> Option<LevelTarget> {
        let at = raw.span().start;
        let (word, name) = raw.get_ref().split_once(':').unwrap_or((raw.get_ref(), ""));
        let found = match word {
            "owner" => LevelTarget::Owner,
            "backup" => LevelTarget::Backup,
            "manager_of_assignee" => LevelTarget::ManagerOfAssignee,
            "lead" | "lead_of_team" => LevelTarget::Lead,
            "lead_of" => LevelTarget::LeadOf(TeamKey::new(name)),
            "team" => LevelTarget::Team(TeamKey::new(name)),
            "user" => LevelTarget::User(name.to_lowercase()),
            "rota" => LevelTarget::Rota(RotaKey::new(name)),
            other => {
                let words = [
                    "owner",
                    "backup",
                    "manager_of_assignee",
                    "lead_of_team",
                    "lead_of:TEAM",
                    "team:TEAM",
                    "user:ADDRESS",
                    "rota:KEY",
                ];
                self.wrong(at, unknown("target", other, words));
                return None;
            }
        };
        let wrong = match &found {
            LevelTarget::LeadOf(_) | LevelTarget::Team(_) => self.named.and_then(|named| {
                let known = || named.teams.iter().map(|one| one.key.as_str());
                (!known().any(|key| key == name)).then(|| unknown("team", name, known()))
            }),
            LevelTarget::Rota(_) => self.named.and_then(|named| {
                let known = || named.rotas.iter().map(|one| one.key.as_str());
                (!known().any(|key| key == name)).then(|| unknown("rota", name, known()))
            }),
            LevelTarget::User(address) => {
                (!address.contains('@')).then(|| format!("“{address}” is no mail address"))
            }
            LevelTarget::Owner
            | LevelTarget::Backup
            | LevelTarget::ManagerOfAssignee
            | LevelTarget::Lead => {
                (!name.is_empty()).then(|| format!("“{word}” stands alone, without “:{name}”"))
            }
        };
        if let Some(wrong) = wrong {
            self.wrong(at, wrong);
        }
        Some(found)
    }

    fn choice(&mut self, raw: RawUse, policies: &[EscalationPolicy]) -> Use {
        let key = raw.policy.get_ref();
        if !policies.iter().any(|policy| policy.key.as_str() == key) {
            let known = policies.iter().map(|policy| policy.key.as_str());
            let wrong = unknown("policy", key, known);
            self.wrong(raw.policy.span().start, wrong);
        }
        let at = raw.at.as_ref().map_or(100, |at| *at.get_ref());
        if let Some(named) = self.named {
            self.check_alarm(&raw, at, named);
        }
        Use {
            policy: PolicyKey::new(raw.policy.into_inner()),
            kinds: raw.kinds,
            priorities: raw.priorities,
            metrics: raw
                .metrics
                .into_iter()
                .map(|metric| Metric::new(metric.into_inner()))
                .collect(),
            alarms: raw.on.unwrap_or_else(|| vec![On::Move, On::Clock]),
            at,
        }
    }

    fn check_alarm(&mut self, raw: &RawUse, at: u8, named: &Named<'_>) {
        for metric in &raw.metrics {
            if !named.metrics.contains(&metric.get_ref().as_str()) {
                let wrong = unknown("metric", metric.get_ref(), named.metrics.iter().copied());
                self.wrong(metric.span().start, wrong);
            }
        }
        if let Some(given) = &raw.at
            && !named.thresholds.contains(&at)
        {
            let known: Vec<String> = named.thresholds.iter().map(u8::to_string).collect();
            let wrong = format!(
                "{at} is none of the thresholds that targets.toml announces: {}",
                known.join(", ")
            );
            self.wrong(given.span().start, wrong);
        }
    }

    /// A length that must not be nothing.
    fn later(&mut self, length: &Spanned<Length>, calendar: Option<&CalendarKey>) -> Span {
        let span = self.span(length, calendar);
        if span.is_zero_or_less() && calendar.is_some_and(|key| self.known(key)) {
            self.wrong(length.span().start, "this must be longer than nothing");
        }
        span
    }

    fn known(&self, calendar: &CalendarKey) -> bool {
        self.calendars.newest(calendar).is_some()
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

#[cfg(test)]
mod tests;
