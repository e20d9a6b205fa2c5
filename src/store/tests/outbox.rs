//! Mails on their way.

use domain::time::Span;

use crate::store::error::StoreError;
use crate::store::hash::digest;
use crate::store::lease::Lease;
use crate::store::outbox::MailStatus;
use crate::store::sessions::NewLink;
use crate::store::testing::{MONDAY, World};

#[tokio::test]
async fn a_mail_is_claimed_retried_parked_and_sent() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let opening = world.opening(arenes, solene, MONDAY);
        let committed = world.store.commit(opening.clone(), None).await.unwrap();
        let lease = |until| Lease {
            owner: "a".to_owned(),
            until,
        };
        let until = MONDAY.plus(Span::minutes(5));
        let claimed = world
            .store
            .claim_mail(MONDAY, &lease(until), 10)
            .await
            .unwrap();
        assert_eq!(claimed.len(), 1);
        assert_eq!(claimed[0].notice, opening.notices[0]);
        assert_eq!(claimed[0].reference, Some(committed.reference));
        let id = claimed[0].notice.id;
        let stranger = world.store.mark_sent(id, "b", MONDAY, "x").await;
        assert_eq!(stranger, Err(StoreError::NotFound("mail")));
        let soon = MONDAY.plus(Span::minutes(1));
        world
            .store
            .retry_mail_at(id, "a", soon, "450 busy")
            .await
            .unwrap();
        assert_eq!(world.store.next_mail_due().await.unwrap(), Some(soon));
        assert!(
            world
                .store
                .claim_mail(MONDAY, &lease(until), 10)
                .await
                .unwrap()
                .is_empty()
        );
        let again = world
            .store
            .claim_mail(soon, &lease(until), 10)
            .await
            .unwrap();
        assert_eq!(again[0].attempts, 1);
        world
            .store
            .park_mail(id, "a", "550 no such user")
            .await
            .unwrap();
        assert_eq!(
            world
                .store
                .count_mail(MailStatus::Parked, 100)
                .await
                .unwrap(),
            1
        );
        let parked = world
            .store
            .list_mail(MailStatus::Parked, None, 50)
            .await
            .unwrap();
        assert_eq!(parked[0].last_error.as_deref(), Some("550 no such user"));
        assert_eq!(parked[0].attempts, 2);
        assert_eq!(world.store.next_mail_due().await.unwrap(), None);
        world.store.unpark_mail(id, until).await.unwrap();
        let twice = world.store.unpark_mail(id, until).await;
        assert_eq!(twice, Err(StoreError::NotFound("mail")));
        let last = world
            .store
            .claim_mail(until, &lease(until.plus(Span::minutes(1))), 10)
            .await
            .unwrap();
        assert_eq!(last.len(), 1);
        world
            .store
            .mark_sent(id, "a", until, "<1@guichet>")
            .await
            .unwrap();
        let lines = world.store.list_mail_of_case(committed.case).await.unwrap();
        assert_eq!(
            (lines[0].status, lines[0].sent_at),
            (MailStatus::Sent, Some(until))
        );
        assert!(!lines[0].notice.params.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_sent_link_is_forgotten_by_the_outbox() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let mut notice = world.opening(arenes, solene, MONDAY).notices.remove(0);
        notice.case = None;
        let hash = digest(b"secret");
        let link = NewLink {
            hash,
            person: solene,
            purpose: "sign_in".to_owned(),
            target: "/portal".to_owned(),
            at: MONDAY,
            expires_at: MONDAY.plus(Span::minutes(15)),
        };
        world.store.send_link(link, notice.clone()).await.unwrap();
        assert!(
            world
                .store
                .find_link(&hash, MONDAY)
                .await
                .unwrap()
                .is_some()
        );
        let lease = Lease {
            owner: "a".to_owned(),
            until: MONDAY.plus(Span::minutes(1)),
        };
        let mails = world.store.claim_mail(MONDAY, &lease, 10).await.unwrap();
        assert_eq!(mails[0].notice.params, notice.params);
        assert_eq!(mails[0].reference, None);
        world
            .store
            .mark_sent(notice.id, "a", MONDAY, "<2@guichet>")
            .await
            .unwrap();
        let sent = world
            .store
            .list_mail(MailStatus::Sent, None, 10)
            .await
            .unwrap();
        assert!(sent[0].notice.params.is_empty());
    })
    .await;
}
