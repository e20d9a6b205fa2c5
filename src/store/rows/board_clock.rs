//! The clock that decides a case's place, kept beside the case so that a page of the queue reads one table.

use domain::clocks::clock::{CalendarRef, Clock, Stage};
use domain::ids::Metric;
use domain::time::{Instant, Span};
use serde::{Deserialize, Serialize};

use crate::store::error::StoreError;

/// What a row of the queue must know of the clock that decides its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardClock {
    /// What it measures.
    pub metric: Metric,
    /// Where it stood when the case was last written; a running clock past its due instant is late.
    pub stage: Stage,
    /// In whose hours it counts.
    pub calendar: CalendarRef,
    /// Business time allowed.
    pub target: Span,
    /// Business time spent before `running_since` (or in all, while paused).
    pub spent: Span,
    /// Since when it counts; `None` while paused.
    pub running_since: Option<Instant>,
    /// When it was first started.
    pub started_at: Instant,
    /// When it falls due; `None` while paused.
    pub due_at: Option<Instant>,
}

/// The clock that decides: the earliest due of the live ones, else the paused one with least left.
pub fn deciding<'a>(clocks: impl IntoIterator<Item = &'a Clock>) -> Option<BoardClock> {
    clocks
        .into_iter()
        .filter(|clock| clock.stage.is_live())
        .min_by_key(|clock| {
            let place = clock.due_at.map_or_else(
                || clock.target.minus(clock.spent).as_millis(),
                Instant::millis,
            );
            (
                clock.due_at.is_none(),
                place,
                clock.metric.as_str(),
                clock.id,
            )
        })
        .map(|clock| BoardClock {
            metric: clock.metric.clone(),
            stage: clock.stage,
            calendar: clock.calendar.clone(),
            target: clock.target,
            spent: clock.spent,
            running_since: clock.running_since,
            started_at: clock.started_at,
            due_at: clock.due_at,
        })
}

/// The column's text.
pub fn write(clock: Option<&BoardClock>) -> Result<Option<String>, StoreError> {
    clock
        .map(|clock| serde_json::to_string(clock).map_err(StoreError::from))
        .transpose()
}

/// Reads the column's text.
pub fn read(text: Option<&str>) -> Result<Option<BoardClock>, StoreError> {
    text.map(|text| serde_json::from_str(text).map_err(StoreError::from))
        .transpose()
}
