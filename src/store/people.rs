//! People: finding them, and what administration changes about them.

use std::collections::BTreeMap;

use domain::ids::{OrganisationId, PersonId};
use domain::people::{Membership, Person};
use domain::text::Language;
use domain::time::Instant;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::person;
use crate::store::sql::{Columns, Sql};
use crate::store::tx::Tx;

/// A person to be entered or replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonEntry {
    /// Identity.
    pub id: PersonId,
    /// Mail address; stored in lower case.
    pub email: String,
    /// Full name as shown; never empty.
    pub name: String,
    /// Language of their pages and mails.
    pub language: Language,
    /// The publisher they speak for; `None` for staff.
    pub organisation: Option<OrganisationId>,
    /// Roles and teams.
    pub memberships: Vec<Membership>,
    /// Who stands in for them; must be entered already.
    pub backup: Option<PersonId>,
    /// Most load they should have.
    pub capacity: i64,
    /// When they were entered; kept when they are replaced.
    pub at: Instant,
}

impl Store {
    /// Enters a person, or replaces everything of one but absence and activity.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when another person has the address.
    pub async fn save_person(&self, entry: PersonEntry) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { save(tx, &entry).await }))
            .await
    }

    /// The person of that identity.
    pub async fn find_person(
        &self,
        id: PersonId,
        now: Instant,
    ) -> Result<Option<Person>, StoreError> {
        let found = self.find_people(&[id], now).await?;
        Ok(found.into_iter().next())
    }

    /// The people of those identities, by identity; unknown ones are left out.
    pub async fn find_people(
        &self,
        ids: &[PersonId],
        now: Instant,
    ) -> Result<Vec<Person>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = select(now);
        sql.push("WHERE p.id IN ")
            .list(ids.iter().map(|id| id.uuid()));
        self.people(sql).await
    }

    /// The person with that address, whatever its letters' case.
    pub async fn find_person_by_email(
        &self,
        email: &str,
        now: Instant,
    ) -> Result<Option<Person>, StoreError> {
        let mut sql = select(now);
        sql.arg("WHERE p.email = ", email.trim().to_lowercase());
        Ok(self.people(sql).await?.into_iter().next())
    }

    /// All staff, by identity.
    pub async fn list_staff(&self, now: Instant) -> Result<Vec<Person>, StoreError> {
        let mut sql = select(now);
        sql.push("WHERE p.organisation_id IS NULL");
        self.people(sql).await
    }

    /// The contacts of a publisher, by identity.
    pub async fn list_contacts(
        &self,
        organisation: OrganisationId,
        now: Instant,
    ) -> Result<Vec<Person>, StoreError> {
        let mut sql = select(now);
        sql.arg("WHERE p.organisation_id = ", organisation.uuid());
        self.people(sql).await
    }

    /// Names of people, for pages that mention them.
    pub async fn names_any(
        &self,
        ids: impl IntoIterator<Item = PersonId> + Send,
    ) -> Result<BTreeMap<PersonId, String>, StoreError> {
        let mut sql = Sql::new("SELECT id, name FROM person WHERE id IN ");
        sql.list(ids.into_iter().map(PersonId::uuid));
        let mut names = BTreeMap::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            names.insert(PersonId::from_uuid(columns.take()?), columns.take()?);
        }
        Ok(names)
    }

    /// Whether anybody may look after the installation yet.
    pub async fn has_administrator(&self) -> Result<bool, StoreError> {
        let sql = Sql::new("SELECT 1 FROM membership WHERE role = 'admin' LIMIT 1");
        Ok(self.one(sql).await?.is_some())
    }

    /// Lets a person sign in and be given work.
    pub async fn enable_person(&self, person: PersonId) -> Result<(), StoreError> {
        self.change_person(Sql::new("UPDATE person SET active = TRUE"), person)
            .await
    }

    /// Keeps a person out: no sign-in, no work; sessions and tokens end at once.
    pub async fn disable_person(&self, person: PersonId, now: Instant) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut person_row = Sql::new("UPDATE person SET active = FALSE");
                person_row.arg(" WHERE id = ", person.uuid());
                if tx.execute(person_row).await? == 0 {
                    return Err(StoreError::NotFound("person"));
                }
                let mut sessions = Sql::new("DELETE FROM session");
                sessions.arg(" WHERE person_id = ", person.uuid());
                let mut tokens = Sql::new("UPDATE api_token SET ");
                tokens
                    .arg("revoked_at = ", now.millis())
                    .arg(" WHERE person_id = ", person.uuid())
                    .push(" AND revoked_at IS NULL");
                tx.run_all(vec![sessions, tokens]).await
            })
        })
        .await
    }

    /// The language of a person's pages and mails.
    pub async fn set_person_language(
        &self,
        person: PersonId,
        language: Language,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE person SET ");
        sql.arg("language = ", language.as_str());
        self.change_person(sql, person).await
    }

    async fn people(&self, mut sql: Sql) -> Result<Vec<Person>, StoreError> {
        sql.push(" ORDER BY p.id, m.role, m.team");
        person::read_all(&self.all(sql).await?)
    }

    async fn change_person(&self, mut sql: Sql, person: PersonId) -> Result<(), StoreError> {
        sql.arg(" WHERE id = ", person.uuid());
        self.write(move |tx| {
            Box::pin(async move {
                match tx.execute(sql).await? {
                    0 => Err(StoreError::NotFound("person")),
                    _ => Ok(()),
                }
            })
        })
        .await
    }
}

fn select(now: Instant) -> Sql {
    let mut sql = Sql::new("SELECT ");
    person::select(&mut sql, now);
    sql.push(person::FROM);
    sql
}

/// Writes a person and their memberships inside a transaction.
pub(crate) async fn save(tx: Tx<'_>, entry: &PersonEntry) -> Result<(), StoreError> {
    let email = entry.email.trim().to_lowercase();
    let mut taken = Sql::new("SELECT 1 FROM person");
    taken
        .arg(" WHERE email = ", email.as_str())
        .arg(" AND id <> ", entry.id.uuid());
    if tx.one(taken).await?.is_some() {
        return Err(StoreError::Taken("email"));
    }
    let mut sql = Sql::insert(
        "person",
        "id, email, name, language, organisation_id, backup_id, active, capacity, \
         last_assigned_at, created_at",
        [entry],
        |sql, entry| {
            sql.bind(entry.id.uuid())
                .bind(email.as_str())
                .bind(entry.name.as_str())
                .bind(entry.language.as_str())
                .bind(entry.organisation.map(OrganisationId::uuid))
                .bind(entry.backup.map(PersonId::uuid))
                .bind(true)
                .bind(entry.capacity)
                .bind(0_i64)
                .bind(entry.at.millis());
        },
    );
    sql.push(
        " ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name, \
         language = excluded.language, organisation_id = excluded.organisation_id, \
         backup_id = excluded.backup_id, capacity = excluded.capacity",
    );
    let mut forget = Sql::new("DELETE FROM membership");
    forget.arg(" WHERE person_id = ", entry.id.uuid());
    let mut statements = vec![sql, forget];
    if !entry.memberships.is_empty() {
        let mut held = Sql::insert(
            "membership",
            "person_id, role, team",
            &entry.memberships,
            |sql, held| {
                sql.bind(entry.id.uuid())
                    .bind(held.role.as_str())
                    .bind(person::team(held.team.as_ref()));
            },
        );
        held.push(" ON CONFLICT (person_id, role, team) DO NOTHING");
        statements.push(held);
    }
    tx.run_all(statements).await
}
