//! Reads target policies from TOML, collecting every mistake with its line.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::case::{Kind, Priority};
use crate::clocks::calendar::{Calendar, Calendars};
use crate::clocks::clock::{OnReopen, PolicyRef};
use crate::clocks::duration::Length;
use crate::clocks::policy::{
    Answers, Condition, Mention, Mentioned, Occasion, OnPolicyEdit, OnPriorityChange, OnTeamChange,
    Policies, Policy, Row,
};
use crate::ids::{CalendarKey, Metric, PolicyKey, RequestTypeKey, TeamKey};
use crate::source::{Finding, Source, unknown};
use crate::text::Text;
use crate::time::Span;

/// Every `[[policy]]` of a file.
pub(super) fn policies(
    source: &Source<'_>,
    calendars: &Calendars,
) -> Result<Policies, Vec<Finding>> {
    let file: RawFile = source.parse().map_err(|finding| vec![finding])?;
    let mut reader = Reader {
        source,
        calendars,
        findings: Vec::new(),
        mentions: Vec::new(),
    };
    let thresholds = reader.thresholds(&file.thresholds);
    let mut policies: Vec<Policy> = Vec::new();
    for raw in &file.policy {
        let policy = reader.policy(raw);
        if policies.iter().any(|other| other.pin == policy.pin) {
            let PolicyRef { key, version } = &policy.pin;
            let message = format!(
                "policy “{key}” has version {version} twice; give the newer one the next number"
            );
            reader.wrong(&raw.key, message);
        }
        policies.push(policy);
    }
    if reader.findings.is_empty() {
        Ok(Policies {
            versions: policies,
            kept: Vec::new(),
            thresholds,
            mentions: reader.mentions,
        })
    } else {
        Err(reader.findings)
    }
}

/// The one `[[policy]]` of a text, with the names it mentions.
pub(super) fn one_policy(
    source: &Source<'_>,
    calendars: &Calendars,
) -> Result<(Policy, Vec<Mention>), Vec<Finding>> {
    let file: RawTable = source.parse().map_err(|finding| vec![finding])?;
    let mut reader = Reader {
        source,
        calendars,
        findings: Vec::new(),
        mentions: Vec::new(),
    };
    let mut policies: Vec<Policy> = file.policy.iter().map(|raw| reader.policy(raw)).collect();
    if let Some(second) = file.policy.get(1) {
        reader.wrong(&second.key, "one policy at a time: this is the second");
    }
    match policies.pop() {
        Some(policy) if reader.findings.is_empty() => Ok((policy, reader.mentions)),
        Some(_) => Err(reader.findings),
        None => Err(vec![source.finding(0, "there is no [[policy]] here")]),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    thresholds: Spanned<Vec<u8>>,
    #[serde(default)]
    policy: Vec<RawPolicy>,
}

/// A file of one policy, without what concerns all of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    #[serde(default)]
    policy: Vec<RawPolicy>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    key: Spanned<String>,
    #[serde(default = "first_version")]
    version: u32,
    title: Spanned<Text>,
    #[serde(default)]
    on_reopen: Option<OnReopen>,
    #[serde(default)]
    on_priority_change: OnPriorityChange,
    #[serde(default)]
    on_team_change: OnTeamChange,
    #[serde(default)]
    on_policy_edit: OnPolicyEdit,
    rows: Vec<Spanned<RawRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    #[serde(default)]
    kind: Vec<Spanned<String>>,
    #[serde(default)]
    request_type: Vec<Spanned<String>>,
    #[serde(default)]
    priority: Vec<Spanned<String>>,
    #[serde(default)]
    team: Vec<Spanned<String>>,
    #[serde(default)]
    tier: Vec<String>,
    #[serde(default)]
    occasion: Option<Occasion>,
    calendar: Spanned<String>,
    targets: BTreeMap<String, Spanned<String>>,
}

struct Reader<'a> {
    source: &'a Source<'a>,
    calendars: &'a Calendars,
    findings: Vec<Finding>,
    mentions: Vec<Mention>,
}

impl Reader<'_> {
    fn thresholds(&mut self, raw: &Spanned<Vec<u8>>) -> Vec<u8> {
        let thresholds = raw.get_ref();
        let ascending = thresholds.is_sorted_by(|earlier, later| earlier < later);
        let complete = thresholds.last() == Some(&100) && thresholds.first() != Some(&0);
        if !ascending || !complete {
            let message =
                "thresholds are percentages from 1, ascending, and end with 100 (the breach)";
            self.wrong(raw, message);
        }
        thresholds.clone()
    }

    fn policy(&mut self, raw: &RawPolicy) -> Policy {
        let key = raw.key.get_ref();
        let title = raw.title.get_ref();
        if title.fr.trim().is_empty() || title.en.trim().is_empty() {
            self.wrong(&raw.title, format!("policy “{key}”: title needs fr and en"));
        }
        if raw.version == 0 {
            self.wrong(&raw.key, format!("policy “{key}”: versions begin at 1"));
        }
        if raw.rows.is_empty() {
            self.wrong(&raw.key, format!("policy “{key}” has no rows"));
        }
        Policy {
            pin: PolicyRef {
                key: PolicyKey::new(key),
                version: raw.version,
            },
            title: title.clone(),
            answers: Answers {
                on_reopen: raw.on_reopen,
                on_priority_change: raw.on_priority_change,
                on_team_change: raw.on_team_change,
                on_policy_edit: raw.on_policy_edit,
            },
            rows: raw.rows.iter().filter_map(|row| self.row(row)).collect(),
        }
    }

    /// `None` only together with a finding.
    fn row(&mut self, spanned: &Spanned<RawRow>) -> Option<Row> {
        let raw = spanned.get_ref();
        let when = self.condition(raw);
        if raw.targets.is_empty() {
            self.wrong(spanned, "a row without targets does nothing");
        }
        let Some(calendar) = self
            .calendars
            .newest(&CalendarKey::new(raw.calendar.get_ref()))
        else {
            let message = self.calendars.unknown(raw.calendar.get_ref());
            self.wrong(&raw.calendar, message);
            return None;
        };
        let mut targets = Vec::new();
        for (metric, text) in &raw.targets {
            self.mention(Mentioned::Metric, metric, text);
            if let Some(span) = self.target(metric, text, calendar) {
                targets.push((Metric::new(metric), span));
            }
        }
        Some(Row {
            when,
            calendar: calendar.pin(),
            targets,
        })
    }

    fn condition(&mut self, raw: &RawRow) -> Condition {
        for team in &raw.team {
            self.mention(Mentioned::Team, team.get_ref(), team);
        }
        for form in &raw.request_type {
            self.mention(Mentioned::RequestType, form.get_ref(), form);
        }
        Condition {
            kinds: self.known("kind", &raw.kind, &Kind::ALL, Kind::as_str),
            request_types: raw
                .request_type
                .iter()
                .map(|r| RequestTypeKey::new(r.get_ref()))
                .collect(),
            priorities: self.known("priority", &raw.priority, &Priority::ALL, Priority::as_str),
            teams: raw
                .team
                .iter()
                .map(|team| TeamKey::new(team.get_ref()))
                .collect(),
            tiers: raw.tier.clone(),
            occasion: raw.occasion,
        }
    }

    fn target(&mut self, metric: &str, raw: &Spanned<String>, on: &Calendar) -> Option<Span> {
        let text = raw.get_ref();
        let calendar = &on.definition().key;
        let wrong = match Length::parse(text) {
            Err(error) => error.to_string(),
            Ok(length @ (Length::Time(_) | Length::Days(_) | Length::BusinessDays(_))) => {
                match (length.on(on), length) {
                    (Some(span), _) if span > Span::ZERO => return Some(span),
                    (Some(_), _) => format!("{metric}: a target is longer than “{text}”"),
                    (None, Length::Days(_)) => format!(
                        "{metric}: “{text}” means days of 24 hours, but {calendar} closes; \
                         write business days (bd) or hours"
                    ),
                    (None, Length::Time(_) | Length::BusinessDays(_)) => format!(
                        "{metric}: “{text}” has no length on {calendar}, which has no business_day"
                    ),
                }
            }
        };
        self.wrong(raw, wrong);
        None
    }

    fn known<T: Copy>(
        &mut self,
        what: &str,
        raw: &[Spanned<String>],
        all: &[T],
        key: impl Fn(T) -> &'static str,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for name in raw {
            if let Some(one) = all.iter().copied().find(|one| key(*one) == name.get_ref()) {
                found.push(one);
            } else {
                let names: Vec<&str> = all.iter().map(|one| key(*one)).collect();
                self.wrong(name, unknown(what, name.get_ref(), names));
            }
        }
        found
    }

    fn mention<T>(&mut self, what: Mentioned, name: &str, at: &Spanned<T>) {
        self.mentions.push(Mention {
            what,
            name: name.to_owned(),
            file: self.source.file().to_owned(),
            line: self.source.line_at(at.span().start),
        });
    }

    fn wrong<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        self.findings
            .push(self.source.finding(at.span().start, message));
    }
}

const fn first_version() -> u32 {
    1
}
