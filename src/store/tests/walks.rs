//! What the menu and the portal offer reads one index each, on both engines, among twenty thousand cases.

use domain::access::CaseScope;
use domain::case::{Category, Kind};
use domain::changes::Lane;
use domain::ids::{OrganisationId, PersonId, TeamKey};
use domain::time::Span;
use sea_orm::ConnectionTrait;

use crate::store::board::Cursor;
use crate::store::dialect::Engine;
use crate::store::testing::{MONDAY, World};
use crate::store::walk::{Filter, View};

/// Cases of four teams: one in forty waits for the partner, one in fifty is a verification, one in ten is
/// held by another desk, every other is over, and one in a hundred is a draft.
const COPIES: &str = "
INSERT INTO cases SELECT {uuid}, CASE WHEN n % 50 = 1 THEN 'verification' ELSE kind END, number + n,
    workflow_key, workflow_version, state,
    CASE WHEN n % 2 = 0 THEN 'done' WHEN n % 40 = 7 THEN 'waiting_partner' ELSE category END,
    previous_state, request_type, title, language, organisation_id, requester_id,
    CASE WHEN n % 8 = 1 THEN 'IT' WHEN n % 8 = 3 THEN 'DE' WHEN n % 8 = 5 THEN 'PL' ELSE team END,
    CASE WHEN n % 10 = 3 THEN 'CENTRAL' ELSE desk END,
    CASE WHEN n % 500 = 9 THEN {owner} ELSE owner_id END, priority, impact, urgency, confidential,
    parent_id, created_at, CASE WHEN n % 100 = 0 THEN NULL ELSE submitted_at END, state_since + n,
    resolved_at, updated_at + n, version, event_count, ledger_count, head_hash, last_event, last_actor,
    CASE WHEN n % 2 = 0 THEN 2 WHEN n % 40 = 7 THEN 1 ELSE 0 END, board_due_at + n, board_clock,
    revision
FROM cases, (
    WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 20000) SELECT n FROM s
) AS many";

struct Many {
    arenes: OrganisationId,
    solene: PersonId,
    ines: PersonId,
}

async fn twenty_thousand(world: &World) -> Many {
    let arenes = world.organisation("arenes").await;
    let solene = world.contact("solene", arenes).await;
    let ines = world.manager("ines", "FR").await;
    let opening = world.opening(arenes, solene, MONDAY);
    world.store.commit(opening, None).await.unwrap();
    let hex = ines.uuid().simple().to_string();
    let (uuid, owner) = match world.store.engine() {
        Engine::Sqlite => ("randomblob(16)", format!("x'{hex}'")),
        Engine::Postgres => ("gen_random_uuid()", format!("'{hex}'::uuid")),
    };
    let connection = world.connection().await;
    let copies = COPIES.replace("{uuid}", uuid).replace("{owner}", &owner);
    connection.execute_unprepared(&copies).await.unwrap();
    if let Some(analyse) = world.store.engine().analyse() {
        connection.execute_unprepared(analyse).await.unwrap();
    }
    Many {
        arenes,
        solene,
        ines,
    }
}

/// Whether the plan walks this index of `cases`, in either engine's words.
fn walks(plan: &str, index: &str) -> bool {
    let names = |words: &str| {
        plan.lines().any(|line| {
            line.split_once(words)
                .is_some_and(|(_, rest)| rest.split([' ', '(']).next() == Some(index))
        })
    };
    names("INDEX ")
        || names("Scan using ")
        || names("Scan Backward using ")
        || names("Bitmap Index Scan on ")
}

fn sorts(plan: &str) -> bool {
    plan.contains("TEMP B-TREE") || plan.contains("Sort")
}

fn reads_the_table(plan: &str) -> bool {
    plan.lines()
        .any(|line| line.trim() == "SCAN c" || line.contains("Seq Scan on cases"))
}

#[tokio::test]
async fn the_lists_of_the_menu_do_not_walk_the_whole_queue() {
    World::each(async |world| {
        let many = twenty_thousand(world).await;
        let fr = || vec![TeamKey::from("FR")];
        let scope = CaseScope::Teams(fr());
        let of = |categories: Vec<Category>, kinds: Vec<Kind>| Filter {
            view: View::Teams(fr()),
            categories,
            kinds,
            ..Filter::default()
        };
        let waiting = of(vec![Category::WaitingPartner], Vec::new());
        let verifications = of(Vec::new(), vec![Kind::Verification]);
        let cursor = Cursor {
            lane: Lane::Running,
            due_at: MONDAY.plus(Span::hours(4)),
            id: domain::ids::CaseId::from_uuid(world.uuid()),
        };
        for (filter, indexes) in [
            (&waiting, ["board_waiting", "board_waiting_desk"]),
            (&verifications, ["board_kind", "board_kind_desk"]),
        ] {
            let store = &world.store;
            for after in [None, Some(cursor)] {
                let plan = store
                    .explain_board(&scope, filter, many.ines, after)
                    .await
                    .unwrap();
                for index in indexes {
                    assert!(walks(&plan, index), "{index} for a page:\n{plan}");
                }
                assert!(!reads_the_table(&plan), "{plan}");
                assert!(
                    store.engine() == Engine::Postgres || !sorts(&plan),
                    "{plan}"
                );
            }
            let plan = store.explain_count(&scope, filter).await.unwrap();
            for index in indexes {
                assert!(walks(&plan, index), "{index} for the count:\n{plan}");
            }
            assert!(!reads_the_table(&plan) && !sorts(&plan), "{plan}");
            let page = store
                .list_board(&scope, filter, many.ines, None, 200)
                .await
                .unwrap();
            let counted = store.count_board(&scope, filter, 1_000).await.unwrap();
            assert!(
                page.rows
                    .is_sorted_by_key(|row| (row.lane, row.due_at, row.id))
            );
            assert!(counted.n > 60, "{counted:?}");
            assert_eq!(
                page.rows.len(),
                usize::try_from(counted.n.min(200)).unwrap()
            );
        }
    })
    .await;
}

#[tokio::test]
async fn what_stands_on_hold_for_long_is_counted_by_how_long_it_stands() {
    World::each(async |world| {
        let many = twenty_thousand(world).await;
        let fr = || vec![TeamKey::from("FR")];
        let scope = CaseScope::Teams(fr());
        let held = |before| Filter {
            view: View::Teams(fr()),
            lane: Some(Lane::Held),
            state_since_before: Some(before),
            ..Filter::default()
        };
        // One in forty is on hold, and the first of them since the eighth millisecond.
        let early = held(MONDAY.plus(Span::millis(100)));
        let plan = world.store.explain_count(&scope, &early).await.unwrap();
        for index in ["board_held", "board_held_desk"] {
            assert!(walks(&plan, index), "{index}:\n{plan}");
        }
        let counted = world
            .store
            .count_board(&scope, &early, 1_000)
            .await
            .unwrap();
        let listed = world
            .store
            .list_board(&scope, &early, many.ines, None, 200)
            .await
            .unwrap();
        assert!(counted.n > 0);
        assert_eq!(listed.rows.len(), usize::try_from(counted.n).unwrap());
    })
    .await;
}

#[tokio::test]
async fn one_persons_cases_are_found_by_the_person_not_in_the_teams_queue() {
    World::each(async |world| {
        let many = twenty_thousand(world).await;
        let scope = CaseScope::Teams(vec![TeamKey::from("FR")]);
        let hers = Filter {
            view: View::Teams(vec![TeamKey::from("FR")]),
            owner: Some(many.ines),
            ..Filter::default()
        };
        let plan = world
            .store
            .explain_board(&scope, &hers, many.ines, None)
            .await
            .unwrap();
        assert!(walks(&plan, "board_owner"), "{plan}");
        let page = world
            .store
            .list_board(&scope, &hers, many.ines, None, 200)
            .await
            .unwrap();
        assert!(!page.rows.is_empty());
        let counted = world.store.count_board(&scope, &hers, 1_000).await.unwrap();
        assert_eq!(page.rows.len(), usize::try_from(counted.n).unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_partners_page_reads_an_index_for_each_of_its_groups() {
    World::each(async |world| {
        let many = twenty_thousand(world).await;
        let scope = CaseScope::Organisation {
            organisation: many.arenes,
            person: many.solene,
        };
        let open = world
            .store
            .explain_board(&scope, &Filter::default(), many.solene, None)
            .await
            .unwrap();
        assert!(walks(&open, "board_organisation"), "{open}");
        let since = MONDAY.plus(Span::millis(19_900));
        let plan = world
            .store
            .explain_portal(&scope, many.solene, since)
            .await
            .unwrap();
        for index in ["cases_drafts", "cases_over"] {
            assert!(walks(&plan, index), "{index}:\n{plan}");
        }
        let finished = world
            .store
            .list_finished(&scope, many.solene, since, 20)
            .await
            .unwrap();
        assert_eq!(finished.len(), 20);
        assert!(finished.is_sorted_by_key(|row| std::cmp::Reverse(row.updated_at)));
        assert!(finished.iter().all(|row| row.lane == Lane::Off));
    })
    .await;
}
