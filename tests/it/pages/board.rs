//! The board: its numbers open the queue that makes them.

use domain::time::Span;

use crate::world::database::Database;
use crate::world::desk::{Desk, create, reference};

#[tokio::test(flavor = "multi_thread")]
async fn every_number_of_the_board_opens_the_queue_that_makes_it() {
    for database in [Some(Database::sqlite()), Database::postgres().await] {
        let Some(database) = database else { continue };
        let desk = Desk::open(database).await;
        let solene = desk.program(&desk.solene).await;
        let first = reference(&create(&solene, "La première").await);
        desk.counter.pass(Span::hours(6)).await;
        let second = reference(&create(&solene, "La seconde").await);
        let maud = desk.sign_in(&desk.maud).await;
        for (due, wait) in [("soon", Span::ZERO), ("late", Span::hours(6))] {
            desk.counter.pass(wait).await;
            let board = maud.open("/team/sla").await;
            assert!(board.text().contains("/assets/live-"), "it listens");
            let address = format!("/queue?view=all&due={due}");
            assert!(
                board.text().contains(&address.replace('&', "&#38;")),
                "{due}"
            );
            let queue = maud.open(&address).await;
            assert!(queue.text().contains(first.as_str()), "{due}");
            assert!(!queue.text().contains(second.as_str()), "{due}");
        }
        for period in ["today", "week", "quarter"] {
            maud.open(&format!("/team/sla?period={period}&team=FR"))
                .await;
        }
        maud.get("/team/sla?team=EMEA").await.expect_status(404);
        let sheet = maud.get("/team/sla?format=csv").await.expect_status(200);
        assert_eq!(sheet.headers["content-type"], "text/csv; charset=utf-8");
        let sheet = sheet.text();
        assert!(sheet.contains(&format!(",{first},La première,")), "{sheet}");
        let figures = maud.get("/team/sla?format=csv&table=weeks").await;
        assert!(figures.expect_status(200).text().lines().count() > 12);
        desk.counter.close().await;
    }
}
