//! The schema and the entities speak of the same columns.

use sea_orm::{EntityTrait, QuerySelect};

use crate::store::connect::SchemaState;
use crate::store::testing::World;

macro_rules! reads {
    ($connection:expr, $($entity:ident),+ $(,)?) => {$(
        let found = entity::$entity::Entity::find()
            .limit(1)
            .all(&$connection)
            .await;
        assert!(found.is_ok(), "{}: {found:?}", stringify!($entity));
    )+};
}

#[tokio::test]
async fn every_entity_reads_its_table() {
    World::each(async |world| {
        let connection = world.connection().await;
        reads!(
            connection,
            absence,
            rota_override,
            organisation,
            person,
            person_skill,
            membership,
            session,
            sign_in_link,
            api_token,
            cases,
            case_detail,
            event,
            message,
            attachment,
            clock,
            clock_event,
            timer,
            escalation_run,
            outbox,
            link,
            watcher,
            case_seen,
            counter,
            sequence,
            idempotency,
            definition,
            edition,
            policy_job,
            audit,
        );
    })
    .await;
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    World::each(async |world| {
        assert_eq!(world.store.schema().await.unwrap(), SchemaState::Current);
        assert!(world.store.migrate().await.unwrap().is_empty());
        assert_eq!(world.store.integrity().await.unwrap(), "ok");
        assert!(world.store.size_bytes().await.unwrap() > 0);
        world.store.ping().await.unwrap();
    })
    .await;
}
