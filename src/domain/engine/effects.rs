//! What follows a transition, effect by effect, in the order of the definition.

use crate::case::{ANSWERING, Kind, Priority};
use crate::changes::{Link, PurgeFiles, SERVES};
use crate::engine::build::Build;
use crate::engine::notify::Params;
use crate::escalation::{Alarm, RunStage};
use crate::event::EventBody;
use crate::ids::{CaseId, EventId, PersonId, TeamKey};
use crate::refusal::Refusal;
use crate::routing::{Asked, RouteWhy, hand_over, route, team_for};
use crate::timer::{FollowUp, Said};
use crate::workflow::effect::Effect;
use crate::workflow::input::Given;

impl Build<'_> {
    /// Carries out one effect of a transition; mails are sent apart, by [`Build::send_mail`]. `note` is what
    /// was said inside with the move, for the case that goes on with it.
    ///
    /// # Errors
    /// [`Refusal::Broken`] when the definition asks for something that its inputs do not give.
    pub fn carry_out(
        &mut self,
        effect: &Effect,
        given: &Given,
        note: Option<&Said>,
    ) -> Result<(), Refusal> {
        match effect {
            Effect::Route => self.route(),
            Effect::Assign => {
                let named = given.get("assignee").and_then(person);
                let to = named.or_else(|| self.actor.person());
                self.own(to);
            }
            Effect::Unassign => self.own(None),
            Effect::Delegate => {
                let team = given.get("team").and_then(serde_json::Value::as_str);
                let team = team.ok_or_else(|| Refusal::Broken("team".to_owned()))?;
                self.pass_on(TeamKey::new(team));
            }
            Effect::HandTo { team } => self.pass_on(team.clone()),
            Effect::Recall => self.recall(),
            Effect::Count { counter } => {
                self.emit(EventBody::Counted {
                    counter: counter.clone(),
                });
            }
            // Recorded with the move itself, so that a fold of the events knows it.
            Effect::RecordActor { fact: _ } => {}
            Effect::Mail { .. } | Effect::MailAtCount { .. } => {}
            Effect::OpenChild { kind } => {
                self.follow_child(*kind);
                let mut facts = given.clone();
                facts.remove(ANSWERING);
                self.follow_up(FollowUp::OpenChild {
                    kind: *kind,
                    facts,
                    note: note.cloned(),
                });
            }
            Effect::TellParent { transition } => {
                if self.case.parent.is_some() {
                    self.follow_up(FollowUp::TellParent {
                        transition: transition.clone(),
                    });
                }
            }
            Effect::Merge => {
                let target = target(given)?;
                self.link_with(target, "merged_into", self.case.id, target);
                let by = self.actor.person();
                self.follow_up(FollowUp::MergeInto { target, by });
            }
            Effect::Join => {
                let escalation = target(given)?;
                self.link_with(escalation, "served_by", escalation, self.case.id);
                self.follow_up(FollowUp::Join {
                    escalation,
                    note: note.cloned(),
                });
            }
            Effect::PurgeFiles => {
                self.purge_files(PurgeFiles::All);
                if self.case.parent.is_some() && self.case.request_type.is_some() {
                    self.follow_up(FollowUp::PurgeForm);
                }
            }
            Effect::Escalate => self.start_run(&Alarm::Move),
            Effect::Acknowledge => self.acknowledge_all(),
            Effect::LowerPriority => self.lower_priority(),
        }
        Ok(())
    }

    /// Sends the mail that an effect of the transition recorded as `moved` asks for, if it asks for one.
    pub fn send_mail(&mut self, effect: &Effect, moved: EventId, params: &Params) {
        let (template, to) = match effect {
            Effect::Mail { template, to } => (template, *to),
            Effect::MailAtCount {
                counter,
                count,
                template,
                to,
            } if self.case.counter(counter) >= *count => (template, *to),
            Effect::MailAtCount { .. }
            | Effect::Route
            | Effect::Assign
            | Effect::Unassign
            | Effect::Delegate
            | Effect::HandTo { .. }
            | Effect::Recall
            | Effect::Count { .. }
            | Effect::RecordActor { .. }
            | Effect::OpenChild { .. }
            | Effect::TellParent { .. }
            | Effect::Merge
            | Effect::Join
            | Effect::PurgeFiles
            | Effect::Escalate
            | Effect::Acknowledge
            | Effect::LowerPriority => return,
        };
        self.mail(template, to, &format!("event:{moved}"), params);
    }

    /// Finds the team, the priority and the proposed owner by the rules, and records why.
    pub fn route(&mut self) {
        let asked = Asked::of(&self.case);
        let found = route(&self.world.rules.routing, &asked, self.world.routing);
        self.proposed = found.why.proposed;
        // A case opened from another is answered for by that one's team; routing says who holds it.
        let team = match self.case.parent {
            Some(_) => self.case.team.clone(),
            None => found.team.clone(),
        };
        self.emit(EventBody::Routed {
            team,
            priority: found.priority,
            why: found.why,
        });
        self.hand_to(found.team, None);
    }

    /// Lets another team hold the case, and finds who of them is proposed.
    fn pass_on(&mut self, to: TeamKey) {
        let why = hand_over(&to, &Asked::of(&self.case), self.world.routing);
        self.proposed = why.proposed;
        self.hand_to(to, Some(why));
    }

    /// Brings the case back to the team that answers for it, and to who answered for it there.
    fn recall(&mut self) {
        let team = self.case.team.clone();
        let owner = self.case.owner.and_then(|id| self.world.directory.find(id));
        let is_of_team = owner.is_some_and(|person| person.teams().contains(&team));
        self.hand_to(team, None);
        // Who took it on for the other team gives it back; who of the own team has it keeps it.
        if !is_of_team {
            self.own(self.case.answering());
        }
    }

    /// The case is held by the team that is to work on the case opened from it.
    fn follow_child(&mut self, kind: Kind) {
        let asked = Asked {
            kind,
            ..Asked::of(&self.case)
        };
        let team = team_for(&self.world.rules.routing, &asked, self.world.routing);
        self.hand_to(team, None);
    }

    /// Gives the case to a person, or to nobody.
    pub fn own(&mut self, to: Option<PersonId>) {
        let from = self.case.owner;
        if from != to {
            self.emit(EventBody::OwnerChanged { from, to });
        }
    }

    /// Lets another team hold the case.
    pub fn hand_to(&mut self, to: TeamKey, why: Option<RouteWhy>) {
        let from = self.case.desk.clone();
        if from != to {
            self.emit(EventBody::DeskChanged { from, to, why });
        }
    }

    /// Ends every escalation that is still going.
    pub fn end_runs(&mut self) {
        let going: Vec<_> = self
            .runs
            .iter()
            .filter(|run| run.stage != RunStage::Done)
            .cloned()
            .collect();
        for run in going {
            self.end_run(run);
        }
    }

    /// Records how this case sees the other, and the link between the two.
    fn link_with(&mut self, other: CaseId, seen: &str, from: CaseId, to: CaseId) {
        self.emit(EventBody::Linked {
            other,
            relation: seen.to_owned(),
        });
        let relation = if seen == "served_by" { SERVES } else { seen };
        self.link(Link {
            from,
            to,
            relation: relation.to_owned(),
        });
    }

    fn lower_priority(&mut self) {
        let to = match self.case.priority {
            Priority::P1 => Priority::P2,
            Priority::P2 => Priority::P3,
            Priority::P3 | Priority::P4 => Priority::P4,
        };
        if to != self.case.priority {
            let from = self.case.priority;
            self.emit(EventBody::PriorityChanged {
                from,
                to,
                reason: "mitigated".to_owned(),
            });
        }
    }
}

fn target(given: &Given) -> Result<CaseId, Refusal> {
    given
        .get("target")
        .and_then(uuid)
        .map(CaseId::from_uuid)
        .ok_or_else(|| Refusal::Broken("target".to_owned()))
}

fn uuid(value: &serde_json::Value) -> Option<uuid::Uuid> {
    value
        .as_str()
        .and_then(|text| uuid::Uuid::parse_str(text).ok())
}

fn person(value: &serde_json::Value) -> Option<PersonId> {
    uuid(value).map(PersonId::from_uuid)
}
