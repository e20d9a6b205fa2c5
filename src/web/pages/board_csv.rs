//! The board as sheets: what is late or close, and how well targets were met. Times are RFC 3339,
//! lengths whole minutes, so that a spreadsheet can count with them.

use domain::time::Instant;

use crate::i18n::Words;
use crate::usecases::read::board::{Attainment, BoardView};
use crate::web::csv::Sheet;
use crate::web::fail::Fail;
use crate::web::pages::board::share;
use crate::web::pages::chip::metric_name;
use crate::web::pages::queue_filters::{due_name, kind_key};

/// The cases of the board, as many as it shows, in deadline order.
///
/// # Errors
/// A fault of ours.
pub fn cases_csv(words: Words, view: &BoardView) -> Result<Vec<u8>, Fail> {
    let heading = [
        "col-group",
        "col-reference",
        "col-case",
        "col-organisation",
        "col-kind",
        "col-priority",
        "col-state",
        "col-owner",
        "col-clock",
        "col-due",
        "col-left-minutes",
        "col-next",
        "col-next-at",
    ]
    .map(|key| words.get(key));
    let mut sheet = Sheet::new(heading.iter().map(AsRef::as_ref))?;
    for group in &view.groups {
        for fact in &group.rows {
            let row = &fact.row;
            let clock = row.clock.as_ref();
            let text = |at: Option<Instant>| at.map(Instant::to_rfc3339).unwrap_or_default();
            sheet.row([
                words.get(due_name(group.due)).as_ref(),
                &row.reference.to_string(),
                &row.title,
                &row.organisation,
                words.get(kind_key(row.kind)).as_ref(),
                row.priority.as_str(),
                row.state_title.get(words.language()),
                row.owner.as_ref().map_or("", |owner| owner.name.as_str()),
                clock
                    .map(|clock| metric_name(words, &clock.metric))
                    .unwrap_or_default()
                    .as_ref(),
                &text(clock.and_then(|clock| clock.due_at)),
                &clock
                    .map(|clock| (clock.left.as_millis() / 60_000).to_string())
                    .unwrap_or_default(),
                fact.next_level
                    .as_ref()
                    .map_or("", |next| next.who.as_str()),
                &text(fact.next_level.as_ref().map(|next| next.at)),
            ])?;
        }
    }
    sheet.finish()
}

/// Met and missed: of the period per workflow and promise, then per week.
///
/// # Errors
/// A fault of ours.
pub fn figures_csv(words: Words, view: &BoardView) -> Result<Vec<u8>, Fail> {
    let heading = [
        "col-from",
        "col-until",
        "col-workflow",
        "col-clock",
        "col-met",
        "col-missed",
        "col-share",
    ]
    .map(|key| words.get(key));
    let mut sheet = Sheet::new(heading.iter().map(AsRef::as_ref))?;
    let mut line = |from: Instant, until: Instant, kind: &str, metric: &str, one: Attainment| {
        sheet.row([
            from.to_rfc3339().as_str(),
            &until.to_rfc3339(),
            kind,
            metric,
            &one.met.to_string(),
            &one.missed.to_string(),
            &share(words, one),
        ])
    };
    for one in &view.metrics {
        let kind = words.get(kind_key(one.kind));
        let metric = metric_name(words, &one.metric);
        line(view.from, view.now, &kind, &metric, one.attainment)?;
    }
    let ends = view.weeks.iter().skip(1).map(|week| week.starts_at);
    for (week, until) in view.weeks.iter().zip(ends.chain([view.now])) {
        line(week.starts_at, until, "", "", week.attainment)?;
    }
    sheet.finish()
}
