//! Values as the API writes them: moments and references as text, and the closed vocabularies that the
//! schema names.

use domain::case::{Category, Kind, Priority, Reference};
use domain::people::Role;
use domain::time::Instant;
use domain::workflow::definition::{Ball, Trigger};
use serde::{Serialize, Serializer};
use serde_json::json;
use std::borrow::Cow;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Array, KnownFormat, Object, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A moment, written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(Instant);

/// What people call a case, written as `REQ-1042`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ref(Reference);

impl From<Instant> for Moment {
    fn from(at: Instant) -> Self {
        Self(at)
    }
}

impl From<Reference> for Ref {
    fn from(reference: Reference) -> Self {
        Self(reference)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.timestamp())
    }
}

impl Serialize for Ref {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        text()
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("A moment: RFC 3339 in UTC."))
            .examples([json!("2026-09-21T12:30:00Z")])
            .into()
    }
}

impl ToSchema for Moment {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Moment")
    }
}

impl PartialSchema for Ref {
    fn schema() -> RefOr<Schema> {
        text()
            .pattern(Some("^(REQ|VER|ESC|ONB)-[0-9]{4,9}$"))
            .description(Some("What people call a case."))
            .examples([json!("REQ-1042")])
            .into()
    }
}

impl ToSchema for Ref {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Reference")
    }
}

/// The four kinds of case.
pub fn kind() -> Object {
    one_of(
        Kind::ALL.iter().map(|one| one.as_str()),
        "Which of the four kinds of case.",
    )
}

/// The categories of states.
pub fn category() -> Object {
    let all = Category::ALL.iter().map(|one| one.as_str());
    one_of(
        all,
        "The category of the state: what drives clocks and groups.",
    )
}

/// The priorities, most urgent first.
pub fn priority() -> Object {
    one_of(
        Priority::ALL.iter().map(|one| one.as_str()),
        "How much it matters; P1 is the most urgent.",
    )
}

/// Several kinds.
pub fn kinds() -> Array {
    several(kind(), "Kinds, separated by commas.")
}

/// Several categories.
pub fn categories() -> Array {
    several(category(), "Categories of state, separated by commas.")
}

/// Several priorities.
pub fn priorities() -> Array {
    several(priority(), "Staff: priorities, separated by commas.")
}

/// Which cases of the staff's are listed.
pub fn view() -> Object {
    let about = "Staff: which cases. `triage`: of my teams and without an owner, or mine; `mine`: mine; \
                 `waiting`: of my teams and waiting for the partner; `all`, when absent: of my teams.";
    one_of(["triage", "mine", "waiting", "all"].into_iter(), about)
}

/// In which order cases are listed.
pub fn sort() -> Object {
    let about = "Staff: `due`, when absent, lists open cases by deadline, late first, held last; \
                 `-created` lists every case, finished ones too, newest first, as partners always get them.";
    one_of(["due", "-created"].into_iter(), about)
}

/// Whose turn it is.
pub fn ball() -> Object {
    one_of(
        Ball::ALL.iter().map(|one| one.as_str()),
        "Whose turn it is.",
    )
}

/// The roles.
pub fn role() -> Object {
    one_of(Role::ALL.iter().map(|one| one.as_str()), "A role.")
}

/// What sets a transition off.
pub fn trigger() -> Object {
    one_of(
        Trigger::ALL.iter().map(|one| one.as_str()),
        "What sets a transition off.",
    )
}

/// Where a clock stands.
pub fn stage() -> Object {
    let all = [
        "running",
        "paused",
        "met",
        "breached_open",
        "breached_done",
        "cancelled",
    ];
    one_of(
        all.into_iter(),
        "Where the clock stands; a running clock past its due moment is breached_open.",
    )
}

/// Who is owed by a clock.
pub fn clock_kind() -> Object {
    let about =
        "Who is owed: the partner (sla), another of our teams (ola), or us by a third party (uc).";
    one_of(["sla", "ola", "uc"].into_iter(), about)
}

/// Who may read a message.
pub fn audience() -> Object {
    let about = "Who may read it: partner and staff (public), or staff alone (internal).";
    one_of(["public", "internal"].into_iter(), about)
}

/// How a message arrived.
pub fn channel() -> Object {
    one_of(
        ["portal", "desk", "mail", "api", "system"].into_iter(),
        "How it arrived.",
    )
}

/// The two languages.
pub fn language() -> Object {
    one_of(["fr", "en"].into_iter(), "A language.")
}

fn several(one: Object, about: &str) -> Array {
    ArrayBuilder::new()
        .items(one)
        .description(Some(about))
        .build()
}

fn one_of<'a>(values: impl Iterator<Item = &'a str>, about: &str) -> Object {
    text()
        .enum_values(Some(values))
        .description(Some(about))
        .build()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_utc_text_and_references_keep_their_digits() {
        let at = Instant::parse_rfc3339("2026-09-21T14:30:00+02:00").unwrap();
        assert_eq!(
            serde_json::to_value(Moment(at)).unwrap(),
            json!("2026-09-21T12:30:00Z")
        );
        let reference = Reference::new(Kind::Escalation, 89);
        assert_eq!(
            serde_json::to_value(Ref(reference)).unwrap(),
            json!("ESC-0089")
        );
    }
}
