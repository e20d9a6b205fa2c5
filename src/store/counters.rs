//! Numbers that pages show without counting: kept by the write door, by the difference that each commit
//! makes. They count submitted cases that are not over.

use std::collections::BTreeMap;

use domain::case::{Case, Category};
use domain::ids::{OrganisationId, PersonId, TeamKey};

use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::sql::{Columns, Sql};

/// What can be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Open cases that the team answers for.
    Team(TeamKey),
    /// Open cases that the desk holds.
    Desk(TeamKey),
    /// Open cases that the desk holds and nobody has.
    Nobody(TeamKey),
    /// Open cases of the desk that wait for the partner.
    Waiting(TeamKey),
    /// Open cases that the person has.
    Owner(PersonId),
    /// Sum of the weights of the cases whose ball is with the person.
    Load(PersonId),
    /// Open cases of the publisher.
    Organisation(OrganisationId),
    /// Open cases of the category.
    Category(Category),
}

impl Counter {
    /// The key as stored.
    pub fn key(&self) -> String {
        match self {
            Self::Team(team) => format!("open:team:{team}"),
            Self::Desk(desk) => format!("open:desk:{desk}"),
            Self::Nobody(desk) => format!("open:nobody:{desk}"),
            Self::Waiting(desk) => format!("open:waiting:{desk}"),
            Self::Owner(person) => format!("open:owner:{person}"),
            Self::Load(person) => format!("load:{person}"),
            Self::Organisation(organisation) => format!("open:organisation:{organisation}"),
            Self::Category(category) => format!("open:category:{}", category.as_str()),
        }
    }
}

/// By how much each counter moves, in the order of the keys so that two commits never wait crosswise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    by_key: BTreeMap<String, i64>,
}

impl Differences {
    /// Adds the difference between a case before and after.
    pub fn add(&mut self, before: Option<&Case>, after: &Case) {
        if let Some(before) = before {
            self.count(before, -1);
        }
        self.count(after, 1);
        self.by_key.retain(|_, n| *n != 0);
    }

    /// The statement that moves the counters; `None` when none moves.
    pub fn statement(self) -> Option<Sql> {
        if self.by_key.is_empty() {
            return None;
        }
        let mut sql = Sql::insert("counter", "key, n", self.by_key, |sql, (key, n)| {
            sql.bind(key).bind(n);
        });
        sql.push(" ON CONFLICT (key) DO UPDATE SET n = counter.n + excluded.n");
        Some(sql)
    }

    fn count(&mut self, case: &Case, sign: i64) {
        if case.is_draft() || case.category.is_over() {
            return;
        }
        self.one(&Counter::Team(case.team.clone()), sign);
        self.one(&Counter::Desk(case.desk.clone()), sign);
        self.one(&Counter::Organisation(case.organisation), sign);
        self.one(&Counter::Category(case.category), sign);
        if case.category == Category::WaitingPartner {
            self.one(&Counter::Waiting(case.desk.clone()), sign);
        }
        match case.owner {
            None => self.one(&Counter::Nobody(case.desk.clone()), sign),
            Some(owner) => {
                self.one(&Counter::Owner(owner), sign);
                if case.owner_has_ball() {
                    let weight = case.priority.weight().saturating_mul(sign);
                    self.one(&Counter::Load(owner), weight);
                }
            }
        }
    }

    fn one(&mut self, counter: &Counter, by: i64) {
        *self.by_key.entry(counter.key()).or_insert(0) += by;
    }
}

impl Store {
    /// The counters' values, in the order asked for; one that never moved is 0.
    pub async fn counters(&self, wanted: &[Counter]) -> Result<Vec<i64>, StoreError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<String> = wanted.iter().map(Counter::key).collect();
        let mut sql = Sql::new("SELECT key, n FROM counter WHERE key IN ");
        sql.list(keys.iter().map(String::as_str));
        let mut stored: BTreeMap<String, i64> = BTreeMap::new();
        for row in self.all(sql).await? {
            let mut columns = Columns::of(&row);
            stored.insert(columns.take()?, columns.take()?);
        }
        Ok(keys
            .iter()
            .map(|key| stored.get(key).copied().unwrap_or(0))
            .collect())
    }
}
