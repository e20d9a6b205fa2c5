//! The routing decision in words: who is proposed and why, and everybody who was compared.

use domain::ids::PersonId;
use domain::routing::skill::{Dimension, Skill};
use domain::routing::{Considered, Fitness, RouteWhy, Strategy};
use domain::time::Instant;

use crate::i18n::{Value, Words};
use crate::usecases::read::case::CaseView;
use crate::web::pages::moments::Moments;
use crate::web::pages::timeline::Names;

/// The routing decision in words.
#[derive(Clone, Debug)]
pub struct RouteBox {
    /// Who was proposed; empty for nobody.
    pub person: String,
    /// Why this person, and their load.
    pub reason: String,
    /// Which rule, and how many were compared.
    pub rule: String,
    /// What else decided, one sentence each.
    pub because: Vec<String>,
    /// Everybody compared, best first.
    pub rows: Vec<RouteRow>,
}

/// One person of the comparison.
#[derive(Clone, Debug)]
pub struct RouteRow {
    /// Name.
    pub name: String,
    /// How they fared.
    pub verdict: String,
    /// Load and capacity, such as `12 / 40`.
    pub load: String,
    /// When they were last given a case.
    pub assigned: String,
}

/// The last routing decision of a case in words; `None` when it was never routed.
pub fn route_box(words: Words, view: &CaseView, moments: &Moments) -> Option<RouteBox> {
    let why = view.route.as_ref()?;
    let names = Names::of(view, words);
    let name = |id| names.person(id).into_owned();
    Some(route_words(words, why, name, moments))
}

/// A decision in words.
pub fn route_words(
    words: Words,
    why: &RouteWhy,
    name: impl Fn(PersonId) -> String,
    moments: &Moments,
) -> RouteBox {
    let strategy = match why.strategy {
        Strategy::PortfolioOwner => "route-portfolio",
        Strategy::Backup => "route-backup",
        Strategy::LeastLoad => "route-load",
        Strategy::LeastLoadUnskilled => "route-unskilled",
        Strategy::Nobody => "route-nobody",
    };
    let title = rule_title(words, why);
    RouteBox {
        person: why.proposed.map(&name).unwrap_or_default(),
        reason: words.with(
            strategy,
            &[
                ("load", Value::from(why.load)),
                ("capacity", Value::from(why.capacity)),
            ],
        ),
        rule: if title.is_empty() {
            words.get("route-no-rule").into_owned()
        } else {
            words.with(
                "route-rule",
                &[
                    ("rule", Value::from(title)),
                    ("n", Value::from(why.compared)),
                ],
            )
        },
        because: because(words, why, &name),
        rows: why
            .candidates
            .iter()
            .map(|one| row(words, one, &name, moments))
            .collect(),
    }
}

/// The rule's name as it was when it decided; empty for none.
pub fn rule_title(words: Words, why: &RouteWhy) -> &str {
    let title = why.title.get(words.language());
    if title.is_empty() { &why.rule } else { title }
}

/// Skills in words, separated by commas.
pub fn skill_names(words: Words, skills: &[Skill]) -> String {
    let names: Vec<String> = skills
        .iter()
        .map(|skill| skill_name(words, skill))
        .collect();
    names.join(", ")
}

fn because(words: Words, why: &RouteWhy, name: &impl Fn(PersonId) -> String) -> Vec<String> {
    let mut said = Vec::new();
    let fared = |id: PersonId| {
        let found = why.candidates.iter().find(|one| one.person == id);
        found.map(|one| one.fitness)
    };
    if let Some(owner) = why.portfolio_owner.filter(|id| why.proposed != Some(*id)) {
        let key = match fared(owner) {
            Some(Fitness::Absent) => Some("route-owner-absent"),
            Some(Fitness::Excluded) => Some("route-owner-excluded"),
            Some(Fitness::Fit | Fitness::Unskilled) => None,
            None => Some("route-owner-elsewhere"),
        };
        said.extend(key.map(|key| words.named(key, "who", name(owner))));
    }
    let backup_away = |id: &PersonId| fared(*id) == Some(Fitness::Absent);
    if let Some(backup) = why.backup.filter(backup_away) {
        said.push(words.named("route-backup-absent", "who", name(backup)));
    }
    if !why.asked.is_empty() {
        said.push(words.named("route-asked", "skills", skill_names(words, &why.asked)));
    }
    if why.proposed.is_some() && why.load >= why.capacity {
        said.push(words.get("route-over").into_owned());
    }
    said
}

fn row(
    words: Words,
    one: &Considered,
    name: &impl Fn(PersonId) -> String,
    moments: &Moments,
) -> RouteRow {
    let verdict = match one.fitness {
        Fitness::Fit if one.load >= one.capacity => words.get("fit-over").into_owned(),
        Fitness::Fit => words.get("fit-fit").into_owned(),
        Fitness::Unskilled => {
            words.named("fit-unskilled", "skills", skill_names(words, &one.missing))
        }
        Fitness::Excluded => words.get("fit-excluded").into_owned(),
        Fitness::Absent => words.get("fit-absent").into_owned(),
    };
    RouteRow {
        name: name(one.person),
        verdict,
        load: words.with(
            "load-of",
            &[
                ("load", Value::from(one.load)),
                ("capacity", Value::from(one.capacity)),
            ],
        ),
        assigned: if one.last_assigned_ms == 0 {
            words.get("fit-never").into_owned()
        } else {
            moments.short(Instant::from_millis(one.last_assigned_ms))
        },
    }
}

fn skill_name(words: Words, skill: &Skill) -> String {
    let prefix = match skill.dimension() {
        Dimension::Language => "language",
        Dimension::Vertical => "vertical",
        Dimension::SubType => "sub-type",
    };
    let known = words.find(&format!("{prefix}-{}", skill.value()));
    known.map_or_else(|| skill.value().to_owned(), std::borrow::Cow::into_owned)
}
