//! `/api/v1/cases/{ref}/messages`: the thread of a case, and writing into it.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::ids::{MessageId, PersonId};
use domain::message::{Audience, Channel, Message};
use domain::people::Actor;
use domain::text::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::usecases::idempotency::Attempt;
use crate::usecases::list_thread::Thread;
use crate::usecases::post_message::PostMessage;
use crate::web::api::answer::{List, Written, json};
use crate::web::api::caller::{Caller, Sent, reference};
use crate::web::api::values::{self, Moment};
use crate::web::fail::Fail;

/// One message, for whoever asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ThreadMessage<'a> {
    /// For the staff: messages and internal notes.
    #[schema(title = "For staff")]
    Staff(StaffMessage<'a>),
    /// For a partner: public messages alone.
    #[schema(title = "For partners")]
    Partner(PartnerMessage<'a>),
}

/// One message or note, for the staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffMessage<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: MessageId,
    /// When.
    at: Moment,
    /// Who wrote it.
    author: Author<'a>,
    /// Who may read it.
    #[schema(schema_with = values::audience)]
    audience: Audience,
    /// Plain text.
    body: &'a str,
    /// Language of the body.
    #[schema(schema_with = values::language)]
    language: Language,
    /// How it arrived.
    #[schema(schema_with = values::channel)]
    channel: Channel,
}

/// One public message, for a partner. It cannot hold an internal note.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerMessage<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: MessageId,
    /// When.
    at: Moment,
    /// Who wrote it, by name; empty for the desk itself.
    author: &'a str,
    /// Whether your side wrote it.
    ours: bool,
    /// Plain text.
    body: &'a str,
    /// Language of the body.
    #[schema(schema_with = values::language)]
    language: Language,
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
pub struct Author<'a> {
    /// `partner`, `staff` or `system`.
    side: &'static str,
    /// Who; null for the desk itself.
    #[schema(value_type = Option<Uuid>)]
    id: Option<PersonId>,
    /// Their name; null for the desk itself.
    name: Option<&'a str>,
    /// The rule by which the desk acted; null for people.
    rule: Option<&'a str>,
}

/// A message to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "audience": "public", "body": "Here are the figures you asked for.", "language": "en" }))]
pub struct NewMessage {
    /// Who may read it. Partners write public messages alone.
    #[schema(schema_with = values::audience)]
    audience: Audience,
    /// Plain text, 1 to 20,000 characters.
    #[schema(min_length = 1, max_length = 20000)]
    body: String,
    /// Language of the body; the author's when absent.
    #[schema(schema_with = values::language)]
    language: Option<Language>,
}

/// The thread of a case, oldest first; of a very long one the newest 500.
#[utoipa::path(
    get, path = "/api/v1/cases/{ref}/messages", operation_id = "list_messages", tag = "cases",
    params(("ref" = String, Path, description = "Reference of the case", example = "REQ-1042")),
    responses((status = 200, description = "The messages you may read", body = List<ThreadMessage>)),
)]
pub async fn list(caller: Caller, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let thread = caller
        .app
        .list_messages(&caller.viewer, reference(&case)?)
        .await?;
    let Thread { messages, names } = &thread;
    let items: Vec<ThreadMessage<'_>> = if caller.viewer.is_partner() {
        messages
            .iter()
            .map(|message| ThreadMessage::Partner(partner_message(message, names)))
            .collect()
    } else {
        messages
            .iter()
            .map(|message| ThreadMessage::Staff(staff_message(message, names)))
            .collect()
    };
    json(&List::whole(items))
}

/// Writes a message or, for staff, an internal note. A partner's message may move the case on.
#[utoipa::path(
    post, path = "/api/v1/cases/{ref}/messages", operation_id = "post_message", tag = "cases",
    params(
        ("ref" = String, Path, description = "Reference of the case", example = "REQ-1042"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body give the same answer for 24 hours"),
    ),
    request_body = NewMessage,
    responses((
        status = 201, description = "Where the case stands since", body = crate::web::api::standing::Standing,
        headers(("ETag" = String, description = "The version of the case")),
    )),
)]
pub async fn post(sent: Sent<NewMessage>, case: web::Path<String>) -> Result<HttpResponse, Fail> {
    let caller = &sent.caller;
    let reference = reference(&case)?;
    let key = match sent.attempt().await? {
        Attempt::Fresh(key) => key,
        Attempt::Made(case) => {
            return Ok(Written::new(caller, StatusCode::CREATED, &case)
                .await?
                .response());
        }
        Attempt::Answered { status, body } => return Ok(Written::again(status, body)?.response()),
    };
    let wanted = PostMessage {
        reference,
        audience: sent.body.audience,
        body: sent.body.body.clone(),
        channel: Channel::Api,
        files: Vec::new(),
        key,
    };
    let case = caller
        .app
        .post_message_in(&caller.viewer, wanted, sent.body.language)
        .await?;
    Ok(Written::new(caller, StatusCode::CREATED, &case)
        .await?
        .response())
}

impl<'a> Author<'a> {
    /// Who did something, with their name.
    pub fn of(actor: &'a Actor, names: &'a BTreeMap<PersonId, String>) -> Self {
        let (side, rule) = match actor {
            Actor::Partner { .. } => ("partner", None),
            Actor::Staff { .. } => ("staff", None),
            Actor::System { rule } => ("system", Some(rule.as_str())),
        };
        let id = actor.person();
        let name = id.and_then(|id| names.get(&id)).map(String::as_str);
        Self {
            side,
            id,
            name,
            rule,
        }
    }
}

fn staff_message<'a>(
    message: &'a Message,
    names: &'a BTreeMap<PersonId, String>,
) -> StaffMessage<'a> {
    StaffMessage {
        id: message.id,
        at: message.at.into(),
        author: Author::of(&message.author, names),
        audience: message.audience,
        body: &message.body,
        language: message.language,
        channel: message.channel,
    }
}

fn partner_message<'a>(
    message: &'a Message,
    names: &'a BTreeMap<PersonId, String>,
) -> PartnerMessage<'a> {
    let author = message.author.person().and_then(|id| names.get(&id));
    PartnerMessage {
        id: message.id,
        at: message.at.into(),
        author: author.map_or("", String::as_str),
        ours: matches!(message.author, Actor::Partner { .. }),
        body: &message.body,
        language: message.language,
    }
}
