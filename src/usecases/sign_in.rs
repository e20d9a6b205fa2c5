//! Signing in by an e-mailed link, sessions and bearer tokens.

use std::collections::BTreeMap;

use domain::ids::{NoticeId, PersonId, TemplateKey};
use domain::notices::{Addressee, Notice, Side};
use domain::people::Person;
use domain::time::Instant;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::store::hash::Hash;
use crate::store::sessions::{NewLink, NewSession};
use crate::store::tokens::NewToken;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::limits::Peer;
use crate::usecases::links::{Link, Purpose, fresh_secret};
use crate::usecases::viewer::{Proof, Viewer};

/// What a bearer token begins with.
pub const TOKEN_PREFIX: &str = "gct_";

/// A session that was opened: the secret goes into the cookie and nowhere else.
#[derive(Debug)]
pub struct OpenedSession {
    /// The cookie's value.
    pub secret: String,
    /// Until when it lasts at most.
    pub expires_at: Instant,
    /// Where the person wanted to go; a path of ours, may be empty.
    pub target: String,
    /// Who.
    pub person: Person,
}

impl App {
    /// Sends a sign-in link when the address is known and active. Neither the answer nor its time says
    /// whether it was: for an unknown address as much is written, and counted.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is not an address, [`Error::TooMany`] when too many links were asked for.
    pub async fn request_sign_in(
        &self,
        email: &str,
        target: &str,
        from: Peer,
    ) -> Result<(), Error> {
        let email = email.trim().to_lowercase();
        if !looks_like_email(&email) {
            return Err(Error::field("email", "email"));
        }
        let now = self.now();
        self.limits.sign_in(from, &email, now)?;
        let person = self.store.find_person_by_email(&email, now).await?;
        if let Some(person) = person.filter(|person| person.active) {
            self.make_sign_in_link(&person, target, Announce::ByMail)
                .await?;
        } else {
            self.store.send_no_link(now, self.fresh_subject()?).await?;
        }
        Ok(())
    }

    /// A sign-in link to hand over, such as the first administrator's.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn sign_in_link_for(&self, person: &Person, target: &str) -> Result<String, Error> {
        let token = self
            .make_sign_in_link(person, target, Announce::ByCaller)
            .await?;
        Ok(format!("{}/sign-in/{token}", self.public_url))
    }

    /// A sign-in link that works for as long as a session, for the demonstration.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn sign_in_link_long(&self, person: &Person) -> Result<String, Error> {
        let mut patient = self.clone();
        patient.lifetimes.sign_in = self.lifetimes.session;
        patient.sign_in_link_for(person, "").await
    }

    /// Whom a link would let in; does not use it up.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was used, is over, or is not ours.
    pub async fn check_sign_in(&self, token: &str) -> Result<Person, Error> {
        let now = self.now();
        let link = self
            .signer
            .read(Purpose::SignIn, token, now)
            .ok_or(Error::NotFound)?;
        let found = self
            .store
            .find_link(&digest(link.subject.as_bytes()), now)
            .await?;
        let person = found
            .filter(|found| found.person == link.person)
            .ok_or(Error::NotFound)?
            .person;
        self.active_person(person).await
    }

    /// Uses a link up and opens a session.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it was used, is over, or is not ours.
    pub async fn sign_in(&self, token: &str, user_agent: &str) -> Result<OpenedSession, Error> {
        let now = self.now();
        let link = self
            .signer
            .read(Purpose::SignIn, token, now)
            .ok_or(Error::NotFound)?;
        let opened = self
            .store
            .use_link(&digest(link.subject.as_bytes()), now)
            .await?;
        let opened = opened
            .filter(|opened| opened.person == link.person)
            .ok_or(Error::NotFound)?;
        let person = self.active_person(opened.person).await?;
        let secret = fresh_secret().map_err(|error| Error::Internal(error.to_string()))?;
        let expires_at = now.plus(self.lifetimes.session);
        let hash = digest(secret.as_bytes());
        self.store
            .create_session(NewSession {
                hash,
                person: person.id,
                csrf: self.signer.csrf(&hex(&hash)),
                user_agent: user_agent.to_owned(),
                at: now,
                expires_at,
            })
            .await?;
        Ok(OpenedSession {
            secret,
            expires_at,
            target: opened.target,
            person,
        })
    }

    /// Ends the viewer's session.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn sign_out(&self, person: PersonId, secret: &str) -> Result<(), Error> {
        Ok(self
            .store
            .end_session(person, &digest(secret.as_bytes()))
            .await?)
    }

    /// The person behind a session cookie; `None` when it does not hold any more.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn viewer_by_session(&self, secret: &str) -> Result<Option<Viewer>, Error> {
        let now = self.now();
        let hash = digest(secret.as_bytes());
        let idle = self.lifetimes.session_idle;
        let Some(session) = self.store.find_session(&hash, now, idle).await? else {
            return Ok(None);
        };
        self.store
            .touch_session(&hash, session.seen_at, now)
            .await?;
        let proof = Proof::Session { hash: hex(&hash) };
        Ok(Some(Viewer::new(session.person, proof)).filter(|viewer| viewer.person.active))
    }

    /// The person behind a bearer token; `None` when it does not hold.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn viewer_by_token(&self, token: &str) -> Result<Option<Viewer>, Error> {
        let now = self.now();
        if !token.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let Some(bearer) = self
            .store
            .find_bearer(&digest(token.as_bytes()), now)
            .await?
        else {
            return Ok(None);
        };
        self.store.touch_token(&bearer, now).await?;
        let proof = Proof::Token {
            scopes: bearer.scopes,
        };
        Ok(Some(Viewer::new(bearer.person, proof)).filter(|viewer| viewer.person.active))
    }

    /// Makes a bearer token for a person; the token is shown once and stored as a hash.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn create_token(
        &self,
        person: PersonId,
        name: &str,
        scopes: Vec<String>,
        expires_at: Option<Instant>,
    ) -> Result<String, Error> {
        let secret = fresh_secret().map_err(|error| Error::Internal(error.to_string()))?;
        let token = format!("{TOKEN_PREFIX}{secret}");
        let now = self.now();
        self.store
            .create_token(NewToken {
                id: self.ids.next(now),
                hash: digest(token.as_bytes()),
                person,
                name: name.to_owned(),
                scopes,
                at: now,
                expires_at,
            })
            .await?;
        Ok(token)
    }

    async fn make_sign_in_link(
        &self,
        person: &Person,
        target: &str,
        announce: Announce,
    ) -> Result<String, Error> {
        let now = self.now();
        let subject = self.fresh_subject()?;
        let expires_at = now.plus(self.lifetimes.sign_in);
        let link = NewLink {
            hash: digest(subject.as_bytes()),
            person: person.id,
            purpose: "sign_in".to_owned(),
            target: local_path(target).to_owned(),
            at: now,
            expires_at,
        };
        match announce {
            Announce::ByMail => {
                let notice = sign_in_notice(self, person, subject, expires_at, now);
                self.store.send_link(link, notice).await?;
            }
            Announce::ByCaller => self.store.create_link(link).await?,
        }
        Ok(self.signer.token(
            Purpose::SignIn,
            &Link {
                subject,
                person: person.id,
                expires_at,
            },
        ))
    }

    /// The link's identity must not be guessable from the clock: random, not counted.
    fn fresh_subject(&self) -> Result<Uuid, Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Uuid::from_bytes(bytes))
    }

    async fn active_person(&self, id: PersonId) -> Result<Person, Error> {
        let person = self.store.find_person(id, self.now()).await?;
        person.filter(|person| person.active).ok_or(Error::NotFound)
    }
}

/// How a link reaches its person.
enum Announce {
    ByMail,
    ByCaller,
}

fn sign_in_notice(
    app: &App,
    person: &Person,
    subject: Uuid,
    expires_at: Instant,
    now: Instant,
) -> Notice {
    let id = NoticeId::new(app.ids.as_ref(), now);
    // The subject alone opens nothing: the link is signed when the mail is sent.
    let params = BTreeMap::from([
        ("sign_in".to_owned(), subject.to_string()),
        ("until_at".to_owned(), expires_at.to_rfc3339()),
    ]);
    Notice {
        id,
        key: format!("sign_in:{id}"),
        case: None,
        to: Addressee {
            person: Some(person.id),
            name: person.name.clone(),
            email: person.email.clone(),
            language: person.language,
            side: if person.is_partner() {
                Side::Partner
            } else {
                Side::Staff
            },
        },
        template: TemplateKey::from("sign_in.link"),
        params,
        at: now,
    }
}

/// A path of ours to go to after signing in; anything else is nowhere.
pub fn local_path(target: &str) -> &str {
    let local = target.starts_with('/')
        && !target.starts_with("//")
        && !target.contains('\\')
        && !target.chars().any(char::is_control);
    if local { target } else { "" }
}

fn looks_like_email(text: &str) -> bool {
    use validator::ValidateEmail as _;
    text.len() <= 254 && text.validate_email()
}

fn digest(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

fn hex(hash: &Hash) -> String {
    use std::fmt::Write as _;
    hash.iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
