//! The thread of one case on its own, for programs: its messages and its files.

use std::collections::BTreeMap;

use domain::case::{Case, Reference};
use domain::ids::PersonId;
use domain::message::{Attachment, Message};

use crate::store::thread::Reading;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

/// Messages with the names of their authors.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Oldest first; for a partner the public ones alone.
    pub messages: Vec<Message>,
    /// Names by identity.
    pub names: BTreeMap<PersonId, String>,
}

/// Files with the names of who added them.
#[derive(Clone, Debug)]
pub struct Files {
    /// Oldest first; for a partner the public ones alone.
    pub files: Vec<Attachment>,
    /// Names by identity.
    pub names: BTreeMap<PersonId, String>,
}

impl App {
    /// The case without its parts; nothing is marked as seen.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there, not theirs, or still a draft.
    pub async fn get_header(&self, viewer: &Viewer, reference: Reference) -> Result<Case, Error> {
        let found = self.store.find_case(reference, &viewer.scope).await?;
        found.filter(|case| !case.is_draft()).ok_or(Error::NotFound)
    }

    /// The messages that the viewer may read.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the case is not there or not theirs.
    pub async fn list_messages(
        &self,
        viewer: &Viewer,
        reference: Reference,
    ) -> Result<Thread, Error> {
        let case = self.get_header(viewer, reference).await?;
        let messages = self.store.list_messages(case.id, reading(viewer)).await?;
        let authors = messages
            .iter()
            .filter_map(|message| message.author.person());
        let names = self.store.names_any(authors).await?;
        Ok(Thread { messages, names })
    }

    /// The files that the viewer may read.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the case is not there or not theirs.
    pub async fn list_files(&self, viewer: &Viewer, reference: Reference) -> Result<Files, Error> {
        let case = self.get_header(viewer, reference).await?;
        let files = self.files_of(&case, reading(viewer)).await?;
        let authors = files.iter().filter_map(|file| file.author.person());
        let names = self.store.names_any(authors).await?;
        Ok(Files { files, names })
    }

    /// The files of a case; for staff with the public ones of the case it was opened from, which who works
    /// on it needs and may not be able to open.
    pub(crate) async fn files_of(
        &self,
        case: &Case,
        reading: Reading,
    ) -> Result<Vec<Attachment>, Error> {
        let mut files = match (case.parent, reading) {
            (Some(parent), Reading::Everything) => {
                self.store.list_attachments(parent, Reading::Public).await?
            }
            (Some(_), Reading::Public) | (None, _) => Vec::new(),
        };
        files.extend(self.store.list_attachments(case.id, reading).await?);
        Ok(files)
    }
}

const fn reading(viewer: &Viewer) -> Reading {
    if viewer.is_partner() {
        Reading::Public
    } else {
        Reading::Everything
    }
}
