//! One case, whole, as the API shows it to its partner. These types cannot hold anything internal.

use domain::text::Language;
use domain::workflow::definition::Ball;
use serde::Serialize;
use utoipa::ToSchema;

use crate::usecases::read::portal::{PortalCase, PortalStep, StepPlace};
use crate::web::api::staff_case::{ShownAnswer, shown_answers};
use crate::web::api::transitions::{Offer, public_offer};
use crate::web::api::values::{self, Moment, Ref};

/// A case, whole, for its partner. Thread and files have addresses of their own.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerCase<'a> {
    /// What people call it.
    reference: Ref,
    /// Its version; the `ETag` of the answer.
    version: i64,
    /// The form's or the workflow's name.
    type_title: &'a str,
    /// One line.
    title: &'a str,
    /// Where it stands, in the partner's words.
    state_title: &'a str,
    /// Whose turn it is.
    #[schema(schema_with = values::ball)]
    ball: Ball,
    /// When the next thing was promised, or your answer is needed.
    promised_at: Option<Moment>,
    /// Whether that moment has passed.
    late: bool,
    /// First name of who has it; null for nobody.
    owner: Option<&'a str>,
    /// First name of who was told that we are late; null otherwise.
    told: Option<&'a str>,
    /// The question that waits for your answer; null when it is not your turn.
    question: Option<&'a str>,
    /// Whether a message may be written.
    may_write: bool,
    /// The plain steps of its life, in order.
    steps: Vec<CaseStep<'a>>,
    /// What was answered in the form, in words.
    answers_shown: Vec<ShownAnswer<'a>>,
    /// What you may do now, besides writing.
    transitions: Vec<Offer<'a>>,
    /// When anything last happened.
    updated_at: Moment,
}

/// One plain step of a case's life.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseStep<'a> {
    /// Its name.
    title: &'a str,
    /// `behind`, `present` or `ahead`.
    place: &'static str,
}

impl<'a> PartnerCase<'a> {
    /// The case in one language.
    pub fn of(case: &'a PortalCase, language: Language) -> Self {
        Self {
            reference: case.row.reference.into(),
            version: case.version,
            type_title: case.row.type_title.get(language),
            title: &case.row.title,
            state_title: case.row.state.get(language),
            ball: case.row.ball,
            promised_at: case.row.promised_at.map(Moment::from),
            late: case.row.late,
            owner: case.owner.as_deref(),
            told: case.told.as_deref(),
            question: case.question.as_deref(),
            may_write: case.may_write,
            steps: case.steps.iter().map(|one| step(one, language)).collect(),
            answers_shown: shown_answers(&case.answers, language),
            transitions: case
                .moves
                .iter()
                .map(|one| public_offer(one, language))
                .collect(),
            updated_at: case.row.updated_at.into(),
        }
    }
}

fn step(step: &PortalStep, language: Language) -> CaseStep<'_> {
    CaseStep {
        title: step.title.get(language),
        place: match step.place {
            StepPlace::Behind => "behind",
            StepPlace::Present => "present",
            StepPlace::Ahead => "ahead",
        },
    }
}
