//! Who is away: now, later, twice.

use domain::absence::Absence;
use domain::ids::{AbsenceId, PersonId};
use domain::time::{Instant, Span};

use crate::store::absences::AbsencePlace;
use crate::store::error::StoreError;
use crate::store::testing::{MONDAY, World};

#[tokio::test]
async fn a_planned_absence_begins_and_ends_by_itself_for_pages_routing_and_sessions() {
    World::each(async |world| {
        let ines = world.manager("ines", "FR").await;
        let planned = absence(world, ines, MONDAY.plus(Span::days(1)), Span::days(2));
        world
            .store
            .plan_absence(planned.clone(), None)
            .await
            .unwrap();
        let away_at = async |at: Instant| {
            let person = world.store.find_person(ines, at).await.unwrap().unwrap();
            let staff = world.store.list_staff(at).await.unwrap();
            let listed = staff.iter().find(|one| one.id == ines).unwrap();
            assert_eq!(person.absent, listed.absent, "routing reads the same truth");
            person.absent
        };
        assert!(!away_at(planned.from.minus(Span::millis(1))).await);
        assert!(away_at(planned.from).await);
        assert!(away_at(planned.until.minus(Span::millis(1))).await);
        assert!(!away_at(planned.until).await);

        // Back earlier: there from that moment on, and the past stays as it was.
        let back = planned.from.plus(Span::hours(5));
        world
            .store
            .end_absence(planned.id, ines, back)
            .await
            .unwrap();
        assert!(away_at(back.minus(Span::millis(1))).await);
        assert!(!away_at(back).await);
        let found = world.store.find_absence(planned.id).await.unwrap().unwrap();
        assert_eq!((found.from, found.until), (planned.from, back));
        // Ended twice, it stays as it was ended first.
        let later = back.plus(Span::hours(1));
        world
            .store
            .end_absence(planned.id, ines, later)
            .await
            .unwrap();
        assert_eq!(
            world.store.find_absence(planned.id).await.unwrap(),
            Some(found)
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_away_twice_at_once_and_one_called_off_never_was() {
    World::each(async |world| {
        let ines = world.manager("ines", "FR").await;
        let solene = world
            .contact("solene", world.organisation("arenes").await)
            .await;
        let first = absence(world, ines, MONDAY.plus(Span::days(7)), Span::days(5));
        let plan = async |one: &Absence| world.store.plan_absence(one.clone(), None).await;
        plan(&first).await.unwrap();
        let within = absence(world, ines, MONDAY.plus(Span::days(9)), Span::days(1));
        assert_eq!(plan(&within).await, Err(StoreError::Taken("absence")));
        // One after the other is no overlap.
        let next = absence(world, ines, first.until, Span::days(1));
        plan(&next).await.unwrap();
        world
            .store
            .end_absence(first.id, ines, MONDAY)
            .await
            .unwrap();
        plan(&within).await.unwrap();
        let list = async |after| {
            let far = MONDAY.plus(Span::days(400));
            let found = world
                .store
                .list_absences(Some(ines), MONDAY, far, after, 10);
            found.await.unwrap()
        };
        assert_eq!(list(None).await, [within.clone(), next.clone()]);
        let place = AbsencePlace {
            from: within.from,
            id: within.id,
        };
        assert_eq!(list(Some(place)).await, [next]);
        // A partner is nobody of the staff.
        let theirs = absence(world, solene, MONDAY, Span::days(1));
        assert_eq!(plan(&theirs).await, Err(StoreError::NotFound("person")));
    })
    .await;
}

fn absence(world: &World, person: PersonId, from: Instant, long: Span) -> Absence {
    Absence {
        id: AbsenceId::from_uuid(world.uuid()),
        person,
        from,
        until: from.plus(long),
        recorded_by: person,
        recorded_at: MONDAY,
    }
}
