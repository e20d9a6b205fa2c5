//! The ticket stub beside the portal's pages: what is promised, what happens next, where to ask.

use domain::clocks::hours::Slot;
use domain::forms::definition::{Promise, RequestType};
use domain::text::Language;
use domain::time::Instant;

use crate::i18n::Words;
use crate::i18n::dates::Dates;
use crate::usecases::partner_desk::PartnerDesk;

/// Business hours from which a promise is told in working days of eight hours.
const TOLD_IN_DAYS_FROM: u32 = 16;
const HOURS_OF_A_DAY: u32 = 8;

/// The stub, ready to be shown.
#[derive(Clone, Debug)]
pub struct Stub {
    /// What screen readers call it.
    pub label: String,
    /// Small line on top; may be empty.
    pub over: String,
    /// The promise or the state.
    pub big: String,
    /// Line under it; may be empty.
    pub under: String,
    /// Heading of the steps.
    pub heading: String,
    /// What happens, in order; may be empty.
    pub steps: Vec<StubStep>,
    /// Last part: a sentence before the link to help; may be empty.
    pub note: String,
    /// Words of the link to help; empty when there is none.
    pub help: String,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct StubStep {
    /// What.
    pub title: String,
    /// How, or when.
    pub text: String,
    /// Whether this is now.
    pub now: bool,
}

/// When the draft was last stored, if it ever was, as told at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Saved {
    /// When.
    pub at: Option<Instant>,
    /// The present moment.
    pub now: Instant,
}

/// Who answers and when the desk is open.
#[derive(Clone, Copy, Debug)]
pub struct DeskFacts<'a> {
    /// Name of who looks after the publisher; `None` while nobody does.
    pub manager: Option<&'a str>,
    /// Open slots of Monday to Sunday, from the team's calendar.
    pub week: &'a [Vec<Slot>; 7],
}

impl<'a> DeskFacts<'a> {
    /// The desk as a use-case found it.
    pub fn of(desk: &'a PartnerDesk) -> Self {
        Self {
            manager: desk.manager.as_deref(),
            week: &desk.week,
        }
    }
}

impl Stub {
    /// Beside the questions of a form.
    pub fn of_form(words: Words, form: &RequestType, desk: DeskFacts<'_>, saved: Saved) -> Self {
        let language = words.language();
        let title = form.title.get(language).to_owned();
        let (big, under) = (
            reply_within(words, form.promise.first_response_hours),
            opening_hours(words, desk.week),
        );
        Self {
            label: words.get("portal-stub-label").into_owned(),
            over: title,
            big,
            under,
            heading: words.get("portal-stub-next").into_owned(),
            steps: steps(words, form.promise, desk.manager, Reached::Writing),
            note: saved.at.map_or_else(String::new, |at| {
                let at = Dates::paris(language).at(at, saved.now);
                words.with("portal-draft-saved", &[("at", at.into())])
            }),
            help: help_link(words, desk.manager),
        }
    }

    /// Beside the page that says a request was sent.
    pub fn of_sent(
        words: Words,
        promise: Promise,
        over: String,
        big: String,
        desk: DeskFacts<'_>,
    ) -> Self {
        let under = opening_hours(words, desk.week);
        Self {
            label: words.get("portal-stub-label").into_owned(),
            over,
            big,
            under,
            heading: words.get("portal-stub-next").into_owned(),
            steps: steps(words, promise, desk.manager, Reached::Sent),
            note: String::new(),
            help: help_link(words, desk.manager),
        }
    }

    /// Beside the choice of a type.
    pub fn of_desk(words: Words, desk: DeskFacts<'_>) -> Self {
        let over = words.get("portal-stub-desk-over").into_owned();
        let big = desk.manager.map_or_else(
            || words.get("portal-stub-desk-team").into_owned(),
            str::to_owned,
        );
        let under = opening_hours(words, desk.week);
        Self {
            label: words.get("portal-stub-desk-label").into_owned(),
            over,
            big,
            under,
            heading: String::new(),
            steps: Vec::new(),
            note: words.get("portal-stub-desk-note").into_owned(),
            help: words.get("portal-stub-help").into_owned(),
        }
    }
}

/// `Réponse sous 4 heures ouvrées`.
pub fn reply_within(words: Words, hours: u32) -> String {
    words.with("portal-reply-within", &[("n", hours.into())])
}

/// `Lundi au vendredi, 9 h à 12 h 30 et 13 h 30 à 18 h`: runs of days with the same slots, in words.
pub fn opening_hours(words: Words, week: &[Vec<Slot>; 7]) -> String {
    let mut runs: Vec<(usize, usize, &[Slot])> = Vec::new();
    for (day, slots) in week.iter().enumerate() {
        match runs.last_mut() {
            Some((_, last, same)) if *same == slots.as_slice() => *last = day,
            _ => runs.push((day, day, slots)),
        }
    }
    let open = runs.into_iter().filter(|(_, _, slots)| !slots.is_empty());
    let parts: Vec<String> = open
        .map(|(first, last, slots)| {
            words.with(
                "portal-hours-run",
                &[
                    ("days", days(words, first, last).into()),
                    ("slots", hours_of(words, slots).into()),
                ],
            )
        })
        .collect();
    capitalised(&parts.join(words.get("portal-hours-join").as_ref()))
}

/// Only the first name: partners and staff call each other by it.
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    Writing,
    Sent,
}

fn steps(words: Words, promise: Promise, manager: Option<&str>, reached: Reached) -> Vec<StubStep> {
    let send = match reached {
        Reached::Writing => "portal-next-send",
        Reached::Sent => "portal-next-sent",
    };
    let reply = match manager {
        Some(name) => words.with(
            "portal-next-reply-name",
            &[("name", first_name(name).into())],
        ),
        None => words.get("portal-next-reply").into_owned(),
    };
    let end = promise.resolution_hours.map_or_else(
        || words.get("portal-next-end-open").into_owned(),
        |hours| words.with(end_key(hours), &[("n", in_days_or_hours(hours).into())]),
    );
    vec![
        StubStep {
            title: words.get(send).into_owned(),
            text: words.get("portal-next-send-text").into_owned(),
            now: reached == Reached::Writing,
        },
        StubStep {
            title: reply,
            text: words.get("portal-next-reply-text").into_owned(),
            now: reached == Reached::Sent,
        },
        StubStep {
            title: end,
            text: words.get("portal-next-end-text").into_owned(),
            now: false,
        },
    ]
}

const fn end_key(hours: u32) -> &'static str {
    if told_in_days(hours) {
        "portal-next-end-days"
    } else {
        "portal-next-end-hours"
    }
}

const fn in_days_or_hours(hours: u32) -> u32 {
    if told_in_days(hours) {
        hours / HOURS_OF_A_DAY
    } else {
        hours
    }
}

const fn told_in_days(hours: u32) -> bool {
    hours >= TOLD_IN_DAYS_FROM && hours.is_multiple_of(HOURS_OF_A_DAY)
}

fn help_link(words: Words, manager: Option<&str>) -> String {
    match manager {
        Some(name) => words.with(
            "portal-stub-help-name",
            &[("name", first_name(name).into())],
        ),
        None => words.get("portal-stub-help").into_owned(),
    }
}

fn days(words: Words, first: usize, last: usize) -> String {
    let name = |day: usize| {
        words
            .get(&format!("dates-weekday-{}", day + 1))
            .into_owned()
    };
    match last - first {
        6 => words.get("portal-hours-daily").into_owned(),
        0 => name(first),
        _ => words.with(
            "portal-hours-days",
            &[("first", name(first).into()), ("last", name(last).into())],
        ),
    }
}

fn hours_of(words: Words, slots: &[Slot]) -> String {
    let spoken: Vec<String> = slots
        .iter()
        .map(|slot| {
            let (from, to) = (clock_face(words, slot.from), clock_face(words, slot.to));
            words.with(
                "portal-hours-slot",
                &[("from", from.into()), ("to", to.into())],
            )
        })
        .collect();
    spoken.join(words.get("portal-hours-and").as_ref())
}

/// `18 h 30` or `18:30` from minutes of the day; midnight at the end of a day is `24 h`, `24:00`.
fn clock_face(words: Words, minutes: u16) -> String {
    let (hour, minute) = (minutes / 60, minutes % 60);
    match (words.language(), minute) {
        (Language::Fr, 0) => format!("{hour}\u{a0}h"),
        (Language::Fr, minute) => format!("{hour}\u{a0}h\u{a0}{minute:02}"),
        (Language::En, minute) => format!("{hour:02}:{minute:02}"),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> [Vec<Slot>; 7] {
        let day = vec![
            Slot { from: 540, to: 750 },
            Slot {
                from: 810,
                to: 1_080,
            },
        ];
        [
            day.clone(),
            day.clone(),
            day.clone(),
            day.clone(),
            day,
            Vec::new(),
            Vec::new(),
        ]
    }

    fn spaced(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn office_hours_are_told_as_people_say_them() {
        assert_eq!(
            spaced(&opening_hours(Words::new(Language::Fr), &office())),
            "Lundi au vendredi, 9 h à 12 h 30 et 13 h 30 à 18 h"
        );
        assert_eq!(
            spaced(&opening_hours(Words::new(Language::En), &office())),
            "Monday to Friday, 09:00 to 12:30 and 13:30 to 18:00"
        );
        let daily: [Vec<Slot>; 7] = std::array::from_fn(|_| {
            vec![Slot {
                from: 480,
                to: 1_440,
            }]
        });
        assert_eq!(
            spaced(&opening_hours(Words::new(Language::Fr), &daily)),
            "Tous les jours, 8 h à 24 h"
        );
    }

    #[test]
    fn long_promises_are_told_in_working_days() {
        let promise = |hours| Promise {
            first_response_hours: 4,
            resolution_hours: Some(hours),
        };
        let end = |hours| {
            let told = steps(
                Words::new(Language::Fr),
                promise(hours),
                None,
                Reached::Writing,
            );
            spaced(&told.last().unwrap().title)
        };
        assert_eq!(end(40), "Réponse complète sous 5 jours ouvrés");
        assert_eq!(end(4), "Réponse complète sous 4 heures ouvrées");
        assert_eq!(end(20), "Réponse complète sous 20 heures ouvrées");
    }
}
