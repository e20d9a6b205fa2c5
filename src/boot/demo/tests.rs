use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use domain::case::Kind;
use domain::ids::TeamKey;
use domain::text::Language;

use super::*;
use crate::boot::house::{Migrate, Outside};
use crate::config::load::load;
use crate::config::mail::TransportKind;
use crate::jobs::fire_timers;
use crate::store::lease::Lease;
use crate::store::outbox::MailStatus;
use crate::usecases::app::App;
use crate::usecases::clock::{Clock, CountingIds};

/// A Monday in autumn, in the middle of the morning.
const OPENING: &str = "2026-09-21T10:40:00+02:00";

async fn filled(opening: &str, folder: &Path) -> (House, Arc<HandClock>, Vec<Persona>) {
    let mut settings = load(None, &[]).unwrap();
    settings.data.dir = folder.display().to_string();
    settings.mail.transport = TransportKind::Memory;
    let now = Instant::parse_rfc3339(opening).unwrap();
    let clock = Arc::new(HandClock::new(now));
    let shown: Arc<dyn Clock> = clock.clone();
    let outside = Outside {
        clock: shown,
        ids: Arc::new(CountingIds::default()),
    };
    let house = House::build(&settings, outside, Migrate::Always)
        .await
        .unwrap();
    let personas = fill(&house, &clock, now).await.unwrap();
    assert_eq!(house.app.now(), now);
    (house, clock, personas)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_shows_every_state_of_every_workflow_and_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let (house, _, personas) = filled(OPENING, folder.path()).await;
    let app = &house.app;
    let mut seen: BTreeSet<(Kind, String)> = BTreeSet::new();
    let mut languages = BTreeSet::new();
    let (mut total, mut open) = (0, 0);
    for kind in Kind::ALL {
        for number in 1.. {
            let reference = domain::case::Reference::new(kind, number);
            let Some(case) = app.store.find_case_any(reference).await.unwrap() else {
                break;
            };
            total += 1;
            open += u32::from(!case.category.is_over() && !case.is_draft());
            languages.insert(case.language);
            let chain = app.store.verify_chain(case.id).await.unwrap();
            assert_eq!(chain.fault, None, "{reference}");
            seen.insert((kind, case.state.to_string()));
        }
    }
    let missing: Vec<String> = app
        .rules
        .workflows
        .all_newest()
        .flat_map(|workflow| {
            workflow
                .states
                .iter()
                .map(|state| (workflow.kind, state.key.to_string()))
        })
        .filter(|place| !seen.contains(place))
        .map(|(kind, state)| format!("{} {state}", kind.as_str()))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
    assert_eq!(languages, BTreeSet::from([Language::Fr, Language::En]));
    assert!((180..=230).contains(&total), "{total} cases");
    assert!((70..=110).contains(&open), "{open} open cases");
    assert_eq!(
        app.store.count_mail(MailStatus::Parked, 10).await.unwrap(),
        0
    );
    assert_eq!(
        app.store.count_mail(MailStatus::Queued, 10).await.unwrap(),
        0
    );
    assert!(app.store.count_mail(MailStatus::Sent, 1_000).await.unwrap() >= 500);
    assert_eq!(personas.len(), 9);
    let attained = attained_percent(app, Span::days(70)).await;
    assert!((88..=97).contains(&attained), "{attained} %");
    house.app.store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn within_two_hours_of_the_opening_a_warning_a_breach_and_a_level_are_mailed() {
    let folder = tempfile::tempdir().unwrap();
    let (house, clock, _) = filled("2026-05-15T14:20:00+02:00", folder.path()).await;
    let app = &house.app;
    let end = app.now().plus(Span::hours(2));
    while let Some(due) = app
        .store
        .next_timer_due()
        .await
        .unwrap()
        .filter(|due| *due <= end)
    {
        clock.set(due.max(app.now()));
        let lease = Lease {
            owner: "test".to_owned(),
            until: app.now().plus(Span::minutes(1)),
        };
        fire_timers::run_once(app, &lease, 100).await.unwrap();
    }
    let queued = app
        .store
        .list_mail(MailStatus::Queued, None, 200)
        .await
        .unwrap();
    for template in [
        "sla.warning",
        "sla.breach",
        "sla.escalated",
        "escalation.page",
    ] {
        let sent = queued
            .iter()
            .filter(|line| line.notice.template.as_str() == template)
            .count();
        assert!(sent > 0, "no {template}");
    }
    house.app.store.close().await.unwrap();
}

/// Share of the French team's targets that were met in the time before now.
async fn attained_percent(app: &App, before: Span) -> u32 {
    let now = app.now();
    let outcomes = app
        .store
        .outcomes(&[TeamKey::from("FR")], now.minus(before), now)
        .await
        .unwrap();
    let met: u32 = outcomes.iter().map(|one| one.met).sum();
    let missed: u32 = outcomes.iter().map(|one| one.missed).sum();
    assert!(met + missed > 300, "{met} met, {missed} missed");
    met * 100 / (met + missed)
}
