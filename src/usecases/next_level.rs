//! Who hears next of an escalation: whom its next level would tell if it fired now.

use domain::engine::escalation_targets::Around;
use domain::engine::world::{Directory, Snapshot};
use domain::escalation::{LevelTarget, Run, RunStage};
use domain::event::{Event, EventBody};
use domain::ids::{PersonId, TeamKey};
use domain::timer::TimerKind;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::read::board::NextLevel;
use crate::usecases::read::case::RunView;

impl App {
    /// All staff, with who stands in for rotas now.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub(crate) async fn desk_directory(&self) -> Result<Directory, Error> {
        let mut directory = Directory::new(self.staff().await?.iter().cloned());
        directory.set_overrides(self.overrides_now().await?);
        Ok(directory)
    }

    /// The names of whom a level would tell now; where it finds nobody, what it looks for.
    pub(crate) fn next_to_hear(
        &self,
        directory: &Directory,
        run: &Run,
        level: u32,
        team: &TeamKey,
        owner: Option<PersonId>,
    ) -> String {
        let policy = self.rules.escalation.get(&run.policy, run.policy_version);
        let policy = policy.or_else(|| self.rules.escalation.newest(&run.policy));
        let index = usize::try_from(level.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(found) = policy.and_then(|policy| policy.levels.get(index)) else {
            return String::new();
        };
        let around = Around {
            directory,
            rotas: &self.rules.rotas,
            team,
            owner,
            now: self.now(),
        };
        let people = around.people(&found.targets);
        let names: Vec<String> = if people.is_empty() {
            found.targets.iter().map(LevelTarget::word).collect()
        } else {
            people.iter().map(|person| person.name.clone()).collect()
        };
        names.join(", ")
    }

    /// The escalations of a case that climb or were taken on: who was told, and who hears next.
    pub(crate) fn run_views(
        &self,
        directory: &Directory,
        snapshot: &Snapshot,
        events: &[Event],
    ) -> Vec<RunView> {
        let going = |run: &&Run| run.stage != RunStage::Done;
        snapshot
            .runs
            .iter()
            .filter(going)
            .map(|run| RunView {
                told: told(run, &snapshot.runs, events),
                next: snapshot.timers.iter().find_map(|timer| match timer.kind {
                    TimerKind::Level { run: of, level } if of == run.id => Some(NextLevel {
                        who: self.next_to_hear(
                            directory,
                            run,
                            level,
                            &snapshot.case.team,
                            snapshot.case.owner,
                        ),
                        at: timer.due_at,
                    }),
                    TimerKind::Level { .. }
                    | TimerKind::Clock { .. }
                    | TimerKind::State { .. }
                    | TimerKind::AckTimeout { .. }
                    | TimerKind::Follow { .. } => None,
                }),
                silent_at: snapshot.timers.iter().find_map(|timer| match timer.kind {
                    TimerKind::AckTimeout { run: of } if of == run.id => Some(timer.due_at),
                    TimerKind::AckTimeout { .. }
                    | TimerKind::Level { .. }
                    | TimerKind::Clock { .. }
                    | TimerKind::State { .. }
                    | TimerKind::Follow { .. } => None,
                }),
                run: run.clone(),
            })
            .collect()
    }
}

/// Everybody told by the chain of a run, each once, in the order of the telling.
fn told(run: &Run, runs: &[Run], events: &[Event]) -> Vec<PersonId> {
    let mut told: Vec<PersonId> = Vec::new();
    for event in events {
        if let EventBody::Escalated {
            run: of,
            told: people,
            ..
        } = &event.body
            && runs
                .iter()
                .any(|one| one.id == *of && one.origin == run.origin)
        {
            for person in people {
                if !told.contains(person) {
                    told.push(*person);
                }
            }
        }
    }
    told
}
