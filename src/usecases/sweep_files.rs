//! Takes away the bytes of files that no case needs: purged, of discarded drafts, left by refused writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use domain::ids::AttachmentId;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::files::{INCOMING, disk, kept_at};

/// Younger files are left alone: what they belong to may be about to be written.
const GRACE: Duration = Duration::from_hours(1);
/// How many names are looked up at a time.
const BATCH: usize = 500;
/// What the name of a file on its way out begins with.
const LEAVING: &str = "leaving-";

impl App {
    /// Removes, shelf by shelf, files that have been there for an hour and that no case needs, and what was
    /// left in the folder of incoming files; gives how many went.
    ///
    /// # Errors
    /// The disk's and the store's troubles; what was removed before them is gone.
    pub async fn sweep_files(&self) -> Result<u64, Error> {
        if !tokio::fs::try_exists(&self.files_dir).await.map_err(disk)? {
            return Ok(0);
        }
        let incoming = self.files_dir.join(INCOMING);
        tokio::fs::create_dir_all(&incoming).await.map_err(disk)?;
        let before = self.disk_time(&incoming).await? - GRACE;
        let mut gone = self.sweep_incoming(&incoming, before).await?;
        let mut shelves = tokio::fs::read_dir(&self.files_dir).await.map_err(disk)?;
        while let Some(shelf) = shelves.next_entry().await.map_err(disk)? {
            if is_hex(&shelf.file_name(), 2) {
                gone += self.sweep_shelf(&shelf.path(), &incoming, before).await?;
            }
        }
        Ok(gone)
    }

    /// What time it is for the disk, which may be another machine's: that of a file written now.
    async fn disk_time(&self, incoming: &Path) -> Result<SystemTime, Error> {
        let path = incoming.join(AttachmentId::new(self.ids.as_ref(), self.now()).to_string());
        tokio::fs::write(&path, b"now").await.map_err(disk)?;
        let written = modified(&path).await;
        tokio::fs::remove_file(&path).await.map_err(disk)?;
        written
    }

    /// What was being received when a process died; and what was on its way out then, put back if needed.
    async fn sweep_incoming(&self, incoming: &Path, before: SystemTime) -> Result<u64, Error> {
        let mut gone = 0;
        let mut entries = tokio::fs::read_dir(incoming).await.map_err(disk)?;
        while let Some(entry) = entries.next_entry().await.map_err(disk)? {
            let path = entry.path();
            let name = entry.file_name();
            let leaving = name.to_str().and_then(|name| name.strip_prefix(LEAVING));
            match leaving {
                Some(hash) => gone += self.let_go(&path, hash, before).await?,
                None if modified(&path).await.is_ok_and(|at| at < before) => {
                    gone += remove(&path).await?;
                }
                None => {}
            }
        }
        Ok(gone)
    }

    async fn sweep_shelf(
        &self,
        shelf: &Path,
        incoming: &Path,
        before: SystemTime,
    ) -> Result<u64, Error> {
        let mut old: Vec<(String, PathBuf)> = Vec::new();
        let mut gone = 0;
        let mut entries = tokio::fs::read_dir(shelf).await.map_err(disk)?;
        loop {
            let entry = entries.next_entry().await.map_err(disk)?;
            if let Some(entry) = &entry
                && is_hex(&entry.file_name(), 64)
                && modified(&entry.path()).await.is_ok_and(|at| at < before)
                && let Ok(hash) = entry.file_name().into_string()
            {
                old.push((hash, entry.path()));
            }
            if old.len() >= BATCH || entry.is_none() {
                gone += self.sweep_batch(&old, incoming, before).await?;
                old.clear();
            }
            if entry.is_none() {
                return Ok(gone);
            }
        }
    }

    async fn sweep_batch(
        &self,
        old: &[(String, PathBuf)],
        incoming: &Path,
        before: SystemTime,
    ) -> Result<u64, Error> {
        let hashes: Vec<&str> = old.iter().map(|(hash, _)| hash.as_str()).collect();
        let needed: BTreeSet<String> = self.store.needed_files_any(&hashes).await?;
        let mut gone = 0;
        for (hash, place) in old.iter().filter(|(hash, _)| !needed.contains(hash)) {
            // The same content may be arriving at this moment: what is taken away is looked at once more
            // where nobody else reaches for it.
            let aside = incoming.join(format!("{LEAVING}{hash}"));
            match tokio::fs::rename(place, &aside).await {
                Ok(()) => gone += self.let_go(&aside, hash, before).await?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(disk(error)),
            }
        }
        Ok(gone)
    }

    /// Removes a file that was put aside, unless it is young or needed after all: then it goes back.
    async fn let_go(&self, aside: &Path, hash: &str, before: SystemTime) -> Result<u64, Error> {
        let Ok(at) = modified(aside).await else {
            // Another process was quicker.
            return Ok(0);
        };
        let is_young = at >= before;
        let is_needed = !self.store.needed_files_any(&[hash]).await?.is_empty();
        if is_young || is_needed {
            let place = kept_at(&self.files_dir, hash);
            tokio::fs::rename(aside, place).await.map_err(disk)?;
            return Ok(0);
        }
        remove(aside).await
    }
}

async fn modified(path: &Path) -> Result<SystemTime, Error> {
    let facts = tokio::fs::metadata(path).await.map_err(disk)?;
    facts.modified().map_err(disk)
}

/// Another process may have been quicker.
async fn remove(path: &Path) -> Result<u64, Error> {
    match tokio::fs::remove_file(path).await {
        Ok(()) => Ok(1),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(disk(error)),
    }
}

fn is_hex(name: &std::ffi::OsStr, length: usize) -> bool {
    name.to_str().is_some_and(|name| {
        name.len() == length && name.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
