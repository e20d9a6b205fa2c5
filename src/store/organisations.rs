//! Publishers.

use domain::ids::OrganisationId;

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::rows::organisation::{self, Organisation};
use crate::store::sql::{Columns, Sql};

/// Most publishers on a page.
const PAGE: u32 = 200;

impl Store {
    /// Enters a publisher, or replaces everything of one but its identity and its age.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when another publisher has the short name.
    pub async fn save_organisation(&self, entry: Organisation) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut taken = Sql::new("SELECT 1 FROM organisation");
                taken
                    .arg(" WHERE slug = ", entry.slug.as_str())
                    .arg(" AND id <> ", entry.id.uuid());
                if tx.one(taken).await?.is_some() {
                    return Err(StoreError::Taken("slug"));
                }
                let mut sql = Sql::insert(
                    "organisation",
                    organisation::COLUMNS,
                    [&entry],
                    organisation::bind,
                );
                sql.push(
                    " ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, \
                     vertical = excluded.vertical, tier = excluded.tier, \
                     language = excluded.language, portfolio_owner = excluded.portfolio_owner, \
                     portfolio_backup = excluded.portfolio_backup",
                );
                tx.execute(sql).await.map(|_| ())
            })
        })
        .await
    }

    /// The publisher of that identity.
    pub async fn find_organisation(
        &self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE id = ", id.uuid());
        self.organisation(sql).await
    }

    /// The publisher with that short name.
    pub async fn find_organisation_by_slug(
        &self,
        slug: &str,
    ) -> Result<Option<Organisation>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE slug = ", slug);
        self.organisation(sql).await
    }

    /// Publishers by short name after `after` (empty from the beginning), at most `limit` (≤ 200).
    pub async fn list_organisations(
        &self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<Organisation>, StoreError> {
        let mut sql = select();
        sql.arg(" WHERE slug > ", after)
            .number(" ORDER BY slug LIMIT ", i64::from(limit.min(PAGE)));
        let rows = self.all(sql).await?;
        rows.iter()
            .map(|row| organisation::read(&mut Columns::of(row)))
            .collect()
    }

    async fn organisation(&self, sql: Sql) -> Result<Option<Organisation>, StoreError> {
        let row = self.one(sql).await?;
        row.map(|row| organisation::read(&mut Columns::of(&row)))
            .transpose()
    }
}

fn select() -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(organisation::COLUMNS).push(" FROM organisation");
    sql
}
