//! The queue's pages.

use actix_web::{HttpRequest, HttpResponse};
use domain::case::Reference;
use domain::ids::TransitionKey;
use domain::message::Channel;
use domain::workflow::input::Given;

use crate::usecases::error::Error;
use crate::usecases::list_queue::{QueueQuery, Whose};
use crate::usecases::move_case::MoveCase;
use crate::usecases::sign_in::local_path;
use crate::web::chrome::{html, see};
use crate::web::fail::Fail;
use crate::web::identity::{Desk, Posted};
use crate::web::pages::queue::queue_page;
use crate::web::pages::queue_address::{OwnerFilter, QueueAddress};
use crate::web::pages::queue_filters::Choices;

/// The transition by which a person takes a case, in every workflow that knows it.
const TAKE: &str = "take";

/// `GET /queue`.
///
/// # Errors
/// The store's troubles.
pub async fn show(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Fail> {
    let app = &desk.visit.app;
    let mut address = QueueAddress::parse(request.query_string());
    address.form = address
        .form
        .filter(|key| app.rules.forms.find(key).is_some());
    let query = QueueQuery {
        view: address.view,
        order: address.sort,
        kinds: address.kind.into_iter().collect(),
        request_types: address.form.clone().into_iter().collect(),
        categories: address.state.into_iter().collect(),
        priorities: address.priority.into_iter().collect(),
        owner: match address.owner {
            OwnerFilter::Any => Whose::Any,
            OwnerFilter::Me => Whose::Of(desk.viewer.person.id),
            OwnerFilter::Nobody => Whose::Nobody,
            OwnerFilter::Person(person) => Whose::Of(person),
        },
        team: address.team.clone(),
        due: address.due,
        after: address.after.clone(),
        ..QueueQuery::default()
    };
    let page = app.list_queue(&desk.viewer, &query).await?;
    let people = app.colleagues(&desk.viewer).await?;
    let choices = Choices {
        people: &people,
        forms: app.rules.forms.all(),
    };
    let peek = match address.peek {
        // A case that went out of sight closes the preview; the list stays.
        Some(reference) => match app.get_case(&desk.viewer, reference).await {
            Ok(case) => Some(case),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let chrome = desk.chrome().await?;
    html(&queue_page(
        &chrome,
        &address,
        &page,
        choices,
        peek.as_ref(),
    ))
}

/// `POST /queue/take`: takes every ticked case that can be taken.
///
/// # Errors
/// [`Fail`] for a form from elsewhere, and the store's troubles.
pub async fn take(desk: Desk, posted: Posted) -> Result<HttpResponse, Fail> {
    let mut taken = 0_u32;
    let mut skipped = 0_u32;
    for text in posted.form.all("case").iter().take(200) {
        let Ok(reference) = Reference::parse(text) else {
            continue;
        };
        match desk
            .visit
            .app
            .move_case(&desk.viewer, taking(reference))
            .await
        {
            Ok(_) => taken += 1,
            Err(Error::NotFound | Error::Refused(_) | Error::Conflict { .. }) => skipped += 1,
            Err(error) => return Err(error.into()),
        }
    }
    let back = Some(local_path(posted.form.text("back"))).filter(|back| !back.is_empty());
    let back = back.unwrap_or("/queue");
    let said = match (taken, skipped) {
        (0, 0) => "none-ticked",
        (0, _) => "none-taken",
        (_, 0) => "taken",
        (_, _) => "some-taken",
    };
    let mark = if back.contains('?') { '&' } else { '?' };
    Ok(see(&format!("{back}{mark}said={said}")))
}

fn taking(reference: Reference) -> MoveCase {
    MoveCase {
        reference,
        transition: TransitionKey::from(TAKE),
        given: Given::new(),
        version: None,
        channel: Channel::Desk,
        files: Vec::new(),
        key: None,
    }
}
