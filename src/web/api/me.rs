//! `GET /api/v1/me`: who the token or session belongs to, and what it may do.

use actix_web::HttpResponse;
use domain::ids::{OrganisationId, PersonId};
use domain::people::Role;
use domain::text::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::usecases::viewer::Proof;
use crate::web::api::answer::json;
use crate::web::api::caller::Caller;
use crate::web::api::values;
use crate::web::fail::Fail;

/// The person behind a request.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: PersonId,
    /// Full name.
    name: &'a str,
    /// Mail address.
    email: &'a str,
    /// Language of their pages and mails.
    #[schema(schema_with = values::language)]
    language: Language,
    /// The publisher they speak for; null for staff.
    organisation: Option<MyOrganisation>,
    /// Roles and teams; empty for partners.
    memberships: Vec<MyMembership<'a>>,
    /// What the token may be used for: `read`, `write`; null with a session.
    scopes: Option<&'a [String]>,
}

/// The publisher a contact speaks for.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyOrganisation {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: OrganisationId,
    /// Name for people.
    name: String,
}

/// A role in a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyMembership<'a> {
    /// The role.
    #[schema(schema_with = values::role)]
    role: Role,
    /// The team; null for administrators.
    team: Option<&'a str>,
}

/// Who you are.
#[utoipa::path(
    get, path = "/api/v1/me", operation_id = "get_me", tag = "me",
    responses((status = 200, description = "The person behind the request", body = Me)),
)]
pub async fn get(caller: Caller) -> Result<HttpResponse, Fail> {
    let person = &caller.viewer.person;
    let organisation = match person.organisation {
        Some(id) => Some(MyOrganisation {
            id,
            name: caller.app.organisation_name(&caller.viewer).await?,
        }),
        None => None,
    };
    let memberships = person.memberships.iter().filter(|_| !person.is_partner());
    json(&Me {
        id: person.id,
        name: &person.name,
        email: &person.email,
        language: person.language,
        organisation,
        memberships: memberships
            .map(|held| MyMembership {
                role: held.role,
                team: held.team.as_ref().map(domain::ids::TeamKey::as_str),
            })
            .collect(),
        scopes: match &caller.viewer.by {
            Proof::Token { scopes } => Some(scopes),
            Proof::Session { .. } | Proof::Link | Proof::Local => None,
        },
    })
}
