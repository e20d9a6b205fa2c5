//! Files that answer a question of a draft: added, and taken away again.

use std::collections::BTreeMap;

use domain::case::Reference;
use domain::engine::step::add_files;
use domain::ids::AttachmentId;
use domain::message::Audience;
use domain::refusal::InputError;
use serde_json::Value;
use uuid::Uuid;

use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::files::{MAX_FILES, Received};
use crate::usecases::viewer::Viewer;

impl App {
    /// Adds files that answer a question of a draft. A partner's files on a case that is under way come
    /// with a message instead.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the draft is not theirs, [`Error::Invalid`] for too many files.
    pub async fn add_draft_files(
        &self,
        viewer: &Viewer,
        reference: Reference,
        field: &str,
        received: Vec<Received>,
    ) -> Result<(), Error> {
        let snapshot = self.snapshot(viewer, reference).await?;
        if !snapshot.case.is_draft() {
            return Err(Error::NotFound);
        }
        let facts = self
            .form_facts(
                Some(&viewer.person),
                snapshot.case.organisation,
                Some(snapshot.case.id),
            )
            .await?;
        let count = facts.files.len().saturating_add(received.len());
        if count > MAX_FILES {
            return Err(too_many(field, count));
        }
        let files = received
            .iter()
            .map(|one| {
                let field = Some(field.to_owned());
                self.attachment(
                    snapshot.case.id,
                    one,
                    field,
                    Audience::Public,
                    viewer.actor(),
                )
            })
            .collect();
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let changes = add_files(
            &around.world(self),
            snapshot,
            files,
            viewer.actor(),
            self.now(),
        );
        self.place_files(&received).await?;
        self.commit(changes, None).await?;
        Ok(())
    }

    /// Takes a file of a draft away, and out of the answer it was part of. A file that is gone already
    /// stays gone.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the draft is not theirs or was sent meanwhile.
    pub async fn remove_draft_file(
        &self,
        viewer: &Viewer,
        reference: Reference,
        file: Uuid,
    ) -> Result<(), Error> {
        let snapshot = self.snapshot(viewer, reference).await?;
        if !snapshot.case.is_draft() {
            return Err(Error::NotFound);
        }
        let file = AttachmentId::from_uuid(file);
        let mut answers = snapshot.case.answers.clone();
        let name = file.to_string();
        for answer in answers.values_mut() {
            if let Value::Array(items) = answer {
                items.retain(|item| item.as_str() != Some(name.as_str()));
            }
        }
        answers.retain(|_, answer| !matches!(answer, Value::Array(items) if items.is_empty()));
        self.rewrite_draft(viewer, snapshot, answers, vec![file])
            .await
    }
}

fn too_many(field: &str, count: usize) -> Error {
    Error::Invalid(vec![InputError {
        field: field.to_owned(),
        code: "too_many_files".to_owned(),
        params: BTreeMap::from([
            ("max".to_owned(), MAX_FILES.to_string()),
            ("count".to_owned(), count.to_string()),
        ]),
    }])
}
