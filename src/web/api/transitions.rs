//! `/api/v1/cases/{ref}/transitions`: what can be done with a case now, what cannot and why; and doing it.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::case::Reference;
use domain::ids::TransitionKey;
use domain::message::{Audience, Channel};
use domain::refusal::Refusal;
use domain::text::Language;
use domain::workflow::definition::{Definition, Target, Transition, Trigger};
use domain::workflow::input::{Input, InputKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::usecases::error::Error;
use crate::usecases::idempotency::Attempt;
use crate::usecases::move_case::MoveCase;
use crate::usecases::read::case::OfferView;
use crate::web::api::answer::{Written, versioned};
use crate::web::api::caller::{Caller, Sent, reference};
use crate::web::api::names::definition_of;
use crate::web::api::values::{self, Ref};
use crate::web::fail::Fail;
use crate::web::pages::actions::{refusal_sentence, with_titles};

/// What can be done with a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offers<'a> {
    /// The case.
    reference: Ref,
    /// The version these transitions are offered for; give it back when you make one.
    version: i64,
    /// In the order in which they are offered. Partners see only what they may do now.
    items: Vec<Offer<'a>>,
}

/// One transition of the present state.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offer<'a> {
    /// What to give as `transition`.
    key: &'a str,
    /// Its name, in the language of the answer.
    title: &'a str,
    /// Key of the state it leads to; null for the state the case came from, and for partners.
    to: Option<&'a str>,
    /// Whether it can be made now, as far as can be told before its inputs are given.
    allowed: bool,
    /// Why it cannot be made now; null when it can.
    reason: Option<OfferReason>,
    /// What must be given with it, by name in `input`.
    inputs: Vec<InputShape<'a>>,
}

/// Why a transition cannot be made now.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferReason {
    /// Stable code, such as `guard.children_over`.
    code: &'static str,
    /// The reason in a sentence, in the language of the answer.
    message: String,
}

/// One thing to be given with a transition.
#[derive(Debug, Serialize, ToSchema)]
pub struct InputShape<'a> {
    /// Its name in `input`.
    name: &'a str,
    /// What it is: `message`, `text`, `choice`, `date`, `team`, `person`, `case`, `confirm` or `number`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Whether it must be given.
    required: bool,
    /// Its name for people.
    label: &'a str,
    /// Help for people; may be empty.
    hint: &'a str,
    /// For a message: who will read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = values::audience)]
    audience: Option<Audience>,
    /// Fewest characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<u32>,
    /// Most characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<u32>,
    /// What may be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<InputOption<'a>>,
}

/// One thing that may be chosen.
#[derive(Debug, Serialize, ToSchema)]
pub struct InputOption<'a> {
    /// What to give.
    value: &'a str,
    /// Its name for people.
    label: &'a str,
}

/// A transition to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "transition": "ask",
    "input": { "question": "Which of your accounts is concerned?", "follow_up_on": "2026-09-25" },
    "version": 2
}))]
pub struct NewTransition {
    /// Its key.
    transition: String,
    /// What it asks for, by name.
    #[serde(default)]
    #[schema(value_type = Object)]
    input: BTreeMap<String, Value>,
    /// The version of the case you looked at; `If-Match` may say it instead.
    version: Option<i64>,
}

/// What can be done with a case now; for staff also what cannot, and why.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}/transitions", operation_id = "list_transitions", tag = "cases",
    params(("ref" = String, Path, description = "Reference of the case", example = "REQ-1042")),
    responses((
        status = 200, description = "The transitions of the present state", body = Offers,
        headers(("ETag" = String, description = "The version of the case")),
    )),
)]
pub async fn list(caller: Caller, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let reference = reference(&case)?;
    // A draft has no transitions but those of its pages.
    caller.app.get_header(&caller.viewer, reference).await?;
    let (case, offers) = caller.app.list_offers(&caller.viewer, reference).await?;
    let definition = definition_of(&caller.app.rules, &case);
    let items = shown(&caller, definition.as_deref(), &offers);
    let answer = Offers {
        reference: case.reference.into(),
        version: case.version,
        items,
    };
    versioned(&answer, case.version)
}

/// Makes a transition.
///
/// Give the version of the case you looked at, in `version` or as `If-Match`: when somebody was faster the
/// answer is 409 with `current_version`, and nothing is changed.
#[utoipa::path(
    post, path = "/api/v1/cases/{ref}/transitions", operation_id = "make_transition", tag = "cases",
    params(
        ("ref" = String, Path, description = "Reference of the case", example = "REQ-1042"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the same answer for 24 hours"),
        ("If-Match" = Option<String>, Header, description = "The version you looked at, such as \"2\""),
    ),
    request_body = NewTransition,
    responses((
        status = 200, description = "Where the case stands since", body = crate::web::api::standing::Standing,
        headers(("ETag" = String, description = "The version of the case")),
    )),
)]
pub async fn make(
    sent: Sent<NewTransition>,
    case: web::Path<String>,
) -> Result<HttpResponse, Fail> {
    let caller = &sent.caller;
    let reference = reference(&case)?;
    let version = caller.based_on(sent.body.version)?;
    let key = match sent.attempt().await? {
        Attempt::Fresh(key) => key,
        Attempt::Made(case) => {
            return Ok(Written::new(caller, StatusCode::OK, &case)
                .await?
                .response());
        }
        Attempt::Answered { status, body } => return Ok(Written::again(status, body)?.response()),
    };
    let wanted = MoveCase {
        reference,
        transition: TransitionKey::new(&sent.body.transition),
        given: sent.body.input.clone(),
        version,
        channel: Channel::Api,
        files: Vec::new(),
        key,
    };
    caller.app.get_header(&caller.viewer, reference).await?;
    let case = match caller.app.move_case(&caller.viewer, wanted).await {
        Err(Error::Refused(refusal)) => {
            return Err(Error::Refused(titled(caller, reference, refusal).await?).into());
        }
        made => made?,
    };
    Ok(Written::new(caller, StatusCode::OK, &case)
        .await?
        .response())
}

/// A refusal with titles in place of the keys of state, transition and roles, to be read by people.
async fn titled(caller: &Caller, reference: Reference, refusal: Refusal) -> Result<Refusal, Error> {
    let (case, _) = caller.app.list_offers(&caller.viewer, reference).await?;
    let definition = definition_of(&caller.app.rules, &case);
    Ok(match definition {
        Some(definition) => with_titles(caller.words(), &definition, refusal),
        None => refusal,
    })
}

/// The offers as the caller may see them.
pub fn shown<'a>(
    caller: &Caller,
    definition: Option<&Definition>,
    offers: &'a [OfferView],
) -> Vec<Offer<'a>> {
    if caller.viewer.is_partner() {
        // What a partner's words set off is done by writing, and reasons may tell of our side.
        let offered = offers
            .iter()
            .filter(|offer| offer.refusal.is_none())
            .map(|offer| &offer.transition);
        let offered = offered.filter(|transition| !transition.trigger.contains(&Trigger::Message));
        return offered
            .map(|transition| public_offer(transition, caller.language))
            .collect();
    }
    let words = caller.words();
    let reason = |refusal: &Refusal| OfferReason {
        code: refusal.code(),
        message: match definition {
            Some(definition) => refusal_sentence(words, definition, refusal),
            None => refusal.to_string(),
        },
    };
    let shown = offers.iter().map(|offer| Offer {
        key: offer.transition.key.as_str(),
        title: offer.transition.title.get(words.language()),
        to: match &offer.transition.to {
            Target::State(state) => Some(state.as_str()),
            Target::Previous => None,
        },
        allowed: offer.refusal.is_none(),
        reason: offer.refusal.as_ref().map(reason),
        inputs: inputs(&offer.transition, words.language()),
    });
    shown.collect()
}

/// A transition as a partner is offered it.
pub fn public_offer(transition: &Transition, language: Language) -> Offer<'_> {
    let title = transition.public_title.get(language);
    Offer {
        key: transition.key.as_str(),
        title: if title.is_empty() {
            transition.title.get(language)
        } else {
            title
        },
        to: None,
        allowed: true,
        reason: None,
        inputs: inputs(transition, language),
    }
}

/// What a transition asks for.
pub fn inputs(transition: &Transition, language: Language) -> Vec<InputShape<'_>> {
    transition
        .inputs
        .iter()
        .map(|input| shape(input, language))
        .collect()
}

fn shape(input: &Input, language: Language) -> InputShape<'_> {
    let mut shape = InputShape {
        name: &input.name,
        kind: "",
        required: input.required,
        label: input.label.get(language),
        hint: input.hint.get(language),
        audience: None,
        min: None,
        max: None,
        options: Vec::new(),
    };
    shape.kind = match &input.kind {
        InputKind::Message { audience, min, max } => {
            (shape.audience, shape.min, shape.max) = (Some(*audience), Some(*min), Some(*max));
            "message"
        }
        InputKind::Text { min, max } => {
            (shape.min, shape.max) = (Some(*min), Some(*max));
            "text"
        }
        InputKind::Choice { options } => {
            shape.options = options
                .iter()
                .map(|one| InputOption {
                    value: &one.value,
                    label: one.label.get(language),
                })
                .collect();
            "choice"
        }
        InputKind::Date => "date",
        InputKind::Team => "team",
        InputKind::Person => "person",
        InputKind::Case => "case",
        InputKind::Confirm => "confirm",
        InputKind::Number => "number",
    };
    shape
}
