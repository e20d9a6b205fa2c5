//! Published definitions: what a case was opened under can be read for ever, and never changes.

use domain::ids::PersonId;
use domain::people::Actor;
use domain::published::{DefinitionKind, Origin, Published};
use domain::source::means_the_same;
use domain::time::Instant;

use crate::store::Store;
use crate::store::audit::{AuditEntry, append};
use crate::store::error::StoreError;
use crate::store::hash::digest;
use crate::store::policy_work::{self, PolicyJob};
use crate::store::rows::case::person;
use crate::store::signals::Notes;
use crate::store::sql::{Columns, Sql};
use crate::store::tx::{Tx, Written};

/// A definition to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// `workflow`, `form`, `calendar`, `policy`, `escalation` or `event`.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// From 1.
    pub version: u32,
    /// The text.
    pub source: String,
}

/// A published definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDefinition {
    /// What was published.
    pub publication: Publication,
    /// When.
    pub published_at: Instant,
    /// Who wrote it and why; `None` for one that came with the files.
    pub edition: Option<Edition>,
}

/// Who wrote a version, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The administrator.
    pub author: PersonId,
    /// In their words.
    pub reason: String,
}

/// What live clocks, open cases and climbing escalations pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// A clock's calendar.
    Calendar,
    /// An open case's workflow.
    Workflow,
    /// A climbing run's escalation policy.
    Escalation,
}

impl Publication {
    /// The publication of one version.
    pub fn of(one: &Published) -> Self {
        Self {
            kind: one.kind.as_str().to_owned(),
            key: one.key.clone(),
            version: one.version,
            source: one.source.clone(),
        }
    }
}

impl StoredDefinition {
    /// What the rules make of it; `None` for a kind they do not know.
    pub fn published(&self) -> Option<Published> {
        Some(Published {
            kind: DefinitionKind::parse(&self.publication.kind)?,
            key: self.publication.key.clone(),
            version: self.publication.version,
            source: self.publication.source.clone(),
            origin: match self.edition {
                Some(_) => Origin::Edited,
                None => Origin::File,
            },
        })
    }
}

impl Store {
    /// Publishes definitions, all or none; what is there already with the same meaning is left alone.
    /// Returns how many are new.
    ///
    /// # Errors
    /// [`StoreError::DefinitionChanged`] when a version is there that says something else: a change needs
    /// a new version.
    pub async fn publish(
        &self,
        publications: Vec<Publication>,
        now: Instant,
    ) -> Result<u32, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut new = 0;
                for one in publications {
                    new += publish_one(tx, one, now).await?;
                }
                Ok(new)
            })
        })
        .await
    }

    /// Publishes one version that an administrator wrote, with its line in the configuration log and the
    /// work that is to follow.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when that number was given meanwhile.
    pub async fn publish_edition(
        &self,
        one: Publication,
        edition: Edition,
        then: Option<PolicyJob>,
        now: Instant,
    ) -> Result<(), StoreError> {
        self.write_noting(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::insert(
                    "edition",
                    "kind, key, version, author_id, reason, at",
                    [&one],
                    |sql, one| {
                        sql.bind(one.kind.as_str())
                            .bind(one.key.as_str())
                            .bind(i64::from(one.version))
                            .bind(edition.author.uuid())
                            .bind(edition.reason.as_str())
                            .bind(now.millis());
                    },
                );
                sql.push(" ON CONFLICT (kind, key, version) DO NOTHING");
                let insert = insert(&one, now);
                if tx.execute(sql).await? == 0 || tx.execute(insert).await? == 0 {
                    return Err(StoreError::Taken("version"));
                }
                if let Some(job) = &then {
                    tx.execute(policy_work::insert(job)).await?;
                }
                append(tx, &published(&one, &edition, now)).await?;
                Ok(Written {
                    value: (),
                    notes: Notes {
                        timers: then.is_some(),
                        ..Notes::default()
                    },
                })
            })
        })
        .await
    }

    /// One version of a definition.
    pub async fn find_definition(
        &self,
        kind: &str,
        key: &str,
        version: u32,
    ) -> Result<Option<StoredDefinition>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE d.kind = ", kind)
            .arg(" AND d.key = ", key)
            .arg(" AND d.version = ", i64::from(version));
        let row = self.one(sql).await?;
        row.map(|row| read(&mut Columns::of(&row))).transpose()
    }

    /// Every version of every definition, by kind, key and version.
    pub async fn list_definitions(&self) -> Result<Vec<StoredDefinition>, StoreError> {
        let mut sql = select();
        sql.push(" ORDER BY d.kind, d.key, d.version");
        let rows = self.all(sql).await?;
        rows.iter().map(|row| read(&mut Columns::of(row))).collect()
    }

    /// How many versions were ever published; only grows, so that another number means news.
    pub async fn count_definitions(&self) -> Result<i64, StoreError> {
        let row = self
            .one(Sql::new("SELECT COUNT(*) FROM definition"))
            .await?;
        row.map_or(Ok(0), |row| Columns::of(&row).take())
    }

    /// The keys and versions that live clocks, open cases or climbing runs pin. Looks at every row: for
    /// the first start of a program that publishes them.
    pub async fn list_pins(&self, pin: Pin) -> Result<Vec<(String, u32)>, StoreError> {
        let sql = Sql::new(match pin {
            Pin::Calendar => {
                "SELECT DISTINCT calendar_key, calendar_version FROM clock \
                 WHERE stage IN ('running', 'paused', 'breached_open')"
            }
            Pin::Workflow => {
                "SELECT DISTINCT workflow_key, workflow_version FROM cases \
                 WHERE category NOT IN ('done', 'void')"
            }
            Pin::Escalation => {
                "SELECT DISTINCT policy_key, policy_version FROM escalation_run \
                 WHERE stage <> 'done'"
            }
        });
        let mut pins = Vec::new();
        for row in self.all_aside(sql).await? {
            let mut columns = Columns::of(&row);
            pins.push((columns.take()?, columns.small()?));
        }
        Ok(pins)
    }
}

/// What the configuration log says of it.
fn published(one: &Publication, edition: &Edition, at: Instant) -> AuditEntry {
    AuditEntry {
        at,
        actor: Actor::Staff { id: edition.author },
        what: "definition_published".to_owned(),
        subject: format!("{}/{}@{}", one.kind, one.key, one.version),
        body: serde_json::json!({ "reason": edition.reason }),
    }
}

/// Publishes one version unless it is there; 1 when it is new.
async fn publish_one(tx: Tx<'_>, one: Publication, now: Instant) -> Result<u32, StoreError> {
    let mut sql = Sql::new("SELECT source FROM definition");
    sql.arg(" WHERE kind = ", one.kind.as_str())
        .arg(" AND key = ", one.key.as_str())
        .arg(" AND version = ", i64::from(one.version));
    if let Some(row) = tx.one(sql).await? {
        let stored: String = Columns::of(&row).take()?;
        if stored == one.source || means_the_same(&stored, &one.source) {
            return Ok(0);
        }
        return Err(StoreError::DefinitionChanged {
            kind: one.kind,
            key: one.key,
            version: one.version,
        });
    }
    tx.execute(insert(&one, now)).await?;
    Ok(1)
}

/// Two replicas that start together publish the same text.
fn insert(one: &Publication, now: Instant) -> Sql {
    let mut insert = Sql::insert(
        "definition",
        "kind, key, version, hash, source, published_at",
        [one],
        |sql, one| {
            sql.bind(one.kind.as_str())
                .bind(one.key.as_str())
                .bind(i64::from(one.version))
                .bind(digest(one.source.as_bytes()).to_vec())
                .bind(one.source.as_str())
                .bind(now.millis());
        },
    );
    insert.push(" ON CONFLICT (kind, key, version) DO NOTHING");
    insert
}

fn select() -> Sql {
    Sql::new(
        "SELECT d.kind, d.key, d.version, d.source, d.published_at, e.author_id, e.reason \
         FROM definition d LEFT JOIN edition e \
         ON e.kind = d.kind AND e.key = d.key AND e.version = d.version",
    )
}

fn read(columns: &mut Columns<'_>) -> Result<StoredDefinition, StoreError> {
    let publication = Publication {
        kind: columns.take()?,
        key: columns.take()?,
        version: columns.small()?,
        source: columns.take()?,
    };
    let published_at = Instant::from_millis(columns.take()?);
    let author = person(columns)?;
    let reason: Option<String> = columns.take()?;
    Ok(StoredDefinition {
        publication,
        published_at,
        edition: author.map(|author| Edition {
            author,
            reason: reason.unwrap_or_default(),
        }),
    })
}
