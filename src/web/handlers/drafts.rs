//! A request being written: the choice of a type, its question pages, the answers checked, the sending.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::case::Reference;
use domain::forms::controls::proposed_values;
use domain::forms::definition::{Answers, RequestType, Step};
use domain::forms::display::raw_values;
use domain::forms::error::{ErrorCode, FieldError};
use domain::forms::facts::Facts;
use domain::forms::reading::Input;
use domain::forms::validate::{Scope, first_open_step, validate};
use domain::ids::RequestTypeKey;
use domain::time::Instant;
use serde::Deserialize;
use uuid::Uuid;

use crate::i18n::Words;
use crate::usecases::error::Error;
use crate::usecases::submit_request::Checked;
use crate::web::chrome::{html_as, see};
use crate::web::fail::Fail;
use crate::web::handlers::draft_files::attach;
use crate::web::identity::{Portal, Posted};
use crate::web::pages::portal::address::{FormAddress, ReturnTo};
use crate::web::pages::portal::check::{CheckFacts, CheckPage};
use crate::web::pages::portal::choose::{ChoosePage, Chosen};
use crate::web::pages::portal::field::Controls;
use crate::web::pages::portal::question::{QuestionFacts, QuestionPage, next_step};
use crate::web::pages::portal::stub::DeskFacts;
use crate::web::upload::{Gate, receive};

/// The question that “live now” answers, and its answer.
const LIVE: (&str, &str) = ("urgency", "3");
/// Where one goes after “later”.
const LATER: &str = "/portal?said=draft-saved";

/// What the address of the choice says.
#[derive(Debug, Deserialize)]
pub struct Before {
    /// The type that the partner steps back from.
    #[serde(rename = "type", default)]
    request_type: String,
}

/// What the address of a form's page says.
#[derive(Debug, Deserialize)]
pub struct Whereabouts {
    #[serde(default)]
    draft: String,
    #[serde(rename = "return", default)]
    return_to: String,
}

/// `GET /portal/new`.
///
/// # Errors
/// The store's troubles.
pub async fn choose(portal: Portal, before: Query<Before>) -> Result<HttpResponse, Fail> {
    let key = RequestTypeKey::new(before.request_type.as_str());
    let chosen = if before.request_type.is_empty() {
        Chosen::Nothing
    } else {
        Chosen::Type(&key)
    };
    choose_page(&portal, StatusCode::OK, chosen).await
}

/// `POST /portal/new`: leads to the first page of the form. “Live now” begins a draft that says so.
///
/// # Errors
/// The store's troubles. No choice shows the page again.
pub async fn pick(portal: Portal, posted: Posted) -> Result<HttpResponse, Fail> {
    let app = &portal.visit.app;
    let live = posted.form.text("live") == "yes";
    let key = RequestTypeKey::new(posted.form.text("type"));
    let Some(form) = app.rules.forms.find(&key) else {
        let missing = Chosen::Missing { live };
        return choose_page(&portal, StatusCode::UNPROCESSABLE_ENTITY, missing).await;
    };
    let first = form.steps.first().ok_or(Error::NotFound)?;
    let (name, answer) = LIVE;
    let draft = match form.field(name) {
        Some(field) if live => {
            let raw = Controls::from([(name.to_owned(), vec![answer.to_owned()])]);
            let viewer = &portal.viewer;
            let saved = app
                .save_good_answers(viewer, &key, None, &field.step, &raw)
                .await?;
            Some(saved.reference)
        }
        Some(_) | None => None,
    };
    let address = FormAddress {
        request_type: &key,
        draft,
    };
    Ok(see(&address.step(&first.key, ReturnTo::NextStep)))
}

/// `GET /portal/new/{type}/{step}`.
///
/// # Errors
/// Not found for an unknown page, or a draft that is not theirs.
pub async fn ask(
    portal: Portal,
    path: Path<(String, String)>,
    at: Query<Whereabouts>,
) -> Result<HttpResponse, Fail> {
    let (key, step) = path.into_inner();
    let key = RequestTypeKey::new(key);
    let written = Written::open(&portal, &key, reference_of(&at.draft)?).await?;
    let step = written.form.step(&step).ok_or(Error::NotFound)?;
    let controls = written.controls();
    let return_to = ReturnTo::parse(&at.return_to);
    written
        .question((step, return_to), StatusCode::OK, (&controls, &[]))
        .await
}

/// `POST /portal/new/{type}/{step}`: stores the page and leads on; what is wrong shows it again with
/// everything typed. Files are kept even then.
///
/// # Errors
/// Not found for an unknown page, or a draft that is not theirs.
pub async fn answer(
    portal: Portal,
    path: Path<(String, String)>,
    at: Query<Whereabouts>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Fail> {
    let (app, viewer) = (&portal.visit.app, &portal.viewer);
    let (key, step) = path.into_inner();
    let key = RequestTypeKey::new(key);
    let form = app.form(&key)?;
    let step = form.step(&step).ok_or(Error::NotFound)?;
    let place = (step, ReturnTo::parse(&at.return_to));
    let sent = receive(
        &request,
        payload.into_inner(),
        app,
        Gate::Token(&portal.visit),
    )
    .await?;
    let given = &sent.form;
    let raw = given.fields();
    let draft = reference_of(given.text("draft"))?;
    if let (Some(file), Some(draft)) = (given.filled("remove"), draft) {
        let file = Uuid::parse_str(file).map_err(|_| Error::NotFound)?;
        app.remove_draft_file(viewer, draft, file).await?;
        let written = Written::open(&portal, &key, Some(draft)).await?;
        return written.question(place, StatusCode::OK, (raw, &[])).await;
    }
    let added = attach(app, viewer, (form, step), draft, &sent).await?;
    let saved = app
        .save_answers(viewer, &key, added.draft, &step.key, raw)
        .await?;
    let mut errors = added.errors;
    let others = saved.outcome.errors.into_iter();
    let others: Vec<FieldError> = others
        .filter(|error| errors.iter().all(|one| one.field != error.field))
        .collect();
    errors.extend(others);
    let later = given.filled("later").is_some();
    if errors.is_empty() {
        return if later {
            Ok(see(LATER))
        } else {
            on(&portal, &key, saved.reference, place).await
        };
    }
    let only_open = errors.iter().all(|error| error.code == ErrorCode::Required);
    if later && only_open && added.draft.is_none() && saved.outcome.answers.is_empty() {
        return Ok(see("/portal"));
    }
    let mut draft = added.draft;
    if added.draft.is_some() || (later && only_open) {
        let kept = app
            .save_good_answers(viewer, &key, draft, &step.key, raw)
            .await?;
        draft = Some(kept.reference);
    }
    if later && only_open {
        return Ok(see(LATER));
    }
    let written = Written::open(&portal, &key, draft).await?;
    written
        .question(place, StatusCode::UNPROCESSABLE_ENTITY, (raw, &errors))
        .await
}

/// `GET /portal/new/{type}/check`.
///
/// # Errors
/// Not found for an unknown form, or a draft that is not theirs.
pub async fn check(
    portal: Portal,
    path: Path<String>,
    at: Query<Whereabouts>,
) -> Result<HttpResponse, Fail> {
    let key = RequestTypeKey::new(path.into_inner());
    let written = Written::open(&portal, &key, reference_of(&at.draft)?).await?;
    if written.reference.is_none() {
        let first = written.form.steps.first().ok_or(Error::NotFound)?;
        return Ok(see(&written.address().step(&first.key, ReturnTo::NextStep)));
    }
    written.check(StatusCode::OK, None).await
}

/// `POST /portal/new/{type}/check`: sends the request; a second time leads to the same page.
///
/// # Errors
/// Not found for a draft that is not theirs. Answers that are no longer good, or other than those that were
/// read, and a notice that is another by now show the page again.
pub async fn send(
    portal: Portal,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Fail> {
    let key = RequestTypeKey::new(path.into_inner());
    if posted.form.filled("later").is_some() {
        return Ok(see(LATER));
    }
    let draft = reference_of(posted.form.text("draft"))?.ok_or(Error::NotFound)?;
    let checked = Checked {
        version: posted
            .form
            .filled("version")
            .and_then(|text| text.parse().ok()),
        notice: posted.form.text("notice"),
    };
    let app = &portal.visit.app;
    match app.submit_draft(&portal.viewer, draft, checked).await {
        Ok(case) => Ok(see(&format!("/portal/requests/{}/sent", case.reference))),
        Err(Error::Form { .. }) => {
            let written = Written::open(&portal, &key, Some(draft)).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            written.check(status, None).await
        }
        Err(Error::Conflict { .. }) => {
            let written = Written::open(&portal, &key, Some(draft)).await?;
            let said = Words::new(portal.visit.language).get("said-draft-changed");
            let said = Some(said.into_owned());
            written.check(StatusCode::CONFLICT, said).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Leads to the first open question of a draft, or to its answers.
///
/// # Errors
/// Not found when it is no draft of theirs.
pub async fn resume(portal: &Portal, reference: Reference) -> Result<HttpResponse, Fail> {
    let case = portal
        .visit
        .app
        .snapshot(&portal.viewer, reference)
        .await?
        .case;
    let key = case.request_type.ok_or(Error::NotFound)?;
    let written = Written::open(portal, &key, Some(reference)).await?;
    let open = first_open_step(written.form, &written.answers, &written.facts);
    let address = written.address();
    let next = open.map_or_else(
        || address.check(),
        |step| address.step(&step.key, ReturnTo::NextStep),
    );
    Ok(see(&next))
}

/// A form as far as it is written.
struct Written<'a> {
    portal: &'a Portal,
    form: &'a RequestType,
    reference: Option<Reference>,
    answers: Answers,
    facts: Facts,
    version: i64,
    saved_at: Option<Instant>,
}

impl<'a> Written<'a> {
    async fn open(
        portal: &'a Portal,
        key: &RequestTypeKey,
        reference: Option<Reference>,
    ) -> Result<Self, Error> {
        let (app, person) = (&portal.visit.app, &portal.viewer.person);
        let form = app.form(key)?;
        let draft = match reference {
            Some(reference) => {
                let case = app
                    .draft_snapshot(&portal.viewer, reference, form)
                    .await?
                    .case;
                // A discarded draft is gone for good.
                Some(case)
                    .filter(|case| !case.category.is_over())
                    .ok_or(Error::NotFound)
                    .map(Some)?
            }
            None => None,
        };
        let organisation = person.organisation.ok_or(Error::NotFound)?;
        let id = draft.as_ref().map(|case| case.id);
        Ok(Self {
            portal,
            form,
            reference,
            facts: app.form_facts(Some(person), organisation, id).await?,
            version: draft.as_ref().map_or(0, |case| case.version),
            saved_at: draft.as_ref().map(|case| case.updated_at),
            answers: draft.map(|case| case.answers).unwrap_or_default(),
        })
    }

    const fn address(&self) -> FormAddress<'a> {
        FormAddress {
            request_type: &self.form.key,
            draft: self.reference,
        }
    }

    /// What is stored, over what is proposed.
    fn controls(&self) -> Controls {
        let mut controls = proposed_values(self.form, &self.facts);
        controls.extend(raw_values(self.form, &self.answers, &self.facts.zone));
        controls
    }

    async fn question(
        &self,
        (step, return_to): (&Step, ReturnTo),
        status: StatusCode,
        (controls, errors): (&Controls, &[FieldError]),
    ) -> Result<HttpResponse, Fail> {
        let organisation = self.portal.viewer.person.organisation;
        let desk = self.portal.visit.app.partner_desk(organisation).await?;
        let chrome = self.portal.chrome().await?;
        let given = QuestionFacts {
            form: self.form,
            step,
            address: self.address(),
            return_to,
            answers: &self.answers,
            controls,
            errors,
            facts: &self.facts,
            saved_at: self.saved_at,
            desk: DeskFacts::of(&desk),
        };
        html_as(status, &QuestionPage::new(&chrome, &given))
    }

    /// The answers read again; `said` is why they are shown again.
    async fn check(&self, status: StatusCode, said: Option<String>) -> Result<HttpResponse, Fail> {
        let organisation = self.portal.viewer.person.organisation;
        let desk = self.portal.visit.app.partner_desk(organisation).await?;
        let mut chrome = self.portal.chrome().await?;
        chrome.flash = said.or(chrome.flash);
        let outcome = validate(
            self.form,
            Input::Stored(&self.answers),
            Scope::Whole,
            &self.facts,
        );
        let given = CheckFacts {
            form: self.form,
            address: self.address(),
            version: self.version,
            answers: &self.answers,
            errors: &outcome.errors,
            facts: &self.facts,
            saved_at: self.saved_at,
            desk: DeskFacts::of(&desk),
        };
        html_as(status, &CheckPage::new(&chrome, &given))
    }
}

/// The page after a good one.
async fn on(
    portal: &Portal,
    key: &RequestTypeKey,
    reference: Reference,
    (step, return_to): (&Step, ReturnTo),
) -> Result<HttpResponse, Fail> {
    let written = Written::open(portal, key, Some(reference)).await?;
    let (form, answers, facts) = (written.form, &written.answers, &written.facts);
    let next = match return_to {
        ReturnTo::NextStep => next_step(form, &step.key, answers, facts),
        // A changed answer may ask for more.
        ReturnTo::Check => first_open_step(form, answers, facts),
    };
    let address = written.address();
    let next = next.map_or_else(
        || address.check(),
        |next| address.step(&next.key, return_to),
    );
    Ok(see(&next))
}

async fn choose_page(
    portal: &Portal,
    status: StatusCode,
    chosen: Chosen<'_>,
) -> Result<HttpResponse, Fail> {
    let app = &portal.visit.app;
    let desk = app.partner_desk(portal.viewer.person.organisation).await?;
    let chrome = portal.chrome().await?;
    let types = app.rules.forms.all();
    html_as(
        status,
        &ChoosePage::new(&chrome, types, chosen, DeskFacts::of(&desk)),
    )
}

/// The draft an address or a form names; empty while there is none.
fn reference_of(text: &str) -> Result<Option<Reference>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    Reference::parse(text)
        .map(Some)
        .map_err(|_| Error::NotFound)
}
