//! A move of a case: the page that asks, and the move itself.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use domain::case::Reference;
use domain::ids::TransitionKey;
use domain::message::Channel;
use domain::refusal::Refusal;

use crate::i18n::Words;
use crate::usecases::error::Error;
use crate::usecases::move_case::MoveCase;
use crate::usecases::read::case::CaseView;
use crate::web::chrome::{html, see};
use crate::web::fail::Fail;
use crate::web::handlers::cases::reference;
use crate::web::identity::{Desk, Letter};
use crate::web::pages::actions::refusal_sentence;
use crate::web::pages::moves::{MoveChoices, TeamChoice, Tried, given, move_page};

/// `GET /cases/{reference}/do/{transition}`.
///
/// # Errors
/// Not found for another's case or an unknown transition.
pub async fn ask(desk: Desk, path: Path<(String, String)>) -> Result<HttpResponse, Fail> {
    let (text, transition) = path.into_inner();
    let view = desk
        .visit
        .app
        .get_case(&desk.viewer, reference(&text)?)
        .await?;
    page(
        &desk,
        &view,
        &TransitionKey::new(transition),
        &Tried::default(),
    )
    .await
}

/// `POST /cases/{reference}/do/{transition}`.
///
/// # Errors
/// Not found for another's case. What the rules refuse shows the page again with everything typed.
pub async fn make(path: Path<(String, String)>, letter: Letter) -> Result<HttpResponse, Fail> {
    let Letter { desk, form } = letter;
    let (text, transition) = path.into_inner();
    let reference = reference(&text)?;
    let transition = TransitionKey::new(transition);
    let app = &desk.visit.app;
    let typed: BTreeMap<String, String> = form
        .fields()
        .keys()
        .map(|name| (name.clone(), form.text(name).to_owned()))
        .collect();
    let view = app.get_case(&desk.viewer, reference).await?;
    let known = view
        .definition
        .transition(&transition)
        .ok_or(Error::NotFound)?;
    let wanted = MoveCase {
        reference,
        transition: transition.clone(),
        given: given(known, &typed),
        version: form.filled("version").and_then(|text| text.parse().ok()),
        channel: Channel::Desk,
        files: Vec::new(),
        key: None,
    };
    match app.move_case(&desk.viewer, wanted).await {
        Ok(_) => Ok(see(&format!("/cases/{reference}?said=moved"))),
        Err(error) => refused(&desk, reference, &transition, typed, error).await,
    }
}

async fn refused(
    desk: &Desk,
    reference: Reference,
    transition: &TransitionKey,
    typed: BTreeMap<String, String>,
    error: Error,
) -> Result<HttpResponse, Fail> {
    let words = Words::new(desk.visit.language);
    // Seen anew: the case may have moved since the form was opened.
    let view = desk.visit.app.get_case(&desk.viewer, reference).await?;
    let (status, errors, notice) = match error {
        Error::Refused(Refusal::Input(errors)) | Error::Invalid(errors) => {
            (StatusCode::UNPROCESSABLE_ENTITY, errors, None)
        }
        Error::Refused(refusal) => {
            let sentence = refusal_sentence(words, &view.definition, &refusal);
            (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), Some(sentence))
        }
        Error::Conflict { .. } => {
            let state = view.state.title.get(desk.visit.language);
            let sentence = words.named("case-moved-meanwhile", "state", state);
            (StatusCode::CONFLICT, Vec::new(), Some(sentence))
        }
        error => return Err(error.into()),
    };
    let tried = Tried {
        typed,
        errors,
        notice,
    };
    let mut answer = page(desk, &view, transition, &tried).await?;
    *answer.status_mut() = status;
    Ok(answer)
}

async fn page(
    desk: &Desk,
    view: &CaseView,
    transition: &TransitionKey,
    tried: &Tried,
) -> Result<HttpResponse, Fail> {
    let known = view
        .definition
        .transition(transition)
        .ok_or(Error::NotFound)?;
    let app = &desk.visit.app;
    let choices = MoveChoices {
        teams: app
            .rules
            .teams
            .iter()
            .filter(|team| team.key != view.case.desk)
            .map(|team| TeamChoice {
                key: team.key.clone(),
                name: team.title.get(desk.visit.language).to_owned(),
            })
            .collect(),
        people: app.colleagues(&desk.viewer).await?,
    };
    let chrome = desk.chrome().await?;
    html(&move_page(&chrome, view, known, &choices, tried))
}
