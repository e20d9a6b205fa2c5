//! `/admin/sla`: calendars, policies, event windows and what changing them comes to.
//!
//! What lives here: the pages' builders and the words they share. What does not: reckoning (use-cases).
//! Handlers call.

pub mod definition;
pub mod overview;
pub mod work;

use std::borrow::Cow;

use domain::published::DefinitionKind;

use crate::i18n::Words;
use crate::usecases::read::policy::Changed;
use crate::web::pages::moments::Moments;

/// Where a definition is changed.
pub fn address(kind: DefinitionKind, key: &str) -> String {
    format!("/admin/sla/{}/{key}", kind.as_str())
}

/// The kind in words, such as “Calendar”.
pub fn kind_name(words: Words, kind: DefinitionKind) -> Cow<'static, str> {
    words.get(match kind {
        DefinitionKind::Calendar => "sla-kind-calendar",
        DefinitionKind::Policy => "sla-kind-policy",
        DefinitionKind::Event => "sla-kind-event",
        DefinitionKind::Workflow | DefinitionKind::Form | DefinitionKind::Escalation => {
            "sla-kind-other"
        }
    })
}

/// Who published a version and when: “Odile Brac, 21 Sept”, or that it came with the files.
pub fn changed_by(words: Words, moments: &Moments, changed: &Changed) -> String {
    let when = changed.at.map(|at| moments.short(at)).unwrap_or_default();
    match &changed.by {
        Some(name) => words.with(
            "sla-changed",
            &[("name", name.as_str().into()), ("when", when.into())],
        ),
        None if when.is_empty() => words.get("sla-files").into_owned(),
        None => words.named("sla-files-at", "when", when),
    }
}
