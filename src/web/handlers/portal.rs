//! A partner's requests: the list, one with its thread, what the partner may do with it, its files.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::case::Reference;
use domain::forms::typography::month_number;
use domain::ids::TransitionKey;
use domain::message::{Audience, Channel};
use domain::refusal::{InputError, Refusal};
use domain::workflow::definition::Transition;
use domain::workflow::input::{Given, InputKind};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::i18n::Words;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::files::Received;
use crate::usecases::move_case::MoveCase;
use crate::usecases::post_message::PostMessage;
use crate::usecases::read::portal::{HomePart, PortalCase};
use crate::usecases::viewer::Viewer;
use crate::web::chrome::{html, html_as, see};
use crate::web::downloads::download;
use crate::web::fail::Fail;
use crate::web::handlers::cases::reference;
use crate::web::handlers::drafts;
use crate::web::identity::{Portal, Posted, Visit};
use crate::web::pages::portal::address;
use crate::web::pages::portal::field::Controls;
use crate::web::pages::portal::home::HomePage;
use crate::web::pages::portal::moves::{MoveFacts, MovePage};
use crate::web::pages::portal::request::RequestPage;
use crate::web::pages::portal::sent::SentPage;
use crate::web::pages::portal::stub::DeskFacts;
use crate::web::pages::portal::thread::{MessageProblem, Unsent};
use crate::web::upload::{Arrival, Gate, More, Sent, receive};

/// Where a page of the list begins: the query of `/portal`.
#[derive(Debug, Deserialize)]
pub struct From {
    /// Within what waits for the partner.
    turn: Option<String>,
    /// Within what is with us.
    after: Option<String>,
}

impl From {
    fn part(self) -> HomePart {
        match (self.turn, self.after) {
            (Some(after), _) => HomePart::YourTurn { after },
            (None, Some(after)) => HomePart::WithUs { after },
            (None, None) => HomePart::Everything,
        }
    }
}

/// `GET /portal`.
///
/// # Errors
/// Invalid for a page that is not one; the store's troubles.
pub async fn home(portal: Portal, from: Query<From>) -> Result<HttpResponse, Fail> {
    let part = from.into_inner().part();
    let home = portal.visit.app.my_requests(&portal.viewer, &part).await?;
    html(&HomePage::new(&portal.chrome().await?, &home))
}

/// `GET /portal/requests/{reference}`; a draft leads to its first open question.
///
/// # Errors
/// Not found when it is not theirs.
pub async fn show(portal: Portal, path: Path<String>) -> Result<HttpResponse, Fail> {
    let reference = reference(&path)?;
    match portal.visit.app.my_request(&portal.viewer, reference).await {
        Ok(case) => html(&RequestPage::new(
            &portal.chrome().await?,
            &case,
            Unsent::default(),
        )),
        Err(Error::NotFound) => drafts::resume(&portal, reference).await,
        Err(error) => Err(error.into()),
    }
}

/// `POST /portal/requests/{reference}`: a message, with files or without.
///
/// # Errors
/// Not found when it is not theirs. What cannot be taken shows the page again with what was typed.
pub async fn write(
    visit: Visit,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Fail> {
    let reference = reference(&path)?;
    if let Some(viewer) = &visit.viewer {
        visit.app.check_thread(viewer, reference).await?;
    }
    let payload = payload.into_inner();
    let sent = receive(&request, payload, &visit.app, Gate::Token(&visit)).await?;
    let portal = visit.into_portal()?;
    let app = &portal.visit.app;
    let body = sent.form.text("body").to_owned();
    match post(app, &portal.viewer, reference, sent).await? {
        Posting::Done => Ok(see(&format!(
            "{}?said=message",
            address::request(reference)
        ))),
        Posting::Not(problem) => {
            let case = app.my_request(&portal.viewer, reference).await?;
            let unsent = Unsent {
                body: &body,
                problem: Some(problem),
            };
            let page = RequestPage::new(&portal.chrome().await?, &case, unsent);
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `GET /portal/requests/{reference}/sent`: proof, to reload, keep and print.
///
/// # Errors
/// Not found when it is not theirs.
pub async fn sent(portal: Portal, path: Path<String>) -> Result<HttpResponse, Fail> {
    let reference = reference(&path)?;
    let (app, viewer) = (&portal.visit.app, &portal.viewer);
    let case = app.my_request(viewer, reference).await?;
    let asked = app.snapshot(viewer, reference).await?.case.request_type;
    let Some(form) = asked.and_then(|key| app.rules.forms.find(&key)) else {
        // Opened by us, not sent with a form.
        return Ok(see(&address::request(reference)));
    };
    let desk = app.partner_desk(viewer.person.organisation).await?;
    let chrome = portal.chrome().await?;
    html(&SentPage::new(
        &chrome,
        &case,
        form.promise,
        DeskFacts::of(&desk),
    ))
}

/// `GET /portal/requests/{reference}/do/{transition}`.
///
/// # Errors
/// Not found when it is not theirs or not to be done now.
pub async fn ask_move(portal: Portal, path: Path<(String, String)>) -> Result<HttpResponse, Fail> {
    let (text, key) = path.into_inner();
    let case = portal
        .visit
        .app
        .my_request(&portal.viewer, reference(&text)?)
        .await?;
    let offered = offered(&case, &key).ok_or(Error::NotFound)?;
    move_page(
        &portal,
        &case,
        offered,
        StatusCode::OK,
        (&Controls::new(), &[]),
    )
    .await
}

/// `POST /portal/requests/{reference}/do/{transition}`.
///
/// # Errors
/// Not found when it is not theirs. What is missing shows the page again; what moved meanwhile is told on
/// the request's page.
pub async fn make_move(
    portal: Portal,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fail> {
    let (text, key) = path.into_inner();
    let reference = reference(&text)?;
    let app = &portal.visit.app;
    let here = address::request(reference);
    let case = app.my_request(&portal.viewer, reference).await?;
    let Some(offered) = offered(&case, &key) else {
        return Ok(see(&format!("{here}?said=request-changed")));
    };
    let typed = posted.form.fields();
    let wanted = MoveCase {
        reference,
        transition: TransitionKey::new(key.as_str()),
        given: given(offered, typed),
        version: posted
            .form
            .filled("version")
            .and_then(|text| text.parse().ok()),
        channel: Channel::Portal,
        files: Vec::new(),
        key: None,
    };
    match app.move_case(&portal.viewer, wanted).await {
        Ok(_) => Ok(see(&format!("{here}?said=request-moved"))),
        Err(Error::Refused(Refusal::Input(errors)) | Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            move_page(&portal, &case, offered, status, (typed, &errors)).await
        }
        Err(Error::Conflict { .. }) => changed(&portal, reference, &key, typed).await,
        Err(Error::Refused(_)) => Ok(see(&format!("{here}?said=request-changed"))),
        Err(error) => Err(error.into()),
    }
}

/// The page again as the request stands by now, with what was typed.
async fn changed(
    portal: &Portal,
    reference: Reference,
    key: &str,
    typed: &Controls,
) -> Result<HttpResponse, Fail> {
    let case = portal
        .visit
        .app
        .my_request(&portal.viewer, reference)
        .await?;
    let Some(offered) = offered(&case, key) else {
        let here = address::request(reference);
        return Ok(see(&format!("{here}?said=request-changed")));
    };
    let mut chrome = portal.chrome().await?;
    let said = Words::new(chrome.language)
        .get("said-request-changed")
        .into_owned();
    chrome.flash = Some(said);
    let given = MoveFacts {
        row: &case.row,
        version: case.version,
        offered,
        controls: typed,
        errors: &[],
    };
    html_as(StatusCode::CONFLICT, &MovePage::new(&chrome, &given))
}

/// `GET /portal/requests/{reference}/files/{id}`: a download.
///
/// # Errors
/// Not found when it is not theirs.
pub async fn file(portal: Portal, path: Path<(String, Uuid)>) -> Result<HttpResponse, Fail> {
    let (text, id) = path.into_inner();
    let (found, place) = portal
        .visit
        .app
        .open_file(&portal.viewer, reference(&text)?, id)
        .await?;
    download(&found, &place).await
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posting {
    /// It is in the thread.
    Done,
    /// It cannot be taken.
    Not(MessageProblem),
}

/// Writes a partner's message, with the files that came with it. That the thread is open was checked before
/// they were received.
///
/// # Errors
/// Not found when the case is not theirs or takes no messages.
pub async fn post(
    app: &App,
    viewer: &Viewer,
    reference: Reference,
    sent: Sent,
) -> Result<Posting, Fail> {
    let body = sent.form.text("body").to_owned();
    let received = match kept(sent) {
        Ok(received) => received,
        Err(problem) => return Ok(Posting::Not(problem)),
    };
    let wanted = PostMessage {
        reference,
        audience: Audience::Public,
        body,
        channel: Channel::Portal,
        files: received,
        key: None,
    };
    match app.post_typed(viewer, wanted).await {
        Ok(_) => Ok(Posting::Done),
        Err(Error::Invalid(errors)) => Ok(Posting::Not(problem_of(&errors))),
        Err(error) => Err(error.into()),
    }
}

fn kept(sent: Sent) -> Result<Vec<Received>, MessageProblem> {
    match sent.more {
        More::LeftOut(_) => return Err(MessageProblem::TooManyFiles),
        More::None => {}
    }
    let mut received = Vec::new();
    for file in sent.files {
        match file.arrival {
            Arrival::Kept(one) => received.push(one),
            Arrival::Empty => {}
            Arrival::TooLarge => return Err(MessageProblem::FileTooLarge),
            Arrival::Refused => return Err(MessageProblem::FileType),
        }
    }
    Ok(received)
}

fn problem_of(errors: &[InputError]) -> MessageProblem {
    if errors.iter().any(|error| error.code == "too_long") {
        MessageProblem::TooLong
    } else {
        MessageProblem::Empty
    }
}

fn offered<'a>(case: &'a PortalCase, key: &str) -> Option<&'a Transition> {
    case.moves
        .iter()
        .find(|offered| offered.key.as_str() == key)
}

async fn move_page(
    portal: &Portal,
    case: &PortalCase,
    offered: &Transition,
    status: StatusCode,
    (controls, errors): (&Controls, &[InputError]),
) -> Result<HttpResponse, Fail> {
    let given = MoveFacts {
        row: &case.row,
        version: case.version,
        offered,
        controls,
        errors,
    };
    html_as(status, &MovePage::new(&portal.chrome().await?, &given))
}

/// What the controls of the page hold, by input; a date is put together from its three boxes.
fn given(offered: &Transition, typed: &BTreeMap<String, Vec<String>>) -> Given {
    let text = |name: &str| {
        let first = typed.get(name).and_then(|values| values.first());
        first
            .map(|value| value.trim().to_owned())
            .unwrap_or_default()
    };
    let value = |name: &str, kind: &InputKind| match kind {
        InputKind::Date => day(|part| text(&format!("{name}-{part}"))),
        InputKind::Message { .. }
        | InputKind::Text { .. }
        | InputKind::Choice { .. }
        | InputKind::Team
        | InputKind::Person
        | InputKind::Case
        | InputKind::Confirm
        | InputKind::Number => text(name),
    };
    let all = offered
        .inputs
        .iter()
        .map(|input| (input.name.clone(), value(&input.name, &input.kind)));
    all.filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, Value::String(text)))
        .collect()
}

/// `2026-03-14` from the boxes; months may be named. Empty when all boxes are; else judged like any date.
fn day(part: impl Fn(&str) -> String) -> String {
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return String::new();
    }
    let month = month_number(&month).map_or(month, |number| number.to_string());
    format!("{year}-{month:0>2}-{day:0>2}")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_day_is_put_together_from_its_boxes() {
        let boxes = |day: &'static str, month: &'static str, year: &'static str| {
            move |part: &str| {
                match part {
                    "day" => day,
                    "month" => month,
                    _ => year,
                }
                .to_owned()
            }
        };
        assert_eq!(day(boxes("4", "3", "2026")), "2026-03-04");
        assert_eq!(day(boxes("14", "mars", "2026")), "2026-03-14");
        assert_eq!(day(boxes("", "", "")), "");
        assert_eq!(day(boxes("4", "", "2026")), "2026-00-04");
    }
}
