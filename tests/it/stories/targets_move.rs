//! An administrator changes targets and calendars: what the preview says is what applying does, once,
//! whatever happens in between.

use domain::case::Reference;
use domain::clocks::clock::{ClockChange, Stage};
use domain::clocks::preview::Reach;
use domain::engine::extend::NewDue;
use domain::event::EventBody;
use domain::ids::{ClockId, PolicyJobId};
use domain::people::Person;
use domain::published::DefinitionKind;
use domain::time::Span;
use guichet::boot::house::House;
use guichet::store::lease::Lease;
use guichet::usecases::clock::Clock as _;
use guichet::usecases::extend_clock::ExtendClock;
use guichet::usecases::read::policy::{Stands, WorkView};
use guichet::usecases::viewer::{Proof, Viewer};

use crate::faults::races::second_house;
use crate::world::counter::Persona;
use crate::world::database::Database;
use crate::world::desk::Desk;

const TYPES: &str = "request-types";

#[tokio::test(flavor = "multi_thread")]
async fn what_the_preview_says_is_what_restating_does_on_sqlite() {
    preview_is_golden(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_preview_says_is_what_restating_does_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        preview_is_golden(database).await;
    }
}

async fn preview_is_golden(database: Database) {
    let desk = desk_with_history(database).await;
    for (reach, to) in [(Reach::OpenCases, "2h"), (Reach::Restate, "12h")] {
        let preview = preview(&desk, to).await;
        assert_eq!(preview.stands, Stands::Done);
        let said = preview.figures.of(reach).clone();
        assert!(said.total.moved > 0, "{said:?}");
        let work = apply(&desk, preview.id, reach).await;
        round_to_the_end(&desk.counter.house, "one").await;
        let done = look(&desk, work).await;
        assert_eq!(done.stands, Stands::Done);
        assert_eq!(done.figures.of(reach), &said, "{reach:?}");
        assert_eq!(done.seen, done.total);
    }
    let late = desk
        .counter
        .house
        .app
        .store
        .clocks_any(case_of(&desk, "REQ-0001").await)
        .await;
    let late = late.expect("clocks");
    let first = late
        .iter()
        .find(|clock| clock.metric.as_str() == "first_response")
        .expect("it");
    assert_eq!(first.stage, Stage::Met, "12 hours were enough");
    assert_eq!(first.policy.version, 3);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_killed_after_a_group_goes_on_and_counts_nothing_twice() {
    for database in databases().await {
        let desk = desk_with_history(database).await;
        let store = &desk.counter.house.app.store;
        let preview = preview(&desk, "2h").await;
        let said = preview.figures.open_cases.clone();
        let work = apply(&desk, preview.id, Reach::OpenCases).await;
        let before = store
            .find_policy_job(work)
            .await
            .expect("a read")
            .expect("the work");
        let lease = lease(&desk, "one");
        desk.counter
            .house
            .app
            .policy_round(&lease, 1)
            .await
            .expect("a round");
        // The process died before it could say so.
        assert!(
            store
                .save_policy_job(&before, &lease)
                .await
                .expect("a write")
        );
        desk.counter.clock.advance(Span::minutes(2));
        round_to_the_end(&desk.counter.house, "two").await;
        let done = look(&desk, work).await;
        assert_eq!(done.stands, Stands::Done);
        assert_eq!(done.figures.open_cases, said);
        let case = case_of(&desk, "REQ-0002").await;
        let events = store.list_events(case, 0, 200).await.expect("a history");
        let applied = events
            .into_iter()
            .filter(|event| matches!(event.body, EventBody::RulesApplied { .. }));
        assert_eq!(applied.count(), 1, "one event a case");
        desk.counter.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_new_cases_get_a_target_that_is_published_for_new_cases() {
    let desk = desk_with_history(Database::sqlite()).await;
    let app = &desk.counter.house.app;
    let before = app
        .store
        .clocks_any(case_of(&desk, "REQ-0002").await)
        .await
        .expect("clocks");
    let preview = preview(&desk, "2h").await;
    let odile = viewer(&desk.counter.house, &desk.odile).await;
    let none = app
        .publish_preview(&odile, preview.id, None, "Pour la suite")
        .await;
    assert_eq!(none.expect("published"), None);
    let after = app
        .store
        .clocks_any(case_of(&desk, "REQ-0002").await)
        .await
        .expect("clocks");
    assert_eq!(before, after);
    let fresh = desk.request("Ouverte après").await;
    let clocks = app
        .store
        .clocks_any(case_of(&desk, &fresh).await)
        .await
        .expect("clocks");
    let first = clocks
        .iter()
        .find(|clock| clock.metric.as_str() == "first_response");
    let first = first.expect("a first response");
    assert_eq!((first.target, first.policy.version), (Span::hours(2), 2));
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_set_by_hand_is_left_where_it_was_set() {
    let desk = desk_with_history(Database::sqlite()).await;
    let app = &desk.counter.house.app;
    let case = case_of(&desk, "REQ-0002").await;
    let clock = |clocks: &[domain::clocks::clock::Clock]| {
        let found = clocks
            .iter()
            .find(|clock| clock.metric.as_str() == "resolution");
        found.expect("a resolution").clone()
    };
    let id: ClockId = clock(&app.store.clocks_any(case).await.expect("clocks")).id;
    let due_at = desk.counter.clock.now().plus(Span::days(9));
    let maud = viewer(&desk.counter.house, &desk.maud).await;
    app.extend_clock(
        &maud,
        ExtendClock {
            reference: Reference::parse("REQ-0002").expect("a reference"),
            due: NewDue {
                clock: id,
                due_at,
                reason: "Convenu au téléphone".to_owned(),
            },
            version: None,
            key: None,
        },
    )
    .await
    .expect("a date by hand");
    let preview = preview_text(&desk, |text| {
        text.replace("resolution = \"40h\"", "resolution = \"20h\"")
    })
    .await;
    apply(&desk, preview.id, Reach::Restate).await;
    round_to_the_end(&desk.counter.house, "one").await;
    let kept = clock(&app.store.clocks_any(case).await.expect("clocks"));
    assert_eq!(kept.due_at, Some(due_at));
    let other = app
        .store
        .clocks_any(case_of(&desk, "REQ-0003").await)
        .await
        .expect("clocks");
    assert_eq!(clock(&other).target, Span::hours(20));
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closure_moves_deadlines_timers_and_the_place_in_the_queue_together() {
    for database in databases().await {
        let desk = desk_with_history(database).await;
        let app = &desk.counter.house.app;
        let odile = viewer(&desk.counter.house, &desk.odile).await;
        let view = app
            .definition_view(&odile, DefinitionKind::Calendar, "fr-bureau")
            .await;
        let text = format!(
            "{}closures = [\"2026-09-22\"]\n",
            view.expect("the calendar").source
        );
        let of = Some((DefinitionKind::Calendar, "fr-bureau"));
        let preview = app
            .preview_draft(&odile, of, &text)
            .await
            .expect("a preview");
        round_to_the_end(&desk.counter.house, "one").await;
        let work = apply(&desk, preview, Reach::OpenCases).await;
        round_to_the_end(&desk.counter.house, "one").await;
        assert_eq!(look(&desk, work).await.figures, {
            let mut figures = look(&desk, preview).await.figures;
            figures.restate = guichet::usecases::read::policy::Breakdown::default();
            figures
        });
        let case = case_of(&desk, "REQ-0003").await;
        let clocks = app.store.clocks_any(case).await.expect("clocks");
        let timers = app.store.timers_any(case).await.expect("timers");
        for clock in clocks.iter().filter(|clock| clock.stage == Stage::Running) {
            assert_eq!(clock.calendar.version, 2, "{}", clock.metric);
            let of_it = |timer: &&domain::timer::Timer| matches!(timer.kind, domain::timer::TimerKind::Clock { clock: of, .. } if of == clock.id);
            assert!(
                timers
                    .iter()
                    .find(of_it)
                    .is_some_and(|timer| Some(timer.due_at) <= clock.due_at)
            );
        }
        let lines = app.store.list_clock_events(case).await.expect("a ledger");
        let line = lines.last().expect("a line");
        assert!(
            matches!(line.what, ClockChange::Retarget { .. }),
            "{line:?}"
        );
        assert_eq!(line.reason, "edit:calendar/fr-bureau@2");
        desk.counter.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_replica_notices_a_version_and_goes_on_with_cases_that_pin_it() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let desk = desk_with_history(database).await;
    let (second, _data) = second_house(&desk).await;
    let preview = preview(&desk, "2h").await;
    let work = apply(&desk, preview.id, Reach::OpenCases).await;
    // Two at once: the work is one's, then the other's.
    tokio::join!(
        round_to_the_end(&desk.counter.house, "one"),
        round_to_the_end(&second, "two")
    );
    desk.counter.clock.advance(Span::minutes(2));
    round_to_the_end(&second, "two").await;
    assert_eq!(
        look(&desk, work).await.figures.open_cases,
        preview.figures.open_cases
    );
    let app = second.app.clone().current().await;
    let newest = app
        .rules
        .targets
        .newest()
        .find(|one| one.pin.key.as_str() == TYPES);
    assert_eq!(newest.expect("the policy").pin.version, 2);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_with_mistakes_is_refused_with_their_lines_and_nothing_is_stored() {
    let desk = Desk::open(Database::sqlite()).await;
    let app = &desk.counter.house.app;
    let odile = viewer(&desk.counter.house, &desk.odile).await;
    let view = app
        .definition_view(&odile, DefinitionKind::Calendar, "fr-bureau")
        .await;
    let text = view.expect("the calendar").source;
    let closed = text.replace(
        "slots = { weekdays = [\"09:00-12:30\", \"13:30-18:00\"] }",
        "slots = {}",
    );
    let of = Some((DefinitionKind::Calendar, "fr-bureau"));
    for (draft, said) in [
        (closed, "no working time"),
        (
            text.replace("Europe/Paris", "Europe/Pari"),
            "did you mean “Europe/Paris”",
        ),
        (
            text.replace("key = \"fr-bureau\"", "key = \"fr-live\""),
            "other_definition",
        ),
        (text.clone(), "unchanged"),
    ] {
        let refused = app
            .preview_draft(&odile, of, &draft)
            .await
            .expect_err("a refusal");
        assert!(format!("{refused:?}").contains(said), "{refused:?}");
    }
    let ines = viewer(&desk.counter.house, &desk.ines).await;
    assert!(
        app.preview_draft(&ines, of, &text).await.is_err(),
        "for administrators alone"
    );
    assert!(
        app.store
            .list_policy_jobs(10)
            .await
            .expect("works")
            .is_empty()
    );
    desk.counter.close().await;
}

/// Three requests of Monday morning; it is Tuesday noon, the first was answered on Monday evening, and a
/// fourth has just come.
async fn desk_with_history(database: Database) -> Desk {
    let desk = Desk::open(database).await;
    for title in ["Répondue trop tard", "En attente", "En cours"] {
        desk.request(title).await;
    }
    desk.counter.pass(Span::minutes(600)).await;
    let maud = desk.program(&desk.maud).await;
    let words = serde_json::json!({ "body": "Nous regardons cela.", "audience": "public" });
    maud.post_json("/api/v1/cases/REQ-0001/messages", &words)
        .await
        .expect_status(201);
    desk.counter.pass(Span::minutes(1_080)).await;
    desk.request("Toute fraîche").await;
    desk
}

/// The preview of another first response for content recommendations, counted to its end.
async fn preview(desk: &Desk, to: &str) -> WorkView {
    let to = format!("first_response = \"{to}\"");
    preview_text(desk, |text| {
        let from =
            ["8h", "2h"].map(|old| format!("first_response = \"{old}\", resolution = \"40h\""));
        let old = from
            .iter()
            .find(|old| text.contains(old.as_str()))
            .expect("the row");
        text.replace(old.as_str(), &format!("{to}, resolution = \"40h\""))
    })
    .await
}

async fn preview_text(desk: &Desk, change: impl Fn(&str) -> String) -> WorkView {
    let app = desk.counter.house.app.clone().current().await;
    let odile = viewer(&desk.counter.house, &desk.odile).await;
    let view = app
        .definition_view(&odile, DefinitionKind::Policy, TYPES)
        .await;
    let text = change(&view.expect("the policy").source);
    let of = Some((DefinitionKind::Policy, TYPES));
    let id = app
        .preview_draft(&odile, of, &text)
        .await
        .expect("a preview");
    round_to_the_end(&desk.counter.house, "one").await;
    look(desk, id).await
}

async fn apply(desk: &Desk, preview: PolicyJobId, reach: Reach) -> PolicyJobId {
    let app = desk.counter.house.app.clone().current().await;
    let odile = viewer(&desk.counter.house, &desk.odile).await;
    let work = app
        .publish_preview(&odile, preview, Some(reach), "Essai de septembre")
        .await;
    work.expect("published").expect("a work")
}

async fn look(desk: &Desk, id: PolicyJobId) -> WorkView {
    let odile = viewer(&desk.counter.house, &desk.odile).await;
    desk.counter
        .house
        .app
        .policy_work(&odile, id)
        .await
        .expect("the work")
}

async fn round_to_the_end(house: &House, owner: &str) {
    for _ in 0..200 {
        let app = house.app.clone().current().await;
        let lease = Lease {
            owner: owner.to_owned(),
            until: app.now().plus(Span::minutes(1)),
        };
        if app
            .policy_round(&lease, 2)
            .await
            .expect("a round")
            .is_none()
        {
            return;
        }
    }
    panic!("the work does not end");
}

fn lease(desk: &Desk, owner: &str) -> Lease {
    Lease {
        owner: owner.to_owned(),
        until: desk.counter.clock.now().plus(Span::minutes(1)),
    }
}

async fn viewer(house: &House, who: &Persona) -> Viewer {
    let staff = house.app.staff().await.expect("the staff");
    let person: &Person = staff
        .iter()
        .find(|one| one.id == who.id)
        .expect("one of the staff");
    Viewer::new(person.clone(), Proof::Local)
}

async fn case_of(desk: &Desk, reference: &str) -> domain::ids::CaseId {
    let reference = Reference::parse(reference).expect("a reference");
    let case = desk.counter.house.app.store.find_case_any(reference).await;
    case.expect("a read").expect("a case").id
}

async fn databases() -> Vec<Database> {
    let mut databases = vec![Database::sqlite()];
    databases.extend(Database::postgres().await);
    databases
}
