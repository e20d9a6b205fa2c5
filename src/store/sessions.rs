//! Signed-in browsers and the links that open them. Only hashes of secrets are stored.

use domain::ids::PersonId;
use domain::people::Person;
use domain::time::{Instant, Span};

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::hash::Hash;
use crate::store::rows::person;
use crate::store::sql::{Columns, Sql};

/// How exact the moment of last use is kept: more would write on every request.
const SEEN_EVERY: Span = Span::minutes(1);
/// Most sessions of one person in a list.
const SESSIONS: i64 = 100;

/// A session to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// SHA-256 of the cookie.
    pub hash: Hash,
    /// Who.
    pub person: PersonId,
    /// The secret that unsafe requests must repeat.
    pub csrf: String,
    /// What the browser called itself; cut to 200 characters.
    pub user_agent: String,
    /// When.
    pub at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
}

/// A session that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who, as they are now.
    pub person: Person,
    /// The secret that unsafe requests must repeat.
    pub csrf: String,
    /// When it was opened.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub seen_at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
}

/// A session in a person's own list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// SHA-256 of the cookie, by which it is ended.
    pub hash: Vec<u8>,
    /// What the browser called itself.
    pub user_agent: String,
    /// When it was opened.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub seen_at: Instant,
}

/// A link to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// SHA-256 of the secret in the link.
    pub hash: Hash,
    /// Whom it lets in.
    pub person: PersonId,
    /// `sign_in` or `first_administrator`.
    pub purpose: String,
    /// Where to go afterwards: a path of ours; may be empty.
    pub target: String,
    /// When.
    pub at: Instant,
    /// When it ends.
    pub expires_at: Instant,
}

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedLink {
    /// Whom it lets in.
    pub person: PersonId,
    /// `sign_in` or `first_administrator`.
    pub purpose: String,
    /// Where to go afterwards; may be empty.
    pub target: String,
}

impl Store {
    /// Opens a session.
    pub async fn create_session(&self, session: NewSession) -> Result<(), StoreError> {
        let user_agent: String = session.user_agent.chars().take(200).collect();
        let sql = Sql::insert(
            "session",
            "id, person_id, csrf, user_agent, created_at, seen_at, expires_at",
            [session],
            |sql, session| {
                sql.bind(session.hash.to_vec())
                    .bind(session.person.uuid())
                    .bind(session.csrf)
                    .bind(user_agent.as_str())
                    .bind(session.at.millis())
                    .bind(session.at.millis())
                    .bind(session.expires_at.millis());
            },
        );
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// The session of a cookie while it holds: not ended, used within `idle`, its person active.
    pub async fn find_session(
        &self,
        hash: &Hash,
        now: Instant,
        idle: Span,
    ) -> Result<Option<Session>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        person::select(&mut sql, now);
        sql.push(", s.csrf, s.created_at, s.seen_at, s.expires_at FROM session s")
            .push(" JOIN person p ON p.id = s.person_id")
            .push(" LEFT JOIN membership m ON m.person_id = p.id")
            .arg(" WHERE s.id = ", hash.to_vec())
            .arg(" AND s.expires_at > ", now.millis())
            .arg(" AND s.seen_at > ", now.minus(idle).millis())
            .push(" AND p.active = TRUE ORDER BY m.role, m.team");
        let rows = self.all(sql).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let csrf = row.at(10)?;
        let created_at = Instant::from_millis(row.at(11)?);
        let seen_at = Instant::from_millis(row.at(12)?);
        let expires_at = Instant::from_millis(row.at(13)?);
        let person = person::read_all(&rows)?.into_iter().next();
        Ok(person.map(|person| Session {
            person,
            csrf,
            created_at,
            seen_at,
            expires_at,
        }))
    }

    /// Remembers that a session was used; writes nothing more often than once a minute.
    pub async fn touch_session(
        &self,
        hash: &Hash,
        seen_at: Instant,
        now: Instant,
    ) -> Result<(), StoreError> {
        if now.since(seen_at) < SEEN_EVERY {
            return Ok(());
        }
        let mut sql = Sql::new("UPDATE session SET ");
        sql.arg("seen_at = ", now.millis())
            .arg(" WHERE id = ", hash.to_vec());
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// Ends one session of a person.
    pub async fn end_session(&self, person: PersonId, hash: &[u8]) -> Result<(), StoreError> {
        let mut sql = Sql::new("DELETE FROM session");
        sql.arg(" WHERE id = ", hash.to_vec())
            .arg(" AND person_id = ", person.uuid());
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// Ends every session of a person.
    pub async fn end_sessions(&self, person: PersonId) -> Result<(), StoreError> {
        let mut sql = Sql::new("DELETE FROM session");
        sql.arg(" WHERE person_id = ", person.uuid());
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// The sessions of a person, last used first.
    pub async fn list_sessions(
        &self,
        person: PersonId,
        now: Instant,
    ) -> Result<Vec<SessionLine>, StoreError> {
        let mut sql = Sql::new("SELECT id, user_agent, created_at, seen_at FROM session");
        sql.arg(" WHERE person_id = ", person.uuid())
            .arg(" AND expires_at > ", now.millis())
            .number(" ORDER BY seen_at DESC, id LIMIT ", SESSIONS);
        let mut lines = Vec::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            lines.push(SessionLine {
                hash: columns.take()?,
                user_agent: columns.take()?,
                created_at: Instant::from_millis(columns.take()?),
                seen_at: Instant::from_millis(columns.take()?),
            });
        }
        Ok(lines)
    }

    /// Makes a link that opens a session once.
    pub async fn create_link(&self, link: NewLink) -> Result<(), StoreError> {
        let sql = link_statement(link);
        self.write(move |tx| Box::pin(async move { tx.execute(sql).await.map(|_| ()) }))
            .await
    }

    /// What a link would open now; does not use it up.
    pub async fn find_link(
        &self,
        hash: &Hash,
        now: Instant,
    ) -> Result<Option<OpenedLink>, StoreError> {
        let mut sql = Sql::new("SELECT person_id, purpose, target FROM sign_in_link");
        sql.arg(" WHERE hash = ", hash.to_vec())
            .arg(" AND used_at IS NULL AND expires_at > ", now.millis());
        let row = self.one(sql).await?;
        row.map(|row| opened(&mut Columns::of(&row))).transpose()
    }

    /// Uses a link up; of several attempts at once exactly one gets what it opens.
    pub async fn use_link(
        &self,
        hash: &Hash,
        now: Instant,
    ) -> Result<Option<OpenedLink>, StoreError> {
        let mut sql = Sql::new("UPDATE sign_in_link SET ");
        sql.arg("used_at = ", now.millis())
            .arg(" WHERE hash = ", hash.to_vec())
            .arg(" AND used_at IS NULL AND expires_at > ", now.millis())
            .push(" RETURNING person_id, purpose, target");
        self.write(move |tx| {
            Box::pin(async move {
                let row = tx.one(sql).await?;
                row.map(|row| opened(&mut Columns::of(&row))).transpose()
            })
        })
        .await
    }
}

/// The statement that stores a link.
pub(crate) fn link_statement(link: NewLink) -> Sql {
    Sql::insert(
        "sign_in_link",
        "hash, person_id, purpose, target, created_at, expires_at",
        [link],
        |sql, link| {
            sql.bind(link.hash.to_vec())
                .bind(link.person.uuid())
                .bind(link.purpose)
                .bind(link.target)
                .bind(link.at.millis())
                .bind(link.expires_at.millis());
        },
    )
}

fn opened(columns: &mut Columns<'_>) -> Result<OpenedLink, StoreError> {
    Ok(OpenedLink {
        person: PersonId::from_uuid(columns.take()?),
        purpose: columns.take()?,
        target: columns.take()?,
    })
}
