//! A request that is sent again with the same key: answered as the first time, carried out once.

use domain::case::Case;
use sha2::{Digest as _, Sha256};

use crate::store::idempotency::Idempotency;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

/// What is asked, as far as two requests with one key must be the same.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// Path and query.
    pub path: &'a str,
    /// The body as it came.
    pub body: &'a [u8],
}

/// Whether a request is to be carried out.
#[derive(Debug)]
pub enum Attempt {
    /// It is; the key goes into the transaction of what it does.
    Fresh(Option<Idempotency>),
    /// It was, but its answer was lost: the answer is made from the case again.
    Made(Box<Case>),
    /// It was, and this was the answer.
    Answered {
        /// HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
}

impl App {
    /// Looks a key up. Two requests that race with one key both look fresh here; the write door lets one
    /// through and answers the other with [`Error::KeyInFlight`].
    ///
    /// # Errors
    /// [`Error::KeyReused`] when the key was used for something else.
    pub async fn attempt(
        &self,
        viewer: &Viewer,
        key: Option<&str>,
        asked: Asked<'_>,
    ) -> Result<Attempt, Error> {
        let Some(key) = key else {
            return Ok(Attempt::Fresh(None));
        };
        let at = self.now();
        let person = viewer.person.id;
        let body_hash = digest(asked);
        let Some(known) = self.store.find_idempotency(person, key, at).await? else {
            let key = Idempotency {
                person,
                key: key.to_owned(),
                body_hash,
                at,
            };
            return Ok(Attempt::Fresh(Some(key)));
        };
        if known.body_hash != body_hash {
            return Err(Error::KeyReused);
        }
        match (known.answer, known.case) {
            (Some((status, body)), _) => Ok(Attempt::Answered { status, body }),
            (None, Some(case)) => {
                let case = self
                    .store
                    .find_case_any(case)
                    .await?
                    .ok_or(Error::NotFound)?;
                Ok(Attempt::Made(Box::new(case)))
            }
            (None, None) => Err(Error::KeyInFlight),
        }
    }

    /// Remembers an answer for a day. What it answers is durable already, so a failure is logged and the
    /// answer goes out all the same.
    pub async fn remember_answer(&self, viewer: &Viewer, key: &str, status: u16, body: &str) {
        let person = viewer.person.id;
        if let Err(error) = self
            .store
            .remember_answer(person, key, status, body.to_owned())
            .await
        {
            tracing::warn!(error = %error, "an answer could not be remembered for its idempotency key");
        }
    }
}

/// SHA-256 of method, path and body, each closed so that none runs into the next.
fn digest(asked: Asked<'_>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in [asked.method, asked.path] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.update(asked.body);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn method_path_and_body_each_make_another_request() {
        let asked = |method, path, body| digest(Asked { method, path, body });
        let one = asked("POST", "/a", b"{}");
        assert_eq!(one, asked("POST", "/a", b"{}"));
        assert_ne!(one, asked("PUT", "/a", b"{}"));
        assert_ne!(one, asked("POST", "/b", b"{}"));
        assert_ne!(one, asked("POST", "/a", b"{ }"));
        assert_ne!(asked("POST", "/a", b"b"), asked("POST", "/ab", b""));
    }
}
