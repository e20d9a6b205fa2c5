//! Bearer tokens of the JSON interface. Only hashes are stored; a token is shown once, by its maker.

use domain::ids::PersonId;
use domain::people::Person;
use domain::time::{Instant, Span};
use uuid::Uuid;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::hash::Hash;
use crate::store::rows::case::instant;
use crate::store::rows::person;
use crate::store::sql::{Columns, Sql};

/// How exact the moment of last use is kept.
const USED_EVERY: Span = Span::minutes(1);
/// Most tokens of one person in a list.
const TOKENS: i64 = 100;

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// Identity, for listing and revoking.
    pub id: Uuid,
    /// SHA-256 of the token.
    pub hash: Hash,
    /// Who acts by it.
    pub person: PersonId,
    /// What it is for, in its owner's words.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When.
    pub at: Instant,
    /// When it ends; `None` for never.
    pub expires_at: Option<Instant>,
}

/// A token that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Identity of the token.
    pub token: Uuid,
    /// Who acts by it, as they are now.
    pub person: Person,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Instant>,
}

/// A token in a list; the token itself is not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLine {
    /// Identity.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends.
    pub expires_at: Option<Instant>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl Store {
    /// Makes a token.
    pub async fn create_token(&self, token: NewToken) -> Result<(), StoreError> {
        let sql = Sql::insert(
            "api_token",
            "id, hash, person_id, name, scopes, created_at, expires_at",
            [token],
            |sql, token| {
                sql.bind(token.id)
                    .bind(token.hash.to_vec())
                    .bind(token.person.uuid())
                    .bind(token.name)
                    .bind(token.scopes.join(" "))
                    .bind(token.at.millis())
                    .bind(token.expires_at.map(Instant::millis));
            },
        );
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// Who acts by a token while it holds: not revoked, not ended, its person active.
    pub async fn find_bearer(
        &self,
        hash: &Hash,
        now: Instant,
    ) -> Result<Option<Bearer>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        person::select(&mut sql, now);
        sql.push(", t.id, t.scopes, t.last_used_at FROM api_token t")
            .push(" JOIN person p ON p.id = t.person_id")
            .push(" LEFT JOIN membership m ON m.person_id = p.id")
            .arg(" WHERE t.hash = ", hash.to_vec())
            .push(" AND t.revoked_at IS NULL")
            .arg(
                " AND (t.expires_at IS NULL OR t.expires_at > ",
                now.millis(),
            )
            .push(") AND p.active = TRUE ORDER BY m.role, m.team");
        let rows = self.all(sql).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let token = row.at(10)?;
        let scopes: String = row.at(11)?;
        let last_used_at: Option<i64> = row.at(12)?;
        let person = person::read_all(&rows)?.into_iter().next();
        Ok(person.map(|person| Bearer {
            token,
            person,
            scopes: words(&scopes),
            last_used_at: last_used_at.map(Instant::from_millis),
        }))
    }

    /// Remembers that a token was used; writes nothing more often than once a minute.
    pub async fn touch_token(&self, bearer: &Bearer, now: Instant) -> Result<(), StoreError> {
        let fresh = bearer
            .last_used_at
            .is_some_and(|used| now.since(used) < USED_EVERY);
        if fresh {
            return Ok(());
        }
        let mut sql = Sql::new("UPDATE api_token SET ");
        sql.arg("last_used_at = ", now.millis())
            .arg(" WHERE id = ", bearer.token);
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// The tokens of a person, newest first.
    pub async fn list_tokens(&self, person: PersonId) -> Result<Vec<TokenLine>, StoreError> {
        let mut sql = Sql::new(
            "SELECT id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM api_token",
        );
        sql.arg(" WHERE person_id = ", person.uuid())
            .number(" ORDER BY created_at DESC, id LIMIT ", TOKENS);
        let mut lines = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            lines.push(TokenLine {
                id: columns.take()?,
                name: columns.take()?,
                scopes: words(&columns.take::<String>()?),
                created_at: Instant::from_millis(columns.take()?),
                expires_at: instant(&mut columns)?,
                last_used_at: instant(&mut columns)?,
                revoked_at: instant(&mut columns)?,
            });
        }
        Ok(lines)
    }

    /// Revokes a token, whoever's; for its owner's page the caller checks whose it is.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such token that holds.
    pub async fn revoke_token(&self, id: Uuid, now: Instant) -> Result<(), StoreError> {
        let mut sql = Sql::new("UPDATE api_token SET ");
        sql.arg("revoked_at = ", now.millis())
            .arg(" WHERE id = ", id)
            .push(" AND revoked_at IS NULL");
        self.write(move |tx| {
            Box::pin(async move {
                match tx.execute(sql).await? {
                    0 => Err(StoreError::NotFound("token")),
                    _ => Ok(()),
                }
            })
        })
        .await
    }
}

fn words(scopes: &str) -> Vec<String> {
    scopes.split_whitespace().map(str::to_owned).collect()
}
