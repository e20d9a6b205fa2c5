//! Targets as a case's ledger recorded them, for driving its clocks again.

use std::collections::BTreeMap;

use crate::clocks::clock::{ClockChange, ClockEvent};
use crate::clocks::policy::{Policies, PolicyFacts, Target, Targets};
use crate::event::{Event, EventBody};
use crate::ids::{Metric, PolicyKey};
use crate::time::Instant;

/// The targets as the ledger of a case recorded them, and where it is silent, what the pinned policies
/// say.
pub struct Recorded<'a> {
    ledger: &'a [ClockEvent],
    policies: &'a Policies,
    pins: BTreeMap<PolicyKey, u32>,
    applied: Vec<Instant>,
}

impl<'a> Recorded<'a> {
    /// What the ledger of one case and its history say of its targets, and the policies it pins; both
    /// oldest first.
    pub fn new(ledger: &'a [ClockEvent], events: &[Event], policies: &'a Policies) -> Self {
        let mut pins = BTreeMap::new();
        for line in ledger {
            if let Some(target) = target_of(line, policies) {
                pins.entry(target.policy.key)
                    .or_insert(target.policy.version);
            }
        }
        let applied = events
            .iter()
            .filter(|event| matches!(event.body, EventBody::RulesApplied { .. }))
            .map(|event| event.at);
        Self {
            ledger,
            policies,
            pins,
            applied: applied.collect(),
        }
    }
}

impl Targets for Recorded<'_> {
    fn target_at(&self, now: Instant, metric: &Metric, facts: &PolicyFacts<'_>) -> Option<Target> {
        let of_metric = |line: &&ClockEvent| &line.metric == metric;
        let lines = || self.ledger.iter().rev().filter(of_metric);
        let set_now: Vec<Target> = lines()
            .filter(|line| line.at == now && !self.applied.contains(&now))
            .filter_map(|line| target_of(line, self.policies))
            .collect();
        let given = self.policies.target_under(&self.pins, metric, facts);
        let gone = lines().any(|line| line.at == now && matches!(line.what, ClockChange::Cancel));
        if gone && (given.is_none() || set_now.is_empty()) {
            return None;
        }
        if let Some(latest) = set_now.first() {
            // Of several targets of one moment, the one that the pinned policies give such a case.
            let fits = |one: &&Target| {
                given.as_ref().is_some_and(|given| {
                    given.span == one.span && given.calendar.key == one.calendar.key
                })
            };
            return Some(set_now.iter().find(fits).unwrap_or(latest).clone());
        }
        let over =
            |line: &ClockEvent| matches!(line.what, ClockChange::Fulfil | ClockChange::Cancel);
        let mut before = lines().filter(|line| line.at < now);
        let standing = before.clone().next().filter(|line| !over(line));
        if standing.is_some() {
            return before.find_map(|line| target_of(line, self.policies));
        }
        given
    }
}

/// The target that a line gave; `None` for lines that give none.
pub fn target_of(line: &ClockEvent, policies: &Policies) -> Option<Target> {
    let (ClockChange::Apply {
        target,
        calendar,
        policy,
        ..
    }
    | ClockChange::Retarget {
        target,
        calendar,
        policy,
        ..
    }
    | ClockChange::Restate {
        target,
        calendar,
        policy,
        ..
    }) = &line.what
    else {
        return None;
    };
    Some(Target {
        span: *target,
        calendar: calendar.clone(),
        policy: policy.clone(),
        answers: policies
            .get(policy)
            .map(|known| known.answers)
            .unwrap_or_default(),
    })
}
