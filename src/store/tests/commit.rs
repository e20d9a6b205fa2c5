//! The write door.

use domain::access::CaseScope;
use domain::case::{Category, Kind, Reference};
use domain::changes::{FiredTimer, Lane};
use domain::clocks::clock::Stage;
use domain::event::EventBody;
use domain::ids::PersonId;
use domain::people::Actor;
use domain::time::Span;

use crate::store::Store;
use crate::store::commit::Committed;
use crate::store::counters::Counter;
use crate::store::error::StoreError;
use crate::store::idempotency::Idempotency;
use crate::store::testing::{MONDAY, World, moved};
use crate::store::thread::Reading;
use crate::store::verify::ChainFault;

async fn one_case(world: &World) -> (Committed, PersonId) {
    let arenes = world.organisation("arenes").await;
    let solene = world.contact("solene", arenes).await;
    let opening = world.opening(arenes, solene, MONDAY);
    (world.store.commit(opening, None).await.unwrap(), solene)
}

#[tokio::test]
async fn what_is_committed_is_read_back_whole() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let opening = world.opening(arenes, solene, MONDAY);
        let committed = world.store.commit(opening.clone(), None).await.unwrap();
        assert_eq!(committed.reference, Reference::new(Kind::Request, 1));
        assert_eq!(committed.version, 1);
        let read = world
            .store
            .snapshot(committed.reference, &CaseScope::Everything)
            .await
            .unwrap()
            .unwrap();
        let mut expected = opening.case.clone();
        expected.reference = committed.reference;
        (expected.version, expected.revision) = (1, 1);
        assert_eq!(read.case, expected);
        assert_eq!(read.clocks, opening.clocks);
        assert_eq!(read.timers, opening.armed);
        assert_eq!(read.event_count, 2);
        let events = world
            .store
            .list_events(committed.case, 0, 50)
            .await
            .unwrap();
        assert_eq!(events, opening.events);
        let ledger = world.store.list_clock_events(committed.case).await.unwrap();
        assert_eq!(ledger, opening.clock_events);
        let thread = world
            .store
            .list_messages(committed.case, Reading::Everything);
        assert!(thread.await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_stale_step_is_a_conflict_and_leaves_nothing() {
    World::each(async |world| {
        let (committed, solene) = one_case(world).await;
        let before = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        let actor = Actor::Partner { id: solene };
        let counted = |name: &str| EventBody::Counted {
            counter: name.to_owned(),
        };
        let at = MONDAY.plus(Span::minutes(1));
        let first = world.step(&before, at, actor.clone(), vec![counted("a")]);
        let second = world.step(&before, at, actor, vec![counted("b")]);
        assert_eq!(world.store.commit(first, None).await.unwrap().version, 2);
        let refused = world.store.commit(second, None).await;
        assert_eq!(refused, Err(StoreError::Conflict { current: 2 }));
        let after = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(after.case.counter("a"), 1);
        assert_eq!(after.case.counter("b"), 0);
        assert_eq!(after.event_count, 3);
    })
    .await;
}

#[tokio::test]
async fn of_many_racing_steps_exactly_one_wins() {
    World::each(async |world| {
        let (committed, solene) = one_case(world).await;
        let before = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        let at = MONDAY.plus(Span::minutes(1));
        let steps = (0..32).map(|_| {
            let body = EventBody::Counted {
                counter: "race".to_owned(),
            };
            let step = world.step(&before, at, Actor::Partner { id: solene }, vec![body]);
            world.store.commit(step, None)
        });
        let answers = futures_util::future::join_all(steps).await;
        assert_eq!(answers.iter().filter(|one| one.is_ok()).count(), 1);
        let conflict = Err(StoreError::Conflict { current: 2 });
        assert_eq!(answers.iter().filter(|one| **one == conflict).count(), 31);
    })
    .await;
}

#[tokio::test]
async fn many_at_once_are_all_written_and_numbered_without_gaps() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let openings = (0..200).map(|_| {
            let opening = world.opening(arenes, solene, MONDAY);
            world.store.commit(opening, None)
        });
        let mut numbers: Vec<u32> = futures_util::future::join_all(openings)
            .await
            .into_iter()
            .map(|one| one.unwrap().reference.number())
            .collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=200).collect::<Vec<u32>>());
        let open = world
            .store
            .counters(&[Counter::Team("FR".into())])
            .await
            .unwrap();
        assert_eq!(open, [200]);
    })
    .await;
}

#[tokio::test]
async fn a_refused_member_does_not_undo_its_group() {
    World::each(async |world| {
        let (committed, solene) = one_case(world).await;
        let before = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        let arenes = before.case.organisation;
        let mut broken = world.opening(arenes, solene, MONDAY);
        // The same clock twice breaks a primary key in the middle of the member's statements.
        broken.armed.extend(broken.armed.clone());
        let good = world.opening(arenes, solene, MONDAY);
        let last = world.opening(arenes, solene, MONDAY);
        let (broken, good, last) = tokio::join!(
            world.store.commit(broken, None),
            world.store.commit(good, None),
            world.store.commit(last, None),
        );
        assert!(matches!(broken, Err(StoreError::Database(_))), "{broken:?}");
        let mut numbers = [
            good.unwrap().reference.number(),
            last.unwrap().reference.number(),
        ];
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3], "the refused one gave its number back");
    })
    .await;
}

#[tokio::test]
async fn a_timer_fires_once_however_often_it_is_tried() {
    World::each(async |world| {
        let (committed, _) = one_case(world).await;
        let before = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        let timer = before.timers[0].clone();
        let system = || Actor::System {
            rule: "timer:clock".to_owned(),
        };
        let at = timer.due_at;
        let fire = |snapshot| {
            let mut step = world.step(snapshot, at, system(), Vec::new());
            step.fired = Some(FiredTimer {
                id: timer.id,
                scheduled: timer.due_at,
            });
            world.store.commit(step, None)
        };
        // It left no event: what people compare stays.
        assert_eq!(fire(&before).await.unwrap().version, 1);
        let after = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(fire(&after).await, Err(StoreError::AlreadyFired));
        assert_eq!(after.timers.len(), 1);
        assert_eq!((after.case.version, after.case.revision), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_notice_exists_once_per_key() {
    World::each(async |world| {
        let (committed, solene) = one_case(world).await;
        let mut snapshot = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        for minute in 1..=3 {
            let at = MONDAY.plus(Span::minutes(minute));
            let mut step = world.step(&snapshot, at, Actor::Partner { id: solene }, Vec::new());
            let mut notice = world.notice(&snapshot.case, "request.breach", at);
            notice.key = "clock:1:100:1:somebody".to_owned();
            step.notices.push(notice);
            world.store.commit(step, None).await.unwrap();
            snapshot = world
                .store
                .snapshot_any(committed.case)
                .await
                .unwrap()
                .unwrap();
        }
        let mails = world.store.list_mail_of_case(committed.case).await.unwrap();
        assert_eq!(mails.len(), 2, "the acknowledgement and one notice");
    })
    .await;
}

#[tokio::test]
async fn a_repeated_request_is_recognised_and_writes_nothing() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let key = Idempotency {
            person: solene,
            key: "a1".to_owned(),
            body_hash: [7; 32],
            at: MONDAY,
        };
        let opening = world.opening(arenes, solene, MONDAY);
        let first = world
            .store
            .commit(opening, Some(key.clone()))
            .await
            .unwrap();
        let opening = world.opening(arenes, solene, MONDAY);
        let again = world.store.commit(opening, Some(key.clone())).await;
        assert_eq!(again, Err(StoreError::KeyTaken));
        let kept = world
            .store
            .find_idempotency(solene, "a1", MONDAY)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept.case, Some(first.case));
        assert_eq!(kept.body_hash, vec![7; 32]);
        assert_eq!(kept.answer, None);
        let answered = world
            .store
            .remember_answer(solene, "a1", 201, "{}".to_owned());
        answered.await.unwrap();
        let kept = world
            .store
            .find_idempotency(solene, "a1", MONDAY)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(kept.answer, Some((201, "{}".to_owned())));
        let tomorrow = MONDAY.plus(Span::days(1));
        let opening = world.opening(arenes, solene, tomorrow);
        let later = Idempotency {
            at: tomorrow,
            ..key
        };
        assert!(world.store.commit(opening, Some(later)).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn counters_follow_a_case_through_its_life() {
    World::each(async |world| {
        let (committed, _) = one_case(world).await;
        let ines = world.manager("ines", "FR").await;
        let wanted = [
            Counter::Team("FR".into()),
            Counter::Nobody("FR".into()),
            Counter::Owner(ines),
            Counter::Load(ines),
            Counter::Waiting("FR".into()),
        ];
        let counts = || world.store.counters(&wanted);
        assert_eq!(counts().await.unwrap(), [1, 1, 0, 0, 0]);
        let lives: [(EventBody, [i64; 5]); 3] = [
            (
                EventBody::OwnerChanged {
                    from: None,
                    to: Some(ines),
                },
                [1, 0, 1, 2, 0],
            ),
            (
                moved(
                    "in_progress",
                    "waiting_partner",
                    Category::WaitingPartner,
                    false,
                ),
                [1, 0, 1, 0, 1],
            ),
            (
                moved("waiting_partner", "resolved", Category::Done, false),
                [0, 0, 0, 0, 0],
            ),
        ];
        for (body, expected) in lives {
            let snapshot = world
                .store
                .snapshot_any(committed.case)
                .await
                .unwrap()
                .unwrap();
            let step = world.step(&snapshot, MONDAY, Actor::Staff { id: ines }, vec![body]);
            world.store.commit(step, None).await.unwrap();
            assert_eq!(counts().await.unwrap(), expected);
        }
    })
    .await;
}

#[tokio::test]
async fn the_place_in_the_queue_shows_the_clock_that_decides() {
    World::each(async |world| {
        let (committed, solene) = one_case(world).await;
        let everything = CaseScope::Everything;
        let filter = crate::store::walk::Filter::default();
        let row = |page: crate::store::board::Page<_, _>| page.rows.into_iter().next();
        let page = world
            .store
            .list_board(&everything, &filter, solene, None, 50)
            .await
            .unwrap();
        let first = row(page).unwrap();
        assert_eq!(first.clock.unwrap().metric.as_str(), "first_response");
        let snapshot = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        let mut step = world.step(&snapshot, MONDAY, Actor::Partner { id: solene }, Vec::new());
        let mut met = snapshot.clocks[0].clone();
        met.stage = Stage::Met;
        met.running_since = None;
        met.stopped_at = Some(MONDAY);
        step.clocks = vec![met];
        step.board.due_at = snapshot.clocks[1].due_at.unwrap();
        world.store.commit(step, None).await.unwrap();
        let page = world
            .store
            .list_board(&everything, &filter, solene, None, 50)
            .await
            .unwrap();
        let second = row(page).unwrap();
        assert_eq!(second.lane, Lane::Running);
        assert_eq!(second.due_at, snapshot.clocks[1].due_at.unwrap());
        assert_eq!(second.clock.unwrap().metric.as_str(), "resolution");
    })
    .await;
}

#[tokio::test]
async fn a_changed_or_removed_entry_of_the_history_is_named() {
    World::each(async |world| {
        let (committed, _) = one_case(world).await;
        let sound = world.store.verify_chain(committed.case).await.unwrap();
        assert_eq!((sound.entries, sound.fault), (2, None));
        tamper(&world.store, "UPDATE event SET at = at + 1 WHERE seq = 2").await;
        let changed = world.store.verify_chain(committed.reference).await.unwrap();
        assert_eq!(changed.fault, Some(ChainFault::Changed { seq: 2 }));
        tamper(&world.store, "DELETE FROM event WHERE seq = 2").await;
        let cut = world.store.verify_chain(committed.case).await.unwrap();
        assert_eq!(cut.fault, Some(ChainFault::CutShort { seq: 2 }));
        tamper(&world.store, "UPDATE event SET seq = 2").await;
        let missing = world.store.verify_chain(committed.case).await.unwrap();
        assert_eq!(missing.fault, Some(ChainFault::Missing { seq: 1 }));
    })
    .await;
}

async fn tamper(store: &Store, sql: &'static str) {
    let sql = crate::store::sql::Sql::new(sql);
    let touched = store.write(move |tx| Box::pin(async move { tx.execute(sql).await }));
    assert_eq!(touched.await.unwrap(), 1);
}

#[tokio::test]
async fn a_commit_wakes_the_workers_and_tells_the_pages() {
    World::each(async |world| {
        let mut wake = world.store.signals().subscribe();
        let mut pages = world.store.signals().subscribe_cases();
        wake.mark_unchanged();
        let (committed, _) = one_case(world).await;
        assert!(wake.has_changed().unwrap());
        let seen = *wake.borrow_and_update();
        assert_eq!((seen.timers, seen.outbox), (1, 1));
        let changed = pages.recv().await.unwrap();
        assert_eq!((changed.case, changed.version), (committed.case, 1));
    })
    .await;
}

#[tokio::test]
async fn a_closed_store_refuses_writes_after_answering_what_was_queued() {
    let world = World::sqlite().await;
    let arenes = world.organisation("arenes").await;
    let solene = world.contact("solene", arenes).await;
    let opening = world.opening(arenes, solene, MONDAY);
    let (committed, closed) = tokio::join!(world.store.commit(opening, None), world.store.close());
    assert!(committed.is_ok());
    closed.unwrap();
    let opening = world.opening(arenes, solene, MONDAY);
    let refused = world.store.commit(opening, None).await;
    assert!(
        matches!(refused, Err(StoreError::Unavailable(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_bulk_load_writes_what_commits_would() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let batch: Vec<_> = (0..75)
            .map(|_| world.opening(arenes, solene, MONDAY))
            .collect();
        let first = batch[0].clone();
        assert_eq!(world.store.load(batch).await, Ok(75));
        let one = world
            .store
            .commit(world.opening(arenes, solene, MONDAY), None)
            .await
            .unwrap();
        assert_eq!(one.reference.number(), 76);
        let read = world
            .store
            .snapshot_any(first.case.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((read.case.reference.number(), read.case.version), (1, 1));
        assert_eq!(read.clocks, first.clocks);
        assert_eq!(read.timers, first.armed);
        for id in world.store.list_case_ids_any(None, 100).await.unwrap() {
            assert_eq!(world.store.verify_chain(id).await.unwrap().fault, None);
        }
        let open = world
            .store
            .counters(&[Counter::Team("FR".into())])
            .await
            .unwrap();
        assert_eq!(open, [76]);
        let stale = world.step(&read, MONDAY, Actor::Partner { id: solene }, Vec::new());
        assert!(matches!(
            world.store.load(vec![stale]).await,
            Err(StoreError::Broken(_))
        ));
    })
    .await;
}
