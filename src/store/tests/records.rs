//! Definitions and the configuration log.

use domain::people::Actor;

use crate::store::audit::AuditEntry;
use crate::store::definitions::Publication;
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
        assert_eq!(publish(vec![one(1, "a"), one(2, "b")]).await, Ok(2));
        assert_eq!(publish(vec![one(1, "a"), one(3, "c")]).await, Ok(1));
        let refused = publish(vec![one(4, "d"), one(2, "other")]).await;
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
        assert_eq!(
            world
                .store
                .list_definitions("workflow")
                .await
                .unwrap()
                .len(),
            3
        );
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
