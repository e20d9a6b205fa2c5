//! The stimuli of a case: opening, transitions, messages, assignment, priority, acknowledgement.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::case::{Priority, WorkflowRef};
use crate::changes::{Changes, FiredTimer, Link};
use crate::clocks::drive::Happened;
use crate::engine::build::Build;
use crate::engine::notify::Params;
use crate::engine::world::{Snapshot, World};
use crate::event::EventBody;
use crate::ids::{
    AttachmentId, CaseId, OrganisationId, PersonId, RequestTypeKey, RunId, TeamKey, TransitionKey,
};
use crate::message::{Attachment, Audience, Channel};
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::text::Language;
use crate::time::Instant;
use crate::timer::Said;
use crate::workflow::decide::Cause;
use crate::workflow::definition::Definition;
use crate::workflow::input::Given;

/// Automatic transitions in a row before the engine says that a definition loops.
pub const MAX_AUTOMATIC: u32 = 8;

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Its identity, made by the caller so that files can be stored beforehand.
    pub id: CaseId,
    /// The workflow it will keep.
    pub workflow: Arc<Definition>,
    /// The form it comes by.
    pub request_type: Option<RequestTypeKey>,
    /// One line.
    pub title: String,
    /// Language of the thread.
    pub language: Language,
    /// The publisher.
    pub organisation: OrganisationId,
    /// The contact who asks.
    pub requester: Option<PersonId>,
    /// The team, until routing says another.
    pub team: TeamKey,
    /// How much it matters.
    pub priority: Priority,
    /// Proposed impact, 1–3.
    pub impact: u8,
    /// Proposed urgency, 0–3.
    pub urgency: u8,
    /// Hidden from the requester's colleagues.
    pub confidential: bool,
    /// The case it is opened from.
    pub parent: Option<CaseId>,
    /// Answers of the form.
    pub answers: BTreeMap<String, Value>,
    /// What it takes over from the move that asked for it.
    pub carried: Carried,
    /// The timer of another case that asked for it.
    pub caused_by: Option<FiredTimer>,
}

/// What a case takes over from the move of another that asked for it.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// What was given with the move.
    pub facts: Given,
    /// What was said inside with it.
    pub note: Option<Said>,
}

/// A transition to be made.
#[derive(Clone, Debug)]
pub struct Move {
    /// Which.
    pub transition: TransitionKey,
    /// What is given with it.
    pub given: Given,
    /// How it arrived; messages of the move carry it.
    pub channel: Channel,
    /// What sets it off.
    pub cause: Cause,
    /// Facts to keep with the move that nobody gives, such as the version of a text that was shown.
    pub noted: Given,
}

impl Move {
    /// A transition that a person asks for.
    pub const fn asked(transition: TransitionKey, given: Given, channel: Channel) -> Self {
        Self {
            transition,
            given,
            channel,
            cause: Cause::Asked,
            noted: Given::new(),
        }
    }

    /// A transition that happens by rule or because of words that are in the thread already.
    pub const fn caused(transition: TransitionKey, cause: Cause) -> Self {
        Self {
            transition,
            given: Given::new(),
            channel: Channel::System,
            cause,
            noted: Given::new(),
        }
    }
}

/// A message to be added.
#[derive(Clone, Debug)]
pub struct Words {
    /// Who may read it.
    pub audience: Audience,
    /// Plain text; may be empty when files come with it.
    pub body: String,
    /// How it arrived.
    pub channel: Channel,
    /// Files that come with it.
    pub files: Vec<Attachment>,
}

/// Opens a case and, when asked, submits it in the same step.
///
/// # Errors
/// Any [`Refusal`] of the submission.
pub fn open(
    world: &World<'_>,
    opening: Opening,
    then: Option<Move>,
    actor: Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    let definition = Arc::clone(&opening.workflow);
    let initial = definition
        .state(&definition.initial)
        .ok_or_else(|| Refusal::Broken(definition.initial.to_string()))?;
    let submitted = !definition.begins_as_draft();
    let parent = opening.parent;
    let body = EventBody::Opened {
        kind: definition.kind,
        workflow: WorkflowRef {
            key: definition.key.clone(),
            version: definition.version,
        },
        state: initial.key.clone(),
        category: initial.category,
        request_type: opening.request_type,
        title: opening.title,
        language: opening.language,
        organisation: opening.organisation,
        requester: opening.requester,
        team: opening.team,
        priority: opening.priority,
        impact: opening.impact,
        urgency: opening.urgency,
        confidential: opening.confidential,
        parent,
        answers: opening.answers,
        facts: opening.carried.facts,
        submitted,
    };
    let mut build = Build::begin(world, opening.id, body, actor, now)?;
    if let Some(fired) = opening.caused_by {
        build.cause(fired);
    }
    if let Some(parent) = parent {
        build.link(Link {
            from: parent,
            to: opening.id,
            relation: "child".to_owned(),
        });
    }
    if let Some(note) = opening.carried.note {
        build.repeat_words(Audience::Internal, note, Channel::System);
    }
    if submitted {
        build.happened.push(Happened::Submitted);
        let opened = build.latest_event();
        for effect in &definition.opening {
            build.carry_out(effect, &Given::new(), None)?;
        }
        build.drive_clocks(&definition, "opened")?;
        build.enter_state(&definition)?;
        for effect in &definition.opening {
            build.send_mail(effect, opened, &Params::new());
        }
    } else {
        build.enter_state(&definition)?;
    }
    if let Some(wanted) = then {
        build.make(&definition, wanted)?;
    }
    build.settle(&definition)?;
    Ok(build.finish())
}

/// Replaces the answers of a draft, and takes files out of it.
///
/// # Errors
/// [`Refusal::WrongState`] when the case was submitted meanwhile.
pub fn change_draft(
    world: &World<'_>,
    snapshot: Snapshot,
    opening: Opening,
    removed: Vec<AttachmentId>,
    actor: Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    if !snapshot.case.is_draft() || snapshot.case.category.is_over() {
        return Err(Refusal::WrongState {
            transition: "draft".to_owned(),
            state: snapshot.case.state.to_string(),
        });
    }
    let mut build = Build::over(world, snapshot, actor, now);
    build.emit(EventBody::DraftChanged {
        title: opening.title,
        language: opening.language,
        priority: opening.priority,
        impact: opening.impact,
        urgency: opening.urgency,
        confidential: opening.confidential,
        answers: opening.answers,
    });
    build.remove_files(removed);
    Ok(build.finish())
}

/// Makes a transition.
///
/// # Errors
/// The [`Refusal`] that says why not.
pub fn make(
    world: &World<'_>,
    snapshot: Snapshot,
    wanted: Move,
    files: Vec<Attachment>,
    actor: Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = Build::over(world, snapshot, actor, now);
    build.attach(files, Audience::Public);
    build.make(&definition, wanted)?;
    build.settle(&definition)?;
    Ok(build.finish())
}

/// Adds a message, a note or files; a partner's message may set a transition off.
///
/// # Errors
/// [`Refusal::Input`] for an empty message without files, or what the transition refuses.
pub fn say(
    world: &World<'_>,
    snapshot: Snapshot,
    words: Words,
    actor: Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = Build::over(world, snapshot, actor, now);
    let audience = words.audience;
    let names: Vec<String> = words
        .files
        .iter()
        .map(|file| file.file_name.clone())
        .collect();
    build.attach(words.files, audience);
    let mut body = words.body;
    if !body.is_empty() {
        build.say(audience, body.clone(), words.channel);
    } else if audience == Audience::Public {
        build.happened.push(match build.actor {
            Actor::Partner { .. } => Happened::PartnerMessage,
            Actor::Staff { .. } => Happened::StaffMessage,
            Actor::System { .. } => Happened::Noted,
        });
        // A mail about files alone names them.
        body = names.join("\n");
    }
    if audience == Audience::Public {
        let moved = build.answer(&definition)?;
        if !moved {
            build.tell_other_side(&body);
        }
    }
    build.drive_clocks(&definition, "message")?;
    build.settle(&definition)?;
    Ok(build.finish())
}

/// Adds files to a draft, without a message.
pub fn add_files(
    world: &World<'_>,
    snapshot: Snapshot,
    files: Vec<Attachment>,
    actor: Actor,
    now: Instant,
) -> Changes {
    let mut build = Build::over(world, snapshot, actor, now);
    build.attach(files, Audience::Public);
    build.finish()
}

/// Sets the priority; targets follow the policy's answer.
///
/// # Errors
/// [`Refusal::Input`] when the reason is shorter than three characters.
pub fn set_priority(
    world: &World<'_>,
    snapshot: Snapshot,
    to: Priority,
    reason: &str,
    actor: Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    if reason.trim().chars().count() < 3 {
        return Err(Refusal::Input(vec![crate::refusal::InputError {
            field: "reason".to_owned(),
            code: "required".to_owned(),
            params: BTreeMap::new(),
        }]));
    }
    let definition = definition_of(world, &snapshot)?;
    let mut build = Build::over(world, snapshot, actor, now);
    let from = build.case.priority;
    if from != to {
        build.emit(EventBody::PriorityChanged {
            from,
            to,
            reason: reason.trim().to_owned(),
        });
        build.happened.push(Happened::PriorityChanged);
        build.drive_clocks(&definition, "priority")?;
    }
    build.settle(&definition)?;
    Ok(build.finish())
}

/// Takes an escalation on. `None` when there was nothing left to take on.
///
/// # Errors
/// [`Refusal::Broken`] when the pinned workflow is not there.
pub fn acknowledge(
    world: &World<'_>,
    snapshot: Snapshot,
    run: RunId,
    actor: Actor,
    now: Instant,
) -> Result<Option<Changes>, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = Build::over(world, snapshot, actor, now);
    if !build.acknowledge(run) {
        return Ok(None);
    }
    build.follow_acknowledgement(&definition)?;
    build.settle(&definition)?;
    Ok(Some(build.finish()))
}

/// The workflow version that a stored case pins.
///
/// # Errors
/// [`Refusal::Broken`] naming it when it is not there.
pub fn definition_of(world: &World<'_>, snapshot: &Snapshot) -> Result<Arc<Definition>, Refusal> {
    let pinned = &snapshot.case.workflow;
    world
        .rules
        .workflows
        .get(&pinned.key, pinned.version)
        .ok_or_else(|| Refusal::Broken(format!("{} v{}", pinned.key, pinned.version)))
}
