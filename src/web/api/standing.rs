//! Where a case stands: the answer to every write, for the staff or for a partner.

use domain::case::{Case, Category, Kind, Priority};
use domain::ids::{CaseId, PersonId};
use domain::workflow::definition::Ball;
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::api::caller::Caller;
use crate::web::api::names::{definition_of, state_title};
use crate::web::api::values::{self, Moment, Ref};

/// Where a case stands, for whoever asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Standing {
    /// For the staff.
    #[schema(title = "For staff")]
    Staff(StaffStanding),
    /// For a partner.
    #[schema(title = "For partners")]
    Partner(PartnerStanding),
}

/// Where a case stands, for the staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01920a5e-8c00-7000-8000-000000000001", "reference": "REQ-1042", "version": 2,
    "kind": "request", "request_type": "data_analysis", "title": "Audience of the season's live shows",
    "state": "in_progress", "state_title": "In progress", "category": "open", "priority": "P3",
    "team": "FR", "desk": "FR", "owner": "01920a5e-8c00-7000-8000-000000000002",
    "created_at": "2026-09-21T07:00:00Z", "submitted_at": "2026-09-21T07:00:00Z",
    "updated_at": "2026-09-21T07:05:00Z"
}))]
pub struct StaffStanding {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: CaseId,
    /// What people call it.
    reference: Ref,
    /// Its version now; the `ETag` of the answer.
    version: i64,
    /// Which of the four kinds.
    #[schema(schema_with = values::kind)]
    kind: Kind,
    /// The form it came by; null for cases opened by staff.
    request_type: Option<String>,
    /// One line.
    title: String,
    /// Key of the state.
    state: String,
    /// The state's name, in the language of the answer.
    state_title: String,
    /// The state's category.
    #[schema(schema_with = values::category)]
    category: Category,
    /// How much it matters.
    #[schema(schema_with = values::priority)]
    priority: Priority,
    /// The team that answers for it.
    team: String,
    /// The team that holds it now.
    desk: String,
    /// Who has it; null for nobody.
    #[schema(value_type = Option<Uuid>)]
    owner: Option<PersonId>,
    /// When it was begun.
    created_at: Moment,
    /// When it was submitted.
    submitted_at: Option<Moment>,
    /// When anything last happened.
    updated_at: Moment,
}

/// Where a case stands, for its partner. It cannot hold anything internal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "reference": "REQ-1042", "version": 1, "title": "Audience of the season's live shows",
    "state_title": "Received", "ball": "us", "submitted_at": "2026-09-21T07:00:00Z",
    "updated_at": "2026-09-21T07:00:00Z"
}))]
pub struct PartnerStanding {
    /// What people call it.
    reference: Ref,
    /// Its version now; the `ETag` of the answer.
    version: i64,
    /// One line.
    title: String,
    /// Where it stands in the partner's words, in the language of the answer.
    state_title: String,
    /// Whose turn it is.
    #[schema(schema_with = values::ball)]
    ball: Ball,
    /// When it was submitted.
    submitted_at: Option<Moment>,
    /// When anything last happened.
    updated_at: Moment,
}

impl Standing {
    /// Where a case stands, for the caller.
    pub fn of(caller: &Caller, case: &Case) -> Self {
        let definition = definition_of(&caller.app.rules, case);
        let language = caller.language;
        if caller.viewer.is_partner() {
            let state = definition
                .as_deref()
                .and_then(|definition| definition.state(&case.state));
            return Self::Partner(PartnerStanding {
                reference: case.reference.into(),
                version: case.version,
                title: case.title.clone(),
                state_title: state
                    .map(|state| state.public_title.get(language).to_owned())
                    .unwrap_or_default(),
                ball: state.map_or(Ball::None, |state| state.ball),
                submitted_at: case.submitted_at.map(Moment::from),
                updated_at: case.updated_at.into(),
            });
        }
        Self::Staff(StaffStanding {
            id: case.id,
            reference: case.reference.into(),
            version: case.version,
            kind: case.kind,
            request_type: case.request_type.as_ref().map(ToString::to_string),
            title: case.title.clone(),
            state: case.state.to_string(),
            state_title: state_title(definition.as_deref(), &case.state, language).to_owned(),
            category: case.category,
            priority: case.priority,
            team: case.team.to_string(),
            desk: case.desk.to_string(),
            owner: case.owner,
            created_at: case.created_at.into(),
            submitted_at: case.submitted_at.map(Moment::from),
            updated_at: case.updated_at.into(),
        })
    }
}
