//! Claiming timers.

use domain::time::Span;
use sea_orm::ConnectionTrait as _;

use crate::store::lease::Lease;
use crate::store::testing::{MONDAY, World};

fn lease(owner: &str, until: domain::time::Instant) -> Lease {
    Lease {
        owner: owner.to_owned(),
        until,
    }
}

#[tokio::test]
async fn a_due_timer_is_claimed_once_and_again_when_the_lease_ends() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        world
            .store
            .commit(world.opening(arenes, solene, MONDAY), None)
            .await
            .unwrap();
        let due = MONDAY.plus(Span::hours(4));
        assert_eq!(world.store.next_timer_due().await.unwrap(), Some(due));
        let early = due.minus(Span::millis(1));
        let until = due.plus(Span::minutes(1));
        let nothing = world
            .store
            .claim_timers(early, &lease("a", until), 10)
            .await
            .unwrap();
        assert!(nothing.is_empty(), "never early");
        let first = world
            .store
            .claim_timers(due, &lease("a", until), 10)
            .await
            .unwrap();
        assert_eq!(first.len(), 1);
        let second = world
            .store
            .claim_timers(due, &lease("b", until), 10)
            .await
            .unwrap();
        assert!(second.is_empty(), "held by a");
        let later = due.plus(Span::hours(1));
        let third = world
            .store
            .claim_timers(until, &lease("b", later), 10)
            .await
            .unwrap();
        assert_eq!(third, first, "a died");
        world
            .store
            .postpone_timer(third[0].id, "a", due)
            .await
            .unwrap();
        assert!(
            world
                .store
                .claim_timers(until, &lease("c", later), 10)
                .await
                .unwrap()
                .is_empty()
        );
        world
            .store
            .postpone_timer(third[0].id, "b", until)
            .await
            .unwrap();
        assert_eq!(
            world
                .store
                .claim_timers(until, &lease("c", later), 10)
                .await
                .unwrap()
                .len(),
            1
        );
        world.store.drop_timer(third[0].id).await.unwrap();
        let left = MONDAY.plus(Span::hours(40));
        assert_eq!(world.store.next_timer_due().await.unwrap(), Some(left));
    })
    .await;
}

#[tokio::test]
async fn racing_workers_share_the_work_without_doubles() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        for _ in 0..20 {
            world
                .store
                .commit(world.opening(arenes, solene, MONDAY), None)
                .await
                .unwrap();
        }
        let now = MONDAY.plus(Span::days(30));
        let until = now.plus(Span::minutes(1));
        let owners: Vec<Lease> = (0..8).map(|n| lease(&format!("w{n}"), until)).collect();
        let claims = owners
            .iter()
            .map(|owner| world.store.claim_timers(now, owner, 10));
        let mut ids = Vec::new();
        for claimed in futures_util::future::join_all(claims).await {
            ids.extend(claimed.unwrap().into_iter().map(|timer| timer.id));
        }
        let rest = world
            .store
            .claim_timers(now, &lease("rest", until), 100)
            .await
            .unwrap();
        ids.extend(rest.into_iter().map(|timer| timer.id));
        assert_eq!(ids.len(), 40);
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 40);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_holds_no_other_up() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        for _ in 0..3 {
            world
                .store
                .commit(world.opening(arenes, solene, MONDAY), None)
                .await
                .unwrap();
        }
        let now = MONDAY.plus(Span::hours(4));
        let until = now.plus(Span::minutes(1));
        let connection = world.connection().await;
        let spoil = "UPDATE timer SET detail = '{' \
             WHERE id IN (SELECT id FROM timer ORDER BY due_at, id LIMIT 1)";
        connection.execute_unprepared(spoil).await.unwrap();
        connection.close().await.unwrap();
        let claimed = world
            .store
            .claim_timers(now, &lease("a", until), 10)
            .await
            .unwrap();
        assert_eq!(claimed.len(), 2, "the other two are fired");
        let again = world
            .store
            .claim_timers(now, &lease("b", until), 10)
            .await
            .unwrap();
        assert!(again.is_empty(), "the broken one waits for its claim's end");
    })
    .await;
}
