//! The key that signs links: from the settings, or made once and kept beside the data.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::usecases::links::{Signer, fresh_secret};

/// Fewest characters of a configured key.
const MIN_CHARS: usize = 32;

/// The signer; without a configured key one is made at the first start and kept in `folder/secret`.
///
/// # Errors
/// When the configured key is too short, or the file can be neither read nor made.
pub fn signer(configured: &str, folder: &Path) -> anyhow::Result<Signer> {
    if !configured.is_empty() {
        anyhow::ensure!(
            configured.chars().count() >= MIN_CHARS,
            "security.secret must have at least {MIN_CHARS} characters"
        );
        return Ok(Signer::new(configured));
    }
    let path = folder.join("secret");
    match std::fs::read_to_string(&path) {
        Ok(text) if text.trim().len() >= MIN_CHARS => Ok(Signer::new(text.trim())),
        Ok(_) => anyhow::bail!(
            "{}: shorter than {MIN_CHARS} characters; remove it to make a new one",
            path.display()
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let secret = fresh_secret().context("no randomness for the signing key")?;
            write_private(&path, &secret).with_context(|| path.display().to_string())?;
            Ok(Signer::new(&secret))
        }
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_key_is_refused_and_a_missing_one_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(signer("short", folder.path()).is_err());
        let first = signer("", folder.path()).unwrap().csrf("x");
        let second = signer("", folder.path()).unwrap().csrf("x");
        assert_eq!(first, second);
    }
}
