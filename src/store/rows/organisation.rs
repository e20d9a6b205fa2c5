//! Publishers.

use domain::ids::{OrganisationId, PersonId};
use domain::text::Language;
use domain::time::Instant;

use crate::store::error::StoreError;
use crate::store::rows::case::person;
use crate::store::sql::{Columns, Sql};

/// Order of the columns.
pub const COLUMNS: &str = "id, slug, name, vertical, tier, language, portfolio_owner, \
     portfolio_backup, created_at";

/// A publisher as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Identity.
    pub id: OrganisationId,
    /// Short name in addresses; unique.
    pub slug: String,
    /// Name as shown.
    pub name: String,
    /// Trade, such as `sport`; may be empty.
    pub vertical: String,
    /// Level of service, such as `premium`; may be empty.
    pub tier: String,
    /// Language of its mail when a contact has none.
    pub language: Language,
    /// The manager who looks after it.
    pub portfolio_owner: Option<PersonId>,
    /// Who stands in for that manager.
    pub portfolio_backup: Option<PersonId>,
    /// When it was entered.
    pub created_at: Instant,
}

/// Binds [`COLUMNS`].
pub fn bind(sql: &mut Sql, organisation: &Organisation) {
    sql.bind(organisation.id.uuid())
        .bind(organisation.slug.as_str())
        .bind(organisation.name.as_str())
        .bind(organisation.vertical.as_str())
        .bind(organisation.tier.as_str())
        .bind(organisation.language.as_str())
        .bind(organisation.portfolio_owner.map(PersonId::uuid))
        .bind(organisation.portfolio_backup.map(PersonId::uuid))
        .bind(organisation.created_at.millis());
}

/// Reads [`COLUMNS`].
pub fn read(columns: &mut Columns<'_>) -> Result<Organisation, StoreError> {
    Ok(Organisation {
        id: OrganisationId::from_uuid(columns.take()?),
        slug: columns.take()?,
        name: columns.take()?,
        vertical: columns.take()?,
        tier: columns.take()?,
        language: columns.key()?,
        portfolio_owner: person(columns)?,
        portfolio_backup: person(columns)?,
        created_at: Instant::from_millis(columns.take()?),
    })
}
