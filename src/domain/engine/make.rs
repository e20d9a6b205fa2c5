//! One transition from its decision to the clocks, and what follows by itself.

use crate::clocks::drive::Happened;
use crate::engine::build::Build;
use crate::engine::notify::{MESSAGE, NOTE, Params};
use crate::engine::step::{MAX_AUTOMATIC, Move};
use crate::event::EventBody;
use crate::ids::TemplateKey;
use crate::message::Audience;
use crate::people::{Actor, Role};
use crate::refusal::Refusal;
use crate::timer::{FollowUp, TimerKind};
use crate::workflow::decide::{Cause, Command, automatic, decide, on_message};
use crate::workflow::definition::Definition;
use crate::workflow::effect::Recipient;

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
        let given = decision.given;
        let mut input = wanted.noted;
        input.extend(given.clone());
        let moved = self.emit(EventBody::Moved {
            transition: wanted.transition.clone(),
            from: self.case.state.clone(),
            to: decision.to,
            category: decision.category,
            submits,
            input,
        });
        self.happened.push(if submits {
            Happened::Submitted
        } else {
            Happened::Moved
        });
        for effect in decision.effects {
            self.carry_out(effect, &given)?;
        }
        self.drive_clocks(definition, &format!("transition:{}", wanted.transition))?;
        self.enter_state(definition)?;
        // Mails last: they tell what the clocks and timers say after the move.
        for effect in decision.effects {
            self.send_mail(effect, moved, &params);
        }
        if self.case.category.is_over() && self.case.parent.is_some() {
            self.arm(
                self.now,
                TimerKind::Follow {
                    act: FollowUp::ChildOver,
                },
            );
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
