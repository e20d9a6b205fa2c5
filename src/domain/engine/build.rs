//! A step in the making: the case so far and everything that changed with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{Case, Kind};
use crate::changes::{BoardKey, Changes, FiredTimer, Lane, Link, PurgeFiles, Write};
use crate::clocks::clock::{Clock, ClockEvent, ClockKind, Stage};
use crate::clocks::drive::Happened;
use crate::engine::world::{Snapshot, World};
use crate::escalation::Run;
use crate::event::{Event, EventBody, evolve};
use crate::ids::{AttachmentId, CaseId, EventId, MessageId, PersonId, TimerId};
use crate::message::{Attachment, Audience, Channel, Message};
use crate::notices::Notice;
use crate::people::{Actor, Person};
use crate::refusal::Refusal;
use crate::text::Language;
use crate::time::Instant;
use crate::timer::{FollowUp, Said, Timer, TimerKind};

/// Collects one step; [`Build::finish`] turns it into [`Changes`].
pub struct Build<'w> {
    /// Rules, people, publisher.
    pub world: &'w World<'w>,
    /// The moment of the step.
    pub now: Instant,
    /// Who acts.
    pub actor: Actor,
    /// The case as of the last event of this step.
    pub case: Case,
    /// All clocks, as changed so far.
    pub clocks: Vec<Clock>,
    /// All escalations, as changed so far.
    pub runs: Vec<Run>,
    /// Timers armed in the store and still wanted.
    pub timers: Vec<Timer>,
    /// What happened that clocks react to, since they were last driven.
    pub happened: Vec<Happened>,
    /// The case when the clocks were last driven.
    pub driven: Option<Case>,
    /// People who got a mail by the present transition.
    pub told: BTreeSet<PersonId>,
    /// Links with other cases as they are stored.
    pub links: Vec<Link>,
    /// Whom routing proposed in this step.
    pub proposed: Option<PersonId>,
    before: Option<Case>,
    seq: i64,
    changes: Parts,
}

#[derive(Default)]
struct Parts {
    events: Vec<Event>,
    messages: Vec<Message>,
    attachments: Vec<Attachment>,
    clocks: BTreeSet<crate::ids::ClockId>,
    clock_events: Vec<ClockEvent>,
    armed: Vec<Timer>,
    cleared: Vec<TimerId>,
    fired: Option<FiredTimer>,
    runs: BTreeSet<crate::ids::RunId>,
    notices: Vec<Notice>,
    links: Vec<Link>,
    followers: Vec<PersonId>,
    purge_files: Option<PurgeFiles>,
    removed_files: Vec<AttachmentId>,
}

impl<'w> Build<'w> {
    /// Begins a step over a stored case.
    pub fn over(world: &'w World<'w>, snapshot: Snapshot, actor: Actor, now: Instant) -> Self {
        let Snapshot {
            case,
            clocks,
            timers,
            runs,
            links,
            event_count,
        } = snapshot;
        Self {
            world,
            now,
            actor,
            clocks,
            runs,
            timers,
            happened: Vec::new(),
            driven: Some(case.clone()),
            told: BTreeSet::new(),
            links,
            proposed: None,
            before: Some(case.clone()),
            case,
            seq: event_count,
            changes: Parts::default(),
        }
    }

    /// Begins a new case with its `Opened` event.
    ///
    /// # Errors
    /// [`Refusal::Broken`] when `opened` is not an `Opened` event.
    pub fn begin(
        world: &'w World<'w>,
        id: crate::ids::CaseId,
        opened: EventBody,
        actor: Actor,
        now: Instant,
    ) -> Result<Self, Refusal> {
        let event = Event {
            id: EventId::new(world.ids, now),
            case: id,
            seq: 1,
            at: now,
            actor: actor.clone(),
            body: opened,
        };
        let case = evolve(None, &event).ok_or_else(|| Refusal::Broken("opened".to_owned()))?;
        Ok(Self {
            world,
            now,
            actor,
            case,
            clocks: Vec::new(),
            runs: Vec::new(),
            timers: Vec::new(),
            happened: Vec::new(),
            driven: None,
            told: BTreeSet::new(),
            links: Vec::new(),
            proposed: None,
            before: None,
            seq: 1,
            changes: Parts {
                events: vec![event],
                ..Parts::default()
            },
        })
    }

    /// The acting person, when there is one and the directory knows them.
    pub fn who(&self) -> Option<&'w Person> {
        self.actor
            .person()
            .and_then(|id| self.world.directory.find(id))
    }

    /// Appends an event by the acting person and lets the case follow; gives its identity.
    pub fn emit(&mut self, body: EventBody) -> EventId {
        self.seq += 1;
        let event = Event {
            id: EventId::new(self.world.ids, self.now),
            case: self.case.id,
            seq: self.seq,
            at: self.now,
            actor: self.actor.clone(),
            body,
        };
        if let Some(case) = evolve(Some(self.case.clone()), &event) {
            self.case = case;
        }
        let id = event.id;
        self.changes.events.push(event);
        id
    }

    /// The identity of the latest event of this step (the opening one when nothing came after it).
    pub fn latest_event(&self) -> EventId {
        self.changes
            .events
            .last()
            .map_or_else(|| EventId::new(self.world.ids, self.now), |event| event.id)
    }

    /// Adds a message or note of the acting person with its event.
    pub fn say(&mut self, audience: Audience, body: String, channel: Channel) -> MessageId {
        let words = Said {
            author: self.actor.clone(),
            body,
            language: self.language(),
        };
        let id = self.repeat_words(audience, words, channel);
        self.happened.push(match (&self.actor, audience) {
            (_, Audience::Internal) | (Actor::System { .. }, Audience::Public) => Happened::Noted,
            (Actor::Partner { .. }, Audience::Public) => Happened::PartnerMessage,
            (Actor::Staff { .. }, Audience::Public) => Happened::StaffMessage,
        });
        id
    }

    /// Adds words of somebody, possibly said in another case, with their event. Clocks do not hear them.
    pub fn repeat_words(&mut self, audience: Audience, words: Said, channel: Channel) -> MessageId {
        let id = MessageId::new(self.world.ids, self.now);
        self.add_message(Message {
            id,
            case: self.case.id,
            at: self.now,
            author: words.author,
            audience,
            body: words.body,
            language: words.language,
            channel,
        });
        id
    }

    /// Takes the thread of another case over: its words where they stand in time, and its files.
    pub fn take_over(&mut self, messages: Vec<Message>, files: Vec<Attachment>) {
        let mut new_ids = BTreeMap::new();
        for message in messages {
            let id = MessageId::new(self.world.ids, self.now);
            new_ids.insert(message.id, id);
            self.add_message(Message {
                id,
                case: self.case.id,
                ..message
            });
        }
        let files = files
            .into_iter()
            .map(|file| Attachment {
                id: AttachmentId::new(self.world.ids, self.now),
                case: self.case.id,
                message: file.message.and_then(|id| new_ids.get(&id).copied()),
                field: None,
                ..file
            })
            .collect();
        self.attach(files, Audience::Public);
    }

    fn add_message(&mut self, message: Message) {
        let body = EventBody::MessageAdded {
            message: message.id,
            audience: message.audience,
        };
        self.changes.messages.push(message);
        self.emit(body);
    }

    /// The language of the acting person, or of the thread when that is nobody.
    pub fn language(&self) -> Language {
        self.who()
            .map_or(self.case.language, |person| person.language)
    }

    /// Adds files with their event.
    pub fn attach(&mut self, files: Vec<Attachment>, audience: Audience) {
        let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
        if count > 0 {
            self.changes.attachments.extend(files);
            self.emit(EventBody::FilesAdded { count, audience });
        }
    }

    /// Asks for files of the case to be removed.
    pub fn purge_files(&mut self, which: PurgeFiles) {
        self.changes.purge_files = Some(which);
        self.emit(EventBody::FilesPurged);
    }

    /// Asks for single files of a draft to be removed.
    pub fn remove_files(&mut self, files: Vec<AttachmentId>) {
        self.changes.removed_files.extend(files);
    }

    /// Lets people of the partner's side follow the case from now on.
    pub fn let_follow(&mut self, people: impl IntoIterator<Item = PersonId>) {
        for person in people {
            let known = self.case.requester == Some(person)
                || self.world.watchers.contains(&person)
                || self.changes.followers.contains(&person);
            if !known {
                self.changes.followers.push(person);
            }
        }
    }

    /// Everybody who follows the case besides the requester, those of this step included.
    pub fn followers(&self) -> impl Iterator<Item = PersonId> {
        let new = self.changes.followers.iter();
        self.world.watchers.iter().chain(new).copied()
    }

    /// The cases linked with this one in that way, seen from this one.
    pub fn linked(&self, relation: &str) -> Vec<CaseId> {
        self.links
            .iter()
            .filter(|link| link.from == self.case.id && link.relation == relation)
            .map(|link| link.to)
            .collect()
    }

    /// Notes that a clock changed, with its ledger. What is owed to the partner counts for the team that
    /// answers to them now; what our teams owe one another stays with the desk it began at.
    pub fn touch_clock(&mut self, mut clock: Clock, ledger: Vec<ClockEvent>) {
        if clock.kind == ClockKind::Sla && self.case.kind != Kind::Escalation {
            clock.team = self.case.team.clone();
        }
        self.changes.clocks.insert(clock.id);
        self.changes.clock_events.extend(ledger);
        match self.clocks.iter_mut().find(|one| one.id == clock.id) {
            Some(slot) => *slot = clock,
            None => self.clocks.push(clock),
        }
    }

    /// Notes that an escalation changed.
    pub fn touch_run(&mut self, run: Run) {
        self.changes.runs.insert(run.id);
        match self.runs.iter_mut().find(|one| one.id == run.id) {
            Some(slot) => *slot = run,
            None => self.runs.push(run),
        }
    }

    /// Arms a timer.
    pub fn arm(&mut self, due_at: Instant, kind: TimerKind) {
        let id = TimerId::new(self.world.ids, self.now);
        let timer = Timer {
            id,
            case: self.case.id,
            due_at,
            kind,
        };
        self.changes.armed.push(timer.clone());
        self.timers.push(timer);
    }

    /// Arms something to be done to another case, at once.
    pub fn follow_up(&mut self, act: FollowUp) {
        self.arm(self.now, TimerKind::Follow { act });
    }

    /// Clears every timer that the test holds for.
    pub fn clear_timers(&mut self, test: impl Fn(&Timer) -> bool) {
        let (gone, kept): (Vec<Timer>, Vec<Timer>) = std::mem::take(&mut self.timers)
            .into_iter()
            .partition(|timer| test(timer));
        self.timers = kept;
        for timer in gone {
            // A timer armed in this very step was never stored: forget it instead of clearing it.
            let armed = self.changes.armed.len();
            self.changes.armed.retain(|one| one.id != timer.id);
            let is_firing = self.changes.fired.is_some_and(|fired| fired.id == timer.id);
            if self.changes.armed.len() == armed && !is_firing {
                self.changes.cleared.push(timer.id);
            }
        }
    }

    /// Says that this step is the firing of a stored timer.
    pub fn fire(&mut self, timer: &Timer) {
        self.changes.fired = Some(FiredTimer {
            id: timer.id,
            scheduled: timer.due_at,
        });
        self.timers.retain(|one| one.id != timer.id);
    }

    /// Says that this step is the firing of a timer of another case.
    pub fn cause(&mut self, fired: FiredTimer) {
        self.changes.fired = Some(fired);
    }

    /// Adds a mail.
    pub fn tell(&mut self, notice: Notice) {
        self.changes.notices.push(notice);
    }

    /// Adds a link with another case.
    pub fn link(&mut self, link: Link) {
        self.changes.links.push(link);
    }

    /// Everything that changed, for the write door.
    pub fn finish(mut self) -> Changes {
        if !self.changes.events.is_empty() {
            self.heed_activity();
        }
        let board = board_key(&self.case, &self.clocks, self.now);
        let parts = self.changes;
        let touched = parts.clocks;
        let runs = parts.runs;
        Changes {
            at: self.now,
            write: if self.before.is_some() {
                Write::Update
            } else {
                Write::Insert
            },
            before: self.before,
            case: self.case,
            events: parts.events,
            messages: parts.messages,
            attachments: parts.attachments,
            clocks: self
                .clocks
                .into_iter()
                .filter(|clock| touched.contains(&clock.id))
                .collect(),
            clock_events: parts.clock_events,
            armed: parts.armed,
            cleared: parts.cleared,
            fired: parts.fired,
            runs: self
                .runs
                .into_iter()
                .filter(|run| runs.contains(&run.id))
                .collect(),
            notices: parts.notices,
            links: parts.links,
            followers: parts.followers,
            purge_files: parts.purge_files,
            removed_files: parts.removed_files,
            board,
        }
    }
}

/// Where a case stands in deadline order.
pub fn board_key(case: &Case, clocks: &[Clock], now: Instant) -> BoardKey {
    if case.is_draft() || case.category.is_over() {
        return BoardKey {
            lane: Lane::Off,
            due_at: case.updated_at,
        };
    }
    let earliest = clocks
        .iter()
        .filter(|clock| matches!(clock.stage, Stage::Running | Stage::BreachedOpen))
        .filter_map(|clock| clock.due_at)
        .min();
    match earliest {
        Some(due_at) => BoardKey {
            lane: Lane::Running,
            due_at,
        },
        None => BoardKey {
            lane: Lane::Held,
            due_at: now,
        },
    }
}
