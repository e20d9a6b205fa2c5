//! The headers of every answer, and pages that hold nothing the policy would have to allow.

use crate::world::database::Database;
use crate::world::desk::Desk;
use crate::world::http::{Answer, Visitor};

const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'self'";

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_policy_and_no_page_holds_what_it_forbids() {
    let desk = Desk::open(Database::sqlite()).await;
    let reference = desk.request("Formats <courts> & \"longs\"").await;
    let counter = &desk.counter;
    let stranger = counter.stranger();
    let anybodys = [
        "/sign-in",
        "/help",
        "/accessibility",
        "/nowhere",
        "/queue",
        "/sign-in/broken",
        "/ack/x",
    ];
    look_at(&stranger, &anybodys).await;

    let case = format!("/cases/{reference}");
    let staffs = [
        "/queue",
        "/queue?q=formats",
        "/team/sla",
        "/preferences",
        &case,
        &format!("{case}/do/take"),
        &format!("{case}/do/merge"),
        "/cases/REQ-9999",
        "/admin",
    ];
    look_at(&desk.sign_in(&desk.maud).await, &staffs).await;
    look_at(
        &desk.sign_in(&desk.odile).await,
        &[
            "/admin",
            "/admin/mail",
            "/admin/mail?status=sent",
            "/admin/sla",
            "/admin/sla/calendar/fr-bureau",
            "/admin/sla/policy/partner-matrix",
        ],
    )
    .await;
    let request = format!("/portal/requests/{reference}");
    let partners = [
        "/portal",
        "/portal/new",
        "/portal/new/data_analysis/ask",
        "/preferences",
        &request,
        &format!("{request}/do/withdraw"),
        "/cases/REQ-0001",
    ];
    look_at(&desk.sign_in(&desk.solene).await, &partners).await;

    for address in [
        "/healthz",
        "/readyz",
        "/api/v1/me",
        "/api/v1/cases/REQ-1",
        "/openapi.json",
    ] {
        check_headers(&stranger.get_json(address).await);
    }
    desk.counter.close().await;
}

async fn look_at(visitor: &Visitor, addresses: &[&str]) {
    for address in addresses {
        let answer = visitor.get(address).await;
        check_headers(&answer);
        check_page(&answer);
    }
}

fn check_headers(answer: &Answer) {
    let place = &answer.url;
    assert_eq!(
        answer.header("content-security-policy"),
        Some(POLICY),
        "{place}"
    );
    assert_eq!(
        answer.header("x-content-type-options"),
        Some("nosniff"),
        "{place}"
    );
    let opened_by_link = ["/sign-in/", "/ack/", "/q/"];
    let is_link = opened_by_link
        .iter()
        .any(|path| place.path().starts_with(path));
    let referrer = if is_link {
        "strict-origin"
    } else {
        "same-origin"
    };
    assert_eq!(answer.header("referrer-policy"), Some(referrer), "{place}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{place}");
}

/// No style attribute or element, no script of its own, no handler in an attribute, nothing from
/// elsewhere.
fn check_page(answer: &Answer) {
    let place = &answer.url;
    let page = answer.text();
    for tag in page
        .split('<')
        .skip(1)
        .filter_map(|piece| piece.split('>').next())
    {
        let tag = tag.to_ascii_lowercase();
        assert!(!tag.contains(" style="), "{place}: <{tag}>");
        assert!(!tag.starts_with("style"), "{place}: <{tag}>");
        assert!(
            !tag.starts_with("script") || tag.contains(" src=\"/"),
            "{place}: <{tag}>"
        );
        assert!(!tag.contains("javascript:"), "{place}: <{tag}>");
        for attribute in tag.split_whitespace().skip(1) {
            assert!(
                !attribute.starts_with("on") || !attribute.contains('='),
                "{place}: <{tag}>"
            );
            let loads = attribute.starts_with("src=\"");
            assert!(
                !loads || attribute.starts_with("src=\"/"),
                "{place}: <{tag}>"
            );
        }
    }
}
