//! Routing rules as a file: ordered `[[rule]]` tables, the first that matches wins.

use serde::Deserialize;
use toml::Spanned;

use crate::case::{Kind, Priority};
use crate::forms::catalogue::Catalogue;
use crate::forms::condition::Condition;
use crate::ids::{RequestTypeKey, TeamKey};
use crate::people::Role;
use crate::policies::teams::Team;
use crate::routing::rule::{Preference, RoutingRule, SkillNeed};
use crate::routing::skill::{Dimension, Skill};
use crate::source::{Finding, Source, unknown};
use crate::text::{Language, Text};

/// Roles in which somebody of a team may be proposed.
const ROLES: [Role; 4] = [Role::Manager, Role::Lead, Role::Reviewer, Role::Specialist];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    rule: Vec<RawRule>,
}

type Word = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    key: Word,
    title: Text,
    #[serde(default)]
    kind: Vec<Word>,
    #[serde(default)]
    request_type: Vec<Word>,
    #[serde(default)]
    priority: Vec<Word>,
    #[serde(default)]
    vertical: Vec<Word>,
    #[serde(default)]
    tier: Vec<Word>,
    #[serde(default)]
    language: Vec<Word>,
    answers: Option<Word>,
    team: Option<Word>,
    set_priority: Option<Word>,
    role: Option<Word>,
    skills: Option<Vec<Word>>,
    strategy: Option<Word>,
}

/// Reads the rules against the teams and forms there are.
///
/// # Errors
/// Every mistake found, each with its line.
pub fn parse(
    source: &Source<'_>,
    teams: &[Team],
    forms: &Catalogue,
) -> Result<Vec<RoutingRule>, Vec<Finding>> {
    let raw: RawRules = source.parse().map_err(|finding| vec![finding])?;
    let mut reader = Reader {
        source,
        teams,
        forms,
        findings: Vec::new(),
    };
    let mut rules: Vec<RoutingRule> = Vec::new();
    for one in &raw.rule {
        let rule = reader.rule(one);
        if rules.iter().any(|other| other.key == rule.key) {
            reader.say(
                &one.key,
                format!("two rules have the key “{}”; give each its own", rule.key),
            );
        }
        rules.push(rule);
    }
    reader.unreachable(&raw.rule, &rules);
    if reader.findings.is_empty() {
        Ok(rules)
    } else {
        Err(reader.findings)
    }
}

struct Reader<'a> {
    source: &'a Source<'a>,
    teams: &'a [Team],
    forms: &'a Catalogue,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn rule(&mut self, raw: &RawRule) -> RoutingRule {
        if raw.title.fr.trim().is_empty() || raw.title.en.trim().is_empty() {
            self.say(&raw.key, "give the rule a title in French and in English");
        }
        let types: Vec<&str> = self
            .forms
            .all()
            .iter()
            .map(|one| one.key.as_str())
            .collect();
        let teams: Vec<&str> = self.teams.iter().map(|one| one.key.as_str()).collect();
        let languages = Language::ALL.map(Language::as_str);
        let roles = ROLES.map(Role::as_str);
        RoutingRule {
            key: raw.key.get_ref().clone(),
            title: raw.title.clone(),
            kinds: self.all(&raw.kind, "kind", &Kind::ALL.map(Kind::as_str), Kind::parse),
            request_types: self.all(&raw.request_type, "request type", &types, |key| {
                types.contains(&key).then(|| RequestTypeKey::from(key))
            }),
            priorities: self.all(
                &raw.priority,
                "priority",
                &Priority::ALL.map(Priority::as_str),
                Priority::parse,
            ),
            verticals: self.values(&raw.vertical, "vertical"),
            tiers: self.values(&raw.tier, "tier"),
            languages: self.all(&raw.language, "language", &languages, |key| {
                Language::ALL.into_iter().find(|one| one.as_str() == key)
            }),
            answers: raw
                .answers
                .as_ref()
                .and_then(|text| self.condition(text, &raw.request_type)),
            team: self.one(raw.team.as_ref(), "team", &teams, |key| {
                teams.contains(&key).then(|| TeamKey::from(key))
            }),
            set_priority: self.one(
                raw.set_priority.as_ref(),
                "priority",
                &Priority::ALL.map(Priority::as_str),
                Priority::parse,
            ),
            role: self.one(raw.role.as_ref(), "role", &roles, |key| {
                ROLES.into_iter().find(|one| one.as_str() == key)
            }),
            skills: match &raw.skills {
                Some(needs) => needs
                    .iter()
                    .filter_map(|need| self.need(need, &types))
                    .collect(),
                None => SkillNeed::ALL.to_vec(),
            },
            strategy: self
                .one(
                    raw.strategy.as_ref(),
                    "strategy",
                    &Preference::ALL.map(Preference::as_str),
                    |key| Preference::ALL.into_iter().find(|one| one.as_str() == key),
                )
                .unwrap_or_default(),
        }
    }

    fn say(&mut self, at: &Word, message: impl Into<String>) {
        self.findings
            .push(self.source.finding(at.span().start, message));
    }

    fn one<T>(
        &mut self,
        word: Option<&Word>,
        what: &str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let word = word?;
        let found = read(word.get_ref());
        if found.is_none() {
            let wrong = unknown(what, word.get_ref(), known.iter().copied());
            self.say(word, wrong);
        }
        found
    }

    fn all<T>(
        &mut self,
        words: &[Word],
        what: &str,
        known: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        words
            .iter()
            .filter_map(|word| self.one(Some(word), what, known, &read))
            .collect()
    }

    /// Trades and tiers are the operator's own words; only their shape is known.
    fn values(&mut self, words: &[Word], what: &str) -> Vec<String> {
        let mut values = Vec::new();
        for word in words {
            match Skill::parse(&format!("vertical:{}", word.get_ref())) {
                Ok(skill) => values.push(skill.value().to_owned()),
                Err(_) => self.say(
                    word,
                    format!(
                        "“{}” is not a {what}; write lower-case letters, digits, - or _",
                        word.get_ref()
                    ),
                ),
            }
        }
        values
    }

    fn condition(&mut self, text: &Word, types: &[Word]) -> Option<Condition> {
        let condition = match Condition::parse(text.get_ref()) {
            Ok(condition) => condition,
            Err(error) => {
                self.say(text, error.to_string());
                return None;
            }
        };
        if types.is_empty() {
            self.say(
                text,
                "answers are those of a form; say which with request_type",
            );
        }
        let fields: Vec<&str> = types
            .iter()
            .filter_map(|key| {
                self.forms
                    .find(&RequestTypeKey::from(key.get_ref().as_str()))
            })
            .flat_map(|form| form.fields.iter().map(|field| field.name.as_str()))
            .collect();
        for term in condition.terms() {
            if !types.is_empty() && !fields.contains(&term.field.as_str()) {
                let wrong = unknown("question", &term.field, fields.iter().copied());
                self.say(text, wrong);
            }
        }
        Some(condition)
    }

    /// `language` for whatever the case has, `language:en` for this one.
    fn need(&mut self, word: &Word, types: &[&str]) -> Option<SkillNeed> {
        let text = word.get_ref();
        if let Some(dimension) = Dimension::parse(text) {
            return Some(SkillNeed::Matching(dimension));
        }
        if !text.contains(':') {
            let wrong = unknown("skill", text, Dimension::ALL.map(Dimension::as_str));
            self.say(word, wrong);
            return None;
        }
        match Skill::parse(text) {
            Ok(skill)
                if skill.dimension() == Dimension::SubType && !types.contains(&skill.value()) =>
            {
                let wrong = unknown("request type", skill.value(), types.iter().copied());
                self.say(word, wrong);
                None
            }
            Ok(skill) => Some(SkillNeed::Fixed(skill)),
            Err(error) => {
                self.say(word, error.to_string());
                None
            }
        }
    }

    /// Behind a rule without any condition no rule is ever reached.
    fn unreachable(&mut self, raw: &[RawRule], rules: &[RoutingRule]) {
        let Some(at) = rules.iter().position(has_no_condition) else {
            return;
        };
        for one in raw.iter().skip(at + 1) {
            let before = rules.get(at).map_or("", |rule| rule.key.as_str());
            self.say(
                &one.key,
                format!("never reached: “{before}” above falls on every case; put that one last"),
            );
        }
    }
}

fn has_no_condition(rule: &RoutingRule) -> bool {
    rule.kinds.is_empty()
        && rule.request_types.is_empty()
        && rule.priorities.is_empty()
        && rule.verticals.is_empty()
        && rule.tiers.is_empty()
        && rule.languages.is_empty()
        && rule.answers.is_none()
}

#[cfg(test)]
mod tests;
