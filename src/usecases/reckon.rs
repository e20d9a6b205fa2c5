//! What another version of a calendar or policy makes of the deadlines there are: counted over the cases
//! page by page, so that any number of them takes the same memory.

use std::collections::BTreeMap;

use domain::clocks::clock::{Clock, ClockChange, ClockEvent};
use domain::clocks::meter::Outcome;
use domain::clocks::policy::OnPriorityChange;
use domain::clocks::preview::{Edited, Reach, Redrawing, Subject, Tally};
use domain::ids::{CalendarKey, CaseId, ClockId, PolicyKey};
use domain::published::{DefinitionKind, Origin, Published};
use domain::refusal::Refusal;
use domain::rules::Rules;
use domain::time::{Instant, Span};

use crate::store::definitions::StoredDefinition;
use crate::store::policy_work::Reckoned;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::read::policy::Figures;

/// Cases of one page.
pub const PAGE: u32 = 500;

/// A change with the rules before and after it.
#[derive(Debug)]
pub struct Reckoning {
    before: Rules,
    after: Rules,
    edited: Edited,
    /// Such as `policy/partner-matrix`.
    pub definition: String,
    /// The version that is applied.
    pub version: u32,
    reason: String,
    past: Span,
}

/// Since when clocks count whose policy forgave what was before.
pub type Forgiven = BTreeMap<ClockId, Instant>;

impl Reckoning {
    /// What the change makes of a clock; `None` when it does not concern it.
    ///
    /// # Errors
    /// [`Refusal::Broken`] when a calendar is not there.
    pub fn redraw(
        &self,
        clock: &Clock,
        subject: &Subject,
        reach: Reach,
        forgiven: &Forgiven,
        now: Instant,
    ) -> Result<Option<Outcome>, Refusal> {
        let redrawing = Redrawing {
            before: self.before.promises(),
            after: self.after.promises(),
            edited: &self.edited,
            past: self.past,
            reason: &self.reason,
            now,
        };
        let since = forgiven.get(&clock.id).copied();
        redrawing
            .redraw(clock, subject, reach, since.unwrap_or(clock.started_at))
            .map_err(|missing| Refusal::Broken(missing.to_string()))
    }

    /// The rules with the change.
    pub const fn after(&self) -> &Rules {
        &self.after
    }

    /// From when on stopped clocks are looked at.
    pub fn since(&self, now: Instant) -> Instant {
        now.minus(self.past)
    }

    /// Whether the policy of a clock forgives what was before a change of priority.
    fn forgives(&self, clock: &Clock) -> bool {
        let policy = self.before.targets.get(&clock.policy);
        policy
            .is_some_and(|policy| policy.answers.on_priority_change == OnPriorityChange::FromChange)
    }
}

impl App {
    /// The rules before and after `change`; versions of the same key that are newer are left out.
    ///
    /// # Errors
    /// [`Error::Internal`] when the rules cannot be read, or the store's troubles.
    pub async fn reckoning(&self, change: &Published, past: Span) -> Result<Reckoning, Error> {
        let edited = match change.kind {
            DefinitionKind::Calendar => Edited::Calendar(CalendarKey::new(change.key.as_str())),
            DefinitionKind::Policy => Edited::Policy(PolicyKey::new(change.key.as_str())),
            DefinitionKind::Workflow
            | DefinitionKind::Form
            | DefinitionKind::Escalation
            | DefinitionKind::Event => {
                return Err(Error::Internal("no deadline hangs on it".to_owned()));
            }
        };
        let stored = self.store.list_definitions().await?;
        let older = |one: &Published| {
            one.kind != change.kind || one.key != change.key || one.version < change.version
        };
        let mut published: Vec<Published> = stored
            .iter()
            .filter_map(StoredDefinition::published)
            .filter(older)
            .collect();
        let before = self.assemble(&published)?;
        published.push(Published {
            origin: Origin::Edited,
            ..change.clone()
        });
        let after = self.assemble(&published)?;
        let definition = format!("{}/{}", change.kind.as_str(), change.key);
        Ok(Reckoning {
            before,
            after,
            edited,
            reason: format!("edit:{definition}@{}", change.version),
            definition,
            version: change.version,
            past,
        })
    }

    /// Counts what a change does to a page of cases, both ways; gives the last case of the page.
    ///
    /// # Errors
    /// The store's troubles, and [`Error::Refused`] when a calendar is not there.
    pub async fn reckon_page(
        &self,
        reckoning: &Reckoning,
        after: Option<CaseId>,
        figures: &mut Figures,
    ) -> Result<(Option<CaseId>, u64), Error> {
        let now = self.now();
        let since = reckoning.since(now);
        let cases = self.store.list_reckoned_any(after, since, PAGE).await?;
        let ids: Vec<CaseId> = cases.iter().map(|one| one.id).collect();
        let clocks = self.store.clocks_of_any(&ids).await?;
        for case in &cases {
            let clocks = clocks.get(&case.id).map_or(&[][..], Vec::as_slice);
            let forgiven = self.forgiven(reckoning, case.id, clocks).await?;
            for reach in [Reach::OpenCases, Reach::Restate] {
                let tally = count(reckoning, case, clocks, reach, &forgiven, now)?;
                figures
                    .of_mut(reach)
                    .add(case.organisation, &case.subject.team, tally);
            }
        }
        let seen = u64::try_from(cases.len()).unwrap_or(0);
        Ok((ids.last().copied(), seen))
    }

    /// Since when the clocks of a case count whose policy forgave what was before; read from their ledger.
    ///
    /// # Errors
    /// The store's troubles.
    pub async fn forgiven(
        &self,
        reckoning: &Reckoning,
        case: CaseId,
        clocks: &[Clock],
    ) -> Result<Forgiven, Error> {
        if !clocks.iter().any(|clock| reckoning.forgives(clock)) {
            return Ok(Forgiven::new());
        }
        let mut forgiven = Forgiven::new();
        for line in self.store.list_clock_events(case).await? {
            if let Some(since) = forgives(&line) {
                forgiven.insert(line.clock, since);
            }
        }
        Ok(forgiven)
    }

    /// The rules over these published versions.
    ///
    /// # Errors
    /// [`Error::Internal`] naming what does not fit.
    pub fn assemble(&self, published: &[Published]) -> Result<Rules, Error> {
        let (files, templates) = self.book.ground();
        Rules::assemble(files, published, templates).map_err(|findings| {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            Error::Internal(lines.join("; "))
        })
    }
}

fn count(
    reckoning: &Reckoning,
    case: &Reckoned,
    clocks: &[Clock],
    reach: Reach,
    forgiven: &Forgiven,
    now: Instant,
) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    for clock in clocks {
        let outcome = reckoning.redraw(clock, &case.subject, reach, forgiven, now)?;
        if let Some(outcome) = outcome {
            tally = tally.plus(Tally::of(clock, &outcome.clock));
        }
    }
    Ok(tally)
}

/// From when a clock counts after this line, if the line says so.
fn forgives(line: &ClockEvent) -> Option<Instant> {
    match &line.what {
        ClockChange::Retarget {
            how: OnPriorityChange::FromChange,
            ..
        } => Some(line.at),
        ClockChange::Restate { since, .. } => Some(*since),
        ClockChange::Apply { .. }
        | ClockChange::Retarget { .. }
        | ClockChange::Pause
        | ClockChange::Resume
        | ClockChange::Override { .. }
        | ClockChange::Fulfil
        | ClockChange::Breach { .. }
        | ClockChange::Warn { .. }
        | ClockChange::Cancel => None,
    }
}
