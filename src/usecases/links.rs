//! Signed links: bound to a purpose, a subject, a person and an end, with the key of the configuration.
//!
//! Nothing secret is stored: a link is made again from its parts when a mail is sent.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::PersonId;
use domain::time::Instant;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

/// What a link is good for; a link for one purpose opens nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in, once; the subject is the stored link.
    SignIn,
    /// Reading and answering one case; the subject is the case.
    Case,
    /// Taking an escalation on; the subject is the run.
    Acknowledge,
}

/// What a valid link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is about.
    pub subject: Uuid,
    /// Whom it was given to.
    pub person: PersonId,
    /// Until when it works.
    pub expires_at: Instant,
}

/// Makes and reads signed links and the CSRF tokens of sessions.
#[derive(Clone)]
pub struct Signer {
    key: Vec<u8>,
}

/// Bytes of the signature kept in a link: 128 bits.
const SIGNATURE_BYTES: usize = 16;

impl Signer {
    /// A signer with the configured key; at least 32 characters, checked by boot.
    pub fn new(secret: &str) -> Self {
        Self {
            key: secret.as_bytes().to_vec(),
        }
    }

    /// The token of a link: 72 URL-safe characters.
    pub fn token(&self, purpose: Purpose, link: &Link) -> String {
        let mut bytes = payload(link);
        let signature = self.sign(purpose.label(), &bytes);
        bytes.extend(signature.iter().take(SIGNATURE_BYTES));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a token; `None` when it is not ours, for another purpose, or over.
    pub fn read(&self, purpose: Purpose, token: &str, now: Instant) -> Option<Link> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (payload, signature) = bytes.split_at_checked(40)?;
        if signature.len() != SIGNATURE_BYTES {
            return None;
        }
        let mut mac = self.mac(purpose.label())?;
        mac.update(payload);
        mac.verify_truncated_left(signature).ok()?;
        let (subject, rest) = payload.split_at_checked(16)?;
        let (person, expires) = rest.split_at_checked(16)?;
        let link = Link {
            subject: Uuid::from_slice(subject).ok()?,
            person: PersonId::from_uuid(Uuid::from_slice(person).ok()?),
            expires_at: Instant::from_millis(i64::from_be_bytes(expires.try_into().ok()?)),
        };
        (now < link.expires_at).then_some(link)
    }

    /// The token that every unsafe form of a session carries.
    pub fn csrf(&self, session_hash: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.sign("csrf", session_hash.as_bytes()))
    }

    /// Whether `given` is the session's token; compared in constant time.
    pub fn is_csrf(&self, session_hash: &str, given: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(given) else {
            return false;
        };
        let Some(mut mac) = self.mac("csrf") else {
            return false;
        };
        mac.update(session_hash.as_bytes());
        mac.verify_slice(&bytes).is_ok()
    }

    fn sign(&self, label: &str, bytes: &[u8]) -> Vec<u8> {
        self.mac(label).map_or_else(Vec::new, |mut mac| {
            mac.update(bytes);
            mac.finalize().into_bytes().to_vec()
        })
    }

    fn mac(&self, label: &str) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        mac.update(label.as_bytes());
        mac.update(&[0]);
        Some(mac)
    }
}

impl Purpose {
    const fn label(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Case => "case",
            Self::Acknowledge => "acknowledge",
        }
    }
}

fn payload(link: &Link) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(56);
    bytes.extend(link.subject.as_bytes());
    bytes.extend(link.person.uuid().as_bytes());
    bytes.extend(link.expires_at.millis().to_be_bytes());
    bytes
}

/// A fresh secret of 256 random bits, URL-safe.
///
/// # Errors
/// The system's word when it has no randomness to give.
pub fn fresh_secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link {
            subject: Uuid::from_u128(1),
            person: PersonId::from_uuid(Uuid::from_u128(2)),
            expires_at: Instant::from_millis(1_000),
        }
    }

    #[test]
    fn a_link_opens_what_it_was_made_for_until_its_end() {
        let signer = Signer::new("0123456789abcdef0123456789abcdef");
        let token = signer.token(Purpose::Case, &link());
        assert_eq!(
            signer.read(Purpose::Case, &token, Instant::from_millis(999)),
            Some(link())
        );
        assert_eq!(
            signer.read(Purpose::Case, &token, Instant::from_millis(1_000)),
            None
        );
        assert_eq!(
            signer.read(Purpose::SignIn, &token, Instant::from_millis(0)),
            None
        );
    }

    #[test]
    fn a_changed_link_and_another_key_open_nothing() {
        let signer = Signer::new("0123456789abcdef0123456789abcdef");
        let token = signer.token(Purpose::Case, &link());
        let mut changed = token.clone().into_bytes();
        changed[3] = if changed[3] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(
            signer.read(Purpose::Case, &changed, Instant::from_millis(0)),
            None
        );
        let other = Signer::new("another key of thirty-two letters");
        assert_eq!(
            other.read(Purpose::Case, &token, Instant::from_millis(0)),
            None
        );
        assert_eq!(
            signer.read(Purpose::Case, "", Instant::from_millis(0)),
            None
        );
    }

    #[test]
    fn a_csrf_token_belongs_to_its_session() {
        let signer = Signer::new("0123456789abcdef0123456789abcdef");
        let token = signer.csrf("one");
        assert!(signer.is_csrf("one", &token));
        assert!(!signer.is_csrf("two", &token));
        assert!(!signer.is_csrf("one", "nonsense"));
    }
}
