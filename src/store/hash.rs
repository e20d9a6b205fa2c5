//! The chain that makes a history tamper-evident: each entry's hash covers the entry and the hash before
//! it, so that a changed, removed or reordered row shows.

use domain::ids::PersonId;
use domain::people::Actor;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::store::rows::actor;

/// SHA-256.
pub type Hash = [u8; 32];

/// What stands before the first entry.
pub const GENESIS: Hash = [0; 32];

/// The parts of an entry that its hash covers.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What the chain belongs to: the case; nil for the configuration log.
    pub chain: Uuid,
    /// Place in the chain, from 1.
    pub seq: i64,
    /// Identity of the entry; nil when it has none.
    pub id: Uuid,
    /// When, in milliseconds.
    pub at_ms: i64,
    /// Who.
    pub actor: &'a Actor,
    /// What, as a key.
    pub kind: &'a str,
    /// The facts, exactly as stored.
    pub body: &'a str,
}

/// The hash of an entry that follows `before`.
pub fn link(before: &Hash, entry: &Entry<'_>) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(entry.chain.as_bytes());
    hasher.update(entry.seq.to_be_bytes());
    hasher.update(entry.id.as_bytes());
    hasher.update(entry.at_ms.to_be_bytes());
    let person = entry.actor.person().map_or(Uuid::nil(), PersonId::uuid);
    text(&mut hasher, actor::kind(entry.actor));
    hasher.update(person.as_bytes());
    text(&mut hasher, actor::rule(entry.actor).unwrap_or_default());
    text(&mut hasher, entry.kind);
    text(&mut hasher, entry.body);
    hasher.finalize().into()
}

/// The hash of a text or of bytes on their own: tokens, links, definitions.
pub fn digest(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// A text with its length first, so that two texts cannot be cut differently into the same bytes.
fn text(hasher: &mut Sha256, text: &str) {
    let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
    hasher.update(length.to_be_bytes());
    hasher.update(text.as_bytes());
}
