//! All published workflows: cases keep the version they were opened under, new ones take the newest.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::case::Kind;
use crate::ids::WorkflowKey;
use crate::workflow::definition::Definition;

/// Workflows by key and version.
#[derive(Clone, Debug, Default)]
pub struct Workflows {
    by_key: BTreeMap<WorkflowKey, BTreeMap<u32, Arc<Definition>>>,
    /// No file has them any more; cases opened under them go on under them.
    kept: BTreeMap<WorkflowKey, BTreeMap<u32, Arc<Definition>>>,
}

/// Two definitions claim the same key and version and differ; a published one never changes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "workflow “{key}” version {version} exists already and says something else: give the change a new version"
)]
pub struct AlreadyPublished {
    /// Which workflow.
    pub key: WorkflowKey,
    /// Which version.
    pub version: u32,
}

impl Workflows {
    /// Adds a definition; one that is there already word for word is left alone.
    ///
    /// # Errors
    /// [`AlreadyPublished`] when that version says something else.
    pub fn add(&mut self, definition: Definition) -> Result<(), AlreadyPublished> {
        let versions = self.by_key.entry(definition.key.clone()).or_default();
        match versions.get(&definition.version) {
            Some(published) if **published == definition => Ok(()),
            Some(_) => Err(AlreadyPublished {
                key: definition.key,
                version: definition.version,
            }),
            None => {
                versions.insert(definition.version, Arc::new(definition));
                Ok(())
            }
        }
    }

    /// Keeps a version for the cases that pinned it; no new case begins under it.
    pub fn keep(&mut self, definition: Definition) {
        let versions = self.kept.entry(definition.key.clone()).or_default();
        versions.insert(definition.version, Arc::new(definition));
    }

    /// That version, for cases that pinned it.
    pub fn get(&self, key: &WorkflowKey, version: u32) -> Option<Arc<Definition>> {
        let of = |all: &BTreeMap<WorkflowKey, BTreeMap<u32, Arc<Definition>>>| {
            all.get(key)?.get(&version).map(Arc::clone)
        };
        of(&self.by_key).or_else(|| of(&self.kept))
    }

    /// The newest version, for new cases.
    pub fn newest(&self, key: &WorkflowKey) -> Option<Arc<Definition>> {
        self.by_key.get(key)?.values().next_back().map(Arc::clone)
    }

    /// The newest workflow of a kind of case; the first by key when there are several.
    pub fn newest_of(&self, kind: Kind) -> Option<Arc<Definition>> {
        self.all_newest()
            .find(|definition| definition.kind == kind)
            .map(Arc::clone)
    }

    /// The newest version of every workflow, by key.
    pub fn all_newest(&self) -> impl Iterator<Item = &Arc<Definition>> {
        self.by_key
            .values()
            .filter_map(|versions| versions.values().next_back())
    }

    /// Every version of every workflow that the files have, by key, then version.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Definition>> {
        self.by_key.values().flat_map(BTreeMap::values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::decide::tests::request;

    #[test]
    fn new_cases_take_the_newest_and_old_ones_keep_theirs() {
        let mut all = Workflows::default();
        let key = WorkflowKey::from("request");
        for version in [2, 10, 1] {
            all.add(Definition {
                version,
                ..request()
            })
            .unwrap();
        }
        assert_eq!(all.newest(&key).unwrap().version, 10);
        assert_eq!(all.get(&key, 2).unwrap().version, 2);
        assert!(all.get(&key, 3).is_none());
        assert_eq!(all.newest_of(Kind::Request).unwrap().version, 10);
        assert!(all.newest_of(Kind::Onboarding).is_none());
        assert_eq!(all.all().count(), 3);
    }

    #[test]
    fn a_published_version_never_changes() {
        let mut all = Workflows::default();
        all.add(request()).unwrap();
        all.add(request()).unwrap();
        let mut changed = request();
        changed.timers.clear();
        assert!(all.add(changed).is_err());
    }
}
