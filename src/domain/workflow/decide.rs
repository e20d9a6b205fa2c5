//! The decision of one transition: everything that must hold, in a fixed order, then what follows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

use crate::case::{ANSWERING, Case, Category, Reference};
use crate::clocks::calendar::Calendars;
use crate::ids::{CaseId, PersonId, StateKey, TeamKey, TransitionKey};
use crate::message::Audience;
use crate::people::{Actor, Role};
use crate::refusal::{InputError, Refusal};
use crate::time::Instant;
use crate::workflow::definition::{Approvals, Definition, State, Target, Transition, Trigger};
use crate::workflow::effect::Effect;
use crate::workflow::guard::Guard;
use crate::workflow::input::Given;
use crate::workflow::{given, judge};

/// What guards and inputs must know besides the case; gathered before the decision.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day at the desk; dates given before it are past.
    pub today: Date,
    /// Calendars of the guards.
    pub calendars: Arc<Calendars>,
    /// The staff and how they stand; nobody else may be given a case.
    pub staff: BTreeMap<PersonId, Standing>,
    /// Teams a case may be handed to.
    pub teams: BTreeSet<TeamKey>,
    /// Cases named in the input, as far as they exist and the person may see them.
    pub targets: BTreeMap<Reference, OtherCase>,
    /// Cases opened from this one, or serving it, that are still going.
    pub children_open: u32,
    /// Cases opened from this one, or serving it, since it came to where it stands, that are over.
    pub children_over: u32,
    /// Cases linked with this one, the one it was opened from not counted.
    pub links: u32,
    /// Whether the form's answers are complete, and what is wrong with them.
    pub form: Result<(), Vec<InputError>>,
    /// Who looks after the publisher.
    pub portfolio_owner: Option<PersonId>,
    /// Whether every required item of the checklist is decided.
    pub checklist: Completeness,
    /// Whether every required document is present.
    pub documents: Completeness,
    /// Second opinions given so far.
    pub approvals: Vec<Approval>,
}

/// How a person of the staff stands when a case is to be given to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There, with room.
    Available,
    /// There, with as much as they should have.
    OverCapacity,
    /// Away.
    Absent,
    /// Left.
    Gone,
    /// There, but in none of the teams that may see the case.
    Outside,
}

/// Another case named in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherCase {
    /// Its identity.
    pub id: CaseId,
    /// Whether this case may be merged into it.
    pub merging: Fitness,
    /// Whether it may serve this case.
    pub joining: Fitness,
}

/// Whether a case may be the target of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fitness {
    /// It may.
    Fit,
    /// It is not of the kind that is wanted.
    OtherKind,
    /// It belongs to another publisher.
    OtherPublisher,
    /// One of the two is confidential, and somebody would see it by the other.
    Confidential,
    /// It is over.
    Over,
    /// The two are linked already.
    Cycle,
}

/// Whether everything required is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// It is.
    Complete,
    /// Something is missing, or nobody looked.
    Incomplete,
}

/// A second opinion in favour of a transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// For which transition.
    pub transition: TransitionKey,
    /// By whom.
    pub person: PersonId,
    /// In which role.
    pub role: Role,
}

impl Facts {
    /// Facts of a case with no staff, links or children, its form in order; fill in what is known.
    pub fn new(calendars: Arc<Calendars>, today: Date) -> Self {
        Self {
            today,
            calendars,
            staff: BTreeMap::new(),
            teams: BTreeSet::new(),
            targets: BTreeMap::new(),
            children_open: 0,
            children_over: 0,
            links: 0,
            form: Ok(()),
            portfolio_owner: None,
            checklist: Completeness::Incomplete,
            documents: Completeness::Incomplete,
            approvals: Vec::new(),
        }
    }
}

impl Facts {
    /// Whether the case may be given to this person as far as its teams go: of the staff, and able to see
    /// it. Whether they are there is the guards' affair.
    pub fn may_be_given(&self, person: PersonId) -> bool {
        match self.staff.get(&person) {
            Some(
                Standing::Available | Standing::OverCapacity | Standing::Absent | Standing::Gone,
            ) => true,
            Some(Standing::Outside) | None => false,
        }
    }
}

/// Whether a person may have the case now: there, and with room unless a lead gives it.
///
/// # Errors
/// The [`Refusal`] of the guards `assignee_available` and `within_capacity_unless lead`.
pub fn may_have(
    case: &Case,
    assignee: PersonId,
    actor: &Actor,
    roles: &[Role],
    facts: &Facts,
    now: Instant,
) -> Result<(), Refusal> {
    let judge = judge::Judge {
        case,
        facts,
        actor,
        roles,
        now,
    };
    let given = Given::from([("assignee".to_owned(), Value::String(assignee.to_string()))]);
    let guards = [
        Guard::AssigneeAvailable,
        Guard::WithinCapacityUnless { role: Role::Lead },
    ];
    judge.all(&guards, &given)
}

/// A transition that somebody asks for.
#[derive(Clone, Debug)]
pub struct Command<'a> {
    /// Which.
    pub transition: &'a TransitionKey,
    /// What sets it off.
    pub cause: Cause,
    /// What is given with it.
    pub given: Given,
    /// Who acts.
    pub actor: &'a Actor,
    /// The roles the acting person holds where the case is worked on.
    pub roles: &'a [Role],
}

/// What sets one transition off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A person asks for it and gives what it requires.
    Asked,
    /// A message or file that is in the thread already; nothing more is required.
    Message,
    /// The desk by rule: a timer, a child case, an automatic step; nothing more is required.
    Rule,
}

/// Words given with a transition that go into the thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The input they were given in.
    pub input: String,
    /// Who may read them.
    pub audience: Audience,
    /// The words, trimmed.
    pub body: String,
}

/// A transition that may be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision<'a> {
    /// Which.
    pub transition: &'a Transition,
    /// The state it leads to.
    pub to: StateKey,
    /// Its category.
    pub category: Category,
    /// What to record as facts: cleaned inputs, recorded actors, values the move settles.
    pub given: Given,
    /// What to add to the thread, in the order of the inputs.
    pub messages: Vec<Draft>,
    /// What follows, in order.
    pub effects: &'a [Effect],
}

/// A transition of the present state as a person is offered it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer<'a> {
    /// Which.
    pub transition: &'a Transition,
    /// Whether it is possible now.
    pub verdict: Verdict,
}

/// Whether an offered transition is possible now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is, as far as it can be told before the inputs are given.
    Ready,
    /// It is not; the reason is shown.
    NotNow(Refusal),
}

/// Decides one transition. Order: known, state, role, visible, inputs, guards, approvals.
///
/// # Errors
/// The first [`Refusal`]; of inputs, all that are wrong.
pub fn decide<'a>(
    definition: &'a Definition,
    case: &Case,
    command: &Command<'_>,
    facts: &Facts,
    now: Instant,
) -> Result<Decision<'a>, Refusal> {
    let transition = definition
        .transition(command.transition)
        .ok_or_else(|| Refusal::UnknownTransition(command.transition.to_string()))?;
    if !transition.from.contains(&case.state) {
        return Err(Refusal::WrongState {
            transition: transition.key.to_string(),
            state: case.state.to_string(),
        });
    }
    may(transition, command.cause, command.roles)?;
    let judge = judge::Judge {
        case,
        facts,
        actor: command.actor,
        roles: command.roles,
        now,
    };
    judge.all(&transition.visible_if, &Given::new())?;
    let read =
        given::read(transition, &command.given, command.cause, facts).map_err(Refusal::Input)?;
    judge.all(&transition.guards, &read.given)?;
    if let Some(wanted) = &transition.approvals {
        approved(transition, wanted, command.actor, &facts.approvals)?;
    }
    let state = target(definition, transition, case)?;
    Ok(Decision {
        transition,
        to: state.key.clone(),
        category: state.category,
        given: recorded(transition, read.given, command.actor, case),
        messages: read.messages,
        effects: &transition.effects,
    })
}

/// What a person is offered where the case stands, in the order of the definition. Conditions on
/// inputs that are not given yet are left to [`decide`].
pub fn options<'a>(
    definition: &'a Definition,
    case: &Case,
    actor: &Actor,
    roles: &[Role],
    facts: &Facts,
    now: Instant,
) -> Vec<Offer<'a>> {
    let judge = judge::Judge {
        case,
        facts,
        actor,
        roles,
        now,
    };
    let nothing = Given::new();
    definition
        .transitions
        .iter()
        .filter(|transition| transition.from.contains(&case.state))
        .filter(|transition| may(transition, Cause::Asked, roles).is_ok())
        .filter(|transition| judge.all(&transition.visible_if, &nothing).is_ok())
        .map(|transition| Offer {
            transition,
            verdict: match judge.all_known(transition) {
                Ok(()) => Verdict::Ready,
                Err(refusal) => Verdict::NotNow(refusal),
            },
        })
        .collect()
}

/// The transition that happens by itself now, if any: the first whose conditions hold.
pub fn automatic<'a>(
    definition: &'a Definition,
    case: &Case,
    facts: &Facts,
    now: Instant,
) -> Option<&'a Transition> {
    by_rule(definition, case, Trigger::System, facts, now)
}

/// The transition that the end of a case opened from this one sets off, if any.
pub fn on_child<'a>(
    definition: &'a Definition,
    case: &Case,
    facts: &Facts,
    now: Instant,
) -> Option<&'a Transition> {
    by_rule(definition, case, Trigger::Child, facts, now)
}

/// The transition that a message of this author sets off, if any: only the partner's words move a case.
pub fn on_message<'a>(
    definition: &'a Definition,
    case: &Case,
    author: &Actor,
) -> Option<&'a Transition> {
    match author {
        Actor::Partner { .. } => definition.transitions.iter().find(|transition| {
            transition.from.contains(&case.state)
                && transition.trigger.contains(&Trigger::Message)
                && transition.roles.contains(&Role::Partner)
        }),
        Actor::Staff { .. } | Actor::System { .. } => None,
    }
}

fn by_rule<'a>(
    definition: &'a Definition,
    case: &Case,
    trigger: Trigger,
    facts: &Facts,
    now: Instant,
) -> Option<&'a Transition> {
    let actor = Actor::System {
        rule: trigger.as_str().to_owned(),
    };
    let roles = [Role::System];
    let judge = judge::Judge {
        case,
        facts,
        actor: &actor,
        roles: &roles,
        now,
    };
    let nothing = Given::new();
    definition.transitions.iter().find(|transition| {
        transition.from.contains(&case.state)
            && transition.trigger.contains(&trigger)
            && judge.all(&transition.visible_if, &nothing).is_ok()
            && judge.all(&transition.guards, &nothing).is_ok()
    })
}

/// Whether somebody in these roles may make the transition for this cause.
fn may(transition: &Transition, cause: Cause, roles: &[Role]) -> Result<(), Refusal> {
    let can_happen = match cause {
        Cause::Asked => transition.is_offered(),
        Cause::Message => transition.trigger.contains(&Trigger::Message),
        Cause::Rule => transition
            .trigger
            .iter()
            .any(|trigger| trigger.is_by_rule()),
    };
    if can_happen && transition.roles.iter().any(|role| roles.contains(role)) {
        return Ok(());
    }
    let allowed: Vec<&str> = transition.roles.iter().map(|role| role.as_str()).collect();
    Err(Refusal::WrongRole {
        transition: transition.key.to_string(),
        roles: allowed.join(", "),
    })
}

fn approved(
    transition: &Transition,
    wanted: &Approvals,
    actor: &Actor,
    approvals: &[Approval],
) -> Result<(), Refusal> {
    let people: BTreeSet<PersonId> = approvals
        .iter()
        .filter(|given| given.transition == transition.key && wanted.roles.contains(&given.role))
        .map(|given| given.person)
        .filter(|person| !(wanted.not_actor && actor.person() == Some(*person)))
        .collect();
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    if count >= wanted.count {
        return Ok(());
    }
    let missing = wanted.count.saturating_sub(count).to_string();
    let roles: Vec<&str> = wanted.roles.iter().map(|role| role.as_str()).collect();
    Err(Refusal::Guard {
        code: "guard.approvals",
        params: BTreeMap::from([
            ("count".to_owned(), missing),
            ("role".to_owned(), roles.join(", ")),
        ]),
    })
}

fn target<'a>(
    definition: &'a Definition,
    transition: &Transition,
    case: &Case,
) -> Result<&'a State, Refusal> {
    let key = match &transition.to {
        Target::State(key) => key,
        Target::Previous => case
            .previous_state
            .as_ref()
            .ok_or_else(|| Refusal::Broken("@previous".to_owned()))?,
    };
    definition
        .state(key)
        .ok_or_else(|| Refusal::Broken(key.to_string()))
}

/// What was given, what the move settles by itself, and who made it where that is to be remembered.
fn recorded(transition: &Transition, mut given: Given, actor: &Actor, case: &Case) -> Given {
    for (name, value) in &transition.records {
        given.insert(name.clone(), Value::String(value.clone()));
    }
    for effect in &transition.effects {
        if let (Effect::RecordActor { fact }, Some(person)) = (effect, actor.person()) {
            given.insert(fact.clone(), Value::String(person.to_string()));
        }
        let leaves = matches!(
            effect,
            Effect::Delegate | Effect::HandTo { .. } | Effect::OpenChild { .. }
        );
        if leaves && case.desk == case.team {
            let answering = case.owner.map(|owner| Value::String(owner.to_string()));
            given.insert(ANSWERING.to_owned(), answering.unwrap_or_default());
        }
    }
    given
}

#[cfg(test)]
pub(crate) mod tests;
