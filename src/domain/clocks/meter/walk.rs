//! A clock's life counted anew, from its start and its pauses.

use crate::clocks::calendar::Calendar;
use crate::clocks::clock::Pause;
use crate::time::{Instant, Span};

/// A clock's life so far, counted anew.
pub(super) struct Walked {
    /// Open time before `running_since`, or in all while paused.
    pub(super) spent: Span,
    pub(super) running_since: Option<Instant>,
    /// When the target was or will be reached; `None` while paused with time left.
    pub(super) due: Option<Instant>,
}

/// Counts from `since` with the pauses taken out, oldest first.
pub(super) fn walk(calendar: &Calendar, since: Instant, pauses: &[Pause], target: Span) -> Walked {
    let mut walked = Walked {
        spent: Span::ZERO,
        running_since: Some(since),
        due: None,
    };
    let due = |from, left| calendar.add(from, left).unwrap_or(Calendar::HORIZON);
    for pause in pauses {
        if let Some(from) = walked.running_since {
            let left = target.minus(walked.spent);
            let open = calendar.between(from, pause.from);
            if walked.due.is_none() && open >= left {
                walked.due = Some(due(from, left));
            }
            walked.spent = walked.spent.plus(open);
        }
        let earliest = walked.running_since.unwrap_or(since);
        walked.running_since = pause.until.map(|until| until.max(earliest));
    }
    if let (None, Some(from)) = (walked.due, walked.running_since) {
        walked.due = Some(due(from, target.minus(walked.spent)));
    }
    walked
}
