//! Everything the installation defines, read once at start: workflows, forms, calendars, policies.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::clocks::calendar::Calendars;
use crate::clocks::events::Events;
use crate::clocks::hours::CalendarDefinition;
use crate::clocks::policy::{Mentioned, Policies};
use crate::clocks::preview::Promises;
use crate::forms::catalogue::Catalogue;
use crate::ids::TeamKey;
use crate::policies::escalation_policies::{EscalationPolicies, Named};
use crate::policies::rotas;
use crate::policies::routing_rules;
use crate::policies::teams::{self, Team};
use crate::published::{DefinitionKind, Origin, Published, in_files};
use crate::rota::Rota;
use crate::routing::rule::RoutingRule;
use crate::source::{Finding, Source, means_the_same};
use crate::workflow::check::{Known, check_all};
use crate::workflow::parse::{Parsed, parse as parse_workflow};
use crate::workflow::registry::Workflows;

/// The definitions of an installation, checked to fit together.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What the files define, each version by itself, to be published.
    pub sources: Vec<Published>,
    /// Workflows of the four kinds, all versions.
    pub workflows: Workflows,
    /// Request types and their forms.
    pub forms: Catalogue,
    /// Calendars, all versions.
    pub calendars: Arc<Calendars>,
    /// Targets of clocks.
    pub targets: Policies,
    /// When events of partners are on.
    pub events: Events,
    /// Where cases go.
    pub routing: Vec<RoutingRule>,
    /// Who hears of a breach.
    pub escalation: EscalationPolicies,
    /// Who is on call when.
    pub rotas: Vec<Rota>,
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
        Self::assemble(files, &[], templates)
    }

    /// The same with every version that was `published` before: what the files do not have any more is
    /// kept for what pinned it, and what administrators wrote is in force over the files.
    ///
    /// # Errors
    /// Every mistake found, with file (or the name of the published version) and line; among them a file
    /// that says something else than a published version of the same number.
    pub fn assemble(
        files: &Files,
        published: &[Published],
        templates: &[&str],
    ) -> Result<Self, Vec<Finding>> {
        let sources = in_files(files);
        let stored = Stored::beside(&sources, published)?;
        let mut calendars = Calendars::parse(&source(files, "policies/calendars.toml")?)?;
        stored.calendars(&mut calendars, Origin::Edited)?;
        let teams = teams::parse(&source(files, "policies/teams.toml")?, &calendars)?;
        let mut targets = Policies::parse(&source(files, "policies/targets.toml")?, &calendars)?;
        stored.policies(&mut targets, &calendars, Origin::Edited)?;
        let mut events = Events::parse(&source(files, "policies/events.toml")?)?;
        for one in stored.of(DefinitionKind::Event, Origin::Edited) {
            let name = one.name();
            events.add(&Source::new(&name, &one.source), one.origin)?;
        }
        let forms: Vec<(&str, &str)> = under(files, "requests/").collect();
        let forms = Catalogue::parse(&forms)?;
        let keys: Vec<&str> = forms.all().iter().map(|form| form.key.as_str()).collect();
        let routing =
            routing_rules::parse(&source(files, "policies/routing.toml")?, &teams, &forms)?;
        let rotas = rotas::parse(&source(files, "policies/rotas.toml")?, &teams)?;
        let team_keys: Vec<&str> = teams.iter().map(|team| team.key.as_str()).collect();
        let mut findings = Vec::new();
        let mut parsed = Vec::new();
        for (file, text) in under(files, "workflows/") {
            match parse_workflow(&Source::new(file, text), &calendars) {
                Ok(one) => parsed.push(one),
                Err(found) => findings.extend(found),
            }
        }
        let mut escalation = EscalationPolicies::default();
        if findings.is_empty() {
            let metrics: Vec<&str> = metrics_of(&parsed);
            let named = Named {
                calendars: &calendars,
                teams: &teams,
                rotas: &rotas,
                metrics: &metrics,
                thresholds: targets.thresholds(),
            };
            match EscalationPolicies::parse(&source(files, "policies/escalation.toml")?, &named) {
                Ok(read) => escalation = read,
                Err(found) => findings.extend(found),
            }
            findings.extend(check_all(
                &parsed,
                &Known {
                    request_types: &keys,
                    templates,
                    teams: &team_keys,
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
            stored.calendars(&mut calendars, Origin::File)?;
            stored.policies(&mut targets, &calendars, Origin::File)?;
            for old in stored.of(DefinitionKind::Escalation, Origin::File) {
                let name = old.name();
                escalation.keep(&Source::new(&name, &old.source), &calendars)?;
            }
            for old in stored.of(DefinitionKind::Workflow, Origin::File) {
                let name = old.name();
                let old = parse_workflow(&Source::new(&name, &old.source), &calendars)?;
                workflows.keep(old.definition);
            }
            Ok(Self {
                sources,
                workflows,
                forms,
                calendars: Arc::new(calendars),
                targets,
                events,
                routing,
                escalation,
                rotas,
                teams,
            })
        } else {
            Err(findings)
        }
    }

    /// What decides deadlines.
    pub fn promises(&self) -> Promises<'_> {
        Promises {
            calendars: &self.calendars,
            targets: &self.targets,
            events: &self.events,
        }
    }

    /// The team of that key.
    pub fn team(&self, key: &TeamKey) -> Option<&Team> {
        self.teams.iter().find(|team| team.key == *key)
    }
}

/// The published versions that no file has.
struct Stored<'a>(Vec<&'a Published>);

impl<'a> Stored<'a> {
    fn beside(sources: &[Published], published: &'a [Published]) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut stored = Vec::new();
        for one in published {
            match sources.iter().find(|source| source.is_version(one)) {
                None => stored.push(one),
                Some(source) if means_the_same(&source.source, &one.source) => {}
                Some(_) => findings.push(taken(one, published)),
            }
        }
        if findings.is_empty() {
            Ok(Self(stored))
        } else {
            Err(findings)
        }
    }

    fn of(&self, kind: DefinitionKind, origin: Origin) -> impl Iterator<Item = &'a Published> {
        self.0
            .iter()
            .copied()
            .filter(move |one| one.kind == kind && one.origin == origin)
    }

    fn calendars(&self, calendars: &mut Calendars, origin: Origin) -> Result<(), Vec<Finding>> {
        for one in self.of(DefinitionKind::Calendar, origin) {
            let name = one.name();
            for read in CalendarDefinition::parse_all(&Source::new(&name, &one.source))? {
                calendars.add(read, origin);
            }
        }
        Ok(())
    }

    fn policies(
        &self,
        targets: &mut Policies,
        calendars: &Calendars,
        origin: Origin,
    ) -> Result<(), Vec<Finding>> {
        for one in self.of(DefinitionKind::Policy, origin) {
            let name = one.name();
            targets.add(&Source::new(&name, &one.source), calendars, origin)?;
        }
        Ok(())
    }
}

/// A file says something else than the version that was published under the same number.
fn taken(one: &Published, published: &[Published]) -> Finding {
    let of_key = |other: &&Published| other.kind == one.kind && other.key == one.key;
    let newest = published.iter().filter(of_key).map(|other| other.version);
    let next = newest.max().unwrap_or(one.version).saturating_add(1);
    let (kind, key, version) = (one.kind.as_str(), &one.key, one.version);
    let by = match one.origin {
        Origin::File => "was published",
        Origin::Edited => "was written at /admin/sla",
    };
    Finding {
        file: one.kind.file().map_or_else(
            || match one.kind {
                DefinitionKind::Form => format!("requests/{key}.toml"),
                DefinitionKind::Workflow
                | DefinitionKind::Calendar
                | DefinitionKind::Policy
                | DefinitionKind::Escalation
                | DefinitionKind::Event => format!("workflows/{key}.toml"),
            },
            |(file, _)| file.to_owned(),
        ),
        line: 1,
        message: format!(
            "{kind} “{key}” version {version} {by} and says something else; what is published never \
             changes: give the change version {next}"
        ),
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
    let metrics = metrics_of(workflows);
    let mut findings = targets.check_names(Mentioned::Team, &teams);
    findings.extend(targets.check_names(Mentioned::RequestType, forms));
    findings.extend(targets.check_names(Mentioned::Metric, &metrics));
    findings
}

fn metrics_of(workflows: &[Parsed]) -> Vec<&str> {
    workflows
        .iter()
        .flat_map(|parsed| &parsed.definition.clocks)
        .map(|spec| spec.metric.as_str())
        .collect()
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
