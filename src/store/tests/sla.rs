//! Figures for leads.

use domain::access::CaseScope;
use domain::case::{Category, Kind};
use domain::changes::Lane;
use domain::clocks::clock::Stage;
use domain::escalation::{Run, RunStage};
use domain::event::EventBody;
use domain::ids::{Metric, PolicyKey, RunId, TeamKey};
use domain::people::Actor;
use domain::time::Span;

use crate::store::sla::OwnerLoad;
use crate::store::testing::{MONDAY, World, moved};

#[tokio::test]
async fn outcomes_count_a_breach_once_and_leave_cancelled_clocks_out() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let outcomes = [
            (Stage::Met, 10),
            (Stage::Met, 30),
            (Stage::BreachedOpen, 250),
            (Stage::BreachedDone, 300),
            (Stage::Cancelled, 5),
            (Stage::Running, 5),
        ];
        for (stage, minutes) in outcomes {
            let mut opening = world.opening(arenes, solene, MONDAY);
            let clock = &mut opening.clocks[0];
            clock.stage = stage;
            clock.spent = Span::minutes(minutes);
            match stage {
                Stage::Met | Stage::Cancelled => clock.stopped_at = Some(MONDAY.plus(clock.spent)),
                Stage::BreachedOpen => clock.breached_at = clock.due_at,
                Stage::BreachedDone => {
                    clock.breached_at = clock.due_at;
                    clock.stopped_at = Some(MONDAY.plus(clock.spent));
                }
                Stage::Running | Stage::Paused => {}
            }
            world.store.commit(opening, None).await.unwrap();
        }
        let fr = [TeamKey::from("FR")];
        let to = MONDAY.plus(Span::days(1));
        let found = world.store.outcomes(&fr, MONDAY, to).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].metric, Metric::from("first_response"));
        assert_eq!(
            (found[0].kind, found[0].met, found[0].missed),
            (Kind::Request, 2, 2)
        );
        assert!(
            world
                .store
                .outcomes(&fr, to, to.plus(Span::days(1)))
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            world
                .store
                .outcomes(&[], MONDAY, to)
                .await
                .unwrap()
                .is_empty()
        );
        let metric = Metric::from("first_response");
        let spans = world
            .store
            .percentiles(&fr, &metric, MONDAY, to, &[50, 90])
            .await
            .unwrap();
        assert_eq!(spans, [Some(Span::minutes(30)), Some(Span::minutes(300))]);
    })
    .await;
}

#[tokio::test]
async fn finished_cases_and_loads_are_counted() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let ines = world.manager("ines", "FR").await;
        let dues = [
            (Lane::Running, -5),
            (Lane::Running, 60),
            (Lane::Running, 600),
            (Lane::Held, 5),
        ];
        for (lane, minutes) in dues {
            let mut opening = world.opening(arenes, solene, MONDAY);
            opening.case.owner = Some(ines);
            opening.board.lane = lane;
            opening.board.due_at = MONDAY.plus(Span::minutes(minutes));
            world.store.commit(opening, None).await.unwrap();
        }
        let soon = MONDAY.plus(Span::hours(4));
        let loads = world
            .store
            .owner_loads(&[ines], MONDAY, soon)
            .await
            .unwrap();
        let expected = OwnerLoad {
            owner: ines,
            late: 1,
            at_risk: 1,
            on_track: 1,
            held: 1,
        };
        assert_eq!(loads, [expected]);
        let done = world
            .store
            .commit(world.opening(arenes, solene, MONDAY), None)
            .await
            .unwrap();
        let snapshot = world.store.snapshot_any(done.case).await.unwrap().unwrap();
        let later = MONDAY.plus(Span::hours(2));
        let end = moved("submitted", "resolved", Category::Done, false);
        let step = world.step(&snapshot, later, Actor::Staff { id: ines }, vec![end]);
        world.store.commit(step, None).await.unwrap();
        let fr = [TeamKey::from("FR")];
        let finished = world
            .store
            .finished(&fr, MONDAY, MONDAY.plus(Span::days(1)))
            .await
            .unwrap();
        let requests = finished
            .iter()
            .find(|one| one.kind == Kind::Request)
            .unwrap();
        assert_eq!((requests.cases, requests.median), (1, Some(Span::hours(2))));
    })
    .await;
}

#[tokio::test]
async fn escalations_show_who_climbed_within_the_scope() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let ines = world.manager("ines", "FR").await;
        let committed = world
            .store
            .commit(world.opening(arenes, solene, MONDAY), None)
            .await
            .unwrap();
        let snapshot = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        let id = RunId::from_uuid(world.uuid());
        let run = Run {
            id,
            origin: RunId::from_uuid(world.uuid()),
            joined: vec![snapshot.clocks[0].id],
            case: committed.case,
            clock: Some(snapshot.clocks[0].id),
            policy: PolicyKey::from("standard"),
            policy_version: 1,
            level: 1,
            round: 0,
            stage: RunStage::Active,
            started_at: MONDAY,
            fired_at: Some(MONDAY),
            acknowledged_by: None,
            acknowledged_at: None,
        };
        let body = EventBody::Escalated {
            run: run.id,
            level: 1,
            told: vec![ines],
        };
        let system = Actor::System {
            rule: "timer:level".to_owned(),
        };
        let mut step = world.step(&snapshot, MONDAY, system, vec![body.clone()]);
        step.runs = vec![run.clone()];
        world.store.commit(step, None).await.unwrap();
        assert_eq!(
            world.store.live_runs_any(&[committed.case]).await.unwrap(),
            std::slice::from_ref(&run)
        );
        let snapshot = world
            .store
            .snapshot_any(committed.case)
            .await
            .unwrap()
            .unwrap();
        let taken = Run {
            stage: RunStage::Acknowledged,
            acknowledged_by: Some(ines),
            acknowledged_at: Some(MONDAY),
            ..run
        };
        let mut step = world.step(
            &snapshot,
            MONDAY,
            Actor::Staff { id: ines },
            vec![EventBody::Acknowledged { run: taken.id }],
        );
        step.runs = vec![taken.clone()];
        world.store.commit(step, None).await.unwrap();
        assert_eq!(world.store.runs_any(committed.case).await.unwrap(), [taken]);
        let fr = CaseScope::Teams(vec![TeamKey::from("FR")]);
        let lines = world
            .store
            .recent_escalations(&fr, MONDAY, 10)
            .await
            .unwrap();
        assert_eq!(lines.len(), 2);
        assert!(
            lines
                .iter()
                .any(|line| line.body == body && line.reference == committed.reference)
        );
        let central = CaseScope::Teams(vec![TeamKey::from("CENTRAL")]);
        assert!(
            world
                .store
                .recent_escalations(&central, MONDAY, 10)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
