//! The stimuli of a case: opening, transitions, messages, assignment, priority, acknowledgement.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::case::{Case, Priority, WorkflowRef};
use crate::changes::{Changes, FiredTimer, Link};
use crate::clocks::drive::Happened;
use crate::engine::build::Build;
use crate::engine::notify::Params;
use crate::engine::world::{Snapshot, World};
use crate::event::EventBody;
use crate::ids::{
    CaseId, OrganisationId, PersonId, RequestTypeKey, RunId, TeamKey, TemplateKey, TransitionKey,
};
use crate::message::{Attachment, Audience, Channel};
use crate::people::{Actor, Role};
use crate::refusal::Refusal;
use crate::text::Language;
use crate::time::Instant;
use crate::timer::{FollowUp, TimerKind};
use crate::workflow::decide::{Cause, Command, automatic, decide, on_child, on_message};
use crate::workflow::definition::Definition;
use crate::workflow::effect::Recipient;
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
    /// The timer of another case that asked for it.
    pub caused_by: Option<FiredTimer>,
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
}

impl Move {
    /// A transition that a person asks for.
    pub const fn asked(transition: TransitionKey, given: Given, channel: Channel) -> Self {
        Self { transition, given, channel, cause: Cause::Asked }
    }

    /// A transition that happens by rule or because of words that are in the thread already.
    pub const fn caused(transition: TransitionKey, cause: Cause) -> Self {
        Self { transition, given: Given::new(), channel: Channel::System, cause }
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
        workflow: WorkflowRef { key: definition.key.clone(), version: definition.version },
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
        submitted,
    };
    let mut build = Build::begin(world, opening.id, body, actor, now)?;
    if let Some(fired) = opening.caused_by {
        build.cause(fired);
    }
    if let Some(parent) = parent {
        build.link(Link { from: parent, to: opening.id, relation: "child".to_owned() });
    }
    if submitted {
        build.happened.push(Happened::Submitted);
        let opened = build.latest_event();
        for effect in &definition.opening {
            build.carry_out(effect, opened, &Given::new(), &Params::new())?;
        }
        build.drive_clocks(&definition, "opened")?;
    }
    build.enter_state(&definition)?;
    if let Some(wanted) = then {
        build.make(&definition, wanted)?;
    }
    build.settle(&definition)?;
    Ok(build.finish())
}

/// Replaces the answers of a draft.
///
/// # Errors
/// [`Refusal::WrongState`] when the case was submitted meanwhile.
pub fn change_draft(
    world: &World<'_>,
    snapshot: Snapshot,
    opening: Opening,
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
    build.attach(words.files, audience);
    let body = words.body;
    if !body.is_empty() {
        build.say(audience, body.clone(), words.channel);
    } else if audience == Audience::Public {
        build.happened.push(match build.actor {
            Actor::Partner { .. } => Happened::PartnerMessage,
            Actor::Staff { .. } => Happened::StaffMessage,
            Actor::System { .. } => Happened::Noted,
        });
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

/// Gives a case to a person, or to nobody.
///
/// # Errors
/// None today; kept for the rules of issue B.
pub fn assign(
    world: &World<'_>,
    snapshot: Snapshot,
    to: Option<PersonId>,
    actor: Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = Build::over(world, snapshot, actor, now);
    build.own(to);
    if let Some(person) = to.and_then(|id| world.directory.find(id))
        && build.actor.person() != to
    {
        let key = format!("assigned:{}:{}", build.case.id, build.now.millis());
        build.mail_person(person, &TemplateKey::from("owner.notified"), &key, Params::new());
    }
    build.settle(&definition)?;
    Ok(build.finish())
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
        build.emit(EventBody::PriorityChanged { from, to, reason: reason.trim().to_owned() });
        build.happened.push(Happened::PriorityChanged);
        build.drive_clocks(&definition, "priority")?;
    }
    build.settle(&definition)?;
    Ok(build.finish())
}

/// Makes the transition that the end of a case opened from this one sets off. `None` without one.
///
/// # Errors
/// The [`Refusal`] that says why not.
pub fn child_over(
    world: &World<'_>,
    snapshot: Snapshot,
    fired: FiredTimer,
    now: Instant,
) -> Result<Option<Changes>, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let actor = Actor::System { rule: "child_over".to_owned() };
    let mut build = Build::over(world, snapshot, actor, now);
    let next = on_child(&definition, &build.case, world.facts, now).map(|next| next.key.clone());
    let Some(transition) = next else { return Ok(None) };
    build.cause(fired);
    build.make(&definition, Move::caused(transition, Cause::Rule))?;
    build.settle(&definition)?;
    Ok(Some(build.finish()))
}

/// Makes a transition as the desk itself because another case asked for it. `None` when it is not
/// possible from where this case stands: the other one is not held up by that.
///
/// # Errors
/// [`Refusal::Broken`] when a definition names what is not there.
pub fn follow(
    world: &World<'_>,
    snapshot: Snapshot,
    transition: TransitionKey,
    fired: FiredTimer,
    now: Instant,
) -> Result<Option<Changes>, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let actor = Actor::System { rule: "told_by_child".to_owned() };
    let mut build = Build::over(world, snapshot, actor, now);
    build.cause(fired);
    match build.make(&definition, Move::caused(transition, Cause::Rule)) {
        Ok(()) => {}
        Err(broken @ (Refusal::Broken(_) | Refusal::TooManySteps(_))) => return Err(broken),
        Err(
            Refusal::UnknownTransition(_)
            | Refusal::WrongState { .. }
            | Refusal::WrongRole { .. }
            | Refusal::Guard { .. }
            | Refusal::Input(_),
        ) => return Ok(None),
    }
    build.settle(&definition)?;
    Ok(Some(build.finish()))
}

/// Joins another case into this one: its public words are told here as one note, its people follow.
///
/// # Errors
/// [`Refusal::Broken`] when the pinned workflow is not there.
pub fn absorb(
    world: &World<'_>,
    snapshot: Snapshot,
    merged: &Case,
    fired: FiredTimer,
    now: Instant,
) -> Result<Changes, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let actor = Actor::System { rule: "merge".to_owned() };
    let mut build = Build::over(world, snapshot, actor, now);
    build.cause(fired);
    build.emit(EventBody::Linked { other: merged.id, relation: "merged_from".to_owned() });
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

impl Build<'_> {
    /// Makes one transition with its effects, clocks and state timers.
    ///
    /// # Errors
    /// The [`Refusal`] that says why not.
    pub fn make(&mut self, definition: &Definition, wanted: Move) -> Result<(), Refusal> {
        self.told.clear();
        let roles = self.roles();
        let decision = decide(
            definition,
            &self.case,
            &Command {
                transition: &wanted.transition,
                cause: wanted.cause,
                given: wanted.given,
                actor: &self.actor,
                roles: &roles,
            },
            self.world.facts,
            self.now,
        )?;
        let submits = self.case.is_draft() && !decision.category.is_over();
        let mut params = Params::new();
        for draft in &decision.messages {
            params.insert("message".to_owned(), draft.body.clone());
            self.say(draft.audience, draft.body.clone(), wanted.channel);
        }
        for (name, value) in &decision.given {
            if let Some(text) = value.as_str() {
                params.entry(name.clone()).or_insert_with(|| text.to_owned());
            }
        }
        let given = decision.given;
        let moved = self.emit(EventBody::Moved {
            transition: wanted.transition.clone(),
            from: self.case.state.clone(),
            to: decision.to,
            category: decision.category,
            submits,
            input: given.clone(),
        });
        self.happened.push(if submits { Happened::Submitted } else { Happened::Moved });
        for effect in decision.effects {
            self.carry_out(effect, moved, &given, &params)?;
        }
        self.drive_clocks(definition, &format!("transition:{}", wanted.transition))?;
        self.enter_state(definition)?;
        if self.case.category.is_over() && self.case.parent.is_some() {
            self.arm(self.now, TimerKind::Follow { act: FollowUp::ChildOver });
        }
        Ok(())
    }

    /// Makes automatic transitions until none is possible.
    ///
    /// # Errors
    /// [`Refusal::TooManySteps`] after [`MAX_AUTOMATIC`] of them.
    pub fn settle(&mut self, definition: &Definition) -> Result<(), Refusal> {
        for _ in 0..MAX_AUTOMATIC {
            let Some(next) = automatic(definition, &self.case, self.world.facts, self.now) else {
                return Ok(());
            };
            let wanted = Move::caused(next.key.clone(), Cause::Rule);
            let actor = std::mem::replace(
                &mut self.actor,
                Actor::System { rule: format!("automatic:{}", next.key) },
            );
            let made = self.make(definition, wanted);
            self.actor = actor;
            made?;
        }
        Err(Refusal::TooManySteps(MAX_AUTOMATIC))
    }

    /// Makes the transition that a public message sets off, if there is one; gives whether it did.
    fn answer(&mut self, definition: &Definition) -> Result<bool, Refusal> {
        let Some(next) = on_message(definition, &self.case, &self.actor) else {
            return Ok(false);
        };
        self.make(definition, Move::caused(next.key.clone(), Cause::Message))?;
        Ok(true)
    }

    fn tell_other_side(&mut self, body: &str) {
        let event = self.latest_event();
        let key = format!("event:{event}");
        let params = Params::from([("message".to_owned(), body.to_owned())]);
        match self.actor {
            Actor::Partner { .. } => {
                self.mail(&TemplateKey::from("owner.notified"), Recipient::Owner, &key, &params);
            }
            Actor::Staff { .. } => {
                self.mail(&TemplateKey::from("request.reply"), Recipient::Partner, &key, &params);
            }
            Actor::System { .. } => {}
        }
    }

    /// The roles in which the acting person may move the case.
    fn roles(&self) -> Vec<Role> {
        match &self.actor {
            Actor::System { .. } => vec![Role::System],
            Actor::Partner { .. } => vec![Role::Partner],
            Actor::Staff { .. } => self.who().map_or_else(Vec::new, |person| {
                let mut roles: Vec<Role> = person
                    .memberships
                    .iter()
                    .filter(|held| {
                        held.team.is_none()
                            || held.team.as_ref() == Some(&self.case.team)
                            || held.team.as_ref() == Some(&self.case.desk)
                    })
                    .map(|held| held.role)
                    .collect();
                roles.dedup();
                roles
            }),
        }
    }
}
