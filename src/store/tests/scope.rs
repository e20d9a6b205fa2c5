//! The condition in SQL and the predicate in the rules say the same of every case.

use domain::access::CaseScope;
use domain::changes::Lane;
use domain::event::{EventBody, evolve};
use domain::ids::TeamKey;
use domain::people::Actor;

use crate::store::testing::{MONDAY, World, moved};
use crate::store::walk::Filter;

#[tokio::test]
async fn sql_admits_exactly_what_the_rules_admit() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let meridien = world.organisation("meridien").await;
        let solene = world.contact("solene", arenes).await;
        let marc = world.contact("marc", arenes).await;
        let lea = world.contact("lea", meridien).await;
        for (organisation, requester) in [(arenes, solene), (arenes, marc), (meridien, lea)] {
            for team in ["FR", "EMEA", "CENTRAL"] {
                for desk in ["FR", "CENTRAL"] {
                    for (secret, draft) in
                        [(true, true), (true, false), (false, true), (false, false)]
                    {
                        let mut opening = world.opening(organisation, requester, MONDAY);
                        if draft {
                            opening.events.truncate(1);
                            opening.board.lane = Lane::Off;
                        }
                        if let EventBody::Opened {
                            team: t,
                            confidential,
                            ..
                        } = &mut opening.events[0].body
                        {
                            *t = TeamKey::from(team);
                            *confidential = secret;
                        }
                        opening.case = opening.events.iter().fold(None, evolve).unwrap();
                        opening.case.desk = TeamKey::from(desk);
                        world.store.commit(opening, None).await.unwrap();
                    }
                }
            }
        }
        let team =
            |keys: &[&str]| CaseScope::Teams(keys.iter().map(|key| TeamKey::from(*key)).collect());
        let of = |organisation, person| CaseScope::Organisation {
            organisation,
            person,
        };
        let scopes = [
            CaseScope::Everything,
            CaseScope::Nothing,
            team(&["FR"]),
            team(&["EMEA"]),
            team(&["EMEA", "CENTRAL"]),
            team(&[]),
            of(arenes, solene),
            of(arenes, marc),
            of(meridien, lea),
            of(meridien, solene),
        ];
        let ids = world.store.list_case_ids_any(None, 500).await.unwrap();
        assert_eq!(ids.len(), 72);
        let filter = Filter::default();
        for scope in &scopes {
            let (mut admitted, mut in_queue) = (Vec::new(), Vec::new());
            for id in &ids {
                let case = world.store.find_case_any(*id).await.unwrap().unwrap();
                let found = world.store.find_case(*id, scope).await.unwrap();
                assert_eq!(found.is_some(), scope.admits(&case), "{scope:?} {case:?}");
                if scope.admits(&case) {
                    admitted.push(*id);
                    in_queue.extend((!case.is_draft()).then_some(*id));
                }
            }
            let page = world.store.list_cases(scope, &filter, solene, None, 200);
            let mut listed: Vec<_> = page
                .await
                .unwrap()
                .rows
                .into_iter()
                .map(|row| row.id)
                .collect();
            listed.reverse();
            assert_eq!(listed, admitted, "{scope:?}");
            let page = world.store.list_board(scope, &filter, solene, None, 200);
            let mut queued: Vec<_> = page
                .await
                .unwrap()
                .rows
                .into_iter()
                .map(|row| row.id)
                .collect();
            queued.sort_unstable();
            assert_eq!(queued, in_queue, "{scope:?}");
            let counted = world.store.count_board(scope, &filter, 1_000);
            assert_eq!(
                usize::try_from(counted.await.unwrap().n).unwrap(),
                in_queue.len()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn relatives_outside_the_scope_are_not_shown() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let parent = world
            .store
            .commit(world.opening(arenes, solene, MONDAY), None)
            .await
            .unwrap();
        let mut child = world.opening(arenes, solene, MONDAY);
        child.case.parent = Some(parent.case);
        child.case.team = TeamKey::from("CENTRAL");
        child.case.desk = TeamKey::from("CENTRAL");
        let child = world.store.commit(child, None).await.unwrap();
        let snapshot = world
            .store
            .snapshot_any(parent.case)
            .await
            .unwrap()
            .unwrap();
        let fr = CaseScope::Teams(vec![TeamKey::from("FR")]);
        let all = world
            .store
            .list_relatives(&snapshot.case, &CaseScope::Everything)
            .await
            .unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(
            (all[0].reference, all[0].relation.as_str()),
            (child.reference, "child")
        );
        assert!(
            world
                .store
                .list_relatives(&snapshot.case, &fr)
                .await
                .unwrap()
                .is_empty()
        );
        let inner = world
            .store
            .find_case_any(child.case)
            .await
            .unwrap()
            .unwrap();
        let above = world.store.list_relatives(&inner, &fr).await.unwrap();
        assert_eq!(
            (above[0].reference, above[0].relation.as_str()),
            (parent.reference, "parent")
        );
        assert_eq!(
            world.store.children_any(parent.case).await.unwrap().len(),
            1
        );
        let mut step = world.step(
            &snapshot,
            MONDAY,
            Actor::Partner { id: solene },
            vec![moved(
                "submitted",
                "merged",
                domain::case::Category::Void,
                false,
            )],
        );
        step.links.push(domain::changes::Link {
            from: parent.case,
            to: child.case,
            relation: "merged_into".to_owned(),
        });
        world.store.commit(step, None).await.unwrap();
        let seen = world
            .store
            .list_relatives(&inner, &CaseScope::Everything)
            .await
            .unwrap();
        assert!(seen.iter().any(|one| one.relation == "merged_from"));
        assert_eq!(world.store.links_any(child.case).await.unwrap().len(), 1);
    })
    .await;
}
