//! Lists of cases: pages by key, filters that mean what they say, and parameters that do not exist.

use serde_json::{Value, json};

use super::shapes::Document;
use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::Visitor;

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_gap_or_repeat_on_sqlite() {
    pages_follow_each_other(Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_gap_or_repeat_on_postgresql() {
    if let Some(database) = Database::postgres().await {
        pages_follow_each_other(database).await;
    }
}

async fn pages_follow_each_other(database: Database) {
    let desk = Desk::open(database).await;
    let mut all = Vec::new();
    for number in 0..7 {
        all.push(desk.request(&format!("Demande {number}")).await);
    }
    let staff = desk.program(&desk.ines).await;
    let partner = desk.program(&desk.solene).await;
    for (program, first) in [
        (&staff, "/api/v1/cases?limit=3"),
        (&staff, "/api/v1/cases?sort=-created&limit=3&kind=request"),
        (&partner, "/api/v1/cases?limit=3"),
    ] {
        let mut seen = walk(program, first).await;
        assert_eq!(seen.len(), 7, "{first}");
        seen.sort();
        assert_eq!(seen, all, "{first}");
    }
    let events = walk_all(&staff, &format!("/api/v1/cases/{}/events?limit=1", all[0])).await;
    let places: Vec<i64> = events
        .iter()
        .map(|event| event["seq"].as_i64().expect("a place"))
        .collect();
    assert_eq!(places, (1..).take(places.len()).collect::<Vec<_>>());
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_mean_what_they_say() {
    let desk = Desk::open(Database::sqlite()).await;
    let mine = desk.request("À moi").await;
    let other = desk.request("À personne").await;
    let staff = desk.program(&desk.ines).await;
    let moves = format!("/api/v1/cases/{mine}/transitions");
    staff
        .post_json(&moves, &json!({ "transition": "take", "version": 1 }))
        .await
        .expect_status(200);
    let both = || vec![mine.clone(), other.clone()];
    let expected = [
        ("", both()),
        ("?view=all", both()),
        ("?view=mine", vec![mine.clone()]),
        ("?view=triage", both()),
        ("?view=waiting", Vec::new()),
        ("?owner=me", vec![mine.clone()]),
        ("?owner=nobody", vec![other.clone()]),
        ("?category=open", vec![mine.clone()]),
        ("?category=new,open", both()),
        ("?category=new&category=open", both()),
        ("?category=done&sort=-created", Vec::new()),
        ("?kind=request,escalation", both()),
        ("?kind=onboarding", Vec::new()),
        ("?request_type=content_reco&team=FR", both()),
        ("?request_type=tech_support", Vec::new()),
        ("?team=EMEA", Vec::new()),
        ("?priority=P1", Vec::new()),
    ];
    for (query, wanted) in expected {
        let mut found = walk(&staff, &format!("/api/v1/cases{query}")).await;
        found.sort();
        assert_eq!(found, wanted, "{query}");
    }
    let person = format!("/api/v1/cases?owner={}", desk.ines.id);
    assert_eq!(walk(&staff, &person).await, vec![mine]);
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_that_does_not_exist_is_refused_by_name() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats courts").await;
    let staff = desk.program(&desk.ines).await;
    let partner = desk.program(&desk.solene).await;
    let document = Document::of(&staff).await;
    let wrong = [
        ("ownr=me", "ownr", "unknown_parameter"),
        ("owner=somebody", "owner", "unknown_value"),
        ("view=everything", "view", "unknown_value"),
        ("sort=title", "sort", "unknown_value"),
        ("kind=request,wish", "kind", "unknown_value"),
        ("team=MARS", "team", "unknown_value"),
        ("request_type=wish", "request_type", "unknown_value"),
        ("limit=0", "limit", "not_a_limit"),
        ("limit=201", "limit", "not_a_limit"),
        ("limit=many", "limit", "not_a_limit"),
        ("after=1", "after", "unknown_page"),
        ("sort=-created&after=1", "after", "unknown_page"),
        ("kind=%ff", "kind", "unknown_value"),
    ];
    for (query, field, code) in wrong {
        let answer = staff
            .get_json(&format!("/api/v1/cases?{query}"))
            .await
            .expect_status(422);
        document.check("get", "/api/v1/cases", &answer);
        let error = &answer.json::<Value>()["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code)),
            "{query}"
        );
        assert_ne!(error["message"], "", "{query}");
    }
    for query in ["view=all", "owner=me", "team=FR", "priority=P1", "sort=due"] {
        let answer = partner
            .get_json(&format!("/api/v1/cases?{query}"))
            .await
            .expect_status(422);
        assert_eq!(
            answer.json::<Value>()["errors"][0]["code"],
            "staff_only",
            "{query}"
        );
    }
    let events = format!("/api/v1/cases/{reference}/events?before=3");
    staff.get_json(&events).await.expect_status(422);
    desk.counter.close().await;
}

async fn walk(program: &Visitor, first: &str) -> Vec<String> {
    let rows = walk_all(program, first).await;
    rows.iter()
        .map(|row| row["reference"].as_str().expect("a reference").to_owned())
        .collect()
}

/// Every entry of a list, page after page by the `Link` header.
async fn walk_all(program: &Visitor, first: &str) -> Vec<Value> {
    let document = Document::of(program).await;
    let (mut rows, mut address) = (Vec::new(), first.to_owned());
    for _ in 0..100 {
        let answer = program.get_json(&address).await.expect_status(200);
        let path = if address.contains("/events") {
            "/api/v1/cases/{ref}/events"
        } else {
            "/api/v1/cases"
        };
        document.check("get", path, &answer);
        let page: Value = answer.json();
        rows.extend(page["items"].as_array().expect("a list").iter().cloned());
        let link = answer.header("link").map(str::to_owned);
        assert_eq!(link.is_some(), page["next"].is_string(), "{address}");
        let Some(link) = link else { return rows };
        let next = link
            .strip_prefix('<')
            .and_then(|link| link.strip_suffix(">; rel=\"next\""));
        next.expect("the next page").clone_into(&mut address);
    }
    panic!("{first} has no end");
}
