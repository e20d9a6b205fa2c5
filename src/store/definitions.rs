//! Published definitions: what a case was opened under can be read for ever, and never changes.

use domain::time::Instant;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::hash::digest;
use crate::store::sql::{Columns, Sql};

/// A definition to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// `workflow`, `form`, `calendar`, `policy`, `escalation` or `routing`.
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
pub struct Published {
    /// What was published.
    pub publication: Publication,
    /// When.
    pub published_at: Instant,
}

impl Store {
    /// Publishes definitions, all or none; what is there already with the same text is left alone.
    /// Returns how many are new.
    ///
    /// # Errors
    /// [`StoreError::DefinitionChanged`] when a version is there with another text: a change needs a new
    /// version.
    pub async fn publish(
        &self,
        publications: Vec<Publication>,
        now: Instant,
    ) -> Result<u32, StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut new = 0;
                for one in publications {
                    let hash = digest(one.source.as_bytes()).to_vec();
                    let mut sql = Sql::new("SELECT hash FROM definition");
                    sql.arg(" WHERE kind = ", one.kind.as_str())
                        .arg(" AND key = ", one.key.as_str())
                        .arg(" AND version = ", i64::from(one.version));
                    if let Some(row) = tx.one(sql).await? {
                        let stored: Vec<u8> = Columns::of(&row).take()?;
                        if stored == hash {
                            continue;
                        }
                        return Err(StoreError::DefinitionChanged {
                            kind: one.kind,
                            key: one.key,
                            version: one.version,
                        });
                    }
                    let mut insert = Sql::insert(
                        "definition",
                        "kind, key, version, hash, source, published_at",
                        [&one],
                        |sql, one| {
                            sql.bind(one.kind.as_str())
                                .bind(one.key.as_str())
                                .bind(i64::from(one.version))
                                .bind(hash.clone())
                                .bind(one.source.as_str())
                                .bind(now.millis());
                        },
                    );
                    // Two replicas that start together publish the same text.
                    insert.push(" ON CONFLICT (kind, key, version) DO NOTHING");
                    tx.execute(insert).await?;
                    new += 1;
                }
                Ok(new)
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
    ) -> Result<Option<Published>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE kind = ", kind)
            .arg(" AND key = ", key)
            .arg(" AND version = ", i64::from(version));
        let row = self.one(sql).await?;
        row.map(|row| read(&mut Columns::of(&row))).transpose()
    }

    /// Every version of every definition of a kind, by key and version.
    pub async fn list_definitions(&self, kind: &str) -> Result<Vec<Published>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE kind = ", kind)
            .push(" ORDER BY key, version");
        let rows = self.all(sql).await?;
        rows.iter().map(|row| read(&mut Columns::of(row))).collect()
    }
}

fn select() -> Sql {
    Sql::new("SELECT kind, key, version, source, published_at FROM definition")
}

fn read(columns: &mut Columns<'_>) -> Result<Published, StoreError> {
    Ok(Published {
        publication: Publication {
            kind: columns.take()?,
            key: columns.take()?,
            version: columns.small()?,
            source: columns.take()?,
        },
        published_at: Instant::from_millis(columns.take()?),
    })
}
