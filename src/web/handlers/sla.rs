//! Targets and calendars: seen, changed as text or by small forms, previewed, published.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use domain::clocks::edit;
use domain::clocks::preview::Reach;
use domain::ids::PolicyJobId;
use domain::published::DefinitionKind;
use domain::refusal::InputError;
use domain::source::Source;
use toml::Value;
use uuid::Uuid;

use crate::usecases::error::Error;
use crate::usecases::outbox::only_administrators;
use crate::usecases::read::policy::DefinitionView;
use crate::web::body::FormBody;
use crate::web::chrome::{html, html_as, see};
use crate::web::fail::Fail;
use crate::web::identity::{Desk, Posted};
use crate::web::pages::sla::definition::{Typed, definition_page};
use crate::web::pages::sla::overview::{EventForm, overview_page};
use crate::web::pages::sla::work::{Applied, work_page};

/// The zone that a new event window proposes.
const ZONE: &str = "Europe/Paris";

/// `GET /admin/sla`.
///
/// # Errors
/// Not found for anybody but administrators.
pub async fn show(desk: Desk) -> Result<HttpResponse, Fail> {
    let form = EventForm {
        zone: ZONE.to_owned(),
        ..EventForm::default()
    };
    overview(&desk, form, &[]).await
}

/// `GET /admin/sla/{kind}/{key}`.
///
/// # Errors
/// Not found for anybody but administrators, and without it.
pub async fn definition(desk: Desk, path: Path<(String, String)>) -> Result<HttpResponse, Fail> {
    let view = view(&desk, path.into_inner()).await?;
    let chrome = desk.chrome().await?;
    html(&definition_page(&chrome, &view, Typed::default(), &[]))
}

/// `POST /admin/sla/{kind}/{key}`: a changed text, or one small change, to be previewed.
///
/// # Errors
/// Not found for anybody but administrators. Mistakes show the page again with everything typed.
pub async fn change(
    desk: Desk,
    path: Path<(String, String)>,
    posted: Posted,
) -> Result<HttpResponse, Fail> {
    let view = view(&desk, path.into_inner()).await?;
    let form = &posted.form;
    let done = match changed(&view, form) {
        Err(error) => Err(error),
        Ok(text) if view.kind == DefinitionKind::Event => {
            let app = &desk.visit.app;
            let published = app.publish_event(&desk.viewer, &text, form.text("reason"));
            published
                .await
                .map(|()| "/admin/sla?said=published".to_owned())
        }
        Ok(text) => {
            let of = Some((view.kind, view.key.as_str()));
            let preview = desk.visit.app.preview_draft(&desk.viewer, of, &text).await;
            preview.map(|id| format!("/admin/sla/work/{id}"))
        }
    };
    match done {
        Ok(address) => Ok(see(&address)),
        Err(Error::Invalid(errors)) => {
            let chrome = desk.chrome().await?;
            let page = definition_page(&chrome, &view, typed(form), &errors);
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/sla/event`: a new event window.
///
/// # Errors
/// Not found for anybody but administrators. Mistakes show the page again with everything typed.
pub async fn add_event(desk: Desk, posted: Posted) -> Result<HttpResponse, Fail> {
    only_administrators(&desk.viewer)?;
    let form = event_form(&posted.form);
    let text = event_text(&form);
    let app = &desk.visit.app;
    match app.publish_event(&desk.viewer, &text, &form.reason).await {
        Ok(()) => Ok(see("/admin/sla?said=published")),
        Err(Error::Invalid(errors)) => overview(&desk, form, &errors).await,
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/sla/work/{id}`.
///
/// # Errors
/// Not found for anybody but administrators, and without it.
pub async fn work(desk: Desk, path: Path<Uuid>) -> Result<HttpResponse, Fail> {
    let id = PolicyJobId::from_uuid(path.into_inner());
    let work = desk.visit.app.policy_work(&desk.viewer, id).await?;
    let chrome = desk.chrome().await?;
    html(&work_page(&chrome, &work, Applied::default(), &[]))
}

/// `POST /admin/sla/work/{id}`: publishes what was previewed.
///
/// # Errors
/// Not found for anybody but administrators. Mistakes show the page again.
pub async fn publish(desk: Desk, path: Path<Uuid>, posted: Posted) -> Result<HttpResponse, Fail> {
    let id = PolicyJobId::from_uuid(path.into_inner());
    let applied = Applied {
        apply: posted.form.text("apply").to_owned(),
        reason: posted.form.text("reason").to_owned(),
    };
    let app = &desk.visit.app;
    let done = match reach(&applied.apply) {
        Ok(reach) => {
            let reason = &applied.reason;
            app.publish_preview(&desk.viewer, id, reach, reason).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(Some(work)) => Ok(see(&format!("/admin/sla/work/{work}?said=published"))),
        Ok(None) => Ok(see("/admin/sla?said=published")),
        Err(Error::Invalid(errors)) => {
            let work = app.policy_work(&desk.viewer, id).await?;
            let chrome = desk.chrome().await?;
            let page = work_page(&chrome, &work, applied, &errors);
            html_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// How a version is to be applied; `None` for new cases only.
///
/// # Errors
/// [`Error::Invalid`] for anything else.
pub fn reach(text: &str) -> Result<Option<Reach>, Error> {
    match text {
        "new_cases" => Ok(None),
        "open_cases" => Ok(Some(Reach::OpenCases)),
        "restate" => Ok(Some(Reach::Restate)),
        _ => Err(Error::field("apply", "unknown_choice")),
    }
}

async fn overview(
    desk: &Desk,
    form: EventForm,
    errors: &[InputError],
) -> Result<HttpResponse, Fail> {
    only_administrators(&desk.viewer)?;
    let rules = desk.visit.app.sla_rules(&desk.viewer).await?;
    let chrome = desk.chrome().await?;
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_as(status, &overview_page(&chrome, &rules, form, errors))
}

async fn view(desk: &Desk, (kind, key): (String, String)) -> Result<DefinitionView, Fail> {
    let kind = DefinitionKind::parse(&kind).ok_or(Error::NotFound)?;
    let app = &desk.visit.app;
    Ok(app.definition_view(&desk.viewer, kind, &key).await?)
}

/// The text with the change that the form asks for.
fn changed(view: &DefinitionView, form: &FormBody) -> Result<String, Error> {
    let source = Source::new("", &view.source);
    let broken = |finding: domain::source::Finding| Error::Internal(finding.to_string());
    match form.text("do") {
        "closure" => {
            let from = day(form, "closed_from")?;
            let closure = match form.filled("closed_to") {
                Some(_) => format!("{from}..{}", day(form, "closed_to")?),
                None => from,
            };
            edit::with_closure(&source, &closure).map_err(broken)
        }
        "half_day" => {
            let date = day(form, "half_day")?;
            let hours: Vec<String> = form
                .text("hours")
                .split([',', ' '])
                .filter(|slot| !slot.is_empty())
                .map(str::to_owned)
                .collect();
            if hours.is_empty() {
                return Err(Error::field("hours", "required"));
            }
            edit::with_half_day(&source, &date, &hours).map_err(broken)
        }
        "target" => {
            let chosen = form.text("target").split_once('.');
            let chosen = chosen.and_then(|(row, metric)| Some((row.parse().ok()?, metric)));
            let (row, metric) = chosen.ok_or(Error::field("target", "unknown_choice"))?;
            let length = form
                .filled("length")
                .ok_or(Error::field("length", "required"))?;
            edit::with_target(&source, row, metric, length)
                .map_err(broken)?
                .ok_or(Error::field("target", "unknown_choice"))
        }
        _ => Ok(raw(form, "source").to_owned()),
    }
}

fn day(form: &FormBody, name: &str) -> Result<String, Error> {
    let day: Result<jiff::civil::Date, _> = form.text(name).parse();
    day.map(|day| day.to_string())
        .map_err(|_| Error::field(name, "not_a_day"))
}

/// A field as it was typed, so that its lines keep their numbers.
fn raw<'a>(form: &'a FormBody, name: &str) -> &'a str {
    form.all(name).first().map_or("", String::as_str)
}

fn typed(form: &FormBody) -> Typed {
    let text = |name: &str| form.text(name).to_owned();
    Typed {
        source: (form.text("do") == "text").then(|| raw(form, "source").to_owned()),
        closed_from: text("closed_from"),
        closed_to: text("closed_to"),
        half_day: text("half_day"),
        hours: text("hours"),
        target: text("target"),
        length: text("length"),
        reason: text("reason"),
    }
}

fn event_form(form: &FormBody) -> EventForm {
    let text = |name: &str| form.text(name).to_owned();
    EventForm {
        title: text("title"),
        from: text("from"),
        to: text("to"),
        zone: text("zone"),
        partners: text("partners"),
        reason: text("reason"),
    }
}

/// The event as it would stand in a file; its key is made of its name and its day.
fn event_text(form: &EventForm) -> String {
    let quoted = |text: &str| Value::String(text.to_owned()).to_string();
    let day = form.from.split('T').next().unwrap_or_default();
    let name: String = form
        .title
        .to_lowercase()
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() {
                one
            } else {
                '-'
            }
        })
        .take(40)
        .collect();
    let partners: Vec<String> = form
        .partners
        .split([',', ' ', ';'])
        .filter(|slug| !slug.is_empty())
        .map(quoted)
        .collect();
    format!(
        "[[event]]\nkey = {}\ntitle = {{ fr = {title}, en = {title} }}\nzone = {}\nfrom = {}\nto = {}\n\
         partners = [{}]\n",
        quoted(&format!("{}-{day}", name.trim_matches('-'))),
        quoted(&form.zone),
        quoted(&form.from),
        quoted(&form.to),
        partners.join(", "),
        title = quoted(&form.title),
    )
}
