//! One case, whole, as the API shows it to staff.

use std::collections::BTreeMap;

use domain::case::{Category, Kind, Priority};
use domain::escalation::RunStage;
use domain::ids::{CaseId, OrganisationId, RunId, StateKey, TeamKey};
use domain::text::Language;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::usecases::read::case::{AnswerView, CaseView, Relative, RunView};
use crate::web::api::caller::Caller;
use crate::web::api::case_rows::PersonName;
use crate::web::api::clocks::ClockState;
use crate::web::api::decision::Decision;
use crate::web::api::transitions::{Offer, shown};
use crate::web::api::values::{self, Moment, Ref};

/// A case, whole, for the staff. Thread, history and files have addresses of their own.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffCase<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: CaseId,
    /// What people call it.
    reference: Ref,
    /// Its version; the `ETag` of the answer.
    version: i64,
    /// Which of the four kinds.
    #[schema(schema_with = values::kind)]
    kind: Kind,
    /// The workflow version it keeps.
    workflow: PinnedWorkflow<'a>,
    /// The form it came by; null for cases opened by staff.
    request_type: Option<&'a str>,
    /// The form's or the workflow's name.
    type_title: &'a str,
    /// One line.
    title: &'a str,
    /// Language of the thread.
    #[schema(schema_with = values::language)]
    language: Language,
    /// Key of the state.
    state: &'a str,
    /// The state's name.
    state_title: &'a str,
    /// The state's category.
    #[schema(schema_with = values::category)]
    category: Category,
    /// Key of the state before this one; null at first.
    previous_state: Option<&'a str>,
    /// The publisher.
    organisation: CaseOrganisation<'a>,
    /// The contact who asked; null for nobody.
    requester: Option<PersonName<'a>>,
    /// Who has it; null for nobody.
    owner: Option<PersonName<'a>>,
    /// The team that answers for it.
    team: &'a str,
    /// The team that holds it now.
    desk: &'a str,
    /// How much it matters.
    #[schema(schema_with = values::priority)]
    priority: Priority,
    /// Impact as the partner put it, 1 to 3.
    impact: u8,
    /// Urgency as the partner put it, 0 to 3.
    urgency: u8,
    /// Whether colleagues of the requester are kept out.
    confidential: bool,
    /// Answers of the form, by field.
    #[schema(value_type = Object)]
    answers: &'a BTreeMap<String, Value>,
    /// The same answers in words, in the order of the form.
    answers_shown: Vec<ShownAnswer<'a>>,
    /// What transitions recorded, such as the resolution.
    #[schema(value_type = Object)]
    facts: &'a BTreeMap<String, Value>,
    /// How often something happened, such as `reopened`.
    counters: &'a BTreeMap<String, i64>,
    /// Its clocks as of now.
    clocks: Vec<ClockState<'a>>,
    /// What can be done now, and what cannot and why.
    transitions: Vec<Offer<'a>>,
    /// Escalations that climb or were taken on.
    escalations: Vec<CaseEscalation<'a>>,
    /// Why it is with this team, and who was proposed; null when it was never routed.
    route: Option<Decision<'a>>,
    /// The cases it belongs with.
    relatives: Vec<CaseRelative<'a>>,
    /// When it was begun.
    created_at: Moment,
    /// When it was submitted.
    submitted_at: Option<Moment>,
    /// When it entered its present state.
    state_since: Moment,
    /// When it was last finished.
    resolved_at: Option<Moment>,
    /// When anything last happened.
    updated_at: Moment,
}

/// The workflow version that a case keeps.
#[derive(Debug, Serialize, ToSchema)]
pub struct PinnedWorkflow<'a> {
    /// Its key.
    key: &'a str,
    /// Its version.
    version: u32,
}

/// The publisher of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseOrganisation<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: OrganisationId,
    /// Short name, as in addresses.
    slug: &'a str,
    /// Name for people.
    name: &'a str,
    /// Trade, such as `sport`; may be empty.
    vertical: &'a str,
    /// Tier, such as `premium`; may be empty.
    tier: &'a str,
}

/// One answered question in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownAnswer<'a> {
    /// The field.
    field: &'a str,
    /// The question.
    label: &'a str,
    /// The answer.
    value: &'a str,
}

/// An escalation of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseEscalation<'a> {
    /// Identity: what to acknowledge.
    #[schema(value_type = Uuid)]
    id: RunId,
    /// `active`, `acknowledged` or `done`.
    #[schema(value_type = String)]
    stage: RunStage,
    /// The last level that was told, from 1.
    level: u32,
    /// When it began.
    started_at: Moment,
    /// When somebody took it on.
    acknowledged_at: Option<Moment>,
    /// The policy that it climbs.
    policy: &'a str,
    /// Its version, which it keeps.
    policy_version: u32,
    /// Names of everybody told so far.
    told: Vec<&'a str>,
    /// Who hears next; null when no level is to come.
    next_told: Option<&'a str>,
    /// When the next level fires.
    next_at: Option<Moment>,
    /// When it begins again unless staff do something; null unless somebody took it on.
    restarts_at: Option<Moment>,
}

/// A case that another belongs with.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseRelative<'a> {
    /// Which.
    reference: Ref,
    /// One line.
    title: &'a str,
    /// How: `parent`, `child`, `merged_into`, `merged_from`.
    relation: &'a str,
    /// Its state's name.
    state_title: &'a str,
}

impl<'a> StaffCase<'a> {
    /// The case for the caller.
    pub fn of(caller: &Caller, view: &'a CaseView) -> Self {
        let (case, language) = (&view.case, caller.language);
        Self {
            id: case.id,
            reference: case.reference.into(),
            version: case.version,
            kind: case.kind,
            workflow: PinnedWorkflow {
                key: case.workflow.key.as_str(),
                version: case.workflow.version,
            },
            request_type: case
                .request_type
                .as_ref()
                .map(domain::ids::RequestTypeKey::as_str),
            type_title: view.type_title.get(language),
            title: &case.title,
            language: case.language,
            state: case.state.as_str(),
            state_title: view.state.title.get(language),
            category: case.category,
            previous_state: case.previous_state.as_ref().map(StateKey::as_str),
            organisation: CaseOrganisation {
                id: view.organisation.id,
                slug: &view.organisation.slug,
                name: &view.organisation.name,
                vertical: &view.organisation.vertical,
                tier: &view.organisation.tier,
            },
            requester: view.requester.as_ref().map(PersonName::from),
            owner: view.owner.as_ref().map(PersonName::from),
            team: TeamKey::as_str(&case.team),
            desk: TeamKey::as_str(&case.desk),
            priority: case.priority,
            impact: case.impact,
            urgency: case.urgency,
            confidential: case.confidential,
            answers: &case.answers,
            answers_shown: shown_answers(&view.answers, language),
            facts: &case.facts,
            counters: &case.counters,
            clocks: view.clocks.iter().map(ClockState::from).collect(),
            transitions: shown(caller, Some(&view.definition), &view.offers),
            escalations: view
                .runs
                .iter()
                .map(|going| escalation(view, going))
                .collect(),
            route: view
                .route
                .as_ref()
                .map(|why| Decision::of(why, &view.people, language)),
            relatives: view
                .relatives
                .iter()
                .map(|one| relative(one, language))
                .collect(),
            created_at: case.created_at.into(),
            submitted_at: case.submitted_at.map(Moment::from),
            state_since: case.state_since.into(),
            resolved_at: case.resolved_at.map(Moment::from),
            updated_at: case.updated_at.into(),
        }
    }
}

/// Answers in words, in one language.
pub fn shown_answers(answers: &[AnswerView], language: Language) -> Vec<ShownAnswer<'_>> {
    let shown = answers.iter().map(|answer| ShownAnswer {
        field: &answer.field,
        label: answer.label.get(language),
        value: answer.display.get(language),
    });
    shown.collect()
}

fn escalation<'a>(view: &'a CaseView, going: &'a RunView) -> CaseEscalation<'a> {
    let run = &going.run;
    let name = |id| view.people.get(id).map(String::as_str);
    CaseEscalation {
        id: run.id,
        stage: run.stage,
        level: run.level,
        started_at: run.started_at.into(),
        acknowledged_at: run.acknowledged_at.map(Moment::from),
        policy: run.policy.as_str(),
        policy_version: run.policy_version,
        told: going.told.iter().filter_map(name).collect(),
        next_told: going.next.as_ref().map(|next| next.who.as_str()),
        next_at: going.next.as_ref().map(|next| next.at.into()),
        restarts_at: going.silent_at.map(Moment::from),
    }
}

fn relative(relative: &Relative, language: Language) -> CaseRelative<'_> {
    CaseRelative {
        reference: relative.reference.into(),
        title: &relative.title,
        relation: &relative.relation,
        state_title: relative.state_title.get(language),
    }
}
