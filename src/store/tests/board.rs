//! The queue: order, pages, filters, names, and plans that use an index.

use domain::access::CaseScope;
use domain::case::{Category, Priority};
use domain::changes::Lane;
use domain::ids::{PersonId, TeamKey};
use domain::people::Actor;
use domain::time::Span;

use crate::store::board::Cursor;
use crate::store::dialect::Engine;
use crate::store::testing::{MONDAY, World};
use crate::store::walk::{Filter, View};

/// Twenty cases of FR due minute by minute, every fourth held by CENTRAL, every fifth with an owner.
async fn twenty(world: &World) -> (PersonId, PersonId) {
    let arenes = world.organisation("arenes").await;
    let solene = world.contact("solene", arenes).await;
    let ines = world.manager("ines", "FR").await;
    for n in 0..20 {
        let mut opening = world.opening(arenes, solene, MONDAY);
        opening.board.due_at = MONDAY.plus(Span::minutes(100 - n));
        if n % 4 == 0 {
            opening.case.desk = TeamKey::from("CENTRAL");
            opening.board.lane = Lane::Held;
        }
        if n % 5 == 0 {
            opening.case.owner = Some(ines);
            opening.case.priority = Priority::P1;
        }
        world.store.commit(opening, None).await.unwrap();
    }
    (solene, ines)
}

#[tokio::test]
async fn pages_follow_one_another_in_deadline_order() {
    World::each(async |world| {
        let (solene, _) = twenty(world).await;
        let fr = CaseScope::Teams(vec![TeamKey::from("FR"), TeamKey::from("CENTRAL")]);
        let filter = Filter::default();
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = world
                .store
                .list_board(&fr, &filter, solene, after, 7)
                .await
                .unwrap();
            seen.extend(page.rows.iter().map(|row| (row.lane, row.due_at, row.id)));
            let Some(next) = page.next else { break };
            after = Some(Cursor::parse(&next.to_string()).unwrap());
        }
        assert_eq!(seen.len(), 20);
        assert!(seen.is_sorted());
        assert_eq!(
            seen.iter()
                .filter(|(lane, _, _)| *lane == Lane::Held)
                .count(),
            5
        );
    })
    .await;
}

#[tokio::test]
async fn views_and_filters_show_their_part() {
    World::each(async |world| {
        let (solene, ines) = twenty(world).await;
        let all = CaseScope::Everything;
        let count = async |filter: Filter| {
            let capped = world.store.count_board(&all, &filter, 1_000).await.unwrap();
            let page = world
                .store
                .list_board(&all, &filter, solene, None, 200)
                .await
                .unwrap();
            assert_eq!(
                page.rows.len(),
                usize::try_from(capped.n).unwrap(),
                "{filter:?}"
            );
            capped.n
        };
        let view = |view| Filter {
            view,
            ..Filter::default()
        };
        let team = |key: &str| vec![TeamKey::from(key)];
        assert_eq!(count(view(View::All)).await, 20);
        assert_eq!(count(view(View::Owner(ines))).await, 4);
        assert_eq!(count(view(View::Teams(team("FR")))).await, 20);
        assert_eq!(count(view(View::Teams(team("CENTRAL")))).await, 5);
        assert_eq!(count(view(View::Desks(team("FR")))).await, 15);
        assert_eq!(count(view(View::Desks(team("CENTRAL")))).await, 5);
        assert_eq!(count(view(View::Nobody(team("FR")))).await, 12);
        let triage = View::Triage {
            desks: team("FR"),
            person: ines,
        };
        assert_eq!(count(view(triage)).await, 16);
        let urgent = Filter {
            priorities: vec![Priority::P1],
            ..Filter::default()
        };
        assert_eq!(count(urgent).await, 4);
        let late = Filter {
            lane: Some(Lane::Running),
            due_before: Some(MONDAY.plus(Span::minutes(90))),
            ..Filter::default()
        };
        assert_eq!(count(late).await, 7);
        let done = Filter {
            categories: vec![Category::Done],
            ..Filter::default()
        };
        assert_eq!(count(done).await, 0);
        let capped = world
            .store
            .count_board(&all, &Filter::default(), 10)
            .await
            .unwrap();
        assert_eq!((capped.n, capped.more), (10, true));
    })
    .await;
}

#[tokio::test]
async fn a_row_carries_names_and_what_the_viewer_has_not_seen() {
    World::each(async |world| {
        let (solene, ines) = twenty(world).await;
        let filter = Filter {
            view: View::Owner(ines),
            ..Filter::default()
        };
        let all = CaseScope::Everything;
        let page = world
            .store
            .list_board(&all, &filter, ines, None, 50)
            .await
            .unwrap();
        let row = &page.rows[0];
        assert_eq!(row.owner, Some((ines, "ines".to_owned())));
        assert_eq!(row.organisation_slug, "arenes");
        assert_eq!(row.last_event, "moved");
        assert!(row.by_partner && row.unread);
        world.store.mark_seen(ines, row.id, MONDAY).await.unwrap();
        let page = world
            .store
            .list_board(&all, &filter, ines, None, 50)
            .await
            .unwrap();
        assert!(!page.rows[0].unread);
        assert!(page.rows[1].unread);
        assert_eq!(
            world.store.seen_at(ines, row.id).await.unwrap(),
            Some(MONDAY)
        );
        let snapshot = world.store.snapshot_any(row.id).await.unwrap().unwrap();
        let later = MONDAY.plus(Span::minutes(5));
        let body = domain::event::EventBody::Counted {
            counter: "reminded".to_owned(),
        };
        let mut step = world.step(&snapshot, later, Actor::Partner { id: solene }, vec![body]);
        step.board.due_at = row.due_at;
        world.store.commit(step, None).await.unwrap();
        let page = world
            .store
            .list_board(&all, &filter, ines, None, 50)
            .await
            .unwrap();
        let again = page.rows.iter().find(|one| one.id == row.id).unwrap();
        assert!(again.unread);
        assert_eq!(again.last_event, "counted");
    })
    .await;
}

#[tokio::test]
async fn every_list_walks_an_index_and_sorts_no_table() {
    let world = World::sqlite().await;
    let (_, ines) = twenty(&world).await;
    let fr = || vec![TeamKey::from("FR")];
    let arenes = world
        .store
        .find_organisation_by_slug("arenes")
        .await
        .unwrap()
        .unwrap()
        .id;
    let team = CaseScope::Teams(fr());
    let cursor = Cursor {
        lane: Lane::Running,
        due_at: MONDAY,
        id: domain::ids::CaseId::from_uuid(world.uuid()),
    };
    let wanted = [
        (CaseScope::Everything, View::All, vec!["board_all"]),
        (team.clone(), View::All, vec!["board_team", "board_desk"]),
        (team.clone(), View::Owner(ines), vec!["board_owner"]),
        (team.clone(), View::Nobody(fr()), vec!["board_nobody"]),
        (
            team.clone(),
            View::Triage {
                desks: fr(),
                person: ines,
            },
            vec!["board_nobody", "board_owner"],
        ),
        (team, View::Organisation(arenes), vec!["board_organisation"]),
    ];
    assert_eq!(world.store.engine(), Engine::Sqlite);
    for (scope, view, indexes) in wanted {
        for after in [None, Some(cursor)] {
            let filter = Filter {
                view: view.clone(),
                ..Filter::default()
            };
            let plan = world
                .store
                .explain_board(&scope, &filter, ines, after)
                .await
                .unwrap();
            for index in &indexes {
                assert!(
                    plan.contains(&format!("SEARCH c USING INDEX {index}"))
                        || plan.contains(&format!("SCAN c USING INDEX {index}")),
                    "{index}:\n{plan}"
                );
            }
            assert!(!plan.lines().any(|line| line.trim() == "SCAN c"), "{plan}");
        }
    }
}
