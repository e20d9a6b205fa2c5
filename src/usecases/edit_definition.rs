//! An administrator changes a calendar, a policy or an event window: a draft is proved, previewed and
//! published as a new version; nothing is ever changed in place.

use std::collections::BTreeMap;

use domain::clocks::edit::with_version;
use domain::clocks::preview::Reach;
use domain::ids::PolicyJobId;
use domain::published::{DefinitionKind, Origin, Published};
use domain::refusal::InputError;
use domain::rules::Rules;
use domain::source::{Finding, Source, means_the_same};

use crate::store::definitions::{Edition, Publication, StoredDefinition};
use crate::store::policy_work::{JobStatus, PolicyJob, Work};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::outbox::only_administrators;
use crate::usecases::read::policy::Figures;
use crate::usecases::viewer::Viewer;

/// Longest text of one definition, in bytes.
const LONGEST: usize = 64 * 1024;
/// Fewest and most characters of a reason.
const REASON: (usize, usize) = (3, 500);

/// A draft that is sound, with the number it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft(Published);

impl App {
    /// Proves a draft against everything else in force. `of` is the definition it must be of.
    ///
    /// # Errors
    /// [`Error::Invalid`] with a line for every mistake; nothing is stored.
    pub async fn check_draft(
        &self,
        of: Option<(DefinitionKind, &str)>,
        text: &str,
    ) -> Result<Draft, Error> {
        if text.len() > LONGEST {
            return Err(Error::field("source", "too_long"));
        }
        let given = Source::new("", text);
        let (kind, key) = named(&given).map_err(|finding| wrong(&[finding], 0))?;
        if of.is_some_and(|(wanted, of)| wanted != kind || of != key) {
            return Err(Error::field("source", "other_definition"));
        }
        let stored = self.store.list_definitions().await?;
        let mut published: Vec<Published> = stored
            .iter()
            .filter_map(StoredDefinition::published)
            .collect();
        let (files, templates) = self.book.ground();
        let mut of_key: Vec<&Published> = self
            .rules
            .sources
            .iter()
            .chain(&published)
            .filter(|one| one.kind == kind && one.key == key)
            .collect();
        of_key.sort_by_key(|one| one.version);
        let newest = of_key.last();
        let version = newest.map_or(1, |newest| newest.version.saturating_add(1));
        let source = with_version(&given, version).map_err(|finding| wrong(&[finding], 0))?;
        let same = newest.is_some_and(|newest| {
            let before = with_version(&Source::new("", &newest.source), version);
            before.is_ok_and(|before| means_the_same(&before, &source))
        });
        if same {
            return Err(Error::field("source", "unchanged"));
        }
        let added = source.lines().count().saturating_sub(text.lines().count());
        let draft = Published {
            kind,
            key,
            version,
            source,
            origin: Origin::Edited,
        };
        published.push(draft.clone());
        Rules::assemble(files, &published, templates)
            .map_err(|findings| wrong(&findings, added))?;
        Ok(Draft(draft))
    }

    /// Begins to count what a draft would change; gives the work to look at.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody but administrators, and as [`App::check_draft`].
    pub async fn preview_draft(
        &self,
        viewer: &Viewer,
        of: Option<(DefinitionKind, &str)>,
        text: &str,
    ) -> Result<PolicyJobId, Error> {
        only_administrators(viewer)?;
        let Draft(draft) = self.check_draft(of, text).await?;
        let mut job = self.job(viewer, &draft, Work::Preview, "");
        if draft.kind == DefinitionKind::Event {
            // No deadline there is hangs on it: it is for promises made inside the window.
            job.status = JobStatus::Done;
        }
        let id = job.id;
        self.store.start_policy_job(job).await?;
        Ok(id)
    }

    /// Publishes the draft of a preview and begins to apply it; gives the work that applies it, if any.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anybody but administrators and without such a preview,
    /// [`Error::Invalid`] while it still counts, without a reason, and when the draft does not fit any more.
    pub async fn publish_preview(
        &self,
        viewer: &Viewer,
        preview: PolicyJobId,
        reach: Option<Reach>,
        reason: &str,
    ) -> Result<Option<PolicyJobId>, Error> {
        only_administrators(viewer)?;
        let found = self.store.find_policy_job(preview).await?;
        let preview = found
            .filter(|job| job.work == Work::Preview)
            .ok_or(Error::NotFound)?;
        if preview.status == JobStatus::Running {
            return Err(Error::field("apply", "still_counting"));
        }
        let of = Some((preview.kind, preview.key.as_str()));
        let draft = self.check_draft(of, &preview.source).await?;
        if draft.0.version != preview.version {
            // Its figures were counted over another version.
            return Err(Error::field("apply", "changed_meanwhile"));
        }
        let reach = reach.filter(|_| preview.kind != DefinitionKind::Event);
        self.publish(viewer, draft, reach, reason).await
    }

    /// Publishes an event window at once.
    ///
    /// # Errors
    /// As [`App::publish_preview`].
    pub async fn publish_event(
        &self,
        viewer: &Viewer,
        text: &str,
        reason: &str,
    ) -> Result<(), Error> {
        only_administrators(viewer)?;
        let draft = self.check_draft(None, text).await?;
        if draft.0.kind != DefinitionKind::Event {
            return Err(Error::field("source", "other_definition"));
        }
        self.publish(viewer, draft, None, reason).await.map(|_| ())
    }

    async fn publish(
        &self,
        viewer: &Viewer,
        Draft(draft): Draft,
        reach: Option<Reach>,
        reason: &str,
    ) -> Result<Option<PolicyJobId>, Error> {
        let reason = reason.trim();
        let length = reason.chars().count();
        if length < REASON.0 {
            return Err(Error::field("reason", "required"));
        }
        if length > REASON.1 {
            return Err(Error::field("reason", "too_long"));
        }
        let job = reach.map(|reach| self.job(viewer, &draft, Work::Apply(reach), reason));
        let id = job.as_ref().map(|job| job.id);
        let edition = Edition {
            author: viewer.person.id,
            reason: reason.to_owned(),
        };
        self.store
            .publish_edition(Publication::of(&draft), edition, job, self.now())
            .await?;
        if let Err(error) = self.read_rules_again().await {
            tracing::error!(error = %error, "a version was published that cannot be used here");
        }
        Ok(id)
    }

    fn job(&self, viewer: &Viewer, draft: &Published, work: Work, reason: &str) -> PolicyJob {
        let now = self.now();
        PolicyJob {
            id: PolicyJobId::new(self.ids.as_ref(), now),
            work,
            kind: draft.kind,
            key: draft.key.clone(),
            version: draft.version,
            source: draft.source.clone(),
            reason: reason.to_owned(),
            author: viewer.person.id,
            status: JobStatus::Running,
            cursor: None,
            total: 0,
            seen: 0,
            figures: serde_json::to_string(&Figures::default()).unwrap_or_default(),
            error: None,
            created_at: now,
            updated_at: now,
        }
    }
}

impl Draft {
    /// What is to be published.
    pub const fn published(&self) -> &Published {
        &self.0
    }
}

/// Which definition a text is of.
fn named(source: &Source<'_>) -> Result<(DefinitionKind, String), Finding> {
    let table: toml::Table = source.parse()?;
    let kinds = [
        DefinitionKind::Calendar,
        DefinitionKind::Policy,
        DefinitionKind::Event,
    ];
    for kind in kinds {
        let one = table
            .get(kind.as_str())
            .and_then(toml::Value::as_array)
            .and_then(|all| all.first());
        if let Some(one) = one {
            let key = one.get("key").and_then(toml::Value::as_str);
            let key = key.ok_or_else(|| source.finding(0, "it has no key"))?;
            return Ok((kind, key.to_owned()));
        }
    }
    let message = "there is no [[calendar]], [[policy]] or [[event]] here";
    Err(source.finding(0, message))
}

/// Findings as errors of the field; `added` lines were put in behind the key.
fn wrong(findings: &[Finding], added: usize) -> Error {
    let errors = findings.iter().map(|finding| {
        let line = finding.line.saturating_sub(added).max(1);
        InputError {
            field: "source".to_owned(),
            code: "definition_wrong".to_owned(),
            params: BTreeMap::from([
                ("line".to_owned(), line.to_string()),
                ("message".to_owned(), finding.message.clone()),
            ]),
        }
    });
    Error::Invalid(errors.collect())
}
