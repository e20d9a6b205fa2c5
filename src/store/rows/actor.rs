//! Who did something, as three columns: kind, person, rule.

use domain::ids::PersonId;
use domain::message::{Audience, Channel};
use domain::people::Actor;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

/// The actor's kind as stored.
pub const fn kind(actor: &Actor) -> &'static str {
    match actor {
        Actor::Partner { .. } => "partner",
        Actor::Staff { .. } => "staff",
        Actor::System { .. } => "system",
    }
}

/// The rule by which the desk acted; `None` for people.
pub fn rule(actor: &Actor) -> Option<&str> {
    match actor {
        Actor::Partner { .. } | Actor::Staff { .. } => None,
        Actor::System { rule } => Some(rule),
    }
}

/// Binds the three columns.
pub fn bind(sql: &mut Sql, actor: &Actor) {
    sql.bind(kind(actor))
        .bind(actor.person().map(PersonId::uuid))
        .bind(rule(actor).map(str::to_owned));
}

/// Reads the three columns.
pub fn read(columns: &mut Columns<'_>) -> Result<Actor, StoreError> {
    let kind: String = columns.take()?;
    let id: Option<Uuid> = columns.take()?;
    let rule: Option<String> = columns.take()?;
    match (kind.as_str(), id, rule) {
        ("partner", Some(id), None) => Ok(Actor::Partner {
            id: PersonId::from_uuid(id),
        }),
        ("staff", Some(id), None) => Ok(Actor::Staff {
            id: PersonId::from_uuid(id),
        }),
        ("system", None, Some(rule)) => Ok(Actor::System { rule }),
        _ => Err(StoreError::broken("actor", kind)),
    }
}

/// The audience's key as stored.
pub const fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Internal => "internal",
    }
}

/// The channel's key as stored.
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Portal => "portal",
        Channel::Desk => "desk",
        Channel::Mail => "mail",
        Channel::Api => "api",
        Channel::System => "system",
    }
}
