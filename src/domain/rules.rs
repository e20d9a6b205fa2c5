//! Everything the installation defines, read once at start: workflows, forms, calendars, policies.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::clocks::calendar::Calendars;
use crate::clocks::policy::{Mentioned, Policies};
use crate::forms::catalogue::Catalogue;
use crate::ids::TeamKey;
use crate::policies::escalation_policies::EscalationPolicies;
use crate::policies::routing_rules;
use crate::policies::teams::{self, Team};
use crate::routing::RoutingRule;
use crate::source::{Finding, Source};
use crate::workflow::check::{Known, check_all};
use crate::workflow::parse::{Parsed, parse as parse_workflow};
use crate::workflow::registry::Workflows;

/// The definitions of an installation, checked to fit together.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Workflows of the four kinds, all versions.
    pub workflows: Workflows,
    /// Request types and their forms.
    pub forms: Catalogue,
    /// Calendars, all versions.
    pub calendars: Arc<Calendars>,
    /// Targets of clocks.
    pub targets: Policies,
    /// Where cases go.
    pub routing: Vec<RoutingRule>,
    /// Who hears of a breach.
    pub escalation: EscalationPolicies,
    /// The teams.
    pub teams: Vec<Team>,
}

/// The files of an installation by path below the definitions folder, such as `workflows/request.toml`.
pub type Files = BTreeMap<String, String>;

impl Rules {
    /// Reads all files and proves that they are sound and fit together; `templates` are the keys of the
    /// mails that can be sent.
    ///
    /// # Errors
    /// Every mistake found, with file and line.
    pub fn parse(files: &Files, templates: &[&str]) -> Result<Self, Vec<Finding>> {
        let calendars = Calendars::parse(&source(files, "policies/calendars.toml")?)?;
        let teams = teams::parse(&source(files, "policies/teams.toml")?, &calendars)?;
        let targets = Policies::parse(&source(files, "policies/targets.toml")?, &calendars)?;
        let forms: Vec<(&str, &str)> = under(files, "requests/").collect();
        let forms = Catalogue::parse(&forms)?;
        let keys: Vec<&str> = forms.all().iter().map(|form| form.key.as_str()).collect();
        let routing =
            routing_rules::parse(&source(files, "policies/routing.toml")?, &teams, &keys)?;
        let escalation = EscalationPolicies::parse(
            &source(files, "policies/escalation.toml")?,
            &calendars,
            &teams,
        )?;
        let mut findings = Vec::new();
        let mut parsed = Vec::new();
        for (file, text) in under(files, "workflows/") {
            match parse_workflow(&Source::new(file, text), &calendars) {
                Ok(one) => parsed.push(one),
                Err(found) => findings.extend(found),
            }
        }
        if findings.is_empty() {
            findings.extend(check_all(
                &parsed,
                &Known {
                    request_types: &keys,
                    templates,
                },
            ));
            findings.extend(names_in_targets(&targets, &teams, &keys, &parsed));
        }
        let mut workflows = Workflows::default();
        for one in parsed {
            let file = format!("workflows/{}.toml", one.definition.key);
            if let Err(twice) = workflows.add(one.definition) {
                findings.push(Finding {
                    file,
                    line: 1,
                    message: twice.to_string(),
                });
            }
        }
        if findings.is_empty() {
            Ok(Self {
                workflows,
                forms,
                calendars: Arc::new(calendars),
                targets,
                routing,
                escalation,
                teams,
            })
        } else {
            Err(findings)
        }
    }

    /// The team of that key.
    pub fn team(&self, key: &TeamKey) -> Option<&Team> {
        self.teams.iter().find(|team| team.key == *key)
    }
}

/// Teams, forms and metrics that targets name must be there.
fn names_in_targets(
    targets: &Policies,
    teams: &[Team],
    forms: &[&str],
    workflows: &[Parsed],
) -> Vec<Finding> {
    let teams: Vec<&str> = teams.iter().map(|team| team.key.as_str()).collect();
    let metrics: Vec<&str> = workflows
        .iter()
        .flat_map(|parsed| &parsed.definition.clocks)
        .map(|spec| spec.metric.as_str())
        .collect();
    let mut findings = targets.check_names(Mentioned::Team, &teams);
    findings.extend(targets.check_names(Mentioned::RequestType, forms));
    findings.extend(targets.check_names(Mentioned::Metric, &metrics));
    findings
}

fn source<'a>(files: &'a Files, path: &'a str) -> Result<Source<'a>, Vec<Finding>> {
    files
        .get(path)
        .map(|text| Source::new(path, text))
        .ok_or_else(|| {
            vec![Finding {
                file: path.to_owned(),
                line: 1,
                message: "the file is missing: copy the shipped one and change it".to_owned(),
            }]
        })
}

fn under<'a>(files: &'a Files, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    files
        .iter()
        .filter(move |(path, _)| {
            path.starts_with(folder) && Path::new(path).extension().is_some_and(|end| end == "toml")
        })
        .map(|(path, text)| (path.as_str(), text.as_str()))
}
