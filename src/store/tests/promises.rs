//! What partners were promised.

use domain::clocks::clock::{ClockKind, Stage};
use domain::time::Span;

use crate::store::testing::{MONDAY, World};

#[tokio::test]
async fn only_running_promises_to_the_partner_count() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let mut opening = world.opening(arenes, solene, MONDAY);
        let case = opening.case.clone();
        let mut between_teams = world.clock(&case, "ownership", MONDAY, Span::minutes(1));
        between_teams.kind = ClockKind::Ola;
        let mut met = world.clock(&case, "next_response", MONDAY, Span::minutes(2));
        met.stage = Stage::Met;
        opening.clocks = vec![
            world.clock(&case, "resolution", MONDAY, Span::hours(40)),
            between_teams,
            met,
            world.clock(&case, "first_response", MONDAY, Span::hours(4)),
        ];
        opening
            .case
            .facts
            .insert("follow_up_on".to_owned(), "2026-09-25".into());
        opening.clock_events.clear();
        world.store.commit(opening, None).await.unwrap();
        let promised = world.store.promised_any(&[case.id]).await.unwrap();
        assert_eq!(promised.get(&case.id), Some(&MONDAY.plus(Span::hours(4))));
        let facts = world.store.facts_any(&[case.id]).await.unwrap();
        assert_eq!(facts[&case.id]["follow_up_on"], "2026-09-25");
        assert!(world.store.promised_any(&[]).await.unwrap().is_empty());
        assert!(world.store.facts_any(&[]).await.unwrap().is_empty());
    })
    .await;
}
