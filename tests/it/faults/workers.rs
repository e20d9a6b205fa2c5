//! The workers: what they claim they can finish, one bad row or one lost write stops no other, and what is
//! over goes.

use domain::time::Span;
use guichet::boot::serve::workers;
use guichet::config::load::load;
use guichet::jobs::{deliver_mail, sweep};
use guichet::store::lease::Lease;
use guichet::store::outbox::MailStatus;
use guichet::usecases::clock::Clock as _;
use guichet::usecases::heartbeat::Heartbeat;
use sea_orm::ConnectionTrait as _;
use tokio_util::sync::CancellationToken;

use crate::world::database::Database;
use crate::world::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_round_of_mail_claims_no_more_than_goes_out_at_once() {
    let desk = Desk::open(Database::sqlite()).await;
    for number in 0..8 {
        desk.request(&format!("Demande {number}")).await;
    }
    let claimed = deliver(&desk, Span::minutes(1)).await;
    assert_eq!(claimed, deliver_mail::AT_ONCE);
    let sent = desk.counter.smtp.mails().len();
    assert_eq!(u32::try_from(sent).ok(), Some(claimed));
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_claim_would_end_on_the_way_is_left_to_the_next() {
    let desk = Desk::open(Database::sqlite()).await;
    desk.request("Formats courts").await;
    assert!(deliver(&desk, Span::seconds(29)).await > 0, "claimed");
    assert!(desk.counter.smtp.mails().is_empty(), "and not sent");
    desk.counter.clock.advance(Span::seconds(29));
    desk.counter.post().await;
    assert!(!desk.counter.smtp.mails().is_empty());
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_shorter_than_a_conversation_stops_the_start() {
    let desk = Desk::open(Database::sqlite()).await;
    let pairs = [("GUICHET__JOBS__LEASE_SECS", "30")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = load(None, &pairs).expect("settings");
    let refused = workers(
        &desk.counter.house,
        &settings,
        &Heartbeat::default(),
        &CancellationToken::new(),
    );
    let words = refused.expect_err("a refusal").to_string();
    assert!(words.contains("jobs.lease_secs (30)"), "{words}");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_sending_cannot_be_written_keeps_no_other_from_being_written() {
    let desk = Desk::open(Database::sqlite()).await;
    desk.request("Formats courts").await;
    let store = &desk.counter.house.app.store;
    let waiting = store.count_mail(MailStatus::Queued, 100).await.expect("n");
    assert!(waiting >= 2, "{waiting}");
    let direct = sea_orm::Database::connect(desk.counter.database_url())
        .await
        .expect("a connection");
    let fault = format!(
        "CREATE TRIGGER fault BEFORE UPDATE ON outbox \
         WHEN NEW.status = 'sent' AND NEW.email = '{}' \
         BEGIN SELECT RAISE(ABORT, 'no'); END",
        desk.solene.email
    );
    direct.execute_unprepared(&fault).await.expect("a fault");
    let lease = lease(&desk, Span::minutes(1));
    let house = &desk.counter.house;
    let round = deliver_mail::run_once(&house.app, &house.courier, &lease, 64).await;
    assert!(round.is_err(), "the fault is told");
    let left = store.count_mail(MailStatus::Queued, 100).await.expect("n");
    assert_eq!(left, 1, "every other mail of the round is written as sent");
    direct
        .execute_unprepared("DROP TRIGGER fault")
        .await
        .expect("mended");
    desk.counter.clock.advance(Span::minutes(1));
    desk.counter.post().await;
    let inbox = desk.counter.smtp.inbox(&desk.solene.email);
    assert_eq!(inbox.len(), 2, "its claim over, it came again");
    assert_eq!(inbox[0].message_id(), inbox[1].message_id());
    direct.close().await.expect("closed");
    desk.counter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn housekeeping_goes_on_until_nothing_is_left() {
    let desk = Desk::open(Database::sqlite()).await;
    desk.request("Formats courts").await;
    desk.counter.post().await;
    let direct = sea_orm::Database::connect(desk.counter.database_url())
        .await
        .expect("a connection");
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) \
                INSERT INTO idempotency (person_id, key, body_hash, at) \
                SELECT p.id, 'k' || n.i, x'00', 0 FROM n, (SELECT id FROM person LIMIT 1) AS p";
    direct.execute_unprepared(many).await.expect("keys");
    direct.close().await.expect("closed");
    let store = &desk.counter.house.app.store;
    let sent = store.count_mail(MailStatus::Sent, 100).await.expect("n");
    assert!(sent > 0);
    let gone = sweep::run_once(&desk.counter.house.app)
        .await
        .expect("swept");
    assert!(gone >= 2_500, "{gone}");
    let kept = store.count_mail(MailStatus::Sent, 100).await.expect("n");
    assert_eq!(kept, sent, "yesterday's mails stay listed");
    desk.counter.clock.advance(Span::days(181));
    sweep::run_once(&desk.counter.house.app)
        .await
        .expect("swept");
    assert_eq!(store.count_mail(MailStatus::Sent, 100).await, Ok(0));
    assert_eq!(sweep::run_once(&desk.counter.house.app).await, Ok(0));
    desk.counter.close().await;
}

fn lease(desk: &Desk, span: Span) -> Lease {
    Lease {
        owner: "one".to_owned(),
        until: desk.counter.clock.now().plus(span),
    }
}

async fn deliver(desk: &Desk, span: Span) -> u32 {
    let house = &desk.counter.house;
    deliver_mail::run_once(&house.app, &house.courier, &lease(desk, span), 64)
        .await
        .expect("a round of mail")
}
