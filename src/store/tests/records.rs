//! Definitions and the configuration log.

use domain::people::Actor;
use domain::published::Origin;

use crate::store::audit::AuditEntry;
use crate::store::definitions::{Edition, Publication};
use crate::store::error::StoreError;
use crate::store::sql::Sql;
use crate::store::testing::{MONDAY, World};
use crate::store::verify::ChainFault;

#[tokio::test]
async fn a_published_version_never_changes() {
    World::each(async |world| {
        let one = |version, source: &str| Publication {
            kind: "workflow".to_owned(),
            key: "request".to_owned(),
            version,
            source: source.to_owned(),
        };
        let publish = |all| world.store.publish(all, MONDAY);
        assert_eq!(publish(vec![one(1, "a = 1"), one(2, "b = 1")]).await, Ok(2));
        assert_eq!(
            publish(vec![one(1, "a=1 # why"), one(3, "c = 1")]).await,
            Ok(1)
        );
        let refused = publish(vec![one(4, "d = 1"), one(2, "b = 2")]).await;
        let changed = StoreError::DefinitionChanged {
            kind: "workflow".to_owned(),
            key: "request".to_owned(),
            version: 2,
        };
        assert_eq!(refused, Err(changed));
        let found = world
            .store
            .find_definition("workflow", "request", 4)
            .await
            .unwrap();
        assert_eq!(found, None, "all or none");
        assert_eq!(world.store.list_definitions().await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_number_given_meanwhile_is_not_given_again() {
    World::each(async |world| {
        let author = world.manager("odile", "FR").await;
        let one = |source: &str| Publication {
            kind: "calendar".to_owned(),
            key: "fr-bureau".to_owned(),
            version: 2,
            source: source.to_owned(),
        };
        let edition = || Edition {
            author,
            reason: "Pont".to_owned(),
        };
        let write = |source| {
            world
                .store
                .publish_edition(one(source), edition(), None, MONDAY)
        };
        assert_eq!(world.store.count_definitions().await, Ok(0));
        assert_eq!(write("a = 1").await, Ok(()));
        assert_eq!(write("a = 2").await, Err(StoreError::Taken("version")));
        assert_eq!(world.store.count_definitions().await, Ok(1));
        let all = world.store.list_definitions().await.unwrap();
        assert_eq!(all[0].publication.source, "a = 1");
        assert_eq!(all[0].edition, Some(edition()));
        assert_eq!(all[0].published().unwrap().origin, Origin::Edited);
    })
    .await;
}

#[tokio::test]
async fn the_configuration_log_is_a_chain() {
    World::each(async |world| {
        let entries = (0..12).map(|n| {
            world.store.append_audit(AuditEntry {
                at: MONDAY,
                actor: Actor::System {
                    rule: "boot".to_owned(),
                },
                what: "definition_published".to_owned(),
                subject: format!("request@{n}"),
                body: serde_json::json!({ "n": n }),
            })
        });
        for appended in futures_util::future::join_all(entries).await {
            appended.unwrap();
        }
        let sound = world.store.verify_audit().await.unwrap();
        assert_eq!((sound.entries, sound.fault), (12, None));
        let newest = world.store.list_audit(None, 5).await.unwrap();
        assert_eq!(
            newest.iter().map(|line| line.seq).collect::<Vec<_>>(),
            [12, 11, 10, 9, 8]
        );
        assert_eq!(world.store.list_audit(Some(3), 5).await.unwrap().len(), 2);
        let sql = Sql::new("UPDATE audit SET subject = 'x' WHERE seq = 7");
        let write = world
            .store
            .write(move |tx| Box::pin(async move { tx.execute(sql).await }));
        assert_eq!(write.await, Ok(1));
        let changed = world.store.verify_audit().await.unwrap();
        assert_eq!(changed.fault, Some(ChainFault::Changed { seq: 7 }));
    })
    .await;
}
