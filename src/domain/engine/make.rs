//! One transition from its decision to the clocks, and what follows by itself.

use crate::changes::SERVES;
use crate::clocks::drive::Happened;
use crate::engine::build::Build;
use crate::engine::notify::{MESSAGE, NOTE, Params};
use crate::engine::step::{MAX_AUTOMATIC, Move};
use crate::event::EventBody;
use crate::ids::TemplateKey;
use crate::message::{Audience, Channel};
use crate::people::{Actor, Person, Role};
use crate::refusal::Refusal;
use crate::timer::{FollowUp, Said};
use crate::workflow::decide::{Cause, Command, Decision, automatic, decide, on_message};
use crate::workflow::definition::Definition;
use crate::workflow::effect::{Effect, Recipient};
use crate::workflow::input::{Given, InputKind};

/// Inputs that mails may tell besides the words of the thread.
const TOLD: [&str; 1] = ["follow_up_on"];

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
        let was_over = self.case.category.is_over();
        let mut params = Params::new();
        for draft in &decision.messages {
            let name = match draft.audience {
                Audience::Public => MESSAGE,
                Audience::Internal => NOTE,
            };
            params.insert(name.to_owned(), draft.body.clone());
            self.say(draft.audience, draft.body.clone(), wanted.channel);
        }
        for name in TOLD {
            if let Some(text) = decision.given.get(name).and_then(serde_json::Value::as_str) {
                params.insert(name.to_owned(), text.to_owned());
            }
        }
        let note = self.note_of(&decision);
        let given = decision.given;
        let mut input = wanted.noted;
        input.extend(given.clone());
        if let Some(target) = self.reference_of_target(&given) {
            params.insert("target".to_owned(), target);
        }
        let moved = self.emit(EventBody::Moved {
            transition: wanted.transition.clone(),
            from: self.case.state.clone(),
            to: decision.to,
            category: decision.category,
            submits,
            input,
        });
        if submits {
            self.let_follow(self.world.followers.iter().copied());
        }
        self.happened.push(if submits {
            Happened::Submitted
        } else {
            Happened::Moved
        });
        for effect in decision.effects {
            self.carry_out(effect, &given, note.as_ref())?;
        }
        self.drive_clocks(definition, &format!("transition:{}", wanted.transition))?;
        self.enter_state(definition)?;
        // Mails last: they tell what the clocks and timers say after the move.
        for effect in decision.effects {
            self.send_mail(effect, moved, &params);
        }
        self.answer_partner(&params);
        if self.case.category.is_over() && !was_over {
            self.tell_cases_of_the_end();
        }
        Ok(())
    }

    /// Public words of the staff that no mail of the transition tells the partner: they get them all the same.
    fn answer_partner(&mut self, params: &Params) {
        let Some(body) = params.get(MESSAGE).cloned() else {
            return;
        };
        let told = |person: &&Person| self.told.contains(&person.id);
        let staff = matches!(self.actor, Actor::Staff { .. });
        if staff && !self.recipients(Recipient::Partner).iter().any(told) {
            self.tell_other_side(&body);
        }
    }

    /// The cases that waited for this one, or were opened for it, hear that it is over.
    fn tell_cases_of_the_end(&mut self) {
        if self.case.parent.is_some() {
            self.follow_up(FollowUp::ChildOver);
        }
        for request in self.linked(SERVES) {
            self.follow_up(FollowUp::ServedOver { request });
        }
        for child in self.linked("child") {
            self.follow_up(FollowUp::ParentOver { child });
        }
    }

    /// What was said inside with a move, as another case goes on with it: each text under its label.
    fn note_of(&self, decision: &Decision<'_>) -> Option<Said> {
        let language = self.language();
        let parts: Vec<String> = decision
            .transition
            .inputs
            .iter()
            .filter_map(|input| {
                let words = match input.kind {
                    InputKind::Text { .. } => decision.given.get(&input.name)?.as_str()?,
                    InputKind::Message {
                        audience: Audience::Internal,
                        ..
                    } => decision
                        .messages
                        .iter()
                        .find(|draft| draft.input == input.name)?
                        .body
                        .as_str(),
                    InputKind::Message { .. }
                    | InputKind::Choice { .. }
                    | InputKind::Date
                    | InputKind::Team
                    | InputKind::Person
                    | InputKind::Case
                    | InputKind::Confirm
                    | InputKind::Number => return None,
                };
                Some(format!("{}\n{words}", input.label.get(language)))
            })
            .collect();
        (!parts.is_empty()).then(|| Said {
            author: self.actor.clone(),
            body: parts.join("\n\n"),
            language,
        })
    }

    /// What people call the case named in the input `target`.
    fn reference_of_target(&self, given: &Given) -> Option<String> {
        let id = given.get("target")?.as_str()?;
        let mut known = self.world.facts.targets.iter();
        known
            .find(|(_, other)| other.id.to_string() == id)
            .map(|(reference, _)| reference.to_string())
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
                Actor::System {
                    rule: format!("automatic:{}", next.key),
                },
            );
            let made = self.make(definition, wanted);
            self.actor = actor;
            made?;
        }
        Err(Refusal::TooManySteps(MAX_AUTOMATIC))
    }

    /// Makes the transition that means the same as taking an escalation on, where the case stands and the
    /// person may make it; the clocks follow in any case.
    ///
    /// # Errors
    /// As [`Build::make`].
    pub fn follow_acknowledgement(&mut self, definition: &Definition) -> Result<(), Refusal> {
        let roles = self.roles();
        let next = definition.transitions.iter().find(|one| {
            one.from.contains(&self.case.state)
                && one.is_offered()
                && one.effects.contains(&Effect::Acknowledge)
                && one.inputs.is_empty()
                && one.roles.iter().any(|role| roles.contains(role))
        });
        if let Some(next) = next {
            let wanted = Move::asked(next.key.clone(), Given::new(), Channel::System);
            match self.make(definition, wanted) {
                Ok(()) => return Ok(()),
                Err(broken @ (Refusal::Broken(_) | Refusal::TooManySteps(_))) => {
                    return Err(broken);
                }
                // Conditions do not hold now: it is taken on without a move.
                Err(
                    Refusal::UnknownTransition(_)
                    | Refusal::WrongState { .. }
                    | Refusal::WrongRole { .. }
                    | Refusal::Guard { .. }
                    | Refusal::Input(_),
                ) => {}
            }
        }
        self.drive_clocks(definition, "acknowledged")
    }

    /// Makes the transition that a public message sets off, if there is one; gives whether it did.
    pub fn answer(&mut self, definition: &Definition) -> Result<bool, Refusal> {
        let Some(next) = on_message(definition, &self.case, &self.actor) else {
            return Ok(false);
        };
        self.make(definition, Move::caused(next.key.clone(), Cause::Message))?;
        Ok(true)
    }

    /// Tells the other side of words that set nothing off.
    pub fn tell_other_side(&mut self, body: &str) {
        let event = self.latest_event();
        let key = format!("event:{event}");
        let params = Params::from([(MESSAGE.to_owned(), body.to_owned())]);
        match self.actor {
            Actor::Partner { .. } => {
                self.mail(
                    &TemplateKey::from("owner.notified"),
                    Recipient::Owner,
                    &key,
                    &params,
                );
            }
            Actor::Staff { .. } => {
                self.mail(
                    &TemplateKey::from("request.reply"),
                    Recipient::Partner,
                    &key,
                    &params,
                );
            }
            Actor::System { .. } => {}
        }
    }

    /// The roles in which the acting person may move the case.
    pub(super) fn roles(&self) -> Vec<Role> {
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
