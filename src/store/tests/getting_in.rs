//! People, sessions, links, tokens.

use domain::ids::{PersonId, TeamKey};
use domain::people::{Membership, Role};
use domain::text::Language;
use domain::time::Span;

use crate::store::error::StoreError;
use crate::store::hash::digest;
use crate::store::people::PersonEntry;
use crate::store::sessions::{NewLink, NewSession};
use crate::store::testing::{MONDAY, World};
use crate::store::tokens::NewToken;

#[tokio::test]
async fn people_are_found_by_address_with_their_roles_and_absence() {
    World::each(async |world| {
        let arenes = world.organisation("arenes").await;
        let solene = world.contact("solene", arenes).await;
        let maud = PersonId::from_uuid(world.uuid());
        let held = |role, team: &str| Membership {
            role,
            team: Some(TeamKey::from(team)),
        };
        let entry = PersonEntry {
            id: maud,
            email: "Maud@Example.org ".to_owned(),
            name: "Maud".to_owned(),
            language: Language::En,
            organisation: None,
            memberships: vec![held(Role::Lead, "FR"), held(Role::Manager, "FR")],
            backup: Some(solene),
            capacity: 12,
            at: MONDAY,
        };
        world.store.save_person(entry.clone()).await.unwrap();
        let found = world
            .store
            .find_person_by_email("MAUD@example.org", MONDAY)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.memberships, entry.memberships);
        assert_eq!(
            (found.id, found.absent, found.language),
            (maud, false, Language::En)
        );
        let until = MONDAY.plus(Span::days(2));
        world.set_absent_until(maud, until).await;
        assert!(
            world
                .store
                .find_person(maud, MONDAY)
                .await
                .unwrap()
                .unwrap()
                .absent
        );
        assert!(
            !world
                .store
                .find_person(maud, until)
                .await
                .unwrap()
                .unwrap()
                .absent
        );
        let other = PersonEntry {
            id: PersonId::from_uuid(world.uuid()),
            ..entry.clone()
        };
        assert_eq!(
            world.store.save_person(other).await,
            Err(StoreError::Taken("email"))
        );
        let fewer = PersonEntry {
            memberships: vec![held(Role::Lead, "FR")],
            ..entry
        };
        world.store.save_person(fewer).await.unwrap();
        let staff = world.store.list_staff(MONDAY).await.unwrap();
        assert_eq!(staff.len(), 1);
        assert_eq!(staff[0].memberships.len(), 1);
        assert_eq!(
            world
                .store
                .list_contacts(arenes, MONDAY)
                .await
                .unwrap()
                .len(),
            1
        );
        let names = world.store.names_any([solene, maud]).await.unwrap();
        assert_eq!(names[&maud], "Maud");
        assert!(!world.store.has_administrator().await.unwrap());
        let loads = world.store.workloads(&[maud]).await.unwrap();
        assert_eq!((loads[0].person, loads[0].capacity), (maud, 12));
        assert!(
            !world
                .store
                .find_person(maud, MONDAY)
                .await
                .unwrap()
                .unwrap()
                .is_available()
        );
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_when_its_person_is_disabled() {
    World::each(async |world| {
        let ines = world.manager("ines", "FR").await;
        let hash = digest(b"cookie");
        let session = NewSession {
            hash,
            person: ines,
            csrf: "c".to_owned(),
            user_agent: "u".repeat(500),
            at: MONDAY,
            expires_at: MONDAY.plus(Span::days(7)),
        };
        world.store.create_session(session).await.unwrap();
        let idle = Span::hours(12);
        let found = world
            .store
            .find_session(&hash, MONDAY, idle)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.person.id, found.csrf.as_str()), (ines, "c"));
        assert!(found.person.has_role(Role::Manager));
        let evening = MONDAY.plus(Span::hours(12));
        assert!(
            world
                .store
                .find_session(&hash, evening, idle)
                .await
                .unwrap()
                .is_none()
        );
        world
            .store
            .touch_session(&hash, found.seen_at, MONDAY.plus(Span::hours(1)))
            .await
            .unwrap();
        assert!(
            world
                .store
                .find_session(&hash, evening, idle)
                .await
                .unwrap()
                .is_some()
        );
        assert_eq!(
            world.store.list_sessions(ines, MONDAY).await.unwrap()[0]
                .user_agent
                .len(),
            200
        );
        let week = MONDAY.plus(Span::days(7));
        assert!(
            world
                .store
                .find_session(&hash, week, Span::days(30))
                .await
                .unwrap()
                .is_none()
        );
        let token = NewToken {
            id: world.uuid(),
            hash: digest(b"token"),
            person: ines,
            name: "script".to_owned(),
            scopes: vec!["cases:read".to_owned(), "cases:write".to_owned()],
            at: MONDAY,
            expires_at: None,
        };
        world.store.create_token(token.clone()).await.unwrap();
        let bearer = world
            .store
            .find_bearer(&token.hash, MONDAY)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(bearer.scopes, token.scopes);
        world.store.touch_token(&bearer, MONDAY).await.unwrap();
        assert_eq!(
            world.store.list_tokens(ines).await.unwrap()[0].last_used_at,
            Some(MONDAY)
        );
        world.store.disable_person(ines, MONDAY).await.unwrap();
        assert!(
            world
                .store
                .find_session(&hash, MONDAY, idle)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            world
                .store
                .find_bearer(&token.hash, MONDAY)
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(
            world.store.revoke_token(token.id, MONDAY).await,
            Err(StoreError::NotFound("token"))
        );
        world.store.enable_person(ines).await.unwrap();
        assert!(
            world
                .store
                .find_session(&hash, MONDAY, idle)
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_opens_once_however_many_try() {
    World::each(async |world| {
        let ines = world.manager("ines", "FR").await;
        let hash = digest(b"link");
        let link = NewLink {
            hash,
            person: ines,
            purpose: "sign_in".to_owned(),
            target: "/queue".to_owned(),
            at: MONDAY,
            expires_at: MONDAY.plus(Span::minutes(15)),
        };
        world.store.create_link(link).await.unwrap();
        let late = MONDAY.plus(Span::minutes(15));
        assert!(world.store.use_link(&hash, late).await.unwrap().is_none());
        let tries = (0..8).map(|_| world.store.use_link(&hash, MONDAY));
        let opened = futures_util::future::join_all(tries).await;
        let won: Vec<_> = opened.into_iter().filter_map(|one| one.unwrap()).collect();
        assert_eq!(won.len(), 1);
        assert_eq!((won[0].person, won[0].target.as_str()), (ines, "/queue"));
        let long_after = MONDAY.plus(Span::days(8));
        assert_eq!(
            world
                .store
                .sweep(long_after, Span::days(180))
                .await
                .unwrap(),
            1
        );
    })
    .await;
}
