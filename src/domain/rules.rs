//! Everything the installation defines, read once at start: workflows, forms, calendars, policies.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::clocks::calendar::Calendars;
use crate::clocks::policy::Policies;
use crate::forms::catalogue::Catalogue;
use crate::ids::TeamKey;
use crate::policies::escalation_policies::EscalationPolicies;
use crate::policies::routing_rules;
use crate::policies::teams::{self, Team};
use crate::routing::RoutingRule;
use crate::source::{Finding, Source};
use crate::workflow::parse::parse as parse_workflow;
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
    /// Reads all files. Whether workflows are sound is the publish gate's question (`workflow::check`).
    ///
    /// # Errors
    /// Every mistake found, with file and line.
    pub fn parse(files: &Files) -> Result<Self, Vec<Finding>> {
        let calendars = Calendars::parse(&source(files, "policies/calendars.toml")?)?;
        let teams = teams::parse(&source(files, "policies/teams.toml")?, &calendars)?;
        let targets = Policies::parse(&source(files, "policies/targets.toml")?, &calendars)?;
        let forms: Vec<(&str, &str)> = under(files, "requests/").collect();
        let forms = Catalogue::parse(&forms)?;
        let keys: Vec<&str> = forms.all().iter().map(|form| form.key.as_str()).collect();
        let routing = routing_rules::parse(&source(files, "policies/routing.toml")?, &teams, &keys)?;
        let escalation = EscalationPolicies::parse(
            &source(files, "policies/escalation.toml")?,
            &calendars,
            &teams,
        )?;
        let mut workflows = Workflows::default();
        let mut findings = Vec::new();
        for (file, text) in under(files, "workflows/") {
            match parse_workflow(&Source::new(file, text), &calendars) {
                Ok(parsed) => {
                    if let Err(twice) = workflows.add(parsed.definition) {
                        findings.push(Source::new(file, text).finding(0, twice.to_string()));
                    }
                }
                Err(found) => findings.extend(found),
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

fn source<'a>(files: &'a Files, path: &'a str) -> Result<Source<'a>, Vec<Finding>> {
    files.get(path).map(|text| Source::new(path, text)).ok_or_else(|| {
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
        .filter(move |(path, _)| path.starts_with(folder) && path.ends_with(".toml"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
}
