//! The rules in force: read at the start from files and the database, read again when a version was
//! published since, here or by another replica.

use std::sync::{Arc, Mutex, RwLock};

use domain::published::Published;
use domain::rules::{Files, Rules};
use domain::source::Finding;
use domain::time::{Instant, Span};

use crate::store::Store;
use crate::store::error::StoreError;
use crate::usecases::app::App;

/// How long it is trusted that nothing was published elsewhere; this process knows of its own at once.
const TRUSTED: Span = Span::seconds(2);

/// The rules in force and what they are made from. Shared by all clones of an [`App`].
#[derive(Debug)]
pub struct Book {
    files: Files,
    templates: &'static [&'static str],
    rules: RwLock<Arc<Rules>>,
    looked: Mutex<Looked>,
}

/// When it was last looked whether something was published, and how much there was.
#[derive(Clone, Copy, Debug)]
struct Looked {
    at: Instant,
    versions: i64,
}

/// Why the rules could not be read again.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The store's troubles.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A published version does not fit the files.
    #[error("{}", lines(.0))]
    Findings(Vec<Finding>),
}

impl Book {
    /// Reads the rules: files, and every version published before.
    ///
    /// # Errors
    /// What does not fit, or the store's troubles.
    pub async fn open(
        store: &Store,
        files: Files,
        templates: &'static [&'static str],
        now: Instant,
    ) -> Result<Self, Unreadable> {
        let (rules, versions) = read(store, &files, templates).await?;
        Ok(Self {
            files,
            templates,
            rules: RwLock::new(Arc::new(rules)),
            looked: Mutex::new(Looked { at: now, versions }),
        })
    }

    /// The rules in force.
    pub fn rules(&self) -> Arc<Rules> {
        match self.rules.read() {
            Ok(rules) => Arc::clone(&rules),
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }

    /// Says that so many of its own versions were new and are published now.
    pub fn published(&self, new: u32) {
        match self.looked.lock() {
            Ok(mut held) => held.versions += i64::from(new),
            Err(poisoned) => poisoned.into_inner().versions += i64::from(new),
        }
    }

    /// The files and the templates' keys, to prove a draft against.
    pub const fn ground(&self) -> (&Files, &'static [&'static str]) {
        (&self.files, self.templates)
    }

    fn trusts(&self, now: Instant) -> Option<i64> {
        let looked = match self.looked.lock() {
            Ok(looked) => *looked,
            Err(poisoned) => *poisoned.into_inner(),
        };
        let fresh = now >= looked.at && now.since(looked.at) < TRUSTED;
        (!fresh).then_some(looked.versions)
    }

    fn looked(&self, at: Instant, versions: i64) {
        let looked = Looked { at, versions };
        match self.looked.lock() {
            Ok(mut held) => *held = looked,
            Err(poisoned) => *poisoned.into_inner() = looked,
        }
    }

    fn put(&self, rules: Rules) {
        let rules = Arc::new(rules);
        match self.rules.write() {
            Ok(mut held) => *held = rules,
            Err(poisoned) => *poisoned.into_inner() = rules,
        }
    }
}

impl App {
    /// The same application with the rules in force now. A request and a round of a worker begin with
    /// this and keep their rules to the end.
    #[must_use]
    pub async fn current(mut self) -> Self {
        let now = self.now();
        if let Some(known) = self.book.trusts(now) {
            match self.store.count_definitions().await {
                Ok(versions) if versions == known => self.book.looked(now, versions),
                Ok(_) => self.read_rules_again_or_keep().await,
                Err(error) => {
                    tracing::warn!(error = %error, "it is not known whether a version was published");
                }
            }
        }
        self.rules = self.book.rules();
        self
    }

    /// Reads the rules again: something was published.
    ///
    /// # Errors
    /// What does not fit, or the store's troubles; the rules in force stay.
    pub async fn read_rules_again(&self) -> Result<Arc<Rules>, Unreadable> {
        let (files, templates) = self.book.ground();
        let (rules, versions) = read(&self.store, files, templates).await?;
        self.book.put(rules);
        self.book.looked(self.now(), versions);
        Ok(self.book.rules())
    }

    async fn read_rules_again_or_keep(&self) {
        match self.read_rules_again().await {
            Ok(_) => tracing::info!("a version was published; the rules were read again"),
            Err(error) => {
                tracing::error!(error = %error, "a published version cannot be used here");
                self.book.looked(self.now(), -1);
            }
        }
    }
}

/// Counts before it reads: what is published in between is seen at the next look.
async fn read(
    store: &Store,
    files: &Files,
    templates: &[&str],
) -> Result<(Rules, i64), Unreadable> {
    let versions = store.count_definitions().await?;
    let published: Vec<Published> = store
        .list_definitions()
        .await?
        .iter()
        .filter_map(crate::store::definitions::StoredDefinition::published)
        .collect();
    let rules = Rules::assemble(files, &published, templates).map_err(Unreadable::Findings)?;
    Ok((rules, versions))
}

fn lines(findings: &[Finding]) -> String {
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
