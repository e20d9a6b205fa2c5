//! One played history written many times: identities, publisher, contact and title of its own.

use domain::changes::Changes;
use domain::event::EventBody;
use domain::ids::{CaseId, ClockId, EventId, Ids, MessageId, NoticeId, PersonId, RunId, TimerId};
use domain::people::Actor;
use domain::time::Instant;
use domain::timer::TimerKind;
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::{Builder, Uuid};

use crate::boot::seed::cast::{Cast, Publisher};
use crate::boot::seed::plays::Played;

/// The random bits of an identifier that a copy may change: the last 62.
const RANDOM_BITS: u64 = (1 << 62) - 1;
/// Adds to the state of [`Chance`] at each step.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// Chance without asking the system for it again and again: good enough to spread things, and to make
/// identifiers that differ from those of every other run.
#[derive(Debug)]
pub struct Chance(AtomicU64);

impl Chance {
    /// Begins with the random bits of a fresh identifier.
    pub const fn new(seed: Uuid) -> Self {
        let (_, low) = seed.as_u64_pair();
        Self(AtomicU64::new(low))
    }

    /// 64 bits (the generator SplitMix64).
    pub fn bits(&self) -> u64 {
        let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`.
    pub fn between(&self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).saturating_add(1).max(1);
        let bits = i64::try_from(self.bits() >> 1).unwrap_or(0);
        low.saturating_add(bits % width)
    }

    /// One of them; `None` of nothing.
    pub fn pick<'a, T>(&self, of: &'a [T]) -> Option<&'a T> {
        let place = self.between(0, i64::try_from(of.len()).unwrap_or(1) - 1);
        of.get(usize::try_from(place).unwrap_or(0))
    }

    /// A UUIDv7 of that moment.
    pub fn uuid(&self, at: Instant) -> Uuid {
        self.next(at)
    }
}

impl Ids for Chance {
    fn next(&self, now: Instant) -> Uuid {
        let mut random = [0_u8; 10];
        let bytes = self
            .bits()
            .to_be_bytes()
            .into_iter()
            .chain(self.bits().to_be_bytes());
        for (slot, byte) in random.iter_mut().zip(bytes) {
            *slot = byte;
        }
        Builder::from_unix_timestamp_millis(u64::try_from(now.millis()).unwrap_or(0), &random)
            .into_uuid()
    }
}

/// A copy of a played history for another publisher.
pub fn copy(played: &Played, cast: &Cast, chance: &Chance) -> Changes {
    let mut changes = played.changes.clone();
    let mask = Mask(chance.bits() & RANDOM_BITS);
    if let Some(publisher) = chance.pick(&cast.publishers) {
        let title = format!("{} : {}", played.subject, publisher.organisation.name);
        recast(&mut changes, played.contact, publisher, &title);
    }
    rename(&mut changes, mask);
    changes
}

/// Turns identifiers of one history into those of a copy; the same one always into the same one.
#[derive(Clone, Copy)]
struct Mask(u64);

impl Mask {
    const fn of(self, id: Uuid) -> Uuid {
        let (high, low) = id.as_u64_pair();
        Uuid::from_u64_pair(high, low ^ self.0)
    }

    const fn case(self, id: CaseId) -> CaseId {
        CaseId::from_uuid(self.of(id.uuid()))
    }

    const fn clock(self, id: ClockId) -> ClockId {
        ClockId::from_uuid(self.of(id.uuid()))
    }

    const fn run(self, id: RunId) -> RunId {
        RunId::from_uuid(self.of(id.uuid()))
    }

    const fn message(self, id: MessageId) -> MessageId {
        MessageId::from_uuid(self.of(id.uuid()))
    }
}

fn rename(changes: &mut Changes, mask: Mask) {
    let case = mask.case(changes.case.id);
    changes.case.id = case;
    for event in &mut changes.events {
        event.id = EventId::from_uuid(mask.of(event.id.uuid()));
        event.case = case;
        match &mut event.body {
            EventBody::MessageAdded {
                message,
                audience: _,
            } => *message = mask.message(*message),
            EventBody::Escalated { run, .. }
            | EventBody::CoverageGap { run, .. }
            | EventBody::LevelSkipped { run, .. }
            | EventBody::Acknowledged { run } => {
                *run = mask.run(*run);
            }
            EventBody::EscalationJoined { run, clock, .. } => {
                *run = mask.run(*run);
                *clock = mask.clock(*clock);
            }
            EventBody::EscalationRestarted { before, run, .. } => {
                *before = mask.run(*before);
                *run = mask.run(*run);
            }
            EventBody::Opened { .. }
            | EventBody::DraftChanged { .. }
            | EventBody::Moved { .. }
            | EventBody::Routed { .. }
            | EventBody::DeskChanged { .. }
            | EventBody::OwnerChanged { .. }
            | EventBody::PriorityChanged { .. }
            | EventBody::Counted { .. }
            | EventBody::FilesAdded { .. }
            | EventBody::FilesPurged
            | EventBody::ChildOpened { .. }
            | EventBody::DueDateSet { .. }
            | EventBody::ChildNotOpened { .. }
            | EventBody::RulesApplied { .. }
            | EventBody::Linked { .. } => {}
        }
    }
    for message in &mut changes.messages {
        message.id = mask.message(message.id);
        message.case = case;
    }
    for clock in &mut changes.clocks {
        clock.id = mask.clock(clock.id);
        clock.case = case;
    }
    for line in &mut changes.clock_events {
        line.clock = mask.clock(line.clock);
        line.case = case;
    }
    for run in &mut changes.runs {
        run.id = mask.run(run.id);
        run.case = case;
        run.clock = run.clock.map(|clock| mask.clock(clock));
        run.origin = mask.run(run.origin);
        for clock in &mut run.joined {
            *clock = mask.clock(*clock);
        }
    }
    for timer in &mut changes.armed {
        timer.id = TimerId::from_uuid(mask.of(timer.id.uuid()));
        timer.case = case;
        match &mut timer.kind {
            TimerKind::Clock { clock, percent: _ } => *clock = mask.clock(*clock),
            TimerKind::Level { run, level: _ } | TimerKind::AckTimeout { run } => {
                *run = mask.run(*run);
            }
            TimerKind::State { .. } | TimerKind::Follow { .. } => {}
        }
    }
    for notice in &mut changes.notices {
        notice.id = NoticeId::from_uuid(mask.of(notice.id.uuid()));
        notice.case = Some(case);
        notice.key = format!("event:{}", notice.id);
    }
}

/// Another publisher and contact, another title.
fn recast(changes: &mut Changes, played_by: PersonId, publisher: &Publisher, title: &str) {
    let contact = &publisher.contact;
    let organisation = publisher.organisation.id;
    let case = &mut changes.case;
    case.organisation = organisation;
    title.clone_into(&mut case.title);
    case.requester = case.requester.map(|_| contact.id);
    entitle(&mut case.answers, title);
    for event in &mut changes.events {
        react(&mut event.actor, played_by, contact.id);
        if let EventBody::Opened {
            title: opened,
            organisation: of,
            requester,
            answers,
            ..
        } = &mut event.body
        {
            title.clone_into(opened);
            *of = organisation;
            *requester = requester.map(|_| contact.id);
            entitle(answers, title);
        }
    }
    for message in &mut changes.messages {
        react(&mut message.author, played_by, contact.id);
    }
    for notice in &mut changes.notices {
        notice.to.person = Some(contact.id);
        notice.to.name.clone_from(&contact.name);
        notice.to.email.clone_from(&contact.email);
        notice.to.language = contact.language;
        notice.params.insert("title".to_owned(), title.to_owned());
        notice.params.insert(
            "organisation".to_owned(),
            publisher.organisation.name.clone(),
        );
    }
}

fn react(actor: &mut Actor, played_by: PersonId, contact: PersonId) {
    match actor {
        Actor::Partner { id } if *id == played_by => *id = contact,
        Actor::Partner { .. } | Actor::Staff { .. } | Actor::System { .. } => {}
    }
}

fn entitle(answers: &mut std::collections::BTreeMap<String, Value>, title: &str) {
    if let Some(answer) = answers.get_mut("title") {
        *answer = Value::from(title);
    }
}
