//! Who gets which mail: recipients of a transition, warnings of a clock, levels of an escalation.

use std::collections::BTreeMap;

use crate::access::scope;
use crate::changes::SERVES;
use crate::clocks::clock::ClockKind;
use crate::engine::build::Build;
use crate::ids::{NoticeId, PersonId, TemplateKey};
use crate::notices::{Addressee, Notice, Side};
use crate::people::{Person, Role};
use crate::time::Instant;
use crate::timer::{FollowUp, Said, TimerKind};
use crate::workflow::definition::Fire;
use crate::workflow::effect::Recipient;

/// Values of a mail's text, by name.
pub type Params = BTreeMap<String, String>;

/// Name of the value that holds public words.
pub const MESSAGE: &str = "message";
/// Name of the value that holds internal words; it becomes the message of mails to staff and is taken
/// out of every mail to a partner.
pub const NOTE: &str = "note";

impl<'w> Build<'w> {
    /// Sends a mail to everybody a recipient stands for; never to the acting person, never twice to
    /// one person in one transition.
    pub fn mail(&mut self, template: &TemplateKey, to: Recipient, key: &str, params: &Params) {
        if to == Recipient::LinkedPartners {
            self.tell_served(template, params);
            return;
        }
        for person in self.recipients(to) {
            if self.actor.person() == Some(person.id) && to != Recipient::Partner {
                continue;
            }
            if self.told.insert(person.id) {
                self.mail_person(person, template, key, params.clone());
            }
        }
    }

    /// Lets the partners of the cases that this one serves be told, each in the thread of their own case.
    fn tell_served(&mut self, template: &TemplateKey, params: &Params) {
        let words = params.get(MESSAGE).map(|body| Said {
            author: self.actor.clone(),
            body: body.clone(),
            language: self.language(),
        });
        for request in self.linked(SERVES) {
            self.follow_up(FollowUp::TellServed {
                request,
                template: template.clone(),
                words: words.clone(),
            });
        }
    }

    /// Sends one mail to one person; `key` and the person make it unique.
    pub fn mail_person(
        &mut self,
        person: &Person,
        template: &TemplateKey,
        key: &str,
        params: Params,
    ) {
        let side = if person.is_partner() {
            Side::Partner
        } else {
            Side::Staff
        };
        let params = self.with_common(params, side);
        self.tell(Notice {
            id: NoticeId::new(self.world.ids, self.now),
            key: format!("{key}:{}", person.id),
            case: Some(self.case.id),
            to: Addressee {
                person: Some(person.id),
                name: person.name.clone(),
                email: person.email.clone(),
                language: person.language,
                side,
            },
            template: template.clone(),
            params,
            at: self.now,
        });
    }

    /// The people a recipient stands for, active ones only.
    pub fn recipients(&self, to: Recipient) -> Vec<&'w Person> {
        let directory = self.world.directory;
        let active = |id: PersonId| directory.find(id).filter(|person| person.active);
        match to {
            Recipient::Partner => self
                .case
                .requester
                .into_iter()
                .chain(self.followers())
                .filter_map(active)
                // Who may not open the case is not told of it either.
                .filter(|person| scope(person).admits(&self.case))
                .collect(),
            Recipient::Owner => {
                let owner = self
                    .case
                    .owner
                    .and_then(active)
                    .filter(|person| !person.absent);
                // Who answers to the partner hears too while another team has the case.
                let answering = self
                    .case
                    .answering()
                    .filter(|id| self.case.desk != self.case.team && self.case.owner != Some(*id))
                    .and_then(active)
                    .filter(|person| !person.absent);
                let people: Vec<&Person> = owner.into_iter().chain(answering).collect();
                if people.is_empty() {
                    self.leads()
                } else {
                    people
                }
            }
            Recipient::Proposed => {
                let proposed = self.proposed.and_then(active);
                proposed.map_or_else(|| self.leads_of_desk(), |person| vec![person])
            }
            Recipient::Team => directory
                .iter()
                .filter(|person| person.is_available() && self.works_at_desk(person))
                .collect(),
            Recipient::Lead => self.leads(),
            // They are told by steps over their own cases, see `tell_served`.
            Recipient::LinkedPartners => Vec::new(),
        }
    }

    /// The leads of the team that answers for the case, or who stands in for them; when none of them is
    /// there, the leads all the same, so that no word is lost.
    pub fn leads(&self) -> Vec<&'w Person> {
        let directory = self.world.directory;
        let there = directory.leads(&self.case.team);
        if there.is_empty() {
            directory.every_lead(&self.case.team)
        } else {
            there
        }
    }

    /// The leads of the team that holds the case, else of the one that answers for it.
    fn leads_of_desk(&self) -> Vec<&'w Person> {
        let leads = self.world.directory.leads(&self.case.desk);
        if leads.is_empty() {
            self.leads()
        } else {
            leads
        }
    }

    fn works_at_desk(&self, person: &Person) -> bool {
        [Role::Manager, Role::Specialist, Role::Reviewer]
            .into_iter()
            .any(|role| person.has_role_in(role, &self.case.desk))
    }

    fn with_common(&self, mut params: Params, side: Side) -> Params {
        let note = params.remove(NOTE);
        if let (Side::Staff, Some(note)) = (side, note) {
            params.insert(MESSAGE.to_owned(), note);
        }
        let mut put = |name: &str, value: &str| {
            params
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        };
        put("title", &self.case.title);
        put("organisation", &self.world.publisher.name);
        put("team", self.case.team.as_str());
        put(
            "actor",
            self.who().map_or("", |person| person.name.as_str()),
        );
        put(
            "owner",
            self.case
                .owner
                .map_or("", |id| self.world.directory.name(id)),
        );
        put("priority", self.case.priority.as_str());
        if let Some(due_at) = self.next_due(side) {
            put("due_at", &due_at.to_rfc3339());
        }
        if let Some(closes_at) = self.closes_at() {
            put("closes_at", &closes_at.to_rfc3339());
        }
        params
    }

    /// The next instant by which somebody is to act; partners are promised `sla` clocks alone, and never
    /// a moment that has passed.
    fn next_due(&self, side: Side) -> Option<Instant> {
        self.clocks
            .iter()
            .filter(|clock| clock.stage.is_live())
            .filter(|clock| side == Side::Staff || clock.kind == ClockKind::Sla)
            .filter_map(|clock| clock.due_at)
            .filter(|due_at| side == Side::Staff || *due_at > self.now)
            .min()
    }

    /// When silence is taken for an answer: the next timer of the state that moves the case.
    fn closes_at(&self) -> Option<Instant> {
        let pinned = &self.case.workflow;
        let definition = self
            .world
            .rules
            .workflows
            .get(&pinned.key, pinned.version)?;
        self.timers
            .iter()
            .filter(|timer| match &timer.kind {
                TimerKind::State { key, .. } => definition
                    .timers_of(&self.case.state)
                    .any(|one| one.key == *key && matches!(one.fire, Fire::Transition(_))),
                TimerKind::Clock { .. }
                | TimerKind::Level { .. }
                | TimerKind::AckTimeout { .. }
                | TimerKind::Follow { .. } => false,
            })
            .map(|timer| timer.due_at)
            .min()
    }
}
