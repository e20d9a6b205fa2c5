//! Synthetic load for measuring: publishers, staff and any number of cases, through the real schema.
//!
//! Histories are played by the engine on one core and written by the store on the other. Each played
//! history is written several times, with identities, publisher, contact and title of its own: its
//! clocks are those of the engine, so that what is stored replays without drift.

mod cast;
mod copies;
mod plays;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use anyhow::Context as _;
use domain::case::Kind;
use domain::changes::Changes;
use domain::rules::Rules;
use domain::time::{Instant, Span};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::boot::house::House;
use crate::boot::seed::cast::Cast;
use crate::boot::seed::copies::{Chance, copy};
use crate::boot::seed::plays::{Play, Stage};
use crate::store::dialect::Engine;
use crate::store::seed::Load;

/// Cases of one transaction.
const BATCH: usize = 5_000;
/// Batches that may wait for the writer.
const AHEAD: usize = 1;
/// How often a finished history is written; an open one is written less often, so that deadlines spread.
const FINISHED_COPIES: u64 = 16;
/// How often an open history is written.
const OPEN_COPIES: u64 = 8;
/// The past over which finished cases spread, and where it ends.
const PAST: Span = Span::days(730);
const RECENT: Span = Span::days(35);
/// The days in which open cases began.
const OPEN_PAST: Span = Span::days(3);

/// What was written, and who may ask for it.
#[derive(Debug)]
pub struct SeedReport {
    /// Cases.
    pub cases: u64,
    /// Of them open.
    pub open: u64,
    /// Publishers, each with contacts.
    pub publishers: usize,
    /// A bearer token for each: role, mail address, token.
    pub tokens: Vec<(&'static str, String, String)>,
}

impl fmt::Display for SeedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} cases, {} of them open, of {} publishers",
            self.cases, self.open, self.publishers
        )?;
        for (role, email, token) in &self.tokens {
            writeln!(f, "{role} {email} {token}")?;
        }
        Ok(())
    }
}

/// Fills an empty installation. `progress` hears how many cases are written.
///
/// # Errors
/// When the database holds cases already or cannot be written.
pub async fn seed(
    house: &House,
    cases: u64,
    open_share: f64,
    progress: impl Fn(u64),
) -> anyhow::Result<SeedReport> {
    let app = &house.app;
    let store = &app.store;
    anyhow::ensure!(
        !store.has_cases().await?,
        "the database holds cases already; seed only fills an empty one (another data.dir)"
    );
    let now = app.now();
    let chance = Chance::new(app.ids.next(now));
    let cast = Arc::new(Cast::assemble(&chance, now));
    cast.enter(store, now).await?;
    app.forget_staff();
    let open = share(cases, open_share);
    let kinds = Kinds::of(cases - open, open);
    let mut numbers = BTreeMap::new();
    for (kind, many) in kinds.counts() {
        let many = i64::try_from(many).context("too many cases")?;
        numbers.insert(kind, store.reserve_numbers(kind, many).await?);
    }
    let troupe = Troupe {
        engine: store.engine(),
        rules: Arc::clone(&app.rules),
        cast: Arc::clone(&cast),
        now,
        kinds,
        numbers,
    };
    let (send, mut batches) = mpsc::channel(AHEAD);
    let playing = tokio::task::spawn_blocking(move || troupe.play(chance, &send));
    store.begin_bulk().await?;
    let mut written = 0;
    let mut folding = None;
    while let Some(load) = batches.recv().await {
        if folding.as_ref().is_none_or(JoinHandle::is_finished) {
            folding = store.fold_back();
        }
        written += u64::try_from(store.write_load(load).await?)?;
        progress(written);
    }
    if let Some(folding) = folding {
        folding
            .await
            .context("the log could not be folded back")??;
    }
    playing
        .await
        .context("the histories could not be played")??;
    store.end_bulk().await?;
    store.analyse().await?;
    let mut tokens = Vec::new();
    for (role, person) in cast.callers() {
        let scopes = vec!["read".to_owned(), "write".to_owned(), "admin".to_owned()];
        let token = app.create_token(person.id, "seed", scopes, None).await?;
        tokens.push((role, person.email.clone(), token));
    }
    Ok(SeedReport {
        cases: written,
        open,
        publishers: cast.publishers.len(),
        tokens,
    })
}

/// How many of each kind: finished cases and most open ones are requests.
#[derive(Clone, Copy, Debug)]
struct Kinds {
    finished: u64,
    open_requests: u64,
    /// Open verifications, escalations, onboardings: as many of each.
    others: u64,
}

impl Kinds {
    const fn of(finished: u64, open: u64) -> Self {
        let others = open / 30;
        Self {
            finished,
            open_requests: open - 3 * others,
            others,
        }
    }

    const fn counts(self) -> [(Kind, u64); 4] {
        [
            (Kind::Request, self.finished + self.open_requests),
            (Kind::Verification, self.others),
            (Kind::Escalation, self.others),
            (Kind::Onboarding, self.others),
        ]
    }
}

/// Everything that plays histories, away from the runtime.
struct Troupe {
    engine: Engine,
    rules: Arc<Rules>,
    cast: Arc<Cast>,
    now: Instant,
    kinds: Kinds,
    numbers: BTreeMap<Kind, i64>,
}

/// Batches being filled.
struct Filling<'a> {
    engine: Engine,
    numbers: BTreeMap<Kind, i64>,
    batch: Vec<(Changes, i64)>,
    send: &'a mpsc::Sender<Load>,
}

impl Filling<'_> {
    fn add(&mut self, changes: Changes) -> anyhow::Result<()> {
        let next = self.numbers.entry(changes.case.kind).or_insert(1);
        self.batch.push((changes, *next));
        *next += 1;
        if self.batch.len() >= BATCH {
            self.ship()
        } else {
            Ok(())
        }
    }

    fn ship(&mut self) -> anyhow::Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let load = Load::of(self.engine, &self.batch)?;
        self.batch.clear();
        self.send.blocking_send(load).context("the writer stopped")
    }
}

impl Troupe {
    /// Plays and copies everything, finished cases first, in the order of time.
    fn play(&self, chance: Chance, send: &mpsc::Sender<Load>) -> anyhow::Result<()> {
        let mut filling = Filling {
            engine: self.engine,
            numbers: self.numbers.clone(),
            batch: Vec::with_capacity(BATCH),
            send,
        };
        let past = Stretch {
            from: self.now.minus(PAST),
            until: self.now.minus(RECENT),
        };
        self.play_some(
            Play::FINISHED.as_slice(),
            self.kinds.finished,
            FINISHED_COPIES,
            past,
            &chance,
            &mut filling,
        )?;
        let present = Stretch {
            from: self.now.minus(OPEN_PAST),
            until: self.now,
        };
        self.play_some(
            Play::OPEN.as_slice(),
            self.kinds.open_requests,
            OPEN_COPIES,
            present,
            &chance,
            &mut filling,
        )?;
        for kind in [Kind::Verification, Kind::Escalation, Kind::Onboarding] {
            let play = [Play::Opened(kind)];
            self.play_some(
                &play,
                self.kinds.others,
                OPEN_COPIES,
                present,
                &chance,
                &mut filling,
            )?;
        }
        filling.ship()
    }

    fn play_some(
        &self,
        plays: &[Play],
        many: u64,
        copies: u64,
        stretch: Stretch,
        chance: &Chance,
        filling: &mut Filling<'_>,
    ) -> anyhow::Result<()> {
        let mut done = 0;
        while done < many {
            let play = chance.pick(plays).copied().context("no play")?;
            let at = stretch.at(done, many);
            let stage = Stage {
                rules: &self.rules,
                cast: &self.cast,
                chance,
                now: self.now,
            };
            let played = stage.play(play, at)?;
            for _ in 0..copies.min(many - done) {
                filling.add(copy(&played, &self.cast, chance))?;
                done += 1;
            }
        }
        Ok(())
    }
}

/// A stretch of time over which cases are spread evenly.
#[derive(Clone, Copy)]
struct Stretch {
    from: Instant,
    until: Instant,
}

impl Stretch {
    /// The moment of the case at place `done` of `many`.
    fn at(self, done: u64, many: u64) -> Instant {
        let whole = i128::from(self.until.since(self.from).as_millis());
        let passed = whole * i128::from(done) / i128::from(many.max(1));
        self.from
            .plus(Span::millis(i64::try_from(passed).unwrap_or(0)))
    }
}

/// The share of `cases`, to a thousandth.
fn share(cases: u64, share: f64) -> u64 {
    let thousandths = (0..1_000_u16)
        .find(|n| f64::from(*n) / 1_000.0 >= share)
        .unwrap_or(1_000);
    let open = u128::from(cases) * u128::from(thousandths) / 1_000;
    u64::try_from(open).unwrap_or(cases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_reckoned_to_a_thousandth() {
        assert_eq!(share(1_000_000, 0.2), 200_000);
        assert_eq!(share(7, 0.0), 0);
        assert_eq!(share(7, 1.0), 7);
    }
}
