//! The queue's address: what it may ask, by the names of the design and by the older one.

use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_filtered_by_type_and_state_and_sorted_by_its_address() {
    for database in [Some(Database::sqlite()), Database::postgres().await] {
        let Some(database) = database else { continue };
        let desk = Desk::open(database).await;
        let first = desk.request("Formats courts").await;
        let second = desk.request("Vidéos longues").await;
        let ines = desk.sign_in(&desk.ines).await;
        let path = format!("/cases/{second}/do/take");
        let form = ines.open(&path).await.form(&path);
        ines.submit(&form).await.expect_status(303);

        let both = [first.clone(), second.clone()];
        let none: [String; 0] = [];
        for (address, shown) in [
            ("/queue?view=all", &both[..]),
            ("/queue?view=all&type=request", &both),
            ("/queue?view=all&kind=request", &both),
            ("/queue?view=all&type=content_reco", &both),
            ("/queue?view=all&type=data_analysis", &none),
            ("/queue?view=all&type=verification", &none),
            ("/queue?view=all&state=new", &both[..1]),
            ("/queue?view=all&state=open", &both[1..]),
            ("/queue?view=all&state=waiting_partner", &none),
            ("/queue?view=all&type=nothing_known", &both),
        ] {
            let mut found = listed(&ines, address).await;
            found.sort();
            assert_eq!(found, shown, "{address}");
        }
        let newest = listed(&ines, "/queue?view=all&sort=-created").await;
        assert_eq!(newest, [second.clone(), first.clone()]);
        ines.get("/queue?sort=-created&after=0.1.x")
            .await
            .expect_status(422);
        desk.counter.close().await;
    }
}

/// The references of the rows, in their order.
async fn listed(visitor: &Visitor, address: &str) -> Vec<String> {
    let page = visitor.open(address).await;
    let text = page.text();
    let rows = text.split("name=\"case\" value=\"").skip(1);
    rows.filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}
