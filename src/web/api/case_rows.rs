//! Rows of `GET /api/v1/cases`: borrowed from what was read, written straight into the answer.

use domain::case::{Category, Kind, Priority};
use domain::clocks::clock::Stage;
use domain::ids::PersonId;
use domain::rules::Rules;
use domain::text::Language;
use domain::workflow::definition::Ball;
use serde::Serialize;
use utoipa::ToSchema;

use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::cases::{CaseLine, CaseRows, PartnerLine};
use crate::usecases::read::queue::RowClock;
use crate::web::api::names::{state_title, type_title};
use crate::web::api::values::{self, Moment, Ref};

/// One case in a list, for whoever asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum CaseRow<'a> {
    /// For the staff.
    #[schema(title = "For staff")]
    Staff(StaffRow<'a>),
    /// For a partner.
    #[schema(title = "For partners")]
    Partner(PartnerRow<'a>),
}

/// One case in a list, for the staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct StaffRow<'a> {
    /// What people call it.
    reference: Ref,
    /// Its version.
    version: i64,
    /// Which of the four kinds.
    #[schema(schema_with = values::kind)]
    kind: Kind,
    /// The form it came by; null for cases opened by staff.
    request_type: Option<&'a str>,
    /// The form's or the workflow's name.
    type_title: &'a str,
    /// One line.
    title: &'a str,
    /// Key of the state.
    state: &'a str,
    /// The state's name.
    state_title: &'a str,
    /// The state's category.
    #[schema(schema_with = values::category)]
    category: Category,
    /// How much it matters.
    #[schema(schema_with = values::priority)]
    priority: Priority,
    /// The publisher.
    organisation: OrganisationName<'a>,
    /// Who has it; null for nobody.
    owner: Option<PersonName<'a>>,
    /// The clock that decides its place; null when nothing counts.
    clock: Option<DecidingClock<'a>>,
    /// The last thing that happened.
    last_event: LastEvent<'a>,
    /// Whether something happened that the caller has not seen.
    unread: bool,
    /// When it was submitted.
    submitted_at: Option<Moment>,
    /// When it entered its present state.
    state_since: Moment,
    /// When it was last finished.
    resolved_at: Option<Moment>,
    /// When anything last happened.
    updated_at: Moment,
}

/// One case in a list, for its partner. It cannot hold anything internal.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerRow<'a> {
    /// What people call it.
    reference: Ref,
    /// Its version.
    version: i64,
    /// Which of the four kinds.
    #[schema(schema_with = values::kind)]
    kind: Kind,
    /// The form it came by; null for cases opened for the partner.
    request_type: Option<&'a str>,
    /// The form's or the workflow's name.
    type_title: &'a str,
    /// One line.
    title: &'a str,
    /// Where it stands in the partner's words.
    state_title: &'a str,
    /// Whose turn it is.
    #[schema(schema_with = values::ball)]
    ball: Ball,
    /// When the next thing was promised, or the partner's answer is needed.
    promised_at: Option<Moment>,
    /// Whether that moment has passed.
    late: bool,
    /// When it was submitted.
    submitted_at: Option<Moment>,
    /// When anything last happened.
    updated_at: Moment,
}

/// A publisher, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationName<'a> {
    /// Short name, as in addresses.
    slug: &'a str,
    /// Name for people.
    name: &'a str,
}

/// A person, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonName<'a> {
    /// Identity.
    #[schema(value_type = Uuid)]
    id: PersonId,
    /// Full name.
    name: &'a str,
}

/// The clock that decides a case's place in the queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidingClock<'a> {
    /// What it measures, such as `first_response`.
    metric: &'a str,
    /// Where it stands as of now.
    #[schema(schema_with = values::stage)]
    stage: Stage,
    /// When it is due; null while paused.
    due_at: Option<Moment>,
    /// Business time allowed, in milliseconds.
    target_ms: i64,
    /// Business time left, in milliseconds; negative when late, frozen while paused.
    left_ms: i64,
}

/// The last thing that happened to a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct LastEvent<'a> {
    /// Its key, such as `message_added`.
    #[serde(rename = "type")]
    key: &'a str,
    /// Whether the partner did it.
    by_partner: bool,
}

impl<'a> CaseRow<'a> {
    /// The rows of a page.
    pub fn all(rows: &'a CaseRows, rules: &'a Rules, language: Language) -> Vec<Self> {
        match rows {
            CaseRows::Staff(lines) => lines
                .iter()
                .map(|line| Self::Staff(staff_row(line, rules, language)))
                .collect(),
            CaseRows::Partner(lines) => lines
                .iter()
                .map(|line| Self::Partner(partner_row(line, language)))
                .collect(),
        }
    }
}

impl<'a> From<&'a PersonBadge> for PersonName<'a> {
    fn from(badge: &'a PersonBadge) -> Self {
        Self {
            id: badge.id,
            name: &badge.name,
        }
    }
}

fn staff_row<'a>(line: &'a CaseLine, rules: &'a Rules, language: Language) -> StaffRow<'a> {
    let definition = line.definition.as_deref();
    StaffRow {
        reference: line.reference.into(),
        version: line.version,
        kind: line.kind,
        request_type: line
            .request_type
            .as_ref()
            .map(domain::ids::RequestTypeKey::as_str),
        type_title: type_title(
            rules,
            line.kind,
            line.request_type.as_ref(),
            definition,
            language,
        ),
        title: &line.title,
        state: line.state.as_str(),
        state_title: state_title(definition, &line.state, language),
        category: line.category,
        priority: line.priority,
        organisation: OrganisationName {
            slug: &line.organisation_slug,
            name: &line.organisation_name,
        },
        owner: line.owner.as_ref().map(PersonName::from),
        clock: line.clock.as_ref().map(deciding_clock),
        last_event: LastEvent {
            key: &line.last_event,
            by_partner: line.by_partner,
        },
        unread: line.unread,
        submitted_at: line.submitted_at.map(Moment::from),
        state_since: line.state_since.into(),
        resolved_at: line.resolved_at.map(Moment::from),
        updated_at: line.updated_at.into(),
    }
}

fn partner_row(line: &PartnerLine, language: Language) -> PartnerRow<'_> {
    PartnerRow {
        reference: line.row.reference.into(),
        version: line.version,
        kind: line.kind,
        request_type: line
            .request_type
            .as_ref()
            .map(domain::ids::RequestTypeKey::as_str),
        type_title: line.row.type_title.get(language),
        title: &line.row.title,
        state_title: line.row.state.get(language),
        ball: line.row.ball,
        promised_at: line.row.promised_at.map(Moment::from),
        late: line.row.late,
        submitted_at: line.submitted_at.map(Moment::from),
        updated_at: line.row.updated_at.into(),
    }
}

fn deciding_clock(clock: &RowClock) -> DecidingClock<'_> {
    DecidingClock {
        metric: clock.metric.as_str(),
        stage: clock.stage,
        due_at: clock.due_at.map(Moment::from),
        target_ms: clock.target.as_millis(),
        left_ms: clock.left.as_millis(),
    }
}
