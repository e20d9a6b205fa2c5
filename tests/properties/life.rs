//! A case that lives at random: what happens to it, by whom, and when its timers fire.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use domain::case::{Kind, Priority};
use domain::changes::Changes;
use domain::clocks::clock::{Clock, ClockEvent};
use domain::engine::assign::assign;
use domain::engine::extend::{NewDue, extend};
use domain::engine::step::{Carried, Move, Opening, Words, make, open, say, set_priority};
use domain::engine::tick::{Tick, tick};
use domain::engine::world::{Directory, Publisher, Snapshot, World};
use domain::event::Event;
use domain::ids::{
    AttachmentId, CaseId, Ids, OrganisationId, PersonId, RequestTypeKey, TeamKey, TransitionKey,
};
use domain::message::{Attachment, Audience, Channel};
use domain::people::{Actor, Membership, Person, Role};
use domain::refusal::Refusal;
use domain::routing::RoutingFacts;
use domain::rules::Rules;
use domain::text::Language;
use domain::time::{Instant, Span};
use domain::workflow::decide::{Facts, Standing};
use domain::workflow::definition::Definition;
use domain::workflow::input::{Given, InputKind};
use guichet::boot::definitions;
use serde_json::json;
use uuid::Uuid;

/// Something that happens to a case.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// The n-th transition of the present state, by whoever may.
    Move(usize),
    Says(Side),
    Files(Side),
    Note,
    Priority(Priority),
    Give(Option<u128>),
    Extend(usize, i64),
}

#[derive(Clone, Copy, Debug)]
pub enum Side {
    Partner,
    Staff,
}

/// When timers fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timers {
    /// Each at its instant.
    Prompt,
    /// All that are due, whenever somebody does something.
    Late,
    /// Before they are due, which is a no-op, and then late.
    Early,
    /// Never.
    Never,
}

const PARTNER: u128 = 1;
pub const MANAGER: u128 = 2;
pub const LEAD: u128 = 3;
const EMEA: u128 = 4;
const CENTRAL: u128 = 5;

pub static RULES: LazyLock<Rules> = LazyLock::new(|| {
    definitions::rules(&definitions::files("").unwrap()).unwrap_or_else(|found| panic!("{found:?}"))
});

struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self, _: Instant) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1_000)
    }
}

/// A case being lived.
pub struct Life {
    ids: Counting,
    directory: Directory,
    publisher: Publisher,
    routing: RoutingFacts,
    pub now: Instant,
    pub snapshot: Option<Snapshot>,
    pub events: Vec<Event>,
    pub ledger: Vec<ClockEvent>,
}

impl Life {
    pub fn begin(kind: Kind, priority: Priority, at: Instant) -> Self {
        let mut life = Self {
            ids: Counting(AtomicU64::new(0)),
            directory: Directory::new(people()),
            publisher: Publisher {
                id: OrganisationId::from_uuid(Uuid::from_u128(9)),
                slug: "arenes-tv".to_owned(),
                name: "Arènes TV".to_owned(),
                tier: String::new(),
            },
            routing: RoutingFacts::default(),
            now: at,
            snapshot: None,
            events: Vec::new(),
            ledger: Vec::new(),
        };
        let opening = Opening {
            id: CaseId::from_uuid(Uuid::from_u128(10)),
            workflow: RULES.workflows.newest_of(kind).unwrap(),
            request_type: (kind == Kind::Request).then(|| RequestTypeKey::from("content_reco")),
            title: "Formats courts".to_owned(),
            language: Language::Fr,
            organisation: life.publisher.id,
            requester: Some(person(PARTNER)),
            team: TeamKey::from("FR"),
            priority,
            impact: 1,
            urgency: 1,
            confidential: false,
            parent: None,
            answers: BTreeMap::new(),
            carried: Carried::default(),
            caused_by: None,
        };
        let submit = Move::asked(TransitionKey::from("submit"), Given::new(), Channel::Portal);
        let (actor, then) = match kind {
            Kind::Request => (
                Actor::Partner {
                    id: person(PARTNER),
                },
                Some(submit),
            ),
            Kind::Verification | Kind::Escalation | Kind::Onboarding => (
                Actor::Staff {
                    id: person(MANAGER),
                },
                None,
            ),
        };
        life.step(|world, _, now| open(world, opening, then, actor, now))
            .unwrap();
        life
    }

    pub fn definition(&self) -> Arc<Definition> {
        let pinned = &self.snapshot.as_ref().unwrap().case.workflow;
        RULES.workflows.get(&pinned.key, pinned.version).unwrap()
    }

    fn step(
        &mut self,
        act: impl FnOnce(&World<'_>, Option<Snapshot>, Instant) -> Result<Changes, Refusal>,
    ) -> Result<(), Refusal> {
        let made = self.with_world(|world| act(world, self.snapshot.clone(), self.now))?;
        self.take(made);
        Ok(())
    }

    fn with_world<T>(&self, act: impl FnOnce(&World<'_>) -> T) -> T {
        let mut facts = Facts::new(
            Arc::clone(&RULES.calendars),
            self.now
                .timestamp()
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date(),
        );
        facts.staff = [MANAGER, LEAD, EMEA, CENTRAL]
            .map(|id| (person(id), Standing::Available))
            .into();
        facts.teams = RULES.teams.iter().map(|team| team.key.clone()).collect();
        act(&World {
            rules: &RULES,
            ids: &self.ids,
            directory: &self.directory,
            publisher: &self.publisher,
            routing: &self.routing,
            facts: &facts,
            watchers: &[],
            followers: &[],
        })
    }

    fn take(&mut self, made: Changes) {
        self.events.extend(made.events.iter().cloned());
        self.ledger.extend(made.clock_events.iter().cloned());
        let mut snapshot = self.snapshot.take().unwrap_or_else(|| Snapshot {
            case: made.case.clone(),
            clocks: Vec::new(),
            timers: Vec::new(),
            runs: Vec::new(),
            links: Vec::new(),
            event_count: 0,
        });
        snapshot.case = made.case;
        snapshot.case.version += 1;
        snapshot.event_count = self.events.last().map_or(0, |event| event.seq);
        for clock in made.clocks {
            snapshot.clocks.retain(|one| one.id != clock.id);
            snapshot.clocks.push(clock);
        }
        for run in made.runs {
            snapshot.runs.retain(|one| one.id != run.id);
            snapshot.runs.push(run);
        }
        let fired = made.fired.map(|fired| fired.id);
        snapshot
            .timers
            .retain(|one| !made.cleared.contains(&one.id) && fired != Some(one.id));
        snapshot.timers.extend(made.armed);
        self.snapshot = Some(snapshot);
    }

    pub fn passes(&mut self, wait: Span, timers: Timers) {
        let until = self.now.plus(wait);
        if timers == Timers::Never {
            self.now = until;
            return;
        }
        if timers != Timers::Prompt {
            self.now = until;
        }
        for _ in 0..300 {
            let snapshot = self.snapshot.as_ref().unwrap();
            if timers == Timers::Early {
                for timer in snapshot.timers.iter().filter(|one| one.due_at > self.now) {
                    let early = self.with_world(|world| {
                        tick(world, snapshot.clone(), timer, self.now).unwrap()
                    });
                    assert!(matches!(early, Tick::Early));
                }
            }
            let due = snapshot.timers.iter().filter(|timer| timer.due_at <= until);
            let Some(timer) = due.min_by_key(|timer| (timer.due_at, timer.id)).cloned() else {
                break;
            };
            self.now = self.now.max(timer.due_at);
            let fired =
                self.with_world(|world| tick(world, snapshot.clone(), &timer, self.now).unwrap());
            match fired {
                Tick::Fired(made) => self.take(*made),
                Tick::Stale | Tick::Follow(_) | Tick::Early => {
                    let timers = &mut self.snapshot.as_mut().unwrap().timers;
                    timers.retain(|one| one.id != timer.id);
                }
            }
        }
        self.now = until;
    }

    /// Does it, unless the rules refuse.
    pub fn does(&mut self, act: Act) {
        let done = match act {
            Act::Move(n) => self.moves(n),
            Act::Says(side) => self.says(side, Audience::Public, Vec::new()),
            Act::Files(side) => self.says(side, Audience::Public, vec![self.file(actor(side))]),
            Act::Note => self.says(Side::Staff, Audience::Internal, Vec::new()),
            Act::Priority(to) => self.step(|world, snapshot, now| {
                let by = actor(Side::Staff);
                set_priority(world, snapshot.unwrap(), to, "Direct ce soir", by, now)
            }),
            Act::Give(to) => self.step(|world, snapshot, now| {
                let by = actor(Side::Staff);
                assign(world, snapshot.unwrap(), to.map(person), by, now)
            }),
            Act::Extend(n, hours) => {
                let clocks = &self.snapshot.as_ref().unwrap().clocks;
                let live: Vec<&Clock> = clocks.iter().filter(|one| one.stage.is_live()).collect();
                let Some(clock) = live.get(n % live.len().max(1)) else {
                    return;
                };
                let wanted = NewDue {
                    clock: clock.id,
                    due_at: self.now.plus(Span::hours(hours)),
                    reason: "Convenu par téléphone".to_owned(),
                };
                self.step(|world, snapshot, now| {
                    let made = extend(world, snapshot.unwrap(), wanted, person(LEAD), now)?;
                    Ok(made.unwrap())
                })
            }
        };
        if let Err(Refusal::Broken(what)) = done {
            panic!("the definition is broken: {what}");
        }
    }

    fn moves(&mut self, n: usize) -> Result<(), Refusal> {
        let definition = self.definition();
        let state = self.snapshot.as_ref().unwrap().case.state.clone();
        let offered: Vec<_> = definition
            .transitions
            .iter()
            .filter(|one| one.from.contains(&state))
            .collect();
        let Some(made) = offered.get(n % offered.len().max(1)) else {
            return Ok(());
        };
        let given = made.inputs.iter().filter_map(|input| {
            let value = match &input.kind {
                InputKind::Message { .. } | InputKind::Text { .. } => {
                    json!("Voici ce que nous savons à cette heure, avec tous les détails utiles.")
                }
                InputKind::Choice { options } => json!(options.first()?.value),
                InputKind::Date => {
                    let ahead = self.now.plus(Span::days(4));
                    json!(
                        ahead
                            .timestamp()
                            .to_zoned(jiff::tz::TimeZone::UTC)
                            .date()
                            .to_string()
                    )
                }
                InputKind::Team => json!(if n.is_multiple_of(2) {
                    "EMEA"
                } else {
                    "CENTRAL"
                }),
                InputKind::Person => json!(person(MANAGER).to_string()),
                InputKind::Confirm => json!(true),
                InputKind::Number => json!(3),
                InputKind::Case => return None,
            };
            Some((input.name.clone(), value))
        });
        let given: Given = given.collect();
        let mut refused = Ok(());
        for who in [PARTNER, MANAGER, LEAD, EMEA, CENTRAL] {
            let actor = if who == PARTNER {
                Actor::Partner { id: person(who) }
            } else {
                Actor::Staff { id: person(who) }
            };
            let wanted = Move::asked(made.key.clone(), given.clone(), Channel::Desk);
            let done = self.step(|world, snapshot, now| {
                make(world, snapshot.unwrap(), wanted, Vec::new(), actor, now)
            });
            match done {
                Ok(()) => return Ok(()),
                Err(why) => refused = Err(why),
            }
        }
        refused
    }

    fn says(
        &mut self,
        side: Side,
        audience: Audience,
        files: Vec<Attachment>,
    ) -> Result<(), Refusal> {
        let body = if files.is_empty() {
            "Bonjour, voici."
        } else {
            ""
        };
        let words = Words {
            audience,
            body: body.to_owned(),
            channel: Channel::Portal,
            files,
        };
        self.step(|world, snapshot, now| say(world, snapshot.unwrap(), words, actor(side), now))
    }

    fn file(&self, author: Actor) -> Attachment {
        Attachment {
            id: AttachmentId::new(&self.ids, self.now),
            case: CaseId::from_uuid(Uuid::from_u128(10)),
            message: None,
            field: None,
            file_name: "grille.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes: 10,
            sha256: "0".repeat(64),
            audience: Audience::Public,
            author,
            at: self.now,
        }
    }
}

fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

fn actor(side: Side) -> Actor {
    match side {
        Side::Partner => Actor::Partner {
            id: person(PARTNER),
        },
        Side::Staff => Actor::Staff {
            id: person(MANAGER),
        },
    }
}

fn people() -> Vec<Person> {
    let staff = [
        (MANAGER, vec![(Role::Manager, "FR"), (Role::Reviewer, "FR")]),
        (LEAD, vec![(Role::Lead, "FR"), (Role::Reviewer, "FR")]),
        (EMEA, vec![(Role::Specialist, "EMEA"), (Role::Lead, "EMEA")]),
        (
            CENTRAL,
            vec![(Role::Specialist, "CENTRAL"), (Role::Lead, "CENTRAL")],
        ),
    ];
    let mut people = vec![one(
        PARTNER,
        vec![Membership {
            role: Role::Partner,
            team: None,
        }],
    )];
    people.extend(staff.map(|(id, held)| {
        let held = held.into_iter().map(|(role, team)| Membership {
            role,
            team: Some(TeamKey::from(team)),
        });
        one(id, held.collect())
    }));
    people
}

fn one(id: u128, memberships: Vec<Membership>) -> Person {
    Person {
        id: person(id),
        name: format!("Personne {id}"),
        email: format!("p{id}@example.org"),
        language: Language::Fr,
        organisation: (id == PARTNER).then(|| OrganisationId::from_uuid(Uuid::from_u128(9))),
        memberships,
        backup: None,
        absent: false,
        active: true,
    }
}
