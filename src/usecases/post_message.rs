//! Writes into the thread of a case: a public message, or an internal note of the staff.

use std::collections::BTreeMap;

use domain::case::{Case, Category, Reference};
use domain::engine::step::{Words, say};
use domain::message::{Audience, Channel};
use domain::refusal::InputError;
use domain::text::Language;

use crate::store::idempotency::Idempotency;
use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::files::Received;
use crate::usecases::viewer::Viewer;

/// Most characters of a message.
pub const MAX_BODY_CHARS: usize = 20_000;

/// How often a message is tried when somebody else writes into the case at the same moment.
const TRIES: u32 = 4;

/// A message to be written.
#[derive(Clone, Debug)]
pub struct PostMessage {
    /// Which case.
    pub reference: Reference,
    /// Who may read it.
    pub audience: Audience,
    /// Plain text; may be empty when files come with it.
    pub body: String,
    /// How it arrived.
    pub channel: Channel,
    /// Files that come with it.
    pub files: Vec<Received>,
    /// Key of a repeated request.
    pub key: Option<Idempotency>,
}

impl App {
    /// Writes a message or note; gives the case as it stands since.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is empty or too long; [`Error::NotFound`] when a partner asks for an
    /// internal note or for a case that is not theirs.
    pub async fn post_message(&self, viewer: &Viewer, wanted: PostMessage) -> Result<Case, Error> {
        self.post_message_in(viewer, wanted, None).await
    }

    /// Writes a message that a person typed: when somebody else changed the case at the same moment it is
    /// tried again, for words depend on nothing that could have changed.
    ///
    /// # Errors
    /// As [`App::post_message`]; [`Error::Conflict`] when the case never came to rest.
    pub async fn post_typed(&self, viewer: &Viewer, wanted: PostMessage) -> Result<Case, Error> {
        let mut tries = 1;
        loop {
            match self.post_message(viewer, wanted.clone()).await {
                Err(Error::Conflict { .. }) if tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    /// The same, for an author who says which language the words are in; without one it is the author's.
    ///
    /// # Errors
    /// As [`App::post_message`].
    pub async fn post_message_in(
        &self,
        viewer: &Viewer,
        wanted: PostMessage,
        language: Option<Language>,
    ) -> Result<Case, Error> {
        if viewer.is_partner() && wanted.audience == Audience::Internal {
            return Err(Error::NotFound);
        }
        let body = clean(&wanted.body);
        if body.is_empty() && wanted.files.is_empty() {
            return Err(Error::field("body", "required"));
        }
        let length = body.chars().count();
        if length > MAX_BODY_CHARS {
            return Err(too_long(length));
        }
        let snapshot = self.snapshot(viewer, wanted.reference).await?;
        if snapshot.case.is_draft() {
            return Err(Error::NotFound);
        }
        if wanted.audience == Audience::Public && !takes_words(&snapshot.case) {
            return Err(Error::field("body", "case_void"));
        }
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        let (case, audience, author) = (snapshot.case.id, wanted.audience, viewer.actor());
        let attach = |file| self.attachment(case, file, None, audience, author.clone());
        let words = Words {
            audience,
            body,
            channel: wanted.channel,
            files: wanted.files.iter().map(attach).collect(),
        };
        let mut changes = say(
            &around.world(self),
            snapshot,
            words,
            viewer.actor(),
            self.now(),
        )?;
        if let (Some(language), Some(message)) = (language, changes.messages.first_mut()) {
            message.language = language;
        }
        self.place_files(&wanted.files).await?;
        self.commit_case(changes, wanted.key).await
    }

    /// Whether the viewer may write into the thread of a case: asked before files are received for it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the case is not theirs or a draft, [`Error::Invalid`] when a partner's words
    /// would reach nobody any more.
    pub async fn check_thread(&self, viewer: &Viewer, reference: Reference) -> Result<(), Error> {
        let found = self.store.find_case(reference, &viewer.scope).await?;
        let case = found.ok_or(Error::NotFound)?;
        if case.is_draft() {
            return Err(Error::NotFound);
        }
        if viewer.is_partner() && !takes_words(&case) {
            return Err(Error::field("body", "case_void"));
        }
        Ok(())
    }
}

/// Whether public words still reach somebody: what was withdrawn, expired or merged has no thread any more.
pub(crate) fn takes_words(case: &Case) -> bool {
    case.category != Category::Void
}

fn too_long(length: usize) -> Error {
    Error::Invalid(vec![InputError {
        field: "body".to_owned(),
        code: "too_long".to_owned(),
        params: BTreeMap::from([
            ("max".to_owned(), MAX_BODY_CHARS.to_string()),
            ("length".to_owned(), length.to_string()),
        ]),
    }])
}

/// The text without surrounding space and without control characters other than line ends and tabs.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let kept: String = text
        .chars()
        .filter(|one| !one.is_control() || matches!(one, '\n' | '\t'))
        .collect();
    kept.trim().to_owned()
}
