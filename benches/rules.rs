//! The rules alone, without database or network: deadlines, and a request opened, routed and sent.
//! `cargo bench --bench rules`.
#![expect(clippy::disallowed_methods, reason = "measures real time")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant as Real};

use anyhow::Context as _;
use domain::case::Priority;
use domain::engine::step::{Carried, Move, Opening, open};
use domain::engine::world::{Directory, Publisher, World};
use domain::ids::{CalendarKey, CaseId, Ids, OrganisationId, PersonId, TeamKey, TransitionKey};
use domain::message::Channel;
use domain::people::{Actor, Membership, Person, Role};
use domain::routing::RoutingFacts;
use domain::rules::Rules;
use domain::text::Language;
use domain::time::{Instant, Span};
use domain::workflow::decide::Facts;
use guichet::boot::definitions;
use serde_json::Value;
use uuid::{Builder, Uuid};

/// How long each figure is measured.
const FOR: Duration = Duration::from_secs(2);
/// Monday 21 September 2026, 09:00 in Paris.
const MONDAY: Instant = Instant::from_millis(1_789_974_000_000);

/// Identifiers that count up.
struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self, now: Instant) -> Uuid {
        let mut random = [0; 10];
        let counted = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (slot, byte) in random.iter_mut().skip(2).zip(counted) {
            *slot = byte;
        }
        Builder::from_unix_timestamp_millis(u64::try_from(now.millis()).unwrap_or(0), &random)
            .into_uuid()
    }
}

fn main() -> anyhow::Result<()> {
    let rules = definitions::rules(&definitions::files("")?)
        .map_err(|findings| anyhow::anyhow!("{findings:?}"))?;
    println!("| measured | a second | aim |\n|---|---|---|");
    deadlines(&rules)?;
    creates(&rules)
}

/// Deadlines of 4 open hours from any moment of a year.
fn deadlines(rules: &Rules) -> anyhow::Result<()> {
    let calendar = rules
        .calendars
        .newest(&CalendarKey::from("fr-bureau"))
        .context("fr-bureau")?;
    let mut at = MONDAY;
    let year_end = MONDAY.plus(Span::days(365));
    let rate = a_second(|| {
        at = at.plus(Span::millis(7_919_777));
        if at > year_end {
            at = MONDAY;
        }
        black_box(calendar.add(black_box(at), Span::hours(4)));
    });
    println!("| deadlines (calendar with holidays) | {rate:.0} | ≥ 3,000,000 |");
    Ok(())
}

/// A request opened and sent: events, route, clocks, timers, mails.
fn creates(rules: &Rules) -> anyhow::Result<()> {
    let ids = Counting(AtomicU64::new(1));
    let contact = person(
        &ids,
        Some(OrganisationId::new(&ids, MONDAY)),
        Role::Partner,
        None,
    );
    let organisation = contact.organisation.context("a partner")?;
    let staff = (0..8).map(|_| person(&ids, None, Role::Manager, Some(TeamKey::from("FR"))));
    let directory = Directory::new(staff.chain([contact.clone()]));
    let publisher = Publisher {
        slug: String::new(),
        id: organisation,
        name: "Arènes TV".to_owned(),
        tier: String::new(),
    };
    let calendar = rules
        .calendars
        .newest(&CalendarKey::from("fr-bureau"))
        .context("fr-bureau")?;
    let facts = Facts::new(Arc::clone(&rules.calendars), calendar.local(MONDAY).date());
    let routing = RoutingFacts::default();
    let world = World {
        rules,
        ids: &ids,
        directory: &directory,
        publisher: &publisher,
        routing: &routing,
        facts: &facts,
        watchers: &[],
        followers: &[],
    };
    let form = rules.forms.all().first().context("a form")?;
    let workflow = rules
        .workflows
        .newest(&form.workflow)
        .context("its workflow")?;
    let actor = Actor::Partner { id: contact.id };
    let mut refused = 0_u32;
    let rate = a_second(|| {
        let opening = Opening {
            id: CaseId::new(&ids, MONDAY),
            workflow: Arc::clone(&workflow),
            request_type: Some(form.key.clone()),
            title: "Audience des directs du mois".to_owned(),
            language: Language::Fr,
            organisation,
            requester: Some(contact.id),
            team: TeamKey::from("FR"),
            priority: Priority::P3,
            impact: 1,
            urgency: 1,
            confidential: false,
            parent: None,
            answers: BTreeMap::from([("goal".to_owned(), Value::from("reach"))]),
            carried: Carried::default(),
            caused_by: None,
        };
        let submit = Move::asked(TransitionKey::from("submit"), BTreeMap::new(), Channel::Api);
        let opened = open(&world, opening, Some(submit), actor.clone(), MONDAY);
        refused += u32::from(black_box(opened).is_err());
    });
    anyhow::ensure!(refused == 0, "the engine refused {refused} requests");
    println!("| requests opened and sent by the engine (8 staff told) | {rate:.0} | |");
    Ok(())
}

fn person(
    ids: &Counting,
    organisation: Option<OrganisationId>,
    role: Role,
    team: Option<TeamKey>,
) -> Person {
    let id = PersonId::new(ids, MONDAY);
    Person {
        id,
        name: "Camille Besson".to_owned(),
        email: format!("{id}@guichet.example"),
        language: Language::Fr,
        organisation,
        memberships: vec![Membership { role, team }],
        backup: None,
        absent: false,
        active: true,
    }
}

/// How often `work` is done in a second, once it is warm.
fn a_second(mut work: impl FnMut()) -> f64 {
    for _ in 0..1_000 {
        work();
    }
    let began = Real::now();
    let mut done = 0_u32;
    while began.elapsed() < FOR {
        for _ in 0..1_000 {
            work();
        }
        done += 1_000;
    }
    f64::from(done) / began.elapsed().as_secs_f64()
}
